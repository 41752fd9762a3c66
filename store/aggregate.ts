/**
 * One document per aggregate. State and its reason are one write: the changed fields, the history entry that says why and
 * the next revision go in together, and only onto the revision the writer saw.
 */
import type { Connection, Model, Schema } from 'mongoose';
import { nextEntry, type Act, type Change, type Entry } from '../domain/history';
import { DomainError } from '../domain/refusals';
import { isDuplicateKey } from './connection';

export type Aggregate = { id: string; revision: number; history: Entry[] };

/** What every aggregate's schema holds. */
export const AGGREGATE_FIELDS = {
  id: { type: String, required: true, unique: true },
  revision: { type: Number, required: true, validate: Number.isSafeInteger },
  history: { type: [Object], required: true },
} as const;
export const AGGREGATE_OPTIONS = { strict: 'throw', versionKey: false, minimize: false } as const;

/** Guarded reads and writes of one collection of aggregates. */
export type AggregateStore<T extends Aggregate> = {
  model: Model<T>;
  find(id: string): Promise<T | null>;
  /** Makes the first revision. The same id again gives the stored one: creation is once only. */
  create(fields: Omit<T, 'revision' | 'history'>, act: Act, kind: string): Promise<T>;
  /** Writes a change onto the revision seen; the same key again is the same act and changes nothing. Throws DomainError Moved. */
  commit(seen: T, act: Act, change: Change<T>): Promise<T>;
};

const without = <T extends object>(document: T, fields: readonly string[]): T =>
  Object.fromEntries(Object.entries(document).filter(([field]) => !fields.includes(field))) as T;

export function aggregateStore<T extends Aggregate>(connection: Connection, name: string, schema: Schema): AggregateStore<T> {
  const model = connection.model(name, schema) as unknown as Model<T>;
  const find = async (id: string): Promise<T | null> =>
    (await model.findOne({ id: String(id) } as never, { _id: 0 }).lean().exec()) as T | null;

  const create = async (fields: Omit<T, 'revision' | 'history'>, act: Act, kind: string): Promise<T> => {
    const entry = nextEntry(undefined, act, { kind, changes: fields as Record<string, unknown> });
    const first = { ...fields, revision: 1, history: [entry] } as unknown as T;
    try {
      await model.create([first] as never);
      return first;
    } catch (error) {
      const stored = isDuplicateKey(error) ? await find((fields as unknown as T).id) : null;
      if (!stored) throw error;
      return stored;
    }
  };

  const commit = async (seen: T, act: Act, change: Change<T>): Promise<T> => {
    if (seen.history.some((entry) => entry.key === act.key)) return seen;
    const entry = nextEntry(seen.history.at(-1), act, change as Change<Record<string, unknown>>);
    const set = Object.fromEntries(Object.entries(entry.changes).filter(([, value]) => value !== null));
    const cleared = Object.keys(entry.changes).filter((field) => entry.changes[field] === null);
    const write = {
      $set: { ...set, revision: seen.revision + 1 },
      $push: { history: entry },
      ...(cleared.length > 0 && { $unset: Object.fromEntries(cleared.map((field) => [field, ''])) }),
    };
    const { matchedCount } = await model.updateOne({ id: seen.id, revision: seen.revision } as never, write as never);
    if (matchedCount === 1) return { ...without(seen, cleared), ...set, revision: seen.revision + 1, history: [...seen.history, entry] }; // As it is stored now: nobody else wrote onto this revision.
    const stored = await find(seen.id);
    if (!stored) throw new DomainError('NotFound', { what: 'document' });
    if (stored.history.some((past) => past.key === act.key)) return stored;
    throw new DomainError('Moved', { id: seen.id, expected: seen.revision });
  };
  return { model, find, create, commit };
}
