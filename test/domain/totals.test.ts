/** Totals: the rules of EN 16931 on lines, discounts and VAT, for every way prices can be written. */
import fc from 'fast-check';
import { isZero, money, negate, sum, toDecimal, type Money } from '../../domain/money';
import { computeFromNets, computeTotals, type AllowanceCharge, type LineInput, type Totals, type TotalsInput, type Vat } from '../../domain/totals';

const S = (rate: string): Vat => ({ category: 'S', rate });
const line = (quantity: string, unitPrice: string, vat = S('19'), allowancesCharges?: AllowanceCharge[]): LineInput => ({ quantity, unitPrice, vat, allowancesCharges });
const exclusive = (lines: LineInput[], rest: Partial<TotalsInput> = {}) => computeTotals({ currency: 'EUR', prices: 'exclusive', lines, ...rest });
const inclusive = (lines: LineInput[], rest: Partial<TotalsInput> = {}) => computeTotals({ currency: 'EUR', prices: 'inclusive', lines, ...rest });
const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });
const vatOf = ({ vat }: Totals) => vat.map(({ category, rate, base, tax }) => `${category} ${rate}: ${toDecimal(base)} ${toDecimal(tax)}`);

describe('a discount comes off before tax', () => {
  it('by amount on the document: 3 × 45 − 60 at 21 % is 90.75', () => {
    expect(toDecimal(exclusive([line('3', '45', S('21'))], { allowancesCharges: [{ type: 'allowance', amount: '60' }] }).gross)).toBe('90.75');
  });

  it('by percent of the line, rounded as an amount', () => {
    const totals = exclusive([line('1', '99.99', S('19'), [{ type: 'allowance', percent: '33.333' }])]);
    expect([toDecimal(totals.lineNets[0]!), toDecimal(totals.gross)]).toEqual(['66.66', '79.33']);
  });

  it('by percent of a base of its own, and an amount wins over its percent', () => {
    const own = exclusive([line('5', '1000', S('25'), [{ type: 'allowance', percent: '25', base: '4000' }, { type: 'charge', percent: '50', base: '3000' }])]);
    expect(toDecimal(own.sumOfLines)).toBe('5500.00');
    const given = exclusive([line('1', '100', S('25'), [{ type: 'allowance', amount: '7', percent: '50' }])]);
    expect(toDecimal(given.sumOfLines)).toBe('93.00');
  });

  it('is split over the rates by their bases, one share a rate', () => {
    const totals = exclusive([line('1', '99.99', S('19')), line('1', '50', S('7'))], { allowancesCharges: [{ type: 'allowance', percent: '10' }] });
    expect([toDecimal(totals.allowanceTotal), ...vatOf(totals)]).toEqual(['15.00', 'S 7: 45.00 3.15', 'S 19: 89.99 17.10']);
  });

  it('of one rate is in percent of that rate', () => {
    const totals = exclusive([line('1', '200', S('19')), line('1', '50', S('7'))], { allowancesCharges: [{ type: 'allowance', percent: '10', vat: S('19.00') }] });
    expect(vatOf(totals)).toEqual(['S 7: 50.00 3.50', 'S 19: 180.00 34.20']);
  });

  it('passes a returned item of another rate by', () => {
    const totals = exclusive([line('1', '200', S('19')), line('-1', '100', { category: 'Z', rate: '0' })], { allowancesCharges: [{ type: 'allowance', amount: '20' }] });
    expect(vatOf(totals)).toEqual(['S 19: 180.00 34.20', 'Z 0: -100.00 0.00']);
  });

  it('or surcharge on nothing but free lines goes evenly', () => {
    const totals = exclusive([line('1', '0', S('19')), line('1', '0', S('7'))], { allowancesCharges: [{ type: 'charge', amount: '5.01' }] });
    expect(vatOf(totals)).toEqual(['S 7: 2.51 0.18', 'S 19: 2.50 0.48']);
  });

  it('of nothing touches no rate, and one over no lines is refused', () => {
    expect(vatOf(exclusive([], { allowancesCharges: [{ type: 'allowance', amount: '0.00' }] }))).toEqual([]);
    expect(() => exclusive([], { allowancesCharges: [{ type: 'allowance', amount: '1' }] })).toThrow(refused('WeightsUnusable'));
  });
});

