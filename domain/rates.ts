/** Exchange rates as the office writes them down: dated, never guessed. */
import type { PlainDate } from './dates';
import { convert, crossRate, type Money } from './money';

/** What one unit of each currency was worth from a day on, in units of the table's currency, as rates that `convert` takes. */
export type RateDay = { date: PlainDate; worth: Readonly<Record<string, string>> };
/** `currency` is the office's (ISO 4217); `taxCurrency` the one its VAT is declared in, where that is another. The days may stand in any order. */
export type RateTable = { currency: string; taxCurrency?: string; days: readonly RateDay[] };
/** An amount in another currency and the rate it was found with; a currency's own rate is 1, of the day itself. */
export type Converted = { amount: Money; rate: string; date: PlainDate };

/** Newest first; a table of many years is asked often. */
const ordered = new WeakMap<readonly RateDay[], readonly RateDay[]>();

function newestFirst(days: readonly RateDay[]): readonly RateDay[] {
  const known = ordered.get(days) ?? [...days].sort((a, b) => (a.date < b.date ? 1 : -1));
  ordered.set(days, known);
  return known;
}

/** What a currency was worth in the table's by the newest rate on or before the day. */
function worthOf(currency: string, table: RateTable, on: PlainDate): { rate: string; date: PlainDate } | undefined {
  if (currency === table.currency) return { rate: '1', date: on };
  const day = newestFirst(table.days).find(({ date, worth }) => date <= on && Object.hasOwn(worth, currency));
  const rate = day?.worth[currency];
  return day && rate ? { rate, date: day.date } : undefined;
}

/**
 * The amount in `to` (the table's currency unless told), by the newest rates on or before the day, rounded once. Between two others it
 * goes over the table's own, and the older of the two days counts. Without such rates it is undefined, never a guess.
 * Refuses AmountTooLarge.
 */
export function convertOn(amount: Money, table: RateTable, on: PlainDate, to = table.currency): Converted | undefined {
  if (amount.currency === to) return { amount, rate: '1', date: on };
  const [from, other] = [worthOf(amount.currency, table, on), worthOf(to, table, on)];
  if (!from || !other) return undefined;
  const rate = to === table.currency ? from.rate : crossRate(from.rate, other.rate);
  return { amount: convert(amount, rate, to), rate, date: from.date < other.date ? from.date : other.date };
}
