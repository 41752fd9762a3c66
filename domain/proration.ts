/** Proration: a period's price for some of its days. */
import { daysBetween, type PlainDate } from './dates';
import { fraction, type Money } from './money';
import { DomainError } from './refusals';

/** Days from `from` up to `toExclusive`, which is not among them: two spans that meet share no day and leave none out. */
export type Span = { from: PlainDate; toExclusive: PlainDate };
/** `days` of the period's `periodDays`, and their amount. */
export type Prorated = { days: number; periodDays: number; amount: Money };

/** The price of a period by calendar days, rounded once. Refuses DateUnreadable, and PeriodUnusable for days outside of the period or a period without days. */
export function prorated(price: Money, span: Span, period: Span): Prorated {
  const [days, periodDays] = [span, period].map(({ from, toExclusive }) => daysBetween(from, toExclusive)) as [number, number];
  if (days < 0 || periodDays <= 0 || span.from < period.from || span.toExclusive > period.toExclusive) {
    throw new DomainError('PeriodUnusable', { from: span.from, to: span.toExclusive, start: period.from, end: period.toExclusive });
  }
  return { days, periodDays, amount: fraction(price, [String(days)], [String(periodDays)]) };
}
