/** An approver's inbox: what waits for them in rows, on Home, in the list and in the weekly digest. */
import type { KnownBlock } from '@slack/types';
import { dueAtOf, type Approval } from '../../domain/approval';
import { dateOfInstant, daysBetween } from '../../domain/dates';
import { totalsByCurrency } from '../../domain/inbox';
import { actions, button, context, divider, section } from './blocks';
import { invoiceName } from './name';
import type { InvoiceInRow } from './rows';
import { amount, clipped, clock } from './text';
import { ACTION, tokenOf } from './token';
import { key, listed, sentence, t, tn } from './words';

/** `isOpened` when the person has seen all lines of this version: then it can be approved where it stands. */
export type InboxInRow = InvoiceInRow & { isOpened: boolean };
/** `at` is the instant by which "today" and "overdue" count, `zone` the office's. */
export type InboxClock = { at: string; zone: string };
/** `place` keeps apart the rows of several surfaces. */
export type InboxContext = InboxClock & { place: string };

/** Rows on Home; the list has the others. */
const MOST_ROWS = 10;
/** One is approved with its own button. */
const LEAST_BATCH = 2;

/** "due today 14:00", "due tomorrow 14:00", "due 1 Dec, 14:00" or "overdue since 1 Dec, 14:00", by the office's clock. */
export function deadlineWords(dueAt: string, { at, zone }: InboxClock): string {
  if (Date.parse(dueAt) < Date.parse(at)) return t`overdue since ${clock(dueAt, zone)}`;
  const days = daysBetween(dateOfInstant(at, zone), dateOfInstant(dueAt, zone));
  if (days > 1) return t`due ${clock(dueAt, zone)}`;
  return days === 0 ? t`due today ${clock(dueAt, zone, 'time')}` : t`due tomorrow ${clock(dueAt, zone, 'time')}`;
}

/** "today 09:12", "yesterday 09:12", "3 days ago". */
export function agoWords(since: string, { at, zone }: InboxClock): string {
  const days = daysBetween(dateOfInstant(since, zone), dateOfInstant(at, zone));
  if (days > 1) return tn(days, '{count} day ago', '{count} days ago');
  return days === 1 ? t`yesterday ${clock(since, zone, 'time')}` : t`today ${clock(since, zone, 'time')}`;
}

/** Name, client and amount; when it is due, who asked when, and at which step. */
export function inboxWords(row: InboxInRow, seen: InboxClock): string {
  const { approval } = row;
  const due = approval && dueAtOf(approval);
  const late = due !== undefined && Date.parse(due) < Date.parse(seen.at);
  const facts = [
    ...(due ? [`${late ? ':alarm_clock: *' : ''}${deadlineWords(due, seen)}${late ? '*' : ''}`] : []),
    ...(approval ? [t`asked by ${clipped(approval.requestedBy.name, 60)} ${agoWords(approval.requestedAt, seen)}`] : []),
    ...(approval && approval.steps.length > 1 ? [t`step ${approval.current + 1} of ${approval.steps.length}`] : []),
    ...(row.isOpened ? [`:white_check_mark: ${t`opened`}`] : []),
  ];
  return `*${invoiceName(row)}* · ${clipped(row.client.name, 80)} · *${amount(row.totals.due)}*\n${facts.join(' · ')}`;
}

const tokenFor = ({ id, version, approval }: InboxInRow): string => tokenOf({ document: id, revision: version, step: approval?.current ?? 0 });
const placeOf = ({ id, version, approval }: InboxInRow, place: string): string => `${place}_${id}_${version}.${approval?.current ?? 0}`;
const reviewButton = (row: InboxInRow) => button(t`Review`, ACTION.review, tokenFor(row));

/** A row of two blocks: [Review] always, [Approve] once the person has seen all of it. */
export const inboxRow = (row: InboxInRow, { place, ...seen }: InboxContext): KnownBlock[] => [
  section(inboxWords(row, seen), { block_id: placeOf(row, place) }),
  actions(placeOf(row, `${place}_act`), [reviewButton(row), ...(row.isOpened ? [button(t`Approve`, ACTION.approve, tokenFor(row), 'primary')] : [])]),
];

/** A row of one block, for messages that stand for weeks: [Review] shows what is true then. */
export const inboxLine = (row: InboxInRow, { place, ...seen }: InboxContext): KnownBlock =>
  section(inboxWords(row, seen), { block_id: placeOf(row, place), accessory: reviewButton(row) });

/** "[Approve the 3 you have opened]"; nothing for fewer than two. */
export function batchButton(rows: readonly InboxInRow[], place: string): KnownBlock[] {
  const opened = rows.filter(({ isOpened }) => isOpened).length;
  return opened < LEAST_BATCH ? [] : [actions(`${place}_batch`, [button(tn(opened, 'Approve the {count} you have opened…', 'Approve the {count} you have opened…'), ACTION.approveOpened, place)])];
}

/** What an inbox with nothing in it has to teach. */
const EMPTY = key`nothing waits for you. When something does, it stands here, the most urgent first: *Review* shows all lines and approves; what you have reviewed can then be approved here, several at once. {0} shows what waits for others.`;

/** The inbox on Home: its title, the way to approve several, ten rows, and the way to the others. */
export function inboxBlocks(rows: readonly InboxInRow[], seen: InboxContext): KnownBlock[] {
  if (rows.length === 0) return [divider(), context(`*${t`For you to approve:`}* ${sentence(EMPTY, ['`/invoice list waiting`'])}`)];
  const left = rows.length - MOST_ROWS;
  return [
    divider(), section(`*${t`For you to approve`}*\n${tn(rows.length, '{count} invoice: {0}', '{count} invoices: {0}', totalWords(rows))}`), ...batchButton(rows, seen.place),
    ...rows.slice(0, MOST_ROWS).flatMap((row) => inboxRow(row, seen)),
    ...(left > 0 ? [actions('home_all_inbox', [button(tn(left, 'and {count} more', 'and {count} more'), ACTION.viewAll, 'inbox')])] : []),
  ];
}

/** "1,190.00 EUR and 500.00 USD": the total of each currency. */
export const totalWords = (rows: readonly Pick<InboxInRow, 'totals'>[]): string => listed(totalsByCurrency(rows.map(({ totals }) => totals.due)).map(amount));

/** When the one was asked that has waited longest; undefined of nothing. */
export const oldestOf = (rows: readonly { approval?: Approval }[]): string | undefined => rows.map(({ approval }) => approval?.requestedAt ?? '').filter(Boolean).sort()[0];
