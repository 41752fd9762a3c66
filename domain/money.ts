/**
 * Money: whole minor units of one currency, and the exact arithmetic on them.
 * Every function that can leave a fraction rounds once, half away from zero, so that a credit note mirrors its invoice.
 * The only file with bigint: it never leaves, because stored and sent money is JSON.
 */
import { canonicalDecimal } from './decimal';
import { exponentOf, isCurrency } from './currency';
import { DomainError } from './refusals';
import { remembered } from './remembered';

/** `minor` is a safe integer of the currency's ISO 4217 minor unit: 1.50 EUR is 150, 150 JPY is 150, 1.500 KWD is 1500. */
export type Money = { minor: number; currency: string };

/** An exact number. The denominator is above zero. */
type Ratio = { over: bigint; under: bigint };

/** Money from minor units. Refuses CurrencyUnknown, and AmountTooLarge for anything but a safe integer. */
export function money(minor: number, currency: string): Money {
  if (!isCurrency(currency)) throw new DomainError('CurrencyUnknown', { currency });
  if (!Number.isSafeInteger(minor)) throw tooLarge(currency);
  return { minor: minor === 0 ? 0 : minor, currency }; // Negative zero would differ from zero when compared as data.
}

export function zero(currency: string): Money {
  return money(0, currency);
}

/** The sum of any number of amounts; of none it is zero. Refuses CurrencyMixed, AmountTooLarge. */
export function sum(currency: string, amounts: readonly Money[]): Money {
  const start = zero(currency);
  return exact(amounts.reduce((total, amount) => total + BigInt(sameCurrency(start, amount).minor), 0n), currency);
}

/** The sum of one or more amounts of one currency. Refuses CurrencyMixed, AmountTooLarge. */
export function add(...amounts: Money[]): Money {
  const [first] = amounts;
  if (!first) throw new TypeError('A sum of nothing has no currency: use sum.');
  return sum(first.currency, amounts);
}

/** Refuses CurrencyMixed, AmountTooLarge. */
export function subtract(a: Money, b: Money): Money {
  return add(a, negate(b));
}

export function negate(a: Money): Money {
  return money(-a.minor, a.currency);
}

/** The sign of a − b. Refuses CurrencyMixed. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  const { minor } = sameCurrency(a, b);
  if (a.minor === minor) return 0;
  return a.minor < minor ? -1 : 1;
}

export const isZero = (a: Money): boolean => a.minor === 0;
export const isNegative = (a: Money): boolean => a.minor < 0;
export const isPositive = (a: Money): boolean => a.minor > 0;

/** The smaller of two, the first when equal. Refuses CurrencyMixed. */
export function least(a: Money, b: Money): Money {
  return compare(a, b) <= 0 ? a : b;
}

/** a × factor, rounded once. `factor` is a decimal string. Refuses DecimalUnreadable, AmountTooLarge. */
export function times(a: Money, factor: string): Money {
  return rounded(scale(ratioOf(a), ratio(factor)), a.currency);
}

/** `percent` % of a, rounded once. "19" is 19 %. Refuses DecimalUnreadable, AmountTooLarge. */
export function percentOf(a: Money, percent: string): Money {
  const { over, under } = ratio(percent);
  return rounded(scale(ratioOf(a), { over, under: under * 100n }), a.currency);
}

/** What a gross amount was before `percent` % was added: a ÷ (1 + percent/100), rounded once. Refuses DecimalUnreadable, also for a percentage below 0. */
export function withoutPercent(a: Money, percent: string): Money {
  const { under, whole } = added(percent);
  return rounded(scale(ratioOf(a), { over: under * 100n, under: whole }), a.currency);
}

/** The `percent` % that a gross amount holds: a × percent ÷ (100 + percent), rounded once. Refuses as withoutPercent does. */
export function percentWithin(a: Money, percent: string): Money {
  const { over, whole } = added(percent);
  return rounded(scale(ratioOf(a), { over, under: whole }), a.currency);
}

/** What is left of a when `percent` % of it is taken off: a × (1 − percent/100), rounded once. Refuses DecimalUnreadable, AmountTooLarge. */
export function lessPercent(a: Money, percent: string): Money {
  const { over, under } = ratio(percent);
  return rounded(scale(ratioOf(a), { over: under * 100n - over, under: under * 100n }), a.currency);
}

/** A fraction of an amount: a × all of `over` ÷ all of `under` (decimal strings), rounded once. Refuses DecimalUnreadable, also for a divisor of 0. */
export function fraction(a: Money, over: readonly string[], under: readonly string[]): Money {
  const divided = under.reduce((whole, text) => scale(whole, ratio(text)), ratioOf(money(1, a.currency)));
  if (divided.over === 0n) throw new DomainError('DecimalUnreadable', { text: '0' });
  const sign = divided.over < 0n ? -1n : 1n; // A ratio's denominator is above zero.
  const whole = over.reduce((part, text) => scale(part, ratio(text)), ratioOf(a));
  return rounded(scale(whole, { over: sign * divided.under, under: sign * divided.over }), a.currency);
}

