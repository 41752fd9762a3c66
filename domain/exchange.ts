/**
 * Exchange: a receivable in another currency than the office's. It is booked at the rate of its invoice and carried at that; each payment
 * releases its share of what is carried, the last one the rest, and what it brings at its own day's rate beyond that is the gain.
 */
import type { PlainDate } from './dates';
import { convert, fraction, isPositive, isZero, least, subtract, sum, toDecimal, zero, type Money } from './money';
import { convertOn, type Converted, type RateTable } from './rates';
import { DomainError } from './refusals';
import type { Totals } from './totals';

/** What is still owed in the invoice's currency, and what it is carried at in the office's. */
export type Receivable = { open: Money; carried: Money };

/** In the office's currency: what came in, what it took off the books, and the gain (a loss below zero). */
export type Settlement = { received: Money; released: Money; gain: Money };

/** Books an amount at its invoice's rate (`to` per unit of its currency). Refuses DecimalUnreadable, CurrencyUnknown, AmountTooLarge. */
export const booked = (amount: Money, rate: string, to: string): Receivable => ({ open: amount, carried: convert(amount, rate, to) });

/**
 * Settles a part of a receivable at the rate of the payment's day. More than is open settles what is open: the rest is the client's
 * credit and earns nothing here. Refuses DecimalUnreadable, CurrencyMixed, AmountTooLarge.
 */
export function settled({ open, carried }: Receivable, amount: Money, rate: string): Settlement & { left: Receivable } {
  const applied = least(amount, open);
  const received = convert(applied, rate, carried.currency);
  const released = releasedBy({ open, carried }, applied);
  return { received, released, gain: subtract(received, released), left: { open: subtract(open, applied), carried: subtract(carried, released) } };
}

/** The share of what is carried that goes with a part of what is open; all of it with the last. */
export const releasedBy = ({ open, carried }: Receivable, applied: Money): Money =>
  (open.minor === 0 ? zero(carried.currency) : fraction(carried, [toDecimal(applied)], [toDecimal(open)]));

/**
 * What an invoice keeps of the rates of its issue: `exchange` is what is due, in the office's currency, when it is in another;
 * `taxExchange` its VAT in the currency of the tax return (VAT Directive 2006/112/EC, articles 91 and 230), when there is VAT.
 */
export type Exchange = { exchange?: Converted; taxExchange?: Converted };

/** The exchange of these totals by the rates of a day. Refuses RateMissing: no rate, no guess. */
export function exchangeOn({ due, vatTotal }: Pick<Totals, 'due' | 'vatTotal'>, table: RateTable, on: PlainDate): Exchange {
  const found = (amount: Money, to: string): Converted | undefined => {
    if (amount.currency === to) return undefined;
    const converted = convertOn(amount, table, on, to);
    if (!converted) throw new DomainError('RateMissing', { currency: amount.currency, to, date: on });
    return converted;
  };
  const exchange = found(due, table.currency);
  const taxExchange = isZero(vatTotal) ? undefined : found(vatTotal, table.taxCurrency ?? table.currency);
  return { ...(exchange && { exchange }), ...(taxExchange && { taxExchange }) };
}

/** The exchange at issue: by the rates of that day or, should they have been taken out of the table since, the one that was approved. */
export function exchangeAtIssue(invoice: { totals: Pick<Totals, 'due' | 'vatTotal'> } & Exchange, table: RateTable, on: PlainDate): Exchange {
  const { totals: { due, vatTotal }, exchange, taxExchange } = invoice;
  const now = due.currency === table.currency ? undefined : convertOn(due, table, on) ?? exchange;
  const taxCurrency = table.taxCurrency ?? table.currency;
  const tax = due.currency === taxCurrency || isZero(vatTotal) ? undefined : convertOn(vatTotal, table, on, taxCurrency) ?? taxExchange;
  return { ...(now && { exchange: now }), ...(tax && { taxExchange: tax }) };
}

/** A payment's exchange: what it took off the books and, when a rate of its day is known, what came in and the gain. */
export type PaymentExchange = { released: Money } & ({ rate: string; date: PlainDate; received: Money; gain: Money } | { rate?: undefined });

type Payable = { balance: Money; credited?: Money; totals: Pick<Totals, 'due'>; payments: readonly { applied: Money; reversed?: unknown; exchange?: PaymentExchange }[] } & Exchange;

/**
 * What is carried of an invoice: booked, less what the payments that stand have released. Credits take what was booked with them and gain
 * nothing, so after one it is the open share of what was booked.
 */
const carriedOf = ({ exchange, payments, credited, balance, totals }: Payable & { exchange: Converted }): Money =>
  credited && isPositive(credited) ? fraction(exchange.amount, [toDecimal(balance)], [toDecimal(totals.due)]) : payments.reduce((carried, payment) => (payment.exchange && !payment.reversed ? subtract(carried, payment.exchange.released) : carried), exchange.amount);

/** The exchange of a payment about to be recorded; undefined on an invoice in the office's own currency, or one that was issued without a rate. */
export function paymentExchange(invoice: Payable, applied: Money, table: RateTable, on: PlainDate): PaymentExchange | undefined {
  const { exchange, balance } = invoice;
  if (!exchange || !isPositive(applied)) return undefined;
  const receivable = { open: balance, carried: carriedOf({ ...invoice, exchange }) };
  const found = convertOn(applied, table, on, exchange.amount.currency);
  if (!found) return { released: releasedBy(receivable, applied) };
  const { received, released, gain } = settled(receivable, applied, found.rate);
  return { rate: found.rate, date: found.date, received, released, gain };
}

/** The gains of the payments that stand, in the office's currency; undefined where none has one. */
export function totalGain({ exchange, payments }: Pick<Payable, 'exchange' | 'payments'>): Money | undefined {
  const gains = payments.flatMap(({ reversed, exchange: one }) => (one?.rate === undefined || reversed ? [] : [one.gain]));
  return exchange && gains.length > 0 ? sum(exchange.amount.currency, gains) : undefined;
}
