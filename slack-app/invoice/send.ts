/** Sending again: whom it goes to is shown before it leaves. */
import { isMailAddress } from '../../domain/client';
import { resent } from '../../domain/collecting';
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import { carried } from '../../templates/file-name';
import { invoiceModel } from '../../templates/model';
import { context } from '../../templates/slack/blocks';
import { mailPreview } from '../../templates/slack/mail-preview';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped, moment, typed } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
import { said } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, actOf, type Deed } from '../deed';
import { confirmOffer } from '../estimate/draft';
import { estimateMeant, invoiceById, invoiceMeant, meansEstimate } from '../find';
import { input, metadataOf, open, valueOf } from '../modal';
import type { Registrations } from '../registration';

const RECIPIENT = 'recipient_0_0';
const USAGE = 'send <number> [to <mail address>]';

async function confirmSend(deed: Deed, invoice: Invoice, to = ''): Promise<void> {
  const { office, look } = deed.parts.book.current();
  const model = invoiceModel(invoice, { seller: office.seller, url: '', look });
  const files = [invoice.pdf, invoice.xml].flatMap((file) => (file ? [carried(file, model).as] : []));
  resent(invoice, to || undefined, actOf(deed));
  const before = deliveryText(invoice, office.zone);
  await open(deed, confirmation({
    flow: 'send', title: t`Send invoice`, submit: t`Send`, document: invoice.id,
    text: `${t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}: ${amount(invoice.totals.due)}`}\n${before}`,
    blocks: [
      input({ id: RECIPIENT, label: t`To`, element: { type: 'email_text_input', initial_value: to || invoice.client.email } }),
      ...mailPreview(model.mail, files), context(t`The mail also brings a link to the client’s own page.`),
    ],
  }));
}

/** What became of its last mail. */
function deliveryText({ delivery }: Invoice, zone: string): string {
  if (!delivery) return t`It was not sent yet.`;
  const at = moment(delivery.at, zone);
  return delivery.status === 'posted' ? t`It was posted ${at}.` : t`Sent ${at} to ${typed(delivery.to)}; send it again?`;
}

export const sending: Registrations = {
  commands: [{
    verb: 'send', needs: 'send', usage: USAGE, about: key`mail an issued invoice again, or an estimate`, examples: ['send INV-7', 'send INV-7 to cfo@acme.example', 'send EST-7'],
    async run(deed, rest) {
      const to = (text: string): string => plainText(text).replace(/^to\s+/i, '');
      if (await meansEstimate(deed, rest)) {
        const { document, rest: address } = await estimateMeant(deed, rest, USAGE);
        return confirmOffer(deed, document, document.version, to(address));
      }
      const { document, rest: address } = await invoiceMeant(deed, rest, USAGE);
      await confirmSend(deed, document, to(address));
    },
  }],
  clicks: [{ id: ACTION.send, needs: 'send', run: async (deed, token) => confirmSend(deed, await invoiceById(deed, token?.document)) }],
  forms: [{
    flow: 'send', needs: 'send',
    async check({ view }) {
      const address = valueOf(view?.state?.values, RECIPIENT);
      return isMailAddress(address) ? undefined : { errors: { [RECIPIENT]: refusalText(new DomainError('AddressUnusable', { address })) } };
    },
    async run(deed) {
      const { document = '' } = metadataOf(deed.payload);
      return said(await deed.parts.door.actOnInvoice('send', document, { ...actingOf(deed), to: valueOf(deed.payload.view?.state?.values, RECIPIENT) }));
    },
  }],
};
