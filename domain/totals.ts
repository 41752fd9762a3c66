/**
 * Totals: what an estimate, invoice or credit note comes to. The one calculator behind form, card, page, mail and portal.
 * Order of rounding as in EN 16931-1: each line once, sums exact, VAT once per category and rate, due = gross − prepaid + rounding.
 */
import { canonicalDecimal } from './decimal';
import { add, allocate, fromDecimal, linePrice, negate, percentOf, subtract, sum, toDecimal, withoutPercent, zero, type Money } from './money';
import { DomainError } from './refusals';

/** UNCL 5305 as EN 16931 uses it: standard, zero rated, exempt, reverse charge, intra-community, export, outside the scope of VAT. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';

/** `rate` is percent as a decimal string: "19", "5.5"; "0" for every category but S. */
export type Vat = { category: VatCategory; rate: string };

/**
 * A discount or a surcharge. `amount` (major units) wins over `percent`; `percent` is of `base` (major units), which is the
 * line's price or, on the document, the sum of the lines it concerns, unless given. `vat` counts only on the document;
 * without it the amount is split over all rates. On inclusive prices these amounts hold tax too.
 */
export type AllowanceCharge = { type: 'allowance' | 'charge'; amount?: string; percent?: string; base?: string; reason?: string; vat?: Vat };

export type LineInput = { quantity: string; unitPrice: string; baseQuantity?: string; vat: Vat; allowancesCharges?: AllowanceCharge[] };

type DocumentInput = { currency: string; allowancesCharges?: AllowanceCharge[]; prepaid?: string; rounding?: string };

/** `prices` says whether unit prices hold tax. `prepaid` and `rounding` (BT-114) are major units. */
export type TotalsInput = DocumentInput & { prices: 'exclusive' | 'inclusive'; lines: LineInput[] };

/** Lines whose nets are known, as in a received e-invoice. */
export type NetsInput = DocumentInput & { lines: { net: string; vat: Vat }[] };

/** One VAT line of the document (BG-23); `rate` in canonical form. */
export type VatLine = { category: VatCategory; rate: string; base: Money; tax: Money };

/** net = sumOfLines − allowanceTotal + chargeTotal; gross = net + vatTotal; due = gross + rounding − prepaid. `lineGross` only for inclusive prices. */
export type Totals = {
  lineNets: Money[];
  lineGross?: Money[];
  sumOfLines: Money;
  allowanceTotal: Money;
  chargeTotal: Money;
  net: Money;
  vat: VatLine[];
  vatTotal: Money;
  gross: Money;
  rounding: Money;
  prepaid: Money;
  due: Money;
};

/** An amount under its VAT. Surcharges are positive, discounts negative. */
type Part = { vat: Vat; amount: Money };
type Adjustment = Part & { type: AllowanceCharge['type'] };

/**
 * On inclusive prices a line's net is round(gross ÷ (1 + rate)), and the cents that then miss the promised gross go to `rounding`.
 * Refuses DecimalUnreadable, AmountPrecision, AmountTooLarge, CurrencyUnknown, VatRateUnusable, VatRateUnexpected,
 * and WeightsUnusable for a document discount over no lines.
 */
export function computeTotals(input: TotalsInput): Totals {
  const { currency, prices } = input;
  const lines = input.lines.map((line) => ({ vat: canonicalVat(line.vat), amount: lineAmount(line, currency) }));
  const adjustments = spread(input.allowancesCharges ?? [], lines, currency);
  if (prices === 'exclusive') return conclude(lines, adjustments, input);

  const promised = sum(currency, [...lines, ...adjustments].map(({ amount }) => amount));
  const totals = conclude(lines.map(withoutTax), adjustments.map(withoutTax), input);
  const missing = subtract(promised, totals.gross);
  return {
    ...totals,
    lineGross: lines.map(({ amount }) => amount),
    rounding: add(totals.rounding, missing),
    due: add(totals.due, missing),
  };
}

/** The same from known line nets. Refuses as computeTotals does. */
export function computeFromNets(input: NetsInput): Totals {
  const lines = input.lines.map(({ net, vat }) => ({ vat: canonicalVat(vat), amount: amountOf(net, input.currency) }));
  return conclude(lines, spread(input.allowancesCharges ?? [], lines, input.currency), input);
}

/** quantity × price ÷ base quantity, with the line's own discounts and surcharges, rounded once. */
function lineAmount(line: LineInput, currency: string): Money {
  const adjustments = (line.allowancesCharges ?? []).map((one) => signed(one, linePrice(line, currency)));
  return linePrice(line, currency, adjustments);
}

