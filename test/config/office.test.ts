/** office.yaml: the sample office as it ships, and what is refused in one that a person writes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { readOffice } from '../../config/office';
import schema from '../../config/schema/office.schema.json';
import { faultLine } from '../../domain/fault';
import { LANGUAGE_CODES } from '../../domain/language';

const shipped = readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8');
const office = readOffice(shipped).value!;

/** The faults of the shipped file with one text in it replaced. */
function faultsWith(written: string, instead: string): string[] {
  expect(shipped).toContain(written);
  return (readOffice(shipped.replace(written, instead)).faults ?? []).map((fault) => faultLine(fault).replace(/^\d+:\d+ /, ''));
}

describe('the sample office', () => {
  it('is Northlight Studio in Berlin, with an account that adds up', () => {
    expect(office.seller).toMatchObject({ name: 'Northlight Studio', address: { city: 'Berlin', country: 'DE' }, bank: { iban: 'DE89370400440532013000' } });
    expect(office).toMatchObject({ currency: 'EUR', zone: 'Europe/Berlin', onAcceptance: 'submit', series: { invoice: 'INV', estimate: 'EST', receipt: 'RCT', creditNote: 'CN' } });
    expect(office.channels).toEqual({ invoices: 'invoices', finance: 'finance', legal: 'legal' });
  });

  it('employs Carla, Milo, Ana and Fatima', () =>
    expect(office.people.map(({ email, roles }) => `${email} ${roles.join()}`)).toEqual([
      'carla@northlight.example coordinator', 'milo@northlight.example manager', 'ana@northlight.example manager', 'fatima@northlight.example finance']));

  it('starts with five clients: those in Germany taxed at 19 %, the others outside the scope', () =>
    expect(office.clients.map(({ id, currency, zone, defaultVat, address }) => [id, address.country, currency, zone, `${defaultVat.category}${defaultVat.rate}`])).toEqual([
      ['cli_acme', 'DE', 'EUR', 'Europe/Berlin', 'S19'],
      ['cli_musteramt', 'DE', 'EUR', 'Europe/Berlin', 'S19'],
      ['cli_globex', 'US', 'USD', 'America/New_York', 'O0'],
      ['cli_sakura', 'JP', 'JPY', 'Asia/Tokyo', 'O0'],
      ['cli_kuwait-oil-tools', 'KW', 'KWD', 'Asia/Kuwait', 'O0'],
    ]));

  it('speaks Japanese to Sakura, and Arabic and English to Kuwait Oil Tools', () => {
    expect(office.clients.map(({ locale, secondLanguage }) => [locale, secondLanguage])).toEqual([['en-GB', undefined], ['de-DE', undefined], ['en-US', undefined], ['ja', undefined], ['ar', 'en']]);
    expect(schema.properties.clients.items.properties.second_language.enum).toEqual(LANGUAGE_CODES);
  });

  it('knows what every client currency was worth when the year began', () => {
    const worth = office.rates.days.find(({ date }) => date === '2026-01-02')?.worth;
    for (const currency of ['USD', 'JPY', 'KWD']) expect(Number(worth?.[currency])).toBeGreaterThan(0);
  });
});

