/** Parties in office.yaml: the seller, the clients that an empty store starts with, their addresses and terms. */
import type { Address, ClientDetails, Seller } from '../domain/client';
import { isZone, type Term } from '../domain/dates';
import { E_INVOICE_FORMATS, isEndpoint, readEndpoint, type EInvoicing } from '../domain/einvoice/format';
import { isIban } from '../domain/iban';
import { LANGUAGE_CODES } from '../domain/language';
import { REFERENCE_KINDS } from '../domain/payment-reference';
import { taxOn, type NamedTax } from '../domain/taxation';
import type { Vat } from '../domain/totals';
import { compactVatId, isVatId } from '../domain/vat-id';
import { didYouMean, type Fields, type Reading } from './reading';
import type { YamlNode } from './yaml';

/** A client that an empty store starts with; `id` is fixed by its key, so that starting twice makes one. */
export type SeedClient = ClientDetails & { id: string };

/** What a client without words of its own gets, and what its names may point to. */
export type PartyDefaults = { currency: string; zone: string; locale: string; terms: Term; taxes: readonly NamedTax[]; mails: readonly string[] };

/** An officially assigned code of ISO 3166-1 alpha-2, and XK, which banks and customs use for Kosovo. */
export const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && COUNTRIES.of(code) !== undefined && !RESERVED.includes(code);

/** Known to CLDR and reserved in ISO 3166-1 for what is no country, or for one that has another code. */
const RESERVED = ['AC', 'AN', 'BU', 'CP', 'CQ', 'CS', 'DD', 'DG', 'EA', 'EU', 'EZ', 'FX', 'IC', 'NT', 'QO', 'SU', 'TA', 'TP', 'UK', 'UN', 'XA', 'XB', 'YD', 'YU', 'ZR', 'ZZ'];
const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

export function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false; // Intl can only be asked by trying.
  }
}

export function readSeller(reading: Reading, node: YamlNode | undefined): Seller {
  const fields = reading.fields(node, 'the seller', { need: ['name', 'email', 'address'], may: ['vat_id', 'tax_number', 'phone', 'website', 'bank', 'contact', 'registration', 'e_address'] });
  return {
    name: reading.text(fields.get('name'), 'name'),
    email: reading.mail(fields.get('email'), 'email'),
    address: readAddress(reading, fields.get('address')),
    ...(fields.has('vat_id') && { vatId: readVatId(reading, fields) }),
    ...optional(reading, fields, { tax_number: 'taxNumber', phone: 'phone', contact: 'contact', registration: 'registration' }),
    ...(fields.has('e_address') && { endpoint: readEAddress(reading, fields, 'e_address') }),
    ...(fields.has('website') && { website: reading.matching(fields.get('website'), 'website', isWebsite, 'an address such as https://studio.example') }),
    ...(fields.has('bank') && { bank: readBank(reading, fields.get('bank')) }),
  };
}

/** By its format and check digits. */
const readVatId = (reading: Reading, fields: Fields): string =>
  compactVatId(reading.matching(fields.get('vat_id'), 'vat_id', isVatId, 'a VAT id whose check digits fit, such as DE123456788', 'VAT_ID'));

const isWebsite = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);

function readBank(reading: Reading, node: YamlNode | undefined): Seller['bank'] {
  const fields = reading.fields(node, 'a bank account', { need: ['iban'], may: ['name', 'bic', 'references'] });
  const iban = reading.matching(fields.get('iban'), 'iban', isIban, 'an IBAN whose check digits fit', 'IBAN');
  const bic = reading.matching(fields.get('bic'), 'bic', isBic, 'a BIC of 8 or 11 characters');
  return {
    iban: iban.replace(/ /g, ''), ...optional(reading, fields, { name: 'name' }), ...(bic && { bic }),
    ...(fields.has('references') && { references: reading.choice(fields.get('references'), 'references', REFERENCE_KINDS) }),
  };
}

/** ISO 9362. */
const isBic = (text: string): boolean => /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text);

function readAddress(reading: Reading, node: YamlNode | undefined): Address {
  const fields = reading.fields(node, 'an address', { need: ['lines', 'country'], may: ['postcode', 'city'] });
  return {
    lines: reading.filled(fields.get('lines'), 'lines').map((line) => reading.text(line, 'lines')),
    ...optional(reading, fields, { postcode: 'postcode', city: 'city' }),
    country: reading.matching(fields.get('country'), 'country', isCountry, 'a country code of ISO 3166 such as DE', 'UNKNOWN_COUNTRY'),
  };
}

