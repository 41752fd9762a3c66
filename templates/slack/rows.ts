/** A document in one row, for lists, searches and Home: name, client, amount, where it stands, how long it waits. */
import type { KnownBlock } from '@slack/types';
import { daysBetween, type PlainDate } from '../../domain/dates';
import type { CreditNote } from '../../domain/credit-note';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import type { Person } from '../../domain/people';
import { button, section } from './blocks';
import { estimateName, invoiceName } from './name';
import { standingOfEstimate, standingOfInvoice } from './standing';
import { amount, clipped } from './text';
import { ACTION, tokenOf } from './token';
import { t, tn } from './words';

export type InvoiceInRow = Omit<Invoice, 'history' | 'content' | 'seller' | 'payments' | 'credits' | 'questions' | 'searchText' | 'owed'>;
export type CreditNoteInRow = Omit<CreditNote, 'history' | 'content' | 'seller'>;
export type EstimateInRow = Omit<Estimate, 'history' | 'content' | 'seller' | 'searchText'>;
/** `place` keeps apart the rows of one document in several queues of one surface. */
export type RowContext = { people: readonly Person[]; today: PlainDate; place: string };

/** "made today by Carla", "made 3 days ago by Carla". */
const made = ({ createdAt, createdBy }: Pick<Invoice, 'createdAt' | 'createdBy'>, today: PlainDate): string => {
  const [days, who] = [daysSince(createdAt, today), clipped(createdBy.name, 60)];
  return days < 1 ? t`made today by ${who}` : tn(days, 'made {count} day ago by {0}', 'made {count} days ago by {0}', who);
};
const asked = (since: string, { createdBy }: Pick<Invoice, 'createdBy'>, today: PlainDate): string => {
  const [days, who] = [daysSince(since, today), clipped(createdBy.name, 60)];
  return days < 1 ? t`asked today by ${who}` : tn(days, 'asked {count} day ago by {0}', 'asked {count} days ago by {0}', who);
};
const daysSince = (since: string, today: PlainDate): number => daysBetween(since.slice(0, 10), today);

export function invoiceRow(invoice: InvoiceInRow, { people, today, place }: RowContext, action: { label: string; id: string } = { label: t`Show`, id: ACTION.show }): KnownBlock {
  const { emoji, words } = standingOfInvoice(invoice, people, today);
  const since = invoice.state === 'submitted' ? asked(invoice.approval?.requestedAt ?? invoice.createdAt, invoice, today) : made(invoice, today);
  const step = invoice.approval?.verdict === 'open' ? { step: invoice.approval.current } : {};
  return section(`*${invoiceName(invoice)}* · ${clipped(invoice.client.name, 80)} · *${amount(invoice.totals.due)}*\n${emoji} ${words} · ${since}`, {
    block_id: `${place}_${invoice.id}_${invoice.revision}`,
    accessory: button(action.label, action.id, tokenOf({ document: invoice.id, revision: invoice.version, ...step })),
  });
}

export function estimateRow(estimate: EstimateInRow, { today, place }: RowContext): KnownBlock {
  const { emoji, words } = standingOfEstimate(estimate);
  return section(`*${estimateName(estimate)}* · ${clipped(estimate.client.name, 80)} · *${amount(estimate.totals.due)}*\n${emoji} ${words} · ${made(estimate, today)}`, {
    block_id: `${place}_${estimate.id}_${estimate.revision}`,
    accessory: button(t`Show`, ACTION.showEstimate, tokenOf({ document: estimate.id, revision: estimate.version })),
  });
}

export function creditNoteRow(note: CreditNoteInRow, { today, place }: RowContext): KnownBlock {
  const { id, revision, number, client, totals, invoice, reason, state } = note;
  const standing = state === 'sent' ? t`sent: ${clipped(reason, 120)}` : t`being mailed: ${clipped(reason, 120)}`;
  return section(`*${number}* · ${clipped(client.name, 80)} · ${t`*${amount(totals.due)}* of ${invoice.number}`}\n:receipt: ${standing} · ${made(note, today)}`, {
    block_id: `${place}_${id}_${revision}`, accessory: button(t`Show`, ACTION.showCreditNote, tokenOf({ document: id })),
  });
}
