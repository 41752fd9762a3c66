/** Documents whose stored state asks for something to be done by their workflow, whether or not it is at work on it. */
import { trusted, type Model } from 'mongoose';
import type { Invoice } from '../../domain/invoice';
import type { CreditNoteStore } from '../credit-note';
import type { EstimateStore } from '../estimate';
import type { InvoiceStore } from '../invoice';

/** Which document, and at which revision it asks. */
export type Undone = { kind: 'invoice' | 'estimate' | 'credit-note'; id: string; revision: number };

/** More than this of a kind are not woken: then something else is wrong than one lost answer. */
const MOST = 500;

/** All submitted invoices as far as their approval goes, for whoever looks after its seats: one that is left out would wait for who is gone. */
export const submittedInvoices = (invoices: InvoiceStore) => async (): Promise<Pick<Invoice, 'id' | 'revision' | 'approval' | 'createdBy' | 'lastEditedBy'>[]> =>
  (await invoices.model.find({ state: 'submitted' } as never, { _id: 0, id: 1, revision: 1, approval: 1, createdBy: 1, lastEditedBy: 1 }).lean().exec()) as unknown as Invoice[];

export function undoneQueries(invoices: InvoiceStore, estimates: EstimateStore, creditNotes: CreditNoteStore) {
  const found = async (kind: Undone['kind'], model: unknown, filter: object): Promise<Undone[]> => {
    const rows = await (model as Model<{ id: string; revision: number }>).find(filter as never, { _id: 0, id: 1, revision: 1 }).limit(MOST).lean().exec();
    return rows.map(({ id, revision }) => ({ kind, id, revision }));
  };
  return {
    /** Handed in, to be numbered, printed or mailed, with a debt, or accepted and not yet an invoice. */
    undone: async (): Promise<Undone[]> => (await Promise.all([
      found('invoice', invoices.model, { state: trusted({ $in: ['submitted', 'approved'] }) }),
      found('invoice', invoices.model, { state: 'issued', 'delivery.status': trusted({ $in: [null, 'sending'] }) }),
      found('invoice', invoices.model, { 'owed.key': trusted({ $gt: '' }) }),
      found('estimate', estimates.model, { state: 'accepted' }),
      found('estimate', estimates.model, { 'outgoing.key': trusted({ $gt: '' }) }),
      found('credit-note', creditNotes.model, { 'outgoing.key': trusted({ $gt: '' }) }),
    ])).flat(),
  };
}
