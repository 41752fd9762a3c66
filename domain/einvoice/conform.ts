/** Making an e-invoice say what EN 16931 wants said, where it was received by other rules or says half of it. No sum of the document changes. */
import { canonicalDecimal, decimalDifference, decimalSum, withDecimals } from '../decimal';
import { allocate, fromDecimal, negate, sum, toDecimal, type Money } from '../money';
import type { VatCategory } from '../totals';
import type { Adjustment, EInvoice, EInvoiceLine, Identifier, LineVat, PaymentInstruction, PostalAddress, Price, TradeParty, VatBreakdown } from './semantic';

/** EN 16931 itself, and every specification that only restricts it. */
export const EN_16931 = 'urn:cen.eu:en16931:2017';
/** What goes beyond EN 16931, as Factur-X EXTENDED and XRechnung's extension do, says so in its name (EN 16931-1, section 7.2: BT-24). */
const EXTENDING = '#conformant#';
/** Peppol's specifications for countries elsewhere. */
const PINT = 'urn:peppol:pint:';

/** The gross price and its discount stand together or not at all: each follows from the other. */
function completedPrice(price: Price): Price {
  const { net, gross, discount } = price;
  if (gross === undefined && discount !== undefined) return { ...price, gross: decimalSum(net, discount) };
  return gross !== undefined && discount === undefined ? { ...price, discount: decimalDifference(gross, net) } : price;
}

/** BR-51: of a card no more than the last four digits are told. */
const masked = (payment: PaymentInstruction): PaymentInstruction =>
  (payment.card && payment.card.number.length > 4 ? { ...payment, card: { ...payment.card, number: payment.card.number.slice(-4) } } : payment);

/** As it can be written in either syntax: with the sum of its VAT where there is a breakdown, with the currency of the VAT return only where that VAT is told (BR-53). */
export function completed({ taxCurrency, ...invoice }: EInvoice): EInvoice {
  const { totals, vat, payments, lines } = invoice;
  return {
    ...invoice, lines: lines.map((line) => ({ ...line, price: completedPrice(line.price) })), payments: payments.map(masked),
    totals: totals.vat === undefined && vat.length > 0 ? { ...totals, vat: vat.map(({ tax }) => tax).reduce(decimalSum) } : totals,
    ...(taxCurrency && totals.vatInTaxCurrency && { taxCurrency }),
  };
}

/**
 * An invoice of another specification, such as the PINT of a country or Factur-X EXTENDED, by the rules of EN 16931: its tax categories are
 * those of EN 16931, the ones without tax have the rate 0 and a reason, VAT identifiers have their country before them, amounts of lines
 * and rates have two decimals and still add up. What cannot be said so is left to the rules to refuse.
 */
export function inEn16931(told: EInvoice): EInvoice {
  if (told.specification.startsWith(EN_16931) && !told.specification.includes(EXTENDING)) return told;
  const { process: _, taxPointCode, ...invoice } = withRowsInHundredths(withoutTrailingZeros(told));
  const isOutside = invoice.vat.some(({ category }) => categoryOf(category) === 'O');
  const isPint = told.specification.startsWith(PINT);
  const party = (one: TradeParty): TradeParty => (isPint ? identified(isOutside ? withoutVatId(one) : prefixed(one)) : one);
  return {
    ...invoice, specification: EN_16931, ...(taxPointCode && !invoice.taxPointDate && { taxPointCode }), typeCode: invoice.typeCode === OUTSIDE_TAX ? '380' : invoice.typeCode,
    seller: party(invoice.seller), buyer: party(invoice.buyer), payments: invoice.payments.map((one) => ({ ...one, means: /^\d+$/.test(one.means) ? one.means : MUTUALLY_DEFINED })),
    ...(isPint && invoice.taxRepresentative && { taxRepresentative: prefixed(invoice.taxRepresentative) }), lines: withTwoDecimals(invoice).map((line) => ({ ...line, vat: rated(line.vat) })),
    vat: invoice.vat.map((row) => reasoned(rated(row))), adjustments: invoice.adjustments.map((one) => (one.vat ? { ...one, vat: rated(one.vat) } : one)),
  };
}

/** UNCL 1001, an invoice outside the scope of tax, which PINT of the Emirates knows and EN 16931 does not (BR-CL-01). */
const OUTSIDE_TAX = '480';
/** UNCL 4461, for means of payment that only one country knows (BR-CL-16). */
const MUTUALLY_DEFINED = 'ZZZ';

/**
 * As Factur-X 1.08 wants it inside a PDF, which is stricter than EN 16931: a day of supply (BR-FX-EN-04), terms where something is due
 * (BR-CO-25, also on credit notes), reason codes in capitals, no tax number of the buyer, split payment as VAT that the note tells of. A day
 * that is not told is the last of the period, the tax point, or the day of issue.
 */
