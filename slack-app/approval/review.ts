/** Review: every line first, then the decision. Nobody approves what they have not seen. */
import { waitingFor } from '../../domain/approval';
import type { Invoice } from '../../domain/invoice';
import { ruleWords, whyWords } from '../../templates/slack/approval';
import { actions, button, context, section } from '../../templates/slack/blocks';
import { factBlocks, lineBlocks, noteBlocks, totalsText } from '../../templates/slack/facts';
import { invoiceName } from '../../templates/slack/name';
import { standingOfInvoice } from '../../templates/slack/standing';
import { clipped, moment } from '../../templates/slack/text';
import { ACTION, tokenOf } from '../../templates/slack/token';
import { t } from '../../templates/slack/words';
import type { Deed } from '../deed';
import { input, modal, open, textElement } from '../modal';


/** A modal holds 100 blocks; sections of lines are packed, so that a hundred lines of full length fit in forty. */
const MOST_LINE_BLOCKS = 80;

/**
 * Shows the invoice as it stands; whoever is asked approves with the modal's own button, or rejects. That they have it before them is
 * noted when it is, and nobody waits for the note: lost with its office, it is made at the next opening.
 */
export async function review(deed: Deed, invoice: Invoice, note = ''): Promise<void> {
  const { office } = deed.parts.book.current();
  const { approval } = invoice;
  const asked = approval?.verdict === 'open' && waitingFor(approval).includes(deed.actor.email);
  const { emoji, words } = standingOfInvoice(invoice, office.people, deed.today);
  const step = approval?.steps[approval.current];
  const value = tokenOf({ document: invoice.id, revision: invoice.version, ...(approval && { step: approval.current }) });
  await open(deed, modal({
    flow: 'approve', title: t`Review`, ...(asked && { submit: t`Approve` }), metadata: { document: invoice.id, step: approval?.current, revision: invoice.version },
    blocks: [
      section(`${t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}`}\n${emoji} ${words}`), factBlocks({ ...invoice, dueDate: invoice.dueDate }),
      ...lineBlocks(invoice, 'all').slice(0, MOST_LINE_BLOCKS), section(totalsText(invoice)), ...noteBlocks(invoice.content),
      ...invoice.questions.slice(-5).map(({ by, at, text }) => context(`:speech_balloon: ${clipped(by.name)} · ${moment(at, office.zone)}: ${clipped(text, 300)}`)),
      ...(approval && step ? [context([
        t`Step ${approval.current + 1} of ${approval.steps.length}: ${clipped(ruleWords(step))}`, clipped(whyWords(approval), 300), t`policy ${approval.policy.version}`, t`rev ${invoice.version}`,
      ].join(' · '))] : []),
      ...(asked && approval ? [
        input({ id: 'note_0_0', label: t`Note`, optional: true, element: textElement({ value: note, most: 200 }) }), actions(`review_${invoice.id}_${invoice.version}`, [button(t`Reject…`, ACTION.reject, value, 'danger'), button(t`Ask…`, ACTION.ask, value), button(t`PDF`, ACTION.pdf, value), button(t`Explain`, ACTION.explain, value)]),
      ] : []),
    ],
  }));
  const { actor, userId, parts } = deed;
  parts.door.noteOpening({ by: actor, documentId: invoice.id, version: invoice.version, userId })
    .catch((error: unknown) => parts.log.warn({ err: error, event: 'opening.lost' }, 'It was not noted that a document was opened.'));
}
