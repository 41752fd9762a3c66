/** The status card in the invoices channel: one per document, without buttons, with its story in the thread. */
import { estimateName, type Estimate } from '../../domain/estimate';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { context, section } from './blocks';
import { exchangeText, factBlocks } from './facts';
import { standingOfEstimate, standingOfInvoice, type Standing } from './standing';
import { told } from './story';
import { amount, clipped, moment } from './text';
import type { SlackContext, Wanted } from './wanted';

type Carded = Pick<Invoice, 'id' | 'history' | 'createdBy' | 'createdAt' | 'client' | 'content' | 'totals' | 'version'> & { dueDate?: string };

/** From the first submission on. */
export function invoiceStatus(invoice: Invoice, slack: SlackContext): Wanted[] {
  if (!invoice.history.some(({ kind }) => kind === 'submitted')) return [];
  return statusCard('Invoice', invoiceName(invoice), invoice, standingOfInvoice(invoice, slack.people), slack, exchangeText(invoice));
}

/** From the first sending on. */
export function estimateStatus(estimate: Estimate, slack: SlackContext): Wanted[] {
  if (!estimate.number) return [];
  return statusCard('Estimate', estimateName(estimate), estimate, standingOfEstimate(estimate), slack);
}

function statusCard(noun: string, name: string, document: Carded, { emoji, words }: Standing, slack: SlackContext, exchange?: string): Wanted[] {
  const key = `${document.id}/status`;
  const sentence = `${noun} ${name} for ${clipped(document.client.name)}, ${amount(document.totals.due)}: ${words}.`;
  const teller = { ...slack, creator: document.createdBy.email, clientName: document.client.name, noun: noun === 'Estimate' ? 'estimate' as const : 'invoice' as const };
  const card: Wanted = {
    key, kind: 'status', target: { channel: 'invoices' }, text: sentence,
    blocks: [
      section(`*${noun} ${name}* for ${clipped(document.client.name)}: *${amount(document.totals.due)}*\n${emoji} ${words}`), factBlocks(document),
      ...(exchange ? [context(exchange)] : []),
      context(`By ${clipped(document.createdBy.name)} · ${moment(document.createdAt, slack.zone)} · rev ${document.version}`),
    ],
  };
  const thread = document.history.flatMap((entry): Wanted[] => {
    const text = told(entry, teller);
    if (text === undefined) return [];
    return [{ key: `${document.id}/thread/${entry.seq}`, kind: 'thread', target: { channel: 'invoices' }, text, blocks: [section(text)], threadOf: key }];
  });
  return [card, ...thread];
}
