/** The story of a document: each entry of its history as one sentence for the thread under its card. */
import type { Approval } from '../../domain/approval';
import type { Move } from '../../domain/approval-seats';
import type { PlainDate } from '../../domain/dates';
import { ranOutOf } from '../../domain/deciding';
import type { Entry } from '../../domain/history';
import type { Returned } from '../../domain/invoice';
import { isPositive, type Money } from '../../domain/money';
import { nameOf } from '../../domain/people';
import type { Phrase } from '../../domain/phrase';
import { spoken } from './spoken';
import { returnedReason } from './standing';
import { amount, clipped, day } from './text';
import type { SlackContext } from './wanted';
import { categoryWord, roleWord } from './word';
import { key, listed, sentence, t, tn } from './words';

/** What a sentence may need besides the entry: who asked for the document, what it is, and the name of the client. */
export type Teller = SlackContext & { creator: string; clientName: string; noun: 'invoice' | 'estimate' };
type Telling = (detail: Record<string, never>, entry: Entry, teller: Teller) => string;

/** A detail's fields as text, money or date: entries are written by the rules of domain/, which say what they hold. */
type Detail = Record<string, unknown>;
const text = (detail: Detail, name: string, most = 400): string => clipped(String(detail[name] ?? ''), most);
const money = (detail: Detail, name: string): string => amount(detail[name] as Money);
const date = (detail: Detail, name: string): string => day(detail[name] as PlainDate);
const who = ({ by }: Entry): string => clipped(by.name);
/** Why the policy asks as it does. */
const why = (detail: Detail): string => clipped(spoken(detail['because'] as Phrase | undefined, String(detail['why'] ?? '')), 400);
/** A sentence without its full stop, with the reason that somebody gave for it. */
const because = (clause: string, detail: Detail, name = 'reason'): string => (detail[name] ? t`${clause}: ${text(detail, name)}` : t`${clause}.`);

const whoIn = (detail: Detail): string[] => detail['who'] as string[];
const namesIn = (detail: Detail, { people }: Teller): string => listed(whoIn(detail).map((email) => clipped(nameOf(email, people))));
/** "Ana is asked instead of Milo." */
function moveText({ from, to }: Move, people: Teller['people']): string {
  const named = (email: string): string => clipped(nameOf(email, people));
  if (to === undefined) return t`${named(from)} is not there and no longer asked.`;
  const came = to.split(',').map(named);
  return came.length === 1 ? t`${listed(came)} is asked instead of ${named(from)}.` : t`${listed(came)} are asked instead of ${named(from)}.`;
}
const stepsOf = (entry: Entry): number => (entry.changes['approval'] as Approval | undefined)?.steps.length ?? 1;
const stepOf = (detail: Detail): number => Number(detail['step']) + 1;

/** Steps on the way that the next entry tells, so that a thread says each thing once. */
const UNTOLD: readonly string[] = ['mail.sending', 'mail.claimed', 'printed', 'receipt.printed', 'credit.booked', 'send.begun'];

/** A mail by what it brings: as the beginning of a sentence, and when nobody knows what became of it. */
const MAILS: Readonly<Record<string, { mail: string; unknown: string }>> = {
  invoice: { mail: key`The mail with the invoice to {0}`, unknown: key`Nobody knows whether the mail with the invoice to {0} left; finance settles it.` },
  estimate: { mail: key`The mail with the estimate to {0}`, unknown: key`Nobody knows whether the mail with the estimate to {0} left; finance settles it.` },
  reminder: { mail: key`The mail with the reminder to {0}`, unknown: key`Nobody knows whether the mail with the reminder to {0} left; finance settles it.` },
  receipt: { mail: key`The mail with the receipt to {0}`, unknown: key`Nobody knows whether the mail with the receipt to {0} left; finance settles it.` },
  'credit note': { mail: key`The mail with the credit note to {0}`, unknown: key`Nobody knows whether the mail with the credit note to {0} left; finance settles it.` },
};
const OTHER_MAIL = { mail: key`The mail with the document to {0}`, unknown: key`Nobody knows whether the mail with the document to {0} left; finance settles it.` };
const mailOf = (detail: Detail, noun: string, form: 'mail' | 'unknown' = 'mail'): string => sentence((MAILS[String(detail['kind'] ?? noun)] ?? OTHER_MAIL)[form], [text(detail, 'to')]);

