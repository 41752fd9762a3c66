/** An invoice in another currency: no rate, no submission; the rate is frozen at issue; each payment's gain goes and comes with it. */
import fc from 'fast-check';
import { submitted } from '../../domain/drafting';
import { exchangeAtIssue, exchangeOn, totalGain } from '../../domain/exchange';
import { add, fromDecimal, money, sum, toDecimal } from '../../domain/money';
import { paid, reversed } from '../../domain/payment';
import type { RateTable } from '../../domain/rates';
import { act, after, CARLA, drafted, FATIMA, line, refusalOf, RULES, sent, TODAY } from '../support/samples';

const table: RateTable = { currency: 'EUR', days: [{ date: '2026-11-20', worth: { USD: '0.9215' } }, { date: TODAY, worth: { USD: '0.9350' } }] };
const rules = { ...RULES, rates: table };
const dollars = { currency: 'USD', lines: [line({ vat: { category: 'O' as const, rate: '0' } })] };
const usd = (text: string) => fromDecimal(text, 'USD');
/** Issued on the 20th. */
const abroad = () => ({ ...sent(dollars), exchange: { amount: fromDecimal('921.50', 'EUR'), rate: '0.9215', date: '2026-11-20' } });

describe('submitting', () => {
  it('an invoice whose currency has no rate is refused, with the words what is missing', () => {
    const none = { ...rules, rates: { currency: 'EUR', days: [] } };
    expect(refusalOf(() => submitted(drafted(dollars), 1, act(CARLA), none))).toBe('RateMissing');
    expect(() => submitted(drafted(dollars), 1, act(CARLA), none)).toThrow('No exchange rate between USD and EUR is known on or before 2026-11-23, and none is guessed');
  });

  it('keeps the rate as it is known, and none for the office’s own currency', () => {
    expect(submitted(drafted(dollars), 1, act(CARLA), rules).changes.exchange).toEqual({ amount: fromDecimal('935', 'EUR'), rate: '0.9350', date: TODAY });
    expect(submitted(drafted(), 1, act(CARLA), rules).changes).not.toHaveProperty('exchange');
  });

  it('again in the office’s currency forgets the rate', () => {
    const before = after(drafted(dollars), submitted(drafted(dollars), 1, act(CARLA), rules));
    const changed = { ...drafted(), exchange: before.exchange };
    expect(after(changed, submitted(changed, 1, act(CARLA), rules))).not.toHaveProperty('exchange');
  });
});

describe('VAT in the currency of the tax return', () => {
  const taxed = (vatTotal: string) => ({ due: usd('1190'), vatTotal: usd(vatTotal) });

  it('is told for another currency only, and only where there is VAT', () => {
    expect(exchangeOn(taxed('190'), table, TODAY).taxExchange).toEqual({ amount: fromDecimal('177.65', 'EUR'), rate: '0.9350', date: TODAY });
    expect(exchangeOn(taxed('0'), table, TODAY)).not.toHaveProperty('taxExchange');
    expect(exchangeOn({ due: fromDecimal('119', 'EUR'), vatTotal: fromDecimal('19', 'EUR') }, table, TODAY)).toEqual({});
  });

  it('may be another than the office’s', () => {
    const czech = { ...table, taxCurrency: 'CZK', days: [...table.days, { date: '2026-11-01', worth: { CZK: '0.04' } }] };
    expect(exchangeOn({ due: fromDecimal('119', 'EUR'), vatTotal: fromDecimal('19', 'EUR') }, czech, TODAY)).toEqual({ taxExchange: { amount: fromDecimal('475', 'CZK'), rate: '25', date: '2026-11-01' } });
    expect(refusalOf(() => exchangeOn({ due: fromDecimal('119', 'EUR'), vatTotal: fromDecimal('19', 'EUR') }, { ...table, taxCurrency: 'CZK' }, TODAY))).toBe('RateMissing');
  });
});