/** `percent` % of what an amount was before `within` % was added to it ("0": nothing was). Both are decimal strings. */
export type Levy = { amount: Money; percent: string; within: string };

/** The sum of levies, rounded once at the end: what prices that hold tax hold of it. Refuses DecimalUnreadable, CurrencyMixed. */
export function levied(currency: string, levies: readonly Levy[]): Money {
  const total = levies.reduce<Ratio>((all, { amount, percent, within }) => {
    const { over, under } = ratio(percent);
    const gross = added(within);
    const share = scale(ratioOf(sameCurrency(zero(currency), amount)), { over: over * gross.under, under: under * gross.whole });
    return { over: all.over * share.under + share.over * all.under, under: all.under * share.under };
  }, { over: 0n, under: 1n });
  return rounded(total, currency);
}

/** The price of a line: `unitPrice` is decimal, in major units, for `baseQuantity` pieces (1 unless told). */
export type Priced = { quantity: string; unitPrice: string; baseQuantity?: string };

/**
 * quantity × unitPrice ÷ baseQuantity + adjustments (charges positive, allowances negative), rounded once (EN 16931 BT-131).
 * Refuses DecimalUnreadable (also a base quantity that is not above 0), CurrencyMixed, AmountTooLarge.
 */
export function linePrice({ quantity, unitPrice, baseQuantity = '1' }: Priced, currency: string, adjustments: readonly Money[] = []): Money {
  const base = ratio(baseQuantity);
  if (base.over <= 0n) throw new DomainError('DecimalUnreadable', { text: baseQuantity });
  const gross = scale(scale(ratio(quantity), ratio(unitPrice)), { over: base.under, under: base.over });
  const inMinor = scale(gross, { over: 10n ** BigInt(exponentOf(currency)), under: 1n });
  const { minor } = sum(currency, adjustments);
  return rounded({ over: inMinor.over + BigInt(minor) * inMinor.under, under: inMinor.under }, currency);
}

/**
 * Splits a total by weights (decimal strings of one sign) so that the parts always add up to it:
 * each gets the floor of its share of the absolute amount, then the left-over minor units go to the largest remainders, ties to the earliest.
 * Refuses WeightsUnusable when there are none, all are zero, or signs are mixed; DecimalUnreadable.
 */
export function allocate(total: Money, weights: readonly string[]): Money[] {
  const ratios = weights.map(ratio);
  const common = ratios.reduce((product, { under }) => (under > product ? under : product), 1n); // Powers of ten: the largest is a multiple of all.
  const signed = ratios.map(({ over, under }) => over * (common / under));
  const whole = signed.reduce((all, weight) => all + weight, 0n);
  if (whole === 0n || signed.some((weight) => weight !== 0n && weight > 0n !== whole > 0n)) throw new DomainError('WeightsUnusable');

  const size = absolute(BigInt(total.minor));
  const shares = signed.map((weight, at) => {
    const share = size * absolute(weight);
    return { at, floor: share / absolute(whole), rest: share % absolute(whole) };
  });
  const left = size - shares.reduce((all, { floor }) => all + floor, 0n);
  const byRest = [...shares].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  const lucky = new Set(byRest.slice(0, Number(left)).map(({ at }) => at));
  const sign = total.minor < 0 ? -1n : 1n;
  return shares.map(({ at, floor }) => exact(sign * (lucky.has(at) ? floor + 1n : floor), total.currency));
}

/**
 * The amount in another currency: a × rate, rounded once to the target's exponent. `rate` is units of `to` per unit of a's currency,
 * above 0: a decimal string or a quotient of two ("1/1.1593" is the rate of what 1.1593 of buy one). Refuses DecimalUnreadable, CurrencyUnknown, AmountTooLarge.
 */
export function convert(a: Money, rate: string, to: string): Money {
  const exponents = { over: 10n ** BigInt(exponentOf(to)), under: 10n ** BigInt(exponentOf(a.currency)) };
  return rounded(scale(scale(ratioOf(a), rateRatio(rate)), exponents), to);
}

/** How much one unit is worth in another, from what both are worth in a third (rates as `convert` takes them): exactly, as a quotient unless it is whole. */
export function crossRate(worth: string, of: string): string {
  const [a, b] = [rateRatio(worth), rateRatio(of)];
  const [over, under] = [a.over * b.under, a.under * b.over];
  const shared = commonDivisor(over, under);
  return under === shared ? String(over / shared) : `${over / shared}/${under / shared}`;
}

