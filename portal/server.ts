/** The portal's HTTP server: limits, headers, the way from an address to its handler, and back to an answer. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import helmet from 'helmet';
import { DomainError } from '../domain/refusals';
import { pageSpeech } from '../templates/pages/words';
import { approverBy } from './approval/approver';
import { turnedBack } from './approval/turned-back';
import { brandOf, type Caller, type Deps, type Guest } from './deps';
import { localeFor } from './language';
import { visitorBy } from './link/visitor';
import { contentPolicy } from './policy';
import { refused } from './refused';
import { none, type Reply } from './reply';
import { readRequest, type PortalRequest } from './request';
import { APPROVER_ROUTES, CALLER_ROUTES, GUEST_ROUTES, routeOf, type Route } from './routes';

/** Room for an address that is far too long to be told so, instead of a cut line. */
const HEAD_BYTES = 128 * 1_024;
/** A phone on a bad line needs seconds; a socket that dribbles for longer is let go. */
const HEAD_MS = 10_000;
const REQUEST_MS = 30_000;

export function createPortal(deps: Deps): Server {
  const secure = helmet({ contentSecurityPolicy: contentPolicy(deps.publicUrl, () => brandOf(deps)), referrerPolicy: { policy: 'no-referrer' }, frameguard: { action: 'deny' } });
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reply = await answer(incoming, deps).catch((error: unknown) => refused(error, deps, incoming, localeOf(incoming, deps)));
    send(reply, incoming, response);
  };
  const server = createServer({ maxHeaderSize: HEAD_BYTES, headersTimeout: HEAD_MS, requestTimeout: REQUEST_MS }, (incoming, response) => {
    secure(incoming, response, () => void serve(incoming, response));
  });
  return server.on('clientError', hangUp);
}

/** How a visitor is spoken to of whom nothing is known but their browser. */
const localeOf = ({ headers }: IncomingMessage, { book }: Deps): string => localeFor(headers['accept-language'] ?? '', book.current().office.locale);

/** Finds the handler and asks it; whom a link has told us is refused in their own language. */
async function answer(incoming: IncomingMessage, deps: Deps): Promise<Reply> {
  const request = readRequest(incoming, deps.gateways);
  const [first, token = '', ...rest] = request.segments;
  const open = routeOf(GUEST_ROUTES, request.segments);
  if (open) return handled(open.route, request, localeOf(incoming, deps), (handler) => handler({ request, deps, names: open.names }));
  if (first === 'approvals') return answerApprover({ request, deps, names: [] }, token, rest);
  if (first !== 'p') throw new DomainError('PageUnknown');
  const caller = await visitorBy({ request, deps, names: [] }, token);
  const { client: { locale } } = caller;
  return answerCaller(caller, rest).catch((error: unknown) => refused(error, deps, incoming, locale));
}

/** As answer, behind a client's link. */
async function answerCaller(caller: Caller, rest: readonly string[]): Promise<Reply> {
  const own = routeOf(CALLER_ROUTES, rest);
  if (!own) throw new DomainError('PageUnknown');
  return handled(own.route, caller.request, caller.client.locale, (handler) => handler({ ...caller, names: own.names }));
}

/** As answer, behind an approval link. */
async function answerApprover(guest: Guest, token: string, rest: readonly string[]): Promise<Reply> {
  const approver = await approverBy(guest, token);
  const own = routeOf(APPROVER_ROUTES, rest);
  if (!own) throw new DomainError('PageUnknown');
  return handled(own.route, guest.request, guest.deps.book.current().office.locale, (handler) => handler({ ...approver, names: own.names })).catch((error: unknown) => turnedBack(error, approver));
}

/** HEAD is GET without the body, which Node leaves out. Refuses OpenAndPress and MethodNotAllowed. */
async function handled<Handler>(route: Route<Handler>, { method }: PortalRequest, locale: string, ask: (handler: Handler) => Promise<Reply>): Promise<Reply> {
  const methods = [...(route.GET ? ['GET', 'HEAD'] : []), ...(route.POST ? ['POST'] : [])].join(', ');
  if (method === 'OPTIONS') return none({ Allow: methods });
  const handler = method === 'POST' ? route.POST : method === 'GET' || method === 'HEAD' ? route.GET : undefined;
  if (handler) return ask(handler);
  throw route.button ? new DomainError('OpenAndPress', { button: route.button(pageSpeech(locale).page), methods }) : new DomainError('MethodNotAllowed', { methods });
}

/** Nothing of a client's is kept by browsers or proxies, and no search engine lists it. */
function send({ status, type, body, headers }: Reply, incoming: IncomingMessage, response: ServerResponse): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length, 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow', ...headers });
  response.end(bytes);
  if (!incoming.complete) incoming.resume(); // What was not read is let run off, or the connection would hang.
}

/** A head that cannot be read. One that is too large begins with an address that is too long, or has too many headers. */
function hangUp(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
