/**
 * Slack's words, in the office's language. The English sentence in the code is the key of its translations, with its values as `{0}`, `{1}`, …:
 * t`${name} is sent to ${address}.` is "{0} is sent to {1}." in templates/slack/locales. One language speaks in a workspace, for a card is read by many.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { languageOf, type Language } from '../../domain/language';
import { remembered } from '../../domain/remembered';
import { isolated } from '../direction';
import type { Plural } from '../words';
import ar from './locales/ar.json';
import de from './locales/de.json';
import es from './locales/es.json';
import fr from './locales/fr.json';
import he from './locales/he.json';
import it from './locales/it.json';
import ja from './locales/ja.json';
import nl from './locales/nl.json';
import pl from './locales/pl.json';
import pt from './locales/pt.json';
import zh from './locales/zh.json';

type Catalogue = Readonly<Record<string, string | Plural>>;
const CATALOGUES: Readonly<Record<Exclude<Language, 'en'>, Catalogue>> = { ar, de, es, fr, he, it, ja, nl, pl, pt, zh };

/** `locale` is BCP 47; a language that the office does not have is spoken as English. */
type Voice = { language: Language; locale: string };
const ENGLISH: Voice = { language: 'en', locale: 'en' };
const voices = new AsyncLocalStorage<Voice>();

/** Whatever `act` says, now or later, it says in the language of this locale. */
export function speaking<T>(locale: string, act: () => T): T {
  const language = languageOf(locale);
  return voices.run(language ? { language, locale } : ENGLISH, act);
}

/** The language in which is spoken just now, English where nobody said; dates and numbers follow `locale`. */
export const voice = (): Voice => voices.getStore() ?? ENGLISH;

/** A sentence in the office's language; the values stand as they are, so what people typed is escaped before. */
export const t = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  sentence(parts.reduce((pattern, part, index) => `${pattern}{${index - 1}}${part}`), values);

/** Marks a key in a table that is made before anybody speaks: `sentence` says it later, with `{0}` written out in it. */
export const key = ([pattern]: TemplateStringsArray): string => pattern!;

/** Says a key that was marked before. */
export function sentence(pattern: string, values: readonly (string | number)[] = []): string {
  const known = translated(pattern);
  return filled(typeof known === 'string' ? known : pattern, values.map(String));
}

/** Making one costs a hundred times what using it does, and a Home says many numbers. */
const pluralsOf = remembered((language: string) => new Intl.PluralRules(language));
const numbersOf = remembered((locale: string) => new Intl.NumberFormat(locale, { numberingSystem: 'latn' }));
const listsOf = remembered((language: string, type: Intl.ListFormatType) => new Intl.ListFormat(language, { type }));

/** A sentence by number: `{count}` is written out. The English plural is the key. */
export function tn(count: number, one: string, other: string, ...values: readonly (string | number)[]): string {
  const { language, locale } = voice();
  const known = translated(other);
  const forms: Plural = typeof known === 'object' ? known : { one, other };
  const form = forms[pluralsOf(typeof known === 'object' ? language : 'en').select(count)] ?? forms.other;
  return filled(form.replaceAll('{count}', numbersOf(locale).format(count)), values.map(String));
}

/** "Ana, Grace and Milo" as the language lists people; "or" with `disjunction`. */
export const listed = (names: readonly string[], type: Intl.ListFormatType = 'conjunction'): string => {
  const { language } = voice();
  return language === 'en' ? inEnglish(names, type === 'disjunction' ? 'or' : 'and') : listsOf(language, type).format(names);
};

/** "paid, due today": facts one after the other. */
export const series = (facts: readonly string[]): string => facts.join(t`, `);

const inEnglish = (names: readonly string[], word: string): string =>
  (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`);

/** The translation of a key; undefined in English, and where the language has none yet. */
export function translated(pattern: string): string | Plural | undefined {
  const { language } = voice();
  return language === 'en' ? undefined : CATALOGUES[language][pattern];
}

const filled = (pattern: string, values: readonly string[]): string => pattern.replace(/\{(\d+)\}/g, (place, at: string) => {
  const value = values[Number(at)];
  if (value === undefined) throw new TypeError(`No value for ${place} in "${pattern}"`);
  return isolated(value, pattern);
});

/** Fills `{name}` places; one without a value stays to be seen, as in English. */
export const filledByName = (pattern: string, values: Readonly<Record<string, string>>): string =>
  pattern.replace(/\{(\w+)\}/g, (place, name: string) => isolated(values[name] ?? place, pattern));
