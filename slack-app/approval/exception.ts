/** Exceptions: asked for with a reason by whom the policy names, confirmed by a second person, and listed for whoever audits. */
import type { KnownBlock } from '@slack/types';
import { listLimit } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import type { InvoiceRow } from '../../store/queries/invoice';
import { ruleWords } from '../../templates/slack/approval';
import { section } from '../../templates/slack/blocks';
import { exceptionButtons, exceptionText } from '../../templates/slack/exception';
import { invoiceName } from '../../templates/slack/name';

import { amount, clipped, moment } from '../../templates/slack/text';
import { ACTION, type Token } from '../../templates/slack/token';
import { key, listed, t } from '../../templates/slack/words';
import { said, type Answer } from '../answer';
import { actingOf, type Deed } from '../deed';
import { invoiceById, invoiceMeant, invoiceOfCard } from '../find';
import { reasonForm, withWords, type Reasoned } from '../reasons';
import type { Registrations } from '../registration';


const USAGE = 'except <invoice> <reason>';

const EXCEPT: Reasoned = {
  flow: 'except', needs: 'decide', title: key`Ask for an exception`, submit: key`Ask`, label: key`Why is it to be approved without them?`, most: 500,
  act: async (deed, document, reason) => deed.parts.door.actOnInvoice('except', document, { ...actingOf(deed), reason, version: (await invoiceById(deed, document)).version }),
};

/** The second person's word, judged by the workflow. Refuses CardOutOfDate for what is no document. */
async function decide(deed: Deed, token: Token | undefined, says: 'confirm' | 'turn down'): Promise<Answer> {
  if (!token || token.revision === undefined) throw new DomainError('CardOutOfDate');
  const { id } = await invoiceOfCard(deed, token.document);
  return said(await deed.parts.door.actOnInvoice('decideException', id, { ...actingOf(deed), says, version: token.revision }));
}

/** Who asked, who confirmed, and why, with the buttons for whom it waits; or that it was silence. */
function reported({ approval, ...invoice }: InvoiceRow, { actor, parts }: Deed): KnownBlock[] {
  const { office: { zone } } = parts.book.current();
  const about = t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}, ${amount(invoice.totals.due)}`;
  if (!approval?.exception) {
    const silent = approval?.steps.filter(({ ended }) => ended?.how === 'silence') ?? [];
    const rules = listed(silent.map(ruleWords));
    return [section(`${about}\n${t`Approved by silence ${moment(silent[0]?.ended?.at ?? '', zone)}; asked were ${clipped(rules, 300)}`}`)];
  }
  const waits = approval.verdict === 'open' && approval.exception.asked.includes(actor.email);
  return [section(`${about}\n${exceptionText(approval.exception, zone)}`), ...(waits ? [exceptionButtons(invoice.id, approval)] : [])];
}

/** A message holds 50 blocks; a report has a title, and up to two for each. */
const MOST_SHOWN = 24;

/** Exceptions that wait or were granted, and silences, the newest first: what an auditor asks for first. */
export async function exceptionsShown(deed: Deed): Promise<Answer> {
  const found = await deed.parts.reading.invoices.rows({ list: 'exceptions' }, 0, MOST_SHOWN + 1, listLimit(deed.access));
  const shown = found.slice(0, MOST_SHOWN);
  const heading = found.length > MOST_SHOWN ? t`Exceptions and silences, the newest ${MOST_SHOWN}:` : t`Exceptions and silences, the newest first:`;
  const text = shown.length === 0 ? t`No invoice was approved as an exception or by silence.` : heading;
  return { text, title: t`Exceptions`, blocks: [section(`*${text}*`), ...shown.flatMap((row) => reported(row, deed))] };
}

export const exceptions: Registrations = {
  commands: [{
    verb: 'except', needs: 'decide', usage: USAGE, about: key`ask that it is approved as an exception; a second person confirms`, examples: ['except INV-7 the client pays today only'],
    async run(deed, rest) {
      const { document, rest: reason } = await invoiceMeant(deed, rest, USAGE);
      return withWords(deed, EXCEPT, document.id, t`*${invoiceName(document)}* for ${clipped(document.client.name)}, ${amount(document.totals.due)}: approved without those it waits for, once a second person confirms.`, reason);
    },
  }],
  clicks: [
    { id: ACTION.confirmException, needs: 'decide', freshness: 'fresh', run: (deed, token) => decide(deed, token, 'confirm') },
    { id: ACTION.turnDownException, needs: 'decide', freshness: 'fresh', run: (deed, token) => decide(deed, token, 'turn down') },
  ],
  forms: [reasonForm(EXCEPT)],
};