export function inFacturX(told: EInvoice): EInvoice {
  const { process: _, buyer: { taxNumber: __, ...buyer }, seller, payee, ...invoice } = withoutSplitPayment(told);
  const ends = [invoice.period, ...invoice.lines.map(({ period }) => period)].flatMap((period) => period?.end ?? []).sort();
  const hasTerms = invoice.dueDate !== undefined || invoice.paymentTerms !== undefined;
  return {
    ...invoice, specification: EN_16931, seller: inListed(seller), buyer: inListed({ ...buyer, identifiers: oneOfEach(buyer.identifiers) }), ...(payee && { payee: inListed(payee) }),
    delivery: { ...invoice.delivery, ...(invoice.delivery?.location && { location: listed(invoice.delivery.location) }), date: invoice.delivery?.date ?? ends.at(-1) ?? invoice.taxPointDate ?? invoice.issueDate },
    ...(!hasTerms && { paymentTerms: 'No payment terms are stated.' }), vat: invoice.vat.map((row) => (row.reasonCode ? { ...row, reasonCode: row.reasonCode.toUpperCase() } : row)),
  };
}

/** Factur-X 1.08 knows ISO 6523 up to here (FX-SCH-A-000031), EN 16931 some more (BR-CL-10). */
const LAST_SCHEME = '0244';
const listed = ({ value, scheme }: Identifier): Identifier => ({ value, ...(scheme && !(/^\d{4}$/.test(scheme) && scheme > LAST_SCHEME) && { scheme }) });
const inListed = <T extends { identifiers: Identifier[]; registration?: Identifier }>(party: T): T =>
  ({ ...party, identifiers: party.identifiers.map(listed), ...(party.registration && { registration: listed(party.registration) }) });

/** Of a buyer, one identifier with a scheme and one without (FX-SCH-A-000164). */
const oneOfEach = (identifiers: readonly Identifier[]): Identifier[] => [true, false].flatMap((hasScheme) => identifiers.find(({ scheme }) => (scheme !== undefined) === hasScheme) ?? []);

/** Italy's category of VAT that the buyer pays to the tax office (B), which CII does not have. */
function withoutSplitPayment(invoice: EInvoice): EInvoice {
  if (invoice.vat.every(({ category }) => category !== 'B')) return invoice;
  const asVat = <T extends LineVat>(vat: T): T => (vat.category === 'B' ? { ...vat, category: 'S' } : vat);
  return {
    ...invoice, notes: [...invoice.notes, { text: 'Split payment (B): the buyer pays the VAT to the tax office.' }], vat: invoice.vat.map(asVat),
    lines: invoice.lines.map((line) => ({ ...line, vat: asVat(line.vat) })), adjustments: invoice.adjustments.map((one) => (one.vat ? { ...one, vat: asVat(one.vat) } : one)),
  };
}

/** BR-CO-09: a VAT identifier begins with its country, which elsewhere, as in Japan, goes without saying. */
const prefixed = <T extends { vatId?: string; address: PostalAddress }>(party: T): T =>
  (party.vatId && !party.vatId.startsWith(party.address.country) ? { ...party, vatId: `${party.address.country}${party.vatId}` } : party);

/** BR-O-02: what is outside the scope of VAT names no VAT identifiers; as tax numbers they stay, and as what a party is known by (BR-CO-26). */
const withoutVatId = ({ vatId, ...party }: TradeParty): TradeParty => (vatId ? { registration: { value: vatId }, ...party, taxNumber: vatId } : party);

/** An address on another network leads nowhere on ours (BR-CL-25). Where companies have one number for everything, as in Australia, it is the tax number too (BR-S-02). */
function identified({ endpoint: _, ...party }: TradeParty): TradeParty {
  return party.vatId || party.taxNumber || !party.registration ? party : { ...party, taxNumber: party.registration.value };
}

/** UNCL 5305 as EN 16931 restricts it (BR-CL-17), and what the codes of Singapore come to; another country's category with a rate is its standard one. */
const CATEGORIES: readonly string[] = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] satisfies VatCategory[];
const OF_SINGAPORE: Readonly<Record<string, VatCategory>> = { SR: 'S', ZR: 'Z', ES33: 'E', ESN33: 'E', OS: 'O', NG: 'O' };
const categoryOf = (code: string): VatCategory => (CATEGORIES.includes(code) ? (code as VatCategory) : OF_SINGAPORE[code] ?? 'S');

