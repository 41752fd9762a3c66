/** The currency table against what ISO 4217 says and CLDR does not. */
import { CURRENCIES, exponentOf, isCurrency } from '../../domain/currency';

describe('currencies', () => {
  it('are the 165 codes of list one that have a minor unit, each once', () => {
    expect(CURRENCIES).toHaveLength(165);
    expect(new Set(CURRENCIES).size).toBe(165);
    expect(CURRENCIES.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  });

  it.each([['JPY', 0], ['ISK', 0], ['KRW', 0], ['UGX', 0], ['UYI', 0], ['VND', 0], ['CLP', 0], ['EUR', 2], ['USD', 2], ['MGA', 2], ['MRU', 2], ['XCG', 2], ['ZWG', 2],
    ['BHD', 3], ['IQD', 3], ['JOD', 3], ['KWD', 3], ['LYD', 3], ['OMR', 3], ['TND', 3], ['CLF', 4], ['UYW', 4]])('%s has %i decimals', (code, exponent) => {
    expect(exponentOf(code)).toBe(exponent);
  });

  it('follow ISO where CLDR shows fewer decimals', () => {
    const shown = (currency: string) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
    expect([exponentOf('HUF'), exponentOf('IQD')]).toEqual([2, 3]);
    expect([shown('HUF'), shown('IQD')]).toEqual([0, 0]);
  });

  it.each(['XXX', 'XAU', 'XDR', 'XTS', 'BGN', 'DEM', 'eur', 'EU', 'EURO', '', '€', 'toString', '__proto__'])('%j is no currency', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => exponentOf(code)).toThrow(expect.objectContaining({ code: 'CurrencyUnknown' }));
  });
});