describe('taxes beside VAT', () => {
  const city: Vat = { category: 'O', rate: '0', beside: [{ kind: 'added', name: 'New York State', rate: '4' }, { kind: 'added', name: 'New York City', rate: '4.5' }, { kind: 'added', name: 'MCTD', rate: '0.375' }] };
  const state: Vat = { category: 'O', rate: '0', beside: [{ kind: 'added', name: 'New York State', rate: '4.00' }] };
  const freelance: Vat = { ...S('21'), beside: [{ kind: 'withheld', name: 'IRPF', rate: '15' }] };
  const besideOf = ({ beside = [] }: Totals) => beside.map(({ kind, name, rate, base, tax }) => `${kind} ${name} ${rate}: ${toDecimal(base)} ${toDecimal(tax)}`);

  it('are reckoned once per name and rate, on what is net of discounts', () => {
    const totals = computeTotals({ currency: 'USD', prices: 'exclusive', lines: [line('3', '33.33', city), line('1', '10', state)], allowancesCharges: [{ type: 'allowance', amount: '9.99' }] });
    expect(besideOf(totals)).toEqual(['added New York State 4: 100.00 4.00', 'added New York City 4.5: 90.91 4.09', 'added MCTD 0.375: 90.91 0.34']);
    expect([totals.vatTotal, totals.addedTax!, totals.withheld!, totals.gross, totals.due].map(toDecimal)).toEqual(['0.00', '8.43', '0.00', '108.43', '108.43']);
  });

  it('that the buyer withholds lower what is due and nothing else', () => {
    const totals = exclusive([line('20', '90', freelance, [{ type: 'allowance', percent: '10' }])], { prepaid: '100' });
    expect([totals.net, totals.gross, totals.withheld!, totals.due].map(toDecimal)).toEqual(['1620.00', '1960.20', '243.00', '1617.20']);
    expect(vatOf(totals)).toEqual(['S 21: 1620.00 340.20']);
  });

  it('come on top of prices that hold VAT, and leave no rounding behind', () => {
    const totals = inclusive([line('1', '121', { ...S('21'), beside: [{ kind: 'added', name: 'Recargo', rate: '5.2' }] })]);
    expect([totals.net, totals.addedTax!, totals.gross, totals.rounding, totals.due].map(toDecimal)).toEqual(['100.00', '5.20', '126.20', '0.00', '126.20']);
  });

  it('of a rate that is none are refused', () => {
    expect(() => exclusive([line('1', '1', { ...S('21'), beside: [{ kind: 'withheld', name: 'IRPF', rate: '101' }] })])).toThrow(refused('VatRateUnusable'));
  });

  it('leave no trace where there are none', () => {
    expect(Object.keys(exclusive([line('1', '1')])).filter((key) => /beside|addedTax|withheld/.test(key))).toEqual([]);
  });
});

describe('VAT', () => {
  it('is rounded once per category and rate', () => {
    expect(vatOf(exclusive([line('1', '0.10', S('7')), line('1', '0.10', S('7.0')), line('1', '0.10', S('07.00'))]))).toEqual(['S 7: 0.30 0.02']);
  });

  it('is listed by category, then by rate as a number', () => {
    const rates = ['19', '5.5', '5.25', '100', '0.5', '7'].map((rate) => line('1', '1', S(rate)));
    const totals = exclusive([...rates, line('1', '1', { category: 'AE', rate: '0' }), line('1', '1', { category: 'O', rate: '0.00' })]);
    expect(totals.vat.map(({ category, rate }) => `${category}${rate}`)).toEqual(['AE0', 'O0', 'S0.5', 'S5.25', 'S5.5', 'S7', 'S19', 'S100']);
  });

  it.each(['-1', '100.01', '1000'])('refuses the rate %s', (rate) => {
    expect(() => exclusive([line('1', '1', S(rate))])).toThrow(refused('VatRateUnusable'));
  });

  it.each(['Z', 'E', 'AE', 'K', 'G', 'O'] as const)('refuses a rate in category %s', (category) => {
    expect(() => exclusive([line('1', '1', { category, rate: '19' })])).toThrow(refused('VatRateUnexpected'));
  });
});