describe('office.yaml', () => {
  it.each([
    ['DE89 3704 0044 0532 0130 00', 'DE89 3704 0044 0532 0130 01', "IBAN 'iban' must be an IBAN whose check digits fit, not 'DE89 3704 0044 0532 0130 01'."],
    ['carla@northlight.example', 'Carla <carla@northlight.example>', "MAIL 'email' must be one mail address, not 'Carla <carla@northlight.example>'."],
    ['milo@northlight.example', 'Carla@northlight.example', "TWICE 'carla@northlight.example' is here already."],
    ['roles: [finance]', 'roles: [finanse]', "UNKNOWN_VALUE 'roles' must be 'coordinator', 'manager', 'finance' or 'viewer', not 'finanse'; did you mean 'finance'?"],
    ['roles: [finance]', 'roles: []', "EMPTY 'roles' is empty."],
    ['legal: legal', 'legal: #legal', "EMPTY 'legal' is empty; text that begins with # needs quotation marks."],
    ['zone: Europe/Berlin', 'zone: Europe/Berln', "UNKNOWN_ZONE 'zone' must be a time zone such as Europe/Berlin, not 'Europe/Berln'."],
    ['locale: en-GB', 'locale: english_uk', "UNKNOWN_LOCALE 'locale' must be a language tag such as en-GB, not 'english_uk'."],
    ['second_language: en', 'second_language: english', "UNKNOWN_VALUE 'second_language' must be 'en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'ja', 'zh', 'ar' or 'he', not 'english'."],
    ['region: BE', 'region: XX', "UNKNOWN_COUNTRY 'region' must be a region of DE such as BB, not 'XX'."],
    ['2026-12-31, 2027', '2026-11-31, 2027', "DATE_INVALID 'extra' must be a date such as 2026-12-31, not '2026-11-31'."],
    ['USD: 0.8525', 'USD: 0', "NUMBER 'USD' must be a number above 0 such as 0.92, not '0'."],
    ['USD: 0.8525', 'EUR: 1', "RATE_OF_OWN EUR is the office's own currency; leave it out."],
    ['USD: 0.8525', 'USX: 1', "UNKNOWN_CURRENCY 'rates' must be a code of ISO 4217 such as EUR, not 'USX'."],
    ['- date: 2026-07-01', '- date: 2026-01-02', "TWICE '2026-01-02' is here already."],
    ['category: S, rate: 19', 'category: S', "MISSING_KEY a tax of category S needs 'rate'."],
    ['category: Z', 'category: Z, rate: 5', 'VAT_RATE category Z has no rate; only S has one.'],
    ['rate: 7', 'rate: 700', "VAT_RATE 'rate' is in percent and at most 100, not '700'."],
    ['terms: {days: 30}', 'terms: {}', "EMPTY payment terms need a word such as 'days: 30'."],
    ['estimate: EST', 'estimate: INV', 'TWICE the four kinds of numbers need beginnings of their own.'],
    ['tax: standard', 'tax: standrad', "UNKNOWN_TAX 'standrad' is none of the taxes in office.yaml; did you mean 'standard'?"],
    ['currency: JPY', 'currency: JPY\n    account_manager: mila@northlight.example', "UNKNOWN_PERSON 'mila@northlight.example' is nobody in office.yaml; did you mean 'milo@northlight.example'?"],
    ['on_acceptance: submit', 'on_acceptance: submitt', "UNKNOWN_VALUE 'on_acceptance' must be 'submit' or 'draft', not 'submitt'; did you mean 'submit'?"],
    ['on_acceptance: submit', 'on_acceptance: submit\ndigest: weekly', "UNKNOWN_VALUE 'digest' must be 'off' or a day and a time such as {day: monday, at: \"08:00\"}, not 'weekly'."],
    ['on_acceptance: submit', 'on_acceptance: submit\ndigest: {day: sunday}', "UNKNOWN_VALUE 'day' must be 'monday', 'tuesday', 'wednesday', 'thursday' or 'friday', not 'sunday'; did you mean 'monday'?"],
    ['on_acceptance: submit', 'on_acceptance: submit\ndigest: {at: 8 am}', "FORMAT 'at' must be a time such as 08:00, not '8 am'."],
    ['country: US', 'country: USA', "UNKNOWN_COUNTRY 'country' must be a country code of ISO 3166 such as DE, not 'USA'."],
  ])('refuses %j written as %j', (written, instead, fault) => expect(faultsWith(written, instead)).toEqual([fault]));

  it('sends its digest on Mondays at eight unless it says otherwise', () => {
    const read = (more: string) => readOffice(`${shipped}${more}`).value?.digest;
    expect([read(''), read('digest: {day: wednesday}\n'), read('digest: {at: 17:30}\n'), read('digest: off\n')]).toEqual([
      { day: 'monday', at: '08:00' }, { day: 'wednesday', at: '08:00' }, { day: 'monday', at: '17:30' }, 'off',
    ]);
  });

  it('reads payment terms of every kind', () => {
    const written = shipped.replace('terms: {days: 30}', 'terms: {end_of_month: true, months: 1, days: 10, then: end-of-month, day_of_next_month: 15, adjust: following}');
    expect(readOffice(written).value?.terms).toEqual({ endOfMonth: true, months: 1, days: 10, then: 'end-of-month', dayOfNextMonth: 15, adjust: 'following' });
  });
});
