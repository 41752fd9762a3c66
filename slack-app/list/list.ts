/** Lists and search: ten rows a page, each with a way into its document. */
import type { KnownBlock } from '@slack/types';
import { hiddenClients, listLimit, may } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import type { InvoiceFilter } from '../../store/queries/invoice';
import { actions, button, context, section } from '../../templates/slack/blocks';
import { inboxRow } from '../../templates/slack/inbox';
import { creditNoteRow, estimateRow, invoiceRow } from '../../templates/slack/rows';
import { clipped } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { key, sentence, t } from '../../templates/slack/words';
import type { Answer } from '../answer';
import { officeOf } from '../client/client';
import type { Deed } from '../deed';
import type { Registrations } from '../registration';

/** The words behind `list`, and what they are called. */
const LISTS: Readonly<Record<string, string>> = {
  all: key`All invoices`, mine: key`Your invoices`, drafts: key`Your drafts`, returned: key`Returned to you`, waiting: key`Waiting for approval`, inbox: key`For you to approve`, ready: key`Ready to send`,
  overdue: key`Overdue`, disputed: key`Disputed`, failed: key`Mails that failed`, estimates: key`Estimates`, credits: key`Credit notes`,
};
/** Words of App Home's queues that are lists by another name. */
const SYNONYMS: Readonly<Record<string, string>> = { '': 'all', 'overdue-all': 'overdue', stuck: 'ready', draft: 'drafts', estimate: 'estimates', credit: 'credits' };
const LEAST_SEARCH = 2;
/** As long as its response URL lives: an older page would only lie. */
const PAGE_LIVES_MS = 30 * 60_000;

/** What a page button carries. `c` is the client's name beginning, for `client X`. */
type PageToken = { list: string; c?: string; page: number; at: number };

function seeing(deed: Deed, command: string): void {
  if (!may(deed.access, 'list')) throw new DomainError('NotInOffice', { command, who: officeOf(deed) });
}

async function filterOf({ actor: { email }, today, parts, access }: Deed, list: string, client: string): Promise<InvoiceFilter> {
  if (list === 'mine' || list === 'drafts' || list === 'returned') return { list, email };
  if (list === 'overdue') return { list, today };
  if (list !== 'client') return { list: list as 'all' };
  const found = await parts.reading.clients.match(client, hiddenClients(access));
  if (found.kind === 'none') throw new DomainError('ClientUnknown');
  return { list, clientIds: found.kind === 'one' ? [found.client.id] : found.clients.map(({ id }) => id) };
}

async function page(deed: Deed, list: string, client: string, number: number): Promise<Answer> {
  if (list === 'inbox') return inboxPage(deed, number);
  const own = listLimit(deed.access);
  const rowsOf = { people: deed.parts.book.current().office.people, today: deed.today, place: 'list' };
  const title = list === 'client' ? t`Invoices of ${clipped(client)}` : sentence(LISTS[list] ?? list);
  const { rows, more } = list === 'credits'
    ? await deed.parts.reading.creditNotes.page(number, own).then(({ rows: found, more: next }) => ({ rows: found.map((each) => creditNoteRow(each, rowsOf)), more: next }))
    : list === 'estimates'
    ? await deed.parts.reading.estimates.page({}, number, own).then(({ rows: found, more: next }) => ({ rows: found.map((each) => estimateRow(each, rowsOf)), more: next }))
    : await deed.parts.reading.invoices.page(await filterOf(deed, list, client), number, own).then(({ rows: found, more: next }) => ({ rows: found.map((each) => invoiceRow(each, rowsOf)), more: next }));
  const text = headOf(title, { rows, more }, number);
  return { text, title: t`List`, blocks: [section(`*${text}*`), ...rows, ...turnsOf(deed, { list, ...(client && { c: client }) }, number, more), ...emptyHint(rows, list)] };
}

/** The most urgent first, with the buttons of Home. */
async function inboxPage(deed: Deed, number: number): Promise<Answer> {
  const { rates, zone } = deed.parts.book.current().office;
  const found = await deed.parts.reading.inbox.page(deed.actor.email, { rates, today: deed.today }, number);
  const rows = found.rows.flatMap((row) => inboxRow(row, { at: deed.at, zone, place: 'list' }));
  const text = headOf(sentence(LISTS['inbox'] ?? ''), found, number);
  return { text, title: t`List`, blocks: [section(`*${text}*`), ...rows, ...turnsOf(deed, { list: 'inbox' }, number, found.more), ...emptyHint(rows, 'inbox')] };
}

function headOf(title: string, { rows, more }: { rows: readonly unknown[]; more: boolean }, number: number): string {
  if (rows.length === 0) return number > 0 ? t`${title}: none on this page.` : t`${title}: none.`;
  return number > 0 || more ? t`${title}, page ${number + 1}:` : t`${title}:`;
}

