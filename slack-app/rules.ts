/** Rehearsing: the rules of domain/ asked about what is stored, to show what would happen or why not. The workflows decide. */
import type { Rules } from '../domain/drafting';
import type { Invoice } from '../domain/invoice';
import { groupsIn } from '../domain/policy/policy';
import type { Deed } from './deed';

/** Today's people, policy and rates, and the office's date. */
function rulesOf({ parts, today }: Deed): Rules {
  const { office, approvals } = parts.book.current();
  return { people: office.people, policy: approvals, rates: office.rates, today };
}

/** The same with the policy in force and what it may want to know besides: how the invoice's client stands today. */
export async function rulesFor(deed: Deed, { client }: Pick<Invoice, 'client'>): Promise<Rules> {
  const { policies, reading, directory } = deed.parts;
  const [policy, standing] = await Promise.all([policies.active(), reading.standings.of(client.id, deed.today)]);
  return { ...rulesOf(deed), policy, standing, groups: await directory.groupMembers(groupsIn(policy)) };
}
