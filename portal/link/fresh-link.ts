/** Asking the office to mail a client a fresh link; the office mails one an hour at most. */
import type { Deps } from '../deps';

/** Resolves once the office has the order for good. */
export async function sendFreshLink({ door, now, log }: Deps, clientId: string): Promise<void> {
  const hour = now().toISOString().slice(0, 13);
  await door.sendLink({ clientId, hour });
  log.info({ event: 'portal.link.asked', clientId }, 'A fresh link was asked for.');
}
