/** A reader of the mail outbox for tests; how it is used stands at the head of person.ts. */
import { DeskError, call, matches, until } from './desk-door';
import type { MailSummary } from '../../embedded/outbox/mailbox';
import type { Batch, Post } from '../../embedded/outbox/webhook';
import type { ScriptedFault } from '../../embedded/slack/faults';
import type { Dict } from '../../embedded/slack/json';

export type OpenMail = MailSummary & { text: string; html: string; payload: Dict };

/** The mail outbox at `origin`. */
export const openOutbox = (origin: string): OutboxReader => new OutboxReader(origin);

export class OutboxReader {
  constructor(readonly origin: string) {}

  /** Mails, newest first; only those to an address when one is given. */
  async mails({ to = '' }: { to?: string } = {}): Promise<MailSummary[]> {
    return (await call<{ mails: MailSummary[] }>(this.origin, 'GET', `/outbox/mails?limit=100000&to=${encodeURIComponent(to)}`)).mails;
  }

  async open(id: string): Promise<OpenMail> {
    const { mail, ...content } = await call<{ mail: MailSummary; text: string; html: string; payload: Dict }>(this.origin, 'GET', `/outbox/mails/${id}`);
    return { ...mail, ...content };
  }

  /** Waits for the newest mail that matches and opens it. */
  async gets({ to = '', subject = '' }: { to?: string; subject?: string | RegExp }): Promise<OpenMail> {
    const found = await until(async () => (await this.mails({ to })).find((mail) => matches(mail.subject, subject)), `a mail to ${to || 'anyone'} about ${String(subject) || 'anything'}`);
    return this.open(found.id);
  }

  async attachment(mail: { id: string }, at: number): Promise<Buffer> {
    const reply = await fetch(`${this.origin}/outbox/mails/${mail.id}/attachments/${at}`);
    if (!reply.ok) throw new DeskError(reply.status, {}, `attachment ${at} of ${mail.id}`);
    return Buffer.from(await reply.arrayBuffer());
  }

  fault = (fault: ScriptedFault): Promise<unknown> => call(this.origin, 'POST', '/control/faults', fault);
  pendingFaults = async (): Promise<ScriptedFault[]> => (await call<{ pending: ScriptedFault[] }>(this.origin, 'GET', '/control/faults')).pending;
  clearFaults = (): Promise<unknown> => call(this.origin, 'DELETE', '/control/faults');
  happen = (id: string, event: string, fields: Dict = {}): Promise<unknown> => call(this.origin, 'POST', '/control/events', { ...fields, id, event });
  webhook = (): Promise<{ waiting: Batch[]; sent: Post[] }> => call(this.origin, 'GET', '/control/webhook');
  aimAt = (url: string): Promise<unknown> => call(this.origin, 'POST', '/control/webhook', { url });
  repeat = async (batch: string): Promise<number> => (await call<{ status: number }>(this.origin, 'POST', `/control/webhook/${batch}/repeat`, {})).status;
}
