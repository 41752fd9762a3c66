/** Disputes: reminders stand still until somebody resolves them. */
import { DomainError } from '../../domain/refusals';
import { invoiceName } from '../../templates/slack/name';
import { clipped } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
import { actingOf } from '../deed';
import { invoiceById, invoiceMeant } from '../find';
import { ask, reasonForm, withWords, type Reasoned } from '../reasons';
import type { Registrations } from '../registration';

const DISPUTE: Reasoned = {
  flow: 'dispute', needs: 'dispute', title: key`Dispute`, submit: key`Record`, label: key`What is disputed?`, most: 2000,
  act: (deed, document, reason) => deed.parts.door.actOnInvoice('dispute', document, { ...actingOf(deed), reason }),
};
const RESOLVE: Reasoned = {
  flow: 'resolve', needs: 'resolve_dispute', title: key`Resolve dispute`, submit: key`Resolve`, label: key`What was agreed?`, most: 2000,
  act: (deed, document, outcome) => deed.parts.door.actOnInvoice('resolveDispute', document, { ...actingOf(deed), outcome }),
};

export const disputes: Registrations = {
  commands: [
    {
      verb: 'dispute', needs: 'dispute', usage: 'dispute <invoice> <reason>', about: key`note that the client disputes it; reminders stop`, examples: ['dispute INV-7 the travel was not agreed'],
      async run(deed, rest) {
        const { document, rest: reason } = await invoiceMeant(deed, rest, 'dispute <invoice> <reason>');
        if (document.dispute) throw new DomainError('DisputeOpen', { name: invoiceName(document), who: document.dispute.by.name, reason: document.dispute.reason });
        return withWords(deed, DISPUTE, document.id, t`*${invoiceName(document)}* for ${clipped(document.client.name)}: reminders and escalation stop until it is resolved.`, reason);
      },
    },
    {
      verb: 'resolve', needs: 'resolve_dispute', usage: 'resolve <invoice> <what was agreed>', about: key`end a dispute; reminders go on`, examples: ['resolve INV-7 agreed to pay by Friday'],
      async run(deed, rest) {
        const { document, rest: outcome } = await invoiceMeant(deed, rest, 'resolve <invoice> <what was agreed>');
        if (!document.dispute) throw new DomainError('NoDispute', { name: invoiceName(document) });
        return withWords(deed, RESOLVE, document.id, `*${invoiceName(document)}*: ${clipped(document.dispute.reason, 500)}`, outcome);
      },
    },
  ],
  clicks: [{
    id: ACTION.resolve, needs: 'resolve_dispute',
    async run(deed, token) {
      const invoice = await invoiceById(deed, token?.document);
      if (!invoice.dispute) throw new DomainError('NoDispute', { name: invoiceName(invoice) });
      await ask(deed, RESOLVE, invoice.id, `*${invoiceName(invoice)}*: ${clipped(invoice.dispute.reason, 500)}`);
    },
  }],
  forms: [reasonForm(DISPUTE), reasonForm(RESOLVE)],
};
