/** Credit notes at rest. */
import { Schema, type Connection } from 'mongoose';
import { CREDIT_NOTE_STATES, type CreditNote } from '../domain/credit-note';
import { AGGREGATE_FIELDS, AGGREGATE_OPTIONS, aggregateStore, type AggregateStore } from './aggregate';

const required = { type: Object, required: true };
const text = { type: String, required: true };
const schema = new Schema({
  ...AGGREGATE_FIELDS,
  state: { ...text, enum: CREDIT_NOTE_STATES },
  number: { ...text, unique: true }, issueDate: text, invoice: required, content: required, totals: required, client: required, seller: required,
  reason: text, settlement: text, applied: required, surplus: required, remaining: required, createdBy: required, createdAt: text,
  pdf: Object, xml: Object, delivery: Object, outgoing: Object, held: [Object],
}, { ...AGGREGATE_OPTIONS, collection: 'creditNotes' });
schema.index({ 'invoice.id': 1 });
schema.index({ 'client.id': 1, createdAt: -1 });
schema.index({ createdAt: -1 });
schema.index({ 'outgoing.key': 1 }, { sparse: true });
schema.index({ 'pdf.hash': 1 }, { sparse: true });

export type CreditNoteStore = AggregateStore<CreditNote>;
export const creditNoteStore = (connection: Connection): CreditNoteStore => aggregateStore<CreditNote>(connection, 'CreditNote', schema);
