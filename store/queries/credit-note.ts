/** Reading credit notes: one by its number, or a page of a list. */
import type { CreditNote } from '../../domain/credit-note';
import type { ListLimit } from '../../domain/permission';
import type { CreditNoteStore } from '../credit-note';
import { estimatesWithin } from './access';
import { PAGE, wholeNumber } from './invoice';

/** A credit note without its story and its lines. */
export type CreditNoteRow = Omit<CreditNote, 'history' | 'content' | 'seller'>;
const ROW = { _id: 0, history: 0, content: 0, seller: 0 } as const;

export type CreditNoteQueries = ReturnType<typeof creditNoteQueries>;

export function creditNoteQueries({ model, find }: CreditNoteStore) {
  return {
    find,

    /** A page of ten (pages count from 0), the newest first, and whether another follows; of `own` ones only, when a person's lists are limited. */
    async page(page: number, own?: ListLimit): Promise<{ rows: CreditNoteRow[]; more: boolean }> {
      const found = (await model.find(estimatesWithin(own, {}) as never, ROW).sort({ createdAt: -1 }).skip(page * PAGE).limit(PAGE + 1).lean().exec()) as unknown as CreditNoteRow[];
      return { rows: found.slice(0, PAGE), more: found.length > PAGE };
    },

    /** The note with this number, short ones completed by `prefix` and `year`; null when there is none. */
    byNumber: async (number: string, { prefix, year }: { prefix: string; year: string }): Promise<CreditNote | null> =>
      (await model.findOne({ number: String(wholeNumber(number, prefix, year)) } as never, { _id: 0 }).lean().exec()) as CreditNote | null,
  };
}
