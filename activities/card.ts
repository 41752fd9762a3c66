/**
 * Cards: the one writer of Slack messages. What should stand there follows from the document alone; what stands there is in the
 * store. Running again after a crash at any line posts what is missing and rewrites what is old, nothing else.
 */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import type { Estimate } from '../domain/estimate';
import { hashOf } from '../domain/history';
import type { Invoice } from '../domain/invoice';
import type { EstimateStore } from '../store/estimate';
import type { InvoiceStore } from '../store/invoice';
import type { MessageStore, SlackMessage } from '../store/message';
import { messagesOfEstimate } from '../templates/slack/estimate';
import { messagesOfInvoice } from '../templates/slack/invoice';
import { typed } from '../templates/slack/text';
import { nameOf, type SlackContext, type Target, type Wanted } from '../templates/slack/wanted';
import type { Place, Slack } from './gateways/slack';

export type CardDeps = {
  store: { invoices: InvoiceStore; estimates: EstimateStore; messages: MessageStore }; slack: Slack; book: Book; log: Log;
  /** Told after the cards are right: whose Homes may have changed, at which instant of the document. */
  redrawHomes(emails: readonly string[], at: string): Promise<void>;
};
type DocumentRef = { kind: 'invoice' | 'estimate'; id: string };

export const createCardActivities = ({ store: { invoices, estimates, messages }, slack, book, log, redrawHomes }: CardDeps) => {
  const placeOf = (target: Target): Promise<string | undefined> =>
    ('person' in target ? slack.userOf(target.person) : slack.channelOf(book.current().office.channels[target.channel]));

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

  /** Brings one message to what is wanted; answers where it lies, undefined when nobody is there to read it. */
  async function bring(document: DocumentRef, wanted: Wanted, rows: ReadonlyMap<string, SlackMessage>, thread: Place | undefined): Promise<Place | undefined> {
    const row = rows.get(wanted.key);
    const placed = row?.channel && row.ts ? { channel: row.channel, ts: row.ts } : undefined;
    if (placed && wanted.once) return placed;
    if (!placed && wanted.ifPosted && !row) return undefined;
    const shows = hashOf({ text: wanted.text, blocks: wanted.blocks });
    if (placed && row?.shows === shows) return placed;
    if (placed && (await slack.update(placed, wanted)) === 'updated') return recorded(wanted.key, placed, shows);
    const channel = await placeOf(wanted.target);
    if (!channel || (wanted.threadOf && !thread)) return undefined;
    const at = new Date().toISOString();
    if (!row) await messages.claim({ key: wanted.key, documentId: document.id, kind: wanted.kind, target: targetText(wanted.target), at });
    const posted = await slack.post(thread?.channel ?? channel, wanted, thread?.ts);
    if (posted !== 'gone') return recorded(wanted.key, posted, shows);
    log.warn({ event: 'slack.gone', key: wanted.key }, 'A message has nowhere to stand.');
    return undefined;
  }

  async function recorded(key: string, place: Place, shows: string): Promise<Place> {
    await messages.placed(key, { ...place, shows, at: new Date().toISOString() });
    return place;
  }

  async function bringAll(document: DocumentRef, wanted: readonly Wanted[]): Promise<void> {
    const rows = new Map((await messages.ofDocument(document.id)).map((row) => [row.key, row]));
    const places = new Map<string, Place | undefined>();
    for (const one of wanted) {
      places.set(one.key, await bring(document, one, rows, one.threadOf ? places.get(one.threadOf) : undefined));
    }
  }

  return {
    /** Redraws every copy of a document's cards. Slack's faults are Temporal's to retry. */
    async projectDocument({ kind, id }: DocumentRef): Promise<void> {
      if (kind === 'invoice') {
        const invoice = await invoices.find(id);
        if (!invoice) return;
        await bringAll({ kind, id }, messagesOfInvoice(invoice, await contextFor([invoice.createdBy.email])));
        await redrawHomes(concerned(invoice), latest(invoice));
        return;
      }
      const estimate = await estimates.find(id);
      if (!estimate) return;
      await bringAll({ kind, id }, messagesOfEstimate(estimate, await contextFor([estimate.createdBy.email])));
      await redrawHomes([estimate.createdBy.email], latest(estimate));
    },
  };
};
export type CardActivities = ReturnType<typeof createCardActivities>;

const targetText = (target: Target): string => ('person' in target ? target.person : `#${target.channel}`);
const latest = ({ history }: Invoice | Estimate): string => history.at(-1)?.at ?? '';

/** Whoever has the invoice in a queue: its creator and everybody who was asked. */
const concerned = ({ createdBy, approval }: Invoice): string[] => [createdBy.email, ...(approval?.steps.flatMap(({ asked }) => asked) ?? [])];
