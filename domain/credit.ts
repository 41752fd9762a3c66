/**
 * Credits on an invoice: what of it is credited, line by line and tax by tax, and what is left. The invoice is the truth of it: a credit
 * stands in it before its note exists, so that two credits at once can never take the same amount.
 */
import type { Content, Line } from './content';
import { creditShare } from './credit-share';
import type { PlainDate } from './dates';
import { invoiceName, type Invoice } from './invoice';
import { decimalDifference } from './decimal';
import { add, compare, isPositive, isZero, least, subtract, sum, toDecimal, zero, type Money } from './money';
import type { Actor } from './people';
import { phrase } from './phrase';
import { DomainError } from './refusals';
import type { Totals, VatLine } from './totals';

/**
 * What becomes of the money. `offset` lowers what is open, and what exceeds it is kept as the client's credit; `refund` lowers what is
 * open, and what exceeds it is paid back; `credit` is kept as the client's credit whatever is open.
 */
export const SETTLEMENTS = ['offset', 'refund', 'credit'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

/** What of one line of the invoice is credited. `quantity` is '0' where an amount alone is; `gross` only for inclusive prices. */
export type CreditedLine = { lineId: string; quantity: string; net: Money; gross?: Money };

/** `due` is still to be paid back; `paid` is what was, which stays. */
export type Refund = { due: Money; paid?: { amount: Money; date: PlainDate; reference: string; by: Actor; at: string } };

/**
 * One credit. `proposed` holds its amounts until finance decides, `issued` counts, `discarded` holds nothing. `applied` is what it took off
 * the balance, `remaining` the balance after it, both from its issue on; `number` is its note's.
 */
export type Credit = {
  creditNoteId: string;
  state: 'proposed' | 'issued' | 'discarded';
  lines: CreditedLine[];
  totals: Totals;
  reason: string;
  settlement: Settlement;
  by: Actor;
  at: string;
  decided?: { by: Actor; at: string; reason?: string };
  applied?: Money;
  remaining?: Money;
  refund?: Refund;
  number?: string;
};

/** A person's choice: a quantity (decimal string) of a line, or an amount of it in the invoice's own prices (with tax where they hold tax). */
export type ChosenLine = { lineId: string } & ({ quantity: string } | { amount: Money });

type Credited = Pick<Invoice, 'id' | 'number' | 'content' | 'totals' | 'credits'>;

/** Invoices of before there were credits have none. */
export const creditsOf = ({ credits }: Pick<Invoice, 'credits'>): Credit[] => credits ?? [];
/** What credits took off the balance. */
export const creditedOf = ({ credited, balance }: Pick<Invoice, 'credited' | 'balance'>): Money => credited ?? zero(balance.currency);

const counting = (invoice: Credited): Credit[] => creditsOf(invoice).filter(({ state }) => state !== 'discarded');

/** What of a line can still be credited: `amount` is in the invoice's own prices, `whole` what the line comes to in them. */
export type LineLeft = { line: Line; quantity: string; net: Money; amount: Money; gross?: Money; whole: Money };

/** Every line with what is left of it, also those of which nothing is. */
export function linesLeft(invoice: Credited): LineLeft[] {
  const past = counting(invoice).flatMap(({ lines }) => lines);
  return invoice.content.lines.map((line, at) => {
    const own = past.filter(({ lineId }) => lineId === line.id);
    const quantity = own.reduce((left, credited) => decimalDifference(left, credited.quantity), decimalDifference(line.quantity, '0'));
    const net = own.reduce((left, credited) => subtract(left, credited.net), invoice.totals.lineNets[at] as Money);
    const whole = invoice.totals.lineGross?.[at];
    const gross = whole && own.reduce((left, credited) => subtract(left, credited.gross ?? zero(left.currency)), whole);
    return { line, quantity, net, amount: gross ?? net, ...(gross && { gross }), whole: whole ?? (invoice.totals.lineNets[at] as Money) };
  });
}

const hasQuantity = ({ quantity }: LineLeft): boolean => Number(quantity) > 0;
/** True while something of it can be credited; of a free line its pieces. */
export const isLeft = (left: LineLeft): boolean => isPositive(left.amount) || isPositive(left.net) || (isZero(left.whole) && hasQuantity(left));

/** The total that can still be credited. */
export const leftToCredit = (invoice: Credited): Money => counting(invoice).reduce((left, { totals }) => subtract(left, totals.due), invoice.totals.due);

/** All that is left. */
export const everything = (invoice: Credited): ChosenLine[] => linesLeft(invoice).filter(isLeft).map((left) =>
  ({ lineId: left.line.id, ...(hasQuantity(left) ? { quantity: left.quantity } : { amount: left.amount }) }));

/**
 * The lines and totals of a credit over what is chosen: each line, discount and tax takes its share of what is left of it, the last one
 * the rest, so that all credits together are the invoice to the last cent. Refuses CreditLineUnknown, CreditQuantity, CreditBeyond, CreditNothing.
 */
export function creditOver(invoice: Credited, chosen: readonly ChosenLine[]): { lines: CreditedLine[]; totals: Totals } {
  const left = linesLeft(invoice);
  if (new Set(chosen.map(({ lineId }) => lineId)).size < chosen.length) throw new DomainError('CreditLineUnknown', { name: invoiceName(invoice) });
  const lines = chosen.map((choice) => creditedLine(invoice, left, choice));
  const totals = shares(invoice, left, lines);
  if (!isPositive(totals.due)) throw new DomainError('CreditNothing', { name: invoiceName(invoice) });
  return { lines, totals };
}

function creditedLine(invoice: Credited, all: readonly LineLeft[], choice: ChosenLine): CreditedLine {
  const name = invoiceName(invoice);
  const at = all.findIndex(({ line }) => line.id === choice.lineId);
  const left = all[at];
  if (!left) throw new DomainError('CreditLineUnknown', { name });
  const position = at + 1;
  if (!isLeft(left)) throw new DomainError('CreditBeyond', { line: position, left: phrase`nothing` });
  if ('quantity' in choice) {
    const { quantity } = choice;
    if (Number(quantity) <= 0) throw new DomainError('CreditQuantity', { line: position, quantity });
    if (decimalDifference(left.quantity, quantity).startsWith('-')) throw new DomainError('CreditBeyond', { line: position, left: phrase`${left.quantity} of ${left.line.quantity}` });
    const share = (open: Money): Money => creditShare(open, left.quantity, quantity);
    return { lineId: choice.lineId, quantity, net: share(left.net), ...(left.gross && { gross: share(left.gross) }) };
  }
  const { amount } = choice;
  if (!isPositive(amount)) throw new DomainError('CreditQuantity', { line: position, quantity: toDecimal(amount) });
  if (compare(amount, left.amount) > 0) throw new DomainError('CreditBeyond', { line: position, left: `${toDecimal(left.amount)} ${left.amount.currency}` });
  if (!left.gross) return { lineId: choice.lineId, quantity: '0', net: amount };
  return { lineId: choice.lineId, quantity: '0', net: creditShare(left.net, toDecimal(left.gross), toDecimal(amount)), gross: amount };
}

const keyOf = ({ category, rate }: { category: string; rate: string }): string => `${category} ${Number(rate)}`;

/** The totals of the chosen lines, with their share of the document's discount and of each tax. */
function shares(invoice: Credited, left: readonly LineLeft[], lines: readonly CreditedLine[]): Totals {
  const { content: { currency, prices }, totals: whole } = invoice;
  const past = counting(invoice).map(({ totals }) => totals);
  const open = (of: (totals: Totals) => Money): Money => past.reduce((rest, totals) => subtract(rest, of(totals)), of(whole));
  const openOf = (row: VatLine, of: (row: VatLine) => Money): Money => open((totals) => sum(currency, totals.vat.filter((other) => keyOf(other) === keyOf(row)).map(of)));
  const vatOf = (lineId: string): string => keyOf(left.find(({ line }) => line.id === lineId)?.line.vat ?? { category: '', rate: '' });
  const share = (rest: Money, of: Money, part: Money): Money => creditShare(rest, toDecimal(of), toDecimal(part));

  const vat = whole.vat.flatMap((row): VatLine[] => {
    const own = lines.filter(({ lineId }) => vatOf(lineId) === keyOf(row));
    if (own.length === 0) return [];
    const nets = sum(currency, own.map(({ net }) => net));
    const netsLeft = sum(currency, left.filter(({ line }) => keyOf(line.vat) === keyOf(row)).map(({ net }) => net));
    const baseLeft = openOf(row, ({ base }) => base);
    const base = subtract(nets, share(subtract(netsLeft, baseLeft), netsLeft, nets));
    return [{ category: row.category, rate: row.rate, base, tax: share(openOf(row, ({ tax }) => tax), baseLeft, base) }];
  });
  const lineNets = lines.map(({ net }) => net);
  const sumOfLines = sum(currency, lineNets);
  const net = sum(currency, vat.map(({ base }) => base));
  const chargeTotal = share(open((totals) => totals.chargeTotal), open((totals) => totals.sumOfLines), sumOfLines);
  const vatTotal = sum(currency, vat.map(({ tax }) => tax));
  const gross = add(net, vatTotal);
  const common = { lineNets, sumOfLines, allowanceTotal: add(subtract(sumOfLines, net), chargeTotal), chargeTotal, net, vat, vatTotal, gross, prepaid: zero(currency) };
  if (prices === 'exclusive') return { ...common, rounding: zero(currency), due: gross };

  const lineGross = lines.map((line) => line.gross ?? zero(currency));
  const [promised, promisedLeft] = [sum(currency, lineGross), sum(currency, left.map((line) => line.gross ?? zero(currency)))];
  const due = subtract(promised, share(subtract(promisedLeft, open((totals) => totals.due)), promisedLeft, promised));
  return { ...common, lineGross, rounding: subtract(due, gross), due };
}

/** The content of a note: the invoice's own lines with what is credited of them; an amount is one piece at that price. */
export function contentOf({ content }: Pick<Invoice, 'content'>, { lines, totals }: Pick<Credit, 'lines' | 'totals'>): Content {
  const { due: _, note: __, discount, ...lasting } = content;
  const left = discount && 'amount' in discount ? { amount: toDecimal(totals.allowanceTotal) } : discount;
  return {
    ...lasting, ...(left && !isZero(totals.allowanceTotal) && { discount: left }),
    lines: lines.flatMap(({ lineId, quantity, net, gross }) => {
      const line = content.lines.find(({ id }) => id === lineId);
      if (!line) return [];
      if (quantity !== '0') return [{ ...line, quantity }];
      const { unit: ___, discountPercent: ____, ...rest } = line;
      return [{ ...rest, quantity: '1', unitPrice: toDecimal(gross ?? net) }];
    }),
  };
}

/** What it takes off the balance, and what exceeds that. */
export function appliedOf({ balance }: Pick<Invoice, 'balance'>, amount: Money, settlement: Settlement): { applied: Money; surplus: Money } {
  const applied = settlement === 'credit' ? zero(amount.currency) : least(amount, balance);
  return { applied, surplus: subtract(amount, applied) };
}

/** Refunds that are still due are first set against what became open again: money that did not come is not paid back. */
export function setOffRefunds(credits: readonly Credit[], open: Money): { credits: Credit[]; setOff: Money } {
  let rest = open;
  const after = credits.map((credit): Credit => {
    const { refund, applied } = credit;
    if (!refund || !applied || !isPositive(refund.due)) return credit;
    const part = least(refund.due, rest);
    rest = subtract(rest, part);
    return { ...credit, applied: add(applied, part), refund: { ...refund, due: subtract(refund.due, part) } };
  });
  return { credits: after, setOff: subtract(open, rest) };
}
