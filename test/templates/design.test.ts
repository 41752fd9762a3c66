/** Designs on paper: columns, heads, groups with their stored sums, sums above, delivery address, instalments; and that figures never change. */
import { openBook } from '../../config/book';
import { HEAD_WORDS } from '../../config/designs';
import { shippedConfig } from '../../config/env';
import { PLAIN_DESIGN } from '../../domain/design';
import { PLAIN_LOOK } from '../../domain/look';
import { TRADE_SAMPLES } from '../../embedded/preview/samples';
import en from '../../templates/locales/en.json';
import { invoiceModel } from '../../templates/model';
import { renderDocument } from '../../templates/render';
import { acme, content, invoice, line } from './samples';

const { look } = openBook(shippedConfig(), { info: () => {}, warn: () => {} }).current();
const hours = (person: string, date: string, quantity: string) => line(`Work of ${person}`, quantity, '100', { person, date, section: `Part ${person}`, serial: `N-${quantity}`, unit: 'h' });
const of = content([hours('Ada', '2026-10-05', '1'), hours('Ben', '2026-10-12', '2'), hours('Ada', '2026-10-13', '4')]);
const modelOf = (design: string, more = {}) => invoiceModel(invoice({ ...of, ...more, design }, acme), { look });

describe('the shipped designs', () => {
  it('serve eleven trades, each with a sample', () => {
    expect(look.designs.map(({ key }) => key)).toEqual(['consulting', 'design-studio', 'construction', 'retail', 'clinic', 'legal', 'restaurant', 'transport', 'photography', 'rental', 'non-profit']);
    expect(TRADE_SAMPLES.map(({ name }) => name)).toEqual(look.designs.map(({ key }) => `trade-${key}`));
  });

  it('have words for every head that a design may name', () => expect(Object.keys(en.design.heads).sort()).toEqual([...HEAD_WORDS].sort()));

  it.each(TRADE_SAMPLES.map((sample) => [sample.title, sample] as const))('%s changes no figure', (_, { make }) => {
    const [plain, designed] = [make(PLAIN_LOOK), make(look)].map((model) => ('invoice' in model ? [model.invoice, model.sums] : []));
    expect(designed).toEqual(plain);
  });
});

describe('lines in groups', () => {
  it('stand by person, with the sum of their stored amounts below', () => {
    const { lines, columns } = modelOf('consulting');
    expect(columns.map(({ head }) => head)).toEqual(['Date', 'Service', 'Hours', 'Rate', 'VAT', 'Amount in EUR']);
    expect(lines.map(({ group, position, subtotalLabel, subtotal }) => [group, position, subtotalLabel, subtotal])).toEqual([
      ['Ada', '1', '', ''], ['', '3', 'Subtotal Ada', '500.00'], ['Ben', '2', 'Subtotal Ben', '200.00']]);
    expect(lines[0]!.cells.map(({ text }) => text)).toEqual(['5 Oct 2026', 'Work of Ada', '1 h', '100.00', '19%', '100.00']);
  });

  it('stand by week of their dates, and by section', () => {
    expect(modelOf('legal').lines.map(({ group }) => group)).toEqual(['Week of 5 October 2026', 'Week of 12 October 2026', '']);
    expect(modelOf('construction').lines.map(({ group }) => group)).toEqual(['Part Ada', '', 'Part Ben']);
  });

  it('that are one group or none need no sum', () => {
    const one = modelOf('consulting', { lines: of.lines.filter(({ person }) => person === 'Ada') });
    expect(one.lines.map(({ group, subtotal }) => [group, subtotal])).toEqual([['Ada', ''], ['', '']]);
    expect(modelOf('rental').lines.every(({ group }) => group === '')).toBe(true);
  });
});

describe('a design', () => {
  it('that is gone leaves the standard one', () => expect(modelOf('steel').columns.map(({ name }) => name)).toEqual(PLAIN_DESIGN.columns));

  it('puts sums above, in its own colour, without a second time below', () => {
    const html = renderDocument(modelOf('photography'), look);
    expect(html).toContain('--accent:#222222');
    expect(html.indexOf('class="sums"')).toBeLessThan(html.indexOf('class="lines"'));
    expect(html.split('class="sums"')).toHaveLength(2);
  });

  it('names the delivery address in its own words, and prints the plan of instalments', () => {
    const plan = [{ due: '2026-12-01', share: { percent: '33.3' }, name: 'Deposit' }, { due: '2027-01-01', share: 'rest' as const }];
    const { delivery, plan: printed, invoice: { dueDate } } = modelOf('construction', { deliveryAddress: 'Yard 4\n20537 Hamburg', instalments: plan });
    expect(delivery).toEqual({ label: 'Site', value: 'Yard 4\n20537 Hamburg' });
    expect(printed).toEqual({ heading: 'Instalments', rows: [{ name: 'Deposit', due: '1 December 2026', amount: '277.39\u00a0EUR' }, { name: 'Instalment 2', due: '1 January 2027', amount: '555.61\u00a0EUR' }] });
    expect(dueDate).toBe('2 December 2026'); // As it was frozen when this sample was issued.
  });
});
