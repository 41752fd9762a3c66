/** Rehearsing: the rules of domain/ asked about what is stored, to show what would happen or why not. The workflows decide. */
import { awayOn } from '../domain/absence';
import type { Rules } from '../domain/drafting';
import type { Invoice } from '../domain/invoice';
import { groupsIn } from '../domain/policy/policy';
import type { Deed } from './deed';

/** Today's people and rates, who is away, the policy in force and what it may want to know: how the invoice's client stands, and who is in its groups. */
export async function rulesFor({ parts, today }: Deed, { client }: Pick<Invoice, 'client'>): Promise<Rules> {
  const { office } = parts.book.current();
  const { people, rates } = office;
  const [policy, standing, known] = await Promise.all([parts.policies.active(), parts.reading.standings.of(client.id, today), parts.reading.absences()]);
  return { people, rates, taxation: office, eInvoices: { book: parts.book.eInvoiceRules.book, seller: office.seller }, today, policy, standing, away: awayOn(known, today), hoursOf: parts.book.hoursOf, groups: await parts.directory.groupMembers(groupsIn(policy)) };
}