describe('the amount due', () => {
  it('is gross and payable rounding, less what is prepaid', () => {
    const totals = exclusive([line('1', '100')], { prepaid: '150.00', rounding: '0.01' });
    expect([toDecimal(totals.gross), toDecimal(totals.due)]).toEqual(['119.00', '-30.99']);
  });

  it('of an invoice without lines is nothing', () => {
    expect(exclusive([])).toEqual({ lineNets: [], vat: [], ...Object.fromEntries(['sumOfLines', 'allowanceTotal', 'chargeTotal', 'net', 'vatTotal', 'gross', 'rounding', 'prepaid', 'due'].map((name) => [name, money(0, 'EUR')])) });
  });

  it('takes zeros beyond the currency, but no more precision than it has', () => {
    expect(toDecimal(computeTotals({ currency: 'JPY', prices: 'exclusive', lines: [line('1', '1333.5', S('10'))], prepaid: '100.00' }).due)).toBe('1367');
    expect(() => computeTotals({ currency: 'JPY', prices: 'exclusive', lines: [], prepaid: '0.5' })).toThrow(refused('AmountPrecision'));
  });

  it('is refused when it cannot be held exactly, and exact up to there', () => {
    const most = exclusive([line('1', '90071992547409.91', { category: 'O', rate: '0' })]);
    expect(most.due.minor).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => exclusive([line('1', '90071992547409.91', S('1'))])).toThrow(refused('AmountTooLarge'));
  });

  it.each(['', 'NaN', '1e3', '0x10', 'Infinity', '١', '1,5'])('is refused for the quantity or price %j', (text) => {
    expect(() => exclusive([line(text, '1')])).toThrow(refused('DecimalUnreadable'));
    expect(() => exclusive([line('1', text)])).toThrow(refused('DecimalUnreadable'));
  });

  it('is refused for a discount that says neither amount nor percent', () => {
    expect(() => exclusive([line('1', '1')], { allowancesCharges: [{ type: 'allowance' }] })).toThrow(refused('DecimalUnreadable'));
  });
});

describe('inclusive prices', () => {
  it('put the missing cent into the rounding', () => {
    const totals = inclusive(Array.from({ length: 5 }, () => line('1', '0.99')));
    expect([toDecimal(totals.net), toDecimal(totals.gross), toDecimal(totals.rounding), toDecimal(totals.due)]).toEqual(['4.15', '4.94', '0.01', '4.95']);
  });

  it('keep the promise with payable rounding and prepayment on top', () => {
    const totals = inclusive([line('1', '0.99'), line('1', '0.99')], { prepaid: '1.00', rounding: '0.02' });
    expect(toDecimal(totals.due)).toBe('1.00');
  });

  it('take discounts with tax: a tenner off is a tenner less to pay', () => {
    const totals = inclusive([line('1', '119'), line('1', '53.50', S('7'))], { allowancesCharges: [{ type: 'allowance', amount: '10' }] });
    expect(toDecimal(totals.due)).toBe('162.50');
  });
});

/* ---- Properties ---- */

const CURRENCIES = ['JPY', 'EUR', 'KWD'] as const;
const decimal = (most: number, places: number) => fc.integer({ min: 0, max: most }).map((digits) => (digits / 10 ** places).toFixed(places));
const vat = fc.constantFrom<Vat>(S('19'), S('7'), S('5.5'), S('20'), S('25.5'), { category: 'Z', rate: '0' }, { category: 'AE', rate: '0' });
const discount = fc.oneof(
  fc.record({ type: fc.constantFrom('allowance' as const, 'charge' as const), percent: decimal(10_000, 2) }),
  fc.record({ type: fc.constantFrom('allowance' as const, 'charge' as const), amount: fc.integer({ min: 0, max: 500 }).map(String) }),
);
const lines = fc.array(fc.record({ quantity: decimal(9_999_999, 3), unitPrice: decimal(99_999_999, 4), baseQuantity: fc.constantFrom('1', '12', '1000'), vat, allowancesCharges: fc.array(discount, { maxLength: 2 }) }), { minLength: 1, maxLength: 8 });
const documents = fc.record({ currency: fc.constantFrom(...CURRENCIES), prices: fc.constantFrom('exclusive' as const, 'inclusive' as const), lines, allowancesCharges: fc.array(discount, { maxLength: 3 }) });

