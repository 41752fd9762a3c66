/** The words of documents and mails by language, and how values go into sentences. English ships; a language is one more file. */
import en from './locales/en.json';

export type Words = typeof en;

const LANGUAGES: Readonly<Record<string, Words>> = { en };

/** How one reader is spoken to: `language` is what the words are in, `locale` (BCP 47) how dates and numbers are written. */
export type Speech = { language: string; locale: string; words: Words };

/** The reader's language when the office has it, else English with English dates: words and numbers never mix two languages. */
export function speechFor(locale: string): Speech {
  const language = locale.split('-')[0]!.toLowerCase();
  const words = LANGUAGES[language];
  return words ? { language, locale, words } : { language: 'en', locale: 'en', words: en };
}

/** Fills the `{name}` places of a sentence. A place without a value is a bug of the caller. */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`No value for ${place} in "${pattern}"`);
    return value;
  });
}

/** The form for a number by the language's plural rules, with `{count}` filled. */
export function counted(forms: { one: string; other: string }, count: number, { locale }: Speech): string {
  const form = new Intl.PluralRules(locale).select(count) === 'one' ? forms.one : forms.other;
  return fill(form, { count: new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).format(count) });
}
