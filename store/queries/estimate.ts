/** Reading estimates: one by its name, or a page of a list. */
import { trusted } from 'mongoose';
import type { Reference } from '../../domain/command';
import type { Estimate, EstimateState } from '../../domain/estimate';
import type { ListLimit } from '../../domain/permission';
import type { EstimateStore } from '../estimate';
import { estimatesWithin } from './access';
import { PAGE, wholeNumber } from './invoice';

/** An estimate without its story and its lines. */
export type EstimateRow = Omit<Estimate, 'history' | 'content' | 'seller' | 'searchText'>;
const ROW = { _id: 0, history: 0, content: 0, seller: 0, searchText: 0 } as const;

export type EstimateFilter = { email?: string; states?: readonly EstimateState[]; clientIds?: readonly string[] };

export type EstimateQueries = ReturnType<typeof estimateQueries>;

export function estimateQueries({ model, find }: EstimateStore) {
  const rows = async ({ email, states, clientIds }: EstimateFilter, skip: number, limit: number, own?: ListLimit): Promise<EstimateRow[]> => {
    const where = { ...(email && { 'createdBy.email': email }), ...(states && { state: trusted({ $in: states }) }), ...(clientIds && { 'client.id': trusted({ $in: clientIds }) }) };
    return (await model.find(estimatesWithin(own, where) as never, ROW).sort({ createdAt: -1 }).skip(skip).limit(limit).lean().exec()) as unknown as EstimateRow[];
  };
  return {
    find, rows,

    async page(filter: EstimateFilter, page: number, own?: ListLimit): Promise<{ rows: EstimateRow[]; more: boolean }> {
      const found = await rows(filter, page * PAGE, PAGE + 1, own);
      return { rows: found.slice(0, PAGE), more: found.length > PAGE };
    },

    /** The estimate a person means; null when there is none. */
    async byReference(reference: Reference, email: string, { prefix, year }: { prefix: string; year: string }): Promise<Estimate | null> {
      if (reference.by === 'number') {
        return (await model.findOne({ number: String(wholeNumber(reference.number, prefix, year)) } as never, { _id: 0 }).lean().exec()) as Estimate | null;
      }
      if (reference.by === 'draft') {
        const tail = { id: trusted({ $regex: `${reference.tail.replace(/[^0-9a-f]/g, '')}$` }) };
        return (await model.findOne(tail as never, { _id: 0 }).sort({ id: 1 }).lean().exec()) as Estimate | null;
      }
      return (await model.findOne({ 'createdBy.email': String(email) } as never, { _id: 0 }).sort({ createdAt: -1 }).lean().exec()) as Estimate | null;
    },
  };
}
