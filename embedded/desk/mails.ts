/** The outbox seen from the desk: the desk fetches, so that a browser needs one address only. */
import { type Route, HttpRefusal, type Exchange } from '../slack/http';
import type { Slack } from '../slack/slack';

/** Headers of the outbox's answers that matter to a browser, the sandbox of a mail's HTML first. */
const PASSED = ['content-type', 'content-disposition', 'content-security-policy', 'x-content-type-options', 'cache-control'] as const;
/** A mail's attachments are small; an outbox that takes longer is down. */
const PATIENCE_MS = 10_000;

async function pass({ settings }: Slack, { response, params, url }: Exchange): Promise<void> {
  if (!settings.outboxUrl) throw new HttpRefusal(404, { error: 'no_outbox' });
  const rest = params.rest ? `/${params.rest.split('/').map(encodeURIComponent).join('/')}` : '';
  const source = `${settings.outboxUrl}/outbox/mails${rest}${url.search}`;
  const reply = await fetch(source, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
  if (!reply) throw new HttpRefusal(502, { error: 'outbox_down' });
  const headers = Object.fromEntries(PASSED.flatMap((name) => (reply.headers.get(name) ? [[name, reply.headers.get(name) as string]] : [])));
  response.writeHead(reply.status, headers);
  response.end(Buffer.from(await reply.arrayBuffer()));
}

/** GET /desk/api/mails and everything below it. */
export const mailRoutes = (slack: Slack): Route[] => [
  { method: 'GET', path: '/desk/api/mails', handle: (exchange) => pass(slack, exchange) },
  { method: 'GET', path: '/desk/api/mails/*rest', handle: (exchange) => pass(slack, exchange) },
];
