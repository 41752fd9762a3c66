/** Numbers and texts as they are printed: the one place where stored values become text. */
import { withDecimals } from '../domain/decimal';
import { exponentOf } from '../domain/currency';
import { fixedDecimals, formatMoney, type Money } from '../domain/money';

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

/** "19%". */
export function percentText(percent: string, locale: string): string {
  return `${decimalText(withDecimals(percent, 0), locale)}%`;
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

const minus = (text: string): string => text.replace(/^-/, '\u2212');
