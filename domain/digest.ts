/** The weekly digest: which moment of a week it belongs to, and until when a late one still does. */
import { addDays, dateOfInstant, instantOf, weekOf, WORKING_DAYS, type Instant, type PlainDate } from './dates';

/** `at` is a wall-clock time ("08:00") in the office's zone. */
export type DigestTime = { day: (typeof WORKING_DAYS)[number]; at: string };
/** For an office that says nothing of it. */
export const MONDAY_MORNING: DigestTime = { day: 'monday', at: '08:00' };

/** One week's digest: `week` names it for ever ("2026-W48"), it goes out from `from` on and not any more at `until`. */
export type Digest = { week: string; from: Instant; until: Instant };

/**
 * The digest of the week that a moment lies in: on the day that was set or, where that is a holiday, on the first day after it on which
 * the office works. It is worth sending until Friday is over. Undefined for a week that has no such day left.
 */
export function digestOf(at: Instant, zone: string, { day, at: time }: DigestTime, isHoliday: (date: PlainDate) => boolean): Digest | undefined {
  const { week, monday } = weekOf(dateOfInstant(at, zone));
  const days = WORKING_DAYS.map((_, index) => addDays(monday, index)).slice(WORKING_DAYS.indexOf(day));
  const first = days.find((date) => !isHoliday(date));
  return first === undefined ? undefined : { week, from: instantOf(first, time, zone), until: instantOf(addDays(monday, WORKING_DAYS.length), '00:00', zone) };
}

/** True at a moment at which it is to go out, in time or late. */
export const isDue = ({ from, until }: Digest, at: Instant): boolean => Date.parse(from) <= Date.parse(at) && Date.parse(at) < Date.parse(until);
