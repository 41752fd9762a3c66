/** App Home: each person's real queues, by their roles, and what to do when there is nothing. */
import type { HomeView, KnownBlock } from '@slack/types';
import type { Money } from '../../domain/money';
import { holds, type Person } from '../../domain/people';
import { actions, button, context, divider, fields, header, section } from './blocks';
import { inboxBlocks, type InboxInRow } from './inbox';
import { estimateRow, invoiceRow, type EstimateInRow, type InvoiceInRow, type RowContext } from './rows';
import { amount, clock, clipped, counted } from './text';
import { ACTION } from './token';

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

type Queue = { title: string; list?: string; rows: KnownBlock[]; empty?: string };

export function homeView(model: HomeModel): HomeView {
  const { person, queues, at, drawnAt, zone } = model;
  const inbox = queues.approver ? inboxBlocks(queues.approver.inbox, { at, zone, place: 'inbox' }) : [];
  const found = [...approverQueues(model), ...coordinatorQueues(model), ...financeQueues(model)];
  const head = [
    header(`Hello ${clipped(person.name, 60)}`),
    actions('home_actions', [
      ...(queues.coordinator ? [button('New invoice', ACTION.create, 'home', 'primary'), button('New estimate', ACTION.createEstimate, 'home'), button('New client', ACTION.createClient, 'home')] : []),
      button('Refresh', ACTION.refresh, 'home'),
    ]),
    context(`Updated ${clock(drawnAt, zone, 'time')}`),
  ];
  const tail = financeFacts(model);
  const room = Math.floor((MOST_BLOCKS - head.length - inbox.length - tail.length) / Math.max(1, found.length)) - 3; // Title, divider and "View all" of each.
  const cards = Math.max(1, Math.min(MOST_CARDS, room));
  const nothing = found.length + inbox.length === 0 ? [section('You can look at documents with `/invoice list` and `/invoice search`.')] : [];
  return { type: 'home', callback_id: 'inv.home', blocks: [...head, ...inbox, ...found.flatMap((queue) => queueBlocks(queue, cards)), ...tail, ...nothing] };
}

function queueBlocks({ title, list, rows, empty }: Queue, cards: number): KnownBlock[] {
  if (rows.length === 0) return empty ? [divider(), context(`*${title}:* ${empty}`)] : [];
  const more = rows.length > cards && list ? [actions(`home_all_${list}`, [button('View all', ACTION.viewAll, list)])] : [];
  return [divider(), section(`*${title}*`), ...rows.slice(0, cards), ...more];
}

function approverQueues({ queues: { approver }, ...rows }: HomeModel): Queue[] {
  if (!approver) return [];
  return [{ title: 'You decided', rows: approver.decided.map((invoice) => invoiceRow(invoice, { ...rows, place: 'decided' })) }];
}

function coordinatorQueues({ queues: { coordinator }, ...rows }: HomeModel): Queue[] {
  if (!coordinator) return [];
  const queue = (title: string, list: string, invoices: readonly InvoiceInRow[], empty?: string): Queue => ({ title, list, rows: invoices.map((invoice) => invoiceRow(invoice, { ...rows, place: list })), empty });
  const { drafts, returned, waiting, ready, overdue, estimates } = coordinator;
  return [
    queue('Returned to you', 'returned', returned),
    queue('Drafts', 'drafts', drafts, 'none. Begin with `/invoice create ap@acme.example 100 EUR consulting`.'),
    queue('Waiting for approval', 'waiting', waiting, 'nothing. A draft is handed in with `/invoice submit last`.'),
    queue('Ready to send', 'ready', ready),
    queue('Overdue', 'overdue', overdue, 'nothing. `/invoice remind INV-7` reminds a client by hand.'),
    { title: 'Estimates', list: 'estimates', rows: estimates.map((estimate) => estimateRow(estimate, { ...rows, place: 'estimates' })), empty: 'none. Offer work with `/invoice estimate ap@acme.example 3x "Design day" @ 800 EUR`.' },
  ];
}

function financeQueues({ queues: { finance }, ...rows }: HomeModel): Queue[] {
  if (!finance) return [];
  const queue = (title: string, list: string, invoices: readonly InvoiceInRow[], empty?: string): Queue => ({ title, list, rows: invoices.map((invoice) => invoiceRow(invoice, { ...rows, place: list })), empty });
  return [
    queue('Mails that failed', 'failed', finance.failed),
    queue('Disputed', 'disputed', finance.disputed),
    queue('Overdue', 'overdue-all', finance.overdue, 'nothing. Record a payment with `/invoice paid INV-7 500 EUR`.'),
    queue('Stuck on their way', 'stuck', finance.stuck),
  ];
}

function financeFacts({ queues: { finance }, policyVersion }: HomeModel): KnownBlock[] {
  if (!finance) return [];
  const sums = (all: readonly { open: Money; count: number }[]): string => all.map(({ open, count }) => `${amount(open)} (${counted(count, 'invoice')})`).join('\n') || 'nothing';
  const aging = finance.aging.map(({ bucket, open, count }) => `${bucket}: ${amount(open)} (${counted(count, 'invoice')})`).join('\n') || 'nothing is open';
  return [divider(), section('*Money*'), fields([`*Due within a week*\n${sums(finance.dueThisWeek)}`, `*Open by age*\n${aging.slice(0, 1900)}`]), context(`Approval policy ${policyVersion}`)];
}

/** Which queues a person has. */
export const seesAs = (person: Person) => ({
  coordinator: holds(person, 'coordinator'), approver: holds(person, 'manager', 'finance'), finance: holds(person, 'finance'),
});
