/** Who comes by an approval link. The link leads to the door only; a session, which a code opens, leads through it. */
import { DomainError } from '../../domain/refusals';
import { rootOf, type Approver, type Guest, type Proved } from '../deps';
import { sessionOf } from './session';

/** Refuses TooManyAttempts, PageUnknown and ApprovalLinkExpired. Who has left the office has no session, whatever they bring. */
export async function approverBy(guest: Guest, token: string): Promise<Approver> {
  const { request, deps } = guest;
  await deps.guard.count(request.ip);
  const link = await deps.reading.approvalLink(token);
  if (!link) throw new DomainError('PageUnknown');
  await deps.guard.forgive(request.ip);
  if (link.expiresAt <= deps.now().toISOString()) throw new DomainError('ApprovalLinkExpired');
  const person = deps.book.personByEmail(link.approver);
  const session = person ? sessionOf(request, deps, person.email) : undefined;
  return { ...guest, link, path: `${rootOf(deps)}/approvals/${token}`, ...(person && session !== undefined && { proved: { person, session } }) };
}

/** Who it is. Refuses CodeNeeded for somebody who has not proved it, or not lately. */
export function provedBy({ proved }: Approver): Proved {
  if (!proved) throw new DomainError('CodeNeeded');
  return proved;
}

/** What the forms of a session are sealed to: its link and its own number. */
export const sealOf = ({ link }: Approver, { session }: Proved): string => `${link.hash}/${session}`;
