/** How a client stands with the office: what it owes, what of it is late, and whether it ever got an invoice. */
import { trusted } from 'mongoose';
import type { PlainDate } from '../../domain/dates';
import type { ClientStanding } from '../../domain/invoice-subject';
import type { Money } from '../../domain/money';
import type { ClientStore } from '../client';
import type { InvoiceStore } from '../invoice';

/** Minor units of one currency. */
type Sums = { _id: string; open: number; overdue: number };
const amounts = (sums: readonly Sums[], which: 'open' | 'overdue'): Money[] =>
  sums.filter((one) => one[which] > 0).map((one) => ({ minor: one[which], currency: one._id }));

export type StandingQueries = ReturnType<typeof standingQueries>;

export function standingQueries(clients: ClientStore, { model }: InvoiceStore) {
  /** What is open, and what of it is late on a day, in each currency. */
  const sums = (clientId: string, today: PlainDate): Promise<Sums[]> =>
    model.aggregate([
      { $match: { 'client.id': String(clientId), state: 'sent' } },
      { $group: { _id: '$balance.currency', open: { $sum: '$balance.minor' }, overdue: { $sum: { $cond: [{ $lt: ['$dueDate', today] }, '$balance.minor', 0] } } } },
    ]).exec();

  return {
    /** The client's standing on the office's day; undefined when there is no such client. */
    async of(clientId: string, today: PlainDate): Promise<ClientStanding | undefined> {
      const [client, sent, issued] = await Promise.all([
        clients.find(clientId), sums(clientId, today),
        model.exists({ 'client.id': String(clientId), number: trusted({ $gt: '' }) } as never),
      ]);
      return client ? {
        name: client.name, country: client.address.country, tags: client.tags ?? [], ...(client.accountManager && { accountManager: client.accountManager }),
        open: amounts(sent, 'open'), overdue: amounts(sent, 'overdue'), isFirst: issued === null,
      } : undefined;
    },
  };
}
