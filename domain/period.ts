/** Periods of the calendar as people write them: a year, a quarter, a month, or from one of these to another. */
import { monthEnd, type PlainDate } from './dates';
import { onDay, phrase } from './phrase';
import { DomainError } from './refusals';

/** First and last day, both within; `name` is how it is written, fit for the name of a file. */
export type Period = { name: string; from: PlainDate; to: PlainDate };

/** Why there is no archive of a period, with what there is: the first and last day on which anything was issued. */
export function nothingIssued({ name }: Period, span: { first: PlainDate; last: PlainDate } | undefined): DomainError {
  const known = span ? phrase`there are documents from ${onDay(span.first)} to ${onDay(span.last)}` : phrase`no document has been issued yet`;
  return new DomainError('ArchiveEmpty', { period: name, known });
}

/** True for one year, quarter or month, as readPeriod reads it. */
export const isPeriod = (text: string): boolean => PART.test(text);

const PART = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$/;
const two = (month: number): string => String(month).padStart(2, '0');

/** "2026", "2026-Q1", "2026-03" or "2026-01..2026-03". Refuses PeriodUnreadable. */
export function readPeriod(text: string): Period {
  const name = text.trim().toUpperCase();
  const [first = '', last = first, ...more] = name.split('..');
  const [from, to] = [partOf(first)?.from, partOf(last)?.to];
  if (from === undefined || to === undefined || from > to || more.length > 0) throw new DomainError('PeriodUnreadable', { text: text.trim().slice(0, 40) });
  return { name, from, to };
}

function partOf(text: string): { from: PlainDate; to: PlainDate } | undefined {
  const [whole, year, month, quarter] = PART.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const last = quarter ? Number(quarter) * 3 : Number(month ?? 12);
  const first = quarter ? last - 2 : Number(month ?? 1);
  return { from: `${year}-${two(first)}-01`, to: monthEnd(`${year}-${two(last)}-01`) };
}
