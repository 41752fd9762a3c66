/**
 * Mails going out. A row is claimed under its key before anything is sent, and says `sending` just before the request leaves:
 * a row found in `sending` afterwards may or may not have arrived, and a person decides. Bodies are not kept here: they hold links.
 */
import { Schema, trusted, type Connection } from 'mongoose';
import { isDuplicateKey } from './connection';

export const MAIL_STATES = ['claimed', 'sending', 'accepted', 'unknown', 'refused', 'delivered', 'bounced'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** `key` is business: document, kind, step. What goes to an approver is about an invoice, and none of its own mails. `outboxId` travels in the provider's custom_args and comes back in its events. */
export type Mail = {
  key: string; outboxId: string; kind: string; documentId: string; documentKind: 'invoice' | 'estimate' | 'credit-note' | 'client' | 'approver';
  to: string; subject: string; files: string[]; state: MailState; messageId?: string; reason?: string; at: string;
  log: { at: string; state: MailState; reason?: string }[];
};

const schema = new Schema({
  key: { type: String, required: true, unique: true },
  outboxId: { type: String, required: true, unique: true },
  kind: { type: String, required: true }, documentId: { type: String, required: true, index: true }, documentKind: { type: String, required: true },
  to: { type: String, required: true }, subject: { type: String, required: true }, files: [String],
  state: { type: String, required: true, enum: MAIL_STATES, index: true },
  messageId: String, reason: String, at: { type: String, required: true }, log: [Object],
}, { strict: 'throw', versionKey: false, collection: 'mails' });

export type MailStore = {
  /** Claims a row; an existing one is answered as it stands. */
  claim(mail: Omit<Mail, 'state' | 'log'>): Promise<Mail>;
  find(key: string): Promise<Mail | null>;
  byOutboxId(outboxId: string): Promise<Mail | null>;
  /** Moves a row from one of the states seen and answers it; null when it stood elsewhere. `files` are those that it takes with it. */
  move(key: string, from: readonly MailState[], to: MailState, at: string, about?: { messageId?: string; reason?: string }, files?: readonly string[]): Promise<Mail | null>;
};

export function mailStore(connection: Connection): MailStore {
  const model = connection.model('Mail', schema);
  const read = async (filter: { key: string } | { outboxId: string }): Promise<Mail | null> =>
    (await model.findOne(filter, { _id: 0 }).lean().exec()) as Mail | null;
  const claim = async (mail: Omit<Mail, 'state' | 'log'>): Promise<Mail> => {
    const row: Mail = { ...mail, state: 'claimed', log: [{ at: mail.at, state: 'claimed' }] };
    try {
      await model.create([row]);
      return row;
    } catch (error) {
      const held = isDuplicateKey(error) ? await read({ key: mail.key }) : null;
      if (!held) throw error;
      return held;
    }
  };
  const move: MailStore['move'] = async (key, from, to, at, about = {}, files) => {
    const filter = { key: String(key), state: trusted({ $in: [...from] }) }; // The states come from the code, never from a request.
    const change = { $set: { state: to, at, ...about, ...(files && { files: [...files] }) }, $push: { log: { at, state: to, ...about } } };
    return (await model.findOneAndUpdate(filter, change, { returnDocument: 'after', projection: { _id: 0 } }).lean().exec()) as Mail | null;
  };
  return { claim, move, find: (key) => read({ key: String(key) }), byOutboxId: (outboxId) => read({ outboxId: String(outboxId) }) };
}
