/** Drafts of invoices: submit, edit, discard, withdraw, and a look at the PDF. */
import type { KnownBlock } from '@slack/types';
import { fixedDue, type Content } from '../../domain/content';
import { dueDate } from '../../domain/dates';
import { discarded, submitted } from '../../domain/drafting';
import { formOf, USUAL_FORMAT } from '../../domain/einvoice/format';
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { fileName } from '../../templates/file-name';
import { invoiceModel } from '../../templates/model';
import { whyWords } from '../../templates/slack/approval';
import { context, divider, section } from '../../templates/slack/blocks';
import { draftActions, draftSentence } from '../../templates/slack/draft';
import { totalsText } from '../../templates/slack/facts';
import { mailPreview } from '../../templates/slack/mail-preview';
import { invoiceName } from '../../templates/slack/name';
import { spoken } from '../../templates/slack/spoken';
import { amount, clipped, typed } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, actOf, type Deed } from '../deed';
import { invoiceById, invoiceMeant, kindOf } from '../find';
import { formOfInvoice, openForm } from '../form/open';
import { metadataOf, open } from '../modal';
import type { Registrations } from '../registration';
import { rulesFor } from '../rules';

/** Makes the draft and answers with its preview's buttons; the preview itself comes by direct message. */
export async function draftCreated(deed: Deed, id: string, content: Content, source?: Invoice['source']): Promise<Answer> {
  await deed.parts.door.createInvoice(id, { ...actingOf(deed), content, ...(source && { source }) });
  const invoice = await deed.parts.reading.invoices.find(id);
  if (!invoice) throw new DomainError('NotFound', { what: 'invoice' });
  const text = `${t`Draft created.`} ${draftSentence('Invoice', invoiceName(invoice), invoice)}`;
  return { text, title: t`Draft created`, blocks: [section(`:pencil2: ${text}`), context(totalsText(invoice)), ...(invoice.state === 'draft' ? [draftActions(invoice)] : [])] };
}

/** Who will be asked and why, before it is handed in. Refuses what submitting would refuse. */
async function confirmSubmit(deed: Deed, invoice: Invoice, revision: number): Promise<void> {
  const [rules, client] = await Promise.all([rulesFor(deed, invoice), deed.parts.reading.clients.find(invoice.client.id)]);
  const told = submitted(invoice, revision, actOf(deed), rules, client ?? undefined);
  const { approval } = told.changes;
  const why = approval ? whyWords(approval) : '';
  const next = approval?.steps.length ? t`Approval: ${clipped(why, 400)}.` : t`No approval is needed (${clipped(why, 400)}): it is numbered and mailed to ${typed(invoice.client.email)} at once.`;
  await open(deed, confirmation({
    flow: 'submit', title: t`Submit invoice`, submit: t`Submit`, document: invoice.id, revision, spends: deed.address.openedFrom, text: `*${draftSentence('Invoice', invoiceName(invoice), invoice)}*\n${next}`,
    blocks: [context(`${typed(spoken(told, told.text))} ${t`Policy ${approval?.policy.version ?? ''}.`}`), divider(), context(t`The mail that goes to ${typed(invoice.client.email)} once it is issued:`), ...mailAhead(deed, invoice)],
  }));
}

/** The mail as it would leave today: its number is given when it is issued. */
function mailAhead({ parts, today }: Deed, invoice: Invoice): KnownBlock[] {
  const { office: { seller }, look } = parts.book.current();
  const { content, client: { eInvoicing: { format } = { format: USUAL_FORMAT } } } = invoice;
  const model = invoiceModel({ ...invoice, number: '…', issueDate: today, dueDate: fixedDue(content) ?? dueDate(today, content.terms) }, { seller, url: '', look });
  const file = fileName(model.heading, model.seller.name);
  return mailPreview(model.mail, [`${file}.pdf`, ...(formOf(format)?.carried === 'beside' ? [`${file}.xml`] : [])]);
}

