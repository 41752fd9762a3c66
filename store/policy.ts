/** Approval rules at rest: the texts, each once and for good, and the one document that says which of them counts. */
import { Schema, trusted, type Connection } from 'mongoose';
import type { Entry } from '../domain/history';
import type { Person } from '../domain/people';
import { POLICY_BOOK, type PolicyBook } from '../domain/policy/adopting';
import { AGGREGATE_FIELDS, AGGREGATE_OPTIONS, aggregateStore, type AggregateStore } from './aggregate';
import { isDuplicateKey } from './connection';

export type StoredPolicyBook = PolicyBook & { revision: number; history: Entry[] };
/** A text of approvals.yaml with the people whom it was read against: their names may be in it. `currency` is the office's then. */
export type PolicyText = { hash: string; text: string; people: Person[]; currency: string; at: string };

const bookSchema = new Schema({
  ...AGGREGATE_FIELDS, active: { type: Object, required: true }, proposal: Object, turnedDown: String, faulty: String, faultyFiles: String,
}, { ...AGGREGATE_OPTIONS, collection: 'policybooks' });

const textSchema = new Schema({
  hash: { type: String, required: true, unique: true }, text: { type: String, required: true }, people: { type: [Object], required: true },
  currency: { type: String, required: true }, at: { type: String, required: true },
}, { strict: 'throw', versionKey: false, minimize: false, collection: 'policytexts' });

export type PolicyStore = {
  book: AggregateStore<StoredPolicyBook>;
  /** Keeps a text; one that is here already stays as it is. */
  keep(text: PolicyText): Promise<void>;
  text(hash: string): Promise<PolicyText | null>;
  /** The hash of the text that counts; undefined in a store that never had one. */
  activeHash(): Promise<string | undefined>;
  /** True while finance was told of faults in other files and not yet that they are mended. */
  hasFaultyFiles(): Promise<boolean>;
};

export function policyStore(connection: Connection): PolicyStore {
  const book = aggregateStore<StoredPolicyBook>(connection, 'PolicyBook', bookSchema);
  const texts = connection.model('PolicyText', textSchema);
  return {
    book,
    async keep(text) {
      await texts.create([text]).catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
    },
    text: async (hash) => (await texts.findOne({ hash: String(hash) }, { _id: 0 }).lean().exec()) as PolicyText | null,
    activeHash: async () => ((await book.model.findOne({ id: POLICY_BOOK } as never, { _id: 0, 'active.hash': 1 }).lean().exec()) as { active?: { hash: string } } | null)?.active?.hash,
    hasFaultyFiles: async () => (await book.model.exists({ id: POLICY_BOOK, faultyFiles: trusted({ $type: 'string' }) } as never)) !== null,
  };
}
