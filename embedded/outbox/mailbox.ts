/**
 * The mailbox: every accepted mail as one file, `mails/SEQUENCE-ID.json` below OFFICE_DATA/outbox, whole on disk before
 * SendGrid's 202 is given. A file holds `{ id, sequence, at, payload }`, the payload exactly as it was posted.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Address, recipients, sender } from './payload';
import { freshId } from '../slack/ids';
import type { Collection, Journal } from '../slack/journal';
import { type Dict, dict, dicts, str } from '../slack/json';

/** One stored mail; `at` is an ISO instant, `sequence` counts from 1 without gaps. */
export type StoredMail = { id: string; sequence: number; at: string; payload: Dict };
/** `size` is in bytes; `at` is the attachment's place in the mail, from 0. */
export type AttachmentInfo = { at: number; filename: string; type: string; disposition: string; contentId: string; size: number };
/** What lists show. `events` are the names of the events so far, oldest first. */
export type MailSummary = {
  id: string; sequence: number; at: string; from: Address; to: Address[]; cc: Address[]; bcc: Address[];
  subject: string; customArgs: Dict; attachments: AttachmentInfo[]; events: string[];
};

const bytesOf = (base64: unknown): Buffer => Buffer.from(str(base64), 'base64');

function summaryOf({ id, sequence, at, payload }: StoredMail): MailSummary {
  const everyone = recipients(payload);
  const of = (kind: string): Address[] => everyone.filter((each) => each.kind === kind).map((each) => each.address);
  return {
    id, sequence, at, from: sender(payload), to: of('to'), cc: of('cc'), bcc: of('bcc'), events: [],
    subject: str(dicts(payload.personalizations)[0]?.subject) || str(payload.subject),
    customArgs: everyone[0]?.customArgs ?? {},
    attachments: dicts(payload.attachments).map((each, place) => ({
      at: place, filename: str(each.filename), type: str(each.type) || 'application/octet-stream', disposition: str(each.disposition) || 'attachment',
      contentId: str(each.content_id), size: bytesOf(each.content).length,
    })),
  };
}

export class Mailbox {
  private readonly summaries: Collection<MailSummary>;
  private readonly folder: string;
  private last = 0;

  /** Opens the folder; a mail whose file was written but not yet listed is listed now. */
  constructor(journal: Journal, folder: string) {
    this.folder = join(folder, 'mails');
    mkdirSync(this.folder, { recursive: true });
    this.summaries = journal.collection('mails');
    for (const name of readdirSync(this.folder).filter((each) => each.endsWith('.json')).sort()) {
      const id = name.slice(name.indexOf('-') + 1, -'.json'.length);
      if (!this.summaries.get(id)) this.summaries.put(id, summaryOf(JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as StoredMail));
      this.last = Math.max(this.last, Number(name.slice(0, name.indexOf('-'))));
    }
  }

  /** Keeps a mail. When this returns, no crash can lose it. */
  keep(payload: Dict): MailSummary {
    this.last += 1;
    const mail: StoredMail = { id: freshId('m') + freshId(''), sequence: this.last, at: new Date().toISOString(), payload };
    const path = this.path(mail.id, mail.sequence);
    const file = openSync(`${path}.new`, 'w');
    writeFileSync(file, JSON.stringify(mail));
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
    return this.summaries.put(mail.id, summaryOf(mail));
  }

  /** Notes that an event happened to the mail. */
  note(id: string, event: string): void {
    const summary = this.summaries.get(id);
    if (summary) this.summaries.put(id, { ...summary, events: [...summary.events, event] });
  }

  find(id: string): MailSummary | undefined {
    return this.summaries.get(id);
  }

  /** Mails newest first, only those to an address when `to` is given, only those after a sequence with `since`. */
  list({ to = '', since = 0, limit = 500 }: { to?: string; since?: number; limit?: number }): MailSummary[] {
    const wanted = to.toLowerCase();
    const found = [...this.summaries.values()].filter((mail) => mail.sequence > since && (!wanted || [...mail.to, ...mail.cc, ...mail.bcc].some(({ email }) => email.toLowerCase() === wanted)));
    return found.sort((one, other) => other.sequence - one.sequence).slice(0, limit);
  }

  /** The mail as it was posted. */
  open(summary: MailSummary): StoredMail {
    return JSON.parse(readFileSync(this.path(summary.id, summary.sequence), 'utf8')) as StoredMail;
  }

  /** One part of the content by its type, '' when there is none. */
  content(mail: StoredMail, type: 'text/plain' | 'text/html'): string {
    return str(dict(dicts(mail.payload.content).find((each) => each.type === type)).value);
  }

  /** An attachment's bytes. */
  attachment(mail: StoredMail, at: number): Buffer | undefined {
    const found = dicts(mail.payload.attachments)[at];
    return found && bytesOf(found.content);
  }

  private path(id: string, sequence: number): string {
    return join(this.folder, `${String(sequence).padStart(8, '0')}-${id}.json`);
  }
}
