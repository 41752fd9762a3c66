/** A document in one row, for lists, searches and Home: name, client, amount, where it stands, how long it waits. */
import type { KnownBlock } from '@slack/types';
import { daysBetween, type PlainDate } from '../../domain/dates';
import type { CreditNote } from '../../domain/credit-note';
import { estimateName, type Estimate } from '../../domain/estimate';
import { invoiceName, type Invoice } from '../../domain/invoice';
import type { Person } from '../../domain/people';
import { button, section } from './blocks';
import { standingOfEstimate, standingOfInvoice } from './standing';
import { amount, clipped, counted } from './text';
import { ACTION, tokenOf } from './token';

export type InvoiceInRow = Omit<Invoice, 'history' | 'content' | 'seller' | 'payments' | 'credits' | 'questions' | 'searchText' | 'owed'>;
export type CreditNoteInRow = Omit<CreditNote, 'history' | 'content' | 'seller'>;
export type EstimateInRow = Omit<Estimate, 'history' | 'content' | 'seller' | 'searchText'>;
/** `place` keeps apart the rows of one document in several queues of one surface. */
export type RowContext = { people: readonly Person[]; today: PlainDate; place: string };

const ageOf = (since: string, today: PlainDate): string => {
  const days = daysBetween(since.slice(0, 10), today);
  return days < 1 ? 'today' : `${counted(days, 'day')} ago`;
};

export function invoiceRow(invoice: InvoiceInRow, { people, today, place }: RowContext, action: { label: string; id: string } = { label: 'Show', id: ACTION.show }): KnownBlock {
  const { emoji, words } = standingOfInvoice(invoice, people, today);
  const since = invoice.state === 'submitted' ? `asked ${ageOf(invoice.approval?.requestedAt ?? invoice.createdAt, today)}` : `made ${ageOf(invoice.createdAt, today)}`;
  const step = invoice.approval?.verdict === 'open' ? { step: invoice.approval.current } : {};
  return section(`*${invoiceName(invoice)}* · ${clipped(invoice.client.name, 80)} · *${amount(invoice.totals.due)}*\n${emoji} ${words} · ${since} by ${clipped(invoice.createdBy.name, 60)}`, {
    block_id: `${place}_${invoice.id}_${invoice.revision}`,
    accessory: button(action.label, action.id, tokenOf({ document: invoice.id, revision: invoice.version, ...step })),
  });
}

export function estimateRow(estimate: EstimateInRow, { today, place }: RowContext): KnownBlock {
  const { emoji, words } = standingOfEstimate(estimate);
  return section(`*${estimateName(estimate)}* · ${clipped(estimate.client.name, 80)} · *${amount(estimate.totals.due)}*\n${emoji} ${words} · made ${ageOf(estimate.createdAt, today)} by ${clipped(estimate.createdBy.name, 60)}`, {
    block_id: `${place}_${estimate.id}_${estimate.revision}`,
    accessory: button('Show', ACTION.showEstimate, tokenOf({ document: estimate.id, revision: estimate.version })),
  });
}

export function creditNoteRow({ id, revision, number, client, totals, invoice, reason, createdAt, createdBy, state }: CreditNoteInRow, { today, place }: RowContext): KnownBlock {
  return section(`*${number}* · ${clipped(client.name, 80)} · *${amount(totals.due)}* of ${invoice.number}\n:receipt: ${state === 'sent' ? 'sent' : 'being mailed'}: ${clipped(reason, 120)} · made ${ageOf(createdAt, today)} by ${clipped(createdBy.name, 60)}`, {
    block_id: `${place}_${id}_${revision}`, accessory: button('Show', ACTION.showCreditNote, tokenOf({ document: id })),
  });
}