const MAIL_TELLINGS: Readonly<Record<string, Telling>> = {
  accepted: (detail, _, { noun }) => (detail['kind'] === 'reminder' ? '' : t`${mailOf(detail, noun)} is on its way.`), // A reminder tells itself.
  delivered: (detail, _, { noun }) => t`${mailOf(detail, noun)} arrived.`,
  bounced: (detail, _, { noun }) => `:warning: ${because(t`${mailOf(detail, noun)} bounced`, detail)}`,
  unknown: (detail, _, { noun }) => `:warning: ${mailOf(detail, noun, 'unknown')}`,
  failed: (detail, _, { noun }) => `:warning: ${because(t`${mailOf(detail, noun)} was refused`, detail)}`,
};

/** Who is not in Slack decides in the portal, and reads no thread. */
function approvedClause(detail: Detail, entry: Entry): string {
  const [name, step, steps] = [who(entry), stepOf(detail), stepsOf(entry)];
  if (entry.by.via !== 'portal') return detail['for'] ? t`${name} approved step ${step} of ${steps} for ${text(detail, 'for')}` : t`${name} approved step ${step} of ${steps}`;
  return detail['for'] ? t`${name} approved step ${step} of ${steps} for ${text(detail, 'for')} in the portal` : t`${name} approved step ${step} of ${steps} in the portal`;
}

function rejectedClause(detail: Detail, entry: Entry): string {
  const [name, category] = [who(entry), categoryWord(String(detail['category'] ?? ''))];
  if (entry.by.via !== 'portal') return detail['for'] ? t`${name} rejected it for ${text(detail, 'for')} (${category})` : t`${name} rejected it (${category})`;
  return detail['for'] ? t`${name} rejected it for ${text(detail, 'for')} in the portal (${category})` : t`${name} rejected it in the portal (${category})`;
}

function editedText(detail: Detail, entry: Entry): string {
  const [name, version] = [who(entry), String(detail['version'])];
  if (detail['voidedApprovals']) return t`${name} changed it; it is version ${version} now. The approvals given are void.`;
  return detail['keptApprovals'] ? t`${name} changed it; it is version ${version} now. The approvals given stay: the policy lets that change.` : t`${name} changed it; it is version ${version} now.`;
}

function paidText(detail: Detail, entry: Entry): string {
  const surplus = detail['surplus'] as Money | undefined;
  const paid = t`${who(entry)} recorded ${money(detail, 'amount')} of ${date(detail, 'date')}; ${money(detail, 'balance')} open.`;
  return surplus && isPositive(surplus) ? `${paid} ${t`${amount(surplus)} are the client's credit.`}` : paid;
}

const reversedClause = (detail: Detail, entry: Entry): string => (detail['setOff']
  ? t`${who(entry)} took back the payment of ${money(detail, 'amount')}; ${money(detail, 'balance')} open, ${money(detail, 'setOff')} that were to be paid back are set off`
  : t`${who(entry)} took back the payment of ${money(detail, 'amount')}; ${money(detail, 'balance')} open`);

const REMINDER_ASKED: Readonly<Record<string, string>> = {
  friendly: key`{0} sends a friendly reminder.`, plain: key`{0} sends a plain reminder.`, firm: key`{0} sends a firm reminder.`, final: key`{0} sends a final reminder.`,
};
const REMINDED: Readonly<Record<string, string>> = {
  friendly: key`A friendly reminder went to the client`, plain: key`A plain reminder went to the client`, firm: key`A firm reminder went to the client`, final: key`A final reminder went to the client`,
};
function remindedText(detail: Detail): string {
  const clause = sentence(REMINDED[String(detail['tone'])] ?? REMINDED['plain']!);
  return detail['days'] === undefined ? t`${clause}.` : t`${clause} (${whenDue(Number(detail['days']))}).`;
}

