/** Settling a mail that nobody knows about: it arrived, or it is sent once more. */
import type { HeldMail } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { ACTION, type Token } from '../../templates/slack/token';
import { typed } from '../../templates/slack/text';
import { key, sentence, t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, type Deed } from '../deed';
import { creditNoteById, estimateById, invoiceById, kindOf } from '../find';
import { metadataOf, open } from '../modal';
import type { Registrations } from '../registration';

async function settle(deed: Deed, { document, extra: mailKey = '' }: Token, says: 'arrived' | 'again'): Promise<Answer> {
  const act = { ...actingOf(deed), mailKey, says };
  if (kindOf(document) === 'credit-note') return said(await deed.parts.door.actOnCreditNote('settleMail', document, act));
  if (kindOf(document) === 'estimate') return said(await deed.parts.door.actOnEstimate('settleMail', document, act));
  return said(await deed.parts.door.actOnInvoice('settleMail', document, act));
}

/** Asked before it is sent once more; {0} is the address. */
const AGAIN: Readonly<Record<HeldMail['kind'], string>> = {
  invoice: key`Send the invoice to {0} once more?`, estimate: key`Send the estimate to {0} once more?`, reminder: key`Send the reminder to {0} once more?`,
  receipt: key`Send the receipt to {0} once more?`, 'credit note': key`Send the credit note to {0} once more?`,
};

/** Refuses CardOutOfDate when the mail of this card is settled or was never one. */
async function heldMail(deed: Deed, token: Token | undefined): Promise<{ token: Token; to: string; kind: HeldMail['kind'] }> {
  if (!token?.extra) throw new DomainError('CardOutOfDate');
  const find = { invoice: invoiceById, estimate: estimateById, 'credit-note': creditNoteById }[kindOf(token.document)];
  const { held } = await find(deed, token.document);
  const mail = held.find(({ mailKey }) => mailKey === token.extra);
  if (!mail) throw new DomainError('MailNotHeld', { name: t`this document` });
  return { token, to: mail.to, kind: mail.kind };
}

export const mails: Registrations = {
  clicks: [
    { id: ACTION.arrived, needs: 'settle_mail', run: async (deed, token) => settle(deed, (await heldMail(deed, token)).token, 'arrived') },
    {
      id: ACTION.again, needs: 'settle_mail',
      async run(deed, token) {
        const { token: about, to, kind } = await heldMail(deed, token);
        const text = `${sentence(AGAIN[kind], [typed(to)])}\n${t`If the first mail did arrive, the client has it twice then.`}`;
        await open(deed, confirmation({ flow: 'mail-again', title: t`Send again`, submit: t`Send`, document: about.document, extra: about.extra, text }));
      },
    },
  ],
  forms: [{
    flow: 'mail-again', needs: 'settle_mail',
    async run(deed) {
      const { document = '', extra = '' } = metadataOf(deed.payload);
      return settle(deed, { document, extra }, 'again');
    },
  }],
};
