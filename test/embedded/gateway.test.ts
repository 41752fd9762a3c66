/** The one public door, between a raw client and a process behind it that says what reached it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../support/sources';

type Reached = { name: string; url: string; headers: Record<string, string>; body: string };
type Answer = { status: number; headers: IncomingMessage['headers']; text: string };

const servers: Server[] = [];
const doors: { end(): void }[] = [];

/** A process behind the door: repeats what reached it, streams below /stream, breaks off below /break. */
async function backend(name: string): Promise<number> {
  const server = createServer((incoming, response) => {
    if (incoming.url === '/healthz') return void response.end('{"mongodb":true}');
    if (incoming.url?.endsWith('/stream')) return void response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n');
    if (incoming.url?.endsWith('/break')) return void incoming.socket.destroy();
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      response.writeHead(201, { 'x-of': name, 'set-cookie': ['a=1', 'b=2'] });
      response.end(JSON.stringify({ name, url: incoming.url, headers: incoming.headers, body: Buffer.concat(chunks).toString('hex') }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

/** Opens a door in a process of its own. `targets` as openGateway takes them. */
async function openDoor(targets: Record<string, number>): Promise<number> {
  const program = `import { openGateway } from ${JSON.stringify(join(ROOT, 'embedded/parts/gateway.mjs'))};
    const { port } = await openGateway({ port: 0, host: '127.0.0.1', targets: ${JSON.stringify(targets)} });
    process.stdout.write(port + '\\n');
    process.stdin.resume().once('end', () => process.exit(0));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  doors.push(child.stdin);
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  return Number(value);
}

/** A request whose every header is the test's own choice. */
async function ask(port: number, path: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: Buffer } = {}): Promise<Answer> {
  const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

const reached = ({ text }: Answer): Reached => JSON.parse(text);

describe('the gateway', () => {
  let door: number;
  beforeAll(async () => {
    const [slackApp, portal, worker, desk] = await Promise.all(['slack-app', 'portal', 'worker', 'desk'].map(backend));
    door = await openDoor({ slackApp: slackApp!, portal: portal!, worker: worker!, desk: desk! });
  });
  afterAll(() => {
    for (const stdin of doors) stdin.end();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it.each([
    ['/slack/events', 'slack-app'], ['/slackers', 'portal'], ['/p/x?y=1', 'portal'], ['/webhooks/sendgrid', 'portal'], ['/', 'portal'],
    ['/desk', 'desk'], ['/desk/api/office', 'desk'], ['/desktop', 'portal'], ['//', 'portal'], ['/p/../desk', 'portal'],
  ])('takes %s to %s', async (path, name) => {
    expect(reached(await ask(door, path))).toMatchObject({ name, url: path });
  });

  it('passes bytes and headers on as they are, both ways', async () => {
    const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const headers = { 'content-type': 'application/octet-stream', 'x-slack-signature': 'v0=Aa', host: 'office.example' };
    const answer = await ask(door, '/slack/events', { method: 'POST', headers, body });
    expect(reached(answer)).toMatchObject({ body: body.toString('hex'), headers });
    expect(answer).toMatchObject({ status: 201, headers: { 'x-of': 'slack-app', 'set-cookie': ['a=1', 'b=2'] } });
  });

  it('says itself where a request came from, whatever the request claims', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-host': 'evil.example', forwarded: 'for=203.0.113.7' };
    const { headers: seen } = reached(await ask(door, '/p/x', { headers }));
    expect(seen['x-forwarded-for']).toBe('127.0.0.1');
    expect(seen).not.toHaveProperty('x-forwarded-host');
    expect(seen).not.toHaveProperty('forwarded');
  });

  it.each<[string, Record<string, string>]>([
    ['a foreign Host', { host: 'office.example' }], ['a Host made to look local', { host: 'localhost.example' }],
    ['a proxy before it', { 'x-forwarded-for': '203.0.113.7' }], ['a proxy that says so', { via: '1.1 proxy' }],
  ])('refuses the desk to %s', async (_what, headers) => {
    expect((await ask(door, '/desk/api/office', { headers })).status).toBe(403);
  });

  it('lets streams through event by event', async () => {
    const outgoing = request({ host: '127.0.0.1', port: door, path: '/desk/stream', agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const [first] = await once(response, 'data');
    expect(String(first)).toBe('data: first\n\n');
    outgoing.destroy();
  });

  it('answers 503 for a part that breaks off, and goes on', async () => {
    const answer = await ask(door, '/p/break');
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect((await ask(door, '/p/x')).status).toBe(201);
  });

  it('is healthy when worker, slack-app and portal are, and says what each says', async () => {
    const answer = await ask(door, '/healthz');
    const part = { ok: true, says: { mongodb: true } };
    expect({ status: answer.status, body: JSON.parse(answer.text) }).toEqual({ status: 200, body: { ok: true, parts: { worker: part, 'slack-app': part, portal: part } } });
  });

  it('is not healthy while one is missing or silent, and says which and why', async () => {
    const well = await backend('portal');
    const gone = await backend('gone');
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const answer = await ask(await openDoor({ portal: well, worker: gone }), '/healthz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toMatchObject({
      ok: false, parts: { portal: { ok: true }, worker: { ok: false, reason: 'not answering' }, 'slack-app': { ok: false, reason: 'not started yet' } },
    });
  });

  it('knows no desk where there is none', async () => {
    expect((await ask(await openDoor({ portal: await backend('portal') }), '/desk')).status).toBe(404);
  });
});