describe('for any lines, discounts, prices and currencies', () => {
  it('every total follows from the ones before it', () => {
    fc.assert(fc.property(documents, (input) => {
      const totals = computeTotals(input);
      const { currency } = input;
      const all = (amounts: Money[]) => sum(currency, amounts);
      expect(totals.sumOfLines).toEqual(all(totals.lineNets));
      expect(totals.net).toEqual(all([totals.sumOfLines, negate(totals.allowanceTotal), totals.chargeTotal]));
      expect(all(totals.vat.map(({ base }) => base))).toEqual(totals.net);
      expect(totals.vatTotal).toEqual(all(totals.vat.map(({ tax }) => tax)));
      expect(totals.gross).toEqual(all([totals.net, totals.vatTotal]));
      expect(totals.due).toEqual(all([totals.gross, totals.rounding, negate(totals.prepaid)]));
    }));
  });

  it('the tax of each rate is within half a unit of the exact one', () => {
    fc.assert(fc.property(documents, (input) => {
      for (const { base, rate, tax } of computeTotals(input).vat) {
        const [whole = '', fraction = ''] = rate.split('.');
        const under = 100n * 10n ** BigInt(fraction.length);
        const miss = BigInt(tax.minor) * under - BigInt(base.minor) * BigInt(whole + fraction);
        expect(2n * (miss < 0n ? -miss : miss) <= under).toBe(true);
      }
    }));
  });

  it('a credit note mirrors its invoice', () => {
    const opposite = (one: AllowanceCharge): AllowanceCharge => (one.amount === undefined ? one : { ...one, amount: `-${one.amount}` });
    fc.assert(fc.property(documents, (input) => {
      const credit = computeTotals({
        ...input,
        lines: input.lines.map((one) => ({ ...one, quantity: `-${one.quantity}`, allowancesCharges: one.allowancesCharges.map(opposite) })),
        allowancesCharges: input.allowancesCharges.map(opposite),
      });
      const mirrored = JSON.parse(JSON.stringify(computeTotals(input)), (key, value) => (key === 'minor' ? 0 - value : value));
      expect(credit).toEqual(mirrored);
    }));
  });

  it('paying what is due leaves exactly nothing', () => {
    fc.assert(fc.property(documents, (input) => {
      const { due } = computeTotals(input);
      expect(isZero(computeTotals({ ...input, prepaid: toDecimal(due) }).due)).toBe(true);
    }));
  });

  it('the order of the lines changes no total', () => {
    fc.assert(fc.property(documents, (input) => {
      const { lineNets: _, lineGross: __, ...totals } = computeTotals(input);
      const { lineNets, lineGross, ...reversed } = computeTotals({ ...input, lines: [...input.lines].reverse() });
      expect(reversed).toEqual(totals);
    }));
  });

  it('inclusive prices promise the same sum whatever the rates', () => {
    fc.assert(fc.property(documents, fc.array(vat, { minLength: 8, maxLength: 8 }), (input, others) => {
      const amounts = input.allowancesCharges.map((one) => ('amount' in one ? one : { ...one, type: 'allowance' as const, percent: '3' }));
      const dueAt = (rates: readonly Vat[]) =>
        computeTotals({ ...input, prices: 'inclusive', allowancesCharges: amounts, lines: input.lines.map((one, at) => ({ ...one, vat: rates[at % rates.length]! })) }).due;
      expect(dueAt(others)).toEqual(dueAt([{ category: 'O', rate: '0' }]));
    }));
  });

  it('known nets come to the same as the lines they are of', () => {
    fc.assert(fc.property(documents, (input) => {
      const totals = computeTotals({ ...input, prices: 'exclusive' });
      const nets = input.lines.map(({ vat: own }, at) => ({ net: toDecimal(totals.lineNets[at]!), vat: own }));
      expect(computeFromNets({ currency: input.currency, lines: nets, allowancesCharges: input.allowancesCharges })).toEqual(totals);
    }));
  });
});
