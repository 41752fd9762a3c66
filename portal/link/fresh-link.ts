/** Orders fresh links by mail: the office's workflow sends it to the address it holds, at most once an hour. */
import type { Deps } from '../deps';

const hourOf = (now: Date): string => now.toISOString().slice(0, 13);

export async function sendFreshLink({ door, now, log }: Deps, clientId: string): Promise<void> {
  await door.sendLink({ clientId, hour: hourOf(now()) });
  log.info({ event: 'portal.link.asked', clientId }, 'A fresh link was asked for.');
}

/** Fresh links to what waits for an approver without Slack; of somebody else nothing comes. */
export async function sendApprovalLinks({ door, now, log }: Deps, email: string): Promise<void> {
  await door.sendApprovalLinks({ email, hour: hourOf(now()) });
  log.info({ event: 'portal.approvals.asked', by: email }, 'Fresh links to approvals were asked for.');
}
