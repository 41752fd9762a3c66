/** Estimates at rest. */
import { Schema, type Connection } from 'mongoose';
import { ESTIMATE_STATES, type Estimate } from '../domain/estimate';
import { AGGREGATE_FIELDS, AGGREGATE_OPTIONS, aggregateStore, type AggregateStore } from './aggregate';

const required = { type: Object, required: true };
const schema = new Schema({
  ...AGGREGATE_FIELDS,
  version: { type: Number, required: true },
  state: { type: String, required: true, enum: ESTIMATE_STATES },
  content: required, contentHash: { type: String, required: true }, totals: required, client: required,
  createdBy: required, createdAt: { type: String, required: true }, lastEditedBy: required,
  validUntil: String, number: String, issueDate: String, seller: Object, pdf: Object, delivery: Object,
  answer: Object, invoiceId: String, outgoing: Object, held: [Object],
  searchText: { type: String, required: true },
}, { ...AGGREGATE_OPTIONS, collection: 'estimates' });
schema.index({ number: 1 }, { unique: true, partialFilterExpression: { number: { $exists: true } } });
schema.index({ 'client.id': 1, state: 1 });
schema.index({ 'createdBy.email': 1, state: 1, createdAt: -1 });
schema.index({ 'createdBy.email': 1, createdAt: -1 });
schema.index({ state: 1 });
schema.index({ issueDate: 1 }, { sparse: true });
schema.index({ 'outgoing.key': 1 }, { sparse: true });
schema.index({ createdAt: -1, searchText: 1 });

export type EstimateStore = AggregateStore<Estimate>;
export const estimateStore = (connection: Connection): EstimateStore => aggregateStore<Estimate>(connection, 'Estimate', schema);