async function confirmDiscard(deed: Deed, invoice: Invoice): Promise<void> {
  discarded(invoice, actOf(deed));
  const text = t`Discard invoice ${invoiceName(invoice)} for ${clipped(invoice.client.name)}: ${amount(invoice.totals.due)}. This cannot be undone.`;
  await open(deed, confirmation({ flow: 'discard', title: t`Discard draft`, submit: t`Discard`, document: invoice.id, spends: deed.address.openedFrom, text }));
}

export const drafts: Registrations = {
  commands: [
    {
      verb: 'submit', needs: 'submit', usage: 'submit <draft>', about: key`hand a draft in for approval`, examples: ['submit last', 'submit draft a1b2c3'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'submit <draft>');
        await confirmSubmit(deed, document, document.version);
      },
    },
    {
      verb: 'edit', needs: 'edit', usage: 'edit <invoice>', about: key`change a draft; approvals given are void then`, examples: ['edit last'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'edit <invoice>');
        await editInvoice(deed, document);
      },
    },
    {
      verb: 'withdraw', needs: 'withdraw', usage: 'withdraw <invoice>', about: key`take a submitted invoice back`, examples: ['withdraw last'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'withdraw <invoice>');
        return said(await deed.parts.door.actOnInvoice('withdraw', document.id, actingOf(deed)));
      },
    },
    {
      verb: 'discard', needs: 'discard', usage: 'discard <draft>', about: key`throw a draft away`, examples: ['discard last'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'discard <draft>');
        await confirmDiscard(deed, document);
      },
    },
  ],
  clicks: [
    {
      id: ACTION.submit, needs: 'submit',
      async run(deed, token) {
        const invoice = await invoiceById(deed, token?.document);
        await confirmSubmit(deed, invoice, token?.revision ?? invoice.version);
      },
    },
    { id: ACTION.edit, needs: 'edit', run: async (deed, token) => editInvoice(deed, await invoiceById(deed, token?.document)) },
    { id: ACTION.discard, needs: 'discard', run: async (deed, token) => confirmDiscard(deed, await invoiceById(deed, token?.document)) },
    {
      id: ACTION.withdraw, needs: 'withdraw',
      async run(deed, token) {
        const { id } = await invoiceById(deed, token?.document);
        return said(await deed.parts.door.actOnInvoice('withdraw', id, actingOf(deed)));
      },
    },
    { id: ACTION.pdf, needs: 'see', run: async (deed, token) => sharePdf(deed, (await invoiceById(deed, token?.document)).id) },
  ],
  forms: [
    {
      flow: 'submit', needs: 'submit',
      async run(deed) {
        const { document = '', revision = 0 } = metadataOf(deed.payload);
        return said(await deed.parts.door.actOnInvoice('submit', document, { ...actingOf(deed), version: revision }));
      },
    },
    {
      flow: 'discard', needs: 'discard',
      async run(deed) {
        const { document = '' } = metadataOf(deed.payload);
        return said(await deed.parts.door.actOnInvoice('discard', document, actingOf(deed)));
      },
    },
  ],
};

async function editInvoice(deed: Deed, invoice: Invoice): Promise<void> {
  if (invoice.state === 'void' || invoice.state === 'discarded') throw new DomainError('Closed', { name: invoiceName(invoice), state: invoice.state });
  if (invoice.state !== 'draft' && invoice.state !== 'submitted') throw new DomainError('AlreadyIssued', { name: invoiceName(invoice) });
  await openForm(deed, formOfInvoice(deed, invoice));
}

/** The PDF comes as a file to the person's conversation with the app. */
export async function sharePdf(deed: Deed, documentId: string): Promise<Answer> {
  await deed.parts.door.sharePdf({ ...actingOf(deed), kind: kindOf(documentId), documentId, userId: deed.userId });
  return { text: `:page_facing_up: ${t`The PDF is in your messages with me.`}`, title: t`PDF` };
}
