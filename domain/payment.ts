/** Payments on an invoice: whole, partial, too much, reversed. What exceeds the balance is the client's credit. */
import { creditedOf, creditsOf, setOffRefunds } from './credit';
import type { PlainDate } from './dates';
import type { Rules, ToldInvoice } from './drafting';
import { paymentExchange, type PaymentExchange } from './exchange';
import type { Act } from './history';
import { idOf } from './id';
import { invoiceName, type FileRef, type Invoice, type Owed } from './invoice';
import { add, compare, isPositive, isZero, least, negate, subtract, type Money } from './money';
import type { Actor } from './people';
import { inMoney, phrase, type Phrase } from './phrase';
import { DomainError } from './refusals';

/** The numbered receipt of a payment; `remaining` is the balance after it. */
export type Receipt = { number: string; remaining: Money; issueDate: PlainDate; pdf?: FileRef; mailKey?: string };

/** `amount` is what came in; `applied` what it took off the balance; the rest (`amount − applied`) is the client's credit. `exchange` is of what was applied. */
export type Payment = {
  id: string;
  amount: Money;
  applied: Money;
  remaining: Money;
  date: PlainDate;
  reference: string;
  by: Actor;
  at: string;
  reversed?: { by: Actor; at: string; reason: string };
  receipt?: Receipt;
  exchange?: PaymentExchange;
};

export type Paying = { amount: Money; date: PlainDate; reference: string; evenIfRecorded?: 'yes' };

/** A mailed invoice is paid when nothing is left; one that is not mailed yet stays issued until it is. */
export const stateByBalance = (invoice: Pick<Invoice, 'state'>, balance: Money): Invoice['state'] => {
  if (invoice.state !== 'sent' && invoice.state !== 'paid') return invoice.state;
  return isZero(balance) ? 'paid' : 'sent';
};

const surplusOf = (payment: Payment): Money => subtract(payment.amount, payment.applied);

/** Refuses NotIssued, Closed, CurrencyOfPayment, AmountNegative, DateInFuture and PaymentRecorded. */
export function paid(invoice: Invoice, paying: Paying, act: Act, { today, rates }: Pick<Rules, 'today' | 'rates'>): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state === 'void' || invoice.state === 'discarded') throw new DomainError('Closed', { name, state: invoice.state });
  if (!invoice.number || invoice.state === 'approved') throw new DomainError('NotIssued', { name });
  const { amount, date } = paying;
  const reference = paying.reference.trim();
  const { currency } = invoice.content;
  if (amount.currency !== currency) throw new DomainError('CurrencyOfPayment', { name, currency, given: amount.currency });
  if (!isPositive(amount)) throw new DomainError('AmountNegative');
  if (date > today) throw new DomainError('DateInFuture', { date });
  const twin = invoice.payments.find((past) => !past.reversed && past.reference === reference && past.date === date && compare(past.amount, amount) === 0);
  if (twin && !paying.evenIfRecorded) throw new DomainError('PaymentRecorded', { name, amount: inMoney(amount), date, who: twin.by.name });

  const applied = least(amount, invoice.balance);
  const balance = subtract(invoice.balance, applied);
  const exchange = paymentExchange(invoice, applied, rates, date);
  const payment: Payment = { id: idOf('pay', act.key), amount, applied, remaining: balance, date, reference, by: act.by, at: act.at, ...(exchange && { exchange }) };
  const surplus = surplusOf(payment);
  const owed: Owed[] = [{ kind: 'receipt', key: `receipt/${payment.id}`, paymentId: payment.id }];
  if (isPositive(surplus)) owed.push({ kind: 'credit', key: `credit/${payment.id}`, paymentId: payment.id, amount: surplus });
  const left = isZero(balance) ? phrase`paid in full` : phrase`${balance} open`;
  const recorded = isPositive(surplus) ? phrase`Recorded ${amount} for ${name}: ${left}, ${surplus} kept as ${invoice.client.name}'s credit.` : phrase`Recorded ${amount} for ${name}: ${left}.`;
  return {
    kind: 'paid', detail: { paymentId: payment.id, amount, applied, surplus, balance, date, reference, ...(exchange && { exchange }) },
    changes: {
      payments: [...invoice.payments, payment], balance, paid: add(invoice.paid, applied),
      state: stateByBalance(invoice, balance), owed: [...invoice.owed, ...owed],
    },
    ...(exchange ? phrase`${recorded} ${exchangePhrase(exchange, currency)}` : recorded),
  };
}

/** "In EUR that is 935.00 EUR: an exchange gain of 13.50 EUR." */
function exchangePhrase(exchange: PaymentExchange, currency: string): Phrase {
  const to = exchange.released.currency;
  if (exchange.rate === undefined) return phrase`No rate between ${currency} and ${to} is known for that day, so no exchange gain or loss is reckoned.`;
  const { received, gain } = exchange;
  if (isZero(gain)) return phrase`In ${to} that is ${received}: no exchange gain or loss.`;
  return isPositive(gain) ? phrase`In ${to} that is ${received}: an exchange gain of ${gain}.` : phrase`In ${to} that is ${received}: an exchange loss of ${negate(gain)}.`;
}

/**
 * Takes a payment back, and its exchange gain with it; its receipt and its number stay, the balance is open again; what of credits was still to be
 * paid back is set against it. Refuses PaymentUnknown, PaymentReversed, ReasonMissing.
 */
export function reversed(invoice: Invoice, paymentId: string, reason: string, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  const payment = invoice.payments.find(({ id }) => id === paymentId);
  if (!payment) throw new DomainError('PaymentUnknown', { name });
  if (payment.reversed) throw new DomainError('PaymentReversed', { name, who: payment.reversed.by.name });
  if (reason.trim().length < 5) throw new DomainError('ReasonMissing');
  const open = add(invoice.balance, payment.applied);
  const { credits, setOff } = setOffRefunds(creditsOf(invoice), open);
  const balance = subtract(open, setOff);
  const isSetOff = isPositive(setOff);
  const surplus = surplusOf(payment);
  const owed: Owed[] = isPositive(surplus)
    ? [{ kind: 'credit', key: `credit/${payment.id}/reversed`, paymentId: payment.id, amount: negate(surplus) }] : [];
  const payments = invoice.payments.map((past) => (past.id === paymentId ? { ...past, reversed: { by: act.by, at: act.at, reason: reason.trim() } } : past));
  return {
    kind: 'payment.reversed', detail: { paymentId, amount: payment.amount, balance, reason: reason.trim(), ...(isSetOff && { setOff }) },
    changes: { payments, balance, ...(isSetOff && { credits, credited: add(creditedOf(invoice), setOff) }), paid: subtract(invoice.paid, payment.applied), state: stateByBalance(invoice, balance), owed: [...invoice.owed, ...owed] },
    ...(isSetOff ? phrase`Took back ${payment.amount} on ${name}; ${balance} are open. ${setOff} that were to be paid back are set off.` : phrase`Took back ${payment.amount} on ${name}; ${balance} are open.`),
  };
}