/** A rate as a decimal for people, rounded to six significant digits or, of a decimal, as it was written: "1/1.1593" is "0.862589". */
export function rateDecimal(rate: string): string {
  if (!rate.includes('/')) return rate;
  const { over, under } = rateRatio(rate);
  const magnitude = String(over / under).length * (over >= under ? 1 : 0) || 1 - String(under / over).length; // Digits before the point; below 1, zeros after it, negative.
  const decimals = Math.max(0, SIGNIFICANT - magnitude);
  const digits = String((over * 10n ** BigInt(decimals) * 2n + under) / (under * 2n)).padStart(decimals + 1, '0');
  return canonicalDecimal(decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
}

/** As many as the euro's own conversion rates have (Council Regulation (EC) 1103/97, article 4). */
const SIGNIFICANT = 6;

/** "1234.50": as many decimals as the currency has, no grouping; "-0.05" below zero. */
export function toDecimal(a: Money): string {
  const exponent = exponentOf(a.currency);
  const digits = String(Math.abs(a.minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const text = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  return a.minor < 0 ? `-${text}` : text;
}

/** Money from a strict decimal in major units ("1234.5"). Refuses DecimalUnreadable, CurrencyUnknown, AmountTooLarge, and AmountPrecision for more decimals than the currency has. */
export function fromDecimal(text: string, currency: string): Money {
  const exponent = exponentOf(currency);
  const { over, under } = ratio(text);
  const decimals = text.split('.')[1]?.length ?? 0;
  if (decimals > exponent) throw new DomainError('AmountPrecision', { text, currency, decimals: decimalsInWords(exponent) });
  return exact((over * 10n ** BigInt(exponent)) / under, currency);
}

/** A locale's number format with exactly so many decimals, in Western digits. Making one costs fifty times what using it does. */
export const fixedDecimals = remembered((locale: string, decimals: number) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, numberingSystem: 'latn' }));

/** "1,234.50 EUR": digits by ISO 4217, grouping by the locale (BCP 47), always Western digits, the code after a no-break space. */
export function formatMoney(a: Money, locale = 'en'): string {
  const format = fixedDecimals(locale, exponentOf(a.currency));
  return `${format.format(toDecimal(a) as Intl.StringNumericLiteral)}\u00a0${a.currency}`; // As text: a number would lose digits above 2^53.
}

/** How a refusal says what a currency allows: "no decimals", "at most 2 decimals". */
export function decimalsInWords(exponent: number): string {
  return exponent === 0 ? 'no decimals' : `at most ${exponent} decimals`;
}

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new DomainError('CurrencyMixed', { one: a.currency, other: b.currency });
  return b;
}

function tooLarge(currency: string): DomainError {
  return new DomainError('AmountTooLarge', { most: toDecimal({ minor: Number.MAX_SAFE_INTEGER, currency }), currency });
}

/** Minor units that are whole already. */
function exact(minor: bigint, currency: string): Money {
  if (absolute(minor) > BigInt(Number.MAX_SAFE_INTEGER)) throw tooLarge(currency);
  return money(Number(minor), currency);
}

/** Half away from zero: 0.5 becomes 1, −0.5 becomes −1. */
function rounded({ over, under }: Ratio, currency: string): Money {
  const size = (absolute(over) * 2n + under) / (under * 2n);
  return exact(over < 0n ? -size : size, currency);
}

function ratio(text: string): Ratio {
  const [whole = '', fraction = ''] = canonicalDecimal(text).split('.');
  return { over: BigInt(whole + fraction), under: 10n ** BigInt(fraction.length) };
}

function rateRatio(rate: string): Ratio {
  const [over = '', under = '1', ...more] = rate.split('/');
  const [a, b] = [ratio(over), ratio(under)];
  if (a.over <= 0n || b.over <= 0n || more.length > 0) throw new DomainError('DecimalUnreadable', { text: rate });
  return { over: a.over * b.under, under: a.under * b.over };
}

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : commonDivisor(b, a % b));

/** A percentage beside the 100 % it was added to. */
function added(percent: string): Ratio & { whole: bigint } {
  const { over, under } = ratio(percent);
  if (over < 0n) throw new DomainError('DecimalUnreadable', { text: percent });
  return { over, under, whole: under * 100n + over };
}

const ratioOf = (a: Money): Ratio => ({ over: BigInt(a.minor), under: 1n });
const scale = (a: Ratio, b: Ratio): Ratio => ({ over: a.over * b.over, under: a.under * b.under });
const absolute = (n: bigint): bigint => (n < 0n ? -n : n);
