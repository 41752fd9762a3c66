/** Crediting: the acts by which an issued invoice is credited, proposed first or at once, and what becomes of the money. */
import { running } from './collecting';
import { appliedOf, creditedOf, creditOver, creditsOf, everything, type ChosenLine, type Credit, type Settlement } from './credit';
import type { PlainDate } from './dates';
import type { ToldInvoice } from './drafting';
import type { Act } from './history';
import { idOf } from './id';
import { invoiceName, type Invoice, type Owed } from './invoice';
import { add, compare, isPositive, isZero, subtract, zero, type Money } from './money';
import { stateByBalance } from './payment';
import { inMoney, phrase, type Phrase } from './phrase';
import { DomainError } from './refusals';

/** Our own limit: a reason is printed on the note. */
const LONGEST_REASON = 500;

/**
 * What a person asks for. `lines` chooses, or is 'all' that is left; `seen` is the total they were shown; `resolves` ends a dispute
 * with it.
 */
export type Crediting = { lines: 'all' | ChosenLine[]; reason: string; settlement: Settlement; seen: Money; resolves?: 'yes' };
export type Deciding = { creditNoteId: string; says: 'confirm' | 'decline'; reason?: string };
export type Refunding = { creditNoteId: string; date: PlainDate; reference: string };

/** Refuses Closed and CreditNotIssued. */
function refuseUnlessIssued(invoice: Invoice): void {
  const name = invoiceName(invoice);
  if (invoice.state === 'void' || invoice.state === 'discarded') throw new DomainError('Closed', { name, state: invoice.state });
  if (!invoice.number || !['issued', 'sent', 'paid'].includes(invoice.state)) throw new DomainError('CreditNotIssued', { name });
}

/** Refuses RefundNothing when nothing would be paid back. */
function refuseEmptyRefund(invoice: Invoice, amount: Money, settlement: Settlement): void {
  if (settlement !== 'refund' || isPositive(appliedOf(invoice, amount, settlement).surplus)) return;
  throw new DomainError('RefundNothing', { name: invoiceName(invoice), open: inMoney(invoice.balance) });
}

/** What a credit would be, before anybody is asked. Refuses what crediting refuses, but for the reason. */
export function creditPreview(invoice: Invoice, { lines, settlement }: Pick<Crediting, 'lines' | 'settlement'>): Pick<Credit, 'lines' | 'totals'> & ReturnType<typeof appliedOf> {
  refuseUnlessIssued(invoice);
  const credit = creditOver(invoice, lines === 'all' ? everything(invoice) : lines);
  refuseEmptyRefund(invoice, credit.totals.due, settlement);
  return { ...credit, ...appliedOf(invoice, credit.totals.due, settlement) };
}

/**
 * Credits an invoice: at once (`issued`), or as a proposal that holds its amounts until somebody decides. Refuses Closed, CreditNotIssued,
 * ReasonMissing, ReasonTooLong, CreditMoved when the total is another than was seen, RefundNothing, and what creditOver refuses.
 */
export function credited(invoice: Invoice, asked: Crediting, act: Act, state: 'proposed' | 'issued'): ToldInvoice {
  const reason = asked.reason.trim();
  const { lines, totals } = creditPreview(invoice, asked);
  if (reason.length < 5) throw new DomainError('ReasonMissing');
  if (reason.length > LONGEST_REASON) throw new DomainError('ReasonTooLong', { most: LONGEST_REASON });
  if (compare(totals.due, asked.seen) !== 0) throw new DomainError('CreditMoved', { name: invoiceName(invoice) });
  const { settlement } = asked;
  const credit: Credit = { creditNoteId: idOf('crn', act.key), state: 'proposed', lines, totals, reason, settlement, by: act.by, at: act.at };
  const dispute = asked.resolves && invoice.dispute ? { dispute: null, dunning: running(invoice, act) } : {};
  const detail = { creditNoteId: credit.creditNoteId, amount: totals.due, reason, settlement, ...(asked.resolves && invoice.dispute && { resolved: invoice.dispute.reason }) };
  if (state === 'proposed') {
    return {
      kind: 'credit.proposed', detail, changes: { credits: [...creditsOf(invoice), credit], ...dispute },
      ...phrase`Proposed to credit ${totals.due} of ${invoiceName(invoice)}; finance decides.`,
    };
  }
  const { changes, settled, ...text } = issued(invoice, credit);
  return { kind: 'credit.issued', detail: { ...detail, ...settled }, changes: { ...changes, ...dispute }, ...text };
}

