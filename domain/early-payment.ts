/** Early payment: what a discount for paying early (Skonto) takes off, and the VAT that goes with it. */
import { add, lessPercent, percentOf, subtract, sum, type Money } from './money';

/** One rate's part of an invoice; `rate` in percent as a decimal string. */
export type TaxedBase = { rate: string; base: Money; tax: Money };
/** `corrections` per rate, as positive amounts; `discount` is their sum with VAT; `pay` is what then is to be paid. */
export type EarlyPayment = { corrections: TaxedBase[]; discount: Money; pay: Money };

/**
 * Reduces each base by the percentage and reckons its VAT anew (VAT Directive 2006/112/EC, article 90; § 17 UStG): a correction is the
 * difference, so that what remains is right for each rate. Refuses DecimalUnreadable, CurrencyMixed.
 */
export function earlyPayment(vat: readonly TaxedBase[], percent: string, currency: string): EarlyPayment {
  const corrections = vat.map(({ rate, base, tax }) => {
    const reduced = lessPercent(base, percent);
    return { rate, base: subtract(base, reduced), tax: subtract(tax, percentOf(reduced, rate)) };
  });
  const discount = sum(currency, corrections.flatMap(({ base, tax }) => [base, tax]));
  const whole = sum(currency, vat.map(({ base, tax }) => add(base, tax)));
  return { corrections, discount, pay: subtract(whole, discount) };
}
