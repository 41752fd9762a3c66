/** Openings: who has looked at all lines of which version of a document. A row is written once and never changes. */
import { Schema, trusted, type Connection } from 'mongoose';
import { isDuplicateKey } from './connection';

/** `email` is the person's, `at` when they first opened it. */
export type Opening = { email: string; documentId: string; version: number; at: string };

const schema = new Schema({
  email: { type: String, required: true }, documentId: { type: String, required: true },
  version: { type: Number, required: true, validate: Number.isSafeInteger }, at: { type: String, required: true },
}, { strict: 'throw', versionKey: false, collection: 'openings' });
schema.index({ email: 1, documentId: 1, version: 1 }, { unique: true });

export type OpeningStore = {
  /** Notes an opening; one that is here already stays as it is. */
  note(opening: Opening): Promise<void>;
  /** What the person has opened of these documents, in any version. */
  ofPerson(email: string, documentIds: readonly string[]): Promise<Opening[]>;
};

export function openingStore(connection: Connection): OpeningStore {
  const model = connection.model('Opening', schema);
  return {
    async note(opening) {
      await model.create([opening]).catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
    },
    ofPerson: async (email, documentIds) =>
      (await model.find({ email: String(email), documentId: trusted({ $in: documentIds.map(String) }) }, { _id: 0 }).lean().exec()) as unknown as Opening[],
  };
}