/** Confirms a proposal, or turns it down, which sets its amounts free. Refuses CreditUnknown, CreditDecided, ReasonMissing, RefundNothing. */
export function creditDecided(invoice: Invoice, { creditNoteId, says, reason = '' }: Deciding, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  const credit = creditNamed(invoice, creditNoteId);
  if (credit.state !== 'proposed') throw new DomainError('CreditDecided', { name, who: credit.decided?.by.name ?? credit.by.name });
  const detail = { creditNoteId, amount: credit.totals.due, settlement: credit.settlement };
  if (says === 'decline') {
    if (reason.trim().length < 5) throw new DomainError('ReasonMissing');
    const declined: Credit = { ...credit, state: 'discarded', decided: { by: act.by, at: act.at, reason: reason.trim() } };
    return {
      kind: 'credit.declined', detail: { ...detail, reason: reason.trim() }, changes: { credits: replaced(invoice, declined) },
      ...phrase`Turned down: ${credit.totals.due} of ${name} are not credited.`,
    };
  }
  refuseUnlessIssued(invoice);
  refuseEmptyRefund(invoice, credit.totals.due, credit.settlement);
  const { changes, settled, ...text } = issued(invoice, { ...credit, decided: { by: act.by, at: act.at } });
  return { kind: 'credit.confirmed', detail: { ...detail, ...settled }, changes, ...text };
}

/** Finance has paid a refund back. Refuses CreditUnknown, RefundDone, DateInFuture. */
export function refunded(invoice: Invoice, { creditNoteId, date, reference }: Refunding, act: Act, today: PlainDate): ToldInvoice {
  const name = invoiceName(invoice);
  const credit = creditNamed(invoice, creditNoteId);
  const due = credit.refund?.due;
  if (!due || !isPositive(due)) throw new DomainError('RefundDone', { name });
  if (date > today) throw new DomainError('DateInFuture', { date });
  const paid = { amount: due, date, reference: reference.trim(), by: act.by, at: act.at };
  return {
    kind: 'credit.refunded', detail: { creditNoteId, amount: due, date, reference: paid.reference },
    changes: { credits: replaced(invoice, { ...credit, refund: { due: zero(due.currency), paid } }) },
    ...phrase`Noted: ${due} of ${credit.number ?? name} were paid back to ${invoice.client.name}.`,
  };
}

function creditNamed(invoice: Invoice, creditNoteId: string): Credit {
  const credit = creditsOf(invoice).find((one) => one.creditNoteId === creditNoteId);
  if (!credit) throw new DomainError('CreditUnknown', { name: invoiceName(invoice) });
  return credit;
}

const replaced = (invoice: Invoice, credit: Credit): Credit[] => {
  const before = creditsOf(invoice);
  return before.some(({ creditNoteId }) => creditNoteId === credit.creditNoteId)
    ? before.map((one) => (one.creditNoteId === credit.creditNoteId ? credit : one)) : [...before, credit];
};

/** The credit counts from now on: off the balance first, what exceeds it as the person chose. Its note and the client's credit are owed. */
function issued(invoice: Invoice, credit: Credit): Pick<ToldInvoice, 'changes' | keyof Phrase> & { settled: { applied: Money; surplus: Money; balance: Money } } {
  const name = invoiceName(invoice);
  const { creditNoteId, settlement, totals: { due } } = credit;
  const { applied, surplus } = appliedOf(invoice, due, settlement);
  const balance = subtract(invoice.balance, applied);
  const isKept = settlement !== 'refund' && isPositive(surplus);
  const owed: Owed[] = [
    { kind: 'creditNote', key: `credit-note/${creditNoteId}`, creditNoteId },
    ...(isKept ? [{ kind: 'credit' as const, key: `credit/${creditNoteId}`, creditNoteId, amount: surplus }] : []),
  ];
  const counts: Credit = { ...credit, state: 'issued', applied, remaining: balance, ...(settlement === 'refund' && { refund: { due: surplus } }) };
  const left = isZero(balance) ? phrase`nothing is open any more` : phrase`${balance} open`;
  return {
    settled: { applied, surplus, balance },
    changes: { credits: replaced(invoice, counts), credited: add(creditedOf(invoice), applied), balance, state: stateByBalance(invoice, balance), owed: [...invoice.owed, ...owed] },
    ...(!isPositive(surplus) ? phrase`Credited ${due} of ${name}: ${left}.`
      : isKept ? phrase`Credited ${due} of ${name}: ${left}, ${surplus} kept as ${invoice.client.name}'s credit.` : phrase`Credited ${due} of ${name}: ${left}, ${surplus} to be paid back.`),
  };
}
