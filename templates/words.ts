/** The words of documents and mails by language, and how values go into sentences. English is the shape of all: a key that another lacks does not compile. */
import { languageOf, type Language } from '../domain/language';
import ar from './locales/ar.json';
import de from './locales/de.json';
import en from './locales/en.json';
import es from './locales/es.json';
import fr from './locales/fr.json';
import he from './locales/he.json';
import it from './locales/it.json';
import ja from './locales/ja.json';
import nl from './locales/nl.json';
import pl from './locales/pl.json';
import pt from './locales/pt.json';
import zh from './locales/zh.json';
import { isolated } from './direction';

/** A sentence by number: each language has the forms that CLDR names for it, and `other` always. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The shape of English, with the plural forms of any language. */
export type Translated<T> = T extends string ? string : T extends { one: string; other: string } ? Plural : { readonly [K in keyof T]: Translated<T[K]> };

export type Words = Translated<typeof en>;

const WORDS: Readonly<Record<Language, Words>> = { en, de, fr, es, it, nl, pl, pt, ja, zh, ar, he };

/**
 * How one reader is spoken to: `language` is what the words are in, `locale` (BCP 47) how dates and numbers are written,
 * `wordsLocale` how they are inside a sentence. The last two differ in the second language of a document alone.
 */
export type Speech = { language: Language; locale: string; wordsLocale: string; words: Words };

/** The reader's language when the office has it, else English with English dates: words and numbers never mix two languages. */
export function speechFor(locale: string): Speech {
  const language = languageOf(locale);
  return language ? { language, locale, wordsLocale: locale, words: WORDS[language] } : { language: 'en', locale: 'en', wordsLocale: 'en', words: en };
}

/** Words of another language among values of the first; undefined when it is the same one. */
export const speechInside = (main: Speech, language: Language): Speech | undefined =>
  (language === main.language ? undefined : { language, locale: main.locale, wordsLocale: language, words: WORDS[language] });

/**
 * Fills the `{name}` places of a sentence. In a sentence that is read from right to left each value stands for itself, so that the
 * signs of a number or an address keep their order. A place without a value is a bug of the caller.
 */
export function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`No value for ${place} in "${pattern}"`);
    return isolated(value, pattern);
  });
}

/** The form for a number by the language's plural rules, with `{count}` and what else it has places for filled. */
export function counted(forms: Plural, count: number, { locale, wordsLocale }: Pick<Speech, 'locale' | 'wordsLocale'>, values: Readonly<Record<string, string>> = {}): string {
  const form = forms[new Intl.PluralRules(wordsLocale).select(count)] ?? forms.other;
  return fill(form, { ...values, count: new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).format(count) });
}

/** The form that was chosen by a word ("accepted"), or `other`. */
export const chosen = (forms: Readonly<Record<string, string>> & { other: string }, by: string): string => forms[by] ?? forms.other;

/** "Ada, Grace and Milo" as the language lists people. */
export const listed = (names: readonly string[], { locale }: Pick<Speech, 'locale'>): string => new Intl.ListFormat(locale).format(names);


