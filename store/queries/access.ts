/** Whose clients are whose, where the table of permissions asks for it, and the condition that keeps lists to one's own. */
import { trusted } from 'mongoose';
import type { Person } from '../../domain/people';
import { ACTIONS, reachOf, type Access, type ListLimit, type Permissions, type Portfolio } from '../../domain/permission';
import type { ClientStore } from '../client';

export type AccessQueries = ReturnType<typeof accessQueries>;

export function accessQueries({ model }: Pick<ClientStore, 'model'>) {
  const managedClients = async (): Promise<Managed[]> =>
    (await model.find({ accountManager: trusted({ $gt: '' }) } as never, { _id: 0, id: 1, accountManager: 1 }).lean().exec()) as unknown as Managed[];

  /** The same of several people, in their order. */
  async function ofEach(emails: readonly string[], { office: { people }, permissions }: Rules): Promise<Access[]> {
    const persons = emails.map((email) => people.find((one) => one.email === email));
    const isLimited = (person: Person | undefined): boolean => ACTIONS.some((action) => reachOf({ person, permissions }, action) === 'own');
    const clients = persons.some(isLimited) ? await managedClients() : [];
    return persons.map((person) => ({ person, permissions, portfolio: person && isLimited(person) ? portfolioOf(person, clients) : { managed: [], others: [] } }));
  }

  return {
    /** What a person goes by at this moment, by today's people and table; clients are only read for whom something is limited. */
    of: async (email: string, rules: Rules): Promise<Access> => (await ofEach([email], rules))[0] as Access,
    ofEach,
  };
}

type Rules = { office: { people: readonly Person[] }; permissions: Permissions };
type Managed = { id: string; accountManager: string };

function portfolioOf({ email }: Person, clients: readonly Managed[]): Portfolio {
  const ids = (managed: boolean): string[] => clients.filter(({ accountManager }) => (accountManager === email) === managed).map(({ id }) => id);
  return { managed: ids(true), others: ids(false) };
}

type Where = Record<string, unknown>;

/** The estimates of a query that a person's lists may hold. */
export const estimatesWithin = (limit: ListLimit | undefined, where: Where): Where => (limit ? { $and: [where, { $or: ownOf(limit) }] } : where);

/** The invoices of a query that a person's lists may hold: own ones, and those they are asked to approve, or to confirm an exception for. */
export const invoicesWithin = (limit: ListLimit | undefined, where: Where): Where =>
  (limit ? { $and: [where, { $or: [...ownOf(limit), { 'approval.steps.asked': limit.email }, { 'approval.exception.asked': limit.email }] }] } : where);

const ownOf = ({ email, portfolio: { managed, others } }: ListLimit): Where[] =>
  [{ 'client.id': trusted({ $in: [...managed] }) }, { 'createdBy.email': email, 'client.id': trusted({ $nin: [...others] }) }];
