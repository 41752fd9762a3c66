/** Drafts of estimates: made, sent, edited, discarded, turned into an invoice. */
import type { Content } from '../../domain/content';
import type { PlainDate } from '../../domain/dates';
import type { Estimate } from '../../domain/estimate';
import { checkSendable, convertAsked, estimateDiscarded } from '../../domain/offering';
import { DomainError } from '../../domain/refusals';
import { fileName } from '../../templates/file-name';
import { estimateModel } from '../../templates/model';
import { actions, button, context, section } from '../../templates/slack/blocks';
import { draftSentence, estimateActions } from '../../templates/slack/draft';
import { totalsText } from '../../templates/slack/facts';
import { mailPreview } from '../../templates/slack/mail-preview';
import { estimateName } from '../../templates/slack/name';
import { amount, clipped, day, typed } from '../../templates/slack/text';
import { ACTION, tokenOf } from '../../templates/slack/token';
import { t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, type Deed } from '../deed';
import { estimateById } from '../find';
import { formOfEstimate, openForm } from '../form/open';
import { sharePdf } from '../invoice/draft';
import { input, metadataOf, open, valueOf } from '../modal';
import type { Registrations } from '../registration';

const RECIPIENT = 'recipient_0_0';

/** Makes the draft and answers with its buttons. */
export async function estimateCreated(deed: Deed, id: string, content: Content, validUntil?: PlainDate): Promise<Answer> {
  await deed.parts.door.createEstimate(id, { ...actingOf(deed), content, ...(validUntil && { validUntil }) });
  const estimate = await deed.parts.reading.estimates.find(id);
  if (!estimate) throw new DomainError('NotFound', { what: 'estimate' });
  const text = `${t`Draft created.`} ${draftSentence('Estimate', estimateName(estimate), estimate)}`;
  return { text, title: t`Draft created`, blocks: [section(`:pencil2: ${text}`), context(totalsText(estimate)), ...(estimate.state === 'draft' ? [estimateActions(estimate)] : [])] };
}

/** Whom it goes to and until when it holds, before it leaves. An expired one needs a new date first. */
export async function confirmOffer(deed: Deed, estimate: Estimate, revision: number, to?: string): Promise<void> {
  checkSendable(estimate, revision, to, deed.today);
  const name = estimateName(estimate);
  const known = [...(estimate.number ? [] : [t`It gets its number now.`]), ...(estimate.validUntil ? [t`Valid until ${day(estimate.validUntil)}.`] : [])];
  const { office: { seller }, look } = deed.parts.book.current();
  const model = estimateModel({ ...estimate, number: estimate.number ?? '…' }, { seller, url: '', look });
  await open(deed, confirmation({
    flow: 'offer', title: t`Send estimate`, submit: t`Send`, document: estimate.id, revision, spends: deed.address.openedFrom, text: `*${draftSentence('Estimate', name, estimate)}*`,
    blocks: [
      context([...known, t`The client gets a mail with the PDF and a link to accept or decline.`].join(' ')),
      input({ id: RECIPIENT, label: t`To`, element: { type: 'email_text_input', initial_value: to || estimate.client.email } }),
      ...mailPreview(model.mail, [`${fileName(model.heading, model.seller.name)}.pdf`]),
    ],
  }));
}

async function confirmConvert(deed: Deed, estimate: Estimate): Promise<Answer | void> {
  if (estimate.invoiceId) {
    const text = t`${typed(estimateName(estimate))} is an invoice already.`;
    return { text, blocks: [section(text), actions(`converted_${estimate.id}_${estimate.version}`, [button(t`Show the invoice`, ACTION.show, tokenOf({ document: estimate.invoiceId }))])] };
  }
  convertAsked(estimate);
  await open(deed, confirmation({ flow: 'convert', title: t`Make the invoice`, submit: t`Convert`, document: estimate.id, spends: deed.address.openedFrom, text: `*${draftSentence('Estimate', estimateName(estimate), estimate)}*\n${t`It becomes an invoice without the client’s own acceptance.`}` }));
}

async function confirmDiscard(deed: Deed, estimate: Estimate): Promise<void> {
  estimateDiscarded(estimate);
  const [name, client, due] = [estimateName(estimate), clipped(estimate.client.name), amount(estimate.totals.due)];
  const text = estimate.number ? t`Discard estimate ${name} for ${client}: ${due}. The client’s link will say that it is withdrawn.` : t`Discard estimate ${name} for ${client}: ${due}. This cannot be undone.`;
  await open(deed, confirmation({ flow: 'discard-estimate', title: t`Discard estimate`, submit: t`Discard`, document: estimate.id, spends: deed.address.openedFrom, text }));
}

export const estimateDrafts: Registrations = {
  clicks: [
    {
      id: ACTION.offer, needs: 'send',
      async run(deed, token) {
        const estimate = await estimateById(deed, token?.document);
        await confirmOffer(deed, estimate, token?.revision ?? estimate.version);
      },
    },
    { id: ACTION.editEstimate, needs: 'edit', run: async (deed, token) => openForm(deed, formOfEstimate(deed, await estimateById(deed, token?.document))) },
    { id: ACTION.discardEstimate, needs: 'discard', run: async (deed, token) => confirmDiscard(deed, await estimateById(deed, token?.document)) },
    { id: ACTION.convert, needs: 'convert', run: async (deed, token) => confirmConvert(deed, await estimateById(deed, token?.document)) },
    { id: ACTION.estimatePdf, needs: 'see', run: async (deed, token) => sharePdf(deed, (await estimateById(deed, token?.document)).id) },
  ],
  forms: [
    {
      flow: 'offer', needs: 'send',
      async run(deed) {
        const { document = '', revision = 0 } = metadataOf(deed.payload);
        const to = valueOf(deed.payload.view?.state?.values, RECIPIENT);
        return said(await deed.parts.door.actOnEstimate('send', document, { ...actingOf(deed), version: revision, ...(to && { to }) }));
      },
    },
    {
      flow: 'convert', needs: 'convert',
      async run(deed) {
        const { document = '' } = metadataOf(deed.payload);
        return said(await deed.parts.door.actOnEstimate('convert', document, actingOf(deed)));
      },
    },
    {
      flow: 'discard-estimate', needs: 'discard',
      async run(deed) {
        const { document = '' } = metadataOf(deed.payload);
        return said(await deed.parts.door.actOnEstimate('discard', document, actingOf(deed)));
      },
    },
  ],
};

