/** Where a document stands, in a few words that every surface shares: card, list, Home and status. */
import { waitingFor } from '../../domain/approval';
import { daysBetween, type PlainDate } from '../../domain/dates';
import type { Estimate } from '../../domain/estimate';
import type { Invoice, Returned } from '../../domain/invoice';
import { isPositive } from '../../domain/money';
import { nameOf, type Person } from '../../domain/people';
import { refusalText, spoken } from './spoken';
import { amount, clipped, day } from './text';
import { key, sentence, series, t, tn } from './words';

/** An emoji is always paired with words. */
export type Standing = { emoji: string; words: string };

type InvoiceFacts = Pick<Invoice, 'state' | 'returned' | 'approval' | 'dueDate' | 'balance' | 'paid' | 'delivery' | 'dispute' | 'dunning' | 'closed' | 'number' | 'credited'>;

const MAIL_WORDS: Readonly<Partial<Record<NonNullable<Invoice['delivery']>['status'], string>>> = {
  delivered: key`it arrived`, bounced: key`the mail bounced`, unknown: key`nobody knows whether the mail arrived`, failed: key`the mail was refused`, posted: key`by post`,
};

/** `today` (the office's date) makes "overdue"; cards, which stand for weeks, leave it out. */
export function standingOfInvoice(invoice: InvoiceFacts, people: readonly Person[], today?: PlainDate): Standing {
  switch (invoice.state) {
    case 'draft':
      return invoice.returned
        ? { emoji: ':leftwards_arrow_with_hook:', words: t`returned by ${clipped(invoice.returned.by.name)}: ${clipped(returnedReason(invoice.returned), 200)}` }
        : { emoji: ':pencil2:', words: t`draft` };
    case 'submitted': return { emoji: ':hourglass_flowing_sand:', words: waitingWords(invoice, people) };
    case 'approved': return { emoji: ':white_check_mark:', words: t`approved, being issued` };
    case 'issued': return { emoji: ':outbox_tray:', words: t`issued, ${mailWords(invoice) ?? t`being mailed`}` };
    case 'sent': return sentStanding(invoice, today);
    case 'paid': return settledStanding(invoice);
    case 'void': return { emoji: ':no_entry_sign:', words: invoice.closed ? t`void: ${clipped(invoice.closed.reason, 200)}` : t`void` };
    case 'discarded': return { emoji: ':wastebasket:', words: t`discarded` };
  }
}

/** Nothing is open: by payments, by credits, or by both. */
function settledStanding({ paid, credited }: InvoiceFacts): Standing {
  if (!credited || !isPositive(credited)) return { emoji: ':moneybag:', words: t`paid, ${amount(paid)}` };
  return isPositive(paid) ? { emoji: ':moneybag:', words: t`paid, ${amount(paid)}; ${amount(credited)} credited` } : { emoji: ':receipt:', words: t`credited, ${amount(credited)}` };
}

function waitingWords({ approval }: InvoiceFacts, people: readonly Person[]): string {
  if (!approval) return t`waiting for approval`;
  const who = waitingFor(approval).map((email) => clipped(nameOf(email, people))).join(', ');
  const [step, steps] = [approval.current + 1, approval.steps.length];
  const waits = who ? t`waiting for ${who} (step ${step} of ${steps})` : t`waiting for approval (step ${step} of ${steps})`;
  return approval.exception ? t`${waits}; ${clipped(approval.exception.by.name)} asks for an exception` : waits;
}

/** What became of the mail; undefined while it leaves. */
const mailWords = ({ delivery }: Pick<InvoiceFacts, 'delivery'>): string | undefined => {
  const words = delivery && MAIL_WORDS[delivery.status];
  return words && sentence(words);
};

/** Why it is its author's again, as plain text: somebody's words, or the office's. */
export const returnedReason = ({ reason, phrase, refusal }: Returned): string => (refusal ? refusalText({ ...refusal, message: reason }) : spoken(phrase, reason));

/** Facts are told one after the other, parted by commas. */
function sentStanding({ balance, paid, credited, dueDate, delivery, dispute, dunning }: InvoiceFacts, today?: PlainDate): Standing {
  const open = [
    t`${amount(balance)} open`, ...(isPositive(paid) ? [t`${amount(paid)} paid`] : []), ...(credited && isPositive(credited) ? [t`${amount(credited)} credited`] : []),
  ];
  if (dispute) return { emoji: ':warning:', words: series([t`disputed`, ...open]) };
  const mail = delivery && ['bounced', 'unknown', 'posted'].includes(delivery.status) ? [mailWords({ delivery }) ?? ''] : [];
  const late = today && dueDate && dueDate < today ? daysBetween(dueDate, today) : 0;
  const rest = [...mail, ...pauseWords(dunning)];
  if (late > 0) return { emoji: ':alarm_clock:', words: series([tn(late, 'overdue by {count} day', 'overdue by {count} days'), ...open, ...rest]) };
  return { emoji: ':envelope:', words: series([t`sent`, ...open, ...(dueDate ? [t`due ${day(dueDate)}`] : []), ...rest]) };
}

function pauseWords({ status, by }: InvoiceFacts['dunning']): string[] {
  if (status === 'paused') return [t`reminders paused`];
  if (status !== 'acknowledged') return [];
  return [by ? t`${clipped(by.name)} takes care of it` : t`somebody takes care of it`];
}

export function standingOfEstimate(estimate: Pick<Estimate, 'state' | 'answer' | 'validUntil' | 'delivery'>): Standing {
  const { answer, validUntil } = estimate;
  const until = validUntil ? [t`valid until ${day(validUntil)}`] : [];
  const mail = mailWords(estimate);
  switch (estimate.state) {
    case 'draft': return { emoji: ':pencil2:', words: t`draft` };
    case 'issued': return { emoji: ':outbox_tray:', words: series([t`issued, ${mail ?? t`being mailed`}`, ...until]) };
    case 'sent': return { emoji: ':envelope:', words: series([t`sent`, ...(mail ? [mail] : []), ...until]) };
    case 'accepted': return { emoji: ':white_check_mark:', words: answer ? t`accepted by ${clipped(answer.name)}` : t`accepted` };
    case 'declined': return { emoji: ':x:', words: answer?.reason ? t`declined: ${clipped(answer.reason, 200)}` : t`declined` };
    case 'expired': return { emoji: ':hourglass:', words: validUntil ? t`expired on ${day(validUntil)}` : t`expired` };
    case 'converted': return { emoji: ':receipt:', words: t`accepted and invoiced` };
    case 'discarded': return { emoji: ':wastebasket:', words: t`discarded` };
  }
}
