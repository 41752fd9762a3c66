/** A person's amounts: read when there is one reading, asked about when there are two. */
import fc from 'fast-check';
import { parseAmount, parseMoney, readAmount, readMoney, readPrice, readUnitPrice, typedAmount } from '../../domain/amount';
import { canonicalDecimal } from '../../domain/decimal';
import { typedDecimal } from '../../domain/grammar';
import { formatMoney, money, toDecimal } from '../../domain/money';

const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });
const currency = fc.constantFrom('JPY', 'EUR', 'INR', 'KWD', 'CLF');
const amount = fc.tuple(fc.oneof(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })), currency).map(([minor, code]) => money(minor, code));

describe('an amount without a locale', () => {
  it.each([
    ['1234.50', 'EUR', 123450], ['1234,50', 'EUR', 123450], ['1.234,56', 'EUR', 123456], ['1,234.56', 'EUR', 123456], ['1 234,56', 'EUR', 123456], ["1'234.56", 'CHF', 123456], ['1’234.56', 'CHF', 123456],
    ['1\u202f234,56', 'EUR', 123456], ['1.234.567', 'EUR', 123456700], ['1,234,567.8', 'EUR', 123456780], ['5', 'EUR', 500], ['0.5', 'EUR', 50], ['0.500', 'EUR', 50], ['1.20000', 'EUR', 120], [' 100 ', 'EUR', 10000], ['+100', 'EUR', 10000],
    ['1,234', 'JPY', 1234], ['1.000', 'JPY', 1000], ['100.00', 'JPY', 100], ['1.2340', 'KWD', 1234], ['1234.567', 'KWD', 1234567], ['1,234.567', 'KWD', 1234567], ['0.567', 'KWD', 567], ['1.2345', 'CLF', 12345],
  ])('%j %s is %i', (text, code, minor) => {
    expect(parseAmount(text, code)).toEqual(money(minor, code));
  });

  it.each([
    ['1.000', 'EUR', "'1.000' could be 1 or 1000; write 1.00 or 1000.00."],
    ['1,000', 'USD', "'1,000' could be 1 or 1000; write 1.00 or 1000.00."],
    ['12.345', 'EUR', "'12.345' could be 12.345 or 12345; write 12.34 or 12345.00."],
    ['1.500', 'KWD', "'1.500' could be 1.5 or 1500; write 1.5000 or 1500.000."],
  ])('%s %s is asked about', (text, code, sentence) => {
    expect(() => parseAmount(text, code)).toThrow(refused('AmountAmbiguous'));
    expect(() => parseAmount(text, code)).toThrow(sentence);
  });

  it('what the question offers is understood', () => {
    for (const [text, code, low, high] of [['1.000', 'EUR', 100, 100000], ['1,500', 'KWD', 1500, 1500000], ['999.999', 'CLF', 9999990, 9999990000]] as const) {
      const [, offered, other] = /write (\S+) or (\S+)\.$/.exec(caught(() => parseAmount(text, code)).message)!;
      expect([parseAmount(offered!, code).minor, parseAmount(other!, code).minor]).toEqual([low, high]);
    }
  });

  it.each(['', ' ', '.', ',', '.5', '5.', '1e3', '0x10', 'Infinity', 'NaN', '١٠٠', '１００', '१००', '1..0', '1.2.3', '1,23,456', '1.234.56', '1,234,56', '01.234,50', '1.234,567.8', '--1', '1-', '(100)', '100,-', '1 00', '1_000', '½', '10%', '9'.repeat(35)])('refuses %j', (text) => {
    expect(() => parseAmount(text, 'EUR')).toThrow(refused('AmountUnreadable'));
  });

  it.each([['0.5', 'JPY'], ['1.234,567', 'EUR'], ['0.005', 'EUR'], ['1.2345', 'KWD']])('refuses %s %s as too precise', (text, code) => {
    expect(() => parseAmount(text, code)).toThrow(refused('AmountPrecision'));
  });

  it('says how precise it may be', () => {
    expect(() => parseAmount('100.50', 'JPY')).toThrow("'100.50' is too precise: JPY has no decimals.");
    expect(() => parseAmount('100.5055', 'KWD')).toThrow("'100.5055' is too precise: KWD has at most 3 decimals.");
  });

  it.each(['-100', '−100', '0', '0.00', '-0'])('refuses %s as not above 0', (text) => {
    expect(() => parseAmount(text, 'EUR')).toThrow('Amount must be above 0; for money back use /invoice credit.');
  });

  it('reads zero and less where prices may be that', () => {
    expect([readAmount('0', 'EUR').minor, readAmount('-12,50', 'EUR').minor, readMoney('-5 EUR').minor, readMoney('€0').minor]).toEqual([0, -1250, -500, 0]);
  });

  it('refuses what cannot be held, and hostile lengths at once', () => {
    expect(() => parseAmount('90071992547409.92', 'EUR')).toThrow(refused('AmountTooLarge'));
    expect(caught(() => parseAmount(`1${' '.repeat(9000)}!`, 'EUR')).message.length).toBeLessThan(150);
    expect(() => parseMoney(`${'1 '.repeat(9000)}x`)).toThrow(refused('AmountUnreadable'));
  });
});

