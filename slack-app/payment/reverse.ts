/** Taking a payment back: which one, and why. Its receipt and its number stay. */
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { option, plain, section } from '../../templates/slack/blocks';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped, day } from '../../templates/slack/text';
import { key, t } from '../../templates/slack/words';
import { said } from '../answer';
import { actingOf, type Deed } from '../deed';
import { invoiceMeant } from '../find';
import { input, metadataOf, modal, open, textElement, valueOf } from '../modal';
import type { Registrations } from '../registration';

const PAYMENT = 'payment_0_0';
const REASON = 'reason_0_0';

async function openReversal(deed: Deed, invoice: Invoice): Promise<void> {
  const name = invoiceName(invoice);
  const standing = invoice.payments.filter(({ reversed }) => !reversed);
  if (standing.length === 0) throw new DomainError('PaymentUnknown', { name });
  const options = standing.slice(-100).map(({ id, amount: money, date, reference }) => option(`${amount(money)} · ${day(date)}${reference ? ` · ${reference}` : ''}`, id));
  await open(deed, modal({
    flow: 'reverse', title: t`Take a payment back`, submit: t`Take back`, close: t`Cancel`, metadata: { document: invoice.id },
    blocks: [
      section(t`*${name}* for ${clipped(invoice.client.name)}: ${amount(invoice.paid)} paid, ${amount(invoice.balance)} open`),
      input({ id: PAYMENT, label: t`Payment`, element: { type: 'static_select', placeholder: plain(t`Payment`), options, initial_option: options.at(-1)! } }),
      input({ id: REASON, label: t`Why?`, hint: t`At least 5 characters`, element: textElement({ most: 500, multiline: true }) }),
    ],
  }));
}

export const reversals: Registrations = {
  commands: [{
    verb: 'reverse', needs: 'reverse_payment', usage: 'reverse <invoice>', about: key`take a payment back, with a reason`, examples: ['reverse INV-7'],
    async run(deed, rest) {
      const { document } = await invoiceMeant(deed, rest.replace(/^payment\s+/i, ''), 'reverse <invoice>');
      await openReversal(deed, document);
    },
  }],
  forms: [{
    flow: 'reverse', needs: 'reverse_payment',
    check: async ({ view }) => (valueOf(view?.state?.values, REASON).length < 5 ? { errors: { [REASON]: refusalText(new DomainError('ReasonMissing')) } } : undefined),
    async run(deed) {
      const { document = '' } = metadataOf(deed.payload);
      const values = deed.payload.view?.state?.values;
      return said(await deed.parts.door.actOnInvoice('reversePayment', document, { ...actingOf(deed), paymentId: valueOf(values, PAYMENT), reason: valueOf(values, REASON) }));
    },
  }],
};
