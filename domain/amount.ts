/** Amounts as people write them: "1.234,56", "€1,200.50", "EUR 5". What could mean two things is asked about, never guessed. */
import { exponentOf, isCurrency } from './currency';
import { canonicalDecimal, isDecimal } from './decimal';
import { decimalsInWords, fromDecimal, isPositive, toDecimal, type Money } from './money';
import { oneOf } from './phrase';
import { DomainError } from './refusals';

/** Room for the 34 digits that are kept (domain/decimal.ts), their grouping, a sign and a code; bounds the work on hostile text. */
const MOST_CHARACTERS = 60;

/**
 * A person's amount above 0. With a locale (BCP 47) its CLDR separators count; without one both ways of writing are read, and
 * what fits both is refused. Refuses AmountUnreadable, AmountAmbiguous, AmountPrecision, AmountTooLarge, AmountNegative (0 too), CurrencyUnknown.
 */
export function parseAmount(text: string, currency: string, locale?: string): Money {
  return aboveZero(readAmount(text, currency, locale));
}

/** A person's amount with its currency, above 0: "1234.50 EUR", "€1.234,50". Refuses what readMoney refuses, and AmountNegative (0 too). */
export function parseMoney(text: string, locale?: string, expected?: string): Money {
  return aboveZero(readMoney(text, locale, expected));
}

/** As parseAmount, but also zero and less: for prices of free or returned items. */
export function readAmount(text: string, currency: string, locale?: string): Money {
  const decimal = readDecimal(text, currency, locale);
  const exponent = exponentOf(currency);
  if (decimalsOf(decimal) > exponent) throw new DomainError('AmountPrecision', { text: text, currency, decimals: decimalsInWords(exponent) });
  return fromDecimal(decimal, currency);
}

const decimalsOf = (decimal: string): number => decimal.split('.')[1]?.length ?? 0;

/** A number as people write it in this currency, with as many decimals as they gave it. */
function readDecimal(text: string, currency: string, locale?: string): string {
  if (text.length > MOST_CHARACTERS) throw unreadable(text);
  const [, sign = '', body = ''] = /^([-+]?)(.*)$/s.exec(typeable(text).trim()) ?? [];
  const digits = locale === undefined ? byShape(text, body, exponentOf(currency)) : byLocale(body, locale);
  if (digits === undefined || !isDecimal(digits)) throw unreadable(text);
  return sign === '-' ? `-${digits}` : digits;
}

/** Of the price of one piece, beyond which no trade has written any: a screw at 0.0125, a kilowatt hour at 0.28345. */
const PRICE_DECIMALS = 6;

/**
 * The price of one piece as a decimal: finer than the currency where it has to be, for only the sum of a line is rounded. What readAmount
 * finds ambiguous is refused here too, and PricePrecision above 6 decimals.
 */
export function readUnitPrice(text: string, currency: string): string {
  const decimal = readDecimal(text, currency);
  if (decimalsOf(decimal) > PRICE_DECIMALS) throw new DomainError('PricePrecision', { text, most: PRICE_DECIMALS });
  return canonicalDecimal(decimal);
}

/** The price of one piece with its currency, as readMoney has both. */
export function readPrice(text: string, expected?: string): { unitPrice: string; currency: string } {
  const { amount, currency } = partsOf(text, expected);
  return { unitPrice: readUnitPrice(amount, currency), currency };
}

/**
 * As parseMoney, but also zero and less. A sign that several currencies share, $ or ¥, counts only when `expected`, the
 * client's currency, is among them. Refuses as readAmount, and CurrencyMissing, CurrencyUnknown, CurrencyAmbiguous, CurrencyMixed.
 */
export function readMoney(text: string, locale?: string, expected?: string): Money {
  const { amount, currency } = partsOf(text, expected);
  return readAmount(amount, currency, locale);
}

function partsOf(text: string, expected?: string): { amount: string; currency: string } {
  if (text.length > MOST_CHARACTERS) throw unreadable(text);
  const parts = /^(?<sign>[-+]?)\s*(?<before>\p{L}+|\p{Sc})?\s*(?<amount>[^\p{L}\p{Sc}]*[^\p{L}\p{Sc}\s])\s*(?<after>\p{L}+|\p{Sc})?$/u.exec(typeable(text).trim())?.groups;
  if (!parts?.amount) throw unreadable(text);
  const [currency, other = currency] = [parts.before, parts.after].filter((mark) => mark !== undefined).map((mark) => currencyOf(mark, expected));
  if (currency === undefined) throw new DomainError('CurrencyMissing', { text: text });
  if (currency !== other) throw new DomainError('CurrencyMixed', { one: currency, other });
  return { amount: `${parts.sign}${parts.amount}`, currency };
}

