/**
 * The one public door: hands each request, bytes untouched, to the process that serves it, and answers /healthz for
 * all of them. The desk passes only from this machine.
 */
import { createServer, request as httpRequest } from 'node:http';

/** Longer than the apps' own questions to their parts (2 s), shorter than a container's usual health timeout (5 s). */
const HEALTH_PATIENCE_MS = 4_000;
/** RFC 9110, 7.6.1: these belong to one connection and are not passed on. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade']);
/** As the portal's: an address that is far too long is answered by the portal, not cut off here. */
const HEAD_BYTES = 128 * 1024;
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
const LOOPBACK_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Opens the door. Processes that are not up yet answer 503; `targets` may be filled later.
 * @param {{ port: number, host: string, targets: { slackApp?: number, portal?: number, worker?: number, desk?: number } }} options
 *   `targets` are loopback ports; without `desk` there is no desk
 * @returns {Promise<{ port: number, close(): Promise<void> }>}
 */
export async function openGateway({ port, host, targets }) {
  const server = createServer({ maxHeaderSize: HEAD_BYTES }, (request, response) => {
    const [path] = request.url.split('?', 1);
    if (path === '/healthz') return void answerHealth(targets, response);
    if (isBelow(path, '/slack')) return forward(request, response, targets.slackApp);
    if (!isBelow(path, '/desk')) return forward(request, response, targets.portal);
    if (targets.desk === undefined) return answer(response, 404, 'There is no desk here.');
    if (!isFromThisMachine(request)) return answer(response, 403, 'The desk is for this machine only.');
    forward(request, response, targets.desk);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: server.address().port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections(); // The desk's streams would hold it open for ever.
      await closed;
    },
  };
}

const isBelow = (path, folder) => path === folder || path.startsWith(`${folder}/`);

function answer(response, status, sentence) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
}

/**
 * A foreign Host means that another site's page leads here (DNS rebinding); a forwarding header, that another proxy on
 * this machine hands on somebody else's request.
 */
function isFromThisMachine({ socket, headers }) {
  const name = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const handedOn = headers.forwarded ?? headers.via ?? headers['x-forwarded-for'] ?? headers['x-forwarded-host'];
  return LOOPBACK_ADDRESSES.has(socket.remoteAddress) && LOOPBACK_NAMES.has(name) && handedOn === undefined;
}

function forward(request, response, port) {
  if (port === undefined) return answer(response, 503, 'The office is starting.');
  const headers = passedOn(request.rawHeaders);
  headers.push('X-Forwarded-For', (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
  // A connection of its own each time: one kept alive may be closed by the other side just as a POST goes out.
  const target = { agent: false, host: '127.0.0.1', port, method: request.method, path: request.url, headers, setHost: false };
  const onward = httpRequest(target, (reply) => {
    response.writeHead(reply.statusCode, reply.statusMessage, passedOn(reply.rawHeaders));
    response.flushHeaders(); // A stream's first event may be far away.
    reply.pipe(response);
    reply.once('error', () => response.destroy());
  });
  onward.once('error', () => {
    if (response.headersSent) return response.destroy();
    response.setHeader('Retry-After', '1'); // A part that died is restarted at once.
    answer(response, 503, 'This part of the office is not answering. Please try again.');
  });
  response.once('close', () => onward.destroy());
  request.pipe(onward);
}

/** Names and values as they came, without what belongs to this connection or claims where the request is from. */
function passedOn(rawHeaders) {
  const pairs = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at].toLowerCase();
    if (HOP_BY_HOP.has(name) || name === 'forwarded' || name.startsWith('x-forwarded-')) continue;
    pairs.push(rawHeaders[at], rawHeaders[at + 1]);
  }
  return pairs;
}

async function answerHealth({ slackApp, portal, worker }, response) {
  const asked = Object.entries({ 'slack-app': slackApp, portal, worker });
  const parts = Object.fromEntries(await Promise.all(asked.map(async ([name, port]) => [name, await healthOf(port)])));
  const well = Object.values(parts).every(({ ok }) => ok);
  response.writeHead(well ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify({ ok: well, parts })}\n`);
}

/** What a process says of itself: { ok, reason?, says? }, `says` being its own answer. */
async function healthOf(port) {
  if (port === undefined) return { ok: false, reason: 'not started yet' };
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(HEALTH_PATIENCE_MS) });
    const says = await reply.json().catch(() => undefined);
    return reply.ok ? { ok: true, says } : { ok: false, reason: `answers ${reply.status}`, says };
  } catch (error) {
    const late = error.name === 'TimeoutError';
    return { ok: false, reason: late ? `no answer within ${HEALTH_PATIENCE_MS / 1000} s` : 'not answering' };
  }
}
