/** Reminders: by hand, paused, resumed; somebody takes care of an escalated invoice. */
import { remindAsked } from '../../domain/collecting';
import { dateOfInstant } from '../../domain/dates';
import type { Tone } from '../../domain/dunning';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { fileName } from '../../templates/file-name';
import { invoiceModel, reminderModel } from '../../templates/model';
import { reminderLetter } from '../../templates/reminder';
import { context } from '../../templates/slack/blocks';
import { mailPreview } from '../../templates/slack/mail-preview';
import { amount, clipped, day, typed } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { said } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, actOf, type Deed } from '../deed';
import { invoiceById, invoiceMeant } from '../find';
import { metadataOf, open } from '../modal';
import { reasonForm, withWords, type Reasoned } from '../reasons';
import type { Registrations } from '../registration';

/** The tone and the steps that follow by themselves, before a reminder leaves. */
async function confirmRemind(deed: Deed, invoice: Invoice): Promise<void> {
  const { ladder, look } = deed.parts.book.current();
  const { text, detail } = remindAsked(invoice, actOf(deed), deed.today);
  const about = { tone: detail?.tone as Tone, today: dateOfInstant(deed.at, invoice.client.zone) };
  const files = [reminderLetter(invoice, about), invoiceModel(invoice)].map(({ heading, seller }) => `${fileName(heading, seller.name)}.pdf`);
  const taken = new Set(invoice.dunning.done.map(({ id }) => id));
  const coming = ladder.steps.filter(({ id }) => !taken.has(id)).map((step) => `${step.days >= 0 ? '+' : '−'}${Math.abs(step.days)} days: ${step.act === 'remind' ? `${step.tone} reminder` : `tell ${step.to.map((one) => clipped(one)).join(', ')}`}`);
  await open(deed, confirmation({
    flow: 'remind', title: 'Remind the client', submit: 'Send', document: invoice.id,
    text: `*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}: ${amount(invoice.balance)} open${invoice.dueDate ? `, due ${day(invoice.dueDate)}` : ''}\n${typed(text)}`,
    blocks: [...mailPreview(reminderModel(invoice, { ...about, url: '', look }).mail, files), ...(coming.length > 0 ? [context(`By themselves follow: ${coming.join(' · ')}`)] : [])],
  }));
}

const PAUSE: Reasoned = {
  flow: 'pause', needs: 'pause', title: 'Pause reminders', submit: 'Pause', label: 'Why?', most: 500,
  act: (deed, document, reason) => deed.parts.door.actOnInvoice('pause', document, { ...actingOf(deed), reason }),
};

export const reminders: Registrations = {
  commands: [
    {
      verb: 'remind', needs: 'remind', usage: 'remind <invoice>', about: 'send a reminder by hand', examples: ['remind INV-7'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'remind <invoice>');
        await confirmRemind(deed, document);
      },
    },
    {
      verb: 'pause', needs: 'pause', usage: 'pause <invoice> [reason]', about: 'stop the reminders of an invoice', examples: ['pause INV-7 pays in instalments'],
      async run(deed, rest) {
        const { document, rest: reason } = await invoiceMeant(deed, rest, 'pause <invoice> [reason]');
        return withWords(deed, PAUSE, document.id, `Reminders and escalation of *${invoiceName(document)}* stop until they are resumed.`, reason);
      },
    },
    {
      verb: 'resume', needs: 'resume', usage: 'resume <invoice>', about: 'let the reminders go on', examples: ['resume INV-7'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'resume <invoice>');
        return said((await deed.parts.door.actOnInvoice('resume', document.id, actingOf(deed))).text);
      },
    },
  ],
  clicks: [
    { id: ACTION.remind, needs: 'remind', run: async (deed, token) => confirmRemind(deed, await invoiceById(deed, token?.document)) },
    {
      id: ACTION.acknowledge, needs: 'acknowledge',
      async run(deed, token) {
        const { id } = await invoiceById(deed, token?.document);
        return said((await deed.parts.door.actOnInvoice('acknowledge', id, actingOf(deed))).text);
      },
    },
  ],
  forms: [
    {
      flow: 'remind', needs: 'remind',
      async run(deed) {
        return said((await deed.parts.door.actOnInvoice('remind', metadataOf(deed.payload).document ?? '', actingOf(deed))).text);
      },
    },
    reasonForm(PAUSE),
  ],
};