describe('an amount with a locale', () => {
  it.each([
    ['1.234,56', 'EUR', 'de-DE', 123456], ['1,234.56', 'USD', 'en-US', 123456], ['1,234', 'JPY', 'ja-JP', 1234], ['1 234,56', 'EUR', 'fr-FR', 123456], ['1\u202f234,56', 'EUR', 'fr-FR', 123456], ['1’234.56', 'CHF', 'de-CH', 123456],
    ["1'234.56", 'CHF', 'de-CH', 123456], ['12,34,567.89', 'INR', 'en-IN', 123456789], ['1234,56', 'EUR', 'es-ES', 123456], ['1.234,56', 'EUR', 'es-ES', 123456], ['1.000', 'EUR', 'de-DE', 100000], ['1,500', 'KWD', 'de-DE', 1500],
    ['١٬٢٣٤٫٥٠٠', 'KWD', 'ar-KW', 1234500], ['1,234.500', 'KWD', 'ar-KW', 1234500],
  ])('%j %s in %s is %i', (text, code, locale, minor) => {
    expect(parseAmount(text, code, locale)).toEqual(money(minor, code));
  });

  it.each([['1,234.56', 'de-DE'], ['1.23', 'de-DE'], ['1.2345,00', 'de-DE'], ['12.34.567', 'de-DE'], ['1,23,456', 'en-US'], ['1,234,567', 'en-IN'], ['١٢', 'de-DE'], ['1,2,3', 'de-DE'], ['1e3', 'en-US'], ['', 'en-US'], ['01,234', 'en-US'], ['1,234.', 'en-US']])('refuses %j in %s', (text, locale) => {
    expect(() => parseAmount(text, 'EUR', locale)).toThrow(refused('AmountUnreadable'));
  });

  it('refuses more decimals than the currency has', () => {
    expect(() => parseAmount('1.000', 'EUR', 'en-US')).toThrow(refused('AmountPrecision'));
    expect(() => parseAmount('1.234,5', 'JPY', 'de-DE')).toThrow(refused('AmountPrecision'));
  });

  it('reads what the same locale shows', () => {
    const locale = fc.constantFrom('en', 'de-DE', 'de-CH', 'de-AT', 'fr-FR', 'es-ES', 'pt-PT', 'pl-PL', 'sv-SE', 'en-IN', 'ar-EG', 'fa-IR', 'he-IL', 'hi-IN', 'bn-BD', 'ja-JP', 'bg-BG');
    fc.assert(fc.property(amount, locale, (a, where) => expect(parseMoney(formatMoney(a, where), where)).toEqual(a)));
  });
});

