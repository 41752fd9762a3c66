/** Taxes and exchange as people see them: on the page and on the status card, each amount the stored one. */
import { exchangeOn } from '../../domain/exchange';
import { fromDecimal } from '../../domain/money';
import { invoiceModel } from '../../templates/model';
import { exchangeText, taxWords, totalsText } from '../../templates/slack/facts';
import { content, globex, invoice, line, outside, paid, standard } from './samples';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const rows = (facts: readonly { label: string; value: string }[]) => facts.map(({ label, value }) => plain(`${label}: ${value}`));
const city = { ...outside, beside: [{ kind: 'added', name: 'New York State', rate: '4' }, { kind: 'added', name: 'New York City', rate: '4.5' }] } as const;
const freelance = { ...standard, beside: [{ kind: 'withheld', name: 'IRPF', rate: '15' }] } as const;
const table = { currency: 'EUR', days: [{ date: '2026-10-30', worth: { USD: '1/1.1593' } }] };

describe('a page', () => {
  it('names each sales tax with its rate and amount', () => {
    const { sums, lines, invoice: fields } = invoiceModel(invoice(content([line('Chair', '1', '1000', { vat: city })], { currency: 'USD' }), globex));
    expect(lines[0]?.vat).toBe('4% + 4.5%');
    expect(rows(sums)).toEqual(['Net amount: 1,000.00', 'New York State 4%: 40.00', 'New York City 4.5%: 45.00']);
    expect(plain(fields.due)).toBe('1,085.00 USD');
  });

  it('takes what the buyer withholds off the total, in a row of its own', () => {
    const { sums, invoice: fields } = invoiceModel(invoice(content([line('Consulting', '1', '1000', { vat: freelance })]), globex));
    expect(rows(sums)).toEqual(['Net amount: 1,000.00', 'VAT 19%: 190.00', 'Total: 1,190.00', 'IRPF 15% withheld: \u2212150.00']);
    expect([fields.total, fields.due].map(plain)).toEqual(['1,190.00 EUR', '1,040.00 EUR']);
  });

  it('tells the VAT in the currency of the tax return, with the rate as it was quoted', () => {
    const dollars = invoice(content([line('Consulting', '1', '1000')], { currency: 'USD' }), globex);
    const facts = rows(invoiceModel({ ...dollars, ...exchangeOn(dollars.totals, table, '2026-11-02') }).facts);
    expect(facts.at(-1)).toBe('VAT in EUR: 163.89 EUR (1 EUR = 1.1593 USD of October 30, 2026)');
    expect(rows(invoiceModel(dollars).facts).join()).not.toContain('VAT in');
  });
});

describe('in Slack', () => {
  it('a tax and the totals say what comes beside VAT', () => {
    expect([taxWords(city), taxWords(freelance)]).toEqual(['New York State 4 %, New York City 4.5 %', '19 % VAT, IRPF 15 % withheld']);
    expect(plain(totalsText(invoice(content([line('Consulting', '1', '1000', { vat: freelance })]), globex)))).toBe('Net 1,000.00 EUR · 19 % VAT 190.00 EUR · IRPF 15 % withheld 150.00 EUR · *Total 1,040.00 EUR*');
  });

  it('the card says what is booked and what was gained', () => {
    const dollars = invoice(content([line('Consulting', '1', '1000', { vat: outside })], { currency: 'USD' }), globex);
    const booked = { ...dollars, ...exchangeOn(dollars.totals, table, '2026-11-02') };
    expect(plain(exchangeText(booked)!)).toBe('Booked 862.59 EUR at 1 EUR = 1.1593 USD of 30 October 2026');
    const eur = (text: string) => fromDecimal(text, 'EUR');
    const { invoice: lossy } = paid(booked, '1000', { exchange: { rate: '0.85', date: '2026-11-28', received: eur('850'), released: eur('862.59'), gain: eur('-12.59') } });
    expect(plain(exchangeText(lossy)!)).toMatch(/; exchange loss so far 12\.59 EUR$/);
    const { invoice: unknown } = paid(booked, '1000', { exchange: { released: eur('862.59') } });
    expect(exchangeText(unknown)).toMatch(/; a payment had no rate$/);
    expect([exchangeText(dollars), exchangeText({ ...booked, number: undefined })]).toEqual([undefined, undefined]);
  });
});
