/** App Home's queues: what waits for a person, counted where ten are not enough. */
import { trusted } from 'mongoose';
import { addDays, type PlainDate } from '../../domain/dates';
import type { Money } from '../../domain/money';
import type { ListLimit } from '../../domain/permission';
import type { InvoiceStore } from '../invoice';
import { invoicesWithin } from './access';
import { invoiceQueries, ROW, type InvoiceFilter, type InvoiceRow } from './invoice';
import type { EstimateQueries, EstimateRow } from './estimate';

/** One more than a queue shows, to know whether there is more. */
const ROOM = 11;
/** Decisions a person may want to look at again. */
const DECIDED = 5;
/** Names the index whose keys alone answer what is open: the planner may prefer one that has to read the documents. */
const OPEN_BY_DUE_DATE = { state: 1, dueDate: 1, 'balance.currency': 1, 'balance.minor': 1 } as const;

export type CoordinatorQueues = { drafts: InvoiceRow[]; returned: InvoiceRow[]; waiting: InvoiceRow[]; ready: InvoiceRow[]; overdue: InvoiceRow[]; estimates: EstimateRow[] };
/** What is open, by how long it is overdue, per currency. */
export type Aging = { bucket: 'not due' | '1–30 days' | '31–60 days' | '61–90 days' | 'over 90 days'; open: Money; count: number }[];
export type FinanceQueues = { failed: InvoiceRow[]; disputed: InvoiceRow[]; overdue: InvoiceRow[]; stuck: InvoiceRow[]; aging: Aging; dueThisWeek: { open: Money; count: number }[] };

const BUCKETS: readonly { bucket: Aging[number]['bucket']; from: number }[] = [
  { bucket: 'over 90 days', from: 91 }, { bucket: '61–90 days', from: 61 }, { bucket: '31–60 days', from: 31 }, { bucket: '1–30 days', from: 1 },
];
/** A debt that stands this long is not on its way any more. */
const STUCK_AFTER_MS = 15 * 60_000;

export type HomeQueries = ReturnType<typeof homeQueries>;

export function homeQueries(store: InvoiceStore, estimates: EstimateQueries) {
  const { rows } = invoiceQueries(store);
  const { model } = store;
  const some = (filter: InvoiceFilter, own?: ListLimit): Promise<InvoiceRow[]> => rows(filter, 0, ROOM, own);

  /** Open balances of mailed invoices, grouped by due date and currency: without a limit read from the index alone. */
  const openByDueDate = (own: ListLimit | undefined): Promise<{ _id: { due: string; currency: string }; minor: number; count: number }[]> =>
    model.aggregate([
      { $match: invoicesWithin(own, { state: 'sent' }) },
      { $group: { _id: { due: '$dueDate', currency: '$balance.currency' }, minor: { $sum: '$balance.minor' }, count: { $sum: 1 } } },
    ]).hint(OPEN_BY_DUE_DATE).exec();

  async function stuck(at: string, own: ListLimit | undefined): Promise<InvoiceRow[]> {
    const before = new Date(Date.parse(at) - STUCK_AFTER_MS).toISOString();
    const found = await model.find(invoicesWithin(own, { 'owed.key': trusted({ $gt: '' }) }) as never, { _id: 0, content: 0, seller: 0, payments: 0, history: { $slice: -1 } }).limit(ROOM).lean().exec();
    return (found as unknown as (InvoiceRow & { history: { at: string }[] })[]).filter(({ history }) => (history[0]?.at ?? '') < before);
  }

  return {
    /** What a person made and has to go on with; `own` as everywhere limits it to their own clients. */
    async coordinator(email: string, today: PlainDate, own?: ListLimit): Promise<CoordinatorQueues> {
      const [drafts, returned, mine, overdue, offers] = await Promise.all([
        some({ list: 'drafts', email }, own), some({ list: 'returned', email }, own),
        model.find(invoicesWithin(own, { 'createdBy.email': email, state: trusted({ $in: ['submitted', 'approved', 'issued'] }) }) as never, ROW)
          .sort({ createdAt: 1 }).limit(2 * ROOM).lean().exec() as unknown as Promise<InvoiceRow[]>,
        some({ list: 'overdue', email, today }, own), estimates.rows({ email, states: ['draft', 'sent', 'declined', 'expired'] }, 0, ROOM, own),
      ]);
      return {
        drafts, returned, overdue, estimates: offers,
        waiting: mine.filter(({ state }) => state === 'submitted'), ready: mine.filter(({ state }) => state !== 'submitted'),
      };
    },

    /** What this person decided last. */
    decided: async (email: string): Promise<InvoiceRow[]> =>
      (await model.find({ 'approval.steps.decisions.by.email': email } as never, ROW).sort({ 'approval.requestedAt': -1 }).limit(DECIDED).lean().exec()) as unknown as InvoiceRow[],

    async finance(today: PlainDate, at: string, own?: ListLimit): Promise<FinanceQueues> {
      const [failed, disputed, overdue, held, open] = await Promise.all([
        some({ list: 'failed' }, own), some({ list: 'disputed' }, own), some({ list: 'overdue', today }, own), stuck(at, own), openByDueDate(own),
      ]);
      const inAWeek = addDays(today, 7);
      return {
        failed, disputed, overdue, stuck: held,
        aging: agingOf(open, today),
        dueThisWeek: summed(open.filter(({ _id }) => _id.due >= today && _id.due <= inAWeek)),
      };
    },
  };
}

type Open = { _id: { due: string; currency: string }; minor: number; count: number };

/** MongoDB adds whole minor units; sums beyond a safe integer would need 90 trillion in one currency. */
function summed(open: readonly Open[]): { open: Money; count: number }[] {
  const sums = new Map<string, { minor: number; count: number }>();
  for (const { _id, minor, count } of open) {
    const sum = sums.get(_id.currency) ?? { minor: 0, count: 0 };
    sums.set(_id.currency, { minor: sum.minor + minor, count: sum.count + count });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, { minor, count }]) => ({ open: { minor, currency }, count }));
}

function agingOf(open: readonly Open[], today: PlainDate): Aging {
  const limits = BUCKETS.map(({ bucket, from }) => ({ bucket, until: addDays(today, -from) })); // Once: calendar arithmetic costs more than all the rest.
  const bucketOf = ({ _id }: Open) => limits.find(({ until }) => _id.due <= until)?.bucket ?? 'not due';
  const buckets: Aging[number]['bucket'][] = ['not due', ...BUCKETS.map(({ bucket }) => bucket).reverse()];
  return buckets.flatMap((bucket) => summed(open.filter((each) => bucketOf(each) === bucket)).map((sum) => ({ bucket, ...sum })));
}
