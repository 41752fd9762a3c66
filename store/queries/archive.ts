/** Reading for the archive: what was issued in a period, document by document, so that memory holds one at a time. */
import { trusted } from 'mongoose';
import { archivedCreditNote, archivedEstimate, archivedInvoice, archivedReceipt, archivedReceived, type Archived, type ArchiveKind } from '../../domain/archive';
import type { Seller } from '../../domain/client';
import type { PlainDate } from '../../domain/dates';
import type { Invoice } from '../../domain/invoice';
import type { Period } from '../../domain/period';
import type { Aggregate, AggregateStore } from '../aggregate';
import type { CreditNoteStore } from '../credit-note';
import type { EstimateStore } from '../estimate';
import type { FileStore, StoredFile } from '../file';
import type { InvoiceStore } from '../invoice';
import type { ReceivedStore } from '../received';

/** A document that the archive holds: enough to find it again and to put it in its place. */
type Listed = { id: string; number: string; issueDate: PlainDate };
type Source = {
  kind: ArchiveKind;
  list(period: Period): Promise<Listed[]>;
  read(listed: Listed, seller: Seller): Promise<Archived | undefined>;
  /** The first and the last day on which anything was issued. */
  span(): Promise<PlainDate[]>;
};

export type ArchiveQueries = ReturnType<typeof archiveQueries>;

const inOrder = (rows: Listed[]): Listed[] => rows.sort((a, b) => (`${a.issueDate} ${a.number}` < `${b.issueDate} ${b.number}` ? -1 : 1));
const within = ({ from, to }: Period) => trusted({ $gte: from, $lte: to });

/** Documents that carry number and issue date themselves. */
function issued<T extends Aggregate>(kind: ArchiveKind, { model, find }: AggregateStore<T>, archived: (document: T, seller: Seller) => Archived): Source {
  const day = async (order: 1 | -1): Promise<PlainDate[]> =>
    ((await model.find({ issueDate: trusted({ $gt: '' }) } as never, { _id: 0, issueDate: 1 }).sort({ issueDate: order }).limit(1).lean().exec()) as unknown as Listed[]).map(({ issueDate }) => issueDate);
  return {
    kind,
    list: async (period) => inOrder((await model.find({ issueDate: within(period), number: trusted({ $gt: '' }) } as never, { _id: 0, id: 1, number: 1, issueDate: 1 }).lean().exec()) as unknown as Listed[]),
    read: async ({ id }, seller) => {
      const document = await find(id);
      return document ? archived(document, seller) : undefined;
    },
    span: async () => [...(await day(1)), ...(await day(-1))],
  };
}

/** Receipts stand within their invoices, which may be of another period. */
function receipts({ model, find }: InvoiceStore): Source {
  return {
    kind: 'receipts',
    async list(period) {
      const rows = await model.find({ 'payments.receipt.issueDate': within(period) } as never, { _id: 0, id: 1, 'payments.receipt.number': 1, 'payments.receipt.issueDate': 1 }).lean().exec() as unknown as Pick<Invoice, 'id' | 'payments'>[];
      return inOrder(rows.flatMap(({ id, payments }) => payments.flatMap(({ receipt }) =>
        (receipt && receipt.issueDate >= period.from && receipt.issueDate <= period.to ? [{ id, number: receipt.number, issueDate: receipt.issueDate }] : []))));
    },
    async read({ id, number }, seller) {
      const invoice = await find(id);
      const payment = invoice?.payments.find(({ receipt }) => receipt?.number === number);
      return invoice && payment ? archivedReceipt(invoice, payment, seller) : undefined;
    },
    span: async () => [], // No receipt is older than the first invoice.
  };
}

/** What came in belongs to the period of its own date. */
const receivedOnes = ({ find, within: from, span }: ReceivedStore): Source => ({
  kind: 'received', span,
  list: async (period) => inOrder((await from(period)).map(({ id, said: { number, issueDate } }) => ({ id, number, issueDate }))),
  async read({ id }, seller) {
    const found = await find(id);
    return found ? archivedReceived(found, seller) : undefined;
  },
});

type Stores = { invoices: InvoiceStore; estimates: EstimateStore; creditNotes: CreditNoteStore; received: ReceivedStore; files: Pick<FileStore, 'byHash'> };

export function archiveQueries({ invoices, estimates, creditNotes, received, files }: Stores) {
  /** A kind of document is one line here. */
  const sources: readonly Source[] = [
    issued('invoices', invoices, archivedInvoice), issued('credit-notes', creditNotes, archivedCreditNote), receipts(invoices), issued('estimates', estimates, archivedEstimate),
    receivedOnes(received),
  ];
  const listed = (period: Period) => Promise.all(sources.map(async (source) => ({ source, rows: await source.list(period) })));

  return {
    /** How many documents were issued in a period. */
    count: async (period: Period): Promise<number> => (await listed(period)).reduce((count, { rows }) => count + rows.length, 0),

    /** From when to when anything was issued; undefined in an office that has not begun. */
    async span(): Promise<{ first: PlainDate; last: PlainDate } | undefined> {
      const days = (await Promise.all(sources.map((source) => source.span()))).flat().sort();
      const [first, last] = [days[0], days.at(-1)];
      return first && last ? { first, last } : undefined;
    },

    /** One after the other, by kind, issue date and number: the same order at every time. `seller` stands in for documents that name none. */
    async *documents(period: Period, seller: Seller): AsyncGenerator<Archived> {
      for (const { source, rows } of await listed(period)) {
        for (const row of rows) {
          const document = await source.read(row, seller);
          if (document) yield document;
        }
      }
    },

    file: (hash: string): Promise<StoredFile | null> => files.byHash(hash),
  };
}
