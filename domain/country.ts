/** Countries of ISO 3166-1 by their codes of two letters. */
import { remembered } from './remembered';

const namesIn = remembered((locale: string) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }));

/** A country as a language of BCP 47 calls it; what is no code stays as it is. */
export const countryName = (code: string, locale: string): string => (/^[A-Z]{2}$/.test(code) ? (namesIn(locale).of(code) ?? code) : code);
