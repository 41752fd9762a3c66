/** What a banking app reads from a page: the data of EPC's QR code, and whether an invoice can have it or a Swiss QR-bill. */
import type { Seller } from './client';
import { compare, fromDecimal, isPositive, toDecimal, type Money } from './money';
import { paymentReference } from './payment-reference';

type Bank = NonNullable<Seller['bank']>;

/** The scheme's limits: EPC069-12 version 3.1, section 2.2. */
const MOST = { bytes: 331, name: 70, text: 140, amount: '999999999.99' } as const;

/** Countries whose accounts a SEPA credit transfer reaches (EPC409-09, version 5.0). */
export const SEPA = 'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA'.split(' ');

/** True for an account in Switzerland or Liechtenstein and an amount in their currencies: a QR-bill is expected there, and no EPC code. */
export const takesQrBill = ({ iban }: Bank, { currency }: Money): boolean => /^(CH|LI)/.test(iban) && (currency === 'CHF' || currency === 'EUR');

/**
 * The lines of EPC's QR code for a SEPA credit transfer; nothing where none can be made: other currencies, accounts elsewhere, nothing
 * to pay, more than the scheme carries.
 */
export function epcCode({ name, bank }: Pick<Seller, 'name' | 'bank'>, due: Money, number: string): string | undefined {
  if (!bank || due.currency !== 'EUR' || !SEPA.includes(bank.iban.slice(0, 2)) || takesQrBill(bank, due)) return undefined;
  if (!isPositive(due) || compare(due, fromDecimal(MOST.amount, 'EUR')) > 0) return undefined;
  const { kind, reference } = paymentReference(number, bank);
  const lines = ['BCD', '002', '1', 'SCT', bank.bic ?? '', name.slice(0, MOST.name), bank.iban, `EUR${toDecimal(due)}`, '', ...(kind === 'text' ? ['', reference.slice(0, MOST.text)] : [reference])];
  const text = lines.join('\n');
  return new TextEncoder().encode(text).length <= MOST.bytes ? text : undefined;
}
