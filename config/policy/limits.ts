/** Time limits as finance writes them: `within`, `remind_after` and `then`. */
import type { BusinessTime } from '../../domain/business-time';
import { BY_SILENCE, GIVE_BACK, type Escalation, type TimeLimit } from '../../domain/policy/policy';
import { peopleOf } from '../../domain/policy/seating';
import type { Fields, Reading } from '../reading';
import type { YamlNode } from '../yaml';
import { readWho, type Colleagues } from './people';

/** Keys of a limit, beside `approvers` and `quorum` wherever those may stand. */
export const LIMIT_KEYS = ['within', 'remind_after', 'then'] as const;

/** Longer than this is no limit. */
const MOST = { hours: 1_000, days: 100 } as const;

/** The limit beside some approvers; undefined where there is none. `above` are the approvers who were asked before, for an escalation. */
export function readLimit(reading: Reading, fields: Fields, colleagues: Colleagues | undefined, above: readonly string[]): TimeLimit | undefined {
  if (!fields.has('within')) {
    for (const key of ['remind_after', 'then']) if (fields.has(key)) reading.fault(fields.place(key), 'LIMIT_WITHIN', `'${key}' needs a time limit; write 'within: 8 hours' beside it.`);
    return undefined;
  }
  const within = readTime(reading, fields.get('within'), 'within');
  const reminders = fields.has('remind_after') ? reading.filled(fields.get('remind_after'), 'remind_after').map((node) => ({ node, time: readTime(reading, node, 'remind_after') })) : [];
  for (const { node, time } of reminders) {
    if (within && time && time.unit === within.unit && time.count >= within.count) reading.fault(node.at, 'LIMIT_REMINDER', `a reminder after ${time.count} ${time.unit} comes too late: the time is over after ${within.count} ${within.unit}.`);
  }
  if (!fields.has('then')) reading.fault(fields.place('within'), 'LIMIT_THEN', `say what happens when the time is over: 'then: ${GIVE_BACK}', 'then: ${BY_SILENCE}' or 'then: {escalate_to: finance}'.`);
  const then = fields.has('then') ? readThen(reading, fields.get('then'), colleagues, above) : GIVE_BACK;
  const remindAfter = reminders.flatMap(({ time }) => time ?? []);
  return within && then && { within, remindAfter, then };
}

/** "8 hours", "1 day". */
function readTime(reading: Reading, node: YamlNode | undefined, key: string): BusinessTime | undefined {
  const text = reading.matching(node, key, (word) => /^[1-9][0-9]{0,3} (hours?|days?)$/.test(word), 'a business time such as 8 hours or 2 days', 'LIMIT_TIME');
  const [, count, unit] = /^([0-9]+) (hour|day)/.exec(text) ?? [];
  if (!count || !unit || !node) return undefined;
  const time = { count: Number(count), unit: `${unit}s` as BusinessTime['unit'] };
  if (time.count > MOST[time.unit]) reading.fault(node.at, 'LIMIT_TIME', `'${key}' is at most ${MOST.hours} hours or ${MOST.days} days, not ${text}.`);
  return time;
}

function readThen(reading: Reading, node: YamlNode | undefined, colleagues: Colleagues | undefined, above: readonly string[]): TimeLimit['then'] | undefined {
  if (node?.kind !== 'map') return reading.choice<TimeLimit['then'] & string>(node, 'then', [GIVE_BACK, BY_SILENCE]);
  const fields = reading.fields(node, "'then'", { need: ['escalate_to'], may: ['quorum', ...LIMIT_KEYS] });
  const who = readWho(reading, fields, 'an escalation', colleagues, 'escalate_to');
  if (who.approvers.length > 0 && isAsked(who.approvers, above, colleagues)) {
    reading.fault(fields.place('escalate_to'), 'ESCALATION_CYCLE', `${who.approvers.join(' and ')} had their time already when this is reached; name somebody else, or '${GIVE_BACK}'.`);
  }
  const limit = readLimit(reading, fields, colleagues, [...above, ...who.approvers]);
  return { ...who, ...(limit && { limit }) } satisfies Escalation;
}

/** Whether everybody meant was asked before: by the same words, or as people where those are known. */
function isAsked(approvers: readonly string[], above: readonly string[], colleagues: Colleagues | undefined): boolean {
  if (approvers.every((word) => above.includes(word))) return true;
  const people = colleagues ? peopleOf(approvers, colleagues.people) : [];
  const asked = colleagues ? peopleOf(above, colleagues.people) : [];
  return people.length > 0 && approvers.every((word) => peopleOf([word], colleagues?.people ?? []).length > 0) && people.every((email) => asked.includes(email));
}
