/** The parts that all documents share, as text: parties, lines, sums, VAT words, payment terms. */
import type { Party, Seller } from '../domain/client';
import type { Content, Line } from '../domain/content';
import type { Term } from '../domain/dates';
import type { Totals, VatLine } from '../domain/totals';
import { isZero, negate, type Money } from '../domain/money';
import { amountText, bareAmount, block, decimalText, oneLine, percentText, priceText } from './formats';
import { counted, fill, type Speech } from './words';

/** A label and its value. */
export type Fact = { label: string; value: string };

/** `address` has one line per line. What is not known is empty. */
export type PartyModel = { name: string; address: string; email: string; vatId: string; website: string };

/** `returnLine` is the sender in one line, for the window of an envelope. */
export type SellerModel = PartyModel & { returnLine: string; phone: string; taxNumber: string };

/** `discount` is in words ("less 10% discount"); `position` counts from 1. */
export type LineModel = { position: string; description: string; quantity: string; unitPrice: string; discount: string; vat: string; amount: string };

/** Facts that have a value, in order. */
export function facts(...all: (readonly [label: string, value: string | undefined])[]): Fact[] {
  return all.flatMap(([label, value]) => (value ? [{ label, value: oneLine(value) }] : []));
}

export function partyModel(party: Party & { website?: string }, { locale }: Speech, home?: string): PartyModel {
  const { lines, postcode, city, country } = party.address;
  const abroad = country === home ? [] : [new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country];
  const address = [...lines, [postcode, city].filter(Boolean).join(' '), ...abroad].map(oneLine).filter(Boolean).join('\n');
  return { name: oneLine(party.name), address, email: oneLine(party.email), vatId: oneLine(party.vatId ?? ''), website: oneLine(party.website ?? '') };
}

export function sellerModel(seller: Seller, speech: Speech): SellerModel {
  const party = partyModel(seller, speech);
  const returnLine = [party.name, ...partyModel(seller, speech, seller.address.country).address.split('\n')].join(' · ');
  return { ...party, returnLine, phone: oneLine(seller.phone ?? ''), taxNumber: oneLine(seller.taxNumber ?? '') };
}

/** The stored line amounts: with tax where the prices hold tax. */
export function lineModels({ lines, currency }: Content, totals: Totals, { locale, words }: Speech): LineModel[] {
  const amounts = totals.lineGross ?? totals.lineNets;
  return lines.map((line, at) => ({
    position: String(at + 1),
    description: block(line.description),
    quantity: quantityText(line, locale),
    unitPrice: priceText(line.unitPrice, currency, locale),
    discount: line.discountPercent ? fill(words.document.lineDiscount, { percent: percentText(line.discountPercent, locale) }) : '',
    vat: line.vat.category === 'O' ? '\u2013' : percentText(line.vat.rate, locale),
    amount: bareAmount(stored(amounts[at]), locale),
  }));
}

const quantityText = ({ quantity, unit }: Line, locale: string): string =>
  [decimalText(quantity, locale), oneLine(unit ?? '')].filter(Boolean).join(' ');

/** The rows above the total: subtotal and discount where there is one, net, VAT per rate, and what was rounded or paid before. */
export function sumRows(content: Content, totals: Totals, speech: Speech): Fact[] {
  const { words: { document: words }, locale } = speech;
  const bare = (amount: Money) => bareAmount(amount, locale);
  const unless = (amount: Money, value: Money = amount) => (isZero(amount) ? undefined : bare(value));
  const adjusted = !isZero(totals.allowanceTotal) || !isZero(totals.chargeTotal);
  const { discount } = content;
  const discountLabel = discount && 'percent' in discount ? fill(words.discountPercent, { percent: percentText(discount.percent, locale) }) : words.discount;
  const settled = !isZero(totals.rounding) || !isZero(totals.prepaid);
  return facts(
    [content.prices === 'inclusive' ? words.subtotalWithoutVat : words.subtotal, adjusted ? bare(totals.sumOfLines) : undefined],
    [discountLabel, unless(totals.allowanceTotal, negate(totals.allowanceTotal))],
    [words.charge, unless(totals.chargeTotal)],
    [words.net, bare(totals.net)],
    ...totals.vat.filter((line) => line.category === 'S' || totals.vat.length > 1).map((line) => [vatLabel(line, totals, speech), bare(line.tax)] as const),
    [words.total, settled ? bare(totals.gross) : undefined],
    [words.rounding, unless(totals.rounding)],
    [words.prepaid, unless(totals.prepaid, negate(totals.prepaid))],
  );
}

/** "VAT 19% on 1,000.00"; the base only where there are several. */
function vatLabel({ category, rate, base }: VatLine, totals: Totals, { words, locale }: Speech): string {
  const shown = bareAmount(base, locale);
  if (category !== 'S') return fill(words.document.vatNone, { base: shown });
  return totals.vat.length > 1
    ? fill(words.document.vatLine, { rate: percentText(rate, locale), base: shown })
    : `${words.document.vat} ${percentText(rate, locale)}`;
}

/**
 * What the law wants said where no VAT is charged (VAT Directive 2006/112/EC, article 226 points 11 and 11a), once per category.
 * Category O names the country whose VAT it is not.
 */
export function taxNotes(totals: Totals, sellerCountry: string, { words, locale }: Speech): { text: string }[] {
  const categories = [...new Set(totals.vat.map(({ category }) => category))];
  return categories.flatMap((category) => {
    if (category === 'S') return [];
    if (category !== 'O') return [{ text: `${words.vat[category]}.` }];
    const adjective = (words.adjectives as Record<string, string>)[sellerCountry];
    const country = new Intl.DisplayNames(locale, { type: 'region' }).of(sellerCountry) ?? sellerCountry;
    return [{ text: `${adjective ? fill(words.vat.O, { adjective }) : fill(words.vat.OElsewhere, { country })}.` }];
  });
}

/** A payment term in words: "30 days", "End of the month". */
export function termText(term: Term, speech: Speech): string {
  const { words: { terms } } = speech;
  const months = term.months ? counted(terms.months, term.months, speech) : '';
  const days = term.days ? counted(terms.days, term.days, speech) : '';
  const span = months && days ? fill(terms.and, { one: months, other: days }) : months || days;
  if (term.dayOfNextMonth !== undefined) {
    const day = String(term.dayOfNextMonth);
    return span ? fill(terms.dayOfNextMonthAfter, { span, day }) : fill(terms.dayOfNextMonth, { day });
  }
  if (!span) return term.endOfMonth || term.then ? terms.endOfMonth : terms.onReceipt;
  const from = term.endOfMonth ? fill(terms.fromEndOfMonth, { span }) : span;
  return term.then ? fill(terms.thenEndOfMonth, { span: from }) : from;
}

/** "1,234.50 EUR" for an amount in a sentence. */
export const moneyIn = ({ locale }: Speech) => (amount: Money): string => amountText(amount, locale);

/** Totals are stored with one amount for each line; a missing one is a bug. */
function stored(amount: Money | undefined): Money {
  if (!amount) throw new TypeError('A line without its stored amount cannot be printed.');
  return amount;
}
