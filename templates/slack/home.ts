/** App Home: each person's real queues, by their roles, and what to do when there is nothing. */
import type { HomeView, KnownBlock } from '@slack/types';
import type { Money } from '../../domain/money';
import { holds, type Person } from '../../domain/people';
import { actions, button, context, divider, fields, header, section } from './blocks';
import { inboxBlocks, type InboxInRow } from './inbox';
import { estimateRow, invoiceRow, type EstimateInRow, type InvoiceInRow, type RowContext } from './rows';
import { amount, clock, clipped } from './text';
import { ACTION } from './token';
import { key, sentence, t, tn } from './words';

/** What the store found for the person; each part only for those whose role has it. */
export type HomeQueues = {
  coordinator?: { drafts: InvoiceInRow[]; returned: InvoiceInRow[]; waiting: InvoiceInRow[]; ready: InvoiceInRow[]; overdue: InvoiceInRow[]; estimates: EstimateInRow[] };
  approver?: { inbox: InboxInRow[]; decided: InvoiceInRow[] };
  finance?: {
    failed: InvoiceInRow[]; disputed: InvoiceInRow[]; overdue: InvoiceInRow[]; stuck: InvoiceInRow[];
    aging: { bucket: string; open: Money; count: number }[]; dueThisWeek: { open: Money; count: number }[];
  };
};
/** `at` is the instant by which things are due and overdue, `drawnAt` the one that the Home says it was drawn at. */
export type HomeModel = Omit<RowContext, 'place'> & { person: Person; queues: HomeQueues; at: string; drawnAt: string; zone: string; policyVersion: number };

/** A Home holds at most 100 blocks (https://docs.slack.dev/reference/views/home-tab-views); a queue shows ten. */
const MOST_BLOCKS = 100;
const MOST_CARDS = 10;

/** How long something is overdue, by the names of the store. */
const BUCKETS: Readonly<Record<string, string>> = {
  'not due': key`not due`, '1–30 days': key`1–30 days`, '31–60 days': key`31–60 days`, '61–90 days': key`61–90 days`, 'over 90 days': key`over 90 days`,
};
const bucketWords = (bucket: string): string => sentence(BUCKETS[bucket] ?? bucket);

type Queue = { title: string; list?: string; rows: KnownBlock[]; empty?: string };

export function homeView(model: HomeModel): HomeView {
  const { person, queues, at, drawnAt, zone } = model;
  const inbox = queues.approver ? inboxBlocks(queues.approver.inbox, { at, zone, place: 'inbox' }) : [];
  const found = [...approverQueues(model), ...coordinatorQueues(model), ...financeQueues(model)];
  const head = [
    header(t`Hello ${clipped(person.name, 60)}`),
    actions('home_actions', [
      ...(queues.coordinator ? [button(t`New invoice`, ACTION.create, 'home', 'primary'), button(t`New estimate`, ACTION.createEstimate, 'home'), button(t`New client`, ACTION.createClient, 'home')] : []),
      button(t`Refresh`, ACTION.refresh, 'home'),
    ]),
    context(t`Updated ${clock(drawnAt, zone, 'time')}`),
  ];
  const tail = financeFacts(model);
  const room = Math.floor((MOST_BLOCKS - head.length - inbox.length - tail.length) / Math.max(1, found.length)) - 3; // Title, divider and "View all" of each.
  const cards = Math.max(1, Math.min(MOST_CARDS, room));
  const nothing = found.length + inbox.length === 0 ? [section(t`You can look at documents with ${'`/invoice list`'} and ${'`/invoice search`'}.`)] : [];
  return { type: 'home', callback_id: 'inv.home', blocks: [...head, ...inbox, ...found.flatMap((queue) => queueBlocks(queue, cards)), ...tail, ...nothing] };
}

function queueBlocks({ title, list, rows, empty }: Queue, cards: number): KnownBlock[] {
  if (rows.length === 0) return empty ? [divider(), context(t`*${title}:* ${empty}`)] : [];
  const more = rows.length > cards && list ? [actions(`home_all_${list}`, [button(t`View all`, ACTION.viewAll, list)])] : [];
  return [divider(), section(`*${title}*`), ...rows.slice(0, cards), ...more];
}

function approverQueues({ queues: { approver }, ...rows }: HomeModel): Queue[] {
  if (!approver) return [];
  return [{ title: t`You decided`, rows: approver.decided.map((invoice) => invoiceRow(invoice, { ...rows, place: 'decided' })) }];
}

function coordinatorQueues({ queues: { coordinator }, ...rows }: HomeModel): Queue[] {
  if (!coordinator) return [];
  const queue = (title: string, list: string, invoices: readonly InvoiceInRow[], empty?: string): Queue => ({ title, list, rows: invoices.map((invoice) => invoiceRow(invoice, { ...rows, place: list })), empty });
  const { drafts, returned, waiting, ready, overdue, estimates } = coordinator;
  return [
    queue(t`Returned to you`, 'returned', returned),
    queue(t`Drafts`, 'drafts', drafts, t`none. Begin with ${'`/invoice create ap@acme.example 100 EUR consulting`'}.`),
    queue(t`Waiting for approval`, 'waiting', waiting, t`nothing. A draft is handed in with ${'`/invoice submit last`'}.`),
    queue(t`Ready to send`, 'ready', ready),
    queue(t`Overdue`, 'overdue', overdue, t`nothing. ${'`/invoice remind INV-7`'} reminds a client by hand.`),
    { title: t`Estimates`, list: 'estimates', rows: estimates.map((estimate) => estimateRow(estimate, { ...rows, place: 'estimates' })), empty: t`none. Offer work with ${'`/invoice estimate ap@acme.example 3x "Design day" @ 800 EUR`'}.` },
  ];
}

function financeQueues({ queues: { finance }, ...rows }: HomeModel): Queue[] {
  if (!finance) return [];
  const queue = (title: string, list: string, invoices: readonly InvoiceInRow[], empty?: string): Queue => ({ title, list, rows: invoices.map((invoice) => invoiceRow(invoice, { ...rows, place: list })), empty });
  return [
    queue(t`Mails that failed`, 'failed', finance.failed),
    queue(t`Disputed`, 'disputed', finance.disputed),
    queue(t`Overdue`, 'overdue-all', finance.overdue, t`nothing. Record a payment with ${'`/invoice paid INV-7 500 EUR`'}.`),
    queue(t`Stuck on their way`, 'stuck', finance.stuck),
  ];
}

function financeFacts({ queues: { finance }, policyVersion }: HomeModel): KnownBlock[] {
  if (!finance) return [];
  const sum = ({ open, count }: { open: Money; count: number }): string => tn(count, '{0} ({count} invoice)', '{0} ({count} invoices)', amount(open));
  const due = finance.dueThisWeek.map(sum).join('\n') || t`nothing`;
  const aging = finance.aging.map(({ bucket, ...rest }) => t`${bucketWords(bucket)}: ${sum(rest)}`).join('\n') || t`nothing is open`;
  return [divider(), section(`*${t`Money`}*`), fields([`*${t`Due within a week`}*\n${due}`, `*${t`Open by age`}*\n${aging.slice(0, 1900)}`]), context(t`Approval policy ${policyVersion}`)];
}

/** Which queues a person has. */
export const seesAs = (person: Person) => ({
  coordinator: holds(person, 'coordinator'), approver: holds(person, 'manager', 'finance'), finance: holds(person, 'finance'),
});