describe('at issue', () => {
  it('the rate of that day counts, and the approved one should it be gone', () => {
    const approved = { ...sent(dollars), exchange: exchangeOn(sent(dollars).totals, table, '2026-11-20').exchange };
    expect(exchangeAtIssue(approved, table, TODAY).exchange?.rate).toBe('0.9350');
    expect(exchangeAtIssue(approved, { currency: 'EUR', days: [] }, TODAY)).toEqual({ exchange: approved.exchange });
  });
});

describe('a payment', () => {
  it('keeps what came in, what it released and the gain, and says so', () => {
    const told = paid(abroad(), { amount: usd('1000'), date: TODAY, reference: '' }, act(FATIMA), rules);
    expect(told.changes.payments?.[0]?.exchange).toEqual({ rate: '0.9350', date: TODAY, received: fromDecimal('935', 'EUR'), released: fromDecimal('921.50', 'EUR'), gain: fromDecimal('13.50', 'EUR') });
    expect(told.text).toContain('In EUR that is 935.00\u00a0EUR: an exchange gain of 13.50\u00a0EUR.');
  });

  it('of more than is owed gains on what is owed', () => {
    const told = paid(abroad(), { amount: usd('1500'), date: '2026-11-20', reference: '' }, act(FATIMA), rules);
    expect(told.changes.payments?.[0]?.exchange).toMatchObject({ received: fromDecimal('921.50', 'EUR'), gain: money(0, 'EUR') });
    expect(told.text).toContain('no exchange gain or loss');
  });

  it('without a rate of its day releases its share and gains nothing that anybody knows', () => {
    const told = paid(abroad(), { amount: usd('500'), date: '2026-11-01', reference: '' }, act(FATIMA), rules);
    expect(told.changes.payments?.[0]?.exchange).toEqual({ released: fromDecimal('460.75', 'EUR') });
    expect(told.text).toContain('No rate between USD and EUR is known for that day');
  });

  it('after a credit gains on its own share: what was credited was never to come', () => {
    const half = { ...abroad(), balance: usd('500'), credited: usd('500') };
    const told = paid(half, { amount: usd('500'), date: TODAY, reference: '' }, act(FATIMA), rules);
    expect(told.changes.payments?.[0]?.exchange).toMatchObject({ received: fromDecimal('467.50', 'EUR'), released: fromDecimal('460.75', 'EUR'), gain: fromDecimal('6.75', 'EUR') });
  });

  it('in the office’s own currency has nothing to exchange', () => {
    expect(paid(sent(), { amount: money(100, 'EUR'), date: TODAY, reference: '' }, act(FATIMA), rules).changes.payments?.[0]).not.toHaveProperty('exchange');
  });

  it('taken back takes its gain back: whatever stands in the end has released its share', () => {
    const step = fc.oneof(fc.record({ pay: fc.integer({ min: 1, max: 70_000 }), on: fc.constantFrom('2026-11-20', TODAY) }), fc.record({ back: fc.nat(5) }));
    fc.assert(fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      let invoice: ReturnType<typeof sent> = abroad();
      steps.forEach((each, index) => {
        if ('pay' in each) invoice = after(invoice, paid(invoice, { amount: money(each.pay, 'USD'), date: each.on, reference: `p${index}` }, act(FATIMA), rules));
        const payment = 'back' in each ? invoice.payments[each.back] : undefined;
        if (payment && !payment.reversed) invoice = after(invoice, reversed(invoice, payment.id, 'by mistake', act(FATIMA)));
      });
      const standing = invoice.payments.filter((one) => !one.reversed && one.exchange);
      const released = sum('EUR', standing.map(({ exchange }) => exchange!.released));
      if (invoice.balance.minor === 0) expect(toDecimal(released)).toBe('921.50');
      expect(released.minor).toBeLessThanOrEqual(92_150);
      const gains = sum('EUR', standing.map(({ exchange }) => (exchange!.rate === undefined ? money(0, 'EUR') : exchange!.gain)));
      expect(totalGain(invoice) ?? money(0, 'EUR')).toEqual(gains);
      expect(add(released, gains)).toEqual(sum('EUR', standing.map(({ exchange }) => (exchange!.rate === undefined ? money(0, 'EUR') : exchange!.received))));
    }));
  });
});