/** [Newer] [More], where there is either. */
function turnsOf(deed: Deed, about: Pick<PageToken, 'list' | 'c'>, number: number, more: boolean): KnownBlock[] {
  const token = (to: number): string => JSON.stringify({ ...about, page: to, at: Date.parse(deed.at) } satisfies PageToken);
  const turns = [...(number > 0 ? [button(t`Newer`, ACTION.page, token(number - 1))] : []), ...(more ? [button(t`More`, `${ACTION.page}.next`, token(number + 1))] : [])];
  return turns.length > 0 ? [actions(`list_${about.list}_${number}`, turns)] : [];
}

function emptyHint(rows: readonly KnownBlock[], list: string): KnownBlock[] {
  if (rows.length > 0) return [];
  if (list === 'credits') return [context(t`An invoice is credited with \`/invoice credit INV-7\`.`)];
  return [context(list === 'waiting' || list === 'inbox' ? t`A draft is handed in with \`/invoice submit last\`.` : t`Begin with \`/invoice create ap@acme.example 100 EUR consulting\`.`)];
}

async function search(deed: Deed, typed: string): Promise<Answer> {
  const words = plainText(typed);
  if (words.length < LEAST_SEARCH) throw new DomainError('SearchTooShort');
  const { office } = deed.parts.book.current();
  const found = await deed.parts.reading.search.find(words, listLimit(deed.access));
  const rows = [
    ...found.invoices.map((invoice) => ({ at: invoice.createdAt, row: invoiceRow(invoice, { people: office.people, today: deed.today, place: 'found' }) })),
    ...found.estimates.map((estimate) => ({ at: estimate.createdAt, row: estimateRow(estimate, { people: office.people, today: deed.today, place: 'found' }) })),
  ].sort((one, other) => (one.at < other.at ? 1 : -1)).slice(0, 10);
  const text = rows.length > 0 ? t`Found for '${clipped(words, 80)}', the newest first:` : t`Nothing found for '${clipped(words, 80)}'.`;
  const hint = rows.length > 0 ? [] : [context(t`A search looks into numbers, clients, purchase orders, projects and amounts.`)];
  return { text, title: t`Search`, blocks: [section(`*${text}*`), ...rows.map(({ row }) => row), ...hint] };
}

function pageToken(deed: Deed): PageToken {
  const value = deed.payload.actions?.[0]?.value ?? '';
  const token = value.startsWith('{') ? (JSON.parse(value) as PageToken) : undefined;
  if (!token || Date.parse(deed.at) - token.at > PAGE_LIVES_MS || !Number.isSafeInteger(token.page) || token.page < 0) throw new DomainError('PageExpired');
  return token;
}

const turn = async (deed: Deed): Promise<Answer> => {
  seeing(deed, '/invoice list');
  const { list, c = '', page: number } = pageToken(deed);
  return { ...(await page(deed, list, c, number)), manner: 'replacing' };
};

export const lists: Registrations = {
  commands: [
    {
      verb: 'list', needs: 'list', usage: 'list [mine|drafts|waiting|overdue|disputed|failed|estimates|credits|client X]', about: key`documents, ten a page`, examples: ['list', 'list mine', 'list overdue', 'list client Acme'],
      async run(deed, rest) {
        seeing(deed, '/invoice list');
        const [, client] = /^client\s+(.+)$/i.exec(rest) ?? [];
        if (client) return page(deed, 'client', plainText(client), 0);
        const word = rest.toLowerCase();
        const list = SYNONYMS[word] ?? word;
        if (!Object.hasOwn(LISTS, list)) throw new DomainError('FilterUnknown', { filter: rest.slice(0, 40), filters: [...Object.keys(LISTS), 'client <name>'].join(', ') });
        return page(deed, list, '', 0);
      },
    },
    {
      verb: 'search', aliases: ['find'], needs: 'list', usage: 'search <words>', about: key`find by number, client, purchase order, project or amount`, examples: ['search acme', 'search PO-7', 'search 119.00'],
      async run(deed, rest) {
        seeing(deed, '/invoice search');
        return search(deed, rest);
      },
    },
  ],
  clicks: [
    { id: ACTION.page, needs: 'list', run: turn }, { id: `${ACTION.page}.next`, needs: 'list', run: turn },
    ...[ACTION.viewAll, `${ACTION.viewAll}.waiting`, `${ACTION.viewAll}.overdue`].map((id) => ({ id, needs: 'list' as const, run: viewAll })),
  ],
};

/** A whole queue of App Home, or of the help. */
async function viewAll(deed: Deed): Promise<Answer> {
  seeing(deed, '/invoice list');
  const word = deed.payload.actions?.[0]?.value ?? '';
  const list = SYNONYMS[word] ?? word;
  if (!Object.hasOwn(LISTS, list)) throw new DomainError('PageExpired');
  return page(deed, list, '', 0);
}
