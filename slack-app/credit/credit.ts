/** Crediting an invoice: chosen in a form, shown with its totals, done at a second click. Who may not credit proposes it. */
import { creditPreview } from '../../domain/crediting';
import { everything, linesLeft, isLeft } from '../../domain/credit';
import type { Invoice } from '../../domain/invoice';
import { may } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { ACTION } from '../../templates/slack/token';
import { key } from '../../templates/slack/words';
import { said } from '../answer';
import { actingOf, type Deed, type Payload } from '../deed';
import { invoiceById, invoiceMeant } from '../find';
import { metadataOf, open } from '../modal';
import type { Parts } from '../parts';
import type { Objection, Registrations } from '../registration';
import { creditForm, fieldFor, readCredit, seenOf, type CreditMetadata } from './form';

const USAGE = 'credit <invoice> [from <line>]';

/** Refuses what cannot be credited before anybody fills in a form. */
async function openCredit(deed: Deed, invoice: Invoice, from: number): Promise<void> {
  creditPreview(invoice, { lines: everything(invoice), settlement: 'offset' });
  if (!linesLeft(invoice).slice(from - 1).some(isLeft)) throw new DomainError('CreditNothing', { name: invoiceName(invoice) });
  await open(deed, creditForm(invoice, { from, manner: may(deed.access, 'confirm_credit', invoice) ? 'credit' : 'propose' }));
}

/** Told at the field what the workflow would refuse; else the totals, until they were shown. */
async function check(payload: Payload, { reading }: Parts): Promise<Objection | undefined> {
  const { document = '', from = 1, extra, manner = 'propose' } = metadataOf<CreditMetadata>(payload);
  const invoice = await reading.invoices.find(document);
  if (!invoice) return undefined;
  const { asked, errors } = readCredit(payload, invoice, from);
  if (!asked) return { errors };
  try {
    const preview = creditPreview(invoice, asked);
    return extra === seenOf(asked, preview) ? undefined : { view: creditForm(invoice, { from, manner, values: payload.view?.state?.values, preview: { asked, of: preview } }) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { errors: { [fieldFor(error, invoice)]: refusalText(error) } };
  }
}

export const credits: Registrations = {
  commands: [{
    verb: 'credit', needs: 'propose_credit', usage: USAGE, about: key`credit an issued invoice, whole or in part, with a note to the client`, examples: ['credit INV-7', 'credit last'],
    async run(deed, rest) {
      const { document, rest: behind } = await invoiceMeant(deed, rest, USAGE);
      await openCredit(deed, document, Number(/^from\s+(\d{1,3})$/i.exec(behind)?.[1] ?? 1));
    },
  }],
  clicks: [{ id: ACTION.credit, needs: 'propose_credit', run: async (deed, token) => openCredit(deed, await invoiceById(deed, token?.document), 1) }],
  forms: [{
    flow: 'credit', needs: 'propose_credit', check,
    async run(deed) {
      const { document = '', from = 1, extra } = metadataOf<CreditMetadata>(deed.payload);
      const invoice = await invoiceById(deed, document);
      const { asked } = readCredit(deed.payload, invoice, from);
      if (!asked) throw new DomainError('CreditUnconfirmed', { name: invoiceName(invoice) });
      const preview = creditPreview(invoice, asked);
      if (extra !== seenOf(asked, preview)) throw new DomainError('CreditUnconfirmed', { name: invoiceName(invoice) });
      return said(await deed.parts.door.actOnInvoice('credit', document, { ...actingOf(deed), ...asked, seen: preview.totals.due }));
    },
  }],
};