describe('an amount in a form', () => {
  it('is read back without a locale, in every currency', () => {
    fc.assert(fc.property(amount, (a) => expect(parseAmount(typedAmount(a), a.currency)).toEqual(a)));
  });

  it('is plain wherever that is clear', () => {
    expect([typedAmount(money(123450, 'EUR')), typedAmount(money(12345, 'KWD')), typedAmount(money(1234567, 'KWD')), typedAmount(money(500, 'JPY'))]).toEqual(['1234.50', '12.3450', '1234.567', '500']);
  });
});

describe('money as people write it', () => {
  it.each([['1234.50 EUR', '1234.50 EUR'], ['€1.234,50', '1234.50 EUR'], ['EUR 5', '5.00 EUR'], ['5€', '5.00 EUR'], ['€ 5', '5.00 EUR'], ['100eur', '100.00 EUR'], ['£1,200.50', '1200.50 GBP'], ['1 500,00 EUR', '1500.00 EUR'], ['500 JPY', '500 JPY'], ['1.2340 KWD', '1.234 KWD'],
    ['100\u00a0EUR', '100.00 EUR'], ['€5 EUR', '5.00 EUR']])('%j is %s', (text, expected) => {
    const read = parseMoney(text);
    expect(`${toDecimal(read)} ${read.currency}`).toBe(expected);
  });

  it('takes a shared sign for the currency that is expected, else asks', () => {
    expect(parseMoney('$100', undefined, 'CAD')).toEqual(money(10000, 'CAD'));
    expect(parseMoney('¥100', undefined, 'JPY')).toEqual(money(100, 'JPY'));
    expect(() => parseMoney('$100')).toThrow("'$' could be USD, CAD or AUD; write the code, as in 100 USD.");
    expect(() => parseMoney('¥100', undefined, 'EUR')).toThrow(refused('CurrencyAmbiguous'));
    expect(parseMoney('100 USD', undefined, 'EUR')).toEqual(money(10000, 'USD'));
  });

  it.each([['100', 'CurrencyMissing'], ['100 EURO', 'CurrencyUnknown'], ['100 XXX', 'CurrencyUnknown'], ['₿1', 'CurrencyUnknown'], ['€5 USD', 'CurrencyMixed'], ['-100 EUR', 'AmountNegative'], ['EUR -100', 'AmountNegative'], ['0 EUR', 'AmountNegative'],
    ['1.000 EUR', 'AmountAmbiguous'], ['1.5 JPY', 'AmountPrecision'], ['EUR', 'AmountUnreadable'], ['', 'AmountUnreadable'], ['hundred EUR', 'AmountUnreadable'], ['1e3 EUR', 'AmountUnreadable'], ['0x10 EUR', 'AmountUnreadable'], ['Infinity EUR', 'AmountUnreadable'],
    ['١٠٠ EUR', 'AmountUnreadable'], ['--5 EUR', 'AmountUnreadable'], ['5 EUR 6', 'AmountUnreadable'], ['5 EUR EUR', 'AmountUnreadable']])('refuses %j with %s', (text, code) => {
    expect(() => parseMoney(text)).toThrow(refused(code));
  });
});

describe('the price of one piece', () => {
  it('may be finer than its currency, and is read back as it is typed', () => {
    expect([readUnitPrice('0.0125', 'EUR'), readUnitPrice('0,5', 'JPY'), readPrice('€0.28345').unitPrice, readPrice('USD 1,234.5678').unitPrice]).toEqual(['0.0125', '0.5', '0.28345', '1234.5678']);
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 6 }), currency, (digits, decimals, code) => {
      const price = canonicalDecimal(decimals === 0 ? String(digits) : `${digits}`.padStart(decimals + 1, '0').replace(new RegExp(`(\\d{${decimals}})$`), '.$1'));
      expect(readUnitPrice(typedDecimal(price), code)).toBe(price);
    }));
  });

  it('has six decimals at most, and what could mean two things is asked about as ever', () => {
    expect(() => readUnitPrice('0.1234567', 'EUR')).toThrow("'0.1234567' is too precise; a price has at most 6 decimals.");
    expect(() => readUnitPrice('1.250', 'EUR')).toThrow(refused('AmountAmbiguous'));
  });
});

function caught(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}
