/** Clients at rest. */
import { Schema, type Connection } from 'mongoose';
import type { Client } from '../domain/client';
import type { Entry } from '../domain/history';
import { AGGREGATE_FIELDS, AGGREGATE_OPTIONS, aggregateStore, type AggregateStore } from './aggregate';

export type StoredClient = Client & { history: Entry[] };

const schema = new Schema({
  ...AGGREGATE_FIELDS,
  name: { type: String, required: true }, email: { type: String, required: true },
  address: { type: Object, required: true }, currency: { type: String, required: true },
  zone: { type: String, required: true }, locale: { type: String, required: true },
  defaultVat: { type: Object, required: true }, terms: { type: Object, required: true },
  secondLanguage: String, vatId: String, eInvoicing: Object, accountManager: String, design: String, tags: { type: [String], default: undefined },
  credit: { type: [Object], required: true },
}, { ...AGGREGATE_OPTIONS, collection: 'clients' });
schema.index({ name: 1 }, { collation: { locale: 'en', strength: 1 } }); // As store/queries/client.ts compares names.
schema.index({ email: 1 });
schema.index({ accountManager: 1 });

export type ClientStore = AggregateStore<StoredClient>;
export const clientStore = (connection: Connection): ClientStore => aggregateStore<StoredClient>(connection, 'Client', schema);
