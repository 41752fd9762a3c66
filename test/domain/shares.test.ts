/** Shares of amounts: credits by quantity, early payment, late interest, a period's days. */
import fc from 'fast-check';
import { creditShare } from '../../domain/credit-share';
import { addDays } from '../../domain/dates';
import { earlyPayment } from '../../domain/early-payment';
import { lateInterest } from '../../domain/interest';
import { decimalDifference } from '../../domain/decimal';
import { add, fraction, fromDecimal, lessPercent, levied, money, negate, percentOf, sum, toDecimal } from '../../domain/money';
import { prorated } from '../../domain/proration';

const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });
const eur = (text: string) => fromDecimal(text, 'EUR');
const minor = fc.integer({ min: -1e9, max: 1e9 });
const thousandths = (n: number): string => `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`;

describe('a credit', () => {
  it('takes its share of what is open and the last one the rest', () => {
    fc.assert(fc.property(minor, fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 8 }), (net, parts) => {
      let [open, left] = [money(net, 'EUR'), thousandths(parts.reduce((a, b) => a + b))];
      const credits = parts.map((part) => {
        const credit = creditShare(open, left, thousandths(part));
        open = add(open, negate(credit));
        left = decimalDifference(left, thousandths(part));
        return credit;
      });
      expect({ open, left }).toEqual({ open: money(0, 'EUR'), left: '0' });
      expect(sum('EUR', credits)).toEqual(money(net, 'EUR'));
    }));
  });
});

describe('a fraction', () => {
  it.each([['10', ['1'], ['3'], '3.33'], ['10', ['-1'], ['3'], '-3.33'], ['10', ['1'], ['-3'], '-3.33'], ['0.05', ['1'], ['2'], '0.03'], ['-0.05', ['1'], ['2'], '-0.03'], ['1', ['0.5', '0.5'], ['0.25'], '1.00'], ['7', [], [], '7.00']] as const)(
    'of %s by %j over %j is %s', (amount, over, under, expected) => {
      expect(toDecimal(fraction(eur(amount), over, under))).toBe(expected);
    });

  it('left by a percentage is rounded as an amount of its own', () => {
    expect([lessPercent(eur('100.25'), '2'), lessPercent(eur('-100.25'), '2'), lessPercent(eur('9'), '0'), lessPercent(eur('9'), '100')].map(toDecimal)).toEqual(['98.25', '-98.25', '9.00', '0.00']);
  });

  it.each([['3', '1.25', '1.75'], ['0.1', '0.30', '-0.2'], ['5', '5.000', '0'], ['-1', '-3', '2']])('%s − %s is %s', (a, b, expected) => {
    expect(decimalDifference(a, b)).toBe(expected);
  });
});

describe('taxes that prices hold', () => {
  it('are rounded once, over all rates', () => {
    const one = { amount: eur('0.10'), percent: '7', within: '7' };
    expect(toDecimal(levied('EUR', [one, one, one]))).toBe('0.02');
    expect(toDecimal(levied('EUR', [{ amount: eur('121'), percent: '21', within: '21' }, { amount: eur('121'), percent: '5.2', within: '21' }]))).toBe('26.20');
    expect(toDecimal(levied('EUR', []))).toBe('0.00');
  });
});

describe('paying early', () => {
  const rates = fc.array(fc.record({ rate: fc.constantFrom('0', '5.5', '7', '19', '25'), base: fc.integer({ min: 0, max: 1e9 }) }), { minLength: 1, maxLength: 4 });

  it('leaves each rate with its own VAT, and what is paid with what is taken off is the whole', () => {
    fc.assert(fc.property(rates, fc.integer({ min: 0, max: 100_000 }).map(thousandths), fc.constantFrom('EUR', 'JPY', 'KWD'), (given, percent, currency) => {
      const vat = given.map(({ rate, base }) => ({ rate, base: money(base, currency), tax: percentOf(money(base, currency), rate) }));
      const { corrections, discount, pay } = earlyPayment(vat, percent, currency);
      expect(add(discount, pay)).toEqual(sum(currency, vat.flatMap(({ base, tax }) => [base, tax])));
      corrections.forEach(({ rate, base, tax }, at) => {
        const kept = add(vat[at]!.base, negate(base));
        expect(add(vat[at]!.tax, negate(tax))).toEqual(percentOf(kept, rate));
      });
    }));
  });
});

describe('interest', () => {
  const late = { amount: eur('1000'), ratePercent: '9', dueDate: '2028-02-28', dayCount: 'act/365' as const };

  it('runs from the day after the due date, over a leap day, to the day of payment', () => {
    expect(lateInterest({ ...late, paidOn: '2028-03-01' })).toEqual({ days: 2, interest: eur('0.49') });
    expect(lateInterest({ ...late, paidOn: '2029-02-28' })).toEqual({ days: 366, interest: eur('90.25') });
    expect(lateInterest({ ...late, dayCount: 'act/360', paidOn: '2029-02-28' })).toEqual({ days: 366, interest: eur('91.50') });
  });

  it('is nothing for who pays in time', () => {
    for (const paidOn of ['2028-02-28', '2027-12-31']) expect(lateInterest({ ...late, paidOn })).toEqual({ days: 0, interest: eur('0') });
  });
});

describe('a period', () => {
  const year = { from: '2028-01-01', toExclusive: '2029-01-01' };

  it('cut anywhere falls into days that belong to one part each', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 366 }), minor, (days, price) => {
      const cut = addDays(year.from, days);
      const [one, other] = [prorated(money(price, 'KWD'), { ...year, toExclusive: cut }, year), prorated(money(price, 'KWD'), { ...year, from: cut }, year)];
      expect([one.days + other.days, one.periodDays]).toEqual([366, 366]);
      expect(Math.abs(one.amount.minor + other.amount.minor - price)).toBeLessThanOrEqual(1);
    }));
  });

  it('whole costs its price and empty nothing', () => {
    expect(prorated(eur('30'), year, year).amount).toEqual(eur('30'));
    expect(prorated(eur('30'), { from: '2028-05-01', toExclusive: '2028-05-01' }, year)).toEqual({ days: 0, periodDays: 366, amount: eur('0') });
  });

  it.each([['2027-12-31', '2028-02-01'], ['2028-12-01', '2029-01-02'], ['2028-05-02', '2028-05-01']])('does not hold the days from %s up to %s', (from, toExclusive) => {
    expect(() => prorated(eur('30'), { from, toExclusive }, year)).toThrow(refused('PeriodUnusable'));
    expect(() => prorated(eur('30'), year, { from: year.from, toExclusive: year.from })).toThrow(refused('PeriodUnusable'));
  });
});
