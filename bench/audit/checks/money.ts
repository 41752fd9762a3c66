/** Money: what came in, what it took off the balance, what is left, and the receipts that say so. */
import { minorIn, shown } from '../arithmetic';
import { type InvoiceDossier, isBusy } from '../dossier';
import { Findings, type Finding } from '../finding';
import { told } from '../replay';
import { nameOf, type Invoice } from '../stored';
import { totalsOf } from '../totals';

/** What must stand beside one payment, in minor units. */
type Reckoned = { applied: bigint; remaining: bigint };

/** Goes through the acts in order, as a bookkeeper would, with the total of the lines and the amounts alone. */
function reckon(invoice: Invoice): { paid: bigint; balance: bigint; payments: Map<string, Reckoned> } {
  const { currency } = invoice.content;
  let balance = BigInt(totalsOf(invoice.content).due.minor);
  let paid = 0n;
  const payments = new Map<string, Reckoned>();
  for (const entry of invoice.history) {
    const id = told(entry, 'paymentId') ?? '';
    const payment = invoice.payments.find((each) => each.id === id);
    const known = payments.get(id);
    if (entry.kind === 'paid' && payment && !known) {
      const amount = minorIn(payment.amount, currency);
      const applied = amount < balance ? amount : balance;
      balance -= applied;
      paid += applied;
      payments.set(id, { applied, remaining: balance });
    }
    if (entry.kind === 'payment.reversed' && known) {
      balance += known.applied;
      paid -= known.applied;
    }
  }
  return { paid, balance, payments };
}

export function checkBalance({ document }: InvoiceDossier): Finding[] {
  const findings = new Findings('balance', nameOf(document));
  const { currency } = document.content;
  const { paid, balance } = reckon(document);
  const stands = { paid: minorIn(document.paid, currency), balance: minorIn(document.balance, currency) };
  const due = minorIn(document.totals.due, currency);
  findings.expect(stands.paid >= 0n && stands.balance >= 0n, 'paid or open is below zero.');
  findings.expect(stands.paid + stands.balance === due, `${shown(stands.paid, currency)} paid and ${shown(stands.balance, currency)} open do not make ${shown(due, currency)}.`);
  findings.expect(stands.paid === paid, `its payments come to ${shown(paid, currency)}, it says ${shown(stands.paid, currency)} paid.`);
  findings.expect(stands.balance === balance, `its payments leave ${shown(balance, currency)}, it says ${shown(stands.balance, currency)} open.`);
  if (document.state === 'paid') findings.expect(stands.balance === 0n, `it is paid with ${shown(stands.balance, currency)} open.`);
  if (document.state === 'sent') findings.expect(stands.balance > 0n, 'nothing is open, yet it is not paid.');
  const money = document.payments.some(({ reversed }) => !reversed);
  findings.expect(!money || ['issued', 'sent', 'paid'].includes(document.state), `it is ${document.state} and has payments.`);
  return findings.found;
}

export function checkPayments({ document }: InvoiceDossier): Finding[] {
  const findings = new Findings('payments', nameOf(document));
  const { currency } = document.content;
  const { payments } = reckon(document);
  const ids = document.payments.map(({ id }) => id);
  for (const [at, payment] of document.payments.entries()) {
    const { id } = payment;
    const amount = minorIn(payment.amount, currency);
    const acts = (kind: string): number => document.history.filter((entry) => entry.kind === kind && told(entry, 'paymentId') === id).length;
    findings.expect(ids.indexOf(id) === at, `${id} stands in it twice.`);
    findings.expect(acts('paid') === 1, `${id} was recorded by ${acts('paid')} acts.`);
    findings.expect(acts('payment.reversed') === (payment.reversed ? 1 : 0), `${id} is ${payment.reversed ? '' : 'not '}reversed, by ${acts('payment.reversed')} acts.`);
    findings.expect(amount > 0n, `${id} is ${shown(amount, currency)}.`);
    const right = payments.get(id);
    if (!right) continue; // Already told: nobody recorded it.
    findings.expect(minorIn(payment.applied, currency) === right.applied, `${id} took ${shown(payment.applied.minor, currency)} off, not ${shown(right.applied, currency)}.`);
    findings.expect(minorIn(payment.remaining, currency) === right.remaining, `${id} left ${shown(payment.remaining.minor, currency)}, not ${shown(right.remaining, currency)}.`);
  }
  return findings.found;
}

/** One receipt for each payment, owed until it is mailed. */
export function checkReceipts(dossier: InvoiceDossier): Finding[] {
  const { document, mails } = dossier;
  const findings = new Findings('receipts', nameOf(document));
  const { currency } = document.content;
  const { payments } = reckon(document);
  for (const { id, receipt } of document.payments) {
    const owed = document.owed.some((each) => each.kind === 'receipt' && each.paymentId === id);
    const right = payments.get(id);
    if (receipt && right) {
      findings.expect(minorIn(receipt.remaining, currency) === right.remaining, `${receipt.number} says that ${shown(receipt.remaining.minor, currency)} remain, not ${shown(right.remaining, currency)}.`);
    }
    if (owed || isBusy(dossier)) continue;
    const row = mails.find(({ key }) => key === receipt?.mailKey);
    findings.expect(Boolean(receipt?.pdf && row), `${id} has no receipt that was printed and mailed.`);
    if (row) findings.expect(row.kind === 'receipt', `${receipt?.number} names a mail that is no receipt's.`);
  }
  const numbers = document.payments.flatMap(({ receipt }) => receipt?.number ?? []);
  findings.expect(new Set(numbers).size === numbers.length, 'two of its payments have the same receipt.');
  return findings.found;
}

/** Money beyond what was owed, by payment, less what is still to be booked to the client. In minor units. */
export function creditFrom(invoice: Invoice): bigint {
  const { currency } = invoice.content;
  const surplus = invoice.payments.filter(({ reversed }) => !reversed)
    .reduce((all, { amount, applied }) => all + minorIn(amount, currency) - minorIn(applied, currency), 0n);
  const unbooked = invoice.owed.filter(({ kind }) => kind === 'credit').reduce((all, { amount }) => all + minorIn(amount, currency), 0n);
  return surplus - unbooked;
}
