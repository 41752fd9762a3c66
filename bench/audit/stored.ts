/** What lies in MongoDB, as far as the auditor reads it: its own description, so that a change of the office's shows. */
import type { Money } from './arithmetic';

export type Actor = { email: string; name: string; via: string };
export type SideTax = { kind: string; name: string; rate: string };
export type Vat = { category: string; rate: string; beside?: readonly SideTax[] };
/** An amount in another currency, by a rate: a decimal or a quotient of two. */
export type Converted = { amount: Money; rate: string; date: string };
export type Line = { id?: string; quantity: string; unitPrice: string; vat: Vat; discountPercent?: string };
export type Content = { clientId: string; currency: string; prices: 'exclusive' | 'inclusive'; lines: Line[]; discount?: { percent: string } | { amount: string } };
export type Totals = {
  lineNets: Money[]; lineGross?: Money[]; sumOfLines: Money; allowanceTotal: Money; chargeTotal: Money; net: Money;
  vat: (Pick<Vat, 'category' | 'rate'> & { base: Money; tax: Money })[]; vatTotal: Money; beside?: (SideTax & { base: Money; tax: Money })[]; addedTax?: Money; withheld?: Money; gross: Money; rounding: Money; prepaid: Money; due: Money;
};

/** One act. `changes` are the fields it set (null clears one); `hash` covers everything but itself. */
export type Entry = {
  seq: number; key: string; at: string; by: Actor; kind: string; detail: Record<string, unknown>; changes: Record<string, unknown>; previous: string; hash: string;
};
export type Recorded = { id: string; revision: number; history: Entry[] };

export type FileRef = { hash: string; name: string; bytes: number };
export type Receipt = { number: string; remaining: Money; issueDate: string; pdf?: FileRef; mailKey?: string };
export type Payment = { id: string; amount: Money; applied: Money; remaining: Money; at: string; reversed?: { at: string }; receipt?: Receipt; exchange?: { released: Money; rate?: string; received?: Money; gain?: Money } };
export type Step = { approvers: string[]; asked: string[]; quorum: number; decisions: { by: Actor; says: string }[]; limit?: { then: unknown }; dueAt?: string };
export type Approval = { verdict: string; version: number; contentHash: string; policy: { version: number; hash: string }; steps: Step[]; current: number; mayExcept?: { by: string[]; confirmedBy: string[] } };
export type Held = { mailKey: string; kind: string };

/** What estimates and invoices have in common. */
export type Offered = Recorded & {
  version: number; state: string; content: Content; contentHash: string; totals: Totals; client: { id: string; email: string };
  createdBy: Actor; createdAt: string; lastEditedBy: Actor; number?: string; issueDate?: string; pdf?: FileRef; xml?: FileRef; held: Held[];
};
/** What of one line is credited; '0' pieces where an amount alone is. */
export type CreditedLine = { lineId: string; quantity: string; net: Money };
export type Credit = {
  creditNoteId: string; state: 'proposed' | 'issued' | 'discarded'; lines: CreditedLine[]; totals: Totals; reason: string; settlement: 'offset' | 'refund' | 'credit';
  applied?: Money; remaining?: Money; refund?: { due: Money; paid?: { amount: Money } }; number?: string;
};
export type Owed = { kind: string; key: string; paymentId?: string; amount?: Money };
export type Invoice = Offered & {
  source?: { estimateId?: string }; approval?: Approval; payments: Payment[]; paid: Money; balance: Money; credits?: Credit[]; credited?: Money;
  dunning: { status: string; done: { id: string; outcome: string }[] }; dispute?: unknown; owed: Owed[]; exchange?: Converted; taxExchange?: Converted;
};
export type Estimate = Offered & { answer?: { says: string; version: number; contentHash: string }; invoiceId?: string; outgoing?: { key: string } };
export type CreditNote = Omit<Offered, 'version' | 'contentHash' | 'lastEditedBy' | 'number'> & {
  number: string; invoice: { id: string; number: string; issueDate: string }; reason: string; settlement: Credit['settlement'];
  applied: Money; surplus: Money; remaining: Money; outgoing?: { key: string };
};
export type Client = Recorded & { name: string; credit: Money[] };

/** A number taken: `n` of a series ("INV-2026") for a document, or for the payment a receipt is about. */
export type Claim = { series: string; n: number; documentId: string; at: string };
export type Mail = {
  key: string; outboxId: string; kind: string; documentId: string; documentKind: 'invoice' | 'estimate' | 'credit-note' | 'client' | 'approver';
  to: string; subject: string; files: string[]; state: string; messageId?: string; log: { state: string }[];
};
export type File = { key: string; hash: string; name: string; bytes: Uint8Array };
/** Of a client, or of an approver (by mail address). */
export type Link = { hash: string; clientId?: string; approver?: string; documentId?: string };

/** A document with its kind. */
export type Subject = { kind: 'invoice'; document: Invoice } | { kind: 'estimate'; document: Estimate } | { kind: 'credit-note'; document: CreditNote };

/** The credits of an invoice; those of before there were any have none. */
export const creditsOf = ({ credits }: Pick<Invoice, 'credits'>): Credit[] => credits ?? [];

/** How a document is called in a finding: its id, and its number where it has one. */
export const nameOf = ({ id, number }: { id: string; number?: string }): string => (number ? `${id} (${number})` : id);

/** The payments of an invoice; a damaged document may lack them, and is judged all the same. */
export const paymentsOf = (subject: Subject): Payment[] => (subject.kind === 'invoice' ? (subject.document.payments as Payment[] | undefined) ?? [] : []);
