/** Taxes in office.yaml: dated rates, taxes beside VAT, what is cited, small businesses; each fault with its place and remedy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { readOffice } from '../../config/office';
import { faultLine } from '../../domain/fault';

const SHIPPED = readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8');
const withTax = (tax: string, more = ''): string => SHIPPED.replace(/^taxes:\n/m, `${more}taxes:\n  - ${tax}\n`);
const taxIn = (tax: string, more = '') => readOffice(withTax(tax, more)).value?.taxes[0];
const faultsIn = (text: string): string[] => (readOffice(text).faults ?? []).map(faultLine).map((fault) => fault.replace(/^\d+:\d+ /, ''));

describe('a tax', () => {
  it('has dated rates, and is known by its id then', () => {
    expect(taxIn('{id: vat, name: "VAT {rate} %", category: S, rates: [{rate: 19}, {from: 2020-07-01, rate: 16}, {from: 2021-01-01, rate: 19}]}')).toEqual({
      id: 'vat', name: 'VAT {rate} %', vat: { category: 'S', rate: '19', taxId: 'vat' }, rates: [{ rate: '19' }, { rate: '16', from: '2020-07-01' }, { rate: '19', from: '2021-01-01' }],
    });
  });

  it('brings others beside it', () => {
    expect(taxIn('{id: nyc, name: New York City, category: O, added: [{name: State, rate: 4}, {name: City, rate: 4.5}]}')?.vat).toEqual({
      category: 'O', rate: '0', taxId: 'nyc', beside: [{ kind: 'added', name: 'State', rate: '4' }, { kind: 'added', name: 'City', rate: '4.5' }],
    });
    expect(taxIn('{id: irpf, name: VAT and IRPF, category: S, rate: 21, withheld: [{name: IRPF, rate: 15}]}')?.vat.beside).toEqual([{ kind: 'withheld', name: 'IRPF', rate: '15' }]);
  });

  it('cites the law, and stays as plain as it is written', () => {
    expect(taxIn('{id: school, name: Lessons, category: E, law: § 4 Nr. 21 UStG, vatex: VATEX-EU-132-1I}')?.vat).toEqual({ category: 'E', rate: '0', taxId: 'school', law: '§ 4 Nr. 21 UStG', vatex: 'VATEX-EU-132-1I' });
    expect(taxIn('{id: plain, name: VAT, category: S, rate: 19.0}')?.vat).toEqual({ category: 'S', rate: '19' });
  });

  it.each([
    ['{id: a, name: A, category: S, rate: 19, rates: [{rate: 7}]}', "VAT_RATE a tax has 'rate' or, with their days, 'rates', not both."],
    ['{id: a, name: A, category: S, rates: [{from: 2021-01-01, rate: 7}, {from: 2020-01-01, rate: 19}]}', 'ORDER the rate from 2020-01-01 comes after the one from 2021-01-01: put them in the order of their days.'],
    ['{id: a, name: A, category: S, rates: [{rate: 7}, {rate: 19}]}', "MISSING_KEY a dated rate needs 'from'."],
    ['{id: a, name: A, category: S, rates: [{rate: 700}]}', "VAT_RATE 'rate' is in percent and at most 100, not '700'."],
    ['{id: a, name: A, category: Z, rates: [{rate: 7}]}', 'VAT_RATE category Z has no rate; only S has one.'],
    ['{id: a b, name: A, category: Z}', "FORMAT 'id' must be one word, not 'a b'."],
    ['{id: a, name: A, category: O, added: [{name: City}]}', "MISSING_KEY a tax that is added needs 'rate'."],
    ['{id: a, name: A, category: E, vatex: 132}', "FORMAT 'vatex' must be a code of the VATEX list such as VATEX-EU-132, not '132'."],
  ])('%s is told: %s', (tax, fault) => expect(faultsIn(withTax(tax))).toContain(fault));
});

describe('a small business', () => {
  const small = SHIPPED.replace(/^taxes:\n[\s\S]*?\n\n/m, 'small_business: true\ntaxes:\n  - {id: standard, name: Exempt, category: E}\n  - {id: outside, name: Outside, category: O}\n\n');

  it('cites the words of its country', () => {
    expect(readOffice(small).value?.taxes[0]?.vat).toEqual({ category: 'E', rate: '0', taxId: 'standard', law: '§ 19 UStG' });
    const french = small.replace('country: DE', 'country: FR').replace(/ {2}vat_id: .*\n/, '');
    expect(readOffice(french).value?.taxes[0]?.vat).toMatchObject({ law: 'TVA non applicable, art. 293 B du CGI', vatex: 'VATEX-FR-FRANCHISE' });
    expect(faultsIn(small.replace('country: DE', 'country: US'))).toContain("MISSING_KEY a small business in US needs 'law': what it cites for charging no VAT.");
  });

  it('has no tax with a rate', () => {
    expect(faultsIn(withTax('{id: a, name: A, category: E}', 'small_business: true\n'))).toContain('SMALL_BUSINESS a small business charges no VAT: make it category E, or leave small_business out.');
  });
});

it('the taxes of docs/taxes.md are sound', () => {
  const blocks = [...readFileSync(join(shippedConfig(), '../docs/taxes.md'), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  expect(blocks).toHaveLength(3);
  for (const block of blocks) {
    const one = block.startsWith('#') ? block.split(/^# /m).slice(1).map((rows) => `taxes:\n${rows.replace(/^.*\n/, '')}`) : [block];
    // The sample clients' own taxes must be there, too, and a small business has none with a rate.
    for (const taxes of one) {
      const sample = taxes.includes('small_business') ? '- {id: standard, name: A, category: E}' : '- {id: standard, name: A, category: S, rate: 1}';
      const more = ['standard', 'outside'].filter((id) => !taxes.includes(`id: ${id}`)).map((id) => (id === 'outside' ? '  - {id: outside, name: B, category: O}' : `  ${sample}`)).join('\n');
      expect(faultsIn(SHIPPED.replace(/^taxes:\n[\s\S]*?\n\n/m, `${taxes.trimEnd().replace(/^- /gm, '  - ')}\n${more}\n\n`))).toEqual([]);
    }
  }
});

it('VAT ids of the seller and of clients are checked by their digits', () => {
  expect(faultsIn(SHIPPED.replace('DE123456788', 'DE123456789'))).toEqual(["VAT_ID 'vat_id' must be a VAT id whose check digits fit, such as DE123456788, not 'DE123456789'."]);
  expect(readOffice(SHIPPED.replace('DE123456788', 'DE 123 456 788')).value?.seller.vatId).toBe('DE123456788');
});
