/** Money arithmetic: exact, one rounding half away from zero, never out of range unnoticed. */
import fc from 'fast-check';
import { add, allocate, compare, convert, formatMoney, fromDecimal, isNegative, isPositive, isZero, least, linePrice, money, negate, percentOf, percentWithin, subtract, sum, times, toDecimal, withoutPercent, zero, type Money } from '../../domain/money';

const MOST = Number.MAX_SAFE_INTEGER;
const currency = fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF');
const minor = fc.integer({ min: -MOST, max: MOST });
const amount = fc.tuple(fc.oneof(minor, fc.integer({ min: -200, max: 200 })), currency).map(([units, code]) => money(units, code));
const decimal = fc.tuple(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 9 })).map(([digits, places]) => scaled(BigInt(digits), places));
const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });

function scaled(digits: bigint, places: number): string {
  const text = String(digits).padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** Another way to round: the whole part and a comparison of the doubled rest, on the size alone. */
function halfAway(over: bigint, under: bigint): bigint {
  const size = over < 0n ? -over : over;
  const up = 2n * (size % under) >= under ? 1n : 0n;
  return (over < 0n ? -1n : 1n) * (size / under + up);
}

describe('money', () => {
  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, MOST + 1, -MOST - 1])('refuses %p minor units', (units) => {
    expect(() => money(units, 'EUR')).toThrow(refused('AmountTooLarge'));
  });

  it('refuses what is no currency', () => {
    expect(() => money(1, 'XXX')).toThrow(refused('CurrencyUnknown'));
    expect(() => fromDecimal('1', 'eur')).toThrow(refused('CurrencyUnknown'));
  });

  it('has one zero', () => {
    expect([money(-0, 'EUR').minor, negate(zero('EUR')).minor, times(money(1, 'EUR'), '-0').minor, fromDecimal('-0.00', 'EUR').minor].map((units) => Object.is(units, 0))).toEqual([true, true, true, true]);
  });

  it('is plain JSON', () => {
    fc.assert(fc.property(amount, (a) => expect(JSON.parse(JSON.stringify(a))).toEqual(a)));
  });

  it('never mixes currencies', () => {
    const [euro, yen] = [money(1, 'EUR'), money(1, 'JPY')];
    for (const mix of [() => add(euro, yen), () => subtract(euro, yen), () => compare(euro, yen), () => least(euro, yen), () => sum('EUR', [yen]), () => linePrice({ quantity: '1', unitPrice: '1' }, 'EUR', [yen])]) {
      expect(mix).toThrow(refused('CurrencyMixed'));
    }
  });

  it('compares and tells signs', () => {
    const [less, more] = [money(-1, 'EUR'), money(1, 'EUR')];
    expect([compare(less, more), compare(more, less), compare(more, more)]).toEqual([-1, 1, 0]);
    expect([least(less, more), least(more, less)]).toEqual([less, less]);
    expect([isNegative(less), isZero(zero('EUR')), isPositive(more), isPositive(zero('EUR')), isNegative(zero('EUR'))]).toEqual([true, true, true, false, false]);
  });

  it('sums exactly, whatever the order and the size on the way', () => {
    expect(add(money(MOST, 'EUR'), money(MOST, 'EUR'), money(-MOST, 'EUR'))).toEqual(money(MOST, 'EUR'));
    fc.assert(fc.property(fc.array(minor, { maxLength: 20 }), (units) => {
      const total = units.reduce((all, one) => all + BigInt(one), 0n);
      const summed = () => sum('EUR', units.map((one) => money(one, 'EUR')));
      if (total > BigInt(MOST) || total < -BigInt(MOST)) expect(summed).toThrow(refused('AmountTooLarge'));
      else expect(BigInt(summed().minor)).toBe(total);
    }));
  });

  it('gives back what was taken', () => {
    fc.assert(fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: -1e15, max: 1e15 }), (a, b) => {
      const [one, other] = [money(a, 'KWD'), money(b, 'KWD')];
      expect(subtract(add(one, other), other)).toEqual(one);
      expect(add(one, negate(one))).toEqual(zero('KWD'));
    }));
  });

  it('refuses a sum of nothing that has no currency', () => {
    expect(() => add()).toThrow(TypeError);
    expect(sum('EUR', [])).toEqual(zero('EUR'));
  });
});