/** The document's discounts and surcharges, each under one VAT. */
function spread(allowancesCharges: readonly AllowanceCharge[], lines: readonly Part[], currency: string): Adjustment[] {
  const groups = byVat(lines, currency);
  const whole = sum(currency, lines.map(({ amount }) => amount));
  return allowancesCharges.flatMap((one) => {
    const { type } = one;
    if (one.vat) {
      const vat = canonicalVat(one.vat);
      const concerned = groups.find((group) => vatKey(group.vat) === vatKey(vat))?.amount ?? zero(currency);
      return [{ type, vat, amount: signed(one, concerned) }];
    }
    const amount = signed(one, whole);
    if (amount.minor === 0) return [];
    const shares = allocate(amount, weightsOf(groups, whole));
    return groups.map(({ vat }, at) => ({ type, vat, amount: shares[at] ?? zero(currency) }));
  });
}

/** A discount falls on the rates whose lines run the way of the whole: a returned item in another rate does not grow by it. */
function weightsOf(groups: readonly Part[], whole: Money): string[] {
  const weights = groups.map(({ amount }) => {
    const along = Math.sign(amount.minor) * (Math.sign(whole.minor) || Math.sign(amount.minor));
    return along > 0 ? toDecimal(amount).replace('-', '') : '0';
  });
  return weights.some((weight) => /[1-9]/.test(weight)) ? weights : weights.map(() => '1'); // All lines free: evenly.
}

/** The amount of a discount (negative) or surcharge, of `base` when it is a percentage. */
function signed({ type, amount, percent, base: ownBase }: AllowanceCharge, base: Money): Money {
  const size = amount === undefined
    ? percentOf(ownBase === undefined ? base : amountOf(ownBase, base.currency), percent ?? '')
    : amountOf(amount, base.currency);
  return type === 'allowance' ? negate(size) : size;
}

const withoutTax = <T extends Part>(part: T): T => ({ ...part, amount: withoutPercent(part.amount, part.vat.rate) });

function conclude(lines: readonly Part[], adjustments: readonly Adjustment[], { currency, prepaid: paid = '0', rounding: round = '0' }: DocumentInput): Totals {
  const lineNets = lines.map(({ amount }) => amount);
  const total = (type: AllowanceCharge['type']) => sum(currency, adjustments.filter((one) => one.type === type).map(({ amount }) => amount));
  const sumOfLines = sum(currency, lineNets);
  const allowanceTotal = negate(total('allowance'));
  const chargeTotal = total('charge');
  const net = add(subtract(sumOfLines, allowanceTotal), chargeTotal);
  const vat = byVat([...lines, ...adjustments], currency).map(({ vat: { category, rate }, amount }) =>
    ({ category, rate, base: amount, tax: percentOf(amount, rate) }));
  const vatTotal = sum(currency, vat.map(({ tax }) => tax));
  const gross = add(net, vatTotal);
  const prepaid = amountOf(paid, currency);
  const rounding = amountOf(round, currency);
  const due = subtract(add(gross, rounding), prepaid);
  return { lineNets, sumOfLines, allowanceTotal, chargeTotal, net, vat, vatTotal, gross, rounding, prepaid, due };
}

/** Sums per category and rate, in the order of both. */
function byVat(parts: readonly Part[], currency: string): Part[] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) groups.set(vatKey(part.vat), [...(groups.get(vatKey(part.vat)) ?? []), part]);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, [first, ...rest]]) => ({ vat: first!.vat, amount: sum(currency, [first!, ...rest].map(({ amount }) => amount)) }));
}

/** Sorts as text the way rates sort as numbers: "S 005.25" before "S 005.5" before "S 019". */
function vatKey({ category, rate }: Vat): string {
  const [whole = '', fraction = ''] = rate.split('.');
  return `${category} ${whole.padStart(3, '0')}.${fraction}`;
}

/** Categories that allow no rate above 0 (EN 16931 BR-Z-05, BR-E-05, BR-AE-05, BR-IC-05, BR-G-05, BR-O-05). */
const RATELESS: ReadonlySet<string> = new Set<VatCategory>(['Z', 'E', 'AE', 'K', 'G', 'O']);

/** "19", "19.0" and "19.00" are one rate. */
function canonicalVat({ category, rate }: Vat): Vat {
  const canonical = canonicalDecimal(rate);
  if (!/^([0-9]{1,2}(\.[0-9]+)?|100)$/.test(canonical)) throw new DomainError('VatRateUnusable', { rate });
  if (RATELESS.has(category) && canonical !== '0') throw new DomainError('VatRateUnexpected', { category, rate });
  return { category, rate: canonical };
}

/** An amount in major units; zeros beyond the currency's decimals do no harm ("100.00" JPY). */
const amountOf = (text: string, currency: string): Money => fromDecimal(canonicalDecimal(text), currency);
