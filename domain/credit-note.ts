/** Credit notes: documents that take back, in part or whole, what an invoice charged (UNTDID 1001, type 381). */
import { isMailAddress, type ClientSnapshot, type Seller } from './client';
import { isOvertaken, type MailOutcome } from './collecting';
import type { Content } from './content';
import { contentOf, type Credit, type Settlement } from './credit';
import type { PlainDate } from './dates';
import type { Act, Change, Entry } from './history';
import type { Delivery, FileRef, HeldMail, Invoice } from './invoice';
import { subtract, type Money } from './money';
import type { Actor } from './people';
import { phrase, type Phrase } from './phrase';
import { DomainError } from './refusals';
import type { Totals } from './totals';

/** A credit note is numbered from its first moment on: issued → sent. What was only proposed stands in its invoice alone. */
export const CREDIT_NOTE_STATES = ['issued', 'sent'] as const;
export type CreditNoteState = (typeof CREDIT_NOTE_STATES)[number];

/**
 * A credit note at rest; all but its mail is frozen. `invoice` names what it credits (BT-25, BT-26). `content` holds the credited lines with
 * the invoice's own ids and prices, `totals` their amounts, positive. `applied` was taken off the invoice's balance, which was `remaining`
 * then; `surplus` is the client's credit, or was to be paid back, as `settlement` says.
 */
export type CreditNote = {
  id: string;
  revision: number;
  state: CreditNoteState;
  number: string;
  issueDate: PlainDate;
  invoice: { id: string; number: string; issueDate: PlainDate };
  content: Content;
  totals: Totals;
  client: ClientSnapshot;
  seller: Seller;
  reason: string;
  settlement: Settlement;
  applied: Money;
  surplus: Money;
  remaining: Money;
  createdBy: Actor;
  createdAt: string;
  pdf?: FileRef;
  /** The e-invoice, where it is a file beside the PDF. */
  xml?: FileRef;
  delivery?: Delivery;
  /** The mail that is to leave next; struck out when its outcome is known. */
  outgoing?: { key: string; to: string };
  held: HeldMail[];
  history: Entry[];
};
export type CreditNoteFields = Omit<CreditNote, 'revision' | 'history'>;
export type ToldCreditNote = Change<CreditNote> & Phrase;

/** The note of a credit that counts, with the number that was claimed for it. Refuses CreditUnknown for one that does not. */
export function creditNoteOf(invoice: Invoice, credit: Credit, { number, issueDate }: { number: string; issueDate: PlainDate }, { at }: Pick<Act, 'at'>): CreditNoteFields {
  const { creditNoteId: id, totals, reason, settlement, applied, remaining } = credit;
  if (!invoice.number || !invoice.issueDate || !invoice.seller || !applied || !remaining) throw new DomainError('CreditUnknown', { name: invoice.number });
  return {
    id, state: 'issued', number, issueDate, invoice: { id: invoice.id, number: invoice.number, issueDate: invoice.issueDate },
    content: contentOf(invoice, credit), totals, client: invoice.client, seller: invoice.seller, reason, settlement,
    applied, surplus: subtract(totals.due, applied), remaining, createdBy: credit.by, createdAt: at,
    outgoing: { key: `credit-note/${id}/send`, to: invoice.client.email }, held: [],
  };
}

/** Mails it again. Refuses MailLeaving, MailHeld, AddressUnusable; `to` defaults to the client's address. */
export function creditNoteResent(note: CreditNote, to: string | undefined, act: Act): ToldCreditNote {
  const name = note.number;
  if (note.outgoing) throw new DomainError('MailLeaving', { name });
  if (note.held.length > 0) throw new DomainError('MailHeld', { name });
  const address = to?.trim() || note.client.email;
  if (!isMailAddress(address)) throw new DomainError('AddressUnusable', { address });
  return { kind: 'send.asked', detail: { to: address }, changes: { outgoing: { key: `credit-note/${note.id}/send/${act.key}`, to: address } }, ...phrase`${name} goes to ${address} now.` };
}

/** What became of its mail. */
export function creditNoteMailed(note: CreditNote, { mailKey, to, status, reason, at }: Omit<MailOutcome, 'kind'>): Change<CreditNote> {
  const others = note.held.filter((held) => held.mailKey !== mailKey);
  const outgoing = note.outgoing?.key === mailKey ? { outgoing: null } : {};
  if (isOvertaken(note, mailKey, status)) return { kind: 'mail.accepted', detail: { mailKey, to, status: 'accepted' }, changes: { held: others, ...outgoing } };
  const held = status === 'unknown' ? [...others, { mailKey, kind: 'credit note' as const, to, number: note.number, at }] : others;
  const arrived = status === 'accepted' || status === 'delivered';
  return {
    kind: `mail.${status}`, detail: { mailKey, kind: 'credit note', to, status, ...(reason && { reason }) },
    changes: { held, delivery: { status, to, mailKey, at, ...(reason && { reason }) }, state: arrived ? 'sent' : note.state, ...outgoing },
  };
}

/** A person settles a mail of unknown outcome; `again` is the key under which it leaves once more. Refuses MailNotHeld. */
export function creditNoteMailSettled(note: CreditNote, mailKey: string, again: string | undefined, act: Act): ToldCreditNote {
  const mail = note.held.find((held) => held.mailKey === mailKey);
  if (!mail) throw new DomainError('MailNotHeld', { name: note.number });
  if (again === undefined) {
    const change = creditNoteMailed(note, { ...mail, status: 'accepted', at: act.at });
    return { ...change, kind: 'mail.settled', detail: { mailKey, says: 'arrived' }, ...phrase`Noted: the mail to ${mail.to} arrived.` };
  }
  return {
    kind: 'mail.settled', detail: { mailKey, says: 'again', again },
    changes: { held: [], delivery: null, outgoing: { key: again, to: mail.to } }, ...phrase`The mail goes to ${mail.to} again.`,
  };
}
