/** Instalments: a document's amount in parts, each with its day. A deposit is the first of them. The parts always add up to the amount. */
import { readAmount } from './amount';
import { isPlainDate, parseDate, type PlainDate } from './dates';
import { canonicalDecimal } from './decimal';
import { allocate, fromDecimal, isPositive, isZero, subtract, sum, toDecimal, type Money } from './money';
import { inMoney } from './phrase';
import { DomainError } from './refusals';

/** A share of the whole in percent, an amount in major units, or whatever the others leave. `name` is what it is for ("Deposit"). */
export type Instalment = { due: PlainDate; share: { percent: string } | { amount: string } | 'rest'; name?: string };

/** An instalment with what it comes to. */
export type Planned = { due: PlainDate; name: string; amount: Money };

/** Our own limits: a plan of three years by the month. */
export const INSTALMENT_LIMITS = { most: 36, name: 60 } as const;

/**
 * What each instalment comes to; percentages are split so that no cent is lost. Refuses TooManyInstalments, InstalmentOrder for days
 * that do not follow each other, InstalmentsUneven for a plan that is not the whole or has an empty part.
 */
export function planOf(instalments: readonly Instalment[], total: Money): Planned[] {
  checkOrder(instalments);
  const { currency } = total;
  const percents = instalments.flatMap(({ share }) => (typeof share === 'object' && 'percent' in share ? [share.percent] : []));
  const parts = allocate(total, [...percents, leftOf(percents, total)]);
  const left = parts.pop()!;
  const fixed = instalments.flatMap(({ share }) => (typeof share === 'object' && 'amount' in share ? [fromDecimal(share.amount, currency)] : []));
  const rest = subtract(left, sum(currency, fixed));
  const plan = instalments.map(({ due, name = '', share }) =>
    ({ due, name, amount: share === 'rest' ? rest : 'percent' in share ? parts.shift()! : fixed.shift()! }));
  const planned = sum(currency, plan.map(({ amount }) => amount));
  const isWhole = isZero(subtract(planned, total)) && instalments.filter(({ share }) => share === 'rest').length <= 1;
  if (!isWhole || !plan.every(({ amount }) => isPositive(amount))) throw uneven(planned, total);
  return plan;
}

/** The last day of a plan, by which everything is due. */
export const planEnd = (instalments: readonly Instalment[] | undefined): PlainDate | undefined => instalments?.at(-1)?.due;

function checkOrder(instalments: readonly Instalment[]): void {
  if (instalments.length > INSTALMENT_LIMITS.most) throw new DomainError('TooManyInstalments', { most: INSTALMENT_LIMITS.most });
  instalments.forEach(({ due }, at) => {
    if (!isPlainDate(due)) throw new DomainError('DateUnreadable', { text: String(due) });
    if (at > 0 && due <= instalments[at - 1]!.due) throw new DomainError('InstalmentOrder', { date: due });
  });
}

const uneven = (planned: Money, total: Money): DomainError => new DomainError('InstalmentsUneven', { planned: inMoney(planned), total: inMoney(total) });

/** 100 less the percentages, a decimal string. */
function leftOf(percents: readonly string[], total: Money): string {
  const decimals = Math.max(0, ...percents.map((percent) => canonicalDecimal(percent).split('.')[1]?.length ?? 0));
  const scaled = (percent: string): bigint => {
    const [whole = '0', fraction = ''] = canonicalDecimal(percent).split('.');
    return BigInt(whole + fraction.padEnd(decimals, '0'));
  };
  const left = scaled('100') - percents.reduce((all, percent) => all + scaled(percent), 0n);
  if (left < 0n) throw uneven(sum(total.currency, [total, total]), total);
  const digits = left.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Instalments as they are typed, one a line: `30% 2026-12-01 Deposit`, `500 2027-01-15`, `rest 2027-02-01`. Refuses InstalmentUnreadable and what dates and amounts refuse. */
export function readInstalments(text: string, { today, currency }: { today: PlainDate; currency: string }): Instalment[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const [, share = '', date = '', name = ''] = /^(\S+)\s+(\S+)(?:\s+(.+))?$/.exec(line) ?? [];
    if (date === '' || name.length > INSTALMENT_LIMITS.name) throw new DomainError('InstalmentUnreadable', { text: line.slice(0, 60) });
    return { due: parseDate(date, today), share: readShare(share, currency), ...(name && { name }) };
  });
}

function readShare(text: string, currency: string): Instalment['share'] {
  if (text.toLowerCase() === 'rest') return 'rest';
  if (/^\d{1,2}([.,]\d{1,4})?%$/.test(text)) return { percent: canonicalDecimal(text.slice(0, -1).replace(',', '.')) };
  return { amount: canonicalDecimal(toDecimal(readAmount(text, currency))) };
}

/** As readInstalments reads them. */
export const typedInstalments = (instalments: readonly Instalment[] = []): string => instalments.map(({ due, share, name }) =>
  [share === 'rest' ? 'rest' : 'percent' in share ? `${share.percent}%` : share.amount, due, name].filter(Boolean).join(' ')).join('\n');
