/** Credit notes as documents: where one stands, its PDF, and its mail sent again. */
import { isMailAddress } from '../../domain/client';
import { creditNoteResent, type CreditNote } from '../../domain/credit-note';
import { DomainError } from '../../domain/refusals';
import { may } from '../../domain/permission';
import { creditNoteModel } from '../../templates/credit-note';
import { carried } from '../../templates/file-name';
import { actions, button, context, section, sections } from '../../templates/slack/blocks';
import { creditTotalsText, moneyWords } from '../../templates/slack/credit';
import { lineText } from '../../templates/slack/facts';
import { mailPreview } from '../../templates/slack/mail-preview';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped, day, moment, typed } from '../../templates/slack/text';
import { ACTION, tokenOf } from '../../templates/slack/token';
import { key, sentence, t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, actOf, type Deed } from '../deed';
import { creditNoteById } from '../find';
import { sharePdf } from '../invoice/draft';
import { input, metadataOf, open, valueOf } from '../modal';
import type { Registrations } from '../registration';

const RECIPIENT = 'recipient_0_0';

/** How its mail fares, when and to whom. */
const MAIL: Readonly<Record<NonNullable<CreditNote['delivery']>['status'], string>> = {
  sending: key`mail sending {0}, to {1}`, accepted: key`mail accepted {0}, to {1}`, delivered: key`mail delivered {0}, to {1}`, bounced: key`mail bounced {0}, to {1}`,
  unknown: key`mail unknown {0}, to {1}`, failed: key`mail failed {0}, to {1}`, posted: key`mail posted {0}, to {1}`,
};

export function statusOfCreditNote(deed: Deed, note: CreditNote): Answer {
  const { office } = deed.parts.book.current();
  const { number, client, totals, content, invoice, reason, settlement, applied, surplus, delivery, issueDate, createdBy } = note;
  const mail = delivery ? sentence(MAIL[delivery.status], [moment(delivery.at, office.zone), typed(delivery.to)]) : t`mail being mailed`;
  const text = t`*${number}* of ${day(issueDate)} for ${clipped(client.name)}: ${amount(totals.due)} of ${invoice.number}, ${moneyWords({ applied, surplus }, settlement)}.`;
  const nets = totals.lineGross ?? totals.lineNets;
  const value = tokenOf({ document: note.id });
  return {
    text, title: t`Credit note`,
    blocks: [
      section(text), ...sections(content.lines.map((line, at) => lineText(line, at, nets[at], content))), section(creditTotalsText(totals)), section(`_${clipped(reason, 500)}_`),
      context(`${t`By ${clipped(createdBy.name)}`} · ${mail}`),
      actions(`credit_note_${note.id}_${note.revision}`, [
        button(t`PDF`, ACTION.creditNotePdf, value), button(t`Invoice`, ACTION.show, tokenOf({ document: invoice.id })), ...(may(deed.access, 'send', note) ? [button(t`Send again`, ACTION.sendCreditNote, value)] : []),
      ]),
    ],
  };
}

async function confirmSend(deed: Deed, note: CreditNote): Promise<void> {
  creditNoteResent(note, undefined, actOf(deed));
  const model = creditNoteModel(note, { url: '', look: deed.parts.book.current().look });
  const files = [note.pdf, note.xml].flatMap((file) => (file ? [carried(file, model).as] : []));
  await open(deed, confirmation({
    flow: 'credit-note-send', title: t`Send credit note`, submit: t`Send`, document: note.id, text: t`*${note.number}* for ${clipped(note.client.name)}: ${amount(note.totals.due)}`,
    blocks: [input({ id: RECIPIENT, label: t`To`, element: { type: 'email_text_input', initial_value: note.client.email } }), ...mailPreview(model.mail, files), context(t`The mail also brings a link to the client’s own page.`)],
  }));
}

export const creditNotes: Registrations = {
  clicks: [
    { id: ACTION.showCreditNote, needs: 'see', run: async (deed, token) => statusOfCreditNote(deed, await creditNoteById(deed, token?.document)) },
    { id: ACTION.creditNotePdf, needs: 'see', run: async (deed, token) => sharePdf(deed, (await creditNoteById(deed, token?.document)).id) },
    { id: ACTION.sendCreditNote, needs: 'send', run: async (deed, token) => confirmSend(deed, await creditNoteById(deed, token?.document)) },
  ],
  forms: [{
    flow: 'credit-note-send', needs: 'send',
    async check({ view }) {
      const address = valueOf(view?.state?.values, RECIPIENT);
      return isMailAddress(address) ? undefined : { errors: { [RECIPIENT]: refusalText(new DomainError('AddressUnusable', { address })) } };
    },
    async run(deed) {
      const { document = '' } = metadataOf(deed.payload);
      return said(await deed.parts.door.actOnCreditNote('send', document, { ...actingOf(deed), to: valueOf(deed.payload.view?.state?.values, RECIPIENT) }));
    },
  }],
};
