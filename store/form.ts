/** Unfinished forms: what a person had typed when the modal closed. Not a document: no history, gone when finished. */
import { Schema, trusted, type Connection } from 'mongoose';

export type KeptForm = { formId: string; flow: string; by: string; values: Record<string, unknown>; at: string };

const schema = new Schema({
  formId: { type: String, required: true, unique: true },
  flow: { type: String, required: true },
  by: { type: String, required: true, index: true },
  values: { type: Object, required: true },
  at: { type: String, required: true },
}, { strict: 'throw', versionKey: false, minimize: false, collection: 'forms' });

export type FormStore = {
  /** Keeps the newest state of a form; an older one (by `at`) never overwrites it. */
  keep(form: KeptForm): Promise<void>;
  find(formId: string): Promise<KeptForm | null>;
  ofPerson(email: string): Promise<KeptForm[]>;
  forget(formId: string): Promise<void>;
};

export function formStore(connection: Connection): FormStore {
  const model = connection.model('Form', schema);
  return {
    async keep(form) {
      const newer = { formId: String(form.formId), at: trusted({ $gt: String(form.at) }) };
      if (await model.exists(newer)) return;
      await model.updateOne({ formId: String(form.formId) }, { $set: form }, { upsert: true });
    },
    find: async (formId) => (await model.findOne({ formId: String(formId) }, { _id: 0 }).lean().exec()) as KeptForm | null,
    ofPerson: async (email) => (await model.find({ by: String(email) }, { _id: 0 }).sort({ at: -1 }).limit(20).lean().exec()) as unknown as KeptForm[],
    forget: async (formId) => void (await model.deleteOne({ formId: String(formId) })),
  };
}
