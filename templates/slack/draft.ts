/** The draft as its author sees it, in private: what it will look like, and what can be done with it. */
import type { KnownBlock } from '@slack/types';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { actions, button, context, section } from './blocks';
import { estimateName } from './name';
import { returnedReason } from './standing';
import { categoryWord } from './word';
import { factBlocks, lineBlocks, noteBlocks, totalsText } from './facts';
import { amount, clipped, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';
import { t } from './words';

/** [Submit] [Edit] [Discard] and the PDF, for a draft at the version shown. */
export function draftActions({ id, version }: Pick<Invoice, 'id' | 'version'>): KnownBlock {
  const value = tokenOf({ document: id, revision: version });
  return actions(`draft_${id}_${version}`, [
    button(t`Submit`, ACTION.submit, value, 'primary'), button(t`Edit`, ACTION.edit, value), button(t`PDF`, ACTION.pdf, value), button(t`Discard`, ACTION.discard, value, 'danger'),
  ]);
}

export function estimateActions({ id, version }: Pick<Estimate, 'id' | 'version'>): KnownBlock {
  const value = tokenOf({ document: id, revision: version });
  return actions(`estimate_${id}_${version}`, [
    button(t`Send`, ACTION.offer, value, 'primary'), button(t`Edit`, ACTION.editEstimate, value), button(t`PDF`, ACTION.estimatePdf, value),
    button(t`Discard`, ACTION.discardEstimate, value, 'danger'),
  ]);
}

/** The sentence of a draft: "Invoice draft a1b2c3 for Acme GmbH: 119.00 EUR." */
export const draftSentence = (noun: 'Invoice' | 'Estimate', name: string, { client, totals }: Pick<Invoice, 'client' | 'totals'>): string => (noun === 'Invoice'
  ? t`Invoice ${name} for ${clipped(client.name)}: ${amount(totals.due)}.` : t`Estimate ${name} for ${clipped(client.name)}: ${amount(totals.due)}.`);

/** One line for a draft that is none any more: what follows is told by the status card. */
const ended = (sentence: string, state: string, followed: string): string => `${sentence} ${state === 'discarded' ? t`It is discarded.` : followed}`;

/** The preview stands while it is a draft; afterwards it says in one line where to look. */
export function invoiceDraft(invoice: Invoice, { zone }: SlackContext): Wanted {
  const base = { key: `${invoice.id}/draft`, kind: 'draft', target: { person: invoice.createdBy.email } };
  const sentence = draftSentence('Invoice', t`draft ${invoice.id.slice(-6)}`, invoice);
  if (invoice.state !== 'draft') {
    const text = ended(sentence, invoice.state, t`It is submitted; follow it in the invoices channel.`);
    return { ...base, text, blocks: [context(text)], ifPosted: true };
  }
  const { returned } = invoice;
  const why = returned
    ? [section(`:leftwards_arrow_with_hook: ${t`Returned by ${clipped(returned.by.name)} (${categoryWord(returned.category)}), ${moment(returned.at, zone)}: ${clipped(returnedReason(returned), 500)}`}`)] : [];
  return {
    ...base, text: `${sentence} ${t`It is a draft; submit it when it is ready.`}`,
    blocks: [section(`*${sentence}* ${t`Only you see this.`}`), ...why, ...draftBlocks(invoice), draftActions(invoice)],
  };
}

export function estimateDraft(estimate: Estimate): Wanted {
  const base = { key: `${estimate.id}/draft`, kind: 'draft', target: { person: estimate.createdBy.email } };
  const sentence = draftSentence('Estimate', estimateName(estimate), estimate);
  if (estimate.state !== 'draft') {
    const text = ended(sentence, estimate.state, t`It is on its way to the client; follow it in the invoices channel.`);
    return { ...base, text, blocks: [context(text)], ifPosted: true };
  }
  return {
    ...base, text: `${sentence} ${t`It is a draft; send it when it is ready.`}`,
    blocks: [section(`*${sentence}* ${t`Only you see this.`}`), ...draftBlocks(estimate), estimateActions(estimate)],
  };
}

const draftBlocks = (document: Invoice | Estimate): KnownBlock[] =>
  [factBlocks(document), ...lineBlocks(document, 'card'), section(totalsText(document)), ...noteBlocks(document.content)];
