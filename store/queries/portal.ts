/**
 * Reading for the portal. Every query for a client carries the client's id, and none of them sees a document without a number: what
 * belongs to somebody else or is still a draft is not there. That for an approver carries who is asked.
 */
import { trusted } from 'mongoose';
import type { Client } from '../../domain/client';
import type { CreditNote } from '../../domain/credit-note';
import type { PlainDate } from '../../domain/dates';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { money, type Money } from '../../domain/money';
import { clientStore } from '../client';
import { connectStore, storeAnswers } from '../connection';
import { creditNoteStore } from '../credit-note';
import { estimateStore } from '../estimate';
import { fileStore, type StoredFile } from '../file';
import { invoiceStore } from '../invoice';
import { linkStore, type ApprovalLink, type Link } from '../link';
import { mailStore, type Mail } from '../mail';

/** States in which a document is the client's to see; of an estimate under revision or withdrawn the page shows only that. */
const INVOICES_SHOWN = ['issued', 'sent', 'paid', 'void'];
const ESTIMATES_SHOWN = ['draft', 'issued', 'sent', 'accepted', 'declined', 'expired', 'converted'];
/** Invoices on a page of the overview. */
export const INVOICES_A_PAGE = 25;
/** Estimates on the overview: older ones are found by their mails. */
const MOST_ESTIMATES = 50;
/** Clients that share a mail address, as departments do. */
const MOST_CLIENTS = 10;

const WITHOUT_STORY = { _id: 0, history: 0, searchText: 0 } as const;
/** Operators are ours, never a request's; a fresh object each time, because mongoose marks it. */
const numbered = () => trusted({ $gt: '' });

export type { StoredFile } from '../file';
export type { ApprovalLink, Link } from '../link';
export type { Mail } from '../mail';
export type PortalReading = Awaited<ReturnType<typeof connectPortalReading>>;

