/** The parts that all documents share, as text: parties, lines, sums, VAT words, payment terms. */
import type { Party, Seller } from '../domain/client';
import type { Content, Line } from '../domain/content';
import { countryName } from '../domain/country';
import { formatDate, type Term } from '../domain/dates';
import type { Invoice } from '../domain/invoice';
import type { SideTaxLine, Totals, VatLine } from '../domain/totals';
import { isZero, negate, type Money } from '../domain/money';
import { amountText, bareAmount, block, decimalText, oneLine, percentText, priceText, rateText } from './formats';
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
  const abroad = country === home ? [] : [countryName(country, locale)];
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
    vat: taxRates(line.vat, locale),
    amount: bareAmount(stored(amounts[at]), locale),
  }));
}

/** "19%", or all that is added: "4% + 4.5%"; a dash where there is nothing. */
function taxRates({ category, rate, beside = [] }: Line['vat'], locale: string): string {
  const added = beside.filter(({ kind }) => kind === 'added').map((tax) => percentText(tax.rate, locale));
  return [...(category === 'O' ? [] : [percentText(rate, locale)]), ...added].join(' + ') || '\u2013';
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
  const { beside = [] } = totals;
  const settled = !isZero(totals.rounding) || !isZero(totals.prepaid) || beside.some(({ kind }) => kind === 'withheld');
  const besideLabel = ({ name, rate }: SideTaxLine) => `${name} ${percentText(rate, locale)}`;
  return facts(
    [content.prices === 'inclusive' ? words.subtotalWithoutVat : words.subtotal, adjusted ? bare(totals.sumOfLines) : undefined],
    [discountLabel, unless(totals.allowanceTotal, negate(totals.allowanceTotal))],
    [words.charge, unless(totals.chargeTotal)],
    [words.net, bare(totals.net)],
    ...totals.vat.filter((line) => line.category === 'S' || totals.vat.length > 1).map((line) => [vatLabel(line, totals, speech), bare(line.tax)] as const),
    ...beside.filter(({ kind }) => kind === 'added').map((tax) => [besideLabel(tax), bare(tax.tax)] as const),
    [words.total, settled ? bare(totals.gross) : undefined],
    ...beside.filter(({ kind }) => kind === 'withheld').map((tax) => [fill(speech.words.taxes.withheld, { tax: besideLabel(tax) }), unless(tax.tax, negate(tax.tax))] as const),
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
    : fill(words.document.vatRate, { rate: percentText(rate, locale) });
}

/**
 * What the law wants said where no VAT is charged (VAT Directive 2006/112/EC, article 226 points 11 and 11a), once per category.
 * Category O names the country whose VAT it is not; what the office cites for it stands behind it.
 */
export function taxNotes({ lines }: Pick<Content, 'lines'>, totals: Totals, sellerCountry: string, { words, wordsLocale }: Speech): { text: string }[] {
  const categories = [...new Set(totals.vat.map(({ category }) => category))];
  return categories.flatMap((category) => {
    if (category === 'S') return [];
    const laws = [...new Set(lines.flatMap(({ vat }) => (vat.category === category && vat.law ? [oneLine(vat.law)] : [])))];
    const said = (text: string): { text: string }[] => [{ text: fill(words.joins.sentence, { text: laws.length > 0 ? `${text} (${laws.join('; ')})` : text }) }];
    if (category !== 'O') return said(words.vat[category]);
    const adjective = (words.adjectives as Readonly<Record<string, string>>)[sellerCountry];
    return said(adjective ? fill(words.vat.O, { adjective }) : fill(words.vat.OElsewhere, { country: countryName(sellerCountry, wordsLocale) }));
  });
}

/** The VAT in the currency of the tax return, by the frozen rate (VAT Directive 2006/112/EC, article 230). */
export function vatInFacts({ taxExchange, content }: Pick<Invoice, 'taxExchange' | 'content'>, { words: { taxes }, locale, wordsLocale }: Speech): Fact[] {
  if (!taxExchange) return [];
  const { amount, rate, date } = taxExchange;
  const value = fill(taxes.atRate, { amount: amountText(amount, locale), rate: rateText(rate, content.currency, amount.currency, locale), date: formatDate(date, wordsLocale) });
  return facts([fill(taxes.vatIn, { currency: amount.currency }), value]);
}

/** A document's number; of a draft, which has none, the end of its id as chat calls it too. */
export const nameText = ({ id, number }: { id: string; number?: string }, { words }: Speech): string => number ?? fill(words.document.draftName, { id: id.slice(-6) });

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

/** When an invoice that is not issued yet will be due: its day, or the term counted from the issue. */
export function dueText({ due, terms: term }: Content, speech: Speech): string {
  const { words: { terms }, locale } = speech;
  if (due) return formatDate(due, locale);
  if (term.endOfMonth || term.then || term.dayOfNextMonth !== undefined) return termText(term, speech);
  return term.days || term.months ? fill(terms.afterIssue, { span: termText(term, speech) }) : terms.atOnce;
}

/** "1,234.50 EUR" for an amount in a sentence. */
export const moneyIn = ({ locale }: Speech) => (amount: Money): string => amountText(amount, locale);

/** Totals are stored with one amount for each line; a missing one is a bug. */
function stored(amount: Money | undefined): Money {
  if (!amount) throw new TypeError('A line without its stored amount cannot be printed.');
  return amount;
}
