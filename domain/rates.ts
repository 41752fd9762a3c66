/** Exchange rates as the office writes them down: dated, in its own currency, never guessed. */
import type { PlainDate } from './dates';
import { convert, type Money } from './money';

/** What one unit of each currency was worth from a day on, in units of the table's currency, as decimal strings. */
export type RateDay = { date: PlainDate; worth: Readonly<Record<string, string>> };
/** `currency` is the office's (ISO 4217). The days may stand in any order. */
export type RateTable = { currency: string; days: readonly RateDay[] };
/** An amount in the table's currency and the rate it was found with; the office's own currency has the rate 1 of the day itself. */
export type Converted = { amount: Money; rate: string; date: PlainDate };

/**
 * The amount by the newest rate on or before the day, rounded once. Without such a rate it is undefined, never a guess.
 * Refuses AmountTooLarge.
 */
export function convertOn(amount: Money, table: RateTable, on: PlainDate): Converted | undefined {
  if (amount.currency === table.currency) return { amount, rate: '1', date: on };
  const rated = table.days.filter(({ date, worth }) => date <= on && Object.hasOwn(worth, amount.currency));
  const newest = rated.reduce<RateDay | undefined>((best, day) => (best && best.date >= day.date ? best : day), undefined);
  const rate = newest?.worth[amount.currency];
  return newest && rate ? { amount: convert(amount, rate, table.currency), rate, date: newest.date } : undefined;
}
