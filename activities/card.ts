/**
 * Cards: the one writer of Slack messages. What should stand there follows from the document alone; what stands there is in the
 * store. Running again after a crash at any line posts what is missing and rewrites what is old, nothing else.
 */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import type { CreditNote } from '../domain/credit-note';
import type { Estimate } from '../domain/estimate';
import { hashOf } from '../domain/history';
import type { Invoice } from '../domain/invoice';
import { nameOf } from '../domain/people';
import { may } from '../domain/permission';
import { questionOf } from '../domain/rounds';
import type { CreditNoteStore } from '../store/credit-note';
import type { EstimateStore } from '../store/estimate';
import type { InvoiceStore } from '../store/invoice';
import type { MessageStore, Placed, SlackMessage } from '../store/message';
import type { PolicyStore } from '../store/policy';
import type { AccessQueries } from '../store/queries/access';
import { messagesOfCreditNote } from '../templates/slack/credit-note';
import { messagesOfEstimate } from '../templates/slack/estimate';
import { messagesOfInvoice } from '../templates/slack/invoice';
import { messagesOfPolicy } from '../templates/slack/policy';
import { typed } from '../templates/slack/text';
import type { SlackContext, Target, Wanted } from '../templates/slack/wanted';
import { speaking } from '../templates/slack/words';
import { withoutSlack } from './approver';
import type { Place, Slack } from './gateways/slack';

export type CardDeps = {
  store: { invoices: InvoiceStore; estimates: EstimateStore; creditNotes: CreditNoteStore; messages: MessageStore; policies: Pick<PolicyStore, 'book'> }; access: AccessQueries; slack: Slack; book: Book; log: Log;
  /** Told after the cards are right: whose Homes may have changed, at which instant of the document. */
  redrawHomes(emails: readonly string[], at: string): Promise<void>;
};
/** Far below Slack's 50 blocks a message; each line is one. */
const LINES_A_REPLY = 20;

type DocumentRef = { kind: 'invoice' | 'estimate' | 'credit-note' | 'policy'; id: string };