/** BR-48, BR-Z-05, BR-E-05 and their kin. */
function rated<T extends LineVat>({ rate, ...vat }: T): T {
  const category = categoryOf(vat.category);
  return { ...vat, category, ...(category !== 'O' && { rate: category === 'S' ? rate ?? '0' : '0' }) } as T;
}

/** BR-Z-10: what is rated at zero has no reason; BR-E-10: what is exempt has one. Reasons of other code lists become words (BR-CL-22). */
function reasoned({ reason, reasonCode, ...row }: VatBreakdown): VatBreakdown {
  if (row.category === 'S' || row.category === 'Z') return row;
  const ours = reasonCode !== undefined && /^VATEX-(EU|FR)-/i.test(reasonCode);
  return { ...row, ...(ours && { reasonCode }), reason: reason ?? (ours ? undefined : reasonCode ?? 'Exempt from VAT') } as VatBreakdown;
}

/** BR-DEC: zeros beyond the second decimal say nothing. */
const toTwoDecimals = (text: string): string => (/\.\d{3,}$/.test(text) ? withDecimals(text, 2) : text);

const inTwoDecimals = <T extends object>(of: T, ...keys: (keyof T & string)[]): T =>
  ({ ...of, ...Object.fromEntries(keys.flatMap((key) => (of[key] === undefined ? [] : [[key, toTwoDecimals(of[key] as string)]]))) });

function withoutTrailingZeros(invoice: EInvoice): EInvoice {
  const adjusted = (adjustments: readonly Adjustment[]): Adjustment[] => adjustments.map((one) => inTwoDecimals(one, 'amount', 'base'));
  return {
    ...invoice, adjustments: adjusted(invoice.adjustments), lines: invoice.lines.map((line) => ({ ...inTwoDecimals(line, 'net'), adjustments: adjusted(line.adjustments) })),
    vat: invoice.vat.map((row) => inTwoDecimals(row, 'base', 'tax')), totals: inTwoDecimals(invoice.totals, ...(Object.keys(invoice.totals) as (keyof EInvoice['totals'])[])),
  };
}

/** The VAT of the rates where it is finer than its sum (BR-DEC-20): the sum, shared out by largest remainder. */
function withRowsInHundredths(invoice: EInvoice): EInvoice {
  const { vat, totals } = invoice;
  if (totals.vat === undefined || vat.every(({ tax }) => decimalsOf(tax) <= 2)) return invoice;
  const parts = sharedOut(hundredths(totals.vat), vat.map(({ tax }) => tax));
  return { ...invoice, vat: vat.map((row, at) => ({ ...row, tax: parts[at]! })) };
}

const decimalsOf = (text: string): number => canonicalDecimal(text).split('.')[1]?.length ?? 0;

/** Any currency of two decimals will do to split hundredths. */
const HUNDREDTHS = 'EUR';
const hundredths = (text: string): Money => fromDecimal(canonicalDecimal(text), HUNDREDTHS);

/** A sum shared out in hundredths by finer amounts that come to it but for their rounding; amounts that come to something else stay, and the rules tell. */
function sharedOut(total: Money, finer: readonly string[]): string[] {
  const off = Math.abs(Number(decimalDifference(toDecimal(total), finer.reduce(decimalSum))));
  return off < 0.01 * finer.length ? allocate(total, finer).map(toDecimal) : [...finer];
}

/** Line amounts of three decimals (BR-DEC-23) become two: what the lines of one VAT are worth by its breakdown (BR-S-08), shared out by largest remainder. */
function withTwoDecimals({ lines, vat, adjustments }: Pick<EInvoice, 'lines' | 'vat' | 'adjustments'>): EInvoiceLine[] {
  if (lines.every(({ net }) => decimalsOf(net) <= 2)) return lines;
  const nets = new Map<EInvoiceLine, string>();
  for (const row of vat) {
    const concerned = lines.filter((line) => isOf(line.vat, row));
    const adjusted = adjustments.filter((one) => one.vat && isOf(one.vat, row)).map(({ type, amount }) => (type === 'charge' ? negate(hundredths(amount)) : hundredths(amount)));
    const parts = concerned.length > 0 ? sharedOut(sum(HUNDREDTHS, [hundredths(row.base), ...adjusted]), concerned.map(({ net }) => net)) : [];
    concerned.forEach((line, at) => void nets.set(line, parts[at]!));
  }
  return lines.map((line) => {
    const net = nets.get(line) ?? line.net;
    return { ...line, net, price: { net, baseQuantity: line.quantity, baseUnit: line.unit } };
  });
}

const isOf = (one: LineVat, other: LineVat): boolean => one.category === other.category && canonicalDecimal(one.rate ?? '0') === canonicalDecimal(other.rate ?? '0');
