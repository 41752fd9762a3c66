/** What Slack sends to the app, through a socket or as signed requests: three seconds to answer, every one of them remembered for a while. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Dict } from './json';
import type { Sockets } from './socket';

/** What came back. `timeout` and `failed` are Slack's `operation_timeout` and `dispatch_failed`. */
export type Reply = { outcome: 'ok' | 'timeout' | 'failed'; status: number; body: string; ms: number };
/** A request as it was sent; `body` and `headers` are the exact bytes, for sending them again; a socket carries the same in an envelope. */
export type Delivery = { id: number; at: string; kind: string; way: 'http' | 'socket'; headers: Record<string, string>; body: string; reply?: Reply };
/** `patienceMs` is Slack's 3000 (docs.slack.dev/interactivity/handling-user-interaction, "Acknowledgment response"). */
export type DispatchSettings = { requestUrl: string; signingSecret: string; patienceMs: number };

const KEEP = 500;
/** After a refused event Slack tries at once, after a minute and after five (docs.slack.dev/apis/events-api, "Retries"). */
const EVENT_RETRY_AFTER_MS = [0, 60_000, 300_000] as const;
const FORM = 'application/x-www-form-urlencoded';

export class Dispatcher {
  private log: Delivery[] = [];
  private count = 0;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(readonly settings: DispatchSettings, private readonly sockets: Sockets) {}

  /** A slash command: its fields as a form. */
  command(fields: Record<string, string>): Promise<Reply> {
    return this.send('slash_command', new URLSearchParams(fields).toString(), FORM);
  }

  /** An interaction: one form field, `payload`, holding JSON. */
  interaction(payload: Dict & { type: string }): Promise<Reply> {
    return this.send(payload.type, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), FORM);
  }

  /** An event, sent again as Slack does while the app does not take it. */
  async event(type: string, envelope: object): Promise<Reply> {
    const body = JSON.stringify(envelope);
    const attempt = async (retry: number, reason: string): Promise<Reply> => {
      const extra: Record<string, string> = retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason };
      const reply = await this.send(type, body, 'application/json', extra);
      const after = EVENT_RETRY_AFTER_MS[retry];
      if (reply.outcome !== 'ok' && after !== undefined) this.later(after, () => attempt(retry + 1, reply.outcome === 'timeout' ? 'http_timeout' : 'http_error'));
      return reply;
    };
    return attempt(0, '');
  }

  /** Sends the very same bytes again, signature and all. Undefined when that delivery is no longer known. */
  async repeat(id: number): Promise<Reply | undefined> {
    const past = this.log.find((each) => each.id === id);
    return past && this.transmit(past.kind, past.headers, past.body);
  }

  deliveries(): readonly Delivery[] {
    return this.log;
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private later(ms: number, act: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void act();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }

  private send(kind: string, body: string, contentType: string, extra: Record<string, string> = {}): Promise<Reply> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', this.settings.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      ...extra,
    };
    return this.transmit(kind, headers, body);
  }

  private async transmit(kind: string, headers: Record<string, string>, body: string): Promise<Reply> {
    this.count += 1;
    const viaSocket = this.sockets.deliver({ headers, body }, this.settings.patienceMs);
    const delivery: Delivery = { id: this.count, at: new Date().toISOString(), kind, way: viaSocket ? 'socket' : 'http', headers, body };
    this.log = [...this.log.slice(-(KEEP - 1)), delivery];
    delivery.reply = await (viaSocket ?? this.exchange(headers, body));
    return delivery.reply;
  }

  /** One POST without a pooled connection: a restarted app must not cost a person their click. */
  private exchange(headers: Record<string, string>, body: string): Promise<Reply> {
    const started = Date.now();
    const { requestUrl, patienceMs } = this.settings;
    return new Promise((resolve) => {
      const done = (outcome: Reply['outcome'], status: number, text: string) => resolve({ outcome, status, body: text, ms: Date.now() - started });
      if (!URL.canParse(requestUrl)) return done('failed', 0, '');
      const send = requestUrl.startsWith('https:') ? httpsRequest : httpRequest;
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const request = send(requestUrl, { method: 'POST', agent: false, headers: { ...headers, ...length } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => done('failed', response.statusCode ?? 0, ''));
        response.on('end', () => {
          clearTimeout(patience);
          const status = response.statusCode ?? 0;
          done(status >= 200 && status < 300 ? 'ok' : 'failed', status, Buffer.concat(chunks).toString('utf8'));
        });
      });
      const patience = setTimeout(() => {
        done('timeout', 0, '');
        request.destroy();
      }, patienceMs);
      request.on('error', () => {
        clearTimeout(patience);
        done('failed', 0, '');
      });
      request.end(body);
    });
  }
}
