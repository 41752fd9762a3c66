/** Search: the newest documents whose number, client, mail, purchase order, project or amount hold every word. */
import { trusted } from 'mongoose';
import type { ListLimit } from '../../domain/permission';
import type { EstimateStore } from '../estimate';
import type { InvoiceStore } from '../invoice';
import { estimatesWithin, invoicesWithin } from './access';
import type { EstimateRow } from './estimate';
import { ROW, type InvoiceRow } from './invoice';

export type Found = { invoices: InvoiceRow[]; estimates: EstimateRow[] };
/** Top ten. */
const MOST = 10;
/** Words beyond this many narrow nothing that the first do not. */
const MOST_WORDS = 6;

/** A number of a document as it is printed. */
const WHOLE_NUMBER = /^[a-z]{1,8}-\d{4}-\d{4,10}$/i;

const literal = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

export type SearchQueries = ReturnType<typeof searchQueries>;

export function searchQueries(invoices: InvoiceStore, estimates: EstimateStore) {
  /**
   * The index on (createdAt, searchText) is walked from the newest and the words are looked for in its keys alone, so that a
   * common word ends after a few keys and a rare one reads no documents but its own.
   */
  const newest = async (store: InvoiceStore | EstimateStore, where: object): Promise<unknown[]> => {
    const { model } = store as InvoiceStore; // Both hold what is asked for here.
    return model.find(where as never, ROW)
      .sort({ createdAt: -1 }).hint({ createdAt: -1, searchText: 1 }).limit(MOST).lean().exec();
  };

  /** A whole number is found at once, that of a credit note by the invoice it credits; undefined when no document has it. */
  async function byNumber(number: string, own: ListLimit | undefined): Promise<Found | undefined> {
    const [some, others] = (await Promise.all([
      invoices.model.find(invoicesWithin(own, { $or: [{ number }, { 'credits.state': 'issued', 'credits.number': number }] }) as never, ROW).limit(1).lean().exec(), estimates.model.find(estimatesWithin(own, { number }) as never, ROW).limit(1).lean().exec(),
    ])) as unknown as [InvoiceRow[], EstimateRow[]];
    return some.length + others.length > 0 ? { invoices: some, estimates: others } : undefined;
  }

  return {
    /** Up to ten documents of both kinds, the newest first; of `own` ones only, when a person's lists are limited. */
    async find(text: string, own?: ListLimit): Promise<Found> {
      const whole = WHOLE_NUMBER.test(text.trim()) ? await byNumber(text.trim().toUpperCase(), own) : undefined;
      if (whole) return whole;
      const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
      const where = { $and: words.map((word) => ({ searchText: trusted({ $regex: literal(word) }) })) };
      const [some, others] = (await Promise.all([newest(invoices, invoicesWithin(own, where)), newest(estimates, estimatesWithin(own, where))])) as [InvoiceRow[], EstimateRow[]];
      const last = [...some, ...others].map(({ createdAt }) => createdAt).sort().reverse()[MOST - 1] ?? '';
      return { invoices: some.filter(({ createdAt }) => createdAt >= last), estimates: others.filter(({ createdAt }) => createdAt >= last) };
    },
  };
}
