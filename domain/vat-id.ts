/** VAT ids: read by their country's format and check digits. Whether one is registered only its tax office knows. */
import { checkVAT, countries } from 'jsvat';

/** Prefixes of the EU's VAT ids: its states (Greece as EL), and XI for Northern Ireland's goods (VAT Directive 2006/112/EC, article 215). */
const EU = 'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' ');

/** "DE 123.456.788" is "DE123456788". */
export const compactVatId = (text: string): string => text.replace(/[\s.\-/]/g, '').toUpperCase();

/** The country whose id it is (ISO 3166; GR for EL), as its letters say; undefined where it has none of Europe's. */
export function countryOfVatId(text: string): string | undefined {
  const prefix = compactVatId(text).slice(0, 2);
  if (prefix === 'EL') return 'GR';
  if (prefix === 'XI') return 'GB';
  return EU.includes(prefix) || checkVAT(compactVatId(text), countries).isSupportedCountry ? prefix : undefined;
}

/**
 * True for an id that may be right: one of Europe by its format and check digits, another by being 4 to 20 letters and digits.
 * XI ids are made like British ones.
 */
export function isVatId(text: string): boolean {
  const compact = compactVatId(text);
  if (!/^[A-Z0-9]{4,20}$/.test(compact)) return false;
  const judged = checkVAT(compact.replace(/^XI/, 'GB'), countries);
  return judged.isSupportedCountry ? judged.isValid : !EU.includes(compact.slice(0, 2));
}

/** True for an id of the EU, whose holder can buy from another of its states without VAT. */
export const isEuVatId = (text: string): boolean => EU.includes(compactVatId(text).slice(0, 2)) && isVatId(text);
