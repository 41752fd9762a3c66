/**
 * The weekly digest: who has something waiting is written down first, a row for each, then each is told in one message. A message that
 * nobody knows the outcome of is looked for where it would lie, so that a death between any two lines neither loses nor repeats one.
 */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import { dateOfInstant } from '../domain/dates';
import { hashOf } from '../domain/history';
import type { MessageStore, SlackMessage } from '../store/message';
import type { InboxRow } from '../store/queries/inbox';
import type { Reading } from '../store/queries/reading';
import { digestMessage } from '../templates/slack/digest';
import { speaking } from '../templates/slack/words';
import type { Slack } from './gateways/slack';

type Deps = { reading: Pick<Reading, 'inbox'>; messages: MessageStore; slack: Pick<Slack, 'userOf' | 'find' | 'post'>; book: Book; log: Log };

const digestId = (week: string): string => `digest/${week}`;

export const createDigestActivities = ({ reading, messages, slack, book, log }: Deps) => {
  function inboxOf(email: string, at: string): Promise<InboxRow[]> {
    const { rates, zone } = book.current().office;
    return reading.inbox.of(email, { rates, today: dateOfInstant(at, zone) });
  }

  /** The rows of the week's digest. The last one is the week's own: with it the list is whole and stays as it is. */
  async function rowsOf(week: string, at: string): Promise<SlackMessage[]> {
    const id = digestId(week);
    const before = await messages.ofDocument(id);
    if (before.some(({ key }) => key === id)) return before;
    const claim = (key: string, target: string) => ({ key, documentId: id, kind: 'digest', target, at: new Date().toISOString() });
    for (const { email } of book.current().office.people) {
      if ((await inboxOf(email, at)).length > 0) await messages.claim([claim(`${id}/${email}`, email)]);
    }
    await messages.claim([claim(id, 'office')]);
    return messages.ofDocument(id);
  }

  /** Tells one person, unless nothing waits for them any more. */
  async function tell({ key, target, at: since }: SlackMessage, at: string): Promise<void> {
    const rows = await inboxOf(target, at);
    const user = rows.length > 0 ? await slack.userOf(target) : undefined;
    if (!user) return;
    const { zone, locale } = book.current().office;
    const content = { ...speaking(locale, () => digestMessage(rows, { at, zone })), mark: key };
    const place = (await slack.find(user, key, since)) ?? (await slack.post(user, content));
    if (place === 'gone') return log.warn({ event: 'slack.gone', key }, 'A digest has nobody to read it.');
    await messages.placed([{ keys: [key], ...place, shows: hashOf(content), at: new Date().toISOString() }]);
  }

  return {
    /** Sends what is missing of a week's digest. One that fails keeps nobody else waiting; it is Temporal's to try again. */
    async sendDigest({ week, at }: { week: string; at: string }): Promise<void> {
      const now = [at, new Date().toISOString()].sort().at(-1) ?? at; // What is late shows what waits now; a skipping clock is ahead of the machine's.
      const failures: unknown[] = [];
      for (const row of await rowsOf(week, now)) {
        if (row.key !== digestId(week) && !row.ts) await tell(row, now).catch((error: unknown) => void failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
};
