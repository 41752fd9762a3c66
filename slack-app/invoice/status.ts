/** Status: where a document stands, its story, and what the person can do next. */
import type { Button, KnownBlock } from '@slack/types';
import { waitingFor } from '../../domain/approval';
import { isLeft, linesLeft } from '../../domain/credit';
import { estimateName, type Estimate } from '../../domain/estimate';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { may, type Action } from '../../domain/permission';
import { actions, button, context, section, sections } from '../../templates/slack/blocks';
import { creditBlocks } from '../../templates/slack/credit';
import { factBlocks, lineBlocks, totalsText } from '../../templates/slack/facts';
import { standingOfEstimate, standingOfInvoice } from '../../templates/slack/standing';
import { told } from '../../templates/slack/story';
import { amount, clipped, day, moment } from '../../templates/slack/text';
import { ACTION, tokenOf } from '../../templates/slack/token';
import type { Answer } from '../answer';
import type { Deed } from '../deed';
import { statusOfCreditNote } from '../credit/note';
import { creditNoteMeant, estimateById, estimateMeant, invoiceById, invoiceMeant, meansEstimate } from '../find';
import type { Registrations } from '../registration';

/** Entries of the story that an answer holds; the thread under the card has all. */
const STORY = 12;
const USAGE = 'status <number>';

/** The story's last sentences, each with its moment. */
function story(deed: Deed, document: Invoice | Estimate, noun: 'invoice' | 'estimate'): string[] {
  const { office } = deed.parts.book.current();
  const teller = { zone: office.zone, people: office.people, mention: (email: string) => clipped(email), creator: document.createdBy.name, clientName: document.client.name, noun };
  return document.history.flatMap((entry) => {
    const text = told(entry, teller);
    return text ? [`${moment(entry.at, office.zone)} — ${text}`] : [];
  }).slice(-STORY);
}

function statusOfInvoice(deed: Deed, invoice: Invoice): Answer {
  const { office } = deed.parts.book.current();
  const { emoji, words } = standingOfInvoice(invoice, office.people, deed.today);
  const text = `*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}, ${amount(invoice.totals.due)}: ${emoji} ${words}.`;
  const credits = creditBlocks(invoice);
  const payments = invoice.payments.map(({ amount: money, date, reference, reversed, receipt }) =>
    `${amount(money)} on ${day(date)}${reference ? ` (${clipped(reference, 60)})` : ''}${receipt ? `, receipt ${clipped(receipt.number)}` : ''}${reversed ? ', taken back' : ''}`);
  return {
    text, title: 'Status',
    blocks: [
      section(text), factBlocks(invoice), ...lineBlocks(invoice, 'card'), section(totalsText(invoice)),
      ...(payments.length > 0 ? sections(['*Payments*', ...payments]) : []), ...(credits.length > 0 ? sections(['*Credits*', ...credits]) : []), ...sections(['*Story*', ...story(deed, invoice, 'invoice')]),
      context(`Live from the office, rev ${invoice.version}.`), actions(`status_${invoice.id}_${invoice.revision}`, nextSteps(deed, invoice)),
    ],
  };
}

/** What this person can do with it now, the likeliest first. */
function nextSteps({ access, actor }: Deed, invoice: Invoice): Button[] {
  const value = tokenOf({ document: invoice.id, revision: invoice.version, ...(invoice.approval && { step: invoice.approval.current }) });
  const can = (action: Action): boolean => may(access, action, invoice);
  const asked = invoice.approval?.verdict === 'open' && waitingFor(invoice.approval).includes(actor.email);
  const steps: [unknown, Button][] = [
    [asked, button('Review', ACTION.review, value, 'primary')],
    [can('submit') && invoice.state === 'draft', button('Submit', ACTION.submit, value, 'primary')],
    [can('record_payment') && (invoice.state === 'sent' || invoice.state === 'issued'), button('Record payment', ACTION.pay, value, 'primary')],
    [can('edit') && (invoice.state === 'draft' || invoice.state === 'submitted'), button('Edit', ACTION.edit, value)],
    [can('withdraw') && invoice.state === 'submitted', button('Withdraw', ACTION.withdraw, value)],
    [can('remind') && invoice.state === 'sent' && !invoice.dispute, button('Remind', ACTION.remind, value)],
    [can('resolve_dispute') && invoice.dispute !== undefined, button('Resolve…', ACTION.resolve, value)],
    [can('propose_credit') && ['issued', 'sent', 'paid'].includes(invoice.state) && linesLeft(invoice).some(isLeft), button('Credit…', ACTION.credit, value)],
    [can('send') && invoice.pdf !== undefined && invoice.state !== 'void', button('Send again', ACTION.send, value)],
    [invoice.state !== 'discarded', button('PDF', ACTION.pdf, value)],
    [true, button('Explain', ACTION.explain, value)],
    [can('share') && invoice.state !== 'draft', button('Share', ACTION.share, value)],
    [can('discard') && invoice.state === 'draft', button('Discard', ACTION.discard, value, 'danger')],
  ];
  return steps.filter(([is]) => is).map(([, each]) => each);
}

