/** Where a document stands, in a few words that every surface shares: card, list, Home and status. */
import { waitingFor } from '../../domain/approval';
import { daysBetween, type PlainDate } from '../../domain/dates';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { isPositive } from '../../domain/money';
import { nameOf, type Person } from '../../domain/people';
import { amount, clipped, counted, day } from './text';

/** An emoji is always paired with words. */
export type Standing = { emoji: string; words: string };

type InvoiceFacts = Pick<Invoice, 'state' | 'returned' | 'approval' | 'dueDate' | 'balance' | 'paid' | 'delivery' | 'dispute' | 'dunning' | 'closed' | 'number' | 'credited'>;

const MAIL_WORDS: Readonly<Partial<Record<NonNullable<Invoice['delivery']>['status'], string>>> = {
  delivered: 'it arrived', bounced: 'the mail bounced', unknown: 'nobody knows whether the mail arrived', failed: 'the mail was refused', posted: 'by post',
};

/** `today` (the office's date) makes "overdue"; cards, which stand for weeks, leave it out. */
export function standingOfInvoice(invoice: InvoiceFacts, people: readonly Person[], today?: PlainDate): Standing {
  switch (invoice.state) {
    case 'draft':
      return invoice.returned
        ? { emoji: ':leftwards_arrow_with_hook:', words: `returned by ${clipped(invoice.returned.by.name)}: ${clipped(invoice.returned.reason, 200)}` }
        : { emoji: ':pencil2:', words: 'draft' };
    case 'submitted': return { emoji: ':hourglass_flowing_sand:', words: waitingWords(invoice, people) };
    case 'approved': return { emoji: ':white_check_mark:', words: 'approved, being issued' };
    case 'issued': return { emoji: ':outbox_tray:', words: `issued, ${invoice.delivery ? MAIL_WORDS[invoice.delivery.status] ?? 'being mailed' : 'being mailed'}` };
    case 'sent': return sentStanding(invoice, today);
    case 'paid': return settledStanding(invoice);
    case 'void': return { emoji: ':no_entry_sign:', words: `void${invoice.closed ? `: ${clipped(invoice.closed.reason, 200)}` : ''}` };
    case 'discarded': return { emoji: ':wastebasket:', words: 'discarded' };
  }
}

/** Nothing is open: by payments, by credits, or by both. */
function settledStanding({ paid, credited }: InvoiceFacts): Standing {
  if (!credited || !isPositive(credited)) return { emoji: ':moneybag:', words: `paid, ${amount(paid)}` };
  return isPositive(paid) ? { emoji: ':moneybag:', words: `paid, ${amount(paid)}; ${amount(credited)} credited` } : { emoji: ':receipt:', words: `credited, ${amount(credited)}` };
}

function waitingWords({ approval }: InvoiceFacts, people: readonly Person[]): string {
  if (!approval) return 'waiting for approval';
  const who = waitingFor(approval).map((email) => clipped(nameOf(email, people))).join(', ');
  const exception = approval.exception ? `; ${clipped(approval.exception.by.name)} asks for an exception` : '';
  return `waiting for ${who || 'approval'} (step ${approval.current + 1} of ${approval.steps.length})${exception}`;
}

function sentStanding({ balance, paid, credited, dueDate, delivery, dispute, dunning }: InvoiceFacts, today?: PlainDate): Standing {
  const open = `${amount(balance)} open${isPositive(paid) ? `, ${amount(paid)} paid` : ''}${credited && isPositive(credited) ? `, ${amount(credited)} credited` : ''}`;
  if (dispute) return { emoji: ':warning:', words: `disputed, ${open}` };
  const mail = delivery && ['bounced', 'unknown', 'posted'].includes(delivery.status) ? `, ${MAIL_WORDS[delivery.status]}` : '';
  const pause = dunning.status === 'paused' ? ', reminders paused' : dunning.status === 'acknowledged' ? `, ${clipped(dunning.by?.name ?? 'somebody')} takes care of it` : '';
  const late = today && dueDate && dueDate < today ? daysBetween(dueDate, today) : 0;
  if (late > 0) return { emoji: ':alarm_clock:', words: `overdue by ${counted(late, 'day')}, ${open}${mail}${pause}` };
  return { emoji: ':envelope:', words: `sent, ${open}${dueDate ? `, due ${day(dueDate)}` : ''}${mail}${pause}` };
}

export function standingOfEstimate(estimate: Pick<Estimate, 'state' | 'answer' | 'validUntil' | 'delivery'>): Standing {
  const until = estimate.validUntil ? `, valid until ${day(estimate.validUntil)}` : '';
  const mail = estimate.delivery ? MAIL_WORDS[estimate.delivery.status] : undefined;
  switch (estimate.state) {
    case 'draft': return { emoji: ':pencil2:', words: 'draft' };
    case 'issued': return { emoji: ':outbox_tray:', words: `issued, ${mail ?? 'being mailed'}${until}` };
    case 'sent': return { emoji: ':envelope:', words: `sent${mail ? `, ${mail}` : ''}${until}` };
    case 'accepted': return { emoji: ':white_check_mark:', words: `accepted${estimate.answer ? ` by ${clipped(estimate.answer.name)}` : ''}` };
    case 'declined': return { emoji: ':x:', words: `declined${estimate.answer?.reason ? `: ${clipped(estimate.answer.reason, 200)}` : ''}` };
    case 'expired': return { emoji: ':hourglass:', words: `expired${estimate.validUntil ? ` on ${day(estimate.validUntil)}` : ''}` };
    case 'converted': return { emoji: ':receipt:', words: 'accepted and invoiced' };
    case 'discarded': return { emoji: ':wastebasket:', words: 'discarded' };
  }
}
