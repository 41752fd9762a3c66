/** Invoices at rest. */
import { Schema, type Connection } from 'mongoose';
import { INVOICE_STATES, type Invoice } from '../domain/invoice';
import { AGGREGATE_FIELDS, AGGREGATE_OPTIONS, aggregateStore, type AggregateStore } from './aggregate';

const required = { type: Object, required: true };
const schema = new Schema({
  ...AGGREGATE_FIELDS,
  version: { type: Number, required: true },
  state: { type: String, required: true, enum: INVOICE_STATES },
  content: required, contentHash: { type: String, required: true }, totals: required, client: required,
  createdBy: required, createdAt: { type: String, required: true }, lastEditedBy: required,
  source: Object, approval: Object, returned: Object, questions: [Object],
  number: String, issueDate: String, dueDate: String, seller: Object, pdf: Object, xml: Object, delivery: Object, sentAt: String, exchange: Object, taxExchange: Object,
  payments: [Object], paid: required, balance: required, credits: { type: [Object], default: undefined }, credited: Object, dunning: required, dispute: Object, owed: [Object], held: [Object], closed: Object,
  searchText: { type: String, required: true },
}, { ...AGGREGATE_OPTIONS, collection: 'invoices' });
schema.index({ number: 1 }, { unique: true, partialFilterExpression: { number: { $exists: true } } });
schema.index({ state: 1, dueDate: 1, 'balance.currency': 1, 'balance.minor': 1 }); // Aging is read from its keys alone.
schema.index({ 'client.id': 1, createdAt: -1 });
schema.index({ 'client.id': 1, state: 1 });
schema.index({ 'createdBy.email': 1, createdAt: -1 });
schema.index({ 'createdBy.email': 1, state: 1, createdAt: -1 });
schema.index({ 'createdBy.email': 1, state: 1, dueDate: 1 });
schema.index({ 'approval.verdict': 1, state: 1, 'approval.requestedAt': 1 });
schema.index({ state: 1, 'approval.steps.asked': 1, 'approval.requestedAt': 1 });
schema.index({ 'approval.steps.decisions.by.email': 1, 'approval.requestedAt': -1 }, { sparse: true });
schema.index({ 'approval.exception.at': 1 }, { sparse: true });
schema.index({ 'approval.steps.ended.how': 1 }, { sparse: true });
schema.index({ state: 1, 'delivery.status': 1 });
schema.index({ 'dispute.at': 1 }, { sparse: true });
schema.index({ 'held.at': 1 }, { sparse: true });
schema.index({ 'owed.key': 1 }, { sparse: true });
schema.index({ createdAt: -1, searchText: 1 }); // Lists walk it; searches look into its keys.
schema.index({ 'credits.state': 1 }, { sparse: true });
schema.index({ 'source.estimateId': 1 });
schema.index({ issueDate: 1 }, { sparse: true });
schema.index({ 'payments.receipt.issueDate': 1 }, { sparse: true });

export type InvoiceStore = AggregateStore<Invoice>;
export const invoiceStore = (connection: Connection): InvoiceStore => aggregateStore<Invoice>(connection, 'Invoice', schema);
