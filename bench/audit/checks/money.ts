/** Money: what came in, what it took off the balance, what is left, and the receipts that say so. */
import { minorIn, shown } from '../arithmetic';
import { type InvoiceDossier, isBusy } from '../dossier';
import { Findings, type Finding } from '../finding';
import { told } from '../replay';
import { creditsOf, nameOf, type Invoice } from '../stored';
import { totalsOf } from '../totals';

/** What must stand beside one payment, in minor units. */
type Reckoned = { applied: bigint; remaining: bigint };

/** Goes through the acts in order, as a bookkeeper would, with the total of the lines and the amounts alone. */
function reckon(invoice: Invoice): { paid: bigint; credited: bigint; balance: bigint; payments: Map<string, Reckoned>; refunds: Map<string, bigint> } {
  const { currency } = invoice.content;
  let balance = BigInt(totalsOf(invoice.content).due.minor);
  let [paid, credited] = [0n, 0n];
  const refunds = new Map<string, bigint>(creditsOf(invoice).map(({ creditNoteId }) => [creditNoteId, 0n])); // In the order in which they are set off.
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
    const credit = creditsOf(invoice).find(({ creditNoteId }) => creditNoteId === told(entry, 'creditNoteId'));
    if (credit && (entry.kind === 'credit.issued' || entry.kind === 'credit.confirmed')) {
      const amount = minorIn(credit.totals.due, currency);
      const applied = credit.settlement === 'credit' ? 0n : amount < balance ? amount : balance;
      balance -= applied;
      credited += applied;
      if (credit.settlement === 'refund') refunds.set(credit.creditNoteId, amount - applied);
    }
    if (credit && entry.kind === 'credit.refunded') refunds.set(credit.creditNoteId, 0n);
    if (entry.kind === 'payment.reversed' && known) {
      balance += known.applied;
      paid -= known.applied;
      for (const [creditNoteId, due] of refunds) { // Money that did not come is not paid back.
        const setOff = due < balance ? due : balance;
        balance -= setOff;
        credited += setOff;
        refunds.set(creditNoteId, due - setOff);
      }
    }
  }
  return { paid, credited, balance, payments, refunds };
}

export function checkBalance({ document }: InvoiceDossier): Finding[] {
  const findings = new Findings('balance', nameOf(document));
  const { currency } = document.content;
  const { paid, credited, balance, refunds } = reckon(document);
  const stands = { paid: minorIn(document.paid, currency), credited: document.credited ? minorIn(document.credited, currency) : 0n, balance: minorIn(document.balance, currency) };
  const due = minorIn(document.totals.due, currency);
  findings.expect(stands.paid >= 0n && stands.credited >= 0n && stands.balance >= 0n, 'paid, credited or open is below zero.');
  findings.expect(stands.paid + stands.credited + stands.balance === due, `${shown(stands.paid, currency)} paid, ${shown(stands.credited, currency)} credited and ${shown(stands.balance, currency)} open do not make ${shown(due, currency)}.`);
  findings.expect(stands.paid === paid, `its payments come to ${shown(paid, currency)}, it says ${shown(stands.paid, currency)} paid.`);
  findings.expect(stands.credited === credited, `its credits took ${shown(credited, currency)} off, it says ${shown(stands.credited, currency)}.`);
  for (const { creditNoteId, refund } of creditsOf(document)) {
    const right = refunds.get(creditNoteId) ?? 0n;
    findings.expect((refund ? minorIn(refund.due, currency) : 0n) === right, `${shown(right, currency)} of ${creditNoteId} are to be paid back, it says ${shown(refund?.due.minor ?? 0, currency)}.`);
  }
  findings.expect(stands.balance === balance, `its payments and credits leave ${shown(balance, currency)}, it says ${shown(stands.balance, currency)} open.`);
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

/** Money beyond what was owed, by payment, and credits that are kept, less what is still to be booked to the client. In minor units. */
export function creditFrom(invoice: Invoice): bigint {
  const { currency } = invoice.content;
  const surplus = invoice.payments.filter(({ reversed }) => !reversed)
    .reduce((all, { amount, applied }) => all + minorIn(amount, currency) - minorIn(applied, currency), 0n);
  const unbooked = invoice.owed.filter(({ kind }) => kind === 'credit').reduce((all, { amount }) => all + minorIn(amount, currency), 0n);
  const kept = creditsOf(invoice).filter(({ state, settlement }) => state === 'issued' && settlement !== 'refund')
    .reduce((all, { totals, applied }) => all + minorIn(totals.due, currency) - minorIn(applied, currency), 0n);
  return surplus + kept - unbooked;
}
