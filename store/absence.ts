/** The office's absences at rest: one document, so that two entries cannot pass each other. */
import { Schema, type Connection } from 'mongoose';
import { ABSENCE_BOOK, type AbsenceBook } from '../domain/absence';
import type { Act, Entry } from '../domain/history';
import { AGGREGATE_FIELDS, AGGREGATE_OPTIONS, aggregateStore, type AggregateStore } from './aggregate';

export type StoredAbsenceBook = AbsenceBook & { revision: number; history: Entry[] };
export type AbsenceStore = AggregateStore<StoredAbsenceBook> & {
  /** The book; an empty one in a store that has none yet. */
  book(): Promise<AbsenceBook>;
  /** Makes the empty book, once. */
  seed(act: Act): Promise<void>;
};

const schema = new Schema({ ...AGGREGATE_FIELDS, absences: { type: [Object], required: true } }, { ...AGGREGATE_OPTIONS, collection: 'absencebooks' });

export function absenceStore(connection: Connection): AbsenceStore {
  const store = aggregateStore<StoredAbsenceBook>(connection, 'AbsenceBook', schema);
  return {
    ...store,
    book: async () => (await store.find(ABSENCE_BOOK)) ?? { id: ABSENCE_BOOK, absences: [] },
    seed: async (act) => void (await store.create({ id: ABSENCE_BOOK, absences: [] }, act, 'opened')),
  };
}
