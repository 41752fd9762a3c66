/** Exchange rates: the newest one on or before the day, and never a guess. */
import fc from 'fast-check';
import { addDays } from '../../domain/dates';
import { money } from '../../domain/money';
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
