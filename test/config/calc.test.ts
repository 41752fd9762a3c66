/** The calculator at its command line, compiled and run by Node as `npm run calc` runs it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const CASES = join(ROOT, 'test/cases/money-cases.json');
let place: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'calc-'));
  const compile = ['--ignoreConfig', '--module', 'nodenext', '--target', 'es2023', '--esModuleInterop', '--skipLibCheck', '--strict', '--types', 'node', '--rootDir', ROOT, '--outDir', place];
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...compile, join(ROOT, 'config/calc.ts')], { cwd: ROOT });
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

function calc(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(place, 'config/calc.js'), ...args], { encoding: 'utf8', env: { NODE_PATH: join(ROOT, 'node_modules') } });
  return { lines: stdout.trimEnd().split('\n'), stderr, status };
}

function calcOf(content: unknown) {
  const file = join(place, 'cases.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return calc(file);
}

const exponent = (id: string, currency: string, expected?: unknown) => ({ id, kind: 'minor-unit-exponent', input: { currency }, expected });
const invoice = (input: object, expected?: object) => [{ id: 'x', kind: 'invoice', input: { currency: 'EUR', lines: [], ...input }, expected }];
const standard = { category: 'S', rate: '19' };

describe('npm run calc', () => {
  it('computes every given case exactly and skips none', () => {
    const { lines, stderr, status } = calc(CASES);
    expect(lines.filter((line) => !line.startsWith('ok '))).toEqual(['67 ok, 0 different, 0 unreadable, 0 skipped']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('takes a bare array, and cases that expect nothing', () => {
    const { lines, status } = calcOf([exponent('kwd', 'KWD'), exponent('jpy', 'JPY', { exponent: 0 })]);
    expect(lines).toEqual(['ok kwd {"exponent":3}', 'ok jpy {"exponent":0}', '2 ok, 0 different, 0 unreadable, 0 skipped']);
    expect(status).toBe(0);
  });

  it('tells a difference, goes on, and exits 1', () => {
    const { lines, status } = calcOf({ cases: [exponent('huf', 'HUF', { exponent: 0 }), exponent('eur', 'EUR', { exponent: 2 })] });
    expect(lines).toEqual(['different huf expected {"exponent":0} got {"exponent":2}', 'ok eur {"exponent":2}', '1 ok, 1 different, 0 unreadable, 0 skipped']);
    expect(status).toBe(1);
  });

  it('calls one wrong digit, a missing share or an unknown expected field a difference', () => {
    const input = { lines: [{ quantity: '1', unitPrice: '100', vat: standard }] };
    for (const expected of [{ gross: '119.01' }, { gross: '119.0' }, { vat: [] }, { lineNets: ['100.00', '0.00'] }, { grandTotal: '119.00' }]) {
      expect(calcOf(invoice(input, expected)).lines[0]).toMatch(/^different x expected /);
    }
  });

  it.each([
    [{ category: 'S', rate: '5.5' }, '5.50'], [{ category: 'S', rate: '19.00' }, '19.00'], [{ category: 'S', rate: '8.125' }, '8.125'], [{ category: 'O', rate: null }, '0.00'], [{ category: 'AA', rate: '8' }, '8.00'],
  ])('writes the rate of %j as %s', (vat, rate) => {
    const { status } = calcOf(invoice({ lines: [{ quantity: '0', unitPrice: '1', vat }] }, { vat: [{ category: vat.category, rate, base: '0.00', tax: '0.00' }] }));
    expect(status).toBe(0);
  });

  it('takes percentages with and without a base, inclusive prices, and nulls for what is absent', () => {
    const lines = [{ quantity: '2', unitPrice: '119', baseQuantity: null, vat: standard, allowancesCharges: [{ type: 'allowance', percent: '50', base: '119.00' }] }];
    const { lines: [line] } = calcOf(invoice({ prices: 'inclusive', lines, allowancesCharges: [{ type: 'allowance', percent: '10', vat: null }], prepaid: null }, { lineGross: ['178.50'], net: '135.00', due: '160.65' }));
    expect(line).toMatch(/^ok x /);
  });

  it('reads GOBL invoices with surcharges, several retained taxes, and prices that hold one tax', () => {
    const taxes = [{ cat: 'VAT', percent: '22%' }, { cat: 'IRPEF', percent: '20%' }, { cat: 'CP', percent: '4%' }, { cat: 'ISS', percent: '5%' }];
    const fund = { percent: '4%', taxes: [{ cat: 'VAT', percent: '22%' }] };
    const gobl = (id: string, input: object, expected: object) => ({ id, kind: 'gobl-invoice', input: { currency: 'EUR', pricesInclude: null, ...input }, expected });
    const { lines, status } = calcOf([
      gobl('retained', { lines: [{ quantity: '1', unitPrice: '1000', taxes }], charges: [fund] }, { charge: '40.00', total: '1040.00', tax: '228.80', retained_tax: '240.00', payable: '1028.80' }),
      gobl('surcharge', { lines: [{ quantity: '1', unitPrice: '121', taxes: [{ cat: 'VAT', percent: '21%', surcharge: '5.2%' }] }], pricesInclude: 'VAT' }, { tax_included: '21.00', total: '100.00', tax: '26.20', payable: '126.20' }),
      gobl('outside', { lines: [{ quantity: '1', unitPrice: '10', taxes: [] }], discounts: [{ percent: '10%' }] }, { discount: '1.00', total: '9.00', tax: '0.00', payable: '9.00' }),
    ]);
    expect({ lines: lines.map((text) => text.split(' ').slice(0, 2).join(' ')), status }).toEqual({ lines: ['ok retained', 'ok surcharge', 'ok outside', '3 ok,'], status: 0 });
  });

  it('names a case it cannot read, with the reason, and exits 1', () => {
    const wrong = [
      { kind: 'invoice' }, { id: 'no-kind', input: {} }, 7, null,
      { id: 'no-lines', kind: 'invoice', input: { currency: 'EUR' } },
      { id: 'float', kind: 'allocate', input: { currency: 'EUR', total: 1.5, weights: ['1'] } },
      { id: 'exponential', kind: 'allocate', input: { currency: 'EUR', total: '1e3', weights: ['1'] } },
      { id: 'no-weights', kind: 'allocate', input: { currency: 'EUR', total: '1', weights: [] } },
      { id: 'step', kind: 'due-date', input: { issueDate: '2026-01-01', term: { weeks: 2 } } },
      { id: 'day', kind: 'due-date', input: { issueDate: '2026-02-30', term: { days: 2 } } },
      { id: 'moment', kind: 'issue-date-of-instant', input: { instant: '2026-01-01', zone: 'UTC' } },
      { id: 'zone', kind: 'issue-date-of-instant', input: { instant: '2026-01-01T00:00:00Z', zone: 'Mars' } },
      { id: 'locale', kind: 'parse-amount', input: { currency: 'EUR', text: '1', locale: 'no such' } },
      { id: 'currency', kind: 'minor-unit-exponent', input: { currency: 'XXX' } },
      ...invoice({ allowancesCharges: [{ type: 'allowance' }] }),
    ];
    const { lines, status } = calcOf(wrong);
    expect(lines.slice(0, -1).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'ill-formed case 1', 'ill-formed no-kind ✖', 'ill-formed case 3', 'ill-formed case 4', 'ill-formed no-lines ✖', 'ill-formed float ✖', 'refused exponential DecimalUnreadable', 'refused no-weights WeightsUnusable',
      'ill-formed step ✖', 'refused day DateUnreadable', 'ill-formed moment ✖', 'refused zone ZoneUnknown', 'ill-formed locale Incorrect', 'refused currency CurrencyUnknown', 'ill-formed x ✖',
    ]);
    expect(lines.at(-1)).toBe(`0 ok, 0 different, ${wrong.length} unreadable, 0 skipped`);
    expect(status).toBe(1);
  });

  it('can expect a refusal', () => {
    const text = (expected: object) => [{ id: 'x', kind: 'parse-amount', input: { currency: 'EUR', text: '1.000' }, expected }];
    expect(calcOf(text({ refusal: 'AmountAmbiguous' }))).toMatchObject({ status: 0 });
    expect(calcOf(text({ minorUnits: '100' }))).toMatchObject({ status: 1 });
  });

  it.each(['', '{', '"text"', '{"case":[]}', 'null'])('refuses a file that holds %j', (content) => {
    const { stderr, status } = calcOf(content);
    expect(stderr).toMatch(/cases\.json: /);
    expect(status).toBe(1);
  });

  it('refuses a file that is not there, and no file at all', () => {
    expect(calc(join(place, 'none.json'))).toMatchObject({ status: 1, stderr: expect.stringContaining('ENOENT') });
    expect(calc()).toMatchObject({ status: 1, stderr: 'Usage: npm run -s calc -- FILE\n' });
  });
});