/** Payment terms, in the words of Term. */
export function readTerms(reading: Reading, node: YamlNode | undefined): Term {
  const fields = reading.fields(node, 'payment terms', { need: [], may: ['days', 'months', 'end_of_month', 'then', 'day_of_next_month', 'adjust'] });
  const whole = (key: string, least: number, most: number): number | undefined => (fields.has(key) ? reading.whole(fields.get(key), key, least, most) : undefined);
  const term: Term = {
    days: whole('days', 0, 365), months: whole('months', 0, 24), dayOfNextMonth: whole('day_of_next_month', 1, 31),
    endOfMonth: fields.has('end_of_month') ? reading.choice(fields.get('end_of_month'), 'end_of_month', ['true', 'false']) === 'true' : undefined,
    then: fields.has('then') ? reading.choice(fields.get('then'), 'then', ['end-of-month']) : undefined,
    adjust: fields.has('adjust') ? reading.choice(fields.get('adjust'), 'adjust', ['following', 'preceding', 'none']) : undefined,
  };
  const given = Object.fromEntries(Object.entries(term).filter(([, value]) => value !== undefined)) as Term;
  if (node?.kind === 'map' && node.entries.length === 0) reading.fault(node.at, 'EMPTY', "payment terms need a word such as 'days: 30'.");
  return given;
}

export function readClient(reading: Reading, node: YamlNode, defaults: PartyDefaults): SeedClient {
  const fields = reading.fields(node, 'a client', {
    need: ['key', 'name', 'email', 'address', 'tax'],
    may: ['currency', 'zone', 'locale', 'second_language', 'terms', 'vat_id', 'account_manager', 'tags', 'e_invoice'],
  });
  const manager = fields.has('account_manager') ? reading.mail(fields.get('account_manager'), 'account_manager') : '';
  if (manager && !defaults.mails.includes(manager)) {
    reading.fault(fields.place('account_manager'), 'UNKNOWN_PERSON', `'${manager}' is nobody in office.yaml${didYouMean(manager, defaults.mails)}`);
  }
  return {
    id: `cli_${reading.matching(fields.get('key'), 'key', (text) => /^[a-z0-9-]{2,40}$/.test(text), 'a short name of a-z, 0-9 and - such as acme')}`,
    name: reading.text(fields.get('name'), 'name'),
    email: reading.mail(fields.get('email'), 'email'),
    address: readAddress(reading, fields.get('address')),
    currency: fields.has('currency') ? reading.currency(fields.get('currency'), 'currency') : defaults.currency,
    zone: fields.has('zone') ? readZone(reading, fields) : defaults.zone,
    locale: fields.has('locale') ? readLocale(reading, fields) : defaults.locale,
    ...(fields.has('second_language') && { secondLanguage: reading.choice(fields.get('second_language'), 'second_language', LANGUAGE_CODES) }),
    defaultVat: readTax(reading, fields, defaults),
    terms: fields.has('terms') ? readTerms(reading, fields.get('terms')) : defaults.terms,
    ...(fields.has('vat_id') && { vatId: readVatId(reading, fields) }),
    ...(manager && { accountManager: manager }),
    ...(fields.has('e_invoice') && { eInvoicing: readEInvoicing(reading, fields.get('e_invoice')) }),
    ...(fields.has('tags') && { tags: reading.filled(fields.get('tags'), 'tags').map((tag) => reading.text(tag, 'tags')) }),
  };
}

/** An electronic address, "0204:991-01234-44". */
function readEAddress(reading: Reading, fields: Fields, key: string): { scheme: string; value: string } {
  const text = reading.matching(fields.get(key), key, isEndpoint, 'an electronic address with its scheme, such as 0204:991-01234-44');
  return text === '' ? { scheme: 'EM', value: '' } : readEndpoint(text);
}

/** How a client takes e-invoices. */
function readEInvoicing(reading: Reading, node: YamlNode | undefined): EInvoicing {
  const fields = reading.fields(node, "'e_invoice'", { need: ['format'], may: ['e_address', 'buyer_reference'] });
  return {
    format: reading.choice(fields.get('format'), 'format', E_INVOICE_FORMATS) ?? 'none',
    ...(fields.has('e_address') && { endpoint: readEAddress(reading, fields, 'e_address') }), ...optional(reading, fields, { buyer_reference: 'buyerReference' }),
  };
}

export const readZone = (reading: Reading, fields: Fields): string =>
  reading.matching(fields.get('zone'), 'zone', isZone, 'a time zone such as Europe/Berlin', 'UNKNOWN_ZONE');

export const readLocale = (reading: Reading, fields: Fields): string =>
  reading.matching(fields.get('locale'), 'locale', isLocale, 'a language tag such as en-GB', 'UNKNOWN_LOCALE');

function readTax(reading: Reading, fields: Fields, { taxes }: PartyDefaults): Vat {
  const wanted = reading.text(fields.get('tax'), 'tax');
  const tax = taxes.find(({ id }) => id === wanted);
  const ids = taxes.map(({ id }) => id);
  if (wanted && !tax) reading.fault(fields.place('tax'), 'UNKNOWN_TAX', `'${wanted}' is none of the taxes in office.yaml${didYouMean(wanted, ids)}`);
  return (tax && taxOn(tax, new Date().toISOString().slice(0, 10)).vat) ?? { category: 'O', rate: '0' };
}

/** Texts that may be missing, under their names in the program. */
function optional<K extends string>(reading: Reading, fields: Fields, names: Record<string, K>): { [P in K]?: string } {
  const given = Object.entries(names).filter(([key]) => fields.has(key));
  return Object.fromEntries(given.map(([key, name]) => [name, reading.text(fields.get(key), key)])) as { [P in K]?: string };
}
