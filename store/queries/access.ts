/** Whose clients are whose, where the table of permissions asks for it, and the condition that keeps lists to one's own. */
import { trusted } from 'mongoose';
import type { Person } from '../../domain/people';
import { ACTIONS, reachOf, type Access, type ListLimit, type Permissions, type Portfolio } from '../../domain/permission';
import type { ClientStore } from '../client';

export type AccessQueries = ReturnType<typeof accessQueries>;

export function accessQueries({ model }: Pick<ClientStore, 'model'>) {
  async function portfolioOf(email: string): Promise<Portfolio> {
    const found = (await model.find({ accountManager: trusted({ $gt: '' }) } as never, { _id: 0, id: 1, accountManager: 1 }).lean().exec()) as unknown as { id: string; accountManager: string }[];
    const ids = (managed: boolean): string[] => found.filter(({ accountManager }) => (accountManager === email) === managed).map(({ id }) => id);
    return { managed: ids(true), others: ids(false) };
  }

  return {
    /** What a person goes by at this moment, by today's people and table; clients are only read for whom something is limited. */
    async of(email: string, { office: { people }, permissions }: { office: { people: readonly Person[] }; permissions: Permissions }): Promise<Access> {
      const person = people.find((one) => one.email === email);
      const isLimited = ACTIONS.some((action) => reachOf({ person, permissions }, action) === 'own');
      return { person, permissions, portfolio: isLimited ? await portfolioOf(email) : { managed: [], others: [] } };
    },
  };
}

type Where = Record<string, unknown>;

/** The estimates of a query that a person's lists may hold. */
export const estimatesWithin = (limit: ListLimit | undefined, where: Where): Where => (limit ? { $and: [where, { $or: ownOf(limit) }] } : where);

/** The invoices of a query that a person's lists may hold: own ones, and those they are asked to approve, or to confirm an exception for. */
export const invoicesWithin = (limit: ListLimit | undefined, where: Where): Where =>
  (limit ? { $and: [where, { $or: [...ownOf(limit), { 'approval.steps.asked': limit.email }, { 'approval.exception.asked': limit.email }] }] } : where);

const ownOf = ({ email, portfolio: { managed, others } }: ListLimit): Where[] =>
  [{ 'client.id': trusted({ $in: [...managed] }) }, { 'createdBy.email': email, 'client.id': trusted({ $nin: [...others] }) }];
