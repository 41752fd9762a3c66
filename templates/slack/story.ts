/** The story of a document: each entry of its history as one sentence for the thread under its card. */
import type { Approval } from '../../domain/approval';
import type { Move } from '../../domain/approval-seats';
import type { PlainDate } from '../../domain/dates';
import { ranOutOf } from '../../domain/deciding';
import type { Entry } from '../../domain/history';
import { isPositive, type Money } from '../../domain/money';
import { nameOf } from '../../domain/people';
import { amount, clipped, counted, day } from './text';
import type { SlackContext } from './wanted';

/** What a sentence may need besides the entry: who asked for the document, what it is, and the name of the client. */
export type Teller = SlackContext & { creator: string; clientName: string; noun: 'invoice' | 'estimate' };
type Telling = (detail: Record<string, never>, entry: Entry, teller: Teller) => string;

/** A detail's fields as text, money or date: entries are written by the rules of domain/, which say what they hold. */
type Detail = Record<string, unknown>;
const text = (detail: Detail, name: string, most = 400): string => clipped(String(detail[name] ?? ''), most);
const money = (detail: Detail, name: string): string => amount(detail[name] as Money);
const date = (detail: Detail, name: string): string => day(detail[name] as PlainDate);
const who = ({ by }: Entry): string => clipped(by.name);
/** Who is not in Slack decides in the portal, and reads no thread. */
const inPortal = ({ by }: Entry): string => (by.via === 'portal' ? ' in the portal' : '');
const because = (detail: Detail, name = 'reason'): string => (detail[name] ? `: ${text(detail, name)}` : '.');

const whoIn = (detail: Detail): string[] => detail['who'] as string[];
const namesIn = (detail: Detail, { people }: Teller): string => whoIn(detail).map((email) => clipped(nameOf(email, people))).join(' and ');
/** "Ana is asked instead of Milo." */
function moveText({ from, to }: Move, people: Teller['people']): string {
  const named = (email: string): string => clipped(nameOf(email, people));
  if (to === undefined) return `${named(from)} is not there and no longer asked.`;
  const came = to.split(',').map(named);
  return `${came.join(' and ')} ${came.length === 1 ? 'is' : 'are'} asked instead of ${named(from)}.`;
}
const stepsOf = (entry: Entry): number => (entry.changes['approval'] as Approval | undefined)?.steps.length ?? 1;

/** Steps on the way that the next entry tells, so that a thread says each thing once. */
const UNTOLD: readonly string[] = ['mail.sending', 'mail.claimed', 'printed', 'receipt.printed', 'credit.booked', 'send.begun'];

const MAIL_NOUN: Readonly<Record<string, string>> = { invoice: 'invoice', estimate: 'estimate', reminder: 'reminder', receipt: 'receipt', 'credit note': 'credit note' };
const mailOf = (detail: Detail, noun: string): string => `The mail with the ${MAIL_NOUN[String(detail['kind'] ?? noun)] ?? 'document'} to ${text(detail, 'to')}`;

const MAIL_TELLINGS: Readonly<Record<string, Telling>> = {
  accepted: (detail, _, { noun }) => (detail['kind'] === 'reminder' ? '' : `${mailOf(detail, noun)} is on its way.`), // A reminder tells itself.
  delivered: (detail, _, { noun }) => `${mailOf(detail, noun)} arrived.`,
  bounced: (detail, _, { noun }) => `:warning: ${mailOf(detail, noun)} bounced${because(detail)}`,
  unknown: (detail, _, { noun }) => `:warning: Nobody knows whether ${mailOf(detail, noun).replace('The', 'the')} left; finance settles it.`,
  failed: (detail, _, { noun }) => `:warning: ${mailOf(detail, noun)} was refused${because(detail)}`,
};

