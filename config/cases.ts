/** Money and date cases: for each kind the shape of its input and how the domain answers it. Amounts are decimal strings. */
import { z } from 'zod';
import { readAmount } from '../domain/amount';
import { exponentOf } from '../domain/currency';
import { dateOfInstant, dueDate } from '../domain/dates';
import { canonicalDecimal, decimalDifference, withDecimals } from '../domain/decimal';
import { creditShare } from '../domain/credit-share';
import { earlyPayment } from '../domain/early-payment';
import { booked, settled } from '../domain/exchange';
import { DAY_COUNTS, lateInterest, type DayCount } from '../domain/interest';
import { allocate, convert, fromDecimal, fraction, percentWithin, subtract, sum, toDecimal, type Money } from '../domain/money';
import { prorated } from '../domain/proration';
import { computeFromNets, computeTotals, type Totals, type VatCategory } from '../domain/totals';
import { goblCase, goblTotals } from './gobl-case';

const absent = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
// Any code of UNCL 5305: Japan's AA and the Canaries' L reckon as S does, though the office itself does not use them.
const category = z.custom<VatCategory>((code) => typeof code === 'string' && /^[A-Z]{1,2}$/.test(code), 'not a VAT category');
const vat = z.object({ category, rate: z.string().nullish().transform((rate) => rate ?? '0') });
const allowanceCharge = z.object({ type: z.enum(['allowance', 'charge']), amount: absent(z.string()), percent: absent(z.string()), base: absent(z.string()), vat: absent(vat) })
  .refine(({ amount, percent }) => amount !== undefined || percent !== undefined, 'needs an amount or a percent');
const allowancesCharges = absent(z.array(allowanceCharge));
const line = z.object({ quantity: z.string(), unitPrice: z.string(), baseQuantity: absent(z.string()), vat, allowancesCharges });
const document = z.object({ currency: z.string(), allowancesCharges, prepaid: absent(z.string()), rounding: absent(z.string()) });
const days = z.number().int().min(0);
// Strict: an unknown step of a term would silently change the date.
const term = z.strictObject({ days: days.optional(), months: days.optional(), endOfMonth: z.boolean().optional(), then: z.literal('end-of-month').optional(),
  dayOfNextMonth: z.number().int().min(1).max(31).optional(), adjust: z.enum(['following', 'preceding', 'none']).optional() });
const dayCount = z.custom<DayCount>((text) => typeof text === 'string' && Object.hasOwn(DAY_COUNTS, text), `not one of ${Object.keys(DAY_COUNTS).join(', ')}`);
const payment = z.object({ amount: z.string(), rate: z.string() });
const fx = z.object({ currency: z.string(), accountingCurrency: z.string(), amount: z.string(), bookRate: z.string(), payments: z.array(payment) });
const partialCredit = z.object({ currency: z.string(), lineNet: z.string(), quantity: z.string(), creditedQuantities: z.array(z.string()) });
const skonto = z.object({ currency: z.string(), percent: z.string(), vat: z.array(z.object({ rate: z.string(), base: z.string(), tax: absent(z.string()) })) });
const grossLine = z.object({ quantity: z.string(), grossUnitPrice: z.string(), rate: z.string() });

/** Amounts as decimal strings of the currency, rates with at least two decimals. */
export type Result = Record<string, unknown>;
type Compute = (input: unknown) => Result;
const kind = <T>(schema: z.ZodType<T>, compute: (input: T) => Result): Compute => (input) => compute(schema.parse(input));

const KINDS: Readonly<Record<string, Compute>> = {
  'invoice': kind(document.extend({ prices: z.enum(['exclusive', 'inclusive']).default('exclusive'), lines: z.array(line) }),
    (input) => inWords(computeTotals(input))),
  'totals-from-line-nets': kind(document.extend({ lines: z.array(z.object({ net: z.string(), vat })) }), (input) => inWords(computeFromNets(input))),
  'tax-inclusive': kind(z.object({ currency: z.string(), lines: z.array(grossLine) }), taxInclusive),
  'allocate': kind(z.object({ currency: z.string(), total: z.string(), weights: z.array(z.string()) }),
    ({ currency, total, weights }) => ({ parts: allocate(amountOf(total, currency), weights).map(toDecimal) })),
  'due-date': kind(z.object({ issueDate: z.string(), term, holidays: absent(z.array(z.iso.date())) }),
    ({ issueDate, term: steps, holidays }) => ({ dueDate: dueDate(issueDate, steps, holidays) })),
  'issue-date-of-instant': kind(z.object({ instant: z.iso.datetime({ offset: true }), zone: z.string() }),
    ({ instant, zone }) => ({ date: dateOfInstant(instant, zone) })),
  'minor-unit-exponent': kind(z.object({ currency: z.string() }), ({ currency }) => ({ exponent: exponentOf(currency) })),
  'parse-amount': kind(z.object({ currency: z.string(), text: z.string(), locale: absent(z.string()) }),
    ({ currency, text, locale }) => ({ minorUnits: String(readAmount(text, currency, locale).minor) })),
  'vat-in-tax-currency': kind(z.object({ currency: z.string(), taxCurrency: z.string(), vatTotal: z.string(), rate: z.string() }),
    ({ currency, taxCurrency, vatTotal, rate }) => ({ amount: toDecimal(convert(amountOf(vatTotal, currency), rate, taxCurrency)) })),
  'fx': kind(fx, exchanged),
  'early-payment-discount': kind(skonto, paidEarly),
  'partial-credit': kind(partialCredit, credited),
  'late-interest': kind(z.object({ currency: z.string(), amount: z.string(), ratePercent: z.string(), dueDate: z.string(), paidOn: z.string(), dayCount }),
    ({ currency, amount, ...late }) => {
      const { days, interest } = lateInterest({ ...late, amount: amountOf(amount, currency) });
      return { days, interest: toDecimal(interest) };
    }),
  'proration': kind(z.object({ currency: z.string(), price: z.string(), from: z.string(), toExclusive: z.string(), periodFrom: z.string(), periodToExclusive: z.string() }),
    ({ currency, price, from, toExclusive, periodFrom, periodToExclusive }) => {
      const { amount, ...days } = prorated(amountOf(price, currency), { from, toExclusive }, { from: periodFrom, toExclusive: periodToExclusive });
      return { ...days, amount: toDecimal(amount) };
    }),
  'gobl-invoice': kind(goblCase, goblTotals),
};

