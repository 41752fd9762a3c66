/** The office's own issued invoice as an e-invoice: the same stored numbers in EN 16931's terms, none computed twice. */
import type { Address, ClientSnapshot, Seller } from '../client';
import type { Line } from '../content';
import type { CreditNote } from '../credit-note';
import type { PlainDate } from '../dates';
import type { Invoice } from '../invoice';
import { add, compare, isZero, linePrice, negate, percentOf, subtract, sum, toDecimal as decimalOf, type Money } from '../money';
import { SEPA } from '../payment-code';
import { paymentReference } from '../payment-reference';
import type { Totals, Vat, VatCategory } from '../totals';
import { usualEndpoint, type Form } from './format';
import type { Adjustment, EInvoice, EInvoiceLine, Identifier, LineVat, PostalAddress, TradeParty, VatBreakdown } from './semantic';
import { unitCode } from './unit';

/** VATEX codes and words for what bears no VAT (EN 16931 BR-AE-10, BR-IC-10, BR-G-10, BR-O-10, BR-E-10); S and Z want none. */
const EXEMPTIONS: Readonly<Partial<Record<VatCategory, { reason: string; reasonCode?: string }>>> = {
  AE: { reason: 'Reverse charge', reasonCode: 'VATEX-EU-AE' }, K: { reason: 'Intra-community supply', reasonCode: 'VATEX-EU-IC' },
  G: { reason: 'Export outside the EU', reasonCode: 'VATEX-EU-G' }, O: { reason: 'Not subject to VAT', reasonCode: 'VATEX-EU-O' }, E: { reason: 'Exempt from VAT' },
};

/** EN 16931 writes amounts with two decimals (BR-DEC); the third of a currency that has three is a zero where fitsEInvoice is true. */
const toDecimal = (amount: Money): string => decimalOf(amount).replace(/(\.\d{2})0$/, '$1');

const hasTwoDecimals = (amount: Money): boolean => !/\.\d{2}[1-9]$/.test(decimalOf(amount));

/**
 * False where an e-invoice would have to say something else than the page: for amounts of three decimals, as dinars have them, and for
 * taxes that are added beside VAT, such as sales tax, which EN 16931 does not know.
 */
export function fitsEInvoice({ totals: { lineNets, vat, addedTax, sumOfLines, allowanceTotal, chargeTotal, net, vatTotal, gross, prepaid, rounding, due } }: Pick<Invoice, 'totals'>): boolean {
  const amounts = [...lineNets, ...vat.flatMap(({ base, tax }) => [base, tax]), sumOfLines, allowanceTotal, chargeTotal, net, vatTotal, gross, prepaid, rounding, due];
  return (!addedTax || isZero(addedTax)) && amounts.every(hasTwoDecimals);
}

/** BT-132 and its kin are references; a note of the office's own needs no subject. */
const unless = <K extends string>(key: K, text: string | undefined): Partial<Record<K, string>> => (text ? ({ [key]: text } as Record<K, string>) : {});

/**
 * The invoice in the form its client takes. What it does not have yet (number, dates, seller) is `given`, so that a draft is judged as it
 * will be issued. Only for what fitsEInvoice.
 */
export const eInvoiceOf = (invoice: Billed, form: Form, given: Issue): EInvoice => said(invoice, form, given);

/** The credit note in the same form: type 381, with the invoice it credits (BG-3). Nothing is due by a day; how it is settled stands on the page. */
export function creditNoteEInvoice({ content, totals, client, number, issueDate, seller, invoice, reason }: CreditNote, form: Form): EInvoice {
  const { dueDate: _, ...e } = said({ content: { ...content, note: reason }, totals, client }, form, { number, issueDate, dueDate: issueDate, seller });
  return {
    ...e, typeCode: '381', preceding: [{ number: invoice.number, issueDate: invoice.issueDate }], paymentTerms: `${invoice.number}: ${reason}`,
    lines: e.lines.map(({ adjustments: _adjustments, ...line }) => ({ ...line, adjustments: [], price: { net: line.net, baseQuantity: line.quantity, baseUnit: line.unit } })),
  };
}

/** What an e-invoice says of a document's own. */
type Billed = Pick<Invoice, 'content' | 'totals' | 'client' | 'taxExchange'>;

