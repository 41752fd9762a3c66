/** Finance's word on proposed credits, and what was paid back. */
import { appliedOf, creditsOf, type Credit } from '../../domain/credit';
import { isPlainDate } from '../../domain/dates';
import type { Invoice } from '../../domain/invoice';
import { isPositive } from '../../domain/money';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import { context, option, plain, section } from '../../templates/slack/blocks';
import { creditTotalsText, moneyWords } from '../../templates/slack/credit';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped } from '../../templates/slack/text';
import { ACTION, type Token } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
import { said } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, type Deed } from '../deed';
import { invoiceById, invoiceMeant } from '../find';
import { input, metadataOf, modal, open, textElement, valueOf } from '../modal';
import type { Registrations } from '../registration';

const REASON = 'reason_0_0';
const WHICH = 'which_0_0';
const DATE = 'date_0_0';
const REFERENCE = 'reference_0_0';
const USAGE = 'refund <invoice>';

/** The proposal of a button. Refuses CreditUnknown, CreditDecided. */
async function proposed(deed: Deed, token: Token | undefined): Promise<{ invoice: Invoice; credit: Credit }> {
  const invoice = await invoiceById(deed, token?.document);
  const credit = creditsOf(invoice).find(({ creditNoteId }) => creditNoteId === token?.extra);
  if (!credit) throw new DomainError('CreditUnknown', { name: invoiceName(invoice) });
  if (credit.state !== 'proposed') throw new DomainError('CreditDecided', { name: invoiceName(invoice), who: credit.decided?.by.name ?? credit.by.name });
  return { invoice, credit };
}

async function confirm(deed: Deed, token: Token | undefined): Promise<void> {
  const { invoice, credit: { creditNoteId, totals, settlement, reason } } = await proposed(deed, token);
  const money = moneyWords(appliedOf(invoice, totals.due, settlement), settlement);
  await open(deed, confirmation({
    flow: 'credit-confirm', title: t`Credit an invoice`, submit: t`Credit`, document: invoice.id, extra: creditNoteId,
    text: `${t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}: ${creditTotalsText(totals)}`}\n${money}.\n_${clipped(reason, 500)}_`,
    blocks: [context(t`A credit note goes to ${clipped(invoice.client.email, 254)}. It cannot be undone.`)],
  }));
}

async function decline(deed: Deed, token: Token | undefined): Promise<void> {
  const { invoice, credit: { creditNoteId, totals, by } } = await proposed(deed, token);
  await open(deed, modal({
    flow: 'credit-decline', title: t`Turn a credit down`, submit: t`Turn down`, close: t`Cancel`, metadata: { document: invoice.id, extra: creditNoteId },
    blocks: [section(t`${amount(totals.due)} of *${invoiceName(invoice)}* are not credited then; ${clipped(by.name)} is told why.`), input({ id: REASON, label: t`Why?`, hint: t`At least 5 characters`, element: textElement({ most: 500, multiline: true }) })],
  }));
}

const due = (invoice: Invoice): Credit[] => creditsOf(invoice).filter(({ refund }) => refund && isPositive(refund.due));

/** Which refund, when, and by which transfer. Refuses RefundDone when none is due. */
async function openRefund(deed: Deed, invoice: Invoice, which?: string): Promise<void> {
  const options = due(invoice).map(({ creditNoteId, number, refund }) => option(`${number ?? t`Being issued`} · ${refund ? amount(refund.due) : ''}`, creditNoteId));
  const first = options.find(({ value }) => value === which) ?? options.at(-1);
  if (!first) throw new DomainError('RefundDone', { name: invoiceName(invoice) });
  await open(deed, modal({
    flow: 'refund', title: t`Paid back`, submit: t`Record`, close: t`Cancel`, metadata: { document: invoice.id },
    blocks: [
      section(t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}: this notes that the money has left your account.`),
      input({ id: WHICH, label: t`Credit note`, element: { type: 'static_select', placeholder: plain(t`Credit note`), options, initial_option: first } }),
      input({ id: DATE, label: t`Paid back on`, element: { type: 'datepicker', initial_date: deed.today } }),
      input({ id: REFERENCE, label: t`Reference`, optional: true, element: textElement({ most: 140, placeholder: t`As on the bank statement` }) }),
    ],
  }));
}

const short = (value: string): Record<string, string> => (value.length < 5 ? { [REASON]: refusalText(new DomainError('ReasonMissing')) } : {});

export const creditDecisions: Registrations = {
  commands: [{
    verb: 'refund', needs: 'refund', usage: USAGE, about: key`note that a credit was paid back`, examples: ['refund INV-7'],
    run: async (deed, rest) => openRefund(deed, (await invoiceMeant(deed, rest, USAGE)).document),
  }],
  clicks: [
    { id: ACTION.confirmCredit, needs: 'confirm_credit', run: confirm },
    { id: ACTION.declineCredit, needs: 'confirm_credit', run: decline },
    { id: ACTION.refund, needs: 'refund', run: async (deed, token) => openRefund(deed, await invoiceById(deed, token?.document), token?.extra) },
  ],
  forms: [
    {
      flow: 'credit-confirm', needs: 'confirm_credit',
      async run(deed) {
        const { document = '', extra: creditNoteId = '' } = metadataOf(deed.payload);
        return said(await deed.parts.door.actOnInvoice('decideCredit', document, { ...actingOf(deed), creditNoteId, says: 'confirm' }));
      },
    },
    {
      flow: 'credit-decline', needs: 'confirm_credit',
      async check({ view }) {
        const errors = short(valueOf(view?.state?.values, REASON));
        return Object.keys(errors).length > 0 ? { errors } : undefined;
      },
      async run(deed) {
        const { document = '', extra: creditNoteId = '' } = metadataOf(deed.payload);
        return said(await deed.parts.door.actOnInvoice('decideCredit', document, { ...actingOf(deed), creditNoteId, says: 'decline', reason: valueOf(deed.payload.view?.state?.values, REASON) }));
      },
    },
    {
      flow: 'refund', needs: 'refund',
      check: async ({ view }) => (isPlainDate(valueOf(view?.state?.values, DATE)) ? undefined : { errors: { [DATE]: t`Choose a day.` } }),
      async run(deed) {
        const { document = '' } = metadataOf(deed.payload);
        const values = deed.payload.view?.state?.values;
        const refunding = { creditNoteId: valueOf(values, WHICH), date: valueOf(values, DATE), reference: plainText(valueOf(values, REFERENCE)) };
        return said(await deed.parts.door.actOnInvoice('refund', document, { ...actingOf(deed), ...refunding }));
      },
    },
  ],
};
