/** Taxation: the office's own taxes by their dates, and what must be true of a document before it may charge them, or none. */
import type { ClientSnapshot, Seller } from './client';
import type { Content } from './content';
import type { PlainDate } from './dates';
import { oneOf, phrase, type Phrase } from './phrase';
import { DomainError } from './refusals';
import type { Vat } from './totals';
import { countryOfVatId, isEuVatId, isVatId } from './vat-id';

/** A rate in percent and its first day; without one it has always been. */
export type DatedRate = { from?: PlainDate; rate: string };

/**
 * A tax as people choose it. `name` may hold `{rate}`. `rates` are in the order of their days; the vat's own rate is the newest.
 * `vat.taxId` is the id where there is more to it than category and rate.
 */
export type NamedTax = { id: string; name: string; vat: Vat; rates?: readonly DatedRate[]; note?: string };

/** What the office's documents are taxed by. */
export type Taxation = { taxes: readonly NamedTax[]; seller: Pick<Seller, 'address' | 'vatId'>; isSmallBusiness: boolean };

/** The tax as it is on a day; a day before its first rate has that. */
export function taxOn(tax: NamedTax, on: PlainDate): NamedTax {
  const rate = (tax.rates ?? []).findLast(({ from = '' }) => from <= on)?.rate ?? tax.rates?.[0]?.rate ?? tax.vat.rate;
  return { ...tax, name: tax.name.replace('{rate}', rate), vat: { ...tax.vat, rate } };
}

export const taxesOn = (taxes: readonly NamedTax[], on: PlainDate): NamedTax[] => taxes.map((tax) => taxOn(tax, on));

/** A tax that is named by its id (`taxId`), as it is on a day; any other as it is given. Refuses TaxUnknown. */
export function vatOn(vat: Vat, taxes: readonly NamedTax[], on: PlainDate): Vat {
  if (vat.taxId === undefined) return vat;
  const found = taxes.find(({ id }) => id === vat.taxId);
  if (!found) throw new DomainError('TaxUnknown', { tax: vat.taxId, known: oneOf(taxes.map(({ id }) => id)) });
  return taxOn(found, on).vat;
}

/** The day whose rates count: that of the supply, else the day itself (VAT Directive 2006/112/EC, articles 63 and 93). */
export const taxDateOf = ({ supplied }: Pick<Content, 'supplied'>, today: PlainDate): PlainDate => supplied ?? today;

/**
 * Refuses TaxOutOfDate for a line whose tax has another rate on the tax date, SmallBusinessVat, and what a supply without VAT needs:
 * VatIdMissing, VatIdWrong, VatIdSameCountry and SellerVatIdMissing.
 */
export function checkTaxes({ content, client }: { content: Content; client: Pick<ClientSnapshot, 'name' | 'vatId'> }, { taxes, seller, isSmallBusiness }: Taxation, today: PlainDate): void {
  const on = taxDateOf(content, today);
  content.lines.forEach(({ vat }, at) => {
    if (isSmallBusiness && Number(vat.rate) > 0) throw new DomainError('SmallBusinessVat', { line: at + 1, rate: vat.rate });
    if (!taxes.some(({ id }) => id === vat.taxId)) return;
    const { rate } = vatOn(vat, taxes, on);
    if (rate !== vat.rate) throw new DomainError('TaxOutOfDate', { line: at + 1, rate: vat.rate, now: rate, date: on });
  });
  const categories = new Set(content.lines.map(({ vat }) => vat.category));
  if (categories.has('K')) checkIntraEu(client, seller);
  if (categories.has('AE')) checkVatId(client, phrase`with a reverse charge the client owes the VAT`);
  if ((categories.has('K') || categories.has('AE')) && !seller.vatId) throw new DomainError('SellerVatIdMissing');
}

/** EN 16931 BR-AE-02, BR-IC-02; VAT Directive, article 226 points 4 and 11a. */
function checkVatId({ name, vatId }: Pick<ClientSnapshot, 'name' | 'vatId'>, why: Phrase): string {
  if (!vatId) throw new DomainError('VatIdMissing', { client: name, why });
  if (!isVatId(vatId)) throw new DomainError('VatIdWrong', { client: name, vatId });
  return vatId;
}

/** VAT Directive, article 138: to a buyer who is registered in another state of the EU. */
function checkIntraEu(client: Pick<ClientSnapshot, 'name' | 'vatId'>, { address }: Taxation['seller']): void {
  const vatId = checkVatId(client, phrase`a supply within the EU is free of VAT only for a buyer who has one`);
  if (!isEuVatId(vatId)) throw new DomainError('VatIdWrong', { client: client.name, vatId });
  if (countryOfVatId(vatId) === address.country) throw new DomainError('VatIdSameCountry', { client: client.name, vatId });
}

/** What a small business cites for charging no VAT, by the seller's country, with the code of the EU's list (VATEX) where there is one. */
export const SMALL_BUSINESS: Readonly<Record<string, { law: string; vatex?: string }>> = {
  AT: { law: '§ 6 Abs. 1 Z 27 UStG 1994' }, BE: { law: 'art. 56bis CTVA / WBTW' }, DE: { law: '§ 19 UStG' }, FR: { law: 'TVA non applicable, art. 293 B du CGI', vatex: 'VATEX-FR-FRANCHISE' },
  IT: { law: 'art. 1, commi 54-89, L. 190/2014' }, NL: { law: 'art. 25 Wet OB 1968' }, PL: { law: 'art. 113 ust. 1 ustawy o VAT' }, PT: { law: 'art. 53.º do CIVA' },
};
