/** Decimal strings: what is a number, and its one way to be written. */
import fc from 'fast-check';
import { canonicalDecimal, isDecimal, withDecimals } from '../../domain/decimal';
import { DomainError } from '../../domain/refusals';

describe('decimal strings', () => {
  it.each(['', ' ', '.', '.5', '5.', '1e3', '1E3', '0x10', 'Infinity', '-Infinity', 'NaN', '1_000', '1,5', '1 000', '--1', '١٠٠', '１２', '1\n', '9'.repeat(35)])('refuses %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => canonicalDecimal(text)).toThrow(DomainError);
  });

  it.each([['19.00', '19'], ['+0.10', '0.1'], ['-0.00', '0'], ['007', '7'], ['000', '0'], ['-012.340', '-12.34'], ['100', '100']])('writes %s as %s', (text, canonical) => {
    expect(canonicalDecimal(text)).toBe(canonical);
  });

  it('keeps every digit of the longest number', () => {
    const longest = `1${'0'.repeat(24)}.000000001`;
    expect(canonicalDecimal(longest)).toBe(longest);
  });

  it.each([['19', '19.00'], ['5.5', '5.50'], ['8.125', '8.125'], ['0', '0.00']])('pads %s to %s', (text, padded) => {
    expect(withDecimals(text, 2)).toBe(padded);
  });

  it('has one canonical form for one value', () => {
    const value = fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.integer({ min: 0, max: 6 }), fc.nat(3), fc.nat(3));
    fc.assert(fc.property(value, ([digits, places, zerosBefore, zerosAfter]) => {
      const size = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
      const sign = digits < 0n ? '-' : '';
      const fraction = size.slice(size.length - places) + '0'.repeat(places > 0 ? zerosAfter : 0);
      const bare = size.slice(0, size.length - places) + (places > 0 ? `.${size.slice(size.length - places)}` : '');
      const written = sign + '0'.repeat(zerosBefore) + size.slice(0, size.length - places) + (places > 0 ? `.${fraction}` : '');
      expect(canonicalDecimal(written)).toBe(canonicalDecimal(sign + bare));
      expect(canonicalDecimal(canonicalDecimal(written))).toBe(canonicalDecimal(written));
    }));
  });
});
