/** The auditor's own money: exact fractions of big integers, rounded half away from zero, in minor units of ISO 4217. */

/** As stored: `minor` is a safe integer. */
export type Money = { minor: number; currency: string };

/** An exact number; `under` is above zero. */
export type Fraction = { over: bigint; under: bigint };

/** Minor-unit digits that are not 2 (ISO 4217, list one of 2026-01-01). */
const DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ...'CLF UYW'.split(' ').map((code) => [code, 4]),
]);

export const digitsOf = (currency: string): number => DIGITS[currency] ?? 2;

/** A decimal text as an exact fraction. Throws for anything else. */
export function fraction(text: string): Fraction {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) throw new Error(`'${text}' is no decimal number`);
  const [, sign, whole = '', decimals = ''] = parts;
  const over = BigInt(whole + decimals);
  return { over: sign === '-' ? -over : over, under: 10n ** BigInt(decimals.length) };
}

export const product = (...factors: Fraction[]): Fraction =>
  factors.reduce((one, other) => ({ over: one.over * other.over, under: one.under * other.under }), { over: 1n, under: 1n });

export const plus = (one: Fraction, other: Fraction): Fraction => ({ over: one.over * other.under + other.over * one.under, under: one.under * other.under });

/** one ÷ other; `other` is above zero. */
export const quotient = (one: Fraction, other: Fraction): Fraction => ({ over: one.over * other.under, under: one.under * other.over });

export const whole = (count: bigint): Fraction => ({ over: count, under: 1n });

/** The nearest whole number; a half goes away from zero. */
export function rounded({ over, under }: Fraction): bigint {
  const [size, sign] = over < 0n ? [-over, -1n] : [over, 1n];
  const down = size / under;
  return sign * (2n * (size - down * under) >= under ? down + 1n : down);
}

/** Minor units in one major unit. */
export const scaleOf = (currency: string): Fraction => whole(10n ** BigInt(digitsOf(currency)));

/** A decimal amount in major units as minor units, rounded. */
export const minorOf = (text: string, currency: string): bigint => rounded(product(fraction(text), scaleOf(currency)));

/** `percent` % of an amount, rounded. */
export const percentOf = (amount: bigint, percent: string): bigint => rounded(product(whole(amount), fraction(percent), { over: 1n, under: 100n }));

/** What an amount was before `percent` % came on top, rounded. */
export const without = (amount: bigint, percent: string): bigint =>
  rounded(quotient(product(whole(amount), whole(100n)), plus(fraction(percent), whole(100n))));

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

/**
 * Splits an amount by weights that are not negative: everyone the whole part of their share, the rest one by one to the
 * largest remainders, the earlier first. All weights zero: evenly.
 */
export function split(amount: bigint, weights: readonly bigint[]): bigint[] {
  const fair = weights.some((weight) => weight > 0n) ? weights : weights.map(() => 1n);
  const all = sumOf(fair);
  const size = amount < 0n ? -amount : amount;
  const parts = fair.map((weight, at) => ({ at, share: (size * weight) / all, rest: (size * weight) % all }));
  const missing = Number(size - sumOf(parts.map(({ share }) => share)));
  const next = [...parts].sort((one, other) => Number(other.rest > one.rest) - Number(other.rest < one.rest) || one.at - other.at).slice(0, missing);
  for (const part of next) part.share += 1n;
  return parts.map(({ share }) => (amount < 0n ? -share : share));
}

/** The amount as a person reads it in a finding: "1190.00 EUR". */
export function shown(minor: bigint | number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(minor).replace('-', '').padStart(digits + 1, '0');
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return `${BigInt(minor) < 0n ? '-' : ''}${decimal} ${currency}`;
}

/** Stored money as a big integer. Throws when it is none, or of another currency. */
export function minorIn(money: Money | undefined, currency: string): bigint {
  if (!money || !Number.isSafeInteger(money.minor)) throw new Error('an amount is missing or no safe integer');
  if (money.currency !== currency) throw new Error(`an amount in ${money.currency} stands in a document in ${currency}`);
  return BigInt(money.minor);
}
