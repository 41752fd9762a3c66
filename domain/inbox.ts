/** Inbox: what waits for an approver, in the order in which it wants an answer, and what of it they have opened. */
import { dueAtOf, type Approval } from './approval';
import type { PlainDate } from './dates';
import { sum, type Money } from './money';
import { convertOn, type RateTable } from './rates';

/** A version of a document whose lines somebody has looked at in full. */
export type Opened = { documentId: string; version: number };

/** True when this very version is among what was opened: a newer one has to be opened anew. */
export const isAmong = (opened: readonly Opened[], document: string, version: number): boolean =>
  opened.some((one) => one.documentId === document && one.version === version);

type Waiting = { approval?: Approval; totals: { due: Money } };

/**
 * What is due first comes first, what has no time limit last; then the largest by the rates of a day (the office's date), what has no
 * rate behind the others; then what has waited longest.
 */
export function byUrgency<T extends Waiting>(waiting: readonly T[], rates: RateTable, on: PlainDate): T[] {
  const ranked = waiting.map((one) => {
    const due = one.approval && dueAtOf(one.approval);
    return { one, due: due ? Date.parse(due) : Infinity, size: convertOn(one.totals.due, rates, on)?.amount.minor ?? -1, since: one.approval?.requestedAt ?? '' };
  });
  ranked.sort((a, b) => ascending(a.due, b.due) || ascending(b.size, a.size) || ascending(a.since, b.since));
  return ranked.map(({ one }) => one);
}

/** Infinite values have no difference, so they are compared. */
const ascending = <V extends number | string>(a: V, b: V): number => (a === b ? 0 : a < b ? -1 : 1);

/** The total of each currency, in the order in which they first occur. */
export function totalsByCurrency(amounts: readonly Money[]): Money[] {
  const currencies = [...new Set(amounts.map(({ currency }) => currency))];
  return currencies.map((currency) => sum(currency, amounts.filter((amount) => amount.currency === currency)));
}
