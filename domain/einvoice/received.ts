/** An e-invoice that came in: read from either syntax, looked at whether it is whole, and told as a document of the office's own shape. */
import type { Address, ClientSnapshot, Seller } from '../client';
import type { Content, Line } from '../content';
import { isPlainDate } from '../dates';
import { canonicalDecimal, isDecimal } from '../decimal';
import { idOf } from '../id';
import type { Invoice } from '../invoice';
import { fromDecimal, zero, type Money } from '../money';
import { OFFICE } from '../people';
import { DomainError } from '../refusals';
import type { Totals, Vat } from '../totals';
import { fromCii } from './cii';
import { isForeign } from './semantic';
import type { EInvoice, EInvoiceLine, LineVat, PostalAddress, TradeParty } from './semantic';
import { fromUbl } from './ubl';
import { unitWord } from './unit';
import { readXml, type XmlElement } from './xml';

export type Syntax = 'ubl' | 'cii';
/** What is wrong with an e-invoice: `rule` is the id of the broken rule, XSD for what the schema of its syntax already forbids. */
export type Fault = { rule: string; text: string };

const SYNTAXES: Readonly<Record<string, Syntax>> = { Invoice: 'ubl', CreditNote: 'ubl', CrossIndustryInvoice: 'cii' };

/** The document as far as it is told. Refuses XmlUnreadable, and EInvoiceForeign for XML that is no e-invoice. */
export function readEInvoice(bytes: Uint8Array): { root: XmlElement; syntax: Syntax; told: Partial<EInvoice> } {
  const root = readXml(bytes);
  const syntax = SYNTAXES[root.name.slice(root.name.indexOf(':') + 1)];
  if (!syntax) throw new DomainError('EInvoiceForeign', { root: root.name });
  return { root, syntax, told: withPlainNumbers(syntax === 'ubl' ? fromUbl(root) : fromCii(root)) };
}

/** "100." and ".5" are numbers in XML (xs:decimal) and nowhere else. */
function withPlainNumbers<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withPlainNumbers) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, typeof inner === 'string' && AMOUNTS.includes(key) ? inner.replace(/\.$/, '').replace(/^([+-]?)\./, '$10.') : withPlainNumbers(inner)]);
  return Object.fromEntries(entries) as T;
}

/** What every document must tell before its rules can be asked: both schemas demand it, and all amounts must be numbers, all days days. */
export function schemaFaults(told: Partial<EInvoice>): Fault[] {
  const missing = NEEDED.filter(([key]) => told[key] === undefined).map(([, what]) => `${what} is missing.`);
  const noLines = told.lines?.length ? [] : ['There is no line (BG-25).'];
  return [...missing, ...noLines, ...wrongValues(told, '')].map((text) => ({ rule: 'XSD', text }));
}

const NEEDED: readonly (readonly [keyof EInvoice, string])[] = [
  ['number', 'The number (BT-1)'], ['issueDate', 'The issue date (BT-2)'], ['typeCode', 'The type (BT-3)'], ['currency', 'The currency (BT-5)'], ['seller', 'The seller (BG-4)'],
  ['buyer', 'The buyer (BG-7)'], ['totals', 'The sum of the document (BG-22)'],
];

const AMOUNTS = ['amount', 'base', 'tax', 'net', 'gross', 'discount', 'percent', 'rate', 'quantity', 'baseQuantity', 'lines', 'allowances', 'charges', 'vat', 'vatInTaxCurrency', 'prepaid', 'rounding', 'due'];
const DAYS = ['date', 'issueDate', 'dueDate', 'taxPointDate', 'start', 'end'];

