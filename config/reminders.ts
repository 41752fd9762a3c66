/** The reminder ladder, from reminders.yaml: when clients are reminded, and when the office is told. */
import { TONES, type DunningLadder, type DunningStep, type LateRate } from '../domain/dunning';
import type { DayCount } from '../domain/interest';
import { hashOfText, type Channels } from './office';
import { didYouMean, readRules, type Outcome, type Reading } from './reading';
import { roleOf, ROLE_WORDS } from './roles';
import type { YamlNode } from './yaml';

/** Wide enough for any ladder, and narrow enough to catch a slip such as 1400 for 14. */
const DAYS = { least: -30, most: 730 } as const;
/** Far above every statutory rate, and narrow enough to catch 912 for 9.12. */
const MOST_PERCENT = 100;

/** Reads reminders.yaml, or tells all its faults. With the office's channels, those named must be among them. */
export function readReminders(text: string, channels?: Channels): Outcome<DunningLadder> {
  return readRules(text, { one: 'file', many: 'this file' }, (reading, root) => {
    const fields = reading.fields(root, 'the ladder', { need: ['send_at', 'weekends', 'holidays', 'steps'], may: ['interest'] });
    const steps = reading.filled(fields.get('steps'), 'steps').map((node) => ({ node, step: readStep(reading, node, channels) }));
    const ids = new Set<string>();
    for (const { node, step } of steps) {
      if (ids.has(step.id) && !Number.isNaN(step.days)) reading.fault(node.at, 'TWICE', `there is a step of this kind ${dayInWords(step.days)} already.`);
      ids.add(step.id);
    }
    return {
      hash: hashOfText(text),
      sendAt: reading.time(fields.get('send_at'), 'send_at', 'a time such as 09:00'),
      weekends: reading.choice(fields.get('weekends'), 'weekends', ['wait', 'send']) ?? 'wait',
      holidays: reading.choice(fields.get('holidays'), 'holidays', ['wait', 'send']) ?? 'wait',
      steps: steps.map(({ step }) => step).sort((a, b) => a.days - b.days),
      ...(fields.has('interest') && { interest: readInterest(reading, fields.get('interest')) }),
    };
  });
}

/** A rate a year in percent, by actual days over 365 unless it says otherwise. */
function readInterest(reading: Reading, node: YamlNode | undefined): LateRate {
  const fields = reading.fields(node, "'interest'", { need: ['percent_a_year'], may: ['days_in_a_year'] });
  const days = (fields.has('days_in_a_year') && reading.choice(fields.get('days_in_a_year'), 'days_in_a_year', ['365', '360'])) || '365';
  const ratePercent = reading.positive(fields.get('percent_a_year'), 'percent_a_year');
  if (Number(ratePercent) > MOST_PERCENT) reading.fault(fields.place('percent_a_year'), 'NUMBER', `'percent_a_year' must be at most ${MOST_PERCENT}, not '${ratePercent}'.`);
  return { ratePercent, dayCount: `act/${days}` satisfies DayCount };
}

const dayInWords = (days: number): string => (days === 0 ? 'on the due date' : `${Math.abs(days)} days ${days < 0 ? 'before' : 'after'} the due date`);

/** The id comes from what the step is, so that a ladder can be edited under open invoices: a step that stays is not taken twice. */
function readStep(reading: Reading, node: YamlNode, channels: Channels | undefined): DunningStep {
  const escalates = node.kind === 'map' && node.entries.some(({ key }) => key === 'escalate');
  const fields = reading.fields(node, 'a step', { need: ['days', escalates ? 'escalate' : 'remind'], may: ['remind', 'escalate'] });
  if (fields.has('remind') && fields.has('escalate')) reading.fault(fields.place('escalate'), 'STEP_TWO', "a step reminds or escalates; write two steps for both.");
  const days = reading.whole(fields.get('days'), 'days', DAYS.least, DAYS.most) ?? Number.NaN;
  const signed = `${days > 0 ? '+' : ''}${days}`;
  if (!escalates) return { id: `remind${signed}`, days, act: 'remind', tone: reading.choice(fields.get('remind'), 'remind', TONES) ?? 'plain' };
  const to = reading.filled(fields.get('escalate'), 'escalate').map((item) => addressee(reading, item, channels)).filter(Boolean);
  return { id: `escalate${signed}`, days, act: 'escalate', to: [...new Set(to)] };
}

/** `creator`, a role in the program's words, or a channel with its #. */
function addressee(reading: Reading, item: YamlNode, channels: Channels | undefined): string {
  const word = reading.text(item, 'escalate');
  const names = channels ? Object.values(channels).map((name) => `#${name}`) : [];
  if (word === '' || word === 'creator') return word;
  const role = roleOf(word);
  if (role) return role;
  if (word.startsWith('#') && (!channels || names.includes(word))) return word;
  const [code, what] = word.startsWith('#')
    ? ['UNKNOWN_CHANNEL', 'none of the channels in office.yaml']
    : ['UNKNOWN_PERSON', "neither 'creator' nor a role nor a channel such as \"#legal\""];
  reading.fault(item.at, code, `'${word}' is ${what}${didYouMean(word, ['creator', ...ROLE_WORDS, ...names])}`);
  return '';
}