function said(invoice: Billed, form: Form, given: Issue): EInvoice {
  const { content, totals, client } = invoice;
  const { number, issueDate, dueDate, seller } = given;
  const { buyerReference, endpoint } = client.eInvoicing ?? {};
  const { taxExchange } = invoice;
  const isOutside = totals.vat.some(({ category }) => category === 'O');
  const e: EInvoice = {
    specification: form.specification, ...unless('process', form.process), number, issueDate, dueDate, typeCode: '380', currency: content.currency, ...unless('taxCurrency', taxExchange?.amount.currency),
    ...unless('buyerReference', buyerReference), ...unless('purchaseOrder', content.purchaseOrder), ...unless('project', content.project),
    notes: content.note ? [{ text: content.note }] : [], preceding: [], documents: [],
    seller: sellerOf(seller), buyer: buyerOf(client, endpoint), delivery: deliveryOf(invoice, content.supplied ?? issueDate),
    remittance: seller.bank ? paymentReference(number, seller.bank).reference : number, payments: paymentsTo(seller, content.currency),
    adjustments: documentAdjustments(invoice), vat: totals.vat.map((row) => breakdown(row, content.lines)),
    totals: { ...totalsText(totals), ...(taxExchange && { vatInTaxCurrency: toDecimal(taxExchange.amount) }) }, lines: content.lines.map((line, at) => lineOf(line, at, invoice)),
  };
  const sound = isOutside ? withoutVatIds(e) : e;
  return form.rules === 'xrechnung' ? { ...sound, vat: sound.vat.map((row) => ({ ...row, rate: row.rate ?? '0' })) } : sound; // BR-DE-14 wants a rate also where there is none.
}

/** What an invoice gets when it is issued. */
export type Issue = { number: string; issueDate: PlainDate; dueDate: PlainDate; seller: Seller };

/** BR-O-02: what is outside the scope of VAT names no VAT identifiers; the seller is known by another (BR-CO-26). */
function withoutVatIds({ seller: { vatId, ...seller }, buyer: { vatId: _, ...buyer }, ...rest }: EInvoice): EInvoice {
  const known = seller.registration || seller.identifiers.length > 0 || !vatId;
  return { ...rest, buyer, seller: known ? seller : { ...seller, identifiers: [{ value: seller.taxNumber ?? vatId }] } };
}

/** Goods within the EU go somewhere (BR-IC-12); the day is always told, as some rules want it. */
const deliveryOf = ({ totals, client }: Billed, date: PlainDate): EInvoice['delivery'] =>
  ({ date, ...(totals.vat.some(({ category }) => category === 'K') && { address: address(client.address) }) });

function address({ lines, postcode, city, country }: Address): PostalAddress {
  const [line1, line2, ...more] = lines;
  const line3 = more.join(', ');
  return { ...(line1 && { line1 }), ...(line2 && { line2 }), ...(line3 && { line3 }), ...(city && { city }), ...(postcode && { postcode }), country };
}

const sellerOf = ({ name, email, address: at, vatId, taxNumber, phone, contact = name, registration, endpoint, ...seller }: Seller): TradeParty => ({
  name, identifiers: [], address: address(at), ...unless('vatId', vatId), ...unless('taxNumber', taxNumber), ...(registration && { registration: { value: registration } }),
  endpoint: endpoint ?? usualEndpoint({ email, ...unless('vatId', vatId), ...seller }), contact: { name: contact, email, ...unless('phone', phone) },
});

const buyerOf = ({ name, email, address: at, vatId }: ClientSnapshot, endpoint: Identifier | undefined): TradeParty => ({
  name, identifiers: [], address: address(at), ...unless('vatId', vatId), endpoint: endpoint ?? usualEndpoint({ email, ...unless('vatId', vatId) }),
});

function paymentsTo({ name, bank }: Seller, currency: string): EInvoice['payments'] {
  if (!bank) return [];
  const means = currency === 'EUR' && SEPA.includes(bank.iban.slice(0, 2)) ? '58' : '30';
  return [{ means, account: bank.iban, accountName: name, ...(bank.bic && { bic: bank.bic }) }];
}

