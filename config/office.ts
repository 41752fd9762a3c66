/** The office's own facts, from office.yaml: who it is, who works there, its money, taxes, calendar and first clients. */
import { createHash } from 'node:crypto';
import type { Seller } from '../domain/client';
import { isZone, WORKING_DAYS, type Term } from '../domain/dates';
import { MONDAY_MORNING, type DigestTime } from '../domain/digest';
import { ROLES, type Person, type Role } from '../domain/people';
import type { RateDay, RateTable } from '../domain/rates';
import type { NamedTax } from '../domain/taxation';
import { PLAIN_BRANDING, readBranding, type Branding } from './branding';
import { readWorkingDays, USUAL_HOURS, type OwnHours, type WorkingDays } from './business-hours';
import { shippedConfig } from './env';
import { holidayCountries, holidayRegions, type HolidayRules } from './holidays';
import { readClient, readLocale, readSeller, readTerms, readZone, type SeedClient } from './parties';
import { didYouMean, readRules, type Fields, type Outcome, type Reading } from './reading';
import { readTax } from './taxes';
import type { YamlNode } from './yaml';

/** What is posted where: names of channels without #. */
export type Channels = { invoices: string; finance: string; legal: string };

/** Beginnings of numbers: INV makes INV-2026-0001. */
export type Series = { invoice: string; estimate: string; receipt: string; creditNote: string };

/** `hash` is SHA-256 of the file's text. `hours` are those of people who have their own, by mail address. `currency` is ISO 4217, `zone` IANA, `locale` BCP 47. `terms` serve clients without their own. */
export type OfficeConfig = {
  hash: string;
  seller: Seller;
  people: readonly Person[];
  channels: Channels;
  currency: string;
  locale: string;
  zone: string;
  holidays: HolidayRules;
  businessHours: WorkingDays;
  hours: ReadonlyMap<string, OwnHours>;
  rates: RateTable;
  /** The line of each day of `rates`, for words about it. */
  rateLines: ReadonlyMap<string, number>;
  taxes: readonly NamedTax[];
  isSmallBusiness: boolean;
  terms: Term;
  estimateValidDays: number;
  series: Series;
  onAcceptance: 'submit' | 'draft';
  digest: DigestTime | 'off';
  clients: readonly SeedClient[];
  branding: Branding;
};

/** Reads office.yaml, or tells all its faults. `folder` is where it lies, with the logo that it may name. */
export const readOffice = (text: string, folder: string = shippedConfig()): Outcome<OfficeConfig> =>
  readRules(text, { one: 'file', many: 'this file' }, (reading, root) => ({ hash: hashOfText(text), ...office(reading, root, folder) }));

/** SHA-256 in hex: which text of a file a document was judged by. */
export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

function office(reading: Reading, root: YamlNode, folder: string): Omit<OfficeConfig, 'hash'> {
  const fields = reading.fields(root, 'the office', {
    need: ['seller', 'people', 'channels', 'currency', 'locale', 'zone', 'holidays', 'taxes', 'terms', 'estimate_valid_days', 'numbers', 'on_acceptance'],
    may: ['rates', 'tax_currency', 'small_business', 'clients', 'business_hours', 'digest', 'branding'],
  });
  const people = list(reading, reading.filled(fields.get('people'), 'people'), (node) => readPerson(reading, node), ({ email }) => email);
  const lines = reading.items(fields.get('people'), 'people');
  checkLines(reading, lines, people);
  const seller = readSeller(reading, fields.get('seller'));
  const isSmallBusiness = fields.has('small_business') && reading.choice(fields.get('small_business'), 'small_business', ['true', 'false']) === 'true';
  const readOne = (node: YamlNode): NamedTax => readTax(reading, node, isSmallBusiness ? seller.address.country : undefined);
  const taxes = list(reading, reading.filled(fields.get('taxes'), 'taxes'), readOne, ({ id }) => id);
  const currency = reading.currency(fields.get('currency'), 'currency');
  const rateNodes = reading.items(fields.get('rates'), 'rates');
  const days = list(reading, rateNodes, (node) => readRates(reading, node, currency), ({ date }) => date);
  const taxCurrency = fields.has('tax_currency') ? reading.currency(fields.get('tax_currency'), 'tax_currency') : currency;
  const common = { currency, locale: readLocale(reading, fields), zone: readZone(reading, fields), terms: readTerms(reading, fields.get('terms')), taxes };
  const defaults = { ...common, mails: people.map(({ email }) => email) };
  return {
    ...common,
    people,
    seller,
    isSmallBusiness,
    channels: readChannels(reading, fields.get('channels')),
    holidays: readHolidays(reading, fields.get('holidays')),
    businessHours: fields.has('business_hours') ? readWorkingDays(reading, fields.get('business_hours')) : USUAL_HOURS,
    hours: new Map(lines.flatMap((line, index) => readOwnHours(reading, line, people[index]?.email ?? ''))),
    rates: { currency, days, ...(taxCurrency !== currency && { taxCurrency }) },
    rateLines: new Map(days.map(({ date }, at) => [date, rateNodes[at]?.at.line ?? 1])),
    estimateValidDays: reading.whole(fields.get('estimate_valid_days'), 'estimate_valid_days', 1, 365) ?? 0,
    series: readSeries(reading, fields),
    onAcceptance: reading.choice(fields.get('on_acceptance'), 'on_acceptance', ['submit', 'draft']) ?? 'draft',
    digest: readDigest(reading, fields.get('digest')),
    clients: list(reading, reading.items(fields.get('clients'), 'clients'), (node) => readClient(reading, node, defaults), ({ id }) => id),
    branding: fields.has('branding') ? readBranding(reading, fields.get('branding'), folder) : PLAIN_BRANDING,
  };
}

