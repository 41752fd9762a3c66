/** Unfinished forms: what a person had typed when the modal closed. Not a document: no history, gone when finished. */
import { Schema, trusted, type Connection } from 'mongoose';
import { isDuplicateKey } from './connection';

export type KeptForm = { formId: string; flow: string; by: string; values: Record<string, unknown>; at: string };

const schema = new Schema({
  formId: { type: String, required: true, unique: true },
  flow: { type: String, required: true },
  by: { type: String, required: true, index: true },
  values: Object,
  at: { type: String, required: true },
}, { strict: 'throw', versionKey: false, minimize: false, collection: 'forms' });

export type FormStore = {
  /** Keeps the newest state of a form; an older one (by `at`, when the person did it) never overwrites it. Without values it is forgotten. */
  keep(form: Omit<KeptForm, 'values'> & { values: KeptForm['values'] | null }): Promise<void>;
  find(formId: string): Promise<KeptForm | null>;
  ofPerson(email: string): Promise<KeptForm[]>;
};

/** A forgotten form leaves its row, so that a straggler does not bring it back. */
const KEPT = trusted({ $ne: null });

export function formStore(connection: Connection): FormStore {
  const model = connection.model('Form', schema);
  return {
    async keep(form) {
      const older = { formId: String(form.formId), at: trusted({ $lte: String(form.at) }) };
      try {
        await model.updateOne(older, { $set: form }, { upsert: true });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error; // A newer one stands.
      }
    },
    find: async (formId) => (await model.findOne({ formId: String(formId), values: KEPT }, { _id: 0 }).lean().exec()) as KeptForm | null,
    ofPerson: async (email) => (await model.find({ by: String(email), values: KEPT }, { _id: 0 }).sort({ at: -1 }).limit(20).lean().exec()) as unknown as KeptForm[],
  };
}
