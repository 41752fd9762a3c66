/**
 * Socket mode (docs.slack.dev/apis/events-api/using-socket-mode): tickets, the sockets that apps open with them, and on a socket
 * envelopes that want an acknowledgement.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Delivery, Reply } from './dispatch';
import { turnAway } from './http';
import { type Dict, dict, isDict, str } from './json';

/** An app has this long to use its ticket. */
const TICKET_LIFETIME_MS = 30_000;
/** Slack's clients give a silent socket up after 30 seconds. */
const PING_EVERY_MS = 10_000;
/** An acknowledgement holds at most a view; see the bound of a Web API call. */
const MOST_BYTES = 2 * 1024 * 1024;
/** What Slack's hello says of how long a socket lives; here they live on. */
const CONNECTION_TIME_S = 18_060;
/** Slack shows what these answer; of other interactions it only wants to know that they arrived. */
const ANSWERED = new Set(['view_submission', 'block_suggestion']);

type Envelope = { type: 'slash_commands' | 'interactive' | 'events_api'; payload: Dict; accepts_response_payload: boolean; retry_attempt?: number; retry_reason?: string };
type Awaited = { socket: WebSocket; settle(outcome: Reply['outcome'], body: string): void };

/** A request as socket mode words it. */
export function envelopeOf({ headers, body }: Pick<Delivery, 'headers' | 'body'>): Envelope {
  if (headers['content-type'] === 'application/json') {
    const retry = { retry_attempt: Number(headers['x-slack-retry-num'] ?? 0), retry_reason: headers['x-slack-retry-reason'] ?? '' };
    return { type: 'events_api', payload: dict(JSON.parse(body)), accepts_response_payload: false, ...retry };
  }
  const form = new URLSearchParams(body);
  const json = form.get('payload');
  if (json === null) return { type: 'slash_commands', payload: Object.fromEntries(form), accepts_response_payload: true };
  const payload = dict(JSON.parse(json));
  return { type: 'interactive', payload, accepts_response_payload: ANSWERED.has(str(payload.type)) };
}

/** An acknowledgement's payload as the body of an answer over HTTP: an empty object says as little as an empty body. */
const bodyOf = (payload: unknown): string => (isDict(payload) && Object.keys(payload).length > 0 ? JSON.stringify(payload) : '');

export class Sockets {
  /** Each good until its time, in ms since 1970. */
  private readonly tickets = new Map<string, number>();
  private readonly open = new Set<WebSocket>();
  private readonly awaited = new Map<string, Awaited>();
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });

  constructor(private readonly appId: string) {}

  /** The path and query under which one socket may be opened. */
  ticket(): string {
    const now = Date.now();
    for (const [ticket, until] of this.tickets) if (until < now) this.tickets.delete(ticket);
    const ticket = randomBytes(16).toString('hex');
    this.tickets.set(ticket, now + TICKET_LIFETIME_MS);
    return `/link?ticket=${ticket}`;
  }

  /** Opens a socket for a ticket; anybody else is turned away with 401. */
  readonly upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const ticket = searchParams.get('ticket') ?? '';
    const until = this.tickets.get(ticket) ?? 0;
    this.tickets.delete(ticket);
    if (pathname !== '/link' || until < Date.now()) return turnAway(stream, '401 Unauthorized');
    this.server.handleUpgrade(request, stream, head, (socket) => this.welcome(socket));
  };

  /** Sends a request through the newest socket; undefined when none is open. */
  deliver(request: Pick<Delivery, 'headers' | 'body'>, patienceMs: number): Promise<Reply> | undefined {
    const socket = [...this.open].findLast(({ readyState }) => readyState === WebSocket.OPEN);
    if (!socket) return undefined;
    const started = Date.now();
    const id = randomUUID();
    const envelope = envelopeOf(request);
    return new Promise((resolve) => {
      const settle: Awaited['settle'] = (outcome, body) => {
        clearTimeout(patience);
        this.awaited.delete(id);
        resolve({ outcome, status: outcome === 'ok' ? 200 : 0, body: envelope.accepts_response_payload ? body : '', ms: Date.now() - started });
      };
      const patience = setTimeout(() => settle('timeout', ''), patienceMs);
      this.awaited.set(id, { socket, settle });
      socket.send(JSON.stringify({ ...envelope, envelope_id: id }));
    });
  }

  count = (): number => this.open.size;

  /** Cuts every socket, without a word, as a broken line does. */
  cut(): void {
    for (const socket of [...this.open]) {
      socket.terminate();
      this.forget(socket); // Now: the event that says so comes later.
    }
  }

  /** Cuts all and lets nobody in any more. */
  close(): void {
    this.tickets.clear();
    this.cut();
  }

  private welcome(socket: WebSocket): void {
    this.open.add(socket);
    let alive = true;
    const pulse = setInterval(() => {
      if (!alive) return socket.terminate();
      alive = false;
      socket.ping();
    }, PING_EVERY_MS).unref();
    socket.on('pong', () => { alive = true; });
    socket.on('message', (data) => this.acknowledged(data));
    socket.on('error', () => socket.terminate()); // Its close follows.
    socket.on('close', () => {
      clearInterval(pulse);
      this.forget(socket);
    });
    const debug_info = { host: 'local-slack', build_number: 1, approximate_connection_time: CONNECTION_TIME_S };
    socket.send(JSON.stringify({ type: 'hello', num_connections: this.open.size, connection_info: { app_id: this.appId }, debug_info }));
  }

  /** What is no acknowledgement of something awaited is passed over, as Slack does. */
  private acknowledged(data: RawData): void {
    try {
      const { envelope_id, payload } = dict(JSON.parse(String(data)));
      this.awaited.get(str(envelope_id))?.settle('ok', bodyOf(payload));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  /** What was not acknowledged on a socket that is gone never will be. */
  private forget(socket: WebSocket): void {
    this.open.delete(socket);
    for (const { socket: carrier, settle } of [...this.awaited.values()]) if (carrier === socket) settle('failed', '');
  }
}
