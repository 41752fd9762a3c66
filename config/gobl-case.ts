/**
 * GOBL invoices (https://docs.gobl.org) as cases: lines with any taxes, documents' discounts and charges with their own or none.
 * Prices without tax are the office's own calculator's. Where prices hold a tax, GOBL rounds only at the end: the tax is what the
 * promised amounts hold.
 */
import { z } from 'zod';
import { add, levied, negate, subtract, sum, toDecimal, zero, type Levy } from '../domain/money';
import { computeTotals, type AllowanceCharge, type SideTax, type Totals, type Vat } from '../domain/totals';

const absent = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
const percent = z.string().transform((text) => text.replace(/%$/, ''));
const tax = z.object({ cat: z.string(), percent: absent(percent), surcharge: absent(percent), retained: absent(z.boolean()) });
const taxes = z.array(tax).nullish().transform((all) => all ?? []);
const adjustment = z.object({ amount: absent(z.string()), percent: absent(percent), base: absent(z.string()), taxes })
  .refine((one) => one.amount !== undefined || one.percent !== undefined, 'needs an amount or a percent');
const adjustments = z.array(adjustment).nullish().transform((all) => all ?? []);
const line = z.object({ quantity: z.string(), unitPrice: z.string(), discounts: adjustments, charges: adjustments, taxes });
export const goblCase = z.object({
  currency: z.string(), pricesInclude: absent(z.string()), lines: z.array(line), discounts: adjustments, charges: adjustments,
});
type Tax = z.infer<typeof tax>;
type Adjustment = z.infer<typeof adjustment>;

/** What GOBL's tax regimes call retained (invopop/gobl, regimes/*, Apache-2.0): Brazil, Colombia, Italy, Mexico, Portugal, Spain. */
const RETAINED = new Set(`PISRet COFINSRet CSLL INSS IRRF RVAT RICA RR IRPEF IRES INPS ENASARCO ENPAM CP ISR RIEPS IRS IRC IRPF IRNR`.split(' '));
/** And what it only shows. */
const INFORMATIVE = new Set('ISS ICMS PIS COFINS IBS CBS'.split(' '));

/** The tax that the office reckons as VAT: the one that the prices hold, else the first that VAT's place is for. */
function vatOf(all: readonly Tax[], included: string | undefined): Vat {
  const counted = all.filter(({ cat, percent: rate }) => rate !== undefined && !INFORMATIVE.has(cat));
  const own = counted.find(({ cat }) => cat === (included ?? 'VAT'));
  const side = (kind: SideTax['kind'], name: string, rate: string): SideTax => ({ kind, name: sideName(name, included ? own?.percent : undefined), rate });
  const beside = counted.flatMap((one) => [
    ...(one === own ? [] : [side(one.retained ?? RETAINED.has(one.cat) ? 'withheld' : 'added', one.cat, one.percent ?? '0')]),
    ...(one.surcharge ? [side('added', `${one.cat} surcharge`, one.surcharge)] : []),
  ]);
  return { category: own ? 'S' : 'O', rate: own?.percent ?? '0', beside };
}

/** Where prices hold VAT, taxes beside it are of what each rate leaves: its name says which. */
const sideName = (name: string, within = '0'): string => `${name} of ${within}`;
const withinOf = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

/** GOBL reckons the amount from a percentage that is there. */
const shareOf = (type: AllowanceCharge['type']) => ({ amount, percent: share, base }: Adjustment): AllowanceCharge =>
  (share === undefined ? { type, amount } : { type, percent: share, base });

/** A GOBL invoice's totals under GOBL's names, as decimal strings. */
export function goblTotals({ currency, pricesInclude, lines, discounts, charges }: z.infer<typeof goblCase>): Record<string, unknown> {
  const lower = lines.map((one) => ({
    quantity: one.quantity, unitPrice: one.unitPrice, vat: vatOf(one.taxes, pricesInclude),
    allowancesCharges: [...one.discounts.map(shareOf('allowance')), ...one.charges.map(shareOf('charge'))],
  }));
  const own = computeTotals({ currency, prices: 'exclusive', lines: lower });
  // A percentage is of all lines, whatever their taxes, so it is reckoned before it is put under its own.
  const whole = (type: AllowanceCharge['type']) => (one: Adjustment): AllowanceCharge =>
    ({ ...shareOf(type)(one), ...(one.percent !== undefined && one.base === undefined && { base: toDecimal(own.sumOfLines) }), vat: vatOf(one.taxes, pricesInclude) });
  const outer = [...discounts.map(whole('allowance')), ...charges.map(whole('charge'))];
  const totals = computeTotals({ currency, prices: 'exclusive', lines: lower, allowancesCharges: outer });
  return {
    sum: toDecimal(totals.sumOfLines), ...(discounts.length > 0 && { discount: toDecimal(totals.allowanceTotal) }),
    ...(charges.length > 0 && { charge: toDecimal(totals.chargeTotal) }),
    ...(pricesInclude === undefined ? taxed(totals) : included(totals, currency)),
    lineTotals: totals.lineNets.map(toDecimal),
  };
}

function taxed({ net, vatTotal, addedTax = zero(net.currency), withheld, beside = [], gross, due }: Totals): Record<string, string> {
  return {
    total: toDecimal(net), tax: toDecimal(add(vatTotal, addedTax)), total_with_tax: toDecimal(gross),
    ...(withheld && retains(beside) && { retained_tax: toDecimal(withheld) }), payable: toDecimal(due),
  };
}

/** The totals of amounts that hold VAT: `net` is what was promised, and each base holds its tax. */
function included({ net: promised, vat, beside = [] }: Totals, currency: string): Record<string, string> {
  const held: Levy[] = vat.map(({ base, rate }) => ({ amount: base, percent: rate, within: rate }));
  const on = (kind: SideTax['kind']): Levy[] =>
    beside.filter((one) => one.kind === kind).map(({ base, rate, name }) => ({ amount: base, percent: rate, within: withinOf(name) }));
  const minus = (levies: readonly Levy[]): Levy[] => levies.map((one) => ({ ...one, amount: negate(one.amount) }));
  const [more, less] = [on('added'), on('withheld')];
  const taken = levied(currency, held);
  return {
    ...(vat.some(({ rate }) => rate !== '0') && { tax_included: toDecimal(taken) }), total: toDecimal(subtract(promised, taken)),
    tax: toDecimal(levied(currency, [...held, ...more])), total_with_tax: toDecimal(sum(currency, [promised, levied(currency, more)])),
    ...(less.length > 0 && { retained_tax: toDecimal(levied(currency, less)) }), payable: toDecimal(sum(currency, [promised, levied(currency, [...more, ...minus(less)])])),
  };
}

const retains = (beside: readonly SideTax[]): boolean => beside.some(({ kind }) => kind === 'withheld');
