/** Business time: hours and days as they count for a person, whose office is closed at night, on weekends and holidays. Pure. */
import { addDays, dateOfInstant, instantOf, weekdayOf, type Instant, type PlainDate } from './dates';
import { countOf, type Spoken } from './phrase';

/** Hours, or days as long as a working day of whoever it counts for: "8 hours", "2 days". */
export type BusinessTime = { count: number; unit: 'hours' | 'days' };

/** When a person works: `days` are 1 (Monday) to 7, `from` and `to` are HH:MM in the IANA `zone`. */
export type BusinessHours = { zone: string; days: readonly number[]; from: string; to: string; isHoliday(date: PlainDate): boolean };

const HOUR_MS = 3_600_000;
/** Nobody is away for longer by weekends and holidays alone; ends the search where a calendar has no working day at all. */
const MOST_DAYS = 3_660;

/** "8 business hours", "1 business day". */
export const businessTimePhrase = ({ count, unit }: BusinessTime): Spoken => (unit === 'hours'
  ? countOf(count, '{count} business hour', '{count} business hours') : countOf(count, '{count} business day', '{count} business days'));

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Milliseconds of work. A day is as long as the hours say, whatever clock change it holds. */
export const lengthOf = ({ count, unit }: BusinessTime, { from, to }: Pick<BusinessHours, 'from' | 'to'>): number =>
  (unit === 'hours' ? count * HOUR_MS : count * (minutesOf(to) - minutesOf(from)) * 60_000);

/**
 * The moment at which so much business time has passed since `start`. What is asked outside of business hours begins to count with the next.
 * @throws RangeError where the calendar has no working day within ten years.
 */
export function afterBusinessTime(start: Instant, time: BusinessTime, hours: BusinessHours): Instant {
  let left = lengthOf(time, hours);
  let date = dateOfInstant(start, hours.zone);
  for (let day = 0; day < MOST_DAYS; day += 1, date = addDays(date, 1)) {
    if (!isWorkingDay(date, hours)) continue;
    const opens = Math.max(Date.parse(start), Date.parse(instantOf(date, hours.from, hours.zone)));
    const works = Math.max(0, Date.parse(instantOf(date, hours.to, hours.zone)) - opens);
    if (left <= works) return new Date(opens + left).toISOString();
    left -= works;
  }
  throw new RangeError(`No working day in ten years after ${start}.`);
}

const isWorkingDay = (date: PlainDate, { days, isHoliday }: BusinessHours): boolean => days.includes(weekdayOf(date)) && !isHoliday(date);

/** Monday to Friday, nine to five in UTC: for judgments in which no time passes, such as the tests in a file of rules. */
export const PLAIN_HOURS: BusinessHours = { zone: 'UTC', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', isHoliday: () => false };
