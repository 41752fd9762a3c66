/** Outcomes: what the person who asked for a document is told in private, once it is decided. */
import type { KnownBlock } from '@slack/types';
import { ranOutOf } from '../../domain/deciding';
import type { Estimate } from '../../domain/estimate';
import type { Entry } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import { holds, type Person } from '../../domain/people';
import { actions, button, section } from './blocks';
import { estimateName, invoiceName } from './name';
import { amount, clipped, day } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';
import { categoryWord } from './word';
import { key, sentence, series, t } from './words';

/** The sentence and the buttons of one outcome. */
type Outcome = { text: string; buttons?: KnownBlock };

/** Rejected, sent, bounced, refused by the mail provider: one message each, while it still concerns somebody its buttons. */
export function invoiceOutcomes(invoice: Invoice, { people }: SlackContext): Wanted[] {
  return invoice.history.flatMap((entry) => {
    const outcome = invoiceOutcome(invoice, entry);
    return outcome ? hearers(entry, invoice.createdBy.email, people).map((email) => message(invoice.id, entry, email, outcome)) : [];
  });
}

export function estimateOutcomes(estimate: Estimate, { people }: SlackContext): Wanted[] {
  return estimate.history.flatMap((entry) => {
    const outcome = estimateOutcome(estimate, entry);
    return outcome ? hearers(entry, estimate.createdBy.email, people).map((email) => message(estimate.id, entry, email, outcome)) : [];
  });
}

const message = (id: string, entry: Entry, email: string, { text, buttons }: Outcome): Wanted =>
  ({ key: `${id}/outcome/${entry.seq}/${email}`, kind: 'outcome', target: { person: email }, text, blocks: [section(text), ...(buttons ? [buttons] : [])] });

/** The creator; of a bounce also the coordinators, when the creator is none. */
function hearers({ kind }: Entry, creator: string, people: readonly Person[]): string[] {
  const isCoordinator = holds(people.find(({ email }) => email === creator), 'coordinator');
  if (!/mail\.(bounced|failed)$/.test(kind) || isCoordinator) return [creator];
  return [creator, ...people.filter((person) => holds(person, 'coordinator')).map(({ email }) => email)];
}

const detailOf = ({ detail }: Entry, name: string, most = 500): string => clipped(String(detail[name] ?? ''), most);
const mailNoun = ({ detail }: Entry): 'mail' | 'receipt' | 'reminder' => (detail['kind'] === 'receipt' ? 'receipt' : detail['kind'] === 'reminder' ? 'reminder' : 'mail');

/** What came back, by what the mail was: bounced or refused, of which document, to whom. */
const CAME_BACK: Readonly<Record<'bounced' | 'failed', Readonly<Record<'mail' | 'receipt' | 'reminder', string>>>> = {
  bounced: { mail: key`The mail of {0} to {1} bounced`, receipt: key`The receipt of {0} to {1} bounced`, reminder: key`The reminder of {0} to {1} bounced` },
  failed: { mail: key`The mail of {0} to {1} was refused`, receipt: key`The receipt of {0} to {1} was refused`, reminder: key`The reminder of {0} to {1} was refused` },
};

/** "The mail of … bounced: …", for a mail that came back or was refused; undefined for every other entry. */
function cameBack(name: string, entry: Entry): string | undefined {
  const how = /mail\.(bounced|failed)$/.exec(entry.kind)?.[1] as 'bounced' | 'failed' | undefined;
  if (!how) return undefined;
  const clause = sentence(CAME_BACK[how][mailNoun(entry)], [name, detailOf(entry, 'to')]);
  return `:warning: ${entry.detail['reason'] ? t`${clause}: ${detailOf(entry, 'reason')}` : t`${clause}.`}`;
}

const mailKeyOf = ({ detail }: Entry): string => String(detail['mailKey'] ?? '');
/** A mail that repeats another has its key with "/again-1" and so on. */
const firstKeyOf = (entry: Entry): string => mailKeyOf(entry).replace(/\/again-\d+$/, '');

/** That a mail which came back was sent once more, later, and went out; undefined as long as it was not. Other receipts and reminders are other mails. */
function sentSince(history: readonly Entry[], failed: Entry): string | undefined {
  const sent = history.findLast((entry) => {
    if (!/mail\.(accepted|delivered)$/.test(entry.kind) || mailKeyOf(entry) === mailKeyOf(failed)) return false;
    const repeats = mailNoun(entry) === mailNoun(failed) && (mailNoun(entry) === 'mail' || firstKeyOf(entry) === firstKeyOf(failed));
    const begun = history.find((earlier) => mailKeyOf(earlier) === mailKeyOf(entry));
    return repeats && (begun?.seq ?? 0) > failed.seq;
  });
  return sent && `:white_check_mark: ${t`It went to ${detailOf(sent, 'to', 254)} since.`}`;
}

