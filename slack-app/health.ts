/** GET /healthz of the Slack app: 200 when Slack, Temporal and MongoDB answer, else 503 with those that do not. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Each part's question by its name. */
export type Health = Readonly<Record<string, () => Promise<unknown>>>;

/** A part that is slower than this does not answer. */
const PATIENCE_MS = 4_000;

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS).unref());
  return Promise.race([ask().then((answer) => answer !== false, () => false), late]);
}

/** Serves /healthz and turns everything else away. */
export const healthDoor = (health: Health) => (request: IncomingMessage, response: ServerResponse): void => {
  if (request.method !== 'GET' || request.url?.split('?')[0] !== '/healthz') return void response.writeHead(404).end();
  const asked = Object.entries(health).map(async ([name, ask]) => [name, await answers(ask)] as const);
  void Promise.all(asked).then((parts) => {
    const well = parts.every(([, up]) => up);
    response.writeHead(well ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(Object.fromEntries(parts)));
  });
};
