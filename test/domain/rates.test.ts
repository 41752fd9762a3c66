/** Exchange rates: the newest one on or before the day, and never a guess. */
import fc from 'fast-check';
import { addDays } from '../../domain/dates';
import { convert, crossRate, money, rateDecimal } from '../../domain/money';
import { convertOn, type RateTable } from '../../domain/rates';

const table: RateTable = {
  currency: 'EUR',
  days: [
    { date: '2026-07-01', worth: { USD: '0.8610', KWD: '2.8014' } },
    { date: '2026-01-02', worth: { USD: '0.8525', JPY: '0.005434' } },
  ],
};

describe('a rate', () => {
  it.each([
    ['2026-01-01', undefined], ['2026-01-02', '0.8525'], ['2026-06-30', '0.8525'], ['2026-07-01', '0.8610'], ['2030-01-01', '0.8610'],
  ])('on %s is %s', (on, rate) => expect(convertOn(money(100_00, 'USD'), table, on)?.rate).toBe(rate));

  it('of a currency that a newer day leaves out is the older one', () =>
    expect(convertOn(money(100_000, 'JPY'), table, '2026-12-01')).toEqual({ amount: money(543_40, 'EUR'), rate: '0.005434', date: '2026-01-02' }));

  it('of an unknown currency is none, also of one named like a property', () => {
    expect(convertOn(money(1, 'CHF'), table, '2026-12-01')).toBeUndefined();
    expect(convertOn({ minor: 1, currency: 'constructor' }, table, '2026-12-01')).toBeUndefined();
  });

  it("of the office's own currency needs no table", () => expect(convertOn(money(5, 'EUR'), { currency: 'EUR', days: [] }, '2026-01-01')?.amount).toEqual(money(5, 'EUR')));

  it('converts between exponents and rounds once, half away from zero', () => {
    expect(convertOn(money(1_500, 'KWD'), table, '2026-07-01')?.amount).toEqual(money(420, 'EUR')); // 1.500 × 2.8014 = 4.2021
    expect(convertOn(money(-1, 'JPY'), { currency: 'EUR', days: [{ date: '2026-01-01', worth: { JPY: '0.005' } }] }, '2026-01-01')?.amount).toEqual(money(-1, 'EUR'));
  });

  it('is never one of a later day, whatever the order of the table', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(days, fc.integer({ min: 0, max: 400 }), (offsets, at) => {
      const on = addDays('2026-01-01', at);
      const found = convertOn(money(100, 'USD'), { currency: 'EUR', days: offsets.map((offset) => ({ date: addDays('2026-01-01', offset), worth: { USD: `1.${offset + 1}` } })) }, on);
      const best = Math.max(...offsets.filter((offset) => offset <= at));
      expect(found?.rate).toBe(Number.isFinite(best) ? `1.${best + 1}` : undefined);
    }));
  });
});

describe('a rate between two other currencies', () => {
  const ecb: RateTable = { currency: 'EUR', days: [{ date: '2026-11-20', worth: { USD: '1/1.1593', CZK: '1/24.312' } }, { date: '2026-11-21', worth: { USD: '1/1.16' } }] };

  it('goes over the table’s own, exactly, and is as old as the older of both', () => {
    expect(convertOn(money(100_00, 'USD'), ecb, '2026-11-22', 'CZK')).toEqual({ amount: money(2095_86, 'CZK'), rate: '3039/145', date: '2026-11-20' }); // 24.312 ÷ 1.16
    expect(convertOn(money(100_00, 'EUR'), ecb, '2026-11-22', 'USD')).toMatchObject({ amount: money(116_00, 'USD'), date: '2026-11-21' });
    expect(convertOn(money(100_00, 'GBP'), ecb, '2026-11-22', 'CZK')).toBeUndefined();
  });

  it('there and back is the same amount, for any two quotations', () => {
    const quote = fc.integer({ min: 1_000, max: 900_000 }).map((n) => `${Math.floor(n / 1e4)}.${String(n % 1e4).padStart(4, '0')}`);
    fc.assert(fc.property(quote, quote, fc.integer({ min: 1, max: 1e6 }), (usd, czk, minor) => {
      const quoted: RateTable = { currency: 'EUR', days: [{ date: '2026-01-01', worth: { USD: `1/${usd}`, CZK: `1/${czk}` } }] };
      const [there, back] = [crossRate(`1/${usd}`, `1/${czk}`), crossRate(`1/${czk}`, `1/${usd}`)];
      expect(crossRate(there, there)).toBe('1');
      expect(crossRate('1', back)).toBe(there);
      expect(convertOn(money(minor, 'USD'), quoted, '2026-01-01', 'CZK')?.rate).toBe(there);
    }));
  });
});

describe('a rate as people read it', () => {
  it.each([['0.8610', '0.8610'], ['1/1.1593', '0.862589'], ['1/160', '0.00625'], ['1/161.37', '0.00619694'], ['3039/145', '20.9586'], ['1234567/2', '617284'], ['2/3', '0.666667'], ['4/2', '2']])('%s is %s', (rate, text) => expect(rateDecimal(rate)).toBe(text));

  it.each(['0', '-1', '1/0', '1/2/3', '', 'a', '1/-2'])('%j is none', (rate) => {
    expect(() => convert(money(1, 'USD'), rate, 'EUR')).toThrow(expect.objectContaining({ code: 'DecimalUnreadable' }));
  });
});
