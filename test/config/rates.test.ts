/** Rates from the European Central Bank's files: merged whole or not at all, read exactly, and never two rates for one day. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBook } from '../../config/book';
import { check } from '../../config/check';
import { shippedConfig } from '../../config/env';
import { rates } from '../../config/rates';
import { faultLine } from '../../domain/fault';
import { readQuotes } from '../../config/quotes';
import { fromDecimal, toDecimal } from '../../domain/money';
import { convertOn } from '../../domain/rates';

let folder: string;
const log = { info: () => undefined, warn: () => undefined };
const at = (name: string): string => join(folder, name);
const put = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const own = (): string => readFileSync(at('rates.csv'), 'utf8');

/** As the bank writes them (eurofxref.csv, eurofxref-hist.csv, eurofxref-daily.xml), with fewer columns. */
const DAILY = 'Date, USD, JPY, GBP, \n20 November 2026, 1.1593, 161.37, 0.88120, \n';
const HISTORY = 'Date,USD,JPY,CYP,GBP,\n2026-11-20,1.1593,161.37,N/A,0.88120,\n2026-11-19,1.1602,N/A,0.5842,0.88,\n';
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube>
<Cube time='2026-11-21'>
<Cube currency='USD' rate='1.1611'/><Cube currency='JPY' rate='161.40'/></Cube>
<Cube time="2026-11-20"><Cube currency="USD" rate="1.1593"/></Cube>
</Cube></gesmes:Envelope>`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office-rates-'));
  for (const name of ['office.yaml', 'approvals.yaml', 'reminders.yaml']) cpSync(join(shippedConfig(), name), at(name));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('importing', () => {
  it('takes the daily file, the history and the XML, and merges them', () => {
    expect(rates(['import', put('daily.csv', DAILY)], folder)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('1 day added of 1 in the file (2026-11-20)') });
    expect(own()).toBe('Date,GBP,JPY,USD\n2026-11-20,0.8812,161.37,1.1593\n');
    expect(rates(['import', put('hist.csv', HISTORY)], folder).out).toContain('1 day added of 2 in the file (2026-11-19 to 2026-11-20)');
    expect(rates(['import', put('daily.xml', XML)], folder).out).toContain('1 day added of 2 in the file (2026-11-20 to 2026-11-21)');
    expect(own()).toBe('Date,GBP,JPY,USD\n2026-11-21,N/A,161.4,1.1611\n2026-11-20,0.8812,161.37,1.1593\n2026-11-19,0.88,N/A,1.1602\n');
    expect(rates(['import', at('hist.csv')], folder).out).toContain('0 days added of 2');
  });

  it('changes nothing when a day has another quote already, and names both places', () => {
    rates(['import', put('daily.csv', DAILY)], folder);
    const before = own();
    const { code, err } = rates(['import', put('other.csv', 'Date,USD\n2026-11-22,1.2\n2026-11-20,1.1600\n')], folder);
    expect({ code, err }).toEqual({ code: 1, err: `${at('other.csv')} 3:1 RATE_TWICE 2026-11-20 quotes USD at 1.16, line 2 of rates.csv at 1.1593; correct one of both, and import again.\nNothing was written.\n` });
    expect(own()).toBe(before);
  });

  it('changes nothing when office.yaml says otherwise of a day', () => {
    const { code, err } = rates(['import', put('july.csv', 'Date,USD\n2026-07-01,1.2\n')], folder);
    expect(code).toBe(1);
    expect(err).toMatch(/RATE_TWICE another rate of USD on 2026-07-01 stands in line \d+ of office\.yaml \(0\.861\); delete one of both\./);
    expect(existsSync(at('rates.csv'))).toBe(false);
  });

  it.each([
    ['', '1:1 HEAD'], ['Date\n', '1:1 EMPTY'], ['Datum,USD\n', '1:1 HEAD'], ['Date,UDS\n2026-11-20,1\n', '1:2 UNKNOWN_CURRENCY'], ['Date,USD,USD\n2026-11-20,1,1\n', '1:3 TWICE'], ['Date,EUR\n2026-11-20,1\n', '1:2 RATE_OF_OWN'],
    ['Date,USD\n2026-02-30,1\n', '2:1 DATE_INVALID'], ['Date,USD\n30 Brumaire 2026,1\n', '2:1 DATE_INVALID'], ['Date,USD,JPY\n2026-11-20,1,x\n', '2:3 NUMBER'], ['Date,USD\n2026-11-20,0\n', '2:2 NUMBER'], ['Date,USD\n2026-11-20,-1\n', '2:2 NUMBER'], ['Date,USD\n2026-11-20,1e3\n', '2:2 NUMBER'],
    ['Date,USD\n2026-11-20,1\n2026-11-20,1\n', '3:1 TWICE'], ['Date,USD\n2026-11-20,1,2,3\n', '2:3 TOO_LONG'],
    ['<Envelope><Cube></Envelope>', 'SYNTAX'], ['<a/>', '1:1 EMPTY'], ["<Envelope><Cube>\n<Cube time='2026-13-01'><Cube currency='USD' rate='1'/></Cube></Cube></Envelope>", '2:1 DATE_INVALID'],
    ["<Envelope><Cube>\n<Cube time='2026-11-20'><Cube currency='USD' rate='&x;'/></Cube></Cube></Envelope>", '2:1 NUMBER'], ["<Envelope><Cube>\n<Cube time='2026-11-20'><Cube currency='UDS' rate='1'/></Cube></Cube></Envelope>", '2:1 UNKNOWN_CURRENCY'],
  ])('of %j is refused with place and reason, and writes nothing', (text, fault) => {
    const { code, err } = rates(['import', put('bad', text)], folder);
    expect({ code, told: err.includes(fault), last: err.endsWith('Nothing was written.\n') }).toEqual({ code: 1, told: true, last: true });
    expect(existsSync(at('rates.csv'))).toBe(false);
  });

  it('needs a file that is there, and says how it is called', () => {
    expect(rates(['import', at('none.csv')], folder)).toMatchObject({ code: 2, err: `${at('none.csv')} cannot be read.\n` });
    for (const args of [[], ['import'], ['export', 'x'], ['import', 'a', 'b']]) expect(rates(args, folder)).toEqual({ code: 2, out: '', err: 'Usage: npm run -s rates -- import FILE\n' });
  });
});

describe('the book', () => {
  it('goes by the quotes at once, exactly, beside those of office.yaml', () => {
    const book = openBook(folder, log);
    const convert = (amount: string, on: string, to?: string) => convertOn(fromDecimal(amount, 'USD'), book.current().office.rates, on, to);
    expect(convert('1000', '2026-11-20')).toMatchObject({ rate: '0.861', date: '2026-07-01' });
    rates(['import', put('daily.csv', DAILY)], folder);
    expect(convert('1000', '2026-11-20')).toEqual({ amount: fromDecimal('862.59', 'EUR'), rate: '1/1.1593', date: '2026-11-20' });
    expect(toDecimal(convert('11593', '2026-11-20')!.amount)).toBe('10000.00');
    expect(convert('1000', '2026-11-19')?.rate).toBe('0.861');
  });

  it('of an office in another currency goes over the euro', () => {
    const text = readFileSync(at('office.yaml'), 'utf8').replace('currency: EUR', 'currency: CHF').replace(/^rates:[\s\S]*?\n\n/m, '').replace(/^approvals/m, '');
    writeFileSync(at('office.yaml'), text);
    writeFileSync(at('approvals.yaml'), readFileSync(at('approvals.yaml'), 'utf8').replace(/EUR/g, 'CHF'));
    expect(rates(['import', put('daily.csv', DAILY)], folder)).toMatchObject({ code: 1, err: expect.stringContaining("there is no quote of CHF, the office's own currency") });
    expect(rates(['import', put('swiss.csv', 'Date,USD,CHF\n2026-11-20,1.1593,0.9312\n2026-11-19,1.16,N/A\n')], folder).code).toBe(0);
    const table = openBook(folder, log).current().office.rates;
    expect(convertOn(fromDecimal('1159.30', 'USD'), table, '2026-11-20')).toEqual({ amount: fromDecimal('931.20', 'CHF'), rate: '0.9312/1.1593', date: '2026-11-20' });
    expect(convertOn(fromDecimal('100', 'EUR'), table, '2026-11-20')?.amount).toEqual(fromDecimal('93.12', 'CHF'));
    expect(convertOn(fromDecimal('100', 'USD'), table, '2026-11-19')).toBeUndefined();
  });

  it('keeps the old rates when the file is faulty', () => {
    const book = openBook(folder, log);
    rates(['import', put('daily.csv', DAILY)], folder);
    const good = book.current();
    put('rates.csv', 'Date,USD\n2026-11-20,one\n');
    expect(book.current()).toBe(good);
    expect(check(['rates', at('rates.csv')])).toMatchObject({ code: 1, out: "2:2 NUMBER the quote of USD is 'one'; write a number above 0 such as 1.1593, or N/A.\n" });
  });
});

it('a history of 28 years is read with every quote', () => {
  const day = new Date(Date.UTC(1999, 0, 4));
  const rows = Array.from({ length: 7_000 }, () => {
    day.setUTCDate(day.getUTCDate() + 1);
    return `${day.toISOString().slice(0, 10)},${Array.from({ length: 30 }, (_, index) => `1.${1000 + index}`).join(',')},`;
  });
  const codes = 'USD JPY CZK DKK GBP HUF PLN RON SEK CHF ISK NOK TRY AUD BRL CAD CNY HKD IDR ILS INR KRW MXN MYR NZD PHP SGD THB ZAR AED'.split(' ');
  const { value, faults } = readQuotes(`Date,${codes.join(',')},\n${rows.join('\n')}\n`);
  expect(faults?.map(faultLine)).toBeUndefined();
  expect([value?.length, Object.keys(value?.at(-1)?.quotes ?? {}).length]).toEqual([7_000, 30]);
});
