/**
 * Totals: what an estimate, invoice or credit note comes to. The one calculator behind form, card, page, mail and portal.
 * Order of rounding as in EN 16931-1: each line once, sums exact, VAT once per category and rate, due = gross − prepaid + rounding.
 */
import { canonicalDecimal } from './decimal';
import { add, allocate, fromDecimal, linePrice, negate, percentOf, subtract, sum, toDecimal, withoutPercent, zero, type Money } from './money';
import { DomainError } from './refusals';

/** UNCL 5305 as EN 16931 uses it: standard, zero rated, exempt, reverse charge, intra-community, export, outside the scope of VAT. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O';

/**
 * A tax beside VAT, on the same net amounts: `added` raises what is owed (the sales tax of a state or a city, an equivalence surcharge),
 * `withheld` is kept back by the buyer for the tax office (IRPF, ritenuta d'acconto). `rate` is percent as a decimal string.
 */
export type SideTax = { kind: 'added' | 'withheld'; name: string; rate: string };

/**
 * `rate` is percent as a decimal string: "19", "5.5"; "0" for every category but S. `beside` are the taxes that come with it, `taxId` that of
 * the office's tax that it was taken from, `law` what is cited for charging no VAT and `vatex` its code in the EU's list.
 */
export type Vat = { category: VatCategory; rate: string; beside?: readonly SideTax[]; taxId?: string; law?: string; vatex?: string };

/**
 * A discount or a surcharge. `amount` (major units) wins over `percent`; `percent` is of `base` (major units), which is the
 * line's price or, on the document, the sum of the lines it concerns, unless given. `vat` counts only on the document;
 * without it the amount is split over all rates. On inclusive prices these amounts hold VAT too.
 */
export type AllowanceCharge = { type: 'allowance' | 'charge'; amount?: string; percent?: string; base?: string; reason?: string; vat?: Vat };

export type LineInput = { quantity: string; unitPrice: string; baseQuantity?: string; vat: Vat; allowancesCharges?: AllowanceCharge[] };

type DocumentInput = { currency: string; allowancesCharges?: AllowanceCharge[]; prepaid?: string; rounding?: string };

/** `prices` says whether unit prices hold VAT; taxes beside it always come on top. `prepaid` and `rounding` (BT-114) are major units. */
export type TotalsInput = DocumentInput & { prices: 'exclusive' | 'inclusive'; lines: LineInput[] };

/** Lines whose nets are known, as in a received e-invoice. */
export type NetsInput = DocumentInput & { lines: { net: string; vat: Vat }[] };

/** One VAT line of the document (BG-23); `rate` in canonical form. */
export type VatLine = { category: VatCategory; rate: string; base: Money; tax: Money };

/** One tax beside VAT, on all it concerns. */
export type SideTaxLine = SideTax & { base: Money; tax: Money };

/**
 * net = sumOfLines − allowanceTotal + chargeTotal; gross = net + vatTotal + addedTax; due = gross + rounding − prepaid − withheld.
 * `lineGross` only for inclusive prices; `beside`, `addedTax` and `withheld` only where a tax comes beside VAT.
 */