function questionText(detail: Detail, entry: Entry, { mention, creator }: Teller): string {
  const [name, asked, question] = [who(entry), mention(creator), text(detail, 'text', 500)];
  return entry.by.via === 'portal' ? t`${name} asks ${asked}: ${question} Please answer by mail to ${clipped(entry.by.email)}.` : t`${name} asks ${asked}: ${question} Please answer in this thread.`;
}

const escalatedText = (detail: Detail, teller: Teller): string => (whoIn(detail).length === 1
  ? t`Nobody decided step ${stepOf(detail)} in time; ${namesIn(detail, teller)} is asked instead.`
  : t`Nobody decided step ${stepOf(detail)} in time; ${namesIn(detail, teller)} are asked instead.`);

const TELLINGS: Readonly<Record<string, Telling>> = {
  drafted: (_, entry, { clientName }) => t`${who(entry)} drafted it for ${clipped(clientName)}.`,
  edited: editedText,
  submitted: (detail, entry) => t`${who(entry)} submitted it: ${why(detail)}.`,
  approved: (detail, entry) => `:white_check_mark: ${because(approvedClause(detail, entry), detail, 'note')}`,
  rejected: (detail, entry) => `:x: ${because(rejectedClause(detail, entry), detail)}`,
  asked: (detail, entry, teller) => `:speech_balloon: ${questionText(detail, entry, teller)}`,
  'approval.reminded': (detail, _, teller) => (whoIn(detail).length === 1 ? t`${namesIn(detail, teller)} was reminded.` : t`${namesIn(detail, teller)} were reminded.`),
  'approval.escalated': (detail, _, teller) => `:hourglass: ${escalatedText(detail, teller)}`,
  'exception.asked': (detail, entry) => `:rotating_light: ${because(t`${who(entry)} asks for an exception`, detail)}`,
  'exception.confirmed': (detail, entry) => `:rotating_light: ${t`${who(entry)} confirms the exception that ${text(detail, 'by')} asked for; it is approved.`}`,
  'exception.turned-down': (_, entry) => t`${who(entry)} turns the exception down.`,
  'policy.moved': (detail, entry) => t`${who(entry)} asks again under policy ${String((detail['policy'] as unknown as Approval['policy']).version)}: ${why(detail)}.`,
  'approval.moved': (detail, _, { people }) => (detail['moves'] as unknown as Move[]).map((move) => moveText(move, people)).join(' '),
  'approval.silent': (detail) => `:hourglass: ${t`Step ${stepOf(detail)} is approved by silence: nobody decided in time.`}`,
  'approval.lapsed': (_, entry, { mention, creator }) => `:hourglass: ${ranOutOf(entry) === 'time' ? t`Nobody decided in time; it goes back to ${mention(creator)}.` : t`Nobody is left who could approve it; it goes back to ${mention(creator)}.`}`,
  'approval.denied': (_, entry) => t`${who(entry)} tried to decide and may not; nothing changed.`,
  withdrawn: (_, entry) => t`${who(entry)} withdrew it.`,
  discarded: (_, entry) => t`${who(entry)} discarded it.`,
  voided: (detail, entry) => because(t`${who(entry)} voided it`, detail),
  issued: (detail) => (detail['dueDate'] ? t`Issued as ${text(detail, 'number')}, due ${date(detail, 'dueDate')}.` : t`Issued as ${text(detail, 'number')}.`),
  returned: (_, { changes }) => `:leftwards_arrow_with_hook: ${t`It could not be submitted: ${clipped(returnedReason(changes['returned'] as Returned), 400)}`}`,
  'send.asked': (detail, entry) => t`${who(entry)} sends it to ${text(detail, 'to')}.`,
  posted: (detail, entry, { noun }) => `:postbox: ${detail['counts'] && noun === 'invoice' ? t`${who(entry)} sent it by post. It counts as sent, and its reminders run.` : t`${who(entry)} sent it by post.`}`,
  'mail.settled': (detail, entry) => (detail['says'] === 'arrived' ? t`${who(entry)} says that the mail arrived.` : t`${who(entry)} sends the mail again.`),
  paid: (detail, entry) => `:moneybag: ${paidText(detail, entry)}`,
  'payment.reversed': (detail, entry) => because(reversedClause(detail, entry), detail),
  'credit.proposed': (detail, entry) => `:receipt: ${because(t`${who(entry)} proposes to credit ${money(detail, 'amount')}`, detail)}`,
  'credit.issued': (detail, entry) => `:receipt: ${because(t`${who(entry)} credited ${money(detail, 'amount')}; ${money(detail, 'balance')} open`, detail)}`,
  'credit.confirmed': (detail, entry) => `:receipt: ${t`${who(entry)} confirmed the credit of ${money(detail, 'amount')}; ${money(detail, 'balance')} open.`}`,
  'credit.declined': (detail, entry) => `:x: ${because(t`${who(entry)} turned the credit of ${money(detail, 'amount')} down`, detail)}`,
  'credit.numbered': (detail) => t`Credit note ${text(detail, 'number')} is issued.`,
  'credit.refunded': (detail, entry) => `:moneybag: ${t`${who(entry)} notes that ${money(detail, 'amount')} were paid back on ${date(detail, 'date')}.`}`,
  'receipt.issued': (detail) => t`Receipt ${text(detail, 'number')} is issued; ${money(detail, 'remaining')} remain.`,
  'reminder.asked': (detail, entry) => sentence(REMINDER_ASKED[String(detail['tone'])] ?? REMINDER_ASKED['plain']!, [who(entry)]),
  reminded: remindedText,
  'reminder.passed': () => t`The reminder was not sent: nothing is to be chased any more.`,
  'step.passed': (detail) => t`The step ${text(detail, 'stepId')} was passed over: a later one stands for it.`,
  escalated: (detail) => `:rotating_light: ${t`Escalated (${whenDue(Number(detail['days']))}) to ${(detail['to'] as string[] | undefined ?? []).map((one) => roleWord(one)).join(', ')}.`}`,
  acknowledged: (_, entry) => t`${who(entry)} takes care of it; reminders and escalation stop.`,
  disputed: (detail, entry) => `:warning: ${because(t`${who(entry)} disputes it`, detail)}`,
  'dispute.resolved': (detail, entry) => because(t`${who(entry)} resolved the dispute`, detail, 'outcome'),
  'reminders.paused': (detail, entry) => because(t`${who(entry)} paused the reminders`, detail),
  'reminders.resumed': (_, entry) => t`${who(entry)} resumed the reminders.`,
  accepted: (detail) => `:white_check_mark: ${t`${text(detail, 'name')} accepted version ${String(detail['version'])}.`}`,
  declined: (detail) => `:x: ${because(t`${text(detail, 'name')} declined version ${String(detail['version'])}`, detail)}`,
  expired: (detail) => (detail['validUntil'] ? t`It expired on ${date(detail, 'validUntil')}.` : t`It expired.`),
  'convert.asked': (_, entry) => t`${who(entry)} turns it into an invoice.`,
  converted: () => t`It became an invoice.`,
};

function whenDue(days: number): string {
  if (days === 0) return t`on the day it is due`;
  return days < 0 ? tn(-days, '{count} day before it is due', '{count} days before it is due') : tn(days, '{count} day overdue', '{count} days overdue');
}

/** The entry as a sentence; undefined for what its outcome tells. A kind that is new here is still told, by its name. */
export function told(entry: Entry, teller: Teller): string | undefined {
  if (UNTOLD.includes(entry.kind)) return undefined;
  const mail = /(?:^|\.)mail\.(accepted|delivered|bounced|unknown|failed)$/.exec(entry.kind)?.[1];
  const telling = (mail ? MAIL_TELLINGS[mail] : TELLINGS[entry.kind]) ?? ((_, { kind }) => `${who(entry)}: ${clipped(kind.replace(/[._]/g, ' '))}.`);
  return telling(entry.detail as Record<string, never>, entry, teller) || undefined;
}
