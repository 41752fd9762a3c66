/**
 * Dates: calendar days without time or zone, payment terms, business days, and the way between instants and local days.
 * Calendar arithmetic is TC39 Temporal's (the date library; nothing to do with the workflow server of that name).
 */
import { Temporal as Calendar } from 'temporal-polyfill';
import { DomainError } from './refusals';
import { remembered } from './remembered';

/** YYYY-MM-DD, a day that exists. */
export type PlainDate = string;

/** A moment: ISO 8601 in UTC, "2026-12-01T08:00:00Z". */
export type Instant = string;

/**
 * When to pay, counted from the issue date. The steps apply in this order: `endOfMonth` (go to the end of the issue's month),
 * `months`, `days`, `then` (go to the end of the month reached), `dayOfNextMonth` (1–31, its last day when it is shorter),
 * `adjust` (leave weekends and holidays forwards or backwards). So "30 days end of month" is `{ days: 30, then: 'end-of-month' }`
 * in one reading and `{ endOfMonth: true, days: 30 }` in the other, and they differ.
 */
export type Term = { days?: number; months?: number; endOfMonth?: boolean; then?: 'end-of-month'; dayOfNextMonth?: number; adjust?: 'following' | 'preceding' | 'none' };

/** The last day for payment. Refuses DateUnreadable for an issue date that is none. */
export function dueDate(issue: PlainDate, term: Term, holidays: readonly PlainDate[] = []): PlainDate {
  let day = plain(issue);
  if (term.endOfMonth) day = endOfMonth(day);
  day = day.add({ months: term.months ?? 0 }).add({ days: term.days ?? 0 });
  if (term.then === 'end-of-month') day = endOfMonth(day);
  if (term.dayOfNextMonth !== undefined) day = day.with({ day: 1 }).add({ months: 1 }).with({ day: term.dayOfNextMonth });
  if (term.adjust === 'following') return nextBusinessDay(day.toString(), holidays);
  if (term.adjust === 'preceding') return previousBusinessDay(day.toString(), holidays);
  return day.toString();
}

/** The calendar day of a moment in an IANA zone. Refuses ZoneUnknown. */
export function dateOfInstant(instant: Instant, zone: string): PlainDate {
  return Calendar.Instant.from(instant).toZonedDateTimeISO(known(zone)).toPlainDate().toString();
}

/**
 * The moment of a wall-clock time ("HH:MM") on a day in an IANA zone. A time skipped by a clock change moves forward by the
 * gap; of one that comes twice the first counts (RFC 5545). Refuses DateUnreadable, ZoneUnknown.
 */
export function instantOf(date: PlainDate, time: string, zone: string): Instant {
  return plain(date).toZonedDateTime({ timeZone: known(zone), plainTime: Calendar.PlainTime.from(time) }).toInstant().toString();
}

/** Asking costs a hundred times what looking up does. Zones that are none are not kept, so that nobody can fill it. */
const zones = new Set<string>();

/** True for a zone of the IANA database, such as "Europe/Berlin". */
export function isZone(text: string): boolean {
  if (zones.has(text)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return false; // Intl can only be asked by trying.
  }
  zones.add(text);
  return true;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return plain(date).add({ days }).toString();
}

/** The last day of the date's month. */
export function monthEnd(date: PlainDate): PlainDate {
  return endOfMonth(plain(date)).toString();
}

/** Days from a to b: negative when b is earlier. */
export function daysBetween(a: PlainDate, b: PlainDate): number {
  return plain(a).until(plain(b)).days;
}

/** The days on which an office works, from the first one of a week. */
export const WORKING_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
export const WEEKDAYS = [...WORKING_DAYS, 'saturday', 'sunday'] as const;

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (date: PlainDate): number => plain(date).dayOfWeek;

/** Saturday or Sunday. */
export const isWeekend = (date: PlainDate): boolean => weekdayOf(date) > WORKING_DAYS.length;

/** The week of a day by its name in ISO 8601 ("2026-W48"), and its Monday. */
export function weekOf(date: PlainDate): { week: string; monday: PlainDate } {
  const day = plain(date);
  return { week: `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`, monday: addDays(date, 1 - day.dayOfWeek) };
}

/** YYYY-MM-DD and a day that exists. */
export function isPlainDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= new Calendar.PlainYearMonth(year, month).daysInMonth;
}

/** The date itself when it is a business day, else the first one after it. */
export function nextBusinessDay(date: PlainDate, holidays: readonly PlainDate[] = []): PlainDate {
  let day = date;
  while (!isBusinessDay(day, holidays)) day = addDays(day, 1);
  return day;
}

/** The date itself when it is a business day, else the last one before it. */
export function previousBusinessDay(date: PlainDate, holidays: readonly PlainDate[] = []): PlainDate {
  let day = date;
  while (!isBusinessDay(day, holidays)) day = addDays(day, -1);
  return day;
}

export function isBusinessDay(date: PlainDate, holidays: readonly PlainDate[] = []): boolean {
  return !isWeekend(date) && !holidays.includes(date);
}

/**
 * A person's date: 2026-12-01, 30d (days from today, at most 9999: years keep four digits), fri or friday (the next one, never
 * today), eom (end of this month), today, tomorrow. Refuses DateUnreadable.
 */
export function parseDate(text: string, today: PlainDate): PlainDate {
  const word = text.trim().toLowerCase();
  if (isPlainDate(word)) return word;
  if (word === 'today') return today;
  if (word === 'tomorrow') return addDays(today, 1);
  if (word === 'eom') return monthEnd(today);
  if (/^[0-9]{1,4}d$/.test(word)) return addDays(today, Number.parseInt(word, 10));
  const weekday = WEEKDAYS.findIndex((name) => name === word || name.slice(0, 3) === word) + 1;
  if (weekday === 0) throw new DomainError('DateUnreadable', { text: text.slice(0, 40) });
  return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
}

/** Making one costs fifty times what using it does. */
const longDate = remembered((locale: string) =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' }));

/** "1 December 2026" in the words and order of the locale (BCP 47; "en" is written the British way), Gregorian, Western digits. */
export function formatDate(date: PlainDate, locale = 'en'): string {
  const { year, month, day } = plain(date);
  const noon = new Date(0);
  noon.setUTCFullYear(year, month - 1, day); // Date.UTC would take the year 26 for 1926.
  const written = longDate(locale).format(noon);
  return /^fr\b/i.test(locale) ? written.replace(/^1 /, '1er ') : written; // CLDR leaves the ordinal out, French does not.
}

function plain(date: PlainDate): Calendar.PlainDate {
  if (!isPlainDate(date)) throw new DomainError('DateUnreadable', { text: date });
  return Calendar.PlainDate.from(date);
}

const endOfMonth = (day: Calendar.PlainDate): Calendar.PlainDate => day.with({ day: day.daysInMonth });

function known(zone: string): string {
  if (!isZone(zone)) throw new DomainError('ZoneUnknown', { zone });
  return zone;
}
