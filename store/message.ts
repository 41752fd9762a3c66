/** Slack messages the office keeps up to date: which copy of which card lies where, and which revision it shows. */
import { Schema, type Connection } from 'mongoose';
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

export type MessageStore = {
  claim(message: Omit<SlackMessage, 'channel' | 'ts' | 'shows'>): Promise<SlackMessage>;
  ofDocument(documentId: string): Promise<SlackMessage[]>;
  /** Records where the copy lies and what it shows. */
  placed(key: string, place: { channel: string; ts: string; shows: string; at: string }): Promise<void>;
};

export function messageStore(connection: Connection): MessageStore {
  const model = connection.model('Message', schema);
  return {
    async claim(message) {
      try {
        await model.create([message]);
        return message;
      } catch (error) {
        const held = isDuplicateKey(error) ? await model.findOne({ key: String(message.key) }, { _id: 0 }).lean().exec() : null;
        if (!held) throw error;
        return held as SlackMessage;
      }
    },
    ofDocument: async (documentId) => (await model.find({ documentId: String(documentId) }, { _id: 0 }).lean().exec()) as unknown as SlackMessage[],
    placed: async (key, place) => void (await model.updateOne({ key: String(key) }, { $set: place })),
  };
}
