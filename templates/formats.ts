/** Numbers and texts as they are printed: the one place where stored values become text. */
import { withDecimals } from '../domain/decimal';
import { exponentOf } from '../domain/currency';
import type { Instant, PlainDate } from '../domain/dates';
import { fixedDecimals, formatMoney, rateDecimal, type Money } from '../domain/money';
import { remembered } from '../domain/remembered';

/** An amount without its currency, for a column whose head names it: "1,234.50". A real minus sign keeps columns straight. */
export function bareAmount(amount: Money, locale: string): string {
  return minus(formatMoney(amount, locale).slice(0, -'\u00a0EUR'.length)); // Every code has three letters.
}

/** "1,234.50 EUR", with a real minus sign. */
export function amountText(amount: Money, locale: string): string {
  return minus(formatMoney(amount, locale));
}

/** A unit price (decimal string, major units) with at least the currency's decimals and all that were written: "0.0125". */
export function priceText(price: string, currency: string, locale: string): string {
  return decimalText(withDecimals(price, exponentOf(currency)), locale);
}

/** A decimal string by the locale's signs, no digit lost: "1234.5" is "1,234.5". */
export function decimalText(decimal: string, locale: string): string {
  return minus(fixedDecimals(locale, decimal.split('.')[1]?.length ?? 0).format(decimal as Intl.StringNumericLiteral));
}

/** "19%", with the locale's sign and blank: "19 %" in German. */
export function percentText(percent: string, locale: string): string {
  const decimal = withDecimals(percent, 0);
  return minus(percents(locale, decimal.split('.')[1]?.length ?? 0).format(decimal as Intl.StringNumericLiteral));
}

/** A unit, because Intl's style "percent" multiplies by a hundred. Making one costs fifty times what using it does. */
const percents = remembered((locale: string, decimals: number) => new Intl.NumberFormat(
  locale, { style: 'unit', unit: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals, numberingSystem: 'latn' },
));

/** "1 Dec, 14:02": a moment in an IANA zone as the locale writes it. */
export const clockText = (at: Instant, zone: string, locale: string): string => clockIn(zone, locale).format(new Date(at));

const clockIn = remembered((zone: string, locale: string) => new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
  day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone, calendar: 'gregory', numberingSystem: 'latn',
}));
const mediumDate = remembered((locale: string) =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'medium', timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' }));

/** "5 Oct 2026", for a column. */
export const shortDate = (date: PlainDate, locale: string): string => mediumDate(locale).format(new Date(`${date}T12:00:00Z`));
/** "1 USD = 0.8610 EUR", or "1 EUR = 1.1593 USD" where the rate was quoted that way round. */
export function rateText(rate: string, from: string, to: string, locale: string): string {
  const quoted = rate.startsWith('1/') && rate.slice(2).includes('.') ? [to, rate.slice(2), from] as const : [from, rateDecimal(rate), to] as const;
  return `1\u00a0${quoted[0]} = ${decimalText(quoted[1], locale)}\u00a0${quoted[2]}`;
}

/** One line of plain text: no control characters, no line breaks, no marks that turn the reading direction (they hide what is written). */
export function oneLine(text: string): string {
  return block(text).replace(/[^\S\u00a0\u202f]+/g, ' ').trim();
}

/** Text of several lines, otherwise as oneLine. */
export function block(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (sign) => (sign === '\t' ? ' ' : ''));
}

/** An IBAN in groups of four, as banks print it, with blanks that their forms accept when it is copied. */
export function ibanText(iban: string): string {
  return (iban.replace(/\s/g, '').match(/.{1,4}/g) ?? []).join(' ');
}

/** Arabic and Hebrew write a mark of direction before the sign, which stays. */
const minus = (text: string): string => text.replace(/^(\u200e?)-/, '$1\u2212');
