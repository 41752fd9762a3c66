/** Slack messages the office keeps up to date: which copy of which card lies where, and which revision it shows. */
import mongoose, { Schema, trusted, type Connection } from 'mongoose';
import { isDuplicateKey } from './connection';

/**
 * `key` names the copy: document, kind of card, whom or where. A row is claimed before the post; without `ts` the post's
 * outcome is unknown and it is posted again. `shows` is the hash of the blocks last written.
 */
export type SlackMessage = { key: string; documentId: string; kind: string; target: string; channel?: string; ts?: string; shows?: string; at: string };

const schema = new Schema({
  key: { type: String, required: true, unique: true },
  documentId: { type: String, required: true, index: true },
  kind: { type: String, required: true }, target: { type: String, required: true },
  channel: String, ts: String, shows: String, at: { type: String, required: true },
}, { strict: 'throw', versionKey: false, collection: 'messages' });

/** Where copies lie and what they show since an instant (ISO): several `keys` where one message says what several would. */
export type Placed = { keys: readonly string[]; channel: string; ts: string; shows: string; at: string };

export type MessageStore = {
  /** Claims rows for copies that are to be posted; one that has its row keeps it as it stands. */
  claim(messages: readonly Omit<SlackMessage, 'channel' | 'ts' | 'shows'>[]): Promise<void>;
  ofDocument(documentId: string): Promise<SlackMessage[]>;
  /** Those of a document that are meant for these people (or channels). */
  ofTargets(documentId: string, targets: readonly string[]): Promise<SlackMessage[]>;
  /** Records where copies lie and what they show. */
  placed(places: readonly Placed[]): Promise<void>;
};

export function messageStore(connection: Connection): MessageStore {
  const model = connection.model('Message', schema);
  const rows = async (filter: Record<string, unknown>): Promise<SlackMessage[]> =>
    (await model.find(filter as never, { _id: 0 }).lean().exec()) as unknown as SlackMessage[];
  return {
    async claim(messages) {
      if (messages.length === 0) return;
      try {
        await model.insertMany(messages, { ordered: false, throwOnValidationError: true });
      } catch (error) {
        if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
        const faults = [error.writeErrors].flat();
        if (faults.length === 0 || !faults.every(isDuplicateKey)) throw error;
      }
    },
    ofDocument: (documentId) => rows({ documentId: String(documentId) }),
    ofTargets: (documentId, targets) => rows({ documentId: String(documentId), target: trusted({ $in: targets.map(String) }) }),
    placed: async (places) => {
      if (places.length === 0) return;
      await model.bulkWrite(places.map(({ keys, ...place }) => ({ updateMany: { filter: { key: trusted({ $in: keys.map(String) }) }, update: { $set: place } } })));
    },
  };
}
