/** The connection to MongoDB and the two habits every query keeps: journalled writes and filters without operators from outside. */
import mongoose, { type Connection } from 'mongoose';
import { mendDriver } from './half-closed';

mongoose.set('sanitizeFilter', true);
mongoose.set('strictQuery', 'throw');
mendDriver();

/**
 * Opens a connection of its own. Writes are acknowledged once journalled (`w:1, j:true`), unless the address says otherwise;
 * an operation gives up after 10 s without a server, so that a caller's retry decides, not a silent queue, unless the address says otherwise.
 */
export async function connectStore(uri: string): Promise<Connection> {
  const options = { maxPoolSize: 20, autoIndex: true };
  const patience = /[?&]serverSelectionTimeoutMS=/i.test(uri) ? {} : { serverSelectionTimeoutMS: 10_000 };
  const durable = /[?&](w|journal)=/.test(uri) ? {} : { writeConcern: { w: 1 as const, journal: true } };
  return mongoose.createConnection(uri, { ...options, ...patience, ...durable }).asPromise();
}

/** True when MongoDB answers a ping. */
export const storeAnswers = async (connection: Connection): Promise<boolean> => {
  const answer = await connection.db?.admin().ping();
  return answer?.ok === 1;
};

/** MongoDB's answer to a second row under a unique key. */
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: number } | null)?.code === 11000;
