/** The archive: what of a document is handed to an auditor. Every kind of document becomes the same record. */
import type { Party, Seller } from './client';
import type { CreditNote } from './credit-note';
import type { PlainDate } from './dates';
import type { Estimate } from './estimate';
import type { ReceivedInvoice } from './einvoice/taking-over';
import { hashOf, type Entry } from './history';
import type { FileRef, Invoice } from './invoice';
import { toDecimal, type Money } from './money';
import type { Payment } from './payment';

/** The folders of an archive, one a kind, in their order. */
export const ARCHIVE_KINDS = ['invoices', 'credit-notes', 'receipts', 'estimates', 'received'] as const;
export type ArchiveKind = (typeof ARCHIVE_KINDS)[number];

/**
 * Amounts are decimals in major units, empty where the kind has none. `country` is that of whose law keeps it: the seller's, and the office's for
 * what came in. `historyOf` is the number of the document whose history it is; what came in has none.
 */
export type Archived = {
  kind: ArchiveKind; number: string; issueDate: PlainDate; client: Party; country: string;
  net: string; vat: string; total: string; currency: string; state: string; paid: string;
  approvedBy: string; mailed: string; files: FileRef[]; historyOf: string; history: Entry[];
};

/** What an issued document has in common with others. `seller` counts for those from before sellers were frozen into documents. */
type Issued = Pick<Invoice, 'number' | 'issueDate' | 'client' | 'seller' | 'totals' | 'history'> & { state: string };

const common = (document: Issued, seller: Seller) => ({
  number: document.number ?? '', issueDate: document.issueDate ?? '', client: document.client, country: (document.seller ?? seller).address.country,
  historyOf: document.number ?? '', history: document.history,
});

const sumsOf = ({ totals: { net, vatTotal, due } }: Issued) => ({ net: toDecimal(net), vat: toDecimal(vatTotal), total: toDecimal(due), currency: due.currency });

/** An invoice with its page, and its e-invoice where that is a file beside it. */
export const archivedInvoice = (invoice: Invoice, seller: Seller): Archived => ({
  kind: 'invoices', ...common(invoice, seller), ...sumsOf(invoice), state: invoice.state, paid: toDecimal(invoice.paid),
  approvedBy: approvals(invoice), mailed: mailings(invoice.history, 'invoice'), files: [invoice.pdf, invoice.xml].filter((file) => file !== undefined),
});

/** A credit note with its page and its e-invoice. */
export const archivedCreditNote = (note: CreditNote, seller: Seller): Archived => ({
  kind: 'credit-notes', ...common(note, seller), ...sumsOf(note), state: note.state, paid: '', approvedBy: note.createdBy.email,
  mailed: mailings(note.history, 'credit note'), files: [note.pdf, note.xml].filter((file) => file !== undefined),
});

/** An estimate with every version that was printed: a revised one was a letter too. */
export const archivedEstimate = (estimate: Estimate, seller: Seller): Archived => ({
  kind: 'estimates', ...common(estimate, seller), ...sumsOf(estimate), state: estimate.state, paid: '', approvedBy: '',
  mailed: mailings(estimate.history, 'estimate'), files: estimate.history.flatMap(({ changes }) => (changes['pdf'] ? [changes['pdf'] as FileRef] : [])),
});

/** An e-invoice that came in, as it came and as it goes out again; the other side stands in the client's place. */
export const archivedReceived = ({ said, relation, original, pdf, ubl, by, at }: ReceivedInvoice, seller: Seller): Archived => {
  const { name, contact, address: { line1, line2, line3, ...address }, vatId } = relation === 'purchase' ? said.seller : said.buyer;
  const lines = [line1, line2, line3].filter((line) => line !== undefined);
  return {
    kind: 'received', number: said.number, issueDate: said.issueDate, client: { name, email: contact?.email ?? '', address: { ...address, lines }, ...(vatId && { vatId }) }, country: seller.address.country,
    net: said.totals.net, vat: said.totals.vat ?? '0', total: said.totals.gross, currency: said.currency, state: relation, paid: '',
    approvedBy: '', mailed: `brought in by ${by.email} ${at}`, files: [original, pdf, ubl], historyOf: '', history: [],
  };
};

/** The receipt of one payment; its history is its invoice's. */
export function archivedReceipt(invoice: Invoice, payment: Payment, seller: Seller): Archived | undefined {
  const { receipt, amount, reversed } = payment;
  if (!receipt) return undefined;
  return {
    kind: 'receipts', ...common(invoice, seller), number: receipt.number, issueDate: receipt.issueDate, ...received(amount),
    state: reversed ? 'taken back' : 'received', approvedBy: '', mailed: receipt.mailKey ? mailings(invoice.history, 'receipt', receipt.mailKey) : '',
    files: receipt.pdf ? [receipt.pdf] : [],
  };
}

const received = (amount: Money) => ({ net: '', vat: '', total: toDecimal(amount), currency: amount.currency, paid: toDecimal(amount) });

/** "milo@… 2026-11-23T…; …": who said yes, in their order. */
const approvals = ({ approval }: Invoice): string =>
  (approval?.steps ?? []).flatMap(({ decisions }) => decisions).filter(({ says }) => says === 'approve').map(({ by, at }) => `${by.email} ${at}`).join('; ');

/** Where the document went and when, by its history: mails that arrived or that the provider took, and letters. `only` is one mail's key. */
function mailings(history: readonly Entry[], kind: string, only?: string): string {
  const [kinds, addresses, went] = [new Map<unknown, unknown>(), new Map<unknown, unknown>(), new Map<unknown, string>()];
  for (const { detail, at, kind: act, key } of history) {
    const { mailKey, to, status, says } = detail;
    if (mailKey && detail['kind']) kinds.set(mailKey, detail['kind']);
    if (mailKey && to) addresses.set(mailKey, to);
    const isOut = status === 'accepted' || status === 'delivered' || says === 'arrived';
    if (mailKey && isOut && !went.has(mailKey)) went.set(mailKey, `${String(addresses.get(mailKey) ?? '')} ${at}`.trim());
    if (act === 'posted' && only === undefined) went.set(key, `by post ${at}`);
  }
  const isOwn = (key: unknown): boolean => (only === undefined ? (kinds.get(key) ?? kind) === kind : key === only);
  return [...went].filter(([key]) => isOwn(key)).map(([, text]) => text).join('; ');
}

/** The first entry of a history that was changed after it was written or does not follow the one before it; undefined for a sound one. */
export const brokenAt = (history: readonly Entry[]): number | undefined =>
  history.find(({ hash, ...entry }, index) => hash !== hashOf(entry) || entry.previous !== (history[index - 1]?.hash ?? ''))?.seq;

/** A name that every file system takes. */
export const safeName = (name: string): string => name.replace(/[^\w.-]+/g, '-').replace(/^\.+/, '');
