/** Plants corruptions: clumsy ones beside the history, and skilful ones that mend counts, hashes and the document themselves. */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { mongo } from 'mongoose';
import { canonical, sha256 } from '../../bench/audit/canonical';
import type { CollectionName } from '../../bench/audit/database';
import { replayed } from '../../bench/audit/replay';
import type { Entry, Recorded } from '../../bench/audit/stored';
import type { TestOffice } from '../support/office';

/** Any stored row; a forger cares for no types. */
// biome-ignore lint/suspicious/noExplicitAny: rows of every shape, reached into at will.
export type Row = any;
const COLLECTIONS: readonly CollectionName[] = ['invoices', 'estimates', 'creditNotes', 'clients', 'numbers', 'mails', 'files', 'links', 'messages', 'forms'];

export class Forger {
  /** A copy of the outbox's mails, which an audit reads with `--data`. */
  readonly data = mkdtempSync(join(tmpdir(), 'audit-'));
  /** A folder of logs. */
  readonly logs = join(this.data, 'logs');
  /** A driver's log of what it was told. */
  readonly acknowledgements = join(this.data, 'acknowledged.jsonl');
  /** Where the audit of the sound office keeps the ends of the chains. */
  readonly heads = join(this.data, 'heads.jsonl');
  private readonly db: mongo.Db;
  private readonly sound = new Map<string, Row[]>();
  private readonly spoilt = new Set<string>();
  constructor(private readonly office: TestOffice) {
    this.db = office.store.connection.db as unknown as mongo.Db;
  }

  get temporal(): TestOffice['temporal'] {
    return this.office.temporal;
  }

  /** Remembers the office as it is sound. */
  async begin(): Promise<void> {
    for (const name of COLLECTIONS) this.sound.set(name, await this.db.collection(name).find().toArray());
    this.refill();
  }

  /** Makes everything sound again. */
  async mend(): Promise<void> {
    for (const name of this.spoilt) {
      const rows = this.sound.get(name) ?? [];
      await this.db.collection(name).deleteMany({});
      if (rows.length > 0) await this.db.collection(name).insertMany(rows);
    }
    this.spoilt.clear();
    this.refill();
  }

  end(): void {
    rmSync(this.data, { recursive: true, force: true });
  }

  /** A collection, to be spoilt. */
  rows(name: CollectionName): mongo.Collection<Row> {
    this.spoilt.add(name);
    return this.db.collection(name);
  }

  /** Writes into the driver's log. */
  log(line: object): void {
    appendFileSync(this.acknowledgements, `${JSON.stringify(line)}\n`);
  }

  /** A document as it stands. */
  async row(name: CollectionName, filter: Row): Promise<Row> {
    const found = await this.db.collection(name).findOne(filter);
    if (!found) throw new Error(`There is nothing to corrupt in ${name} for ${JSON.stringify(filter)}.`);
    return found;
  }

  /** Changes a row and nothing else. */
  async touch(name: CollectionName, filter: Row, change: (row: Row) => void): Promise<void> {
    const row = await this.row(name, filter);
    change(row);
    await this.rows(name).replaceOne({ _id: row._id }, row);
  }

  /** Changes a history, then counts and hashes it anew and makes the document what it now tells. */
  async forge(name: 'invoices' | 'estimates' | 'creditNotes' | 'clients', id: string, change: (history: Row[]) => void): Promise<void> {
    const { _id, history } = await this.row(name, { id });
    change(history);
    let previous = '';
    const forged = (history as Entry[]).map((entry, at) => {
      const { hash: _, ...rest } = { ...entry, seq: at + 1, previous };
      previous = sha256(canonical(rest));
      return { ...rest, hash: previous };
    });
    const document = { _id, ...replayed<Recorded>(forged).at(-1)?.after, revision: forged.length, history: forged };
    await this.rows(name).replaceOne({ _id }, document);
  }

  /** Changes the accepted mail of a row; without an answer it is taken away. A new `id` makes it another mail. */
  message(outboxId: string, change: (mail: Row) => Row | undefined): void {
    const folder = join(this.data, 'outbox', 'mails');
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
      const mail = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Row;
      if (!JSON.stringify(mail.payload.personalizations).includes(outboxId) && mail.payload.custom_args?.outbox_id !== outboxId) continue;
      const { id } = mail;
      const changed = change(mail);
      if (changed?.id === id || !changed) rmSync(join(folder, name));
      if (changed) writeFileSync(join(folder, changed.id === id ? name : `9${name.slice(1)}`), JSON.stringify(changed));
    }
  }

  private refill(): void {
    for (const name of ['outbox', 'logs']) rmSync(join(this.data, name), { recursive: true, force: true });
    cpSync(join(this.office.folder, 'outbox'), join(this.data, 'outbox'), { recursive: true });
    mkdirSync(this.logs);
    writeFileSync(this.acknowledgements, '');
  }
}
