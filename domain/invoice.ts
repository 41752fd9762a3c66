/** Invoices: their states and what is kept of them. Which state follows which is in the rules beside this file. */
import type { Approval } from './approval';
import type { ClientSnapshot, Seller } from './client';
import type { Content } from './content';
import type { Credit } from './credit';
import type { PlainDate } from './dates';
import type { Dunning, Tone } from './dunning';
import type { Exchange } from './exchange';
import type { Entry } from './history';
import type { Money } from './money';
import type { Payment } from './payment';
import type { Actor } from './people';
import type { Phrase } from './phrase';
import type { Refused } from './refusals';
import type { Totals } from './totals';

/**
 * draft → submitted → approved → issued (numbered, frozen, printed) → sent → paid; void and discarded end it early.
 * Overdue and partly paid are read from the due date and the balance, never stored.
 */
export const INVOICE_STATES = ['draft', 'submitted', 'approved', 'issued', 'sent', 'paid', 'void', 'discarded'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** A printed file in the store, by its SHA-256 (hex). */
export type FileRef = { hash: string; name: string; bytes: number };

/** Where the mail with the document stands. `sending` is written before it leaves; `unknown`: nobody knows whether it arrived, a person decides. `posted`: a letter went instead. */
export type Delivery = { status: 'sending' | 'accepted' | 'delivered' | 'bounced' | 'unknown' | 'failed' | 'posted'; to: string; mailKey: string; at: string; reason?: string };

/** A rejected invoice is a draft that was returned. What the office gave as the reason stands also as a phrase, or as the refusal that it was. */
export type Returned = { by: Actor; at: string; category: string; reason: string; phrase?: Phrase; refusal?: Refused };

/** A question put to the requester by an approver, answered in the thread. */
export type Question = { by: Actor; at: string; text: string };

/**
 * An effect the invoice still owes, written together with the change that caused it and struck out when it is done:
 * a crash between the two leaves it standing. `credit` moves a surplus, of a payment or of a credit, to the client (negative takes it back);
 * `creditNote` is the note of a credit that counts.
 */
export type Owed =
  | { kind: 'mail'; key: string; to: string }
  | { kind: 'reminder'; key: string; tone: Tone }
  | { kind: 'receipt'; key: string; paymentId: string }
  | { kind: 'credit'; key: string; paymentId?: string; creditNoteId?: string; amount: Money }
  | { kind: 'creditNote'; key: string; creditNoteId: string };

/** A mail whose outcome nobody knows, waiting for a person: it arrived, or send it again. `number` is the document's. */
export type HeldMail = { mailKey: string; kind: 'invoice' | 'estimate' | 'reminder' | 'receipt' | 'credit note'; to: string; number: string; at: string };

export type Dispute = { by: Actor; at: string; reason: string; owner: string };

/**
 * An invoice at rest: one document. `revision` counts writes, `version` counts contents: approvals and buttons are bound to
 * the version they saw. `client` follows the client until issue and is frozen then, as is `seller`.
 * `paid`, `credited` and `balance` follow the payments and the credits and come to the total; `balance` is never negative, what exceeds it is
 * the client's credit or is paid back. A mailed one is `paid` when nothing is open, also by credits.
 * `exchange` and `taxExchange` are as known at submission until issue, and frozen then.
 */
export type Invoice = Exchange & {
  id: string;
  revision: number;
  version: number;
  state: InvoiceState;
  content: Content;
  contentHash: string;
  totals: Totals;
  client: ClientSnapshot;
  createdBy: Actor;
  createdAt: string;
  lastEditedBy: Actor;
  source?: { estimateId?: string; invoiceId?: string; number?: string };
  approval?: Approval;
  returned?: Returned;
  questions: Question[];
  number?: string;
  issueDate?: PlainDate;
  dueDate?: PlainDate;
  seller?: Seller;
  pdf?: FileRef;
  /** The e-invoice, where it is a file beside the PDF. */
  xml?: FileRef;
  delivery?: Delivery;
  /** When the client first had it (ISO instant): no reminder is older. */
  sentAt?: string;
  payments: Payment[];
  paid: Money;
  balance: Money;
  /** What is credited of it, also what is only proposed; `credited` is what of it took off the balance. Absent as long as nothing was credited. */
  credits?: Credit[];
  credited?: Money;
  dunning: Dunning;
  dispute?: Dispute;
  owed: Owed[];
  held: HeldMail[];
  /** Lower-case words a search looks through: number, client, purchase order, project, amounts. */
  searchText: string;
  closed?: { by: Actor; at: string; reason: string };
  history: Entry[];
};

/** True when somebody typed its name; of a draft the six letters are enough, for the office's language has another word before them. */
export const isNamed = (invoice: Pick<Invoice, 'id' | 'number'>, typed: string): boolean => {
  const lastWord = (text: string): string | undefined => text.trim().toLowerCase().split(/\s+/).at(-1);
  return invoice.number ? typed.trim().toLowerCase() === invoice.number.toLowerCase() : lastWord(typed) === invoice.id.slice(-6).toLowerCase();
};

/** What the person sees it called: the number once there is one, else a short draft name. */
export const invoiceName = (invoice: Pick<Invoice, 'id' | 'number'>): string => invoice.number ?? `draft ${invoice.id.slice(-6)}`;

/**
 * Issued and not mailed yet, or cut off while its mail was leaving; a mail that is owed goes its own way. `delivery` is the status of the
 * last mail.
 */
export const isUnmailed = ({ state, delivery, owed }: Pick<Invoice, 'state' | 'owed'> & { delivery?: Delivery['status'] }): boolean =>
  state === 'issued' && (delivery === undefined || delivery === 'sending') && !owed.some(({ kind }) => kind === 'mail');
