/** Exceptions: the second person is asked, sees who wants what and why, and is told what became of it. */
import { namesOf, type Approval, type Exception } from '../../domain/approval';
import type { Entry } from '../../domain/history';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { versionAt } from '../../domain/versions';
import { actions, button, section } from './blocks';
import { amount, clipped, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';

/** A card for everybody who can confirm an exception that is asked for; afterwards it is only kept right. */
export const exceptionCards = (invoice: Invoice, slack: SlackContext): Wanted[] =>
  invoice.history.filter(({ kind }) => kind === 'exception.asked').flatMap((entry) =>
    ((entry.changes['approval'] as Approval).exception?.asked ?? []).map((email) => card(invoice, entry, email, slack)));

function card(invoice: Invoice, entry: Entry, email: string, { zone, people }: SlackContext): Wanted {
  const { approval, id } = invoice;
  const asked = entry.changes['approval'] as Approval;
  const { client, totals } = versionAt(invoice.history, asked.version) ?? invoice;
  const isOpen = approval?.verdict === 'open' && approval.exception?.at === entry.at;
  const sentence = `${clipped(entry.by.name)} asks you to confirm an exception: ${invoiceName(invoice)} for ${clipped(client.name)}, ${amount(totals.due)}, without the yes of ${clipped(waitedFor(asked, people), 300)}.`;
  const reason = `*Why:* ${clipped(String(entry.detail['reason'] ?? ''), 500)}`;
  const end = isOpen ? undefined : endOf(invoice, entry, zone);
  return {
    key: `${id}/exception/${entry.seq}/${email}`, kind: 'exception', target: { person: email }, text: end ? `${sentence} ${end}` : sentence, ...(end && { ifPosted: true as const }),
    blocks: [section(`:rotating_light: *${sentence}*\n${reason}${end ? `\n${end}` : ''}`), ...(isOpen ? [exceptionButtons(id, approval)] : [])],
  };
}

/** [Review] [Confirm exception] [Turn down], for the version that was asked about. */
export function exceptionButtons(document: string, { version, current }: Pick<Approval, 'version' | 'current'>): ReturnType<typeof actions> {
  const value = tokenOf({ document, revision: version, step: current });
  return actions(`exception_${document}_${version}`, [
    button('Review', ACTION.review, value), button('Confirm exception', ACTION.confirmException, value, 'primary'), button('Turn down', ACTION.turnDownException, value, 'danger'),
  ]);
}

/** "Fatima asked on 3 Dec, Milo confirmed on 3 Dec: the client pays today only". */
export function exceptionText({ by, at, reason, confirmedBy, confirmedAt }: Exception, zone: string): string {
  const confirmed = confirmedBy && confirmedAt ? `${clipped(confirmedBy.name)} confirmed ${moment(confirmedAt, zone)}` : 'nobody has confirmed it yet';
  return `${clipped(by.name)} asked for an exception ${moment(at, zone)}, ${confirmed}: ${clipped(reason, 500)}`;
}

const waitedFor = ({ steps, current }: Approval, people: SlackContext['people']): string =>
  steps.slice(current).map(({ asked }) => namesOf(asked, people).join(' or ')).join(' and ');

/** What became of it. */
function endOf({ history }: Invoice, { seq }: Entry, zone: string): string {
  const next = history.find((entry) => entry.seq > seq && entry.kind.startsWith('exception.'));
  if (!next || next.kind === 'exception.asked') return ':no_entry_sign: It is over: the invoice was decided or changed.';
  const by = `@${clipped(next.by.name)} · ${moment(next.at, zone, 'time')}`;
  return next.kind === 'exception.confirmed' ? `:white_check_mark: Confirmed by ${by}` : `:x: Turned down by ${by}`;
}
