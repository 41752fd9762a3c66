/** Who comes by a link: its client, or a refusal. Guessing is counted, an expired link is answered with a fresh one by mail. */
import { DomainError } from '../../domain/refusals';
import { rootOf, type Caller, type Guest } from '../deps';
import { sendFreshLink } from './fresh-link';

/** Refuses TooManyAttempts, PageUnknown, LinkRevoked and LinkExpired. */
export async function visitorBy(guest: Guest, token: string): Promise<Caller> {
  const { request, deps } = guest;
  await deps.guard.count(request.ip);
  const link = await deps.reading.link(token);
  const client = link && (await deps.reading.client(link.clientId));
  if (!link || !client) throw new DomainError('PageUnknown');
  await deps.guard.forgive(request.ip);
  const now = deps.now().toISOString();
  if (link.revokedAt !== undefined) throw new DomainError('LinkRevoked');
  if (link.expiresAt <= now) {
    await sendFreshLink(deps, client.id);
    throw new DomainError('LinkExpired');
  }
  const visit = { client, seller: deps.book.current().office.seller, base: `${rootOf(deps)}/p/${token}`, until: link.expiresAt, now };
  return { ...guest, link, client, visit };
}
