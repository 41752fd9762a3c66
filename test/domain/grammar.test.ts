/** The one-line grammar: what a person types is read the one way it can mean, or refused with an example. */
import fc from 'fast-check';
import { readPayment, readReference, readVerb } from '../../domain/command';
import { readClient, readLines, readRows, typedLine, type TypedLine } from '../../domain/grammar';
import { CURRENCIES } from '../../domain/currency';
import { canonicalDecimal } from '../../domain/decimal';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';

const today = '2026-03-10';
const read = (typed: string, currency = 'EUR') => {
  const { client, rest } = readClient(plainText(typed));
  return { client, ...readLines(rest, { today, currency }) };
};
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
};

describe('a line', () => {
  it('is an amount and words', () => {
    expect(read('ap@acme.example 100 EUR consulting')).toEqual({
      client: 'ap@acme.example', currency: 'EUR', lines: [{ description: 'consulting', quantity: '1', unitPrice: '100' }],
    });
  });

  it('is a quantity, words and a price, with tax and discount', () => {
    expect(read('Acme 3x "Design day" @ 800 EUR vat 19% disc 5%').lines).toEqual([
      { description: 'Design day', quantity: '3', unitPrice: '800', vat: { category: 'S', rate: '19' }, discountPercent: '5' },
    ]);
    expect(read('Acme 2.5 x Design day @ €1.234,50').lines).toEqual([{ description: 'Design day', quantity: '2.5', unitPrice: '1234.5' }]);
    expect(read('Acme "Design day" @ 800 EUR vat AE').lines[0]).toMatchObject({ quantity: '1', vat: { category: 'AE', rate: '0' } });
  });

  it('ends at a comma behind which another begins, and keeps its own commas', () => {
    expect(read('Acme 100 EUR consulting, in March, 2x "Travel, by train" @ 50 EUR, 1,200.50 EUR rent').lines).toEqual([
      { description: 'consulting, in March', quantity: '1', unitPrice: '100' },
      { description: 'Travel, by train', quantity: '2', unitPrice: '50' },
      { description: 'rent', quantity: '1', unitPrice: '1200.5' },
    ]);
    expect(read('Acme 100 EUR one,200 EUR two').lines).toHaveLength(2);
  });

  it('leaves words alone that only look like an option', () => {
    expect(read('Acme 100 EUR fee due to a late project').lines[0]?.description).toBe('fee due to a late project');
    expect(read('Acme 100 EUR the "big" site').lines[0]?.description).toBe('the "big" site');
  });
});

describe('options', () => {
  it('stand at the end, in any order', () => {
    expect(read('Kuwait Oil Tools 12.5 KWD drill project "North field" due 30d po PO-7')).toEqual({
      client: 'Kuwait Oil Tools', currency: 'KWD', due: '2026-04-09', purchaseOrder: 'PO-7', project: 'North field',
      lines: [{ description: 'drill', quantity: '1', unitPrice: '12.5' }],
    });
  });

  it.each([
    ['Acme 100 EUR x due 2026-02-30', 'DateUnreadable'],
    ['Acme 100 EUR x due soon', 'DateUnreadable'],
    ['Acme 100 EUR x due 30d due 10d', 'SaidTwice'],
    ['Acme 100 EUR x due 30d, 50 EUR y due 10d', 'SaidTwice'],
    ['Acme 100 EUR x vat lots', 'VatRateUnusable'],
  ])('%s is refused: %s', (typed, code) => expect(refusal(() => read(typed))).toContain(code));
});

describe('the client', () => {
  it.each([
    ['Globex Inc. 100 USD hosting', 'Globex Inc.'], ['"Studio 54" 100 EUR hosting', 'Studio 54'], ['Studio 54 100 EUR hosting', 'Studio 54'],
    ['3M 2x "Tape" @ 5 EUR', '3M'], ['Acme EUR 100 hosting', 'Acme'], ['Acme €100 hosting', 'Acme'],
  ])('ends where the first line begins: %s', (typed, client) => expect(read(typed).client).toBe(client));

  it.each([
    ['', 'UsageCreate Usage: /invoice create <client> <amount> <currency> <description>'],
    ['100 EUR consulting', 'UsageCreate'],
    ['Acme consulting', 'UsageCreate'],
    ['Acme 100 consulting', "CurrencyMissing '100' has no currency; write it as 100 EUR."],
    ['Acme 100 XYZ consulting', 'CurrencyUnknown'],
  ])('%s is refused: %s', (typed, answer) => expect(refusal(() => read(typed))).toContain(answer));
});

describe('amounts', () => {
  it.each([
    ['ap@acme.example -100 EUR consulting', 'AmountNegative Amount must be above 0; for money back use /invoice credit.'],
    ['ap@acme.example 0 EUR consulting', 'AmountNegative'],
    ['ap@acme.example 1.000 EUR hosting', "AmountAmbiguous '1.000' could be 1 or 1000; write 1.00 or 1000.00."],
    ['Acme 1,000 EUR hosting', "AmountAmbiguous '1,000' could be 1 or 1000; write 1.00 or 1000.00."],
    ['Acme 1.500x "Hours" @ 80 EUR', "AmountAmbiguous '1.500' could be 1.5 or 1500"],
    ['Acme 10.5 JPY x', 'AmountPrecision'],
    ['Acme 100 EUR a, 50 USD b', 'CurrencyMixed'],
    ['Acme 100 all night work', 'CurrencyMissing'],
    ['Acme TOP 100 EUR work', 'CurrencyMixed'],
    ['Acme 100 EUR', 'DescriptionMissing'],
    ['Acme 2x "Free" @ -5 EUR', 'AmountNegative'],
    ['Acme 2x "Day" @ lots', 'AmountUnreadable'],
  ])('%s is refused: %s', (typed, answer) => expect(refusal(() => read(typed))).toContain(answer));

  it('count a small code only when it is the client’s', () => {
    expect(read('Acme 100 eur consulting').currency).toBe('EUR');
    expect(refusal(() => read('Acme 100 usd consulting'))).toContain('CurrencyMissing');
  });

  it('take a shared sign for the client’s currency and ask otherwise', () => {
    expect(read('Globex $100 hosting', 'USD').currency).toBe('USD');
    expect(refusal(() => read('Acme $100 hosting'))).toContain('CurrencyAmbiguous');
  });
});

