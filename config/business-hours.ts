/** Business hours: when the office works, and people of other places and hours in it. */
import type { BusinessHours } from '../domain/business-time';
import { WEEKDAYS, type PlainDate } from '../domain/dates';
import { holidaysIn, type HolidayRules } from './holidays';
import type { Fields, Reading } from './reading';
import type { YamlNode } from './yaml';

/** `days` are 1 (Monday) to 7; `from` and `to` are HH:MM of the place's own clock. */
export type WorkingDays = { days: readonly number[]; from: string; to: string };
/** What a person has of their own; the rest is the office's. */
export type OwnHours = { zone?: string; holidays?: HolidayRules; businessHours?: WorkingDays };
/** The office as far as it tells hours. */
type Office = { zone: string; holidays: HolidayRules; businessHours: WorkingDays; hours: ReadonlyMap<string, OwnHours> };

/** Where office.yaml says nothing. */
export const USUAL_HOURS: WorkingDays = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

/** `business_hours: {days: [monday, tuesday], from: "09:00", to: "17:30"}`. */
export function readWorkingDays(reading: Reading, node: YamlNode | undefined): WorkingDays {
  const fields: Fields = reading.fields(node, "'business_hours'", { need: ['days', 'from', 'to'] });
  const days = reading.filled(fields.get('days'), 'days').map((day) => reading.choice(day, 'days', WEEKDAYS));
  const time = (key: string): string => reading.time(fields.get(key), key, 'a time of day such as "09:00", in quotation marks');
  const [from, to] = [time('from'), time('to')];
  if (from && to && from >= to) reading.fault(fields.place('to'), 'HOURS_ORDER', `'to' must be later than 'from' on the same day, not ${to} after ${from}.`);
  return { days: [...new Set(days.flatMap((day) => (day ? [WEEKDAYS.indexOf(day) + 1] : [])))].sort(), from, to };
}

const years = new Map<string, readonly PlainDate[]>();

/** The closed days of a year under those rules; computed once a process, since a calendar costs milliseconds. */
export function closedDays(year: number, rules: HolidayRules): readonly PlainDate[] {
  const key = JSON.stringify([year, rules]);
  const known = years.get(key) ?? holidaysIn(year, rules);
  years.set(key, known);
  return known;
}

/** A person's business hours by mail address; a stranger has the office's. */
export function hoursIn({ zone, holidays, businessHours, hours }: Office, email: string): BusinessHours {
  const own = hours.get(email);
  const closed = own?.holidays ?? holidays;
  return { zone: own?.zone ?? zone, ...(own?.businessHours ?? businessHours), isHoliday: (date) => closedDays(Number(date.slice(0, 4)), closed).includes(date) };
}
