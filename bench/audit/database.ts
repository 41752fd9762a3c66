/** MongoDB, read only: raw collections through the driver, without a schema of the office's. */
import { mongo } from 'mongoose';
import type { Claim, Client, CreditNote, Estimate, File, Invoice, Link, Mail } from './stored';

/** The collections by their names in the database. */
type Rows = {
  invoices: Invoice; estimates: Estimate; creditNotes: CreditNote; clients: Client; numbers: Claim; mails: Mail; files: File; links: Link;
  messages: { key: string; documentId: string }; forms: { formId: string };
};
export type CollectionName = keyof Rows;
type Filter = Readonly<Record<string, unknown>>;

/** Rows fetched at once: small enough that a batch with its files stays in memory. */
const BATCH = 50;

export class Database {
  private constructor(private readonly connection: mongo.MongoClient) {}

  /** Connects, or throws within ten seconds. The database is the one that the address names. */
  static async connect(uri: string): Promise<Database> {
    const options = { serverSelectionTimeoutMS: 10_000, promoteBuffers: true, readPreference: 'primary' } as const;
    return new Database(await mongo.MongoClient.connect(uri, options));
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  find<N extends CollectionName>(name: N, filter: Filter): Promise<Rows[N][]> {
    return this.rows(name, filter).toArray();
  }

  has(name: CollectionName, filter: Filter): Promise<boolean> {
    return this.connection.db().collection(name).findOne(filter, { projection: { _id: 1 } }).then(Boolean);
  }

  /** All rows in batches, or those with these ids; in the order of `sort` when it matters. */
  async *batches<N extends CollectionName>(name: N, { ids, sort = { _id: 1 } }: { ids?: readonly string[]; sort?: Readonly<Record<string, 1>> } = {}): AsyncGenerator<Rows[N][]> {
    let batch: Rows[N][] = [];
    for await (const row of this.rows(name, ids ? { id: { $in: ids } } : {}).sort(sort).batchSize(BATCH)) {
      batch.push(row);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  /** Every document of every collection as its bytes: texts lie in them as UTF-8. */
  async *everything(): AsyncGenerator<{ collection: string; id: string; bytes: Buffer }> {
    const collections = await this.connection.db().listCollections({}, { nameOnly: true }).toArray();
    for (const { name } of collections) {
      for await (const raw of this.connection.db().collection(name).find({}, { raw: true })) {
        const bytes = raw as unknown as Buffer;
        const { _id, id, key } = mongo.BSON.deserialize(bytes, { promoteBuffers: true }) as { _id: unknown; id?: unknown; key?: unknown };
        yield { collection: name, id: String(id ?? key ?? _id), bytes };
      }
    }
  }

  private rows<N extends CollectionName>(name: N, filter: Filter): mongo.FindCursor<Rows[N]> {
    return this.connection.db().collection(name).find(filter, { projection: { _id: 0 } }) as unknown as mongo.FindCursor<Rows[N]>;
  }
}
