/** Duties: what somebody of the office has to take care of: an escalation, a dispute, a mail that nobody knows about. */
import type { PlainDate } from '../../domain/dates';
import type { Entry } from '../../domain/history';
import type { HeldMail, Invoice } from '../../domain/invoice';
import type { Money } from '../../domain/money';
import { holds, ROLES, type Role } from '../../domain/people';
import { actions, button, section } from './blocks';
import { invoiceName } from './name';
import { amount, clipped, day, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Target, Wanted } from './wanted';
import { key, sentence, t, tn } from './words';

/** Who a rung of the ladder means: the creator, the people of a role, or a channel of the office. */
function targetsOf(to: string, creator: string, { people }: SlackContext): Target[] {
  const channel = /^#(invoices|finance|legal)$/.exec(to)?.[1] as 'invoices' | 'finance' | 'legal' | undefined;
  if (channel) return [{ channel }];
  if (to === 'creator') return [{ person: creator }];
  if ((ROLES as readonly string[]).includes(to)) return people.filter((person) => holds(person, to as Role)).map(({ email }) => ({ person: email }));
  return to.includes('@') ? [{ person: to }] : [];
}

const placeOf = (target: Target): string => ('person' in target ? target.person : `#${target.channel}`);

/** Each escalation to everybody it is meant for, once each, with [I take it] until somebody does or nothing is open. */
export function escalations(invoice: Invoice, slack: SlackContext): Wanted[] {
  return invoice.history.filter(({ kind }) => kind === 'escalated').flatMap((entry) => {
    const to = (entry.detail['to'] as string[] | undefined) ?? [];
    const targets = to.flatMap((one) => targetsOf(one, invoice.createdBy.email, slack));
    const distinct = [...new Map(targets.map((target) => [placeOf(target), target])).values()];
    return distinct.map((target) => escalation(invoice, entry, target, slack));
  });
}

function escalation(invoice: Invoice, entry: Entry, target: Target, { zone }: SlackContext): Wanted {
  const { balance: open = invoice.totals.due, dueDate = invoice.dueDate } = entry.detail as { balance?: Money; dueDate?: PlainDate };
  const text = `:rotating_light: ${overdueText(invoice, { open, dueDate, days: Number(entry.detail['days']) })}`;
  const value = tokenOf({ document: invoice.id, revision: invoice.version });
  const ending = endOfEscalation(invoice, zone);
  return {
    key: `${invoice.id}/escalation/${entry.seq}/${placeOf(target)}`, kind: 'escalation', target, text: ending ? `${text} ${ending}` : text,
    blocks: [section(ending ? `${text}\n${ending}` : text), ...(ending ? [] : [actions(`escalation_${invoice.id}_${entry.seq}`, [button(t`I take it`, ACTION.acknowledge, value, 'primary'), button(t`Show`, ACTION.show, value)])])],
  };
}

function overdueText({ client, ...invoice }: Invoice, { open, dueDate, days }: { open: Money; dueDate: PlainDate | undefined; days: number }): string {
  const [name, who, due] = [invoiceName(invoice), clipped(client.name), amount(open)];
  return dueDate ? tn(days, '{0} for {1} is {count} day overdue: {2}, due {3}.', '{0} for {1} is {count} days overdue: {2}, due {3}.', name, who, due, day(dueDate))
    : tn(days, '{0} for {1} is {count} day overdue: {2}.', '{0} for {1} is {count} days overdue: {2}.', name, who, due);
}

function endOfEscalation({ state, dunning, history }: Invoice, zone: string): string | undefined {
  if (state === 'paid') return `:moneybag: ${t`It is paid.`}`;
  if (state !== 'sent') return `:no_entry_sign: ${t`It is closed.`}`;
  if (dunning.status === 'running') return undefined;
  const taken = history.findLast(({ kind }) => kind === 'acknowledged');
  if (dunning.status === 'acknowledged' && taken) return `:white_check_mark: ${t`Taken by @${clipped(taken.by.name)}`} · ${moment(taken.at, zone, 'time')}`;
  return dunning.status === 'disputed' ? `:warning: ${t`It is disputed.`}` : `:double_vertical_bar: ${t`Reminders are paused.`}`;
}

