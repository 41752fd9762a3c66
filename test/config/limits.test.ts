/** Time limits in approvals.yaml and business hours in office.yaml: what may be written, what it means, and what each mistake is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApprovals } from '../../config/approvals';
import { hoursIn } from '../../config/business-hours';
import { readOffice } from '../../config/office';
import { faultLine } from '../../domain/fault';
import { phrase } from '../../domain/phrase';
import { stepPhrase } from '../../domain/policy/words';
import { PEOPLE } from '../support/samples';

const colleagues = { people: PEOPLE, currency: 'EUR' };
const file = (words: string): string => `version: 3\ncurrency: EUR\npolicies:\n  - {name: All, for: all, ${words}}\nfallback: finance\n`;
const faults = (words: string): string[] => (readApprovals(file(words), colleagues).faults ?? []).map(faultLine);
const inWords = (words: string): string | undefined => {
  const step = readApprovals(file(words), colleagues).value?.policies[0]?.steps[0];
  return step && phrase`${stepPhrase(step, (email) => PEOPLE.find((person) => person.email === email)?.name ?? email)}`.text;
};

describe('a time limit', () => {
  it.each([
    ['approvers: managers, within: 8 hours, then: give back', 'any one of managers, within 8 business hours, then given back'],
    ['approvers: managers, within: 1 day, remind_after: 4 hours, then: approve by silence', 'any one of managers, within 1 business day (reminded after 4 business hours), then approved by silence'],
    ['approvers: Milo, within: 8 hours, remind_after: [1 hour, 6 hours], then: {escalate_to: [Ana, Fatima], quorum: all, within: 2 days, then: give back}',
      'Milo, within 8 business hours (reminded after 1 business hour and 6 business hours), then all of Ana and Fatima, within 2 business days, then given back'],
    ['tiers: [{up_to: unlimited, approvers: managers, within: 2 hours, then: {escalate_to: finance}}]', 'any one of managers, within 2 business hours, then any one of finance'],
    ['steps: [{approvers: account manager, within: 2 hours, then: {escalate_to: slack group leads}}]', 'the client’s account manager, within 2 business hours, then any one of the Slack group @leads'],
  ])('%s', (words, meant) => expect(inWords(words)).toBe(meant));

  it.each([
    ['approvers: Milo, within: 8h, then: give back', "LIMIT_TIME 'within' must be a business time such as 8 hours or 2 days, not '8h'."],
    ['approvers: Milo, within: 0 hours, then: give back', "LIMIT_TIME 'within' must be a business time such as 8 hours or 2 days, not '0 hours'."],
    ['approvers: Milo, within: 1001 hours, then: give back', "LIMIT_TIME 'within' is at most 1000 hours or 100 days, not 1001 hours."],
    ['approvers: Milo, within: 8 hours', "LIMIT_THEN say what happens when the time is over: 'then: give back', 'then: approve by silence' or 'then: {escalate_to: finance}'."],
    ['approvers: Milo, then: give back', "LIMIT_WITHIN 'then' needs a time limit; write 'within: 8 hours' beside it."],
    ['approvers: Milo, remind_after: 1 hour', "LIMIT_WITHIN 'remind_after' needs a time limit; write 'within: 8 hours' beside it."],
    ['approvers: Milo, within: 2 days, remind_after: 2 days, then: give back', 'LIMIT_REMINDER a reminder after 2 days comes too late: the time is over after 2 days.'],
    ['approvers: Milo, within: 2 days, then: approve', "UNKNOWN_VALUE 'then' must be 'give back' or 'approve by silence', not 'approve'."],
    ['approvers: Milo, within: 2 days, then: silence', "UNKNOWN_VALUE 'then' must be 'give back' or 'approve by silence', not 'silence'."],
    ['approvers: nobody, within: 2 days, then: give back', "LIMIT_NOBODY with 'approvers: nobody' there is nobody to wait for; leave the time limit out."],
    ['approvers: Milo, within: 2 days, then: {escalate: Ana}', "MISSING_KEY 'then' needs 'escalate_to'."],
    ['approvers: Milo, within: 2 days, then: {escalate_to: []}', 'NO_APPROVERS an escalation needs at least one approver; nobody would mean everybody.'],
    ['approvers: Milo, within: 2 days, then: {escalate_to: Anna}', "UNKNOWN_PERSON 'Anna' is no role, mail address or Slack id; did you mean 'Ana'?"],
    ['approvers: Milo, within: 2 days, then: {escalate_to: Ana, quorum: 2}', 'QUORUM_IMPOSSIBLE quorum 2, but only 1 approver.'],
    ['approvers: managers, within: 2 days, then: {escalate_to: Milo}', "ESCALATION_CYCLE milo@northlight.example had their time already when this is reached; name somebody else, or 'give back'."],
    ['approvers: account manager, within: 2 days, then: {escalate_to: account manager}', "ESCALATION_CYCLE account manager had their time already when this is reached; name somebody else, or 'give back'."],
    ['approvers: Milo, within: 2 days, then: {escalate_to: finance, within: 1 day, then: {escalate_to: Milo}}', "ESCALATION_CYCLE milo@northlight.example had their time already when this is reached; name somebody else, or 'give back'."],
    ['within: 2 days, then: give back, steps: [{approvers: Milo}]', "TIER_STEPS write 'approvers', 'quorum' and a time limit inside each step, or no 'steps'."],
  ])('%s', (words, told) => expect(faults(words).map((line) => line.replace(/^\d+:\d+ /, ''))).toContain(told));

  it('tells its faults where they stand, all in one run', () =>
    expect(faults('steps: [{approvers: Milo, within: 8h, then: give back}, {approvers: Ana, within: 1 day}]').map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['4:61 LIMIT_TIME', '4:108 LIMIT_THEN']));

  it('is part of what makes two tiers ask the same', () => {
    const { value } = readApprovals(file('cumulative: yes, tiers: [{up_to: 5, approvers: Milo}, {up_to: unlimited, approvers: Milo, within: 1 day, then: give back}]'), colleagues);
    expect(value?.policies.map(({ steps }) => steps.length)).toEqual([1, 2]);
  });
});

describe('business hours', () => {
  const office = readFileSync(join(__dirname, '..', '..', 'config', 'office.yaml'), 'utf8');
  const read = (text: string) => readOffice(text);
  const written = (words: string): string => office.replace(/^business_hours: .*$/m, words);
  const ana = (more: string): string => office.replace('email: ana@northlight.example, roles: [manager]', `email: ana@northlight.example, roles: [manager], ${more}`);

  it('are nine to five from Monday to Friday unless told, and closed on the office’s holidays', () => {
    const hours = hoursIn(read(written('')).value!, 'ana@northlight.example');
    expect(hours).toMatchObject({ zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' });
    expect([hours.isHoliday('2026-10-03'), hours.isHoliday('2026-12-24'), hours.isHoliday('2026-12-01')]).toEqual([true, true, false]);
  });

  it('are a person’s own where those are written', () => {
    const { value } = read(ana('zone: America/New_York, holidays: {country: US}, business_hours: {days: [tuesday, monday], from: "08:00", to: "12:30"}'));
    const hours = hoursIn(value!, 'ana@northlight.example');
    expect(hours).toMatchObject({ zone: 'America/New_York', days: [1, 2], from: '08:00', to: '12:30' });
    expect([hours.isHoliday('2026-11-26'), hours.isHoliday('2026-10-03')]).toEqual([true, false]);
    expect(hoursIn(value!, 'milo@northlight.example').zone).toBe('Europe/Berlin');
  });

  it.each([
    [written('business_hours: {days: [], from: "09:00", to: "17:00"}'), "EMPTY 'days' is empty."],
    [written('business_hours: {days: [mon], from: "09:00", to: "17:00"}'), "UNKNOWN_VALUE 'days' must be 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday' or 'sunday', not 'mon'."],
    [written('business_hours: {days: [monday], from: "9:00", to: "17:00"}'), `FORMAT 'from' must be a time of day such as "09:00", in quotation marks, not '9:00'.`],
    [written('business_hours: {days: [monday], from: "17:00", to: "09:00"}'), "HOURS_ORDER 'to' must be later than 'from' on the same day, not 09:00 after 17:00."],
    [ana('zone: Berlin'), "UNKNOWN_ZONE 'zone' must be a time zone such as Europe/Berlin, not 'Berlin'."],
    [ana('holidays: {country: XX}'), "UNKNOWN_COUNTRY 'country' must be a country code of ISO 3166 such as DE, not 'XX'"],
  ])('tells a mistake: %#', (text, told) => expect((read(text).faults ?? []).map(faultLine).map((line) => line.replace(/^\d+:\d+ /, '')).join('\n')).toContain(told));
});