describe('typing', () => {
  const lines = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9999 }).map(String), price: fc.integer({ min: 1, max: 999_999 }).map(String), name: fc.constantFrom('Design day', 'Travel', 'Hosting and care') }), { minLength: 1, maxLength: 5 });

  it('with curly quotes, no-break spaces and × is the same as with plain ones', () => {
    fc.assert(fc.property(lines, (some) => {
      const plain = `Acme ${some.map(({ quantity, price, name }) => `${quantity}x "${name}" @ ${price} EUR`).join(', ')}`;
      const fancy = plain.replace(/(\d)x "/g, '$1× “').replace(/" @/g, '” @').replace(/ EUR/g, '\u00a0EUR').replace(/@ /g, '@\u202f');
      expect(read(fancy)).toEqual(read(plain));
    }));
  });

  it('never crashes: any text is read or refused', () => {
    const word = fc.constantFrom('Acme', '100', '1.000', 'EUR', '3x', '"', '@', ',', 'due', 'vat', '19%', '-5', '€', 'po', '<!channel>', '\u00a0', 'x'.repeat(50));
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(word, { maxLength: 20 }).map((words) => words.join(' '))), (typed) => {
      expect(typeof refusal(() => read(typed))).toBe('string');
    }), { numRuns: 2000 });
  });

  it('reads nine thousand letters at once', () => {
    expect(read(`ap@acme.example 100 EUR ${'x'.repeat(9000)}`).lines[0]?.description).toHaveLength(9000);
    expect(refusal(() => read('1x '.repeat(3000)))).toContain('UsageCreate');
  });
});

describe('pasted rows', () => {
  const decimal = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 9999 })).map(([whole, fraction]) => canonicalDecimal(`${whole}.${fraction}`));
  const price = fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 99 })).map(([whole, cents]) => canonicalDecimal(`${whole}.${String(cents).padStart(2, '0')}`));
  const line: fc.Arbitrary<TypedLine> = fc.record({
    description: fc.stringMatching(/^[A-Za-zäöü"@,.%-][A-Za-z0-9äöü"@,.% -]{0,40}[A-Za-z"]$/),
    quantity: decimal, unitPrice: price,
    vat: fc.constantFrom({ category: 'S' as const, rate: '19' }, { category: 'S' as const, rate: '5.5' }, { category: 'O' as const, rate: '0' }, { category: 'AE' as const, rate: '0' }),
    discountPercent: fc.constantFrom('5', '12.5', '100'),
  }, { requiredKeys: ['description', 'quantity', 'unitPrice'] });

  it('give back the lines they were written from', () => {
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.constantFrom(...CURRENCIES.filter((code) => ['EUR', 'USD', 'KWD'].includes(code))), (some, currency) => {
      const tidy = some.map((one) => ({ ...one, description: one.description.replace(/\s+/g, ' ').trim() }));
      expect(readRows(tidy.map((one) => typedLine(one, currency)).join('\n'), { today, currency })).toEqual({ currency, lines: tidy });
    }));
  });

  it('need no currency beside the form’s own, and name the row that is wrong', () => {
    expect(readRows('100 consulting\n\n3x "Day" @ 800', { today, currency: 'EUR' }).lines).toHaveLength(2);
    expect(refusal(() => readRows('100 consulting\n1.000 hosting', { today, currency: 'EUR' }))).toBe("PastedLine Line 2: '1.000' could be 1 or 1000; write 1.00 or 1000.00.");
  });
});

describe('a command', () => {
  it('is a verb, a reference and the rest', () => {
    expect(readVerb('Approve INV-2026-0001 fine by me')).toEqual({ verb: 'approve', rest: 'INV-2026-0001 fine by me' });
    expect(readReference('inv-42 fine')).toEqual({ reference: { by: 'number', number: 'INV-42' }, rest: 'fine' });
    expect(readReference('draft a1b2c3 x')).toEqual({ reference: { by: 'draft', tail: 'a1b2c3' }, rest: 'x' });
    expect(readReference('last')).toEqual({ reference: { by: 'last' }, rest: '' });
    expect(readReference('../../etc/passwd')).toEqual({ rest: '../../etc/passwd' });
  });

  it('reads a payment in any order', () => {
    const payment = { amount: { minor: 50_000, currency: 'EUR' }, date: '2026-12-01', reference: 'bank 7' };
    expect(readPayment('500 EUR 2026-12-01 ref bank 7', today, 'EUR')).toEqual(payment);
    expect(readPayment('2026-12-01 500 ref "bank 7"', today, 'EUR')).toEqual(payment);
    expect(readPayment('', today, 'EUR')).toEqual({});
    expect(refusal(() => readPayment('lots of it', today, 'EUR'))).toContain('PaymentUnreadable');
    expect(refusal(() => readPayment('1.000 EUR', today, 'EUR'))).toContain('AmountAmbiguous');
  });
});
