/** The Event Webhook: what becomes of a mail, signed as SendGrid signs it, sent again until it is taken. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { Mailbox, MailSummary } from './mailbox';
import type { Address } from './payload';
import { freshId } from '../slack/ids';
import type { Collection, Journal } from '../slack/journal';
import type { Dict } from '../slack/json';

/** One event as SendGrid posts it; `timestamp` in unix seconds, custom arguments beside the rest. */
export type MailEvent = Dict & { event: string; email: string; timestamp: number; sg_event_id: string; sg_message_id: string };
/** A batch on its way. `body` is the exact text that is signed. */
export type Batch = { id: string; body: string; attempts: number; taken: boolean };
/** A post as it went out, for looking at and for sending again. */
export type Post = { at: string; batch: string; timestamp: string; signature: string; body: string; status: number };

/** First wait after a refusal, doubled each time up to the last; SendGrid gives up after 24 hours, a local office need not. */
const RETRY_FIRST_MS = 500;
const RETRY_LAST_MS = 30_000;
const PATIENCE_MS = 10_000;
const KEEP_POSTS = 500;

/**
 * What happens to mail for addresses whose local part begins so; everything else is delivered.
 * Fields: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
const FATES: readonly { prefix: string; events: readonly (Dict & { event: string })[] }[] = [
  { prefix: 'bounce', events: [{ event: 'processed' }, { event: 'bounce', type: 'bounce', status: '5.1.1', reason: '550 5.1.1 The email account that you tried to reach does not exist.' }] },
  { prefix: 'block', events: [{ event: 'processed' }, { event: 'bounce', type: 'blocked', status: '5.7.1', reason: '550 5.7.1 Message rejected by the recipient server.' }] },
  { prefix: 'drop', events: [{ event: 'dropped', reason: 'Bounced Address' }] },
  { prefix: 'defer', events: [{ event: 'processed' }, { event: 'deferred', response: '450 4.2.1 Try again later.', attempt: '1' }, { event: 'delivered', response: '250 OK' }] },
  { prefix: '', events: [{ event: 'processed' }, { event: 'delivered', response: '250 OK' }] },
];

export class Webhook {
  private readonly batches: Collection<Batch>;
  private readonly key: KeyObject | undefined;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly posts: Post[] = [];
  private closed = false;

  /** `url` '' posts nothing; `privateKey` is base64 DER (PKCS #8, P-256). Batches not yet taken are sent again at once. */
  constructor(journal: Journal, private readonly mailbox: Mailbox, private url: string, privateKey: string) {
    this.batches = journal.collection('batches');
    this.key = privateKey ? createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }) : undefined;
    this.resend();
  }

  /** From now on events go there, those still waiting too. */
  aim(url: string): void {
    this.url = url;
    this.resend();
  }

  /** Posts what becomes of a mail that was just accepted, one batch for all its recipients. */
  tell(mail: MailSummary): void {
    const everyone = [...mail.to, ...mail.cc, ...mail.bcc];
    this.post(mail, everyone.flatMap((address) => fateOf(address).map((fields) => eventOf(mail, address, fields))));
  }

  /** Makes an event happen now. `fields` override or add to the event's own. */
  happen(mail: MailSummary, event: string, fields: Dict = {}): void {
    this.post(mail, [eventOf(mail, mail.to[0] ?? { email: '', name: '' }, { ...fields, event })]);
  }

  /** What went out lately, oldest first. */
  sent(): readonly Post[] {
    return this.posts;
  }

  waiting(): Batch[] {
    return [...this.batches.values()].filter((batch) => !batch.taken);
  }

  /** Sends a batch once more as it is, whether or not it was taken. Answers the status, 0 when nobody was there. */
  async repeat(id: string): Promise<number | undefined> {
    const batch = this.batches.get(id);
    return batch && this.send(batch);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private post(mail: MailSummary, events: readonly MailEvent[]): void {
    for (const { event } of events) this.mailbox.note(mail.id, event);
    const id = freshId('b');
    this.batches.put(id, { id, body: JSON.stringify(events), attempts: 0, taken: false });
    if (this.url) this.later(0, id);
  }

  private resend(): void {
    if (this.url) for (const { id } of this.waiting()) this.later(0, id);
  }

  private later(ms: number, id: string): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.attempt(id);
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }

  private async attempt(id: string): Promise<void> {
    const batch = this.batches.get(id);
    if (!batch || batch.taken) return;
    const status = await this.send(batch);
    if (this.closed) return; // The next start sends it again: at least once, as SendGrid.
    const taken = status >= 200 && status < 300;
    this.batches.put(id, { ...batch, attempts: batch.attempts + 1, taken });
    if (!taken) this.later(Math.min(RETRY_FIRST_MS * 2 ** batch.attempts, RETRY_LAST_MS), id);
  }

  private async send({ id, body }: Batch): Promise<number> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = this.key ? sign('sha256', Buffer.from(timestamp + body), this.key).toString('base64') : '';
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'SendGrid Event API',
      ...(signature ? { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': timestamp } : {}),
    };
    const reply = await fetch(this.url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
    await reply?.arrayBuffer().catch(() => undefined);
    const status = reply?.status ?? 0;
    this.posts.push({ at: new Date().toISOString(), batch: id, timestamp, signature, body, status });
    if (this.posts.length > KEEP_POSTS) this.posts.shift();
    return status;
  }
}

const fateOf = ({ email }: Address): readonly (Dict & { event: string })[] => (FATES.find(({ prefix }) => email.toLowerCase().startsWith(prefix)) as (typeof FATES)[number]).events;

function eventOf(mail: MailSummary, { email }: Address, fields: Dict & { event: string }): MailEvent {
  const base = { email, timestamp: Math.floor(Date.now() / 1000), 'smtp-id': `<${mail.id}@outbox.local>`, sg_event_id: freshId('e') + freshId(''), sg_message_id: `${mail.id}.outbox.0` };
  return { ...mail.customArgs, ...base, ...fields };
}
