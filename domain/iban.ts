/** IBAN: the account numbers that the office prints and hides from its logs. */

/** True for an IBAN by its length and check digits (ISO 13616, mod 97-10 of ISO 7064); spaces are allowed. */
export function isIban(text: string): boolean {
  const packed = text.replace(/ /g, '');
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(packed)) return false;
  const digits = (packed.slice(4) + packed.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)); // A is 10.
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
