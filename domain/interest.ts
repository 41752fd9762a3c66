/** Interest on late payment: simple, by actual days, rounded once. */
import { daysBetween, type PlainDate } from './dates';
import { fraction, type Money } from './money';

/** Actual days over a year of 365 days (§ 288 BGB as it is reckoned in practice, Directive 2011/7/EU) or of 360 days (money markets). */
export const DAY_COUNTS = { 'act/365': 365, 'act/360': 360 } as const;
export type DayCount = keyof typeof DAY_COUNTS;

export type Late = { amount: Money; ratePercent: string; dueDate: PlainDate; paidOn: PlainDate; dayCount: DayCount };

/** Days from the day after the due date to the day of payment, and the interest of the yearly rate on them; none when paid in time. Refuses DateUnreadable, DecimalUnreadable. */
export function lateInterest({ amount, ratePercent, dueDate, paidOn, dayCount }: Late): { days: number; interest: Money } {
  const days = Math.max(0, daysBetween(dueDate, paidOn));
  return { days, interest: fraction(amount, [ratePercent, String(days)], ['100', String(DAY_COUNTS[dayCount])]) };
}
