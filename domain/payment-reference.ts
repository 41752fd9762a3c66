/** References by which a payment finds its invoice: the number as it is, or one whose check digits a bank proves. */

/** How an office wants to be told of a payment: by the document's number, or by a creditor reference (ISO 11649). */
export const REFERENCE_KINDS = ['number', 'iso11649'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** "RF92INV20260001" from INV-2026-0001: its letters and digits, the last 21 of them, under two check digits by ISO 7064, modulo 97-10. */
export function creditorReference(number: string): string {
  const text = number.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(-21);
  return `RF${String(98n - inDigits(`${text}RF00`) % 97n).padStart(2, '0')}${text}`;
}

const inDigits = (text: string): bigint => BigInt(text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)));

/** An account of Switzerland or Liechtenstein that only takes QR references: its institution is 30000 to 31999 (SIX, QR-bill 2.3, 4.3.2). */
export const isQrIban = (iban: string): boolean => /^(CH|LI)\d{2}3[01]\d{3}/.test(iban);

/** The carries of the recursive check digit, modulo 10 (SIX, QR-bill 2.3, annex B). */
const CARRIES = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/** 27 digits for a QR-IBAN: those of the number, behind zeros, and a check digit. */
export function qrReference(number: string): string {
  const digits = number.replace(/\D/g, '').slice(-26).padStart(26, '0');
  const carry = [...digits].reduce((at, digit) => CARRIES[(at + Number(digit)) % 10]!, 0);
  return `${digits}${(10 - carry) % 10}`;
}

/** Which kind the bank takes, and the reference itself. */
export function paymentReference(number: string, { iban, references = 'number' }: { iban: string; references?: ReferenceKind }): { kind: 'text' | 'creditor' | 'qr'; reference: string } {
  if (isQrIban(iban)) return { kind: 'qr', reference: qrReference(number) };
  return references === 'iso11649' ? { kind: 'creditor', reference: creditorReference(number) } : { kind: 'text', reference: number };
}

/** In groups of four, of a QR reference of five behind the first two, as banks print them. */
export const referenceText = ({ kind, reference }: ReturnType<typeof paymentReference>): string => {
  if (kind === 'text') return reference;
  return kind === 'creditor' ? reference.replace(/(.{4})(?=.)/g, '$1 ') : `${reference.slice(0, 2)} ${reference.slice(2).replace(/(.{5})(?=.)/g, '$1 ')}`;
};
