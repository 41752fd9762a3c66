/** Live updates: hints of what changed, as server-sent events; the page then reads what it shows. */
import type { ServerResponse } from 'node:http';
import type { Change, Person } from '../slack/records';
import type { Slack } from '../slack/slack';

/** A comment now and then keeps gateways from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;
/** The outbox is another process; a page looks at it this often. */
const MAIL_LOOK_MS = 2_000;

/** Sends the person every change that concerns them, until they leave. */
export function stream({ workspace, settings }: Slack, person: Person, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.write(': open\n\n');
  const tell = (change: Change): void => {
    const concerned = 'to' in change && change.to !== undefined ? change.to === person.id : true;
    if (concerned) response.write(`data: ${JSON.stringify(change)}\n\n`);
  };
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  const stopWatching = settings.outboxUrl ? watchMails(settings.outboxUrl, () => tell({ kind: 'mail' })) : undefined;
  workspace.changes.on('change', tell);
  response.on('close', () => {
    clearInterval(heartbeat);
    stopWatching?.();
    workspace.changes.off('change', tell);
  });
}

/** Calls `arrived` whenever the outbox holds a newer mail or event than at the last look. Returns how to stop. */
function watchMails(outboxUrl: string, arrived: () => void): () => void {
  let known: string | undefined;
  const look = async (): Promise<void> => {
    const reply = await fetch(`${outboxUrl}/outbox/mails?limit=20`, { signal: AbortSignal.timeout(MAIL_LOOK_MS) }).catch(() => undefined);
    const latest = reply?.ok ? await reply.text().catch(() => undefined) : undefined;
    if (latest === undefined) return;
    if (known !== undefined && latest !== known) arrived();
    known = latest;
  };
  void look();
  const timer = setInterval(() => void look(), MAIL_LOOK_MS);
  return () => clearInterval(timer);
}
