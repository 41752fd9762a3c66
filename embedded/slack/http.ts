/** HTTP for the embedded servers: a route table on 127.0.0.1, bodies with a limit, JSON answers, and nobody from outside. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** Everything a handler needs of one request. `params` holds the `:names` of the route's path, decoded. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  params: Record<string, string>;
};
/** `path` is literal but for `:name` (one segment) and a last `*name` (the rest). */
export type Route = { method: string; path: string; handle(exchange: Exchange): Promise<void> | void };
/** `origin` has no trailing slash. */
export type Listening = { port: number; origin: string; close(): Promise<void> };

/** Takes over a connection that asks for another protocol. */
export type Upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => void;

/** An answer other than 200, thrown from anywhere below a handler. */
export class HttpRefusal extends Error {
  constructor(readonly status: number, readonly answer: unknown) {
    super(`HTTP ${status}`);
    this.name = 'HttpRefusal';
  }
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const isFromHere = ({ headers }: IncomingMessage): boolean => LOOPBACK.has((headers.host ?? '').replace(/:\d+$/, ''));
/** A page of another origin can send these without asking first, so they never carry a command. */
const SIMPLE_TYPES = /^(text\/plain|application\/x-www-form-urlencoded|multipart\/form-data)/i;
/** Default limit of a body in bytes; uploads name their own. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** The whole body. Refused with 413 above `limit` bytes, once all has come in: a caller cut off while sending would not hear why. */
export async function bodyOf(request: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new HttpRefusal(413, { error: 'too_large' });
  return Buffer.concat(chunks);
}

/** The body as a JSON object; anything else is refused with 400, and a form with 415 so that foreign pages cannot command. */
export async function jsonOf<T extends object>(request: IncomingMessage): Promise<T> {
  if (SIMPLE_TYPES.test(request.headers['content-type'] ?? '')) throw new HttpRefusal(415, { error: 'json_only' });
  const text = (await bodyOf(request)).toString('utf8');
  try {
    const value: unknown = JSON.parse(text || '{}');
    if (typeof value === 'object' && value !== null) return value as T;
  } catch {
    // Falls through to the refusal: the caller learns the same either way.
  }
  throw new HttpRefusal(400, { error: 'invalid_json' });
}

/** Answers with JSON; never cached. */
export function answer(response: ServerResponse, value: unknown, status = 200): void {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  response.end(body);
}

/** Answers an upgrade with no more than a status, such as `401 Unauthorized`. */
export function turnAway(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy()); // The caller may be gone already.
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function matcher(path: string): (pathname: string) => Record<string, string> | null {
  const names: string[] = [];
  const source = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:(\w+)|\*(\w+)/g, (_, segment?: string, rest?: string) => {
    names.push((segment ?? rest) as string);
    return segment ? '([^/]+)' : '(.*)';
  });
  const pattern = new RegExp(`^${source}$`);
  return (pathname) => {
    const found = pattern.exec(pathname);
    if (!found) return null;
    try {
      return Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')]));
    } catch {
      throw new HttpRefusal(400, { error: 'invalid_path' });
    }
  };
}

/**
 * Serves the routes on 127.0.0.1:`port` (0 takes a free one); the first that matches answers.
 * A Host that is not a loopback name is refused: it is how another site's page would reach in. Without an `upgrade` there is HTTP only.
 */
export async function serve(port: number, routes: readonly Route[], fault: (error: unknown) => void, upgrade?: Upgrade): Promise<Listening> {
  const table = routes.map((route) => ({ route, match: matcher(route.path) }));
  const server = createServer(async (request, response) => {
    try {
      if (!isFromHere(request)) throw new HttpRefusal(403, { error: 'loopback_only' });
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      for (const { route, match } of table) {
        const params = request.method === route.method || (request.method === 'HEAD' && route.method === 'GET') ? match(url.pathname) : null;
        if (params) return await route.handle({ request, response, url, params });
      }
      throw new HttpRefusal(404, { error: 'not_found' });
    } catch (error) {
      if (!(error instanceof HttpRefusal)) fault(error);
      if (response.headersSent || response.destroyed) return void response.destroy();
      if (error instanceof HttpRefusal) return answer(response, error.answer, error.status);
      answer(response, { ok: false, error: 'internal_error' }, 500);
    }
  });
  if (upgrade) server.on('upgrade', (request, stream, head) => (isFromHere(request) ? upgrade(request, stream, head) : turnAway(stream, '403 Forbidden')));
  server.keepAliveTimeout = 65_000; // Longer than any caller's pool, so that no call is sent into a closing socket.
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const actual = (server.address() as AddressInfo).port;
  const close = () => new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  return { port: actual, origin: `http://127.0.0.1:${actual}`, close };
}