/** An amount of a case; zeros beyond the currency's decimals do no harm. */
const amountOf = (text: string, currency: string): Money => fromDecimal(canonicalDecimal(text), currency);

/** What a case of this kind comes to; nothing for a kind that is not computed. Throws DomainError for a refusal, ZodError or RangeError for an ill-formed input. */
export function computeCase(name: string, input: unknown): Result | undefined {
  return Object.hasOwn(KINDS, name) ? KINDS[name]?.(input) : undefined;
}

function inWords(totals: Totals): Result {
  const { lineNets, lineGross, vat: lines, beside: _, ...amounts } = totals;
  return {
    lineNets: lineNets.map(toDecimal),
    ...(lineGross && { lineGross: lineGross.map(toDecimal) }),
    ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, toDecimal(amount)])),
    vat: lines.map(({ category, rate, base, tax }) => ({ category, rate: withDecimals(rate, 2), base: toDecimal(base), tax: toDecimal(tax) })),
  };
}

function taxInclusive({ currency, lines }: { currency: string; lines: z.infer<typeof grossLine>[] }): Result {
  const priced = lines.map(({ quantity, grossUnitPrice, rate }) => ({ quantity, unitPrice: grossUnitPrice, vat: { category: 'S' as const, rate } }));
  const totals = computeTotals({ currency, prices: 'inclusive', lines: priced });
  const gross = totals.lineGross ?? [];
  const { vat: vatLines } = inWords(totals);
  const grossOf = (rate: string): Money =>
    sum(currency, gross.filter((_, at) => withDecimals(lines[at]?.rate ?? '', 2) === withDecimals(rate, 2)));
  return {
    lines: gross.map((amount, at) => ({ gross: toDecimal(amount), net: toDecimal(totals.lineNets[at]!) })),
    vat: vatLines,
    netTotal: toDecimal(totals.net),
    computedGross: toDecimal(totals.gross),
    promisedGross: toDecimal(sum(currency, gross)),
    rounding: toDecimal(totals.rounding),
    due: toDecimal(totals.due),
    vatExtractedPerRate: totals.vat.map(({ rate }) =>
      ({ rate: withDecimals(rate, 2), gross: toDecimal(grossOf(rate)), vat: toDecimal(percentWithin(grossOf(rate), rate)) })),
  };
}

function exchanged({ currency, accountingCurrency, amount, bookRate, payments }: z.infer<typeof fx>): Result {
  const start = booked(amountOf(amount, currency), bookRate, accountingCurrency);
  let stands = start;
  const gains = payments.map((one) => {
    const { left, ...settlement } = settled(stands, amountOf(one.amount, currency), one.rate);
    stands = left;
    return settlement;
  });
  return {
    booked: toDecimal(start.carried),
    payments: gains.map(({ received, released, gain }) => ({ received: toDecimal(received), released: toDecimal(released), gain: toDecimal(gain) })),
    totalGain: toDecimal(sum(accountingCurrency, gains.map(({ gain }) => gain))), openCarried: toDecimal(stands.carried),
  };
}

/** A missing tax is the base's own at its rate. */
function paidEarly({ currency, percent, vat: rates }: z.infer<typeof skonto>): Result {
  const taxed = rates.map(({ rate, base, tax }) => {
    const amount = amountOf(base, currency);
    return { rate, base: amount, tax: tax === undefined ? fraction(amount, [rate], ['100']) : amountOf(tax, currency) };
  });
  const { corrections, discount, pay } = earlyPayment(taxed, percent, currency);
  return { corrections: corrections.map(({ rate, base, tax }) => ({ rate, base: toDecimal(base), tax: toDecimal(tax) })), discountGross: toDecimal(discount), payAmount: toDecimal(pay) };
}

function credited({ currency, lineNet, quantity, creditedQuantities }: z.infer<typeof partialCredit>): Result {
  let [open, left] = [amountOf(lineNet, currency), quantity];
  const credits = creditedQuantities.map((one) => {
    const credit = creditShare(open, left, one);
    [open, left] = [subtract(open, credit), decimalDifference(left, one)];
    return credit;
  });
  return { credits: credits.map(toDecimal), remaining: toDecimal(open) };
}
