/** Dunning: which reminder or escalation is due when, by the office's ladder. Pure: the calendar and the clock are arguments. */
import { addDays, dateOfInstant, instantOf, isWeekend, type Instant, type PlainDate } from './dates';
import type { DayCount } from './interest';
import type { Actor } from './people';

export const TONES = ['friendly', 'plain', 'firm', 'final'] as const;
export type Tone = (typeof TONES)[number];

/**
 * One rung. `days` from the due date (negative: before). `remind` mails the client in that tone;
 * `escalate` tells people of the office: `creator`, a role, or a channel (`#finance`).
 */
export type DunningStep =
  | { id: string; days: number; act: 'remind'; tone: Tone }
  | { id: string; days: number; act: 'escalate'; to: readonly string[] };

/** What the office charges on late payment: a rate a year in percent (decimal string). */
export type LateRate = { ratePercent: string; dayCount: DayCount };

/** `interest` stands on the letters of reminders; an office that charges none has none. `sendAt` is HH:MM in the client's zone. `wait` moves a step to the office's next day that is none. The steps stand in the order of their days. */
export type DunningLadder = { hash: string; sendAt: string; weekends: 'send' | 'wait'; holidays: 'send' | 'wait'; steps: readonly DunningStep[]; interest?: LateRate };

/** `done` holds the ids of steps taken or passed over; `running` is the only status in which steps are taken. */
export type Dunning = {
  status: 'running' | 'paused' | 'disputed' | 'acknowledged';
  done: { id: string; at: string; outcome: 'sent' | 'told' | 'passed' }[];
  by?: Actor;
  at?: string;
  reason?: string;
};

/** A step and the moment from which it is due. A reminder before the due date says nothing true from `until` on: the end of that day. */
export type PlannedStep = { step: DunningStep; at: Instant; until?: Instant };

/** `zone` is the client's. `isHoliday` knows the office's days. With `now` a missed step waits for the next day on which the office sends. */
export type DunningCase = {
  dueDate: PlainDate; zone: string; sentAt: Instant; done: readonly { id: string }[]; isHoliday(date: PlainDate): boolean; now?: Instant;
};

/**
 * The steps that are still to be taken, missed ones included, in order. Passed over are steps whose moment was before the
 * document was sent, and a reminder that a holiday or weekend moves onto the day of a later one.
 */
export function planDunning(ladder: DunningLadder, { dueDate, zone, sentAt, done, isHoliday, now }: DunningCase): PlannedStep[] {
  const dated = ladder.steps.map((step) => ({ step, date: sendDay(ladder, addDays(dueDate, step.days), isHoliday) }));
  const taken = new Set(done.map(({ id }) => id));
  const overdueFrom = instantOf(addDays(dueDate, 1), '00:00', zone);
  return dated
    .filter(({ step, date }, index) => step.act === 'escalate' || !dated.slice(index + 1).some((later) => later.step.act === 'remind' && later.date === date))
    .map(({ step, date }) => ({ step, at: instantOf(date, ladder.sendAt, zone) }))
    .filter(({ step, at }) => !taken.has(step.id) && !isBefore(at, sentAt))
    .map(({ step, at }) => ({
      step, at: now && isBefore(at, now) ? caughtUp(ladder, at, now, zone, isHoliday) : at,
      ...(step.act === 'remind' && step.days < 0 && { until: overdueFrom }),
    }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.step.days - b.step.days);
}

/**
 * What to do now. Of several missed reminders only the latest is sent, and none that announces a due date which is over;
 * the others are passed. Escalations reach different people, so all of them are taken.
 */
export function dueNow(plan: readonly PlannedStep[], now: Instant): { take: DunningStep[]; pass: DunningStep[] } {
  const due = plan.filter(({ at }) => !isBefore(now, at));
  const latest = due.filter(({ step }) => step.act === 'remind').at(-1);
  const take = due.filter((planned) => planned.step.act === 'escalate' || (planned === latest && (!planned.until || isBefore(now, planned.until))));
  return { take: take.map(({ step }) => step), pass: due.filter((planned) => !take.includes(planned)).map(({ step }) => step) };
}

/** When to look again: the first moment after now, undefined when nothing is left. */
export function nextAt(plan: readonly PlannedStep[], now: Instant): Instant | undefined {
  return plan.find(({ at }) => isBefore(now, at))?.at;
}

const isBefore = (a: Instant, b: Instant): boolean => Date.parse(a) < Date.parse(b);

/** The date itself, or the next on which the office sends. A year of nothing but holidays ends the search: the rule cannot be meant so. */
function sendDay({ weekends, holidays }: DunningLadder, date: PlainDate, isHoliday: DunningCase['isHoliday']): PlainDate {
  const waits = (day: PlainDate): boolean => (weekends === 'wait' && isWeekend(day)) || (holidays === 'wait' && isHoliday(day));
  let day = date;
  for (let moved = 0; waits(day) && moved < 366; moved += 1) day = addDays(day, 1);
  return day;
}

/** A missed step is due at once, unless today is a day on which the office does not send. */
function caughtUp(ladder: DunningLadder, at: Instant, now: Instant, zone: string, isHoliday: DunningCase['isHoliday']): Instant {
  const today = dateOfInstant(now, zone);
  const day = sendDay(ladder, today, isHoliday);
  return day === today ? at : instantOf(day, ladder.sendAt, zone);
}