function returnedText(name: string, entry: Entry): string {
  if (entry.kind === 'rejected') return `:x: ${t`${clipped(entry.by.name)} rejected ${name} (${categoryWord(String(entry.detail['category'] ?? ''))}): ${detailOf(entry, 'reason')}`}`;
  return `:hourglass: ${ranOutOf(entry) === 'time'
    ? t`Nobody decided about ${name} in time. It is a draft again; submit it once more, or change it.`
    : t`Nobody is left who could approve ${name}. It is a draft again; submit it once more when finance has added an approver.`}`;
}

/** "INV-7 for Acme, 119.00 EUR": what the outcome is about. */
const aboutOf = (name: string, { client, totals }: Pick<Invoice, 'client' | 'totals'>): string => t`${name} for ${clipped(client.name)}, ${amount(totals.due)}`;

/** Who stood behind it: approvers by name, silence, an exception. */
function approvedBy({ approval }: Invoice): string {
  const { steps = [], exception } = approval ?? {};
  const approvers = steps.flatMap(({ decisions }) => decisions.map(({ by }) => clipped(by.name)));
  const silent = steps.some(({ ended }) => ended?.how === 'silence') ? [t`silence`] : [];
  const excepted = exception?.confirmedBy ? [t`an exception of ${clipped(exception.by.name)} and ${clipped(exception.confirmedBy.name)}`] : [];
  return series([...approvers, ...silent, ...excepted]);
}

function invoiceOutcome(invoice: Invoice, entry: Entry): Outcome | undefined {
  const { id, version, client } = invoice;
  const name = aboutOf(invoiceName(invoice), invoice);
  const value = tokenOf({ document: id, revision: version });
  if (entry.kind === 'rejected' || entry.kind === 'approval.lapsed') {
    const stands = invoice.returned?.at === entry.at && invoice.state === 'draft';
    return { text: returnedText(name, entry), ...(stands && { buttons: actions(`returned_${id}_${version}`, [button(t`Edit`, ACTION.edit, value, 'primary'), button(t`Discard`, ACTION.discard, value, 'danger')]) }) };
  }
  if (entry.kind === 'mail.accepted' && entry.detail['kind'] === 'invoice') {
    const [by, to] = [approvedBy(invoice), detailOf(entry, 'to')];
    return { text: `:white_check_mark: ${by ? t`${name} is approved by ${by} and sent to ${to}.` : t`${name} is sent to ${to}.`}` };
  }
  const failure = cameBack(name, entry);
  if (failure) {
    const since = sentSince(invoice.history, entry);
    if (since || invoice.state === 'void') return { text: since ? `${failure} ${since}` : failure };
    return { text: `${failure} ${t`Correct the address of the client or send it to another.`}`, buttons: actions(`bounced_${id}_${entry.seq}`, [
      button(t`Send to…`, ACTION.send, value, 'primary'), button(t`Edit client`, ACTION.editClient, tokenOf({ document: client.id })),
    ]) };
  }
  return undefined;
}

function estimateOutcome(estimate: Estimate, entry: Entry): Outcome | undefined {
  const { id, version, client } = estimate;
  const name = aboutOf(estimateName(estimate), estimate);
  const value = tokenOf({ document: id, revision: version });
  const buttons = (noun: string, ...them: Parameters<typeof actions>[1][number][]): KnownBlock => actions(`${noun}_${id}_${entry.seq}`, them);
  if (entry.kind === 'accepted') return { text: `:white_check_mark: ${t`${detailOf(entry, 'name')} accepted ${name}. Its invoice is made now.`}` };
  if (entry.kind === 'declined') {
    const stands = estimate.state === 'declined';
    return {
      text: `:x: ${t`${detailOf(entry, 'name')} declined ${name}: ${detailOf(entry, 'reason')}`}`,
      ...(stands && { buttons: buttons('declined', button(t`Edit`, ACTION.editEstimate, value, 'primary'), button(t`Discard`, ACTION.discardEstimate, value, 'danger')) }),
    };
  }
  if (entry.kind === 'expired') {
    const stands = estimate.state === 'expired';
    const { validUntil } = estimate;
    return {
      text: `:hourglass: ${validUntil ? t`${name} expired on ${day(validUntil)}; nobody answered.` : t`${name} expired; nobody answered.`}`,
      ...(stands && { buttons: buttons('expired', button(t`Send again…`, ACTION.editEstimate, value, 'primary'), button(t`Discard`, ACTION.discardEstimate, value, 'danger')) }),
    };
  }
  if (entry.kind === 'mail.accepted') return { text: `:envelope: ${t`${name} is sent to ${detailOf(entry, 'to')}.`}`, buttons: estimate.state === 'sent' ? buttons('sent', button(t`Convert…`, ACTION.convert, value)) : undefined };
  const failure = cameBack(name, entry);
  if (failure) {
    const since = sentSince(estimate.history, entry);
    return since ? { text: `${failure} ${since}` } : {
      text: failure, buttons: buttons('bounced', button(t`Edit client`, ACTION.editClient, tokenOf({ document: client.id })), button(t`Send again`, ACTION.offer, value, 'primary')),
    };
  }
  return undefined;
}