/** The owner of a dispute is asked to resolve it. */
export function disputes(invoice: Invoice): Wanted[] {
  return invoice.history.filter(({ kind }) => kind === 'disputed').map((entry) => {
    const owner = String(entry.detail['owner'] ?? invoice.createdBy.email);
    const isOpen = invoice.dispute?.at === entry.at;
    const text = `:warning: ${t`${clipped(entry.by.name)} disputes ${invoiceName(invoice)} for ${clipped(invoice.client.name)}: ${clipped(String(entry.detail['reason'] ?? ''), 500)}`}`;
    const value = tokenOf({ document: invoice.id, revision: invoice.version });
    return {
      key: `${invoice.id}/dispute/${entry.seq}`, kind: 'dispute', target: { person: owner }, text: `${text} ${isOpen ? t`It is yours to resolve.` : t`It is resolved.`}`,
      blocks: [
        section(isOpen ? `${text}\n${t`It is yours to resolve; reminders stand still until then.`}` : `${text}\n:white_check_mark: ${t`It is resolved.`}`),
        ...(isOpen ? [actions(`dispute_${invoice.id}_${entry.seq}`, [button(t`Resolve…`, ACTION.resolve, value, 'primary'), button(t`Show`, ACTION.show, value)])] : []),
      ],
    };
  });
}

/** A mail of unknown outcome by what it brings: its number, for whom it is, and where it went. */
const HELD: Readonly<Record<string, string>> = {
  invoice: key`Nobody knows whether the mail with the invoice {0} for {1} to {2} arrived.`, estimate: key`Nobody knows whether the mail with the estimate {0} for {1} to {2} arrived.`,
  reminder: key`Nobody knows whether the mail with the reminder {0} for {1} to {2} arrived.`, receipt: key`Nobody knows whether the mail with the receipt {0} for {1} to {2} arrived.`,
  'credit note': key`Nobody knows whether the mail with the credit note {0} for {1} to {2} arrived.`,
};
const OTHER_HELD = key`Nobody knows whether the mail with the document {0} for {1} to {2} arrived.`;

type Holding = { id: string; client: { name: string }; history: readonly Entry[]; held: readonly HeldMail[]; number?: string };

/** A mail of unknown outcome, with its number, to finance: [It arrived] [Send again], until somebody knows. */
export function heldMails(document: Holding, { zone }: SlackContext): Wanted[] {
  const unknown = document.history.filter(({ kind }) => kind.endsWith('mail.unknown'));
  return unknown.map((entry) => {
    const mailKey = String(entry.detail['mailKey']);
    const held = document.held.find((mail) => mail.mailKey === mailKey);
    const settled = document.history.find(({ kind, detail, seq }) => seq > entry.seq && detail['mailKey'] === mailKey && /mail\.(settled|delivered|bounced|accepted)$/.test(kind));
    const number = held?.number || document.number || '';
    const what = HELD[String(entry.detail['kind'] ?? 'estimate')] ?? OTHER_HELD;
    const text = `:warning: ${sentence(what, [number, clipped(document.client.name), clipped(String(entry.detail['to']), 254)])}`;
    const end = `:white_check_mark: ${settled ? `${endOfMail(settled)} · ${moment(settled.at, zone, 'time')}` : t`Settled.`}`;
    const value = tokenOf({ document: document.id, extra: mailKey });
    return {
      key: `${document.id}/held/${entry.seq}`, kind: 'held', target: { channel: 'finance' }, text: held ? text : `${text} ${end}`,
      blocks: [section(held ? `${text}\n${t`Look into the mail provider's log or ask the client.`}` : `${text}\n${end}`),
        ...(held ? [actions(`held_${document.id}_${entry.seq}`, [button(t`It arrived`, ACTION.arrived, value, 'primary'), button(t`Send again`, ACTION.again, value, 'danger')])] : [])],
    };
  });
}

function endOfMail({ kind, by, detail }: Entry): string {
  if (kind !== 'mail.settled') return kind.endsWith('bounced') ? t`It bounced` : t`It arrived`;
  return detail['says'] === 'arrived' ? t`It arrived, says @${clipped(by.name)}` : t`Sent again by @${clipped(by.name)}`;
}
