/** The office's holidays: public ones of its country and region, from the date-holidays tables, and its own. */
import Holidays from 'date-holidays';
import { addDays, type PlainDate } from '../domain/dates';

/** `country` is ISO 3166-1 alpha-2, `region` the second half of ISO 3166-2 (Berlin is DE, BE). `extra` are the office's own days. */
export type HolidayRules = { country: string; region?: string; extra: readonly PlainDate[] };

const DAY_MS = 24 * 3600 * 1000;

/** All days of a year on which the office is closed, weekends not considered, in order. Bank holidays count only when they are whole days. */
export function holidaysIn(year: number, { country, region, extra }: HolidayRules): PlainDate[] {
  const calendar = region ? new Holidays(country, region, { types: ['public'] }) : new Holidays(country, { types: ['public'] });
  const days = calendar.getHolidays(year).flatMap(({ date, start, end }) => {
    const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS)); // Some last for days, and clock changes shift hours.
    return Array.from({ length }, (_, index) => addDays(date.slice(0, 10), index));
  });
  return [...new Set([...days, ...extra.filter((day) => day.startsWith(`${year}-`))])].sort();
}

/** The countries whose holidays are known. */
export const holidayCountries = (): string[] => Object.keys(new Holidays().getCountries('en'));

/** The regions of a country that have holidays of their own; none when the country has no regions or is unknown. */
export const holidayRegions = (country: string): string[] => Object.keys(new Holidays().getStates(country, 'en') ?? {});
