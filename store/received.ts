/** E-invoices that came in. A row is written once, under the hash of its XML, and never changes. */
import { Schema, trusted, type Connection } from 'mongoose';
import type { PlainDate } from '../domain/dates';
import type { ReceivedInvoice } from '../domain/einvoice/taking-over';
import type { Period } from '../domain/period';
import { isDuplicateKey } from './connection';

const schema = new Schema({
  id: { type: String, required: true, unique: true }, hash: { type: String, required: true, unique: true }, relation: { type: String, required: true },
  said: { type: Schema.Types.Mixed, required: true }, remarks: { type: [Schema.Types.Mixed], required: true },
  original: { type: Schema.Types.Mixed, required: true }, pdf: { type: Schema.Types.Mixed, required: true }, ubl: { type: Schema.Types.Mixed, required: true },
  by: { type: Schema.Types.Mixed, required: true }, at: { type: String, required: true, index: true },
}, { strict: 'throw', versionKey: false, minimize: false, collection: 'received' });
schema.index({ 'said.number': 1 });
schema.index({ 'said.issueDate': 1 });

export type ReceivedStore = {
  find(id: string): Promise<ReceivedInvoice | null>;
  byHash(hash: string): Promise<ReceivedInvoice | null>;
  /** The newest one with that number. */
  byNumber(number: string): Promise<ReceivedInvoice | null>;
  /** The newest first. */
  newest(most: number): Promise<ReceivedInvoice[]>;
  /** Those whose issue date lies in a period, without what they say in their lines. */
  within(period: Pick<Period, 'from' | 'to'>): Promise<{ id: string; said: { number: string; issueDate: PlainDate } }[]>;
  /** The first and the last issue date. */
  span(): Promise<PlainDate[]>;
  /** Keeps it; the first of a hash stays, and is answered. */
  keep(received: ReceivedInvoice): Promise<ReceivedInvoice>;
};

export function receivedStore(connection: Connection): ReceivedStore {
  const model = connection.model('Received', schema);
  const one = async (filter: Record<string, string>): Promise<ReceivedInvoice | null> =>
    (await model.findOne(filter as never, { _id: 0 }).sort({ at: -1 }).lean().exec()) as unknown as ReceivedInvoice | null;
  return {
    find: (id) => one({ id: String(id) }),
    byHash: (hash) => one({ hash: String(hash) }),
    byNumber: (number) => one({ 'said.number': String(number) }),
    newest: async (most) => (await model.find({}, { _id: 0 }).sort({ at: -1 }).limit(most).lean().exec()) as unknown as ReceivedInvoice[],
    within: async ({ from, to }) =>
      (await model.find({ 'said.issueDate': trusted({ $gte: from, $lte: to }) } as never, { _id: 0, id: 1, 'said.number': 1, 'said.issueDate': 1 }).lean().exec()) as never,
    span: async () => (await Promise.all(([1, -1] as const).map((order) => model.findOne({}, { _id: 0, 'said.issueDate': 1 }).sort({ 'said.issueDate': order }).lean().exec())))
      .flatMap((row) => (row ? [(row as unknown as ReceivedInvoice).said.issueDate] : [])),
    async keep(received) {
      try {
        await model.create([received]);
        return received;
      } catch (error) {
        const first = isDuplicateKey(error) ? await one({ hash: received.hash }) : null;
        if (!first) throw error;
        return first;
      }
    },
  };
}
