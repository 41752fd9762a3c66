/** The languages in which documents, mails and portal pages are written, by their ISO 639-1 codes. Chinese means simplified characters. */
export const LANGUAGES = {
  en: 'English', de: 'German', fr: 'French', es: 'Spanish', it: 'Italian', nl: 'Dutch', pl: 'Polish', pt: 'Portuguese', ja: 'Japanese', zh: 'Chinese', ar: 'Arabic', he: 'Hebrew',
} as const;

export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];

/** The language of a locale (BCP 47) when the office has it. */
export const languageOf = (locale: string): Language | undefined => LANGUAGE_CODES.find((code) => code === locale.split('-')[0]!.toLowerCase());
