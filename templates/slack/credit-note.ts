/** What a credit note wants to have said in Slack: a mail that nobody knows about, and how its mail fared. Its story is told under its invoice. */
import type { CreditNote } from '../../domain/credit-note';
import { actions, button, section } from './blocks';
import { heldMails } from './duty';
import { amount, clipped } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';
import { t } from './words';

export const messagesOfCreditNote = (note: CreditNote, slack: SlackContext): Wanted[] => [...heldMails(note, slack), ...outcomes(note)];

/** Who credited is told that it went out, or that it came back. */
function outcomes(note: CreditNote): Wanted[] {
  const [client, due, invoice] = [clipped(note.client.name), amount(note.totals.due), note.invoice.number];
  return note.history.flatMap((entry): Wanted[] => {
    const to = clipped(String(entry.detail['to'] ?? ''), 254);
    const came = /^mail\.(accepted|bounced|failed)$/.exec(entry.kind)?.[1];
    if (!came) return [];
    const failed = (): string => (came === 'bounced' ? t`The mail of credit note ${note.number} for ${client}, ${due} of ${invoice}, to ${to} bounced` : t`The mail of credit note ${note.number} for ${client}, ${due} of ${invoice}, to ${to} was refused`);
    const text = came === 'accepted' ? `:receipt: ${t`Credit note ${note.number} for ${client}, ${due} of ${invoice}, is sent to ${to}.`}`
      : `:warning: ${entry.detail['reason'] ? t`${failed()}: ${clipped(String(entry.detail['reason']), 500)}` : t`${failed()}.`}`;
    const isLast = note.history.findLast(({ kind }) => /^mail\./.test(kind))?.seq === entry.seq;
    const again = came !== 'accepted' && isLast ? [actions(`bounced_${note.id}_${entry.seq}`, [button(t`Send again…`, ACTION.sendCreditNote, tokenOf({ document: note.id }), 'primary'), button(t`Edit client`, ACTION.editClient, tokenOf({ document: note.client.id }))])] : [];
    return [{ key: `${note.id}/outcome/${entry.seq}`, kind: 'outcome', target: { person: note.createdBy.email }, text, blocks: [section(text), ...again] }];
  });
}