export type Totals = {
  lineNets: Money[];
  lineGross?: Money[];
  sumOfLines: Money;
  allowanceTotal: Money;
  chargeTotal: Money;
  net: Money;
  vat: VatLine[];
  vatTotal: Money;
  beside?: SideTaxLine[];
  addedTax?: Money;
  withheld?: Money;
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
  const missing = subtract(promised, add(totals.net, totals.vatTotal));
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
  const groups = grouped(lines, taxKey, currency);
  const whole = sum(currency, lines.map(({ amount }) => amount));
  return allowancesCharges.flatMap((one) => {
    const { type } = one;
    if (one.vat) {
      const vat = canonicalVat(one.vat);
      const concerned = groups.filter((group) => vatKey(group.vat) === vatKey(vat)).map(({ amount }) => amount);
      return [{ type, vat, amount: signed(one, sum(currency, concerned)) }];
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
  const parts = [...lines, ...adjustments];
  const vat = grouped(parts, vatKey, currency).map(({ vat: { category, rate }, amount }) => ({ category, rate, base: amount, tax: percentOf(amount, rate) }));
  const vatTotal = sum(currency, vat.map(({ tax }) => tax));
  const beside = besides(parts, currency);
  const addedTax = totalOf(beside, 'added', currency);
  const withheld = totalOf(beside, 'withheld', currency);
  const gross = add(net, vatTotal, addedTax);
  const prepaid = amountOf(paid, currency);
  const rounding = amountOf(round, currency);
  const due = subtract(subtract(add(gross, rounding), prepaid), withheld);
  return { lineNets, sumOfLines, allowanceTotal, chargeTotal, net, vat, vatTotal, ...(beside.length > 0 && { beside, addedTax, withheld }), gross, rounding, prepaid, due };
}

/** The taxes beside VAT, each once per name and rate, in the order in which they are first met. */
function besides(parts: readonly Part[], currency: string): SideTaxLine[] {
  const met = new Map<string, { tax: SideTax; amounts: Money[] }>();
  for (const { vat, amount } of parts) {
    for (const tax of vat.beside ?? []) {
      const key = JSON.stringify([tax.kind, tax.name, tax.rate]);
      met.set(key, { tax, amounts: [...(met.get(key)?.amounts ?? []), amount] });
    }
  }
  return [...met.values()].map(({ tax, amounts }) => {
    const base = sum(currency, amounts);
    return { ...tax, base, tax: percentOf(base, tax.rate) };
  });
}

const totalOf = (taxes: readonly SideTaxLine[], kind: SideTax['kind'], currency: string): Money =>
  sum(currency, taxes.filter((one) => one.kind === kind).map(({ tax }) => tax));

/** Sums per key, in the order of the keys. */
function grouped(parts: readonly Part[], keyOf: (vat: Vat) => string, currency: string): Part[] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) groups.set(keyOf(part.vat), [...(groups.get(keyOf(part.vat)) ?? []), part]);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, [first, ...rest]]) => ({ vat: first!.vat, amount: sum(currency, [first!, ...rest].map(({ amount }) => amount)) }));
}

/** The same VAT with the same taxes beside it. */
const taxKey = (vat: Vat): string => `${vatKey(vat)} ${JSON.stringify(vat.beside ?? [])}`;

/** Sorts as text the way rates sort as numbers: "S 005.25" before "S 005.5" before "S 019". */
function vatKey({ category, rate }: Vat): string {
  const [whole = '', fraction = ''] = rate.split('.');
  return `${category} ${whole.padStart(3, '0')}.${fraction}`;
}

/** Categories that allow no rate above 0 (EN 16931 BR-Z-05, BR-E-05, BR-AE-05, BR-IC-05, BR-G-05, BR-O-05). */
const RATELESS: ReadonlySet<string> = new Set<VatCategory>(['Z', 'E', 'AE', 'K', 'G', 'O']);

/** "19", "19.0" and "19.00" are one rate. */
function canonicalVat({ category, rate, beside = [], ...named }: Vat): Vat {
  const canonical = canonicalRate(rate);
  if (RATELESS.has(category) && canonical !== '0') throw new DomainError('VatRateUnexpected', { category, rate });
  return { ...named, category, rate: canonical, ...(beside.length > 0 && { beside: beside.map((tax) => ({ ...tax, rate: canonicalRate(tax.rate) })) }) };
}

/** A percentage from 0 to 100. Refuses VatRateUnusable, DecimalUnreadable. */
function canonicalRate(rate: string): string {
  const canonical = canonicalDecimal(rate);
  if (!/^([0-9]{1,2}(\.[0-9]+)?|100)$/.test(canonical)) throw new DomainError('VatRateUnusable', { rate });
  return canonical;
}

/** An amount in major units; zeros beyond the currency's decimals do no harm ("100.00" JPY). */
const amountOf = (text: string, currency: string): Money => fromDecimal(canonicalDecimal(text), currency);
