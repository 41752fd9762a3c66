/** Duties: what somebody of the office has to take care of: an escalation, a dispute, a mail that nobody knows about. */
import type { PlainDate } from '../../domain/dates';
import type { Entry } from '../../domain/history';
import { invoiceName, type HeldMail, type Invoice } from '../../domain/invoice';
import type { Money } from '../../domain/money';
import { holds, ROLES, type Role } from '../../domain/people';
import { actions, button, section } from './blocks';
import { amount, clipped, counted, day, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Target, Wanted } from './wanted';

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
  const text = `:rotating_light: ${invoiceName(invoice)} for ${clipped(invoice.client.name)} is ${counted(Number(entry.detail['days']), 'day')} overdue: ${amount(open)}${dueDate ? `, due ${day(dueDate)}` : ''}.`;
  const value = tokenOf({ document: invoice.id, revision: invoice.version });
  const ending = endOfEscalation(invoice, zone);
  return {
    key: `${invoice.id}/escalation/${entry.seq}/${placeOf(target)}`, kind: 'escalation', target, text: ending ? `${text} ${ending}` : text,
    blocks: [section(ending ? `${text}\n${ending}` : text), ...(ending ? [] : [actions(`escalation_${invoice.id}_${entry.seq}`, [button('I take it', ACTION.acknowledge, value, 'primary'), button('Show', ACTION.show, value)])])],
  };
}

function endOfEscalation({ state, dunning, history }: Invoice, zone: string): string | undefined {
  if (state === 'paid') return ':moneybag: It is paid.';
  if (state !== 'sent') return ':no_entry_sign: It is closed.';
  if (dunning.status === 'running') return undefined;
  const taken = history.findLast(({ kind }) => kind === 'acknowledged');
  if (dunning.status === 'acknowledged' && taken) return `:white_check_mark: Taken by @${clipped(taken.by.name)} · ${moment(taken.at, zone, 'time')}`;
  return dunning.status === 'disputed' ? ':warning: It is disputed.' : ':double_vertical_bar: Reminders are paused.';
}

/** The owner of a dispute is asked to resolve it. */
export function disputes(invoice: Invoice): Wanted[] {
  return invoice.history.filter(({ kind }) => kind === 'disputed').map((entry) => {
    const name = `${invoiceName(invoice)} for ${clipped(invoice.client.name)}`;
    const owner = String(entry.detail['owner'] ?? invoice.createdBy.email);
    const isOpen = invoice.dispute?.at === entry.at;
    const text = `:warning: ${clipped(entry.by.name)} disputes ${name}: ${clipped(String(entry.detail['reason'] ?? ''), 500)}`;
    const value = tokenOf({ document: invoice.id, revision: invoice.version });
    return {
      key: `${invoice.id}/dispute/${entry.seq}`, kind: 'dispute', target: { person: owner }, text: isOpen ? `${text} It is yours to resolve.` : `${text} It is resolved.`,
      blocks: [
        section(isOpen ? `${text}\nIt is yours to resolve; reminders stand still until then.` : `${text}\n:white_check_mark: It is resolved.`),
        ...(isOpen ? [actions(`dispute_${invoice.id}_${entry.seq}`, [button('Resolve…', ACTION.resolve, value, 'primary'), button('Show', ACTION.show, value)])] : []),
      ],
    };
  });
}

type Holding = { id: string; client: { name: string }; history: readonly Entry[]; held: readonly HeldMail[]; number?: string };

/** A mail of unknown outcome, with its number, to finance: [It arrived] [Send again], until somebody knows. */
export function heldMails(document: Holding, { zone }: SlackContext): Wanted[] {
  const unknown = document.history.filter(({ kind }) => kind.endsWith('mail.unknown'));
  return unknown.map((entry) => {
    const mailKey = String(entry.detail['mailKey']);
    const held = document.held.find((mail) => mail.mailKey === mailKey);
    const settled = document.history.find(({ kind, detail, seq }) => seq > entry.seq && detail['mailKey'] === mailKey && /mail\.(settled|delivered|bounced|accepted)$/.test(kind));
    const what = String(entry.detail['kind'] ?? 'estimate');
    const number = held?.number || document.number || '';
    const text = `:warning: Nobody knows whether the mail with the ${clipped(what)} ${number} for ${clipped(document.client.name)} to ${clipped(String(entry.detail['to']), 254)} arrived.`;
    const end = settled ? `:white_check_mark: ${endOfMail(settled)} · ${moment(settled.at, zone, 'time')}` : ':white_check_mark: Settled.';
    const value = tokenOf({ document: document.id, extra: mailKey });
    return {
      key: `${document.id}/held/${entry.seq}`, kind: 'held', target: { channel: 'finance' }, text: held ? text : `${text} ${end}`,
      blocks: [section(held ? `${text}\nLook into the mail provider's log or ask the client.` : `${text}\n${end}`),
        ...(held ? [actions(`held_${document.id}_${entry.seq}`, [button('It arrived', ACTION.arrived, value, 'primary'), button('Send again', ACTION.again, value, 'danger')])] : [])],
    };
  });
}

function endOfMail({ kind, by, detail }: Entry): string {
  if (kind !== 'mail.settled') return kind.endsWith('bounced') ? 'It bounced' : 'It arrived';
  return detail['says'] === 'arrived' ? `It arrived, says @${clipped(by.name)}` : `Sent again by @${clipped(by.name)}`;
}
