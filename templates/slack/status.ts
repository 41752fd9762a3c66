/** The status card in the invoices channel: one per document, without buttons, with its story in the thread. */
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { context, section } from './blocks';
import { exchangeText, factBlocks } from './facts';
import { estimateName, invoiceName } from './name';
import { standingOfEstimate, standingOfInvoice, type Standing } from './standing';
import { told, type Teller } from './story';
import { amount, clipped, moment } from './text';
import type { SlackContext, Wanted } from './wanted';
import { t } from './words';

type Carded = Pick<Invoice, 'id' | 'history' | 'createdBy' | 'createdAt' | 'client' | 'content' | 'totals' | 'version'> & { dueDate?: string };

/** From the first submission on. */
export function invoiceStatus(invoice: Invoice, slack: SlackContext): Wanted[] {
  if (!invoice.history.some(({ kind }) => kind === 'submitted')) return [];
  return statusCard('invoice', invoiceName(invoice), invoice, standingOfInvoice(invoice, slack.people), slack, exchangeText(invoice));
}

/** From the first sending on. */
export function estimateStatus(estimate: Estimate, slack: SlackContext): Wanted[] {
  if (!estimate.number) return [];
  return statusCard('estimate', estimateName(estimate), estimate, standingOfEstimate(estimate), slack);
}

function statusCard(noun: Teller['noun'], name: string, document: Carded, { emoji, words }: Standing, slack: SlackContext, exchange?: string): Wanted[] {
  const key = `${document.id}/status`;
  const [client, due] = [clipped(document.client.name), amount(document.totals.due)];
  const sentence = noun === 'invoice' ? t`Invoice ${name} for ${client}, ${due}: ${words}.` : t`Estimate ${name} for ${client}, ${due}: ${words}.`;
  const title = noun === 'invoice' ? t`*Invoice ${name}* for ${client}: *${due}*` : t`*Estimate ${name}* for ${client}: *${due}*`;
  const teller = { ...slack, creator: document.createdBy.email, clientName: document.client.name, noun };
  const card: Wanted = {
    key, kind: 'status', target: { channel: 'invoices' }, text: sentence,
    blocks: [
      section(`${title}\n${emoji} ${words}`), factBlocks(document),
      ...(exchange ? [context(exchange)] : []),
      context(`${t`By ${clipped(document.createdBy.name)}`} · ${moment(document.createdAt, slack.zone)} · ${t`rev ${document.version}`}`),
    ],
  };
  const thread = document.history.flatMap((entry): Wanted[] => {
    const text = told(entry, teller);
    if (text === undefined) return [];
    return [{ key: `${document.id}/thread/${entry.seq}`, kind: 'thread', target: { channel: 'invoices' }, text, blocks: [section(text)], threadOf: key }];
  });
  return [card, ...thread];
}
