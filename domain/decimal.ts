/** Decimal strings: how quantities, prices, rates and percentages are written and stored, never as floats. */
import { DomainError } from './refusals';

/** As many digits as MongoDB's Decimal128 holds (IEEE 754-2008: 34), so that every accepted number can be stored exactly. */
const MOST_DIGITS = 34;
const DECIMAL = /^[+-]?[0-9]+(\.[0-9]+)?$/;

/** True for plain decimal notation: ASCII digits, one point, a sign. No exponent, hexadecimal, grouping, "Infinity" or empty text. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text) && text.replace(/[^0-9]/g, '').length <= MOST_DIGITS;
}

/** The one way to write a value: no plus, no leading zeros, no trailing zeros, no negative zero ("+019.50" is "19.5"). Refuses DecimalUnreadable. */
export function canonicalDecimal(text: string): string {
  if (!isDecimal(text)) throw new DomainError('DecimalUnreadable', { text });
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const digits = [whole.replace(/^0+(?=[0-9])/, ''), fraction.replace(/0+$/, '')].filter(Boolean).join('.');
  return text.startsWith('-') && digits !== '0' ? `-${digits}` : digits;
}

/** A decimal with at least this many decimals, in canonical form otherwise: ("5.5", 2) is "5.50". Refuses DecimalUnreadable. */
export function withDecimals(text: string, atLeast: number): string {
  const [whole = '', fraction = ''] = canonicalDecimal(text).split('.');
  const padded = fraction.padEnd(atLeast, '0');
  return padded === '' ? whole : `${whole}.${padded}`;
}

/** The exact sum of two decimals, in canonical form. Refuses DecimalUnreadable. */
export function decimalSum(one: string, other: string): string {
  const decimals = Math.max(...[one, other].map((text) => canonicalDecimal(text).split('.')[1]?.length ?? 0));
  const [a, b] = [one, other].map((text) => BigInt(withDecimals(text, decimals).replace('.', '')));
  const total = a! + b!;
  const digits = String(total < 0n ? -total : total).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return canonicalDecimal(total < 0n ? `-${text}` : text);
}

/** one − other, exactly and in canonical form. Refuses DecimalUnreadable. */
export const decimalDifference = (one: string, other: string): string => decimalSum(one, canonicalDecimal(other).startsWith('-') ? canonicalDecimal(other).slice(1) : `-${canonicalDecimal(other)}`);
