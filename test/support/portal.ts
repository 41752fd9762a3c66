/** The real portal over a test's office, and a visitor of it: a browser without a browser, who keeps no cookies and follows nothing by itself. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Environment } from '../../config/env';
import { createLogger, type Log } from '../../config/logger';
import { startPortal } from '../../portal/portal';
import { PORTAL_SECRET } from './embedded-servers';
import { freePort } from './port';

export const PUBLIC_URL = 'https://office.test';
export { PORTAL_SECRET };

export type Answered = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string };
export type Asked = { method?: string; headers?: Record<string, string>; body?: string | Buffer; form?: Record<string, string>; json?: unknown };

/** `ask` sends a request to a path (or to a link of ours); `from` gives the same visitor another address. */
export type Visitor = { ask(path: string, asked?: Asked): Promise<Answered>; get(path: string): Promise<Answered>; post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Answered>; from(ip: string): Visitor };
export type TestPortal = { origin: string; visitor: Visitor; close(): Promise<void> };

/** A real browser follows redirects, so for it the portal is public under an address of this machine: `reach: 'browser'`. */
type Parts = Pick<Environment<'portal'>, 'mongoUri' | 'temporal' | 'configFolder'> & { webhookKey?: string; reach?: 'browser'; log?: Log };

export async function openTestPortal({ mongoUri, temporal, configFolder, webhookKey, reach, log = createLogger('portal', process.env.OFFICE_TEST_LOG === 'on' ? 'info' : 'silent') }: Parts): Promise<TestPortal> {
  const port = reach === 'browser' ? await freePort() : 0;
  const portal = await startPortal({
    host: '127.0.0.1', port, publicUrl: reach === 'browser' ? `http://127.0.0.1:${port}` : PUBLIC_URL, logLevel: 'silent', configFolder, mongoUri, temporal, portalSecret: PORTAL_SECRET, sendgrid: { webhookKey },
  }, log);
  return { origin: `http://127.0.0.1:${portal.port}`, visitor: visitorAt(portal.port, ''), close: portal.close };
}

let addresses = 0;
/** A visitor's address that no other test uses, as the gateway would tell it. */
const freshAddress = (): string => `2001:db8::${(addresses += 1).toString(16)}`;

function visitorAt(port: number, ip: string): Visitor {
  const ask = (path: string, { method = 'GET', headers = {}, form, json, body }: Asked = {}): Promise<Answered> => {
    const sent = json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : body;
    const type = json !== undefined ? 'application/json' : 'application/x-www-form-urlencoded';
    const own = { 'X-Forwarded-For': ip || freshAddress(), ...(sent !== undefined && { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(sent)) }), ...headers };
    return exchange({ port, method, path: path.replace(PUBLIC_URL, ''), headers: own }, sent);
  };
  return {
    ask,
    get: (path) => ask(path),
    post: (path, form, headers = { Origin: PUBLIC_URL }) => ask(path, { method: 'POST', form, headers }),
    from: (other) => visitorAt(port, other),
  };
}

/** node:http and not fetch, because fetch tidies addresses and forbids headers that an attacker sends. */
function exchange(options: { port: number; method: string; path: string; headers: Record<string, string> }, body: string | Buffer | undefined): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', agent: false, ...options }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: bytes, text: bytes.toString() });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** The value of a hidden field on a page. */
export function hidden({ text }: Answered, name: string): string {
  const [, value] = new RegExp(`name="${name}" value="([^"]*)"`).exec(text) ?? [];
  if (value === undefined) throw new Error(`The page has no hidden field “${name}”.`);
  return value;
}

/** The words of a page, without tags, in one line. */
export const wordsOf = ({ text }: Answered): string =>
  text.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, ' ').replaceAll('\u00a0', ' ').replace(/&quot;/g, '"').replace(/&#x27;/g, "'").replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim();