/** A connection of one's own. Throws when MongoDB does not answer within its patience. */
export async function connectPortalReading(uri: string) {
  const connection = await connectStore(uri);
  const invoices = invoiceStore(connection);
  const estimates = estimateStore(connection);
  const creditNotes = creditNoteStore(connection);
  const clients = clientStore(connection);
  const links = linkStore(connection);
  const files = fileStore(connection);
  const mails = mailStore(connection);

  const ofClient = (clientId: string, states: readonly string[]) =>
    ({ 'client.id': String(clientId), state: trusted({ $in: [...states] }), number: numbered() });
  /** By its id or by its number, as people write it. */
  const named = (name: string, idBegins: string): Record<string, string> => (name.startsWith(idBegins) ? { id: String(name) } : { number: String(name) });

  return {
    link: (token: string): Promise<Link | null> => links.byToken(token),
    approvalLink: (token: string): Promise<ApprovalLink | null> => links.approvalByToken(token),
    /** An invoice with its story, while its approval, open or settled, asks this person. */
    askedInvoice: async (email: string, id: string): Promise<Invoice | null> =>
      (await invoices.model.findOne({ id: String(id), 'approval.steps.asked': String(email) } as never, { _id: 0, searchText: 0 }).lean().exec()) as Invoice | null,
    client: (id: string): Promise<Client | null> => clients.find(id),
    mail: (outboxId: string): Promise<Mail | null> => mails.byOutboxId(outboxId),

    /** Clients whose mails go to an address, as it is written or in small letters. */
    clientsAt: async (email: string): Promise<Pick<Client, 'id'>[]> =>
      (await clients.model.find({ email: trusted({ $in: [String(email).trim(), String(email).trim().toLowerCase()] }) } as never, { _id: 0, id: 1 }).limit(MOST_CLIENTS).lean().exec()) as unknown as Pick<Client, 'id'>[],

    async invoice(clientId: string, name: string): Promise<Invoice | null> {
      const where = { ...ofClient(clientId, INVOICES_SHOWN), ...named(name, 'inv_') };
      return (await invoices.model.findOne(where as never, WITHOUT_STORY).lean().exec()) as Invoice | null;
    },

    /** A page (from 1) of a client's invoices, the newest first. */
    async invoices(clientId: string, page: number): Promise<{ rows: Invoice[]; more: boolean }> {
      const found = (await invoices.model.find(ofClient(clientId, INVOICES_SHOWN) as never, WITHOUT_STORY)
        .sort({ issueDate: -1, number: -1 }).skip((page - 1) * INVOICES_A_PAGE).limit(INVOICES_A_PAGE + 1).lean().exec()) as unknown as Invoice[];
      return { rows: found.slice(0, INVOICES_A_PAGE), more: found.length > INVOICES_A_PAGE };
    },

    /** What a client owes, one sum a currency. */
    async open(clientId: string): Promise<Money[]> {
      const sums: { _id: string; minor: number }[] = await invoices.model.aggregate([
        { $match: { 'client.id': String(clientId), state: { $in: ['issued', 'sent'] }, 'balance.minor': { $gt: 0 } } },
        { $group: { _id: '$balance.currency', minor: { $sum: '$balance.minor' } } },
        { $sort: { _id: 1 } },
      ]).exec();
      return sums.map(({ _id, minor }) => money(minor, _id));
    },

    async estimate(clientId: string, name: string): Promise<Estimate | null> {
      const where = { ...ofClient(clientId, [...ESTIMATES_SHOWN, 'discarded']), ...named(name, 'est_') };
      return (await estimates.model.findOne(where as never, WITHOUT_STORY).lean().exec()) as Estimate | null;
    },

    estimates: async (clientId: string): Promise<Estimate[]> =>
      (await estimates.model.find(ofClient(clientId, ESTIMATES_SHOWN) as never, WITHOUT_STORY).sort({ createdAt: -1 }).limit(MOST_ESTIMATES).lean().exec()) as unknown as Estimate[],

    /** The printed credit notes of a client's own invoices, the oldest first. */
    creditNotes: async (clientId: string, invoiceIds: readonly string[]): Promise<CreditNote[]> => {
      const where = { 'client.id': String(clientId), 'invoice.id': trusted({ $in: invoiceIds.map(String) }), 'pdf.hash': numbered() };
      return (await creditNotes.model.find(where as never, { _id: 0, history: 0 }).sort({ createdAt: 1 }).lean().exec()) as unknown as CreditNote[];
    },

    /** A printed file by its hash, when a document of the client names it. */
    async file(clientId: string, hash: string): Promise<StoredFile | null> {
      const own = { 'client.id': String(clientId) };
      const [invoice, xml, receipt, estimate, note] = await Promise.all([
        invoices.model.exists({ ...ofClient(clientId, INVOICES_SHOWN), 'pdf.hash': String(hash) } as never),
        invoices.model.exists({ ...ofClient(clientId, INVOICES_SHOWN), 'xml.hash': String(hash) } as never),
        invoices.model.exists({ ...own, 'payments.receipt.pdf.hash': String(hash) } as never),
        estimates.model.exists({ ...ofClient(clientId, ESTIMATES_SHOWN), 'pdf.hash': String(hash) } as never),
        creditNotes.model.exists({ ...own, 'pdf.hash': String(hash) } as never),
      ]);
      return invoice || xml || receipt || estimate || note ? files.byHash(hash) : null;
    },

    /** A printed statement of account of the client's own. */
    async statement(clientId: string, hash: string): Promise<StoredFile | null> {
      const stored = await files.byHash(hash);
      return stored?.key.startsWith(`statement/${clientId}/`) ? stored : null;
    },

    /** The day of a client's first invoice. */
    async firstIssue(clientId: string): Promise<PlainDate | undefined> {
      const [first] = (await invoices.model.find(ofClient(clientId, INVOICES_SHOWN) as never, { _id: 0, issueDate: 1 }).sort({ issueDate: 1 }).limit(1).lean().exec()) as unknown as Pick<Invoice, 'issueDate'>[];
      return first?.issueDate;
    },

    answers: (): Promise<boolean> => storeAnswers(connection),
    close: (): Promise<void> => connection.close(),
  };
}
