/** Statements of account in Slack: what one says before it leaves, and how its mail went. */
import type { KnownBlock } from '@slack/types';
import { isPositive } from '../../domain/money';
import type { Account, Movement, Statement } from '../../domain/statement';
import { context, section, sections } from './blocks';
import { amount, clipped, day, typed } from './text';
import { t, tn } from './words';

/** Bookings that a preview shows of each currency, the latest ones; the PDF has all. */
const SHOWN = 12;

/** `name` is the client's. */
export function statementPreview({ period, to, accounts }: Statement, name: string): KnownBlock[] {
  return [section(t`*${clipped(name)}* · ${day(period.from)} to ${day(to)}`), ...accounts.flatMap(accountBlocks)];
}

function accountBlocks({ opening, movements, closing, open, overdue }: Account): KnownBlock[] {
  const left = movements.length - SHOWN;
  const asked = isPositive(overdue) ? t`Open: ${amount(open)}, overdue: ${amount(overdue)}` : t`Open: ${amount(open)}`;
  return [
    section(t`Opening balance: *${amount(opening)}*`),
    ...(left > 0 ? [context(tn(left, '{count} earlier booking is in the PDF.', '{count} earlier bookings are in the PDF.'))] : []),
    ...sections(movements.slice(-SHOWN).map((movement) => `${day(movement.date)} · ${nameOf(movement)} ${clipped(movement.number, 40)} · ${amount(movement.amount)} · *${amount(movement.balance)}*`)),
    section(t`Closing balance: *${amount(closing)}*` + `\n${asked}`),
  ];
}

const nameOf = ({ kind }: Movement): string => ({
  invoice: () => t`Invoice`, voided: () => t`Invoice voided`, creditNote: () => t`Credit note`, refund: () => t`Paid back`, payment: () => t`Payment`, reversal: () => t`Payment taken back`,
})[kind]();

/** What became of the mail, for the person who asked for it. `to` is its address. */
export function statementSent(client: string, { state, to, reason = '' }: { state: string; to: string; reason?: string }): { text: string } {
  const [name, address] = [typed(client), typed(to)];
  if (state === 'unknown') return { text: t`:warning: Nobody knows whether the statement of ${name} reached ${address}: the connection broke. Ask them, or send it again.` };
  if (state === 'refused' || state === 'bounced') return { text: t`:warning: The statement of ${name} could not be mailed to ${address}. ${typed(reason)}` };
  return { text: t`The statement of ${name} went to ${address}.` };
}
