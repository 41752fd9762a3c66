/** Reading what a statement of account is made of: a client's numbered invoices, and the days of their credit notes. */
import { trusted } from 'mongoose';
import type { StatedInvoice, StatedNote } from '../../domain/statement';
import type { CreditNoteStore } from '../credit-note';
import type { InvoiceStore } from '../invoice';

const STATED = { _id: 0, id: 1, number: 1, state: 1, issueDate: 1, dueDate: 1, content: 1, totals: 1, payments: 1, credits: 1, closed: 1 } as const;

export type StatementQueries = ReturnType<typeof statementQueries>;

export function statementQueries({ invoices, creditNotes }: { invoices: InvoiceStore; creditNotes: CreditNoteStore }) {
  return {
    /** Everything ever booked with a client: the opening balance comes from what was before. */
    async of(clientId: string): Promise<{ invoices: StatedInvoice[]; notes: StatedNote[] }> {
      const own = { 'client.id': String(clientId), number: trusted({ $gt: '' }) };
      const [stated, notes] = await Promise.all([
        invoices.model.find(own as never, STATED).lean().exec() as unknown as Promise<StatedInvoice[]>,
        creditNotes.model.find({ 'client.id': String(clientId) } as never, { _id: 0, id: 1, number: 1, issueDate: 1 }).lean().exec() as unknown as Promise<StatedNote[]>,
      ]);
      return { invoices: stated, notes };
    },
  };
}
