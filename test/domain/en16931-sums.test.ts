/**
 * 10,000 random invoices satisfy the sums of EN 16931-1 exactly. They are reckoned here once more, from the decimal strings, with whole
 * numbers of the test's own: nothing of domain/money.ts is used to judge it.
 */
import fc from 'fast-check';
import { computeTotals, type AllowanceCharge, type Totals, type TotalsInput, type Vat } from '../../domain/totals';

const RUNS = { seed: 16_931, numRuns: 10_000 };
const EXPONENTS = { JPY: 0, EUR: 2, HUF: 2, KWD: 3 } as const;
type Code = keyof typeof EXPONENTS;

/** Exact fractions. */
type Q = readonly [over: bigint, under: bigint];
const q = (text: string): Q => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction);
  return [text.startsWith('-') ? -size : size, 10n ** BigInt(fraction.length)];
};
const mul = (a: Q, b: Q): Q => [a[0] * b[0], a[1] * b[1]];
const div = (a: Q, b: Q): Q => [a[0] * b[1], a[1] * b[0]];
/** Half away from zero. */
const round = ([over, under]: Q): bigint => {
  const size = over < 0n ? -over : over;
  const up = (2n * size + under) / (2n * under);
  return over < 0n ? -up : up;
};
const total = (all: readonly bigint[]): bigint => all.reduce((sum, one) => sum + one, 0n);
const minorOf = ({ minor }: { minor: number }): bigint => BigInt(minor);

const rated = fc.constantFrom('19', '7', '5.5', '25', '8.1', '20.00', '0.5', '100').map((rate): Vat => ({ category: 'S', rate }));
const unrated = fc.constantFrom('Z', 'E', 'AE', 'K', 'G', 'O').map((category): Vat => ({ category: category as Vat['category'], rate: '0' }));
const anyVat = fc.oneof({ weight: 3, arbitrary: rated }, { weight: 2, arbitrary: unrated });
const decimal = (most: number, places: number, sign = '') => fc.tuple(fc.nat(most), fc.nat(10 ** places - 1)).map(([whole, part]) => `${sign}${whole}${places > 0 ? `.${String(part).padStart(places, '0')}` : ''}`);
const quantity = fc.oneof(decimal(400, 3), decimal(40, 0), decimal(9, 2, '-'));
const price = fc.oneof(decimal(5_000, 2), decimal(90, 4), decimal(100_000, 0));
const percent = decimal(99, 2);

const invoices = fc.constantFrom(...Object.keys(EXPONENTS) as Code[]).chain((currency) => {
  const amount = decimal(300, EXPONENTS[currency]);
  const adjustment = fc.record({ type: fc.constantFrom('allowance' as const, 'charge' as const), size: fc.oneof(amount.map((text) => ({ amount: text })), percent.map((text) => ({ percent: text }))) })
    .map(({ type, size }): AllowanceCharge => ({ type, ...size }));
  const line = fc.record({ quantity, unitPrice: price, vat: anyVat, baseQuantity: fc.constantFrom('1', '1', '1', '100', '12'), allowancesCharges: fc.array(adjustment, { maxLength: 2 }) });
  return fc.record({
    currency: fc.constant(currency), prices: fc.constantFrom('exclusive' as const, 'inclusive' as const), lines: fc.array(line, { minLength: 1, maxLength: 8 }),
    allowancesCharges: fc.array(fc.tuple(adjustment, fc.option(anyVat, { nil: undefined })).map(([one, vat]) => ({ ...one, ...(vat && { vat }) })), { maxLength: 3 }),
    prepaid: amount, rounding: fc.constantFrom('0', EXPONENTS[currency] === 2 ? '0.01' : '1', EXPONENTS[currency] === 2 ? '-0.02' : '-1'),
  });
});
type Input = TotalsInput & { currency: Code };

/** The size of a discount (below zero) or surcharge in minor units, of a base in minor units. */
const sized = ({ type, amount, percent: share }: AllowanceCharge, base: bigint, scale: bigint): bigint => {
  const size = amount === undefined ? round(mul([base, 100n], q(share ?? '0'))) : round(mul(q(amount), [scale, 1n]));
  return type === 'allowance' ? -size : size;
};
const keyOf = ({ category, rate }: Pick<Vat, 'category' | 'rate'>): string => `${category} ${Number(rate)}`;
const without = (gross: bigint, rate: string): bigint => round(div([gross * 100n, 1n], [q(rate)[0] + 100n * q(rate)[1], q(rate)[1]]));

/** A line's amount as its prices are written: quantity × price ÷ base quantity, then its own discounts and surcharges, rounded once. */
function lineAmount(line: Input['lines'][number], scale: bigint): bigint {
  const exact = mul(div(mul(q(line.quantity), q(line.unitPrice)), q(line.baseQuantity ?? '1')), [scale, 1n]);
  const more = total((line.allowancesCharges ?? []).map((one) => sized(one, round(exact), scale)));
  return round([exact[0] + more * exact[1], exact[1]]);
}