/** The rate is not told where there is no VAT to speak of (BR-O-05). */
const vatOf = ({ category, rate }: Vat): LineVat => ({ category, ...(category !== 'O' && { rate }) });

/** What the office cites for a tax comes before the words of its category. */
function breakdown({ category, rate, base, tax }: Totals['vat'][number], lines: readonly Line[]): VatBreakdown {
  const cited = lines.map(({ vat }) => vat).find((vat) => vat.category === category && (vat.law || vat.vatex));
  const usual = EXEMPTIONS[category];
  return { ...vatOf({ category, rate }), base: toDecimal(base), tax: toDecimal(tax), ...usual, ...(usual && unless('reason', cited?.law)), ...(usual && unless('reasonCode', cited?.vatex)) };
}

const unlessZero = <K extends string>(key: K, amount: Money): Partial<Record<K, string>> => (isZero(amount) ? {} : { [key]: toDecimal(amount) } as Record<K, string>);

/** What the client keeps for the tax office (withholding) is paid for the seller: part of what is paid already (BT-113). */
const totalsText = ({ sumOfLines, allowanceTotal, chargeTotal, net, vatTotal, gross, prepaid, withheld, rounding, due }: Totals): EInvoice['totals'] => ({
  lines: toDecimal(sumOfLines), ...unlessZero('allowances', allowanceTotal), ...unlessZero('charges', chargeTotal), net: toDecimal(net), vat: toDecimal(vatTotal), gross: toDecimal(gross),
  ...unlessZero('prepaid', withheld ? add(prepaid, withheld) : prepaid), ...unlessZero('rounding', rounding), due: toDecimal(due),
});

/** The document's discount, one for each VAT: what a row of the breakdown is less than its lines. A share of a split one is its percentage only by chance. */
function documentAdjustments({ content, totals }: Billed): Adjustment[] {
  const percent = content.discount && 'percent' in content.discount ? content.discount.percent : undefined;
  return totals.vat.flatMap(({ category, rate, base }) => {
    const nets = totals.lineNets.filter((_, at) => isOf(content.lines[at], { category, rate }));
    const lines = sum(content.currency, nets);
    const less = subtract(lines, base);
    if (isZero(less)) return [];
    const size = less.minor < 0 ? negate(less) : less;
    const amount = toDecimal(size);
    const isPercent = percent !== undefined && content.prices === 'exclusive' && compare(percentOf(lines, percent), size) === 0;
    return [{ type: less.minor < 0 ? 'charge' as const : 'allowance' as const, amount, ...(isPercent && { percent, base: toDecimal(lines) }), reason: 'Discount', reasonCode: '95', vat: vatOf({ category, rate }) }];
  });
}

const isOf = (line: Line | undefined, { category, rate }: Vat): boolean => line?.vat.category === category && Number(line.vat.rate) === Number(rate);

/** On prices that hold tax the net price is what the line's net comes to: for the whole quantity, so that no cent is lost. */
function lineOf(line: Line, at: number, { content, totals }: Billed): EInvoiceLine {
  const net = totals.lineNets[at] as Money;
  const common = { id: String(at + 1), quantity: line.quantity, unit: unitCode(line.unit), net: toDecimal(net), vat: vatOf(line.vat), item: itemOf(line) };
  if (content.prices === 'inclusive') return { ...common, adjustments: [], price: { net: toDecimal(net), baseQuantity: line.quantity, baseUnit: common.unit } };
  const whole = linePrice({ quantity: line.quantity, unitPrice: line.unitPrice }, content.currency);
  const less = subtract(whole, net);
  const discount = isZero(less) ? [] : [{ type: 'allowance' as const, amount: toDecimal(less), base: toDecimal(whole), ...(line.discountPercent && { percent: line.discountPercent }), reason: 'Discount', reasonCode: '95' }];
  return { ...common, adjustments: discount, price: { net: line.unitPrice } };
}

/** A name is one line (BT-153); what follows it describes. */
function itemOf({ description }: Line): EInvoiceLine['item'] {
  const [name = '', ...rest] = description.trim().split('\n');
  const more = rest.join('\n').trim();
  return { name: name.trim(), ...(more && { description: more }), classifications: [], attributes: [] };
}

