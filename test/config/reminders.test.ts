/** reminders.yaml: the ladder as it ships, and what is refused in one that a person writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { readReminders } from '../../config/reminders';
import { faultLine } from '../../domain/fault';

const channels = { invoices: 'invoices', finance: 'finance', legal: 'legal' };
const ladder = (steps: string) => `send_at: "09:00"\nweekends: wait\nholidays: send\nsteps:\n${steps}`;
const faults = (text: string) => (readReminders(text, channels).faults ?? []).map(faultLine);

describe('the reminder ladder', () => {
  it('ships with four reminders, then the creator and managers, finance and legal', () => {
    const shipped = readReminders(readFileSync(join(shippedConfig(), 'reminders.yaml'), 'utf8'), channels).value;
    expect(shipped).toMatchObject({ sendAt: '09:00', weekends: 'wait', holidays: 'wait' });
    expect(shipped?.steps.map(({ id, ...step }) => `${id} ${step.act === 'remind' ? step.tone : step.to.join()}`)).toEqual([
      'remind-3 friendly', 'remind+1 plain', 'remind+7 firm', 'remind+14 final', 'escalate+21 creator,manager', 'escalate+30 finance,#finance', 'escalate+45 #legal']);
  });

  it('may be written in any order and is climbed by its days', () =>
    expect(readReminders(ladder('  - {days: 7, remind: firm}\n  - {days: 0, remind: plain}\n')).value?.steps.map(({ id }) => id)).toEqual(['remind0', 'remind+7']));

  it('keeps the id of a step when others come and go, so that nothing is sent twice', () => {
    const [before, after] = ['', '  - {days: 3, remind: plain}\n'].map((more) => readReminders(ladder(`${more}  - {days: 7, remind: firm}\n`)).value!.steps.at(-1)!.id);
    expect(after).toBe(before);
  });

  it.each([
    ['  - {days: 7, remind: firmly}\n', "5:23 UNKNOWN_VALUE 'remind' must be 'friendly', 'plain', 'firm' or 'final', not 'firmly'; did you mean 'firm'?"],
    ['  - {days: 1400, remind: firm}\n', "5:12 NUMBER 'days' must be a whole number from -30 to 730, not '1400'."],
    ['  - {days: 1.5, remind: firm}\n', "5:12 NUMBER 'days' must be a whole number from -30 to 730, not '1.5'."],
    ['  - {days: 7}\n', "5:5 MISSING_KEY a step needs 'remind'."],
    ['  - {days: 7, remind: firm, escalate: creator}\n', '5:39 STEP_TWO a step reminds or escalates; write two steps for both.'],
    ['  - {days: 7, escalate: legal}\n', "5:25 UNKNOWN_PERSON 'legal' is neither 'creator' nor a role nor a channel such as \"#legal\"; did you mean '#legal'?"],
    ['  - {days: 7, escalate: "#leagl"}\n', "5:25 UNKNOWN_CHANNEL '#leagl' is none of the channels in office.yaml; did you mean '#legal'?"],
    ['  - {days: 7, escalate: []}\n', "5:25 EMPTY 'escalate' is empty."],
    ['  - {days: 7, remind: firm}\n  - {days: 7, remind: plain}\n', '6:5 TWICE there is a step of this kind 7 days after the due date already.'],
    ['  []\n', "5:3 EMPTY 'steps' is empty."],
  ])('refuses %j', (steps, fault) => expect(faults(ladder(steps))).toEqual([fault]));

  it.each([['"09:00"', '9:00'], ['"09:00"', '24:00'], ['wait', 'never'], ['send\n', 'sent\n']])('refuses %j written as %j', (written, instead) =>
    expect(faults(ladder('  - {days: 7, remind: firm}\n').replace(written, instead))).toHaveLength(1));
});