/** Cheaper, a hundred thousand times, than a matcher. */
function same(rule: string, got: bigint | number, wanted: bigint | number): void {
  if (got !== wanted) throw new Error(`${rule}: ${got}, not ${wanted}`);
}

/** The rules that hold for any invoice, by their names in EN 16931-1. */
function expectSums(totals: Totals, input: Input): void {
  const scale = 10n ** BigInt(EXPONENTS[input.currency]);
  const amount = (text: string): bigint => round(mul(q(text), [scale, 1n]));
  const [lines, allowances, charges, net, vat, gross] = [totals.sumOfLines, totals.allowanceTotal, totals.chargeTotal, totals.net, totals.vatTotal, totals.gross].map(minorOf) as [bigint, bigint, bigint, bigint, bigint, bigint];
  same('BR-CO-10', lines, total(totals.lineNets.map(minorOf)));
  same('BR-CO-13', net, lines - allowances + charges);
  same('BR-CO-14', vat, total(totals.vat.map(({ tax }) => minorOf(tax))));
  same('BR-CO-15', gross, net + vat);
  same('BR-CO-16', minorOf(totals.due), gross - amount(input.prepaid ?? '0') + minorOf(totals.rounding));
  for (const { category, base, rate, tax } of totals.vat) {
    same('BR-CO-17, BR-S-09', minorOf(tax), round(mul([minorOf(base), 100n], q(rate))));
    if (category !== 'S') same('BR-Z-09, BR-E-09, BR-AE-09, BR-IC-09, BR-G-09, BR-O-09', tax.minor, 0);
  }
  same('bases', total(totals.vat.map(({ base }) => minorOf(base))), net);
  same('BR-CO-18, one row for each category and rate', new Set(totals.vat.map(keyOf)).size, totals.vat.length);
}

/** BR-S-08, BR-Z-08, BR-E-08, BR-AE-08, BR-IC-08, BR-G-08, BR-O-08: each base is its lines less its allowances and with its charges. */
function expectBases(totals: Totals, input: Input): void {
  const scale = 10n ** BigInt(EXPONENTS[input.currency]);
  const amounts = input.lines.map((line) => lineAmount(line, scale));
  const inclusive = input.prices === 'inclusive';
  const netOf = (one: bigint, rate: string): bigint => (inclusive ? without(one, rate) : one);
  for (const [at, one] of amounts.entries()) same('BT-131', minorOf(totals.lineNets[at]!), netOf(one, input.lines[at]!.vat.rate));

  const whole = new Map<string, bigint>();
  for (const [at, { vat }] of input.lines.entries()) whole.set(keyOf(vat), (whole.get(keyOf(vat)) ?? 0n) + amounts[at]!);
  const bases = new Map<string, bigint>();
  const add = (vat: Vat, one: bigint): void => void bases.set(keyOf(vat), (bases.get(keyOf(vat)) ?? 0n) + one);
  for (const [at, { vat }] of input.lines.entries()) add(vat, netOf(amounts[at]!, vat.rate));
  const named = (input.allowancesCharges ?? []).filter(({ vat }) => vat);
  const spread = (input.allowancesCharges ?? []).filter(({ vat }) => !vat).map((one) => sized(one, total(amounts), scale));
  let promised = total(amounts) + total(spread);
  for (const one of named) {
    const size = sized(one, whole.get(keyOf(one.vat!)) ?? 0n, scale);
    promised += size;
    add(one.vat!, netOf(size, one.vat!.rate));
  }
  const off = totals.vat.map((row) => minorOf(row.base) - (bases.get(keyOf(row)) ?? 0n)); // What the spread ones have brought.
  if (spread.length === 0) same('BR-S-08 and its like', BigInt(off.filter((one) => one !== 0n).length), 0n);
  if (!inclusive) same('a discount of all rates, to the last unit', total(off), total(spread));
  if (inclusive) same('what was promised', minorOf(totals.gross) + minorOf(totals.rounding), promised + round(mul(q(input.rounding ?? '0'), [scale, 1n])));
}

it('10,000 random invoices satisfy the sums of EN 16931 exactly', () => {
  const seen = { categories: new Set<string>(), currencies: new Set<string>(), prices: new Set<string>() };
  fc.assert(fc.property(invoices, (input) => {
    const totals = computeTotals(input);
    expectSums(totals, input);
    expectBases(totals, input);
    for (const { vat } of input.lines) seen.categories.add(vat.category);
    seen.currencies.add(input.currency);
    seen.prices.add(input.prices);
  }), RUNS);
  expect([seen.categories.size, seen.currencies.size, seen.prices.size]).toEqual([7, 4, 2]);
});
