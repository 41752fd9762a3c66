/** Exchange: what is booked is released to the last unit, whatever comes in, and the gain is what lies between. */
import fc from 'fast-check';
import { booked, settled, type Receivable, type Settlement } from '../../domain/exchange';
import { add, fromDecimal, money, subtract, sum, toDecimal } from '../../domain/money';

const cents = fc.integer({ min: 1, max: 1_000_000_00 });
const rate = fc.integer({ min: 1, max: 5_000_000 }).map((millionths) => `${Math.floor(millionths / 1e6)}.${String(millionths % 1e6).padStart(6, '0')}`).filter((text) => !/^0\.0+$/.test(text));
const pairs = fc.constantFrom(['USD', 'EUR'], ['JPY', 'EUR'], ['KWD', 'EUR'], ['EUR', 'JPY'], ['EUR', 'KWD']);

/** All payments in order. */
function run(start: Receivable, payments: readonly { minor: number; rate: string }[]): { all: Settlement[]; left: Receivable } {
  let left = start;
  const all = payments.map(({ minor, rate: at }) => {
    const { left: after, ...one } = settled(left, money(minor, start.open.currency), at);
    left = after;
    return one;
  });
  return { all, left };
}

describe('a receivable in another currency', () => {
  it('is released whole when it is paid whole, in however many payments', () => {
    fc.assert(fc.property(pairs, cents, rate, fc.array(fc.record({ minor: cents, rate }), { maxLength: 6 }), rate, ([from = '', to = ''], minor, book, payments, last) => {
      const start = booked(money(minor, from), book, to);
      const { all, left } = run(start, [...payments, { minor, rate: last }]); // The last one pays more than whatever is open.
      expect(left).toEqual({ open: money(0, from), carried: money(0, to) });
      expect(sum(to, all.map(({ released }) => released))).toEqual(start.carried);
      expect(sum(to, all.map(({ gain }) => gain))).toEqual(subtract(sum(to, all.map(({ received }) => received)), start.carried));
    }));
  });

  it('never carries less than nothing or more than before', () => {
    fc.assert(fc.property(pairs, cents, rate, fc.array(fc.record({ minor: cents, rate }), { maxLength: 6 }), ([from = '', to = ''], minor, book, payments) => {
      const start = booked(money(minor, from), book, to);
      const { all, left } = run(start, payments);
      expect(left.carried.minor).toBeGreaterThanOrEqual(0);
      expect(add(left.carried, ...all.map(({ released }) => released))).toEqual(start.carried);
    }));
  });

  it('paid at its own rate at once gains nothing', () => {
    fc.assert(fc.property(pairs, cents, rate, ([from = '', to = ''], minor, book) => {
      expect(settled(booked(money(minor, from), book, to), money(minor, from), book).gain).toEqual(money(0, to));
    }));
  });

  it('of a credit note mirrors the one of its invoice', () => {
    const [plus, minus] = [1, -1].map((sign) => booked(money(sign * 100_01, 'USD'), '0.92155', 'EUR').carried.minor);
    expect(minus).toBe(-plus!);
  });

  it('overpaid settles what is open: the surplus earns nothing', () => {
    const { received, released, gain, left } = settled(booked(fromDecimal('100', 'USD'), '0.9', 'EUR'), fromDecimal('150', 'USD'), '1');
    expect([received, released, gain, left.carried].map(toDecimal)).toEqual(['100.00', '90.00', '10.00', '0.00']);
  });

  it('nothing is open of takes nothing more', () => {
    const { received, released } = settled({ open: money(0, 'USD'), carried: money(0, 'EUR') }, fromDecimal('5', 'USD'), '1');
    expect([received, released].map(toDecimal)).toEqual(['0.00', '0.00']);
  });
});
