/** Reminders: by hand, paused, resumed; somebody takes care of an escalated invoice. */
import { askedOf, rungsOf } from '../../domain/chasing';
import { remindAsked } from '../../domain/collecting';
import { dateOfInstant } from '../../domain/dates';
import type { DunningStep, Tone } from '../../domain/dunning';
import type { Invoice } from '../../domain/invoice';
import { fileName } from '../../templates/file-name';
import { invoiceModel, reminderModel } from '../../templates/model';
import { reminderLetter } from '../../templates/reminder';
import { context } from '../../templates/slack/blocks';
import { mailPreview } from '../../templates/slack/mail-preview';
import { invoiceName } from '../../templates/slack/name';
import { spoken } from '../../templates/slack/spoken';
import { amount, clipped, day, typed } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { roleWord } from '../../templates/slack/word';
import { key, sentence, t } from '../../templates/slack/words';
import { said } from '../answer';
import { confirmation } from '../confirm';
import { actingOf, actOf, type Deed } from '../deed';
import { invoiceById, invoiceMeant } from '../find';
import { metadataOf, open } from '../modal';
import { reasonForm, withWords, type Reasoned } from '../reasons';
import type { Registrations } from '../registration';

/** A step of the ladder; its days count from the due date, with their sign. */
const REMIND: Readonly<Record<Tone, string>> = {
  friendly: key`{0} days: friendly reminder`, plain: key`{0} days: plain reminder`, firm: key`{0} days: firm reminder`, final: key`{0} days: final reminder`,
};

function stepText(step: DunningStep): string {
  const days = `${step.days >= 0 ? '+' : '−'}${Math.abs(step.days)}`;
  return step.act === 'remind' ? sentence(REMIND[step.tone], [days]) : t`${days} days: tell ${step.to.map(roleWord).join(', ')}`;
}

/** The tone and the steps that follow by themselves, before a reminder leaves. */
async function confirmRemind(deed: Deed, invoice: Invoice): Promise<void> {
  const { ladder, look } = deed.parts.book.current();
  const told = remindAsked(invoice, actOf(deed), deed.today);
  const today = dateOfInstant(deed.at, invoice.client.zone);
  const asked = askedOf(invoice, today);
  const chased = { ...invoice, ...asked };
  const writing = { tone: told.detail?.['tone'] as Tone, today };
  const files = [reminderLetter(chased, writing), invoiceModel(invoice)].map(({ heading, seller }) => `${fileName(heading, seller.name)}.pdf`);
  const taken = new Set(invoice.dunning.done.map(({ id }) => id));
  const coming = rungsOf(ladder.steps, asked.dueDate, invoice).filter(({ id }) => !taken.has(id)).map(stepText);
  const [name, client, balance] = [invoiceName(invoice), clipped(invoice.client.name), amount(asked.balance)];
  const about = asked.dueDate ? t`*${name}* for ${client}: ${balance} open, due ${day(asked.dueDate)}` : t`*${name}* for ${client}: ${balance} open`;
  await open(deed, confirmation({
    flow: 'remind', title: t`Remind the client`, submit: t`Send`, document: invoice.id, text: `${about}\n${typed(spoken(told, told.text))}`,
    blocks: [...mailPreview(reminderModel(chased, { ...writing, url: '', look }).mail, files), ...(coming.length > 0 ? [context(t`By themselves follow: ${coming.join(' · ')}`)] : [])],
  }));
}

const PAUSE: Reasoned = {
  flow: 'pause', needs: 'pause', title: key`Pause reminders`, submit: key`Pause`, label: key`Why?`, most: 500,
  act: (deed, document, reason) => deed.parts.door.actOnInvoice('pause', document, { ...actingOf(deed), reason }),
};

export const reminders: Registrations = {
  commands: [
    {
      verb: 'remind', needs: 'remind', usage: 'remind <invoice>', about: key`send a reminder by hand`, examples: ['remind INV-7'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'remind <invoice>');
        await confirmRemind(deed, document);
      },
    },
    {
      verb: 'pause', needs: 'pause', usage: 'pause <invoice> [reason]', about: key`stop the reminders of an invoice`, examples: ['pause INV-7 pays in instalments'],
      async run(deed, rest) {
        const { document, rest: reason } = await invoiceMeant(deed, rest, 'pause <invoice> [reason]');
        return withWords(deed, PAUSE, document.id, t`Reminders and escalation of *${invoiceName(document)}* stop until they are resumed.`, reason);
      },
    },
    {
      verb: 'resume', needs: 'resume', usage: 'resume <invoice>', about: key`let the reminders go on`, examples: ['resume INV-7'],
      async run(deed, rest) {
        const { document } = await invoiceMeant(deed, rest, 'resume <invoice>');
        return said(await deed.parts.door.actOnInvoice('resume', document.id, actingOf(deed)));
      },
    },
  ],
  clicks: [
    { id: ACTION.remind, needs: 'remind', run: async (deed, token) => confirmRemind(deed, await invoiceById(deed, token?.document)) },
    {
      id: ACTION.acknowledge, needs: 'acknowledge',
      async run(deed, token) {
        const { id } = await invoiceById(deed, token?.document);
        return said(await deed.parts.door.actOnInvoice('acknowledge', id, actingOf(deed)));
      },
    },
  ],
  forms: [
    {
      flow: 'remind', needs: 'remind',
      async run(deed) {
        return said(await deed.parts.door.actOnInvoice('remind', metadataOf(deed.payload).document ?? '', actingOf(deed)));
      },
    },
    reasonForm(PAUSE),
  ],
};