function statusOfEstimate(deed: Deed, estimate: Estimate): Answer {
  const { emoji, words } = standingOfEstimate(estimate);
  const text = `*${estimateName(estimate)}* for ${clipped(estimate.client.name)}, ${amount(estimate.totals.due)}: ${emoji} ${words}.`;
  const value = tokenOf({ document: estimate.id, revision: estimate.version });
  const open = !['accepted', 'converted', 'discarded'].includes(estimate.state);
  const can = (action: Action): boolean => may(deed.access, action, estimate);
  const steps: [unknown, Button][] = [
    [can('send') && open && estimate.state !== 'declined' && estimate.state !== 'expired', button(estimate.number ? 'Send again' : 'Send', ACTION.offer, value, 'primary')],
    [can('edit') && open, button('Edit', ACTION.editEstimate, value)], [can('convert') && (open || estimate.invoiceId), button('Convert…', ACTION.convert, value)],
    [estimate.invoiceId, button('Show the invoice', ACTION.show, tokenOf({ document: estimate.invoiceId ?? '' }))],
    [estimate.state !== 'discarded', button('PDF', ACTION.estimatePdf, value)], [can('share') && estimate.number, button('Share', ACTION.share, value)],
    [can('discard') && open, button('Discard', ACTION.discardEstimate, value, 'danger')],
  ];
  const buttons = steps.filter(([is]) => is).map(([, each]) => each);
  return {
    text, title: 'Status',
    blocks: [
      section(text), factBlocks({ ...estimate, dueDate: undefined }), ...lineBlocks(estimate, 'card'), section(totalsText(estimate)), ...sections(['*Story*', ...story(deed, estimate, 'estimate')]),
      ...(buttons.length > 0 ? [actions(`status_${estimate.id}_${estimate.revision}`, buttons)] : []),
    ],
  };
}

/** For the whole channel: where it stands, without buttons and without its story. */
function shared(noun: string, name: string, document: Invoice | Estimate, words: string): Answer {
  const text = `${noun} ${name} for ${clipped(document.client.name)}, ${amount(document.totals.due)}: ${words}.`;
  const blocks: KnownBlock[] = [section(text), factBlocks({ ...document, dueDate: 'dueDate' in document ? document.dueDate : undefined })];
  return { text, blocks, manner: 'shared' };
}

export const status: Registrations = {
  commands: [{
    verb: 'status', aliases: ['show'], needs: 'see', usage: USAGE, about: 'where an invoice, estimate or credit note stands, and its story', examples: ['status INV-7', 'status EST-7', 'status CN-7', 'status last'],
    async run(deed, rest) {
      const note = await creditNoteMeant(deed, rest);
      if (note) return statusOfCreditNote(deed, note);
      if (await meansEstimate(deed, rest)) return statusOfEstimate(deed, (await estimateMeant(deed, rest, USAGE)).document);
      return statusOfInvoice(deed, (await invoiceMeant(deed, rest, USAGE)).document);
    },
  }],
  clicks: [
    { id: ACTION.show, needs: 'see', run: async (deed, token) => statusOfInvoice(deed, await invoiceById(deed, token?.document)) },
    { id: ACTION.showEstimate, needs: 'see', run: async (deed, token) => statusOfEstimate(deed, await estimateById(deed, token?.document)) },
    {
      id: ACTION.share, needs: 'share',
      async run(deed, token) {
        const { office } = deed.parts.book.current();
        if (token?.document.startsWith('est_')) {
          const estimate = await estimateById(deed, token.document);
          return shared('Estimate', estimateName(estimate), estimate, standingOfEstimate(estimate).words);
        }
        const invoice = await invoiceById(deed, token?.document);
        return shared('Invoice', invoiceName(invoice), invoice, standingOfInvoice(invoice, office.people, deed.today).words);
      },
    },
  ],
};
