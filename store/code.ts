/** One-time codes at rest: keyed hashes, how often they were tried, and what they opened. */
import { Schema, trusted, type Connection } from 'mongoose';
import { CODE, type Code } from '../domain/code';
import { isDuplicateKey } from './connection';

const schema = new Schema({
  key: { type: String, required: true, unique: true },
  n: { type: Number, required: true }, email: { type: String, required: true }, link: { type: String, required: true }, mac: { type: String, required: true },
  at: { type: String, required: true }, expiresAt: { type: String, required: true }, tries: { type: [String], required: true }, usedBy: String,
}, { strict: 'throw', versionKey: false, collection: 'codes' });
schema.index({ email: 1, n: -1 }, { unique: true }); // Two orders at once cannot both be a person's fifth code of the hour.
schema.index({ link: 1, n: -1 });

export type CodeStore = {
  find(key: string): Promise<Code | null>;
  /** A person's last codes, the newest first. */
  lastOf(email: string, most: number): Promise<Code[]>;
  /** Keeps a new code; false when its key or its place among the person's codes is taken. */
  keep(code: Omit<Code, 'tries' | 'usedBy'>): Promise<boolean>;
  /** Puts another code in the place of one that was never mailed; false when somebody else did. */
  replace(key: string, was: string, mac: string): Promise<boolean>;
  /** Counts a try at the newest code of a link and answers that code; the same try again is the same one, and those past the last are not counted. */
  tryAt(link: string, mac: string): Promise<Code | null>;
  /** Uses a code up for a form; true also for the same form again. */
  use(key: string, form: string): Promise<boolean>;
};

/** The place in `tries` that only the last try fills. */
const LAST_TRY = `tries.${CODE.tries - 1}`;

export function codeStore(connection: Connection): CodeStore {
  const model = connection.model('Code', schema);
  const find = async (key: string): Promise<Code | null> => (await model.findOne({ key: String(key) }, { _id: 0 }).lean().exec()) as Code | null;
  const absent = () => trusted({ $exists: false });
  return {
    find,
    lastOf: async (email, most) => (await model.find({ email: String(email) }, { _id: 0 }).sort({ n: -1 }).limit(most).lean().exec()) as unknown as Code[],
    async keep(code) {
      try {
        await model.create([{ ...code, tries: [] }]);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    replace: async (key, was, mac) => (await model.updateOne({ key: String(key), mac: String(was) }, { $set: { mac } })).matchedCount === 1,
    async tryAt(link, mac) {
      const newest = (await model.findOne({ link: String(link) }, { _id: 0 }).sort({ n: -1 }).lean().exec()) as Code | null;
      if (!newest) return null;
      await model.updateOne({ key: newest.key, tries: trusted({ $ne: String(mac) }), [LAST_TRY]: absent() }, { $push: { tries: mac } });
      return find(newest.key);
    },
    async use(key, form) {
      await model.updateOne({ key: String(key), usedBy: absent() }, { $set: { usedBy: form } });
      return (await find(key))?.usedBy === form;
    },
  };
}
