/** How a client stands with the office: what it owes, what of it is late, and whether it ever got an invoice. */
import { trusted } from 'mongoose';
import type { PlainDate } from '../../domain/dates';
import type { ClientStanding } from '../../domain/invoice-subject';
import type { Money } from '../../domain/money';
import type { ClientStore } from '../client';
import type { InvoiceStore } from '../invoice';

export type StandingQueries = ReturnType<typeof standingQueries>;

export function standingQueries(clients: ClientStore, { model }: InvoiceStore) {
  const sums = (clientId: string, due: object): Promise<{ _id: string; minor: number }[]> =>
    model.aggregate([{ $match: { 'client.id': String(clientId), state: 'sent', ...due } }, { $group: { _id: '$balance.currency', minor: { $sum: '$balance.minor' } } }]).exec();
  const amounts = (found: { _id: string; minor: number }[]): Money[] => found.map(({ _id, minor }) => ({ minor, currency: _id }));

  return {
    /** The client's standing on the office's day; undefined when there is no such client. */
    async of(clientId: string, today: PlainDate): Promise<ClientStanding | undefined> {
      const [client, open, overdue, issued] = await Promise.all([
        clients.find(clientId), sums(clientId, {}), sums(clientId, { dueDate: { $lt: today } }),
        model.exists({ 'client.id': String(clientId), number: trusted({ $gt: '' }) } as never),
      ]);
      return client ? {
        name: client.name, country: client.address.country, tags: client.tags ?? [], ...(client.accountManager && { accountManager: client.accountManager }),
        open: amounts(open), overdue: amounts(overdue), isFirst: issued === null,
      } : undefined;
    },
  };
}
