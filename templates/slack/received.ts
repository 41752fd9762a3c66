/** An e-invoice that came in, as Slack shows it. */
import type { KnownBlock } from '@slack/types';
import { isCreditNote } from '../../domain/einvoice/semantic';
import type { ReceivedInvoice, Relation } from '../../domain/einvoice/taking-over';
import { canonicalDecimal } from '../../domain/decimal';
import { fromDecimal } from '../../domain/money';
import { actions, button, context, sections } from './blocks';
import { amount, clipped, day, typed } from './text';
import { ACTION, tokenOf } from './token';
import { t, tn } from './words';

const sum = ({ said }: ReceivedInvoice, text = '0'): string => amount(fromDecimal(canonicalDecimal(text), said.currency));

function relationText({ relation, said }: ReceivedInvoice): string {
  const isNote = isCreditNote(said);
  const words: Record<Relation, string> = {
    ours: isNote ? t`It is one of our own credit notes.` : t`It is one of our own.`, purchase: isNote ? t`It is a credit note to us.` : t`It is one that we are to pay.`,
    other: isNote ? t`It is a credit note, neither from us nor to us.` : t`It is neither from us nor to us.`,
  };
  return words[relation];
}

/** "*RE-7* of Acme GmbH to Northlight Studio, 2 December 2026: 1,190.00 EUR" */
export function receivedLine(received: ReceivedInvoice): string {
  const { number, seller, buyer, issueDate, totals } = received.said;
  return t`*${clipped(number, 60)}* of ${clipped(seller.name, 60)} to ${clipped(buyer.name, 60)}, ${day(issueDate)}: ${sum(received, totals.gross)}`;
}

/** What it says in short, what is worth knowing, and what can be done with it. */
export function receivedBlocks(received: ReceivedInvoice): KnownBlock[] {
  const { id, relation, said, remarks } = received;
  const { totals, lines, dueDate } = said;
  const token = tokenOf({ document: id });
  const due = dueDate ? t`Net ${sum(received, totals.net)} · VAT ${sum(received, totals.vat)} · due ${sum(received, totals.due)} by ${day(dueDate)}` : t`Net ${sum(received, totals.net)} · VAT ${sum(received, totals.vat)} · due ${sum(received, totals.due)}`;
  return [
    ...sections([receivedLine(received), `${due} · ${tn(lines.length, 'one line', '{count} lines')}`, relationText(received)]),
    ...remarks.slice(0, 5).map(({ rule, text }) => context(`${typed(rule)}: ${clipped(text, 300)}`)),
    actions(`received_${id}`, [
      button(t`PDF`, ACTION.receivedPdf, token), button('UBL', ACTION.receivedUbl, token), button(t`File as it came`, ACTION.receivedOriginal, token),
      ...(relation === 'purchase' || isCreditNote(said) ? [] : [button(t`Make a draft of it`, ACTION.receivedDraft, token)]),
    ]),
  ];
}
