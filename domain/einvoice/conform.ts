/** Making an e-invoice say what EN 16931 wants said, where it was received by other rules or says half of it. No amount of the document changes. */
import { canonicalDecimal, decimalDifference, decimalSum } from '../decimal';
import { allocate, fromDecimal, negate, sum, toDecimal, type Money } from '../money';
import type { EInvoice, EInvoiceLine, LineVat, PostalAddress, Price, TradeParty, VatBreakdown } from './semantic';

/** EN 16931 itself, and every specification that only adds to it. */
export const EN_16931 = 'urn:cen.eu:en16931:2017';

/** The gross price and its discount stand together or not at all: each follows from the other. */
function completedPrice(price: Price): Price {
  const { net, gross, discount } = price;
  if (gross === undefined && discount !== undefined) return { ...price, gross: decimalSum(net, discount) };
  return gross !== undefined && discount === undefined ? { ...price, discount: decimalDifference(gross, net) } : price;
}

/** As it can be written in either syntax. */
export const completed = (invoice: EInvoice): EInvoice => ({ ...invoice, lines: invoice.lines.map((line) => ({ ...line, price: completedPrice(line.price) })) });

/**
 * An invoice of another specification, such as Japan's or Oman's PINT, by the rules of EN 16931: categories without tax have the rate 0
 * and a reason, VAT identifiers have their country before them, line amounts have two decimals and still add up.
 */
export function inEn16931(invoice: EInvoice): EInvoice {
  if (invoice.specification.startsWith(EN_16931)) return invoice;
  const { process: _, ...rest } = invoice;
  return {
    ...rest, specification: EN_16931, seller: prefixed(withoutEndpoint(invoice.seller)), buyer: prefixed(withoutEndpoint(invoice.buyer)),
    ...(invoice.taxRepresentative && { taxRepresentative: prefixed(invoice.taxRepresentative) }), lines: withTwoDecimals(invoice).map((line) => ({ ...line, vat: rated(line.vat) })),
    vat: invoice.vat.map((row) => reasoned(rated(row))), adjustments: invoice.adjustments.map((one) => (one.vat ? { ...one, vat: rated(one.vat) } : one)),
    totals: Object.fromEntries(Object.entries(invoice.totals).map(([key, text]) => [key, toTwoDecimals(text)])) as EInvoice['totals'],
  };
}

/**
 * As Factur-X 1.08 wants it inside a PDF, which is stricter than EN 16931: a day of supply (BR-FX-EN-04), terms where something is due
 * (BR-CO-25, also on credit notes), reason codes in capitals, one registration of the buyer. A day that is not told is the last of the
 * period, the tax point, or the day of issue.
 */
export function inFacturX({ process: _, ...invoice }: EInvoice): EInvoice {
  const { taxNumber, ...buyer } = invoice.buyer;
  const ends = [invoice.period, ...invoice.lines.map(({ period }) => period)].flatMap((period) => period?.end ?? []).sort();
  const hasTerms = invoice.dueDate !== undefined || invoice.paymentTerms !== undefined;
  return {
    ...invoice, specification: EN_16931, buyer: buyer.vatId ? buyer : invoice.buyer, delivery: { ...invoice.delivery, date: invoice.delivery?.date ?? ends.at(-1) ?? invoice.taxPointDate ?? invoice.issueDate },
    ...(!hasTerms && { paymentTerms: 'No payment terms are stated.' }), vat: invoice.vat.map((row) => (row.reasonCode ? { ...row, reasonCode: row.reasonCode.toUpperCase() } : row)),
  };
}

/** An address on another network leads nowhere on ours (BR-CL-25). */
const withoutEndpoint = ({ endpoint: _, ...party }: TradeParty): TradeParty => party;

/** BR-CO-09: a VAT identifier begins with its country, which elsewhere, as in Japan, goes without saying. */
const prefixed = <T extends { vatId?: string; address: PostalAddress }>(party: T): T =>
  (party.vatId && !/^[A-Z]{2}/.test(party.vatId) ? { ...party, vatId: `${party.address.country}${party.vatId}` } : party);

/** BR-48, BR-Z-05, BR-E-05 and their kin. */
const rated = <T extends LineVat>(vat: T): T => (vat.category === 'O' || vat.rate !== undefined ? vat : { ...vat, rate: '0' });

/** BR-Z-10: what is rated at zero has no reason; BR-E-10: what is exempt has one. Reasons of other code lists become words (BR-CL-22). */
function reasoned({ reason, reasonCode, ...row }: VatBreakdown): VatBreakdown {
  if (row.category === 'S' || row.category === 'Z') return row;
  const ours = reasonCode !== undefined && /^VATEX-(EU|FR)-/i.test(reasonCode);
  return { ...row, ...(ours && { reasonCode }), reason: reason ?? (ours ? undefined : reasonCode ?? 'Exempt from VAT') } as VatBreakdown;
}

/** BR-DEC: zeros beyond the second decimal say nothing. */
const toTwoDecimals = (text: string): string => (/\.\d{3,}$/.test(text) ? padded(canonicalDecimal(text)) : text);
const padded = (text: string): string => (/\.\d$/.test(text) ? `${text}0` : text);

const decimalsOf = (text: string): number => canonicalDecimal(text).split('.')[1]?.length ?? 0;

/** Any currency of two decimals will do to split hundredths. */
const HUNDREDTHS = 'EUR';
const hundredths = (text: string): Money => fromDecimal(canonicalDecimal(text), HUNDREDTHS);

/** Line amounts of three decimals (BR-DEC-23) become two: what the lines of one VAT are worth by its breakdown (BR-S-08), shared out by largest remainder. */
function withTwoDecimals({ lines, vat, adjustments }: EInvoice): EInvoiceLine[] {
  if (lines.every(({ net }) => decimalsOf(net) <= 2)) return lines.map((line) => ({ ...line, net: toTwoDecimals(line.net) }));
  const nets = new Map<EInvoiceLine, string>();
  for (const row of vat) {
    const concerned = lines.filter((line) => isOf(line.vat, row));
    const adjusted = adjustments.filter((one) => one.vat && isOf(one.vat, row)).map(({ type, amount }) => (type === 'charge' ? negate(hundredths(amount)) : hundredths(amount)));
    const parts = concerned.length > 0 ? allocate(sum(HUNDREDTHS, [hundredths(row.base), ...adjusted]), concerned.map(({ net }) => net)) : [];
    concerned.forEach((line, at) => void nets.set(line, toDecimal(parts[at]!)));
  }
  return lines.map((line) => {
    const net = nets.get(line) ?? line.net;
    return { ...line, net, price: { net, baseQuantity: line.quantity, baseUnit: line.unit } };
  });
}

const isOf = (one: LineVat, other: LineVat): boolean => one.category === other.category && canonicalDecimal(one.rate ?? '0') === canonicalDecimal(other.rate ?? '0');