export const createCardActivities = ({ store: { invoices, estimates, creditNotes, messages, policies }, access, slack, book, log, redrawHomes }: CardDeps) => {
  const placeOf = (target: Target): Promise<string | undefined> =>
    ('person' in target ? slack.userOf(target.person) : slack.channelOf(book.current().office.channels[target.channel]));

  /** Whoever reads it, a card is in one language. */
  const inOfficeLanguage = <T>(words: () => T): T => speaking(book.current().office.locale, words);

  /** Mentions are known before the texts are made, which are pure. */
  async function contextFor(emails: readonly string[]): Promise<SlackContext> {
    const { office } = book.current();
    const ids = new Map<string, string>();
    for (const email of new Set(emails)) {
      const id = await slack.userOf(email);
      if (id) ids.set(email, id);
    }
    return {
      zone: office.zone, people: office.people,
      mention: (email) => (ids.has(email) ? `<@${ids.get(email)}>` : typed(nameOf(email, office.people))),
    };
  }

  /** Brings one message to what is wanted; answers where it lies, undefined when nobody is there to read it. What was rewritten goes into `rewritten`. */
  async function bring(document: DocumentRef, wanted: Wanted, row: SlackMessage | undefined, rewritten: Placed[]): Promise<Place | undefined> {
    const placed = placeIn(row);
    if (!placed && wanted.ifPosted && !row) return undefined;
    const shows = hashOf({ text: wanted.text, blocks: wanted.blocks });
    if (placed && row?.shows === shows) return placed;
    if (placed && (await slack.update(placed, wanted)) === 'updated') {
      rewritten.push(placedAs([wanted.key], placed, shows));
      return placed;
    }
    const channel = await placeOf(wanted.target);
    if (!channel) return undefined;
    if (!row) await messages.claim([claimOf(document, wanted)]);
    const posted = await slack.post(channel, wanted);
    if (posted !== 'gone') return recorded([wanted.key], posted, shows);
    log.warn({ event: 'slack.gone', key: wanted.key }, 'A message has nowhere to stand.');
    return undefined;
  }

  async function recorded(keys: readonly string[], place: Place, shows: string): Promise<Place> {
    await messages.placed([placedAs(keys, place, shows)]);
    return place;
  }

  /** What is new in a thread, in as few messages as hold it: Slack takes one a second in a channel, and people read one more easily than five. */
  async function reply(document: DocumentRef, lines: readonly Wanted[], rows: ReadonlyMap<string, SlackMessage>, thread: Place): Promise<void> {
    for (let from = 0; from < lines.length; from += LINES_A_REPLY) {
      const some = lines.slice(from, from + LINES_A_REPLY);
      const content = { text: some.map(({ text }) => text).join('\n'), blocks: some.flatMap(({ blocks = [] }) => blocks) };
      await messages.claim(some.filter(({ key }) => !rows.has(key)).map((line) => claimOf(document, line)));
      const posted = await slack.post(thread.channel, content, thread.ts);
      if (posted === 'gone') return log.warn({ event: 'slack.gone', key: some[0]?.key }, 'A thread is no more.');
      await recorded(some.map(({ key }) => key), posted, hashOf(content));
    }
  }

  /**
   * Who must act comes first, in the order wanted; then what is new in the threads. A new message's place is written down at once; what was
   * rewritten is written down at the end, for rewriting it again does no harm.
   */
  async function bringAll(document: DocumentRef, wanted: readonly Wanted[]): Promise<void> {
    const rows = new Map((await messages.ofDocument(document.id)).map((row) => [row.key, row]));
    const rewritten: Placed[] = [];
    try {
      for (const one of wanted.filter(({ threadOf }) => threadOf === undefined)) {
        const place = await bring(document, one, rows.get(one.key), rewritten);
        const lines = wanted.filter(({ threadOf, key }) => threadOf === one.key && !placeIn(rows.get(key)));
        if (place) await reply(document, lines, rows, place);
      }
    } finally {
      await messages.placed(rewritten);
    }
  }

  /** For whom the document does not exist, or no more, nothing is posted anew; what stands there is kept right. */
  async function inSight(wanted: readonly Wanted[], document: Invoice | Estimate | CreditNote): Promise<Wanted[]> {
    const readers = [...new Set(wanted.flatMap(({ target }) => ('person' in target ? [target.person] : [])))];
    const rights = await access.ofEach(readers, book.current());
    const blind = rights.flatMap((one) => (one.person && !may(one, 'see', document) ? [one.person.email] : [])); // Who is asked by Slack id is no person of the office.
    return wanted.map((one) => ('person' in one.target && blind.includes(one.target.person) ? { ...one, ifPosted: true } : one));
  }

  async function projectPolicy(id: string): Promise<{ byMail?: string }> {
    const rules = await policies.book.find(id);
    const context = await contextFor([]);
    if (rules) await bringAll({ kind: 'policy', id }, inOfficeLanguage(() => messagesOfPolicy(rules, context)));
    return {};
  }

  async function projectCreditNote(id: string): Promise<{ byMail?: string }> {
    const note = await creditNotes.find(id);
    const context = await contextFor([]);
    if (note) await bringAll({ kind: 'credit-note', id }, await inSight(inOfficeLanguage(() => messagesOfCreditNote(note, context)), note));
    return {};
  }

  return {
    /**
     * Redraws every copy of a document's cards, and the Homes of whom it concerns. Slack's faults are Temporal's to retry. Answers a
     * name for the open question and those without Slack whom it waits for, when there are any: to them it goes by mail.
     */
    async projectDocument({ kind, id }: DocumentRef): Promise<{ byMail?: string }> {
      if (kind === 'policy') return projectPolicy(id);
      if (kind === 'credit-note') return projectCreditNote(id);
      const document = kind === 'invoice' ? await invoices.find(id) : await estimates.find(id);
      if (!document) return {};
      const context = await contextFor([document.createdBy.email]);
      const wanted = inOfficeLanguage(() => (kind === 'invoice' ? messagesOfInvoice(document as Invoice, context) : messagesOfEstimate(document as Estimate, context)));
      await bringAll({ kind, id }, await inSight(wanted, document));
      await redrawHomes(concerned(document), latest(document));
      const strangers = 'approval' in document ? await withoutSlack(document, context.people, slack) : [];
      return strangers.length > 0 ? { byMail: `${questionOf(document)}/${hashOf(strangers.map(({ email }) => email)).slice(0, 8)}` } : {};
    },
  };
};
export type CardActivities = ReturnType<typeof createCardActivities>;

const targetText = (target: Target): string => ('person' in target ? target.person : `#${target.channel}`);
const latest = ({ history }: Invoice | Estimate): string => history.at(-1)?.at ?? '';

/** A row for a copy that is about to be posted for the first time. */
const claimOf = ({ id }: DocumentRef, { key, kind, target }: Wanted) => ({ key, documentId: id, kind, target: targetText(target), at: new Date().toISOString() });

const placedAs = (keys: readonly string[], place: Place, shows: string): Placed => ({ keys, ...place, shows, at: new Date().toISOString() });

const placeIn = (row: SlackMessage | undefined): Place | undefined => (row?.channel && row.ts ? { channel: row.channel, ts: row.ts } : undefined);

/** Whoever has the document in a queue: its creator and everybody who was asked. */
const concerned = ({ createdBy, ...document }: Invoice | Estimate): string[] =>
  [createdBy.email, ...('approval' in document ? (document.approval?.steps.flatMap(({ asked }) => asked) ?? []) : [])];