function wrongValues(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}${path && '.'}${key}`;
    if (typeof inner !== 'string') return wrongValues(inner, at);
    if (AMOUNTS.includes(key) && !isDecimal(inner)) return [`“${inner}” at ${at} is no number.`];
    return DAYS.includes(key) && !isPlainDate(inner) ? [`“${inner}” at ${at} is no day of the calendar.`] : [];
  });
}

/**
 * The e-invoice as an issued document of the office's shape: its amounts are those that were told, none is computed. `at` is when it came
 * in (ISO instant), `locale` the language it is to be read in.
 */
export function receivedInvoice(e: EInvoice, { at, locale }: { at: string; locale: string }): Invoice {
  const content = contentOf(e);
  const totals = totalsOf(e);
  const { number, issueDate, dueDate, seller, buyer } = e;
  const id = idOf('inv', `received/${seller.name}/${number}/${issueDate}`);
  return {
    id, revision: 1, version: 1, state: 'sent', content, contentHash: '', totals, client: clientOf(buyer, locale), createdBy: OFFICE, createdAt: at, lastEditedBy: OFFICE, questions: [],
    number, issueDate, ...(dueDate && { dueDate }), seller: sellerOf(e), payments: [], paid: zero(e.currency), balance: totals.due, dunning: { status: 'running', done: [] }, owed: [], held: [],
    searchText: number.toLowerCase(), history: [],
  };
}

const addressOf = ({ line1, line2, line3, city, postcode, country }: PostalAddress): Address =>
  ({ lines: [line1, line2, line3].filter((line): line is string => Boolean(line)), ...(postcode && { postcode }), ...(city && { city }), country });

const clientOf = ({ name, address, vatId, contact, endpoint }: TradeParty, locale: string): ClientSnapshot =>
  ({ id: idOf('cli', name), name, email: contact?.email ?? (endpoint?.scheme === 'EM' ? endpoint.value : ''), address: addressOf(address), ...(vatId && { vatId }), locale, zone: 'UTC' });

function sellerOf({ seller: { name, address, vatId, taxNumber, contact, registration }, payments }: EInvoice): Seller {
  const paid = payments.find(({ account }) => account !== undefined);
  return {
    name, email: contact?.email ?? '', address: addressOf(address), ...(vatId && { vatId }), ...(taxNumber && { taxNumber }), ...(contact?.phone && { phone: contact.phone }),
    ...(registration && { registration: registration.value }), ...(paid?.account && { bank: { iban: paid.account, ...(paid.bic && { bic: paid.bic }) } }),
  };
}

function contentOf(e: EInvoice): Content {
  const notes = [...e.notes.map(({ text }) => text), ...(e.paymentTerms ? [e.paymentTerms] : [])].join('\n');
  return {
    clientId: idOf('cli', e.buyer.name), currency: e.currency, prices: 'exclusive', lines: e.lines.map((line) => lineOf(line, e)), terms: {}, ...(e.dueDate && { due: e.dueDate }),
    ...(e.purchaseOrder && { purchaseOrder: e.purchaseOrder }), ...(e.project && { project: e.project }), ...(notes && { note: notes }),
  };
}

/** What its lines and its price take off or add is told in words under what was sold. */
function lineOf({ id, item, quantity, unit, price, vat, adjustments }: EInvoiceLine, e: EInvoice): Line {
  const changes = adjustments.map(({ type, reason, amount }) => `${reason ?? (type === 'charge' ? 'Charge' : 'Allowance')}: ${type === 'charge' ? '+' : '−'}${amount}`);
  const per = price.baseQuantity && canonicalDecimal(price.baseQuantity) !== '1' ? [`Price per ${price.baseQuantity}`] : [];
  return { id, description: [item.name, item.description, ...per, ...changes].filter(Boolean).join('\n'), quantity, unitPrice: price.net, unit: unit === 'C62' ? '' : unitWord(unit) ?? unit, vat: { ...vatOf(vat), ...lawOf(vat, e) } };
}

/** Why no VAT is due on it, by the breakdown. */
function lawOf({ category }: LineVat, { vat }: EInvoice): Pick<Vat, 'law'> {
  const law = vat.find((row) => row.category === category)?.reason;
  return law ? { law } : {};
}

/** A tax that the office has no name for is shown as one with a rate. */
const vatOf = ({ category, rate = '0' }: LineVat): Vat => ({ category: isForeign(category) ? 'S' : category, rate: canonicalDecimal(rate) });

function totalsOf({ currency, totals, vat, lines }: EInvoice): Totals {
  const money = (text = '0'): Money => fromDecimal(canonicalDecimal(text), currency);
  return {
    lineNets: lines.map(({ net }) => money(net)), sumOfLines: money(totals.lines), allowanceTotal: money(totals.allowances), chargeTotal: money(totals.charges), net: money(totals.net),
    vat: vat.map((row) => ({ ...vatOf(row), base: money(row.base), tax: money(row.tax) })), vatTotal: money(totals.vat), gross: money(totals.gross), rounding: money(totals.rounding),
    prepaid: money(totals.prepaid), due: money(totals.due),
  };
}
