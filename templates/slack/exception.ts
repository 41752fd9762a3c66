/** Exceptions: the second person is asked, sees who wants what and why, and is told what became of it. */
import { namesOf, type Approval, type Exception } from '../../domain/approval';
import type { Entry } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import { versionAt } from '../../domain/versions';
import { actions, button, section } from './blocks';
import { invoiceName } from './name';
import { amount, clipped, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';
import { listed, t } from './words';

/** A card for everybody who can confirm an exception that is asked for; afterwards it is only kept right. */
export const exceptionCards = (invoice: Invoice, slack: SlackContext): Wanted[] =>
  invoice.history.filter(({ kind }) => kind === 'exception.asked').flatMap((entry) =>
    ((entry.changes['approval'] as Approval).exception?.asked ?? []).map((email) => card(invoice, entry, email, slack)));

function card(invoice: Invoice, entry: Entry, email: string, { zone, people }: SlackContext): Wanted {
  const { approval, id } = invoice;
  const asked = entry.changes['approval'] as Approval;
  const { client, totals } = versionAt(invoice.history, asked.version) ?? invoice;
  const isOpen = approval?.verdict === 'open' && approval.exception?.at === entry.at;
  const sentence = t`${clipped(entry.by.name)} asks you to confirm an exception: ${invoiceName(invoice)} for ${clipped(client.name)}, ${amount(totals.due)}, without the yes of ${clipped(waitedFor(asked, people), 300)}.`;
  const reason = t`*Why:* ${clipped(String(entry.detail['reason'] ?? ''), 500)}`;
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
    button(t`Review`, ACTION.review, value), button(t`Confirm exception`, ACTION.confirmException, value, 'primary'), button(t`Turn down`, ACTION.turnDownException, value, 'danger'),
  ]);
}

/** "Fatima asked on 3 Dec, Milo confirmed on 3 Dec: the client pays today only". */
export function exceptionText({ by, at, reason, confirmedBy, confirmedAt }: Exception, zone: string): string {
  const [asker, asked, why] = [clipped(by.name), moment(at, zone), clipped(reason, 500)];
  return confirmedBy && confirmedAt ? t`${asker} asked for an exception ${asked}, ${clipped(confirmedBy.name)} confirmed ${moment(confirmedAt, zone)}: ${why}`
    : t`${asker} asked for an exception ${asked}, nobody has confirmed it yet: ${why}`;
}

const waitedFor = ({ steps, current }: Approval, people: SlackContext['people']): string =>
  listed(steps.slice(current).map(({ asked }) => listed(namesOf(asked, people), 'disjunction')));

/** What became of it. */
function endOf({ history }: Invoice, { seq }: Entry, zone: string): string {
  const next = history.find((entry) => entry.seq > seq && entry.kind.startsWith('exception.'));
  if (!next || next.kind === 'exception.asked') return `:no_entry_sign: ${t`It is over: the invoice was decided or changed.`}`;
  const by = clipped(next.by.name);
  return `${next.kind === 'exception.confirmed' ? `:white_check_mark: ${t`Confirmed by @${by}`}` : `:x: ${t`Turned down by @${by}`}`} · ${moment(next.at, zone, 'time')}`;
}
