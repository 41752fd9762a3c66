/**
 * Mails going out, never twice by themselves: a row is claimed under the mail's key, says `sending` before the request leaves,
 * and whoever finds it in `sending` cannot know whether the mail went. Then a person settles it, or the provider's event does.
 */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { Log } from '../config/logger';
import { DomainError } from '../domain/refusals';
import type { FileStore } from '../store/file';
import type { Mail, MailState, MailStore } from '../store/mail';
import type { MailPicture } from '../templates/mail-logo';
import type { Attachment, Sendgrid } from './gateways/sendgrid';

type Deps = { mails: MailStore; files: FileStore; sendgrid: Sendgrid; log: Log };

/**
 * A mail to deliver. `key` is business (document, kind, step): the same key is the same mail. `attachments` name stored files and what they
 * are called in it, `pictures` stand in its HTML. `at` is an ISO instant.
 */
export type Delivering = {
  key: string; kind: string; documentId: string; documentKind: Mail['documentKind'];
  to: string; subject: string; text: string; html: string; attachments: readonly { hash: string; as: string }[]; pictures?: readonly MailPicture[]; at: string;
};

/** What became of a mail of unknown outcome. `again` is the key under which it is to be delivered once more; without it, it arrived. */
export type Settled = { mail: Mail; again?: string };

/** What the provider reported about a mail. */
export type Report = { key: string; event: 'delivered' | 'bounced'; at: string; reason?: string };

export type Mailer = ReturnType<typeof createMailer>;

/** What a provider's word may follow. Words may overtake each other, so a bounce stands whichever came first; `claimed` is a mail taken although the answer said otherwise. */
const BEFORE: Readonly<Record<Report['event'], readonly MailState[]>> = {
  delivered: ['claimed', 'sending', 'accepted', 'unknown'],
  bounced: ['claimed', 'sending', 'accepted', 'unknown', 'delivered'],
};

const LATER = 'MailLater';
const later = (reason: string, retryAfterMs: number | undefined): ApplicationFailure =>
  ApplicationFailure.create({ type: LATER, message: reason, nonRetryable: false, nextRetryDelay: retryAfterMs });

/** True for the failure that says: the provider takes no mail now, nothing has left, try again. */
export const isLater = (error: unknown): boolean => error instanceof ApplicationFailure && error.type === LATER;