const TELLINGS: Readonly<Record<string, Telling>> = {
  drafted: (_, entry, { clientName }) => `${who(entry)} drafted it for ${clipped(clientName)}.`,
  edited: (detail, entry) => `${who(entry)} changed it; it is version ${String(detail['version'])} now.${detail['voidedApprovals'] ? ' The approvals given are void.' : detail['keptApprovals'] ? ' The approvals given stay: the policy lets that change.' : ''}`,
  submitted: (detail, entry) => `${who(entry)} submitted it: ${text(detail, 'why')}.`,
  approved: (detail, entry) => `:white_check_mark: ${who(entry)} approved step ${Number(detail['step']) + 1} of ${stepsOf(entry)}${detail['for'] ? ` for ${text(detail, 'for')}` : ''}${inPortal(entry)}${because(detail, 'note')}`,
  rejected: (detail, entry) => `:x: ${who(entry)} rejected it${detail['for'] ? ` for ${text(detail, 'for')}` : ''}${inPortal(entry)} (${text(detail, 'category')})${because(detail)}`,
  asked: (detail, entry, { mention, creator }) => `:speech_balloon: ${who(entry)} asks ${mention(creator)}: ${text(detail, 'text', 500)} Please answer ${entry.by.via === 'portal' ? `by mail to ${clipped(entry.by.email)}` : 'in this thread'}.`,
  'approval.reminded': (detail, _, teller) => `${namesIn(detail, teller)} ${whoIn(detail).length === 1 ? 'was' : 'were'} reminded.`,
  'approval.escalated': (detail, _, teller) => `:hourglass: Nobody decided step ${Number(detail['step']) + 1} in time; ${namesIn(detail, teller)} ${whoIn(detail).length === 1 ? 'is' : 'are'} asked instead.`,
  'exception.asked': (detail, entry) => `:rotating_light: ${who(entry)} asks for an exception${because(detail)}`,
  'exception.confirmed': (detail, entry) => `:rotating_light: ${who(entry)} confirms the exception that ${text(detail, 'by')} asked for; it is approved.`,
  'exception.turned-down': (_, entry) => `${who(entry)} turns the exception down.`,
  'policy.moved': (detail, entry) => `${who(entry)} asks again under policy ${String((detail['policy'] as unknown as Approval['policy']).version)}: ${text(detail, 'why')}.`,
  'approval.moved': (detail, _, { people }) => (detail['moves'] as unknown as Move[]).map((move) => moveText(move, people)).join(' '),
  'approval.silent': (detail) => `:hourglass: Step ${Number(detail['step']) + 1} is approved by silence: nobody decided in time.`,
  'approval.lapsed': (_, entry, { mention, creator }) => `:hourglass: ${ranOutOf(entry) === 'time' ? 'Nobody decided in time' : 'Nobody is left who could approve it'}; it goes back to ${mention(creator)}.`,
  'approval.denied': (_, entry) => `${who(entry)} tried to decide and may not; nothing changed.`,
  withdrawn: (_, entry) => `${who(entry)} withdrew it.`,
  discarded: (_, entry) => `${who(entry)} discarded it.`,
  voided: (detail, entry) => `${who(entry)} voided it${because(detail)}`,
  issued: (detail) => `Issued as ${text(detail, 'number')}${detail['dueDate'] ? `, due ${date(detail, 'dueDate')}` : ''}.`,
  'send.asked': (detail, entry) => `${who(entry)} sends it to ${text(detail, 'to')}.`,
  posted: (detail, entry, { noun }) => `:postbox: ${who(entry)} sent it by post.${detail['counts'] && noun === 'invoice' ? ' It counts as sent, and its reminders run.' : ''}`,
  'mail.settled': (detail, entry) => (detail['says'] === 'arrived' ? `${who(entry)} says that the mail arrived.` : `${who(entry)} sends the mail again.`),
  paid: (detail, entry) => {
    const surplus = detail['surplus'] as Money | undefined;
    const credit = surplus && isPositive(surplus) ? ` ${amount(surplus)} are the client's credit.` : '';
    return `:moneybag: ${who(entry)} recorded ${money(detail, 'amount')} of ${date(detail, 'date')}; ${money(detail, 'balance')} open.${credit}`;
  },
  'payment.reversed': (detail, entry) => `${who(entry)} took back the payment of ${money(detail, 'amount')}; ${money(detail, 'balance')} open${detail['setOff'] ? `, ${money(detail, 'setOff')} that were to be paid back are set off` : ''}${because(detail)}`,
  'credit.proposed': (detail, entry) => `:receipt: ${who(entry)} proposes to credit ${money(detail, 'amount')}${because(detail)}`,
  'credit.issued': (detail, entry) => `:receipt: ${who(entry)} credited ${money(detail, 'amount')}; ${money(detail, 'balance')} open${because(detail)}`,
  'credit.confirmed': (detail, entry) => `:receipt: ${who(entry)} confirmed the credit of ${money(detail, 'amount')}; ${money(detail, 'balance')} open.`,
  'credit.declined': (detail, entry) => `:x: ${who(entry)} turned the credit of ${money(detail, 'amount')} down${because(detail)}`,
  'credit.numbered': (detail) => `Credit note ${text(detail, 'number')} is issued.`,
  'credit.refunded': (detail, entry) => `:moneybag: ${who(entry)} notes that ${money(detail, 'amount')} were paid back on ${date(detail, 'date')}.`,
  'receipt.issued': (detail) => `Receipt ${text(detail, 'number')} is issued; ${money(detail, 'remaining')} remain.`,
  'reminder.asked': (detail, entry) => `${who(entry)} sends a ${text(detail, 'tone')} reminder.`,
  reminded: (detail) => `A ${text(detail, 'tone')} reminder went to the client${detail['days'] === undefined ? '' : ` (${whenDue(Number(detail['days']))})`}.`,
  'reminder.passed': () => 'The reminder was not sent: nothing is to be chased any more.',
  'step.passed': (detail) => `The step ${text(detail, 'stepId')} was passed over: a later one stands for it.`,
  escalated: (detail) => `:rotating_light: Escalated (${whenDue(Number(detail['days']))}) to ${(detail['to'] as string[] | undefined ?? []).map((one) => clipped(one)).join(', ')}.`,
  acknowledged: (_, entry) => `${who(entry)} takes care of it; reminders and escalation stop.`,
  disputed: (detail, entry) => `:warning: ${who(entry)} disputes it${because(detail)}`,
  'dispute.resolved': (detail, entry) => `${who(entry)} resolved the dispute${because(detail, 'outcome')}`,
  'reminders.paused': (detail, entry) => `${who(entry)} paused the reminders${because(detail)}`,
  'reminders.resumed': (_, entry) => `${who(entry)} resumed the reminders.`,
  accepted: (detail) => `:white_check_mark: ${text(detail, 'name')} accepted version ${String(detail['version'])}.`,
  declined: (detail) => `:x: ${text(detail, 'name')} declined version ${String(detail['version'])}${because(detail)}`,
  expired: (detail) => `It expired${detail['validUntil'] ? ` on ${date(detail, 'validUntil')}` : ''}.`,
  'convert.asked': (_, entry) => `${who(entry)} turns it into an invoice.`,
  converted: () => 'It became an invoice.',
};

const whenDue = (days: number): string => (days < 0 ? `${counted(-days, 'day')} before it is due` : days === 0 ? 'on the day it is due' : `${counted(days, 'day')} overdue`);

/** The entry as a sentence; undefined for what its outcome tells. A kind that is new here is still told, by its name. */
export function told(entry: Entry, teller: Teller): string | undefined {
  if (UNTOLD.includes(entry.kind)) return undefined;
  const mail = /(?:^|\.)mail\.(accepted|delivered|bounced|unknown|failed)$/.exec(entry.kind)?.[1];
  const telling = (mail ? MAIL_TELLINGS[mail] : TELLINGS[entry.kind]) ?? ((_, { kind }) => `${who(entry)}: ${clipped(kind.replace(/[._]/g, ' '))}.`);
  return telling(entry.detail as Record<string, never>, entry, teller) || undefined;
}