/** The amount as a form shows it to be changed: plain, and read back by parseAmount without a doubt ("12.3450" KWD, as "12.345" could be 12345). */
export function typedAmount(a: Money): string {
  const text = toDecimal(a);
  return /^-?[1-9][0-9]{0,2}\.[0-9]{3}$/.test(text) ? `${text}0` : text;
}

/** The currencies that write themselves with a bare sign, commonest first. */
const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '$': 'USD CAD AUD NZD SGD HKD TWD MXN ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD JMD KYD LRD NAD SBD SRD TTD UYU XCD',
  '¥': 'JPY CNY',
};

function currencyOf(mark: string, expected?: string): string {
  const code = mark.toUpperCase();
  if (isCurrency(code)) return code;
  const candidates = SIGNS[mark]?.split(' ');
  const [only, ...more] = candidates ?? [];
  if (!candidates || !only) throw new DomainError('CurrencyUnknown', { currency: mark });
  if (more.length === 0) return only;
  if (expected !== undefined && candidates.includes(expected)) return expected;
  throw new DomainError('CurrencyAmbiguous', { symbol: mark, candidates: oneOf(candidates.slice(0, 3)), example: only });
}

/** Thousands in threes by one separator, then perhaps a decimal part by the other; never a leading zero. */
const GROUPED = /^(?<whole>[1-9][0-9]{0,2}(?<group>[., '])[0-9]{3}(?:\k<group>[0-9]{3})*)(?:(?!\k<group>)[.,](?<fraction>[0-9]+))?$/;
const UNGROUPED = /^(?<whole>[0-9]+)(?:[.,](?<fraction>[0-9]+))?$/;

/** The decimal that the shape alone tells. What has one separator and three digits after it fits both shapes, unless the currency has no decimals. */
function byShape(text: string, body: string, exponent: number): string | undefined {
  const grouped = GROUPED.exec(body)?.groups;
  const ungrouped = UNGROUPED.exec(body)?.groups;
  if (grouped && ungrouped && exponent > 0) throw ambiguous(text, body, exponent);
  const { whole, fraction = '' } = grouped ?? ungrouped ?? {};
  if (whole === undefined) return undefined;
  const kept = fraction.slice(0, exponent) + fraction.slice(exponent).replace(/0+$/, ''); // Zeros too many say nothing.
  return [whole.replace(/[^0-9]/g, ''), kept].filter(Boolean).join('.');
}

function ambiguous(text: string, body: string, exponent: number): DomainError {
  const [whole = '', three = ''] = body.split(/[.,]/);
  const low = [whole, three.replace(/0+$/, '')].filter(Boolean).join('.');
  const lowText = `${whole}.${exponent < three.length ? three.slice(0, exponent) : `${three}0`}`;
  return new DomainError('AmountAmbiguous', { text, low, high: whole + three, lowText, highText: `${whole}${three}.${'0'.repeat(exponent)}` });
}

/** The decimal by the locale's own separators and digits, or by its separators for Western digits. Grouping is left out, or exactly as CLDR has it. */
function byLocale(body: string, locale: string): string | undefined {
  const numerals = [{}, { numberingSystem: 'latn' }].map((system) => new Intl.NumberFormat(locale, { ...system, useGrouping: 'always' }));
  return numerals.map((format) => byFormat(body, format)).find((digits) => digits !== undefined);
}

function byFormat(body: string, format: Intl.NumberFormat): string | undefined {
  const own = Array.from({ length: 10 }, (_, digit) => format.format(digit));
  const western = (text: string) => typeable(text).replace(/./gsu, (one) => (own.includes(one) ? String(own.indexOf(one)) : one));
  const separator = (type: 'group' | 'decimal') => typeable(format.formatToParts(1234567.5).find((part) => part.type === type)?.value ?? '');
  const [whole = '', fraction, ...more] = western(body).split(separator('decimal'));
  const bare = whole.replaceAll(separator('group'), '');
  if (more.length > 0 || ![bare, fraction ?? '0'].every((digits) => /^[0-9]+$/.test(digits))) return undefined;
  if (whole !== bare && whole !== western(format.format(bare as Intl.StringNumericLiteral))) return undefined;
  return fraction === undefined ? bare : `${bare}.${fraction}`;
}

/** As a plain keyboard would have it: ordinary spaces, apostrophes and minus; no marks of writing direction. */
function typeable(text: string): string {
  return text.replace(/[\u061c\u200e\u200f]/g, '').replace(/\s/g, ' ').replace(/[\u2019\u02bc]/g, "'").replace(/\u2212/g, '-');
}

function aboveZero(a: Money): Money {
  if (!isPositive(a)) throw new DomainError('AmountNegative');
  return a;
}

/** Enough of a text to be recognised in a refusal. */
const unreadable = (text: string): DomainError =>
  new DomainError('AmountUnreadable', { text: text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text });
