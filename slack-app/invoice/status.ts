/** Status: where a document stands, its story, and what the person can do next. */
import type { Button, KnownBlock } from '@slack/types';
import { waitingFor } from '../../domain/approval';
import { isLeft, linesLeft } from '../../domain/credit';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { may, type Action } from '../../domain/permission';
import { actions, button, context, section, sections } from '../../templates/slack/blocks';
import { creditBlocks } from '../../templates/slack/credit';
import { factBlocks, lineBlocks, totalsText } from '../../templates/slack/facts';
import { estimateName, invoiceName } from '../../templates/slack/name';
import { standingOfEstimate, standingOfInvoice } from '../../templates/slack/standing';
import { told } from '../../templates/slack/story';
import { amount, clipped, day, moment } from '../../templates/slack/text';
import { ACTION, tokenOf } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
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
  const text = t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}, ${amount(invoice.totals.due)}: ${emoji} ${words}.`;
  const credits = creditBlocks(invoice);
  const payments = invoice.payments.map(({ amount: money, date, reference, reversed, receipt }) => [
    `${t`${amount(money)} on ${day(date)}`}${reference ? ` (${clipped(reference, 60)})` : ''}`, ...(receipt ? [t`receipt ${clipped(receipt.number)}`] : []), ...(reversed ? [t`taken back`] : []),
  ].join(', '));
  return {
    text, title: t`Status`,
    blocks: [
      section(text), factBlocks(invoice), ...lineBlocks(invoice, 'card'), section(totalsText(invoice)),
      ...(payments.length > 0 ? sections([`*${t`Payments`}*`, ...payments]) : []), ...(credits.length > 0 ? sections([`*${t`Credits`}*`, ...credits]) : []), ...sections([`*${t`Story`}*`, ...story(deed, invoice, 'invoice')]),
      context(t`Live from the office, rev ${invoice.version}.`), actions(`status_${invoice.id}_${invoice.revision}`, nextSteps(deed, invoice)),
    ],
  };
}

/** What this person can do with it now, the likeliest first. */
function nextSteps({ access, actor }: Deed, invoice: Invoice): Button[] {
  const value = tokenOf({ document: invoice.id, revision: invoice.version, ...(invoice.approval && { step: invoice.approval.current }) });
  const can = (action: Action): boolean => may(access, action, invoice);
  const asked = invoice.approval?.verdict === 'open' && waitingFor(invoice.approval).includes(actor.email);
  const steps: [unknown, Button][] = [
    [asked, button(t`Review`, ACTION.review, value, 'primary')],
    [can('submit') && invoice.state === 'draft', button(t`Submit`, ACTION.submit, value, 'primary')],
    [can('record_payment') && (invoice.state === 'sent' || invoice.state === 'issued'), button(t`Record payment`, ACTION.pay, value, 'primary')],
    [can('edit') && (invoice.state === 'draft' || invoice.state === 'submitted'), button(t`Edit`, ACTION.edit, value)],
    [can('withdraw') && invoice.state === 'submitted', button(t`Withdraw`, ACTION.withdraw, value)],
    [can('remind') && invoice.state === 'sent' && !invoice.dispute, button(t`Remind`, ACTION.remind, value)],
    [can('resolve_dispute') && invoice.dispute !== undefined, button(t`Resolve…`, ACTION.resolve, value)],
    [can('propose_credit') && ['issued', 'sent', 'paid'].includes(invoice.state) && linesLeft(invoice).some(isLeft), button(t`Credit…`, ACTION.credit, value)],
    [can('send') && invoice.pdf !== undefined && invoice.state !== 'void', button(t`Send again`, ACTION.send, value)],
    [invoice.state !== 'discarded', button(t`PDF`, ACTION.pdf, value)],
    [true, button(t`Explain`, ACTION.explain, value)],
    [can('share') && invoice.state !== 'draft', button(t`Share`, ACTION.share, value)],
    [can('discard') && invoice.state === 'draft', button(t`Discard`, ACTION.discard, value, 'danger')],
  ];
  return steps.filter(([is]) => is).map(([, each]) => each);
}

function statusOfEstimate(deed: Deed, estimate: Estimate): Answer {
  const { emoji, words } = standingOfEstimate(estimate);
  const text = t`*${estimateName(estimate)}* for ${clipped(estimate.client.name)}, ${amount(estimate.totals.due)}: ${emoji} ${words}.`;
  const value = tokenOf({ document: estimate.id, revision: estimate.version });
  const open = !['accepted', 'converted', 'discarded'].includes(estimate.state);
  const can = (action: Action): boolean => may(deed.access, action, estimate);
  const steps: [unknown, Button][] = [
    [can('send') && open && estimate.state !== 'declined' && estimate.state !== 'expired', button(estimate.number ? t`Send again` : t`Send`, ACTION.offer, value, 'primary')],
    [can('edit') && open, button(t`Edit`, ACTION.editEstimate, value)], [can('convert') && (open || estimate.invoiceId), button(t`Convert…`, ACTION.convert, value)],
    [estimate.invoiceId, button(t`Show the invoice`, ACTION.show, tokenOf({ document: estimate.invoiceId ?? '' }))],
    [estimate.state !== 'discarded', button(t`PDF`, ACTION.estimatePdf, value)], [can('share') && estimate.number, button(t`Share`, ACTION.share, value)],
    [can('discard') && open, button(t`Discard`, ACTION.discardEstimate, value, 'danger')],
  ];
  const buttons = steps.filter(([is]) => is).map(([, each]) => each);
  return {
    text, title: t`Status`,
    blocks: [
      section(text), factBlocks({ ...estimate, dueDate: undefined }), ...lineBlocks(estimate, 'card'), section(totalsText(estimate)), ...sections([`*${t`Story`}*`, ...story(deed, estimate, 'estimate')]),
      ...(buttons.length > 0 ? [actions(`status_${estimate.id}_${estimate.revision}`, buttons)] : []),
    ],
  };
}

/** For the whole channel: where it stands, without buttons and without its story. */
function shared(text: string, document: Invoice | Estimate): Answer {
  const blocks: KnownBlock[] = [section(text), factBlocks({ ...document, dueDate: 'dueDate' in document ? document.dueDate : undefined })];
  return { text, blocks, manner: 'shared' };
}

export const status: Registrations = {
  commands: [{
    verb: 'status', aliases: ['show'], needs: 'see', usage: USAGE, about: key`where an invoice, estimate or credit note stands, and its story`, examples: ['status INV-7', 'status EST-7', 'status CN-7', 'status last'],
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
          return shared(t`Estimate ${estimateName(estimate)} for ${clipped(estimate.client.name)}, ${amount(estimate.totals.due)}: ${standingOfEstimate(estimate).words}.`, estimate);
        }
        const invoice = await invoiceById(deed, token?.document);
        return shared(t`Invoice ${invoiceName(invoice)} for ${clipped(invoice.client.name)}, ${amount(invoice.totals.due)}: ${standingOfInvoice(invoice, office.people, deed.today).words}.`, invoice);
      },
    },
  ],
};