describe('rounding', () => {
  it.each([['1.005', '1.01'], ['-1.005', '-1.01'], ['1.0049999999', '1.00'], ['2.675', '2.68'], ['-0.004', '0.00'], ['-0.005', '-0.01']])('%s EUR is %s', (price, expected) => {
    expect(toDecimal(linePrice({ quantity: '1', unitPrice: price }, 'EUR'))).toBe(expected);
  });

  it('happens once and half away from zero in a product', () => {
    fc.assert(fc.property(fc.integer({ min: -1e6, max: 1e6 }), decimal, currency, (units, factor, code) => {
      const [whole = '', fraction = ''] = factor.split('.');
      const exact = halfAway(BigInt(units) * BigInt(whole + fraction), 10n ** BigInt(fraction.length));
      if (exact > BigInt(MOST) || exact < -BigInt(MOST)) expect(() => times(money(units, code), factor)).toThrow(refused('AmountTooLarge'));
      else expect(BigInt(times(money(units, code), factor).minor)).toBe(exact);
    }));
  });

  it('mirrors: the opposite amount gives the opposite result', () => {
    const small = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), currency).map(([units, code]) => money(units, code));
    const percent = fc.integer({ min: 0, max: 10_000 }).map((basis) => scaled(BigInt(basis), 2));
    fc.assert(fc.property(small, percent, (a, rate) => {
      for (const rule of [percentOf, percentWithin, withoutPercent, times]) expect(rule(negate(a), rate)).toEqual(negate(rule(a, rate)));
    }));
  });

  it('takes a percentage, adds it and takes it out again within one unit', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 10_000 }), (units, basis) => {
      const [gross, rate] = [money(units, 'EUR'), scaled(BigInt(basis), 2)];
      const net = withoutPercent(gross, rate);
      expect(Math.abs(add(net, percentOf(net, rate)).minor - units)).toBeLessThanOrEqual(1);
      expect(Math.abs(add(net, percentWithin(gross, rate)).minor - units)).toBeLessThanOrEqual(1);
    }));
  });

  it('counts a line once: price per many pieces, discounts inside', () => {
    expect(toDecimal(linePrice({ quantity: '2750', unitPrice: '12.345', baseQuantity: '1000' }, 'EUR'))).toBe('33.95');
    expect(toDecimal(linePrice({ quantity: '1', unitPrice: '0.005' }, 'EUR', [money(-100, 'EUR')]))).toBe('-1.00'); // −0.995, not 0.01 − 1.00.
    expect(toDecimal(linePrice({ quantity: '0.333', unitPrice: '123456789.123456789' }, 'CLF'))).toBe('41111110.7781');
  });

  it('of a line happens once, after its discounts', () => {
    fc.assert(fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(1e6), fc.integer({ min: 1, max: 1e4 }), fc.integer({ min: -1e5, max: 1e5 }), (quantity, price, per, extra) => {
      const written = { quantity: quantity < 0 ? `-${scaled(BigInt(-quantity), 3)}` : scaled(BigInt(quantity), 3), unitPrice: scaled(BigInt(price), 4), baseQuantity: String(per) };
      const inMinor = BigInt(quantity) * BigInt(price) * 100n + BigInt(extra) * 10n ** 7n * BigInt(per);
      expect(BigInt(linePrice(written, 'EUR', [money(extra, 'EUR')]).minor)).toBe(halfAway(inMinor, 10n ** 7n * BigInt(per)));
    }));
  });

  it.each(['0', '-1', ''])('refuses a price for %j pieces', (baseQuantity) => {
    expect(() => linePrice({ quantity: '1', unitPrice: '1', baseQuantity }, 'EUR')).toThrow(refused('DecimalUnreadable'));
  });

  it('refuses a result that is too large', () => {
    expect(() => times(money(MOST, 'EUR'), '1.1')).toThrow(refused('AmountTooLarge'));
    expect(() => linePrice({ quantity: '1', unitPrice: '90071992547409.92' }, 'EUR')).toThrow(refused('AmountTooLarge'));
    expect(toDecimal(linePrice({ quantity: '1', unitPrice: '90071992547409.91' }, 'EUR'))).toBe('90071992547409.91');
  });
});