/** The items of a list, read one by one, each key once; a second one of the same key is a fault. */
function list<T>(reading: Reading, nodes: readonly YamlNode[], read: (node: YamlNode) => T, keyOf: (value: T) => string): T[] {
  const seen = new Set<string>();
  return nodes.map((node) => {
    const value = read(node);
    const key = keyOf(value);
    if (key !== '' && seen.has(key)) reading.fault(node.at, 'TWICE', `'${key.replace(/^cli_/, '')}' is here already.`);
    seen.add(key);
    return value;
  });
}

function readPerson(reading: Reading, node: YamlNode): Person {
  const fields = reading.fields(node, 'a person', { need: ['name', 'email', 'roles'], may: ['slack', 'department', 'entity', 'manager', 'heads', 'zone', 'holidays', 'business_hours'] });
  const named = reading.filled(fields.get('roles'), 'roles').map((role) => reading.choice(role, 'roles', ROLES));
  const roles = named.filter((role): role is Role => role !== undefined);
  return {
    name: reading.text(fields.get('name'), 'name'), email: reading.mail(fields.get('email'), 'email'), roles: [...new Set(roles)],
    ...Object.fromEntries(['department', 'entity', 'heads'].filter((key) => fields.has(key)).map((key) => [key, reading.text(fields.get(key), key)])),
    ...(fields.has('manager') && { manager: reading.mail(fields.get('manager'), 'manager') }),
    ...(fields.has('slack') && { slackId: reading.matching(fields.get('slack'), 'slack', (text) => /^[UW][A-Z0-9]+$/.test(text), "a Slack member's id such as U024BE7LH") }),
  };
}

/** A person's own hours: a zone, holidays and business hours other than the office's. */
function readOwnHours(reading: Reading, node: YamlNode, email: string): [string, OwnHours][] {
  const given = new Map(node.kind === 'map' ? node.entries.map(({ key, value }) => [key, value]) : []);
  const [zone, holidays, businessHours] = [given.get('zone'), given.get('holidays'), given.get('business_hours')];
  if (!zone && !holidays && !businessHours) return [];
  return [[email, {
    ...(zone && { zone: reading.matching(zone, 'zone', isZone, 'a time zone such as Europe/Berlin', 'UNKNOWN_ZONE') }),
    ...(holidays && { holidays: readHolidays(reading, holidays) }), ...(businessHours && { businessHours: readWorkingDays(reading, businessHours) }),
  }]];
}

/** Who reports to whom must end somewhere, and a department has one head. */
function checkLines(reading: Reading, nodes: readonly YamlNode[], people: readonly Person[]): void {
  const mails = people.map(({ email }) => email);
  const managerOf = (email: string): string | undefined => people.find((person) => person.email === email)?.manager;
  people.forEach(({ email, manager, heads }, index) => {
    const at = nodes[index]?.at ?? { line: 1, column: 1 };
    if (heads && people.findIndex((other) => other.heads === heads) < index) reading.fault(at, 'TWICE', `'${heads}' has a head already.`);
    if (!manager) return;
    if (!mails.includes(manager)) reading.fault(at, 'UNKNOWN_PERSON', `'${manager}' is nobody in office.yaml${didYouMean(manager, mails)}`);
    const chain = [email];
    for (let above: string | undefined = manager; above && mails.includes(above); above = managerOf(above)) {
      if (above === email) reading.fault(at, 'MANAGER_CYCLE', `${chain.join(' reports to ')} reports to ${email} again; somebody must be at the top.`);
      if (chain.includes(above)) return;
      chain.push(above);
    }
  });
}

