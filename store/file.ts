/** Printed files, kept for good: bytes under their SHA-256, and the key of the print that made them. The first print of a key stays. */
import { createHash } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import { isDuplicateKey } from './connection';

export type StoredFile = { key: string; hash: string; name: string; contentType: string; bytes: Buffer; at: string };

const schema = new Schema({
  key: { type: String, required: true, unique: true },
  hash: { type: String, required: true, index: true },
  name: { type: String, required: true },
  contentType: { type: String, required: true },
  bytes: { type: Buffer, required: true },
  at: { type: String, required: true },
}, { strict: 'throw', versionKey: false, collection: 'files' });

export type FileStore = {
  byHash(hash: string): Promise<StoredFile | null>;
  /** The file that a key holds. */
  byKey(key: string): Promise<StoredFile | null>;
  /** Keeps a file under its key; when the key holds one already, that one is answered and the new bytes are dropped. */
  keep(file: Omit<StoredFile, 'hash'>): Promise<StoredFile>;
};

export function fileStore(connection: Connection): FileStore {
  const model = connection.model('File', schema);
  const read = async (filter: { key: string } | { hash: string }): Promise<StoredFile | null> => {
    const found = await model.findOne(filter, { _id: 0 }).exec();
    if (!found) return null;
    return { key: found.key, hash: found.hash, name: found.name, contentType: found.contentType, bytes: Buffer.from(found.bytes), at: found.at };
  };
  const keep = async (file: Omit<StoredFile, 'hash'>): Promise<StoredFile> => {
    const whole = { ...file, hash: createHash('sha256').update(file.bytes).digest('hex') };
    try {
      await model.create([whole]);
      return whole;
    } catch (error) {
      const first = isDuplicateKey(error) ? await read({ key: file.key }) : null;
      if (!first) throw error;
      return first;
    }
  };
  return { keep, byHash: (hash) => read({ hash: String(hash) }), byKey: (key) => read({ key: String(key) }) };
}
