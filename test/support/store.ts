/** A store of its own for a test file: a fresh database on the MongoDB that MONGODB_URI names, dropped at the end. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trusted } from 'mongoose';
import { exponentOf } from '../../domain/currency';
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
    await handOverEInvoices(store);
    await connection.dropDatabase();
    await connection.close();
  };
  return { store, uri, close };
}

/** Whatever the office printed or wrote itself; some tests lay files of their own into the store. */
const isOurs = (bytes: Buffer): boolean => (bytes.includes('%PDF') ? bytes.includes('/OutputIntents') : bytes.includes('xmlns'));

/** Whatever was issued is laid where the run's checker looks through it (embedded/test.mjs). */
async function handOverEInvoices({ invoices, creditNotes, files }: Store): Promise<void> {
  const folder = process.env.EINVOICES;
  if (!folder) return;
  const printed = (): object => ({ pdf: trusted({ $exists: true }) });
  const fields = { _id: 0, content: 1, client: 1, pdf: 1, xml: 1 };
  const documents = [...(await invoices.model.find(printed() as never, fields).lean().exec()), ...(await creditNotes.model.find(printed() as never, fields).lean().exec())];
  for (const { content, client, pdf, xml } of documents) {
    const format = client.eInvoicing?.format ?? 'factur-x';
    const isOne = format !== 'none' && exponentOf(content.currency) < 3; // Of dinars only some have an e-invoice: test/activities/e-invoice.test.ts.
    const issued = isOne ? await files.byHash((xml ?? pdf)!.hash) : null;
    if (issued && isOurs(issued.bytes)) writeFileSync(join(folder, `${issued.hash.slice(0, 12)}-${issued.name}`), issued.bytes);
  }
}

/** The same server, another database, and minutes of patience: a machine that stands still is no server that is away. */
export function patientUri(uri: string, database: string): string {
  const own = databaseUri(uri, database);
  return `${own}${own.includes('?') ? '&' : '?'}serverSelectionTimeoutMS=120000`;
}

/** The same server, another database. */
export const databaseUri = (uri: string, database: string): string => uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);
