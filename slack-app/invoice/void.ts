/** Voiding: for what was never sent. Its number stays taken, so the name is typed to confirm. */
import { isNamed, type Invoice } from '../../domain/invoice';
import { voided } from '../../domain/drafting';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import { section } from '../../templates/slack/blocks';
import { invoiceName } from '../../templates/slack/name';
import { amount, clipped } from '../../templates/slack/text';
import { refusalText } from '../../templates/slack/spoken';
import { key, t } from '../../templates/slack/words';
import { said } from '../answer';
import { actingOf, actOf, type Deed } from '../deed';
import { invoiceMeant } from '../find';
import { input, metadataOf, modal, open, textElement, valueOf } from '../modal';
import type { Registrations } from '../registration';

const TYPED = 'typed_0_0';
const REASON = 'reason_0_0';
/** Stands for the reason while only the rest is rehearsed. */
const ANY_REASON = 'rehearsed';

async function openVoid(deed: Deed, invoice: Invoice): Promise<void> {
  const name = invoiceName(invoice);
  voided(invoice, ANY_REASON, invoice.number ?? invoice.id.slice(-6), actOf(deed));
  await open(deed, modal({
    flow: 'void', title: t`Void invoice`, submit: t`Void`, close: t`Cancel`, metadata: { document: invoice.id, ...(invoice.number && { extra: invoice.number }) },
    blocks: [
      section(`:warning: ${t`*${name}* for ${clipped(invoice.client.name)}: ${amount(invoice.totals.due)}`}\n${t`This cannot be undone.`}${invoice.number ? ` ${t`The number stays taken.`}` : ''}`),
      input({ id: TYPED, label: t`Type ${name} to confirm`, element: textElement({ most: 60 }) }),
      input({ id: REASON, label: t`Why?`, hint: t`At least 5 characters`, element: textElement({ most: 500, multiline: true }) }),
    ],
  }));
}

export const voiding: Registrations = {
  commands: [{
    verb: 'void', needs: 'void', usage: 'void <invoice>', about: key`void a draft or what was never sent`, examples: ['void INV-7'],
    async run(deed, rest) {
      const { document } = await invoiceMeant(deed, rest, 'void <invoice>');
      await openVoid(deed, document);
    },
  }],
  forms: [{
    flow: 'void', needs: 'void',
    async check(payload) {
      const values = payload.view?.state?.values;
      const { document: id = '', extra: number } = metadataOf(payload);
      const invoice = { id, ...(number && { number }) };
      const errors = {
        ...(!isNamed(invoice, plainText(valueOf(values, TYPED))) && { [TYPED]: refusalText(new DomainError('NameMistyped', { name: invoiceName(invoice) })) }),
        ...(valueOf(values, REASON).length < 5 && { [REASON]: refusalText(new DomainError('ReasonMissing')) }),
      };
      return Object.keys(errors).length > 0 ? { errors } : undefined;
    },
    async run(deed) {
      const { document = '' } = metadataOf(deed.payload);
      const values = deed.payload.view?.state?.values;
      return said(await deed.parts.door.actOnInvoice('void', document, { ...actingOf(deed), reason: valueOf(values, REASON), typed: plainText(valueOf(values, TYPED)) }));
    },
  }],
};
