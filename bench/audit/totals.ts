/**
 * What a document comes to, computed from its lines alone. Rounding as EN 16931 orders it: each line once, sums exact,
 * VAT once per category and rate; on prices with tax the missing cents are `rounding`.
 */
import { fraction, minorOf, percentOf, plus, product, rounded, scaleOf, split, sumOf, whole, without } from './arithmetic';
import type { Content, Line, SideTax, Totals, Vat } from './stored';

type Sum = { vat: Vat; amount: bigint };

/** The totals that must stand beside this content. Throws for content that nothing can be computed from. */
export function totalsOf({ currency, prices, lines, discount }: Content): Totals {
  const money = (minor: bigint) => ({ minor: Number(minor), currency });
  const lineSums = lines.map((line): Sum => ({ vat: line.vat, amount: lineAmount(line, currency) }));
  const discountSums = discount ? spread(discountOf(discount, lineSums, currency), lineSums) : [];
  const withTax = prices === 'inclusive';
  const net = ({ vat, amount }: Sum): Sum => ({ vat, amount: withTax ? without(amount, vat.rate) : amount });

  const nets = lineSums.map(net);
  const lineNets = nets.map(({ amount }) => amount);
  const reductions = discountSums.map(net);
  const allowance = -sumOf(reductions.map(({ amount }) => amount));
  const parts = [...nets, ...reductions];
  const bases = perRate(parts);
  const beside = besides(parts).map(({ amount, ...tax }) => ({ ...tax, base: money(amount), tax: money(percentOf(amount, tax.rate)) }));
  const [added, withheld] = ['added', 'withheld'].map((kind) => sumOf(beside.filter((one) => one.kind === kind).map(({ tax }) => BigInt(tax.minor)))) as [bigint, bigint];
  const vat = bases.map(({ vat: { category, rate }, amount }) => ({ category, rate: plain(rate), base: money(amount), tax: money(percentOf(amount, rate)) }));
  const netSum = sumOf(lineNets) - allowance;
  const vatSum = sumOf(vat.map(({ tax }) => BigInt(tax.minor)));
  const promised = sumOf([...lineSums, ...discountSums].map(({ amount }) => amount));
  const rounding = withTax ? promised - (netSum + vatSum) : 0n;
  return {
    lineNets: lineNets.map(money), ...(withTax && { lineGross: lineSums.map(({ amount }) => money(amount)) }),
    sumOfLines: money(sumOf(lineNets)), allowanceTotal: money(allowance), chargeTotal: money(0n), net: money(netSum),
    vat, vatTotal: money(vatSum), ...(beside.length > 0 && { beside, addedTax: money(added), withheld: money(withheld) }),
    gross: money(netSum + vatSum + added), rounding: money(rounding), prepaid: money(0n), due: money(netSum + vatSum + added + rounding - withheld),
  };
}

/** quantity × price, less the line's discount, which is a share of the rounded price. */
function lineAmount({ quantity, unitPrice, discountPercent }: Line, currency: string): bigint {
  const price = product(fraction(quantity), fraction(unitPrice), scaleOf(currency));
  if (!discountPercent) return rounded(price);
  return rounded(plus(price, whole(-percentOf(rounded(price), discountPercent))));
}

const discountOf = (discount: NonNullable<Content['discount']>, sums: readonly Sum[], currency: string): bigint =>
  -('percent' in discount ? percentOf(sumOf(sums.map(({ amount }) => amount)), discount.percent) : minorOf(discount.amount, currency));

/** The document's discount over its rates, by what the lines of each come to. */
function spread(amount: bigint, sums: readonly Sum[]): Sum[] {
  if (amount === 0n) return [];
  const groups = perRate(sums, besideName);
  const shares = split(amount, groups.map((group) => (group.amount > 0n ? group.amount : 0n)));
  return groups.map(({ vat }, at) => ({ vat, amount: shares[at] ?? 0n }));
}

/** What comes beside a VAT, as text. */
const besideName = ({ beside = [] }: Vat): string => JSON.stringify(beside.map((tax) => ({ ...tax, rate: plain(tax.rate) })));

/** One sum for each tax beside VAT, by its name and rate, in the order of the lines. */
function besides(sums: readonly Sum[]): (SideTax & { amount: bigint })[] {
  const found: (SideTax & { amount: bigint })[] = [];
  for (const { vat, amount } of sums) {
    for (const { kind, name, rate } of vat.beside ?? []) {
      const same = found.find((one) => one.kind === kind && one.name === name && one.rate === plain(rate));
      if (same) same.amount += amount;
      else found.push({ kind, name, rate: plain(rate), amount });
    }
  }
  return found;
}

/** One sum per category and rate, and what more tells them apart, by category, then by the rate's size. */
function perRate(sums: readonly Sum[], more: (vat: Vat) => string = () => ''): Sum[] {
  const groups = new Map<string, Sum>();
  for (const { vat, amount } of sums) {
    const name = `${vat.category} ${plain(vat.rate)} ${more(vat)}`;
    groups.set(name, { vat, amount: (groups.get(name)?.amount ?? 0n) + amount });
  }
  return [...groups.values()].sort((one, other) => (one.vat.category === other.vat.category ? bySize(one.vat.rate, other.vat.rate) || (more(one.vat) < more(other.vat) ? -1 : 1) : one.vat.category < other.vat.category ? -1 : 1));
}

function bySize(one: string, other: string): number {
  const { over } = plus(fraction(one), product(fraction(other), whole(-1n)));
  return over < 0n ? -1 : Number(over > 0n);
}

/** "19.00" is "19": without needless zeros. */
function plain(rate: string): string {
  const { over, under } = fraction(rate);
  const decimals = String(over % under).padStart(String(under).length - 1, '0').replace(/0+$/, '');
  return under === 1n || decimals === '' ? String(over / under) : `${over / under}.${decimals}`;
}
