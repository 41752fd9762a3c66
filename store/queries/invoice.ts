/** Reading invoices: one by its name, or a page of a list. Lists never load histories. */
import { trusted } from 'mongoose';
import type { Reference } from '../../domain/command';
import type { PlainDate } from '../../domain/dates';
import type { Invoice } from '../../domain/invoice';
import type { ListLimit } from '../../domain/permission';
import type { InvoiceStore } from '../invoice';
import { invoicesWithin } from './access';

/** An invoice without its story and its lines. */
export type InvoiceRow = Omit<Invoice, 'history' | 'content' | 'seller' | 'payments' | 'credits' | 'questions' | 'searchText' | 'owed'>;
/** What an InvoiceRow leaves out. */
export const ROW = { _id: 0, history: 0, content: 0, seller: 0, payments: 0, credits: 0, questions: 0, searchText: 0, owed: 0 } as const;

/** Rows on a page of a list. */
export const PAGE = 10;

/**
 * Which invoices: everybody's, those of a person, in a queue, of clients. `exceptions` are those for which one is asked or granted, and
 * those that silence approved; `unposted` those whose mail came back or was refused, for which no letter has gone since. `today` is the office's date.
 */
export type InvoiceFilter =
  | { list: 'all' | 'waiting' | 'disputed' | 'failed' | 'ready' | 'exceptions' | 'unposted' }
  | { list: 'mine' | 'drafts' | 'returned' | 'inbox'; email: string }
  | { list: 'overdue'; today: PlainDate; email?: string }
  | { list: 'client'; clientIds: readonly string[] };

type Sort = Record<string, 1 | -1>;
const NEWEST: Sort = { createdAt: -1 };

function queryOf(filter: InvoiceFilter): { where: Record<string, unknown>; sort: Sort } {
  switch (filter.list) {
    case 'all': return { where: {}, sort: NEWEST };
    case 'mine': return { where: { 'createdBy.email': filter.email }, sort: NEWEST };
    case 'drafts': return { where: { 'createdBy.email': filter.email, state: 'draft', returned: trusted({ $exists: false }) }, sort: NEWEST };
    case 'returned': return { where: { 'createdBy.email': filter.email, state: 'draft', returned: trusted({ $exists: true }) }, sort: NEWEST };
    case 'waiting': return { where: { 'approval.verdict': 'open', state: 'submitted' }, sort: { 'approval.requestedAt': 1 } };
    case 'inbox': return { where: { state: 'submitted', 'approval.steps.asked': filter.email }, sort: { 'approval.requestedAt': 1 } };
    case 'ready': return { where: { state: trusted({ $in: ['approved', 'issued'] }) }, sort: { dueDate: 1 } };
    case 'overdue': return { where: { state: 'sent', dueDate: trusted({ $lt: filter.today }), ...(filter.email && { 'createdBy.email': filter.email }) }, sort: { dueDate: 1 } };
    case 'disputed': return { where: { 'dispute.at': trusted({ $gt: '' }) }, sort: { 'dispute.at': 1 } };
    case 'failed': return { where: { $or: [{ 'held.at': trusted({ $gt: '' }) }, { state: trusted({ $in: ['issued', 'sent'] }), 'delivery.status': trusted({ $in: ['bounced', 'failed', 'unknown'] }) }] }, sort: NEWEST };
    case 'unposted': return { where: { state: trusted({ $in: ['issued', 'sent'] }), 'delivery.status': trusted({ $in: ['bounced', 'failed'] }), pdf: trusted({ $exists: true }) }, sort: { issueDate: 1 } };
    case 'exceptions': return { where: { 'approval.verdict': trusted({ $in: ['open', 'granted'] }), $or: [{ 'approval.exception.at': trusted({ $gt: '' }) }, { 'approval.steps.ended.how': 'silence' }] }, sort: { 'approval.requestedAt': -1 } };
    case 'client': return { where: { 'client.id': trusted({ $in: filter.clientIds }) }, sort: NEWEST };
  }
}

export type InvoiceQueries = ReturnType<typeof invoiceQueries>;

export function invoiceQueries({ model, find }: InvoiceStore) {
  /** Filters and operators come from the code above; what people typed is only ever a value. */
  const rows = async (filter: InvoiceFilter, skip: number, limit: number, own?: ListLimit): Promise<InvoiceRow[]> => {
    const { where, sort } = queryOf(filter);
    const found = await model.find(invoicesWithin(own, where) as never, ROW).sort(sort).skip(skip).limit(limit).lean().exec();
    return found as unknown as InvoiceRow[];
  };

  return {
    find, rows,

    /** A page of ten (pages count from 0) and whether another follows; of `own` documents only, when a person's lists are limited. */
    async page(filter: InvoiceFilter, page: number, own?: ListLimit): Promise<{ rows: InvoiceRow[]; more: boolean }> {
      const found = await rows(filter, page * PAGE, PAGE + 1, own);
      return { rows: found.slice(0, PAGE), more: found.length > PAGE };
    },

    /** Invoices that wait under another policy than this, whole, the oldest first. */
    async underOtherPolicy(hash: string, most: number): Promise<Invoice[]> {
      const found = await model.find({ state: 'submitted', 'approval.policy.hash': trusted({ $ne: hash }) } as never, { _id: 0 }).sort({ 'approval.requestedAt': 1 }).limit(most).lean().exec();
      return found as unknown as Invoice[];
    },

    /** Invoices that were handed in for approval, whole, the newest first. */
    async lastSubmitted(most: number): Promise<Invoice[]> {
      const found = await model.find({ 'approval.requestedAt': trusted({ $gt: '' }) } as never, { _id: 0 }).sort({ createdAt: -1 }).limit(most).lean().exec();
      return found as unknown as Invoice[];
    },

    /** The invoice a person means; null when there is none. `prefix` and `year` complete a short number such as INV-7. */
    async byReference(reference: Reference, email: string, { prefix, year }: { prefix: string; year: string }): Promise<Invoice | null> {
      if (reference.by === 'number') {
        return (await model.findOne({ number: String(wholeNumber(reference.number, prefix, year)) } as never, { _id: 0 }).lean().exec()) as Invoice | null;
      }
      if (reference.by === 'draft') {
        const tail = { id: trusted({ $regex: `${reference.tail.replace(/[^0-9a-f]/g, '')}$` }) };
        return (await model.findOne(tail as never, { _id: 0 }).sort({ id: 1 }).lean().exec()) as Invoice | null;
      }
      const own = await model.findOne({ 'createdBy.email': String(email) } as never, { _id: 0 }).sort({ createdAt: -1 }).lean().exec();
      const asked = own ?? (await model.findOne({ state: 'submitted', 'approval.steps.asked': String(email) } as never, { _id: 0 }).sort({ createdAt: -1 }).lean().exec());
      return asked as Invoice | null;
    },
  };
}

/** "INV-7" is this year's "INV-2026-0007"; "INV-2026-7" lacks zeros only. */
export function wholeNumber(number: string, prefix: string, year: string): string {
  const [, own = prefix, ownYear = year, digits = number] = /^(?:([A-Z]+)-)?(?:(\d{4})-)?(\d{1,10})$/.exec(number) ?? [];
  return /^\d+$/.test(digits) ? `${own}-${ownYear}-${digits.replace(/^0+(?=\d)/, '').padStart(4, '0')}` : number;
}
