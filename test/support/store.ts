/** A store of its own for a test file: a fresh database on the MongoDB that MONGODB_URI names, dropped at the end. */
import { randomUUID } from 'node:crypto';
import { connectStore } from '../../store/connection';
import { openStore, type Store } from '../../store/store';

export type TestStore = { store: Store; uri: string; close(): Promise<void> };

export async function openTestStore(): Promise<TestStore> {
  const named = process.env.MONGODB_URI;
  if (!named) throw new Error('MONGODB_URI is not set: run the tests with npm test, or name a MongoDB.');
  const uri = patientUri(named, `test-${randomUUID().slice(0, 13)}`);
  const connection = await connectStore(uri);
  const store = openStore(connection);
  await store.ready();
  const close = async (): Promise<void> => {
    await connection.dropDatabase();
    await connection.close();
  };
  return { store, uri, close };
}

/** The same server, another database, and minutes of patience: a machine that stands still is no server that is away. */
export function patientUri(uri: string, database: string): string {
  const own = databaseUri(uri, database);
  return `${own}${own.includes('?') ? '&' : '?'}serverSelectionTimeoutMS=120000`;
}

/** The same server, another database. */
export const databaseUri = (uri: string, database: string): string => uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);