function readChannels(reading: Reading, node: YamlNode | undefined): Channels {
  const fields = reading.fields(node, "'channels'", { need: ['invoices', 'finance', 'legal'] });
  const channel = (key: string): string =>
    reading.matching(fields.get(key), key, (text) => /^#?[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u.test(text), 'a channel in small letters, without #').replace('#', '');
  return { invoices: channel('invoices'), finance: channel('finance'), legal: channel('legal') };
}

function readHolidays(reading: Reading, node: YamlNode | undefined): HolidayRules {
  const fields = reading.fields(node, "'holidays'", { need: ['country'], may: ['region', 'extra'] });
  const known = (key: string, choices: string[], what: string): string => {
    const code = reading.text(fields.get(key), key);
    if (code === '' || choices.includes(code)) return code;
    reading.fault(fields.place(key), 'UNKNOWN_COUNTRY', `'${key}' must be ${what}, not '${code}'${didYouMean(code, choices)}`);
    return '';
  };
  const country = known('country', holidayCountries(), 'a country code of ISO 3166 such as DE');
  const regions = country ? holidayRegions(country) : [];
  const example = regions[0] ? `such as ${regions[0]}` : '(it has none: leave the line out)';
  const region = fields.has('region') && country ? known('region', regions, `a region of ${country} ${example}`) : '';
  const extra = reading.items(fields.get('extra'), 'extra').map((day) => reading.date(day, 'extra'));
  return { country, ...(region && { region }), extra };
}

/** One day's rates: `date`, and beside it each currency with its worth. */
function readRates(reading: Reading, node: YamlNode, currency: string): RateDay {
  if (node.kind !== 'map') {
    reading.fields(node, 'a day of rates', { need: ['date'] });
    return { date: '', worth: {} };
  }
  const codes = node.entries.filter(({ key }) => /^[A-Z]{3}$/.test(key));
  const fields = reading.fields(node, 'a day of rates', { need: ['date'], may: codes.map(({ key }) => key) });
  if (codes.length === 0) reading.fault(node.at, 'EMPTY', 'a day of rates needs a currency, such as USD: 0.92.');
  const worth = codes.map(({ key, at, value }) => {
    reading.currency({ kind: 'text', text: key, plain: true, at }, 'rates');
    if (key === currency) reading.fault(at, 'RATE_OF_OWN', `${key} is the office's own currency; leave it out.`);
    return [key, reading.positive(value, key)] as const;
  });
  return { date: reading.date(fields.get('date'), 'date'), worth: Object.fromEntries(worth) };
}

/** When the weekly digest goes out: what is not said is Monday at eight. */
function readDigest(reading: Reading, node: YamlNode | undefined): DigestTime | 'off' {
  if (!node) return MONDAY_MORNING;
  if (node.kind === 'text') {
    if (node.text !== 'off') reading.fault(node.at, 'UNKNOWN_VALUE', `'digest' must be 'off' or a day and a time such as {day: monday, at: "08:00"}, not '${node.text}'.`);
    return 'off';
  }
  const fields = reading.fields(node, "'digest'", { need: [], may: ['day', 'at'] });
  return {
    day: reading.choice(fields.get('day'), 'day', WORKING_DAYS) ?? MONDAY_MORNING.day,
    at: reading.time(fields.get('at'), 'at', 'a time such as 08:00') || MONDAY_MORNING.at,
  };
}

/** The beginning of credit notes' numbers in files from before there were credit notes. */
const CREDIT_NOTES = 'CN';

function readSeries(reading: Reading, office: Fields): Series {
  const fields = reading.fields(office.get('numbers'), "'numbers'", { need: ['invoice', 'estimate', 'receipt'], may: ['credit_note'] });
  const prefix = (key: string): string => reading.matching(fields.get(key), key, (text) => /^[A-Z]{1,8}$/.test(text), 'up to 8 capital letters such as INV');
  const series = { invoice: prefix('invoice'), estimate: prefix('estimate'), receipt: prefix('receipt'), creditNote: fields.get('credit_note') ? prefix('credit_note') : CREDIT_NOTES };
  const given = Object.values(series).filter(Boolean);
  if (new Set(given).size < given.length) reading.fault(fields.at, 'TWICE', 'the four kinds of numbers need beginnings of their own.');
  return series;
}