export function createMailer({ mails, files: stored, sendgrid, log }: Deps) {
  /** Until when (epoch ms) the provider asked to be left alone. */
  let patientUntil = 0;
  const rowOf = async (key: string): Promise<Mail> => {
    const row = await mails.find(key);
    if (!row) throw new DomainError('NotFound', { what: 'mail' });
    return row;
  };

  /**
   * Sends the mail once and answers its row: accepted, refused or unknown, or as an earlier call left it.
   * Throws a retryable failure (`isLater`), with the provider's delay, while the mail cannot be taken; a delay holds for all mails.
   */
  async function deliver(mail: Delivering): Promise<Mail> {
    const { key, kind, documentId, documentKind, to, subject, text, html, pictures = [], at } = mail;
    const files = mail.attachments.map(({ hash }) => hash);
    const row = await mails.claim({ key, outboxId: `ob_${randomUUID()}`, kind, documentId, documentKind, to, subject, files, at });
    if (row.state === 'claimed') {
      const patience = patientUntil - Date.now();
      if (patience > 0) throw later('The provider asked for patience.', patience);
      const shown = pictures.map(({ cid, name, contentType, base64 }) => ({ cid, name, contentType, bytes: Buffer.from(base64, 'base64') }));
      const attachments = [...await Promise.all(mail.attachments.map(attachmentOf)), ...shown];
      if (await mails.move(key, ['claimed'], 'sending', at, {}, files)) {
        return conclude(row, at, await sendgrid.send({ outboxId: row.outboxId, to: row.to, subject: row.subject, text, html, attachments }));
      }
    }
    return cutOff(key, at);
  }

  /** The row of a mail that was begun before: one found in `sending` may or may not have left. Refuses NotFound. */
  async function cutOff(key: string, at: string): Promise<Mail> {
    const mended = await mails.move(key, ['sending'], 'unknown', at, { reason: 'The office stopped while the mail was leaving.' });
    if (mended) log.warn({ event: 'mail.unknown', mailKey: key, documentId: mended.documentId }, 'A mail was leaving when the office stopped.');
    return mended ?? rowOf(key);
  }

  /** Writes down what the provider answered. Its answer also mends `unknown`, should somebody have found the row in `sending` meanwhile. */
  async function conclude({ key, documentId }: Mail, at: string, sent: Awaited<ReturnType<Sendgrid['send']>>): Promise<Mail> {
    if (sent.outcome === 'accepted') {
      return (await mails.move(key, ['sending', 'unknown'], 'accepted', at, { messageId: sent.messageId })) ?? rowOf(key);
    }
    log.warn({ event: `mail.${sent.outcome}`, mailKey: key, documentId, reason: sent.reason }, 'A mail was not accepted.');
    if (sent.outcome !== 'later') return (await mails.move(key, ['sending', 'unknown'], sent.outcome, at, { reason: sent.reason })) ?? rowOf(key);
    await mails.move(key, ['sending'], 'claimed', at, { reason: sent.reason });
    if (sent.retryAfterMs !== undefined) patientUntil = Date.now() + sent.retryAfterMs;
    throw later(sent.reason, sent.retryAfterMs);
  }

  /**
   * A person's word on a mail of unknown outcome. `again` names the key of the second mail, the same for the same mail, so that
   * two clicks send one; a mail that turned out to have been accepted is not sent again. Refuses NotFound.
   */
  async function settle(key: string, says: 'arrived' | 'again', at: string): Promise<Settled> {
    const [state, reason] = says === 'arrived' ? (['accepted', 'A person says that it arrived.'] as const) : (['unknown', `Sent again as ${nextKey(key)}.`] as const);
    const mail = (await mails.move(key, ['unknown'], state, at, { reason })) ?? (await rowOf(key));
    return says === 'again' && mail.state === 'unknown' ? { mail, again: nextKey(key) } : { mail };
  }

  /**
   * The provider's report. Answers the row and whether this report changed it: an event that came before, or that a bounce
   * overtook, changes nothing. A caller that died after the change finds it made: what it writes elsewhere needs a key of its own. Refuses NotFound.
   */
  async function report({ key, event, at, reason }: Report): Promise<{ mail: Mail; changed: boolean }> {
    const seen = await rowOf(key);
    if (seen.log.some(({ state }) => state === event)) return { mail: seen, changed: false };
    const changed = await mails.move(key, BEFORE[event], event, at, reason === undefined ? {} : { reason });
    return { mail: changed ?? (await rowOf(key)), changed: changed !== null };
  }

  /** Gives up a mail that has not left yet. False when it may have: then its outcome is still to be written down. */
  async function giveUp(key: string, at: string, reason: string): Promise<boolean> {
    if (await mails.move(key, ['claimed'], 'refused', at, { reason })) return true;
    const row = await mails.find(key);
    return row === null || row.state === 'refused';
  }

  async function attachmentOf({ hash, as }: Delivering['attachments'][number]): Promise<Attachment> {
    const file = await stored.byHash(hash);
    if (!file) throw new Error(`The file ${hash} of a mail is not in the store.`);
    return { name: as, contentType: file.contentType, bytes: file.bytes };
  }

  return { deliver, cutOff, settle, report, giveUp, find: mails.find };
}

/** `invoice/inv_1/issue` becomes `invoice/inv_1/issue/again-1`, that one `…/again-2`. */
function nextKey(key: string): string {
  const [, base = key, count = '0'] = /^(.*)\/again-(\d+)$/.exec(key) ?? [];
  return `${base}/again-${Number(count) + 1}`;
}