describe('allocation', () => {
  const weights = fc.array(fc.tuple(fc.nat(1000), fc.nat(3)).map(([digits, places]) => scaled(BigInt(digits), places)), { minLength: 1, maxLength: 12 }).filter((all) => all.some((one) => /[1-9]/.test(one)));

  it('adds up to the total, to the last unit', () => {
    fc.assert(fc.property(amount, weights, (total, shares) => expect(sum(total.currency, allocate(total, shares))).toEqual(total)));
  });

  it('keeps each part within one unit of its exact share, and equal weights in order', () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), weights, (units, shares) => {
      const scaledWeights = shares.map((one) => BigInt(one.replace('.', '')) * 10n ** BigInt(3 - (one.split('.')[1]?.length ?? 0)));
      const whole = scaledWeights.reduce((all, one) => all + one, 0n);
      const parts = allocate(money(units, 'EUR'), shares).map((part) => BigInt(part.minor));
      const size = (n: bigint) => (n < 0n ? -n : n);
      parts.forEach((part, at) => {
        expect(size(part * whole - BigInt(units) * scaledWeights[at]!) < whole).toBe(true);
        if (scaledWeights[at] === 0n) expect(part).toBe(0n);
        const twin = scaledWeights.indexOf(scaledWeights[at]!);
        expect(size(parts[twin]!) >= size(part)).toBe(true); // Ties to the earliest.
      });
    }));
  });

  it('mirrors, and reads all-negative weights as their opposites', () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), weights, (units, shares) => {
      const parts = allocate(money(units, 'EUR'), shares);
      expect(allocate(money(-units, 'EUR'), shares)).toEqual(parts.map(negate));
      expect(allocate(money(units, 'EUR'), shares.map((one) => `-${one}`))).toEqual(parts);
    }));
  });

  it('gives left-over units to the largest remainders first', () => {
    expect(allocate(money(5, 'EUR'), ['50', '30', '20']).map(toDecimal)).toEqual(['0.03', '0.01', '0.01']);
    expect(allocate(money(5, 'EUR'), ['3', '3', '1']).map(toDecimal)).toEqual(['0.02', '0.02', '0.01']);
    expect(allocate(money(MOST, 'EUR'), ['1', '1']).map((part) => part.minor)).toEqual([4503599627370496, 4503599627370495]);
  });

  it.each([[[]], [['0', '0.00']], [['1', '-1']], [['2', '-1', '0']]])('refuses weights %j', (unusable) => {
    expect(() => allocate(money(100, 'EUR'), unusable)).toThrow(refused('WeightsUnusable'));
  });
});

describe('writing and reading', () => {
  it('reads back every amount it writes', () => {
    fc.assert(fc.property(amount, (a) => expect(fromDecimal(toDecimal(a), a.currency)).toEqual(a)));
  });

  it.each([[5, 'EUR', '0.05'], [-5, 'EUR', '-0.05'], [150, 'JPY', '150'], [-1, 'KWD', '-0.001'], [123450, 'EUR', '1234.50'], [1, 'CLF', '0.0001']] as const)('%i of %s is %s', (units, code, text) => {
    expect(toDecimal(money(units, code))).toBe(text);
  });

  it.each([['1.005', 'EUR'], ['1.000', 'EUR'], ['1.0', 'JPY'], ['0.0001', 'KWD']])('refuses %s %s as too precise', (text, code) => {
    expect(() => fromDecimal(text, code)).toThrow(refused('AmountPrecision'));
  });

  it('refuses what cannot be held exactly', () => {
    expect(() => fromDecimal('90071992547409.92', 'EUR')).toThrow('That amount is too large; the most is 90071992547409.91 EUR.');
    expect(fromDecimal('90071992547409.91', 'EUR').minor).toBe(MOST);
  });

  it.each([[123450, 'EUR', undefined, '1,234.50 EUR'], [-5, 'EUR', 'en', '-0.05 EUR'], [1234, 'JPY', 'ja', '1,234 JPY'], [1500, 'KWD', 'ar-KW', '1.500 KWD'], [123456, 'EUR', 'de-DE', '1.234,56 EUR'],
    [12345678950, 'INR', 'en-IN', '12,34,56,789.50 INR'], [100, 'HUF', 'en', '1.00 HUF'], [MOST, 'EUR', 'en', '90,071,992,547,409.91 EUR']] as const)('shows %i of %s in %s as %s', (units, code, locale, text) => {
    const shown = formatMoney(money(units, code), locale).replace(/[\u200e\u200f]/g, '');
    expect(shown).toBe(text.replace(/ (?=[A-Z]{3}$)/, '\u00a0'));
  });

  it('converts with one rounding to the exponent of the target', () => {
    const cases: [Money, string, string, string][] = [[fromDecimal('247.31', 'EUR'), '0.83695', 'GBP', '206.99'], [fromDecimal('1', 'EUR'), '163.5', 'JPY', '164'], [fromDecimal('164', 'JPY'), '0.0061', 'EUR', '1.00'],
      [fromDecimal('1.000', 'KWD'), '3.0045', 'EUR', '3.00'], [fromDecimal('-2.50', 'EUR'), '0.3333', 'KWD', '-0.833']];
    for (const [from, rate, to, expected] of cases) expect(toDecimal(convert(from, rate, to))).toBe(expected);
  });

  it.each(['0', '-1', '', '1e3'])('refuses the exchange rate %j', (rate) => {
    expect(() => convert(money(100, 'EUR'), rate, 'USD')).toThrow(refused('DecimalUnreadable'));
  });
});
