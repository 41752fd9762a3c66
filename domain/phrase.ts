/**
 * Phrases: what the rules tell people, in English at once, and with its pattern and values so that a surface can say it in another
 * language. The pattern is the key of its translations: English with `{0}`, `{1}`, … where the values stand.
 */
import { countryName } from './country';
import { formatDate, type PlainDate } from './dates';
import { listed } from './listing';
import { formatMoney, type Money } from './money';

/**
 * A phrase, or another thing that each language writes in its own way: an amount, a day, a list, a number of things. JSON, so that it can
 * be kept and sent. `text` is English.
 */
export type Spoken = { text: string } & ({ pattern: string; values: PhraseValue[] } | { count: number; one: string; other: string } | { money: Money } | { date: PlainDate } | { country: string } | { list: PhraseValue[]; or?: true });
export type PhraseValue = string | number | Spoken;
export type Phrase = { text: string; pattern: string; values: PhraseValue[] };

/** What a person is told who acted; answers of before there were phrases have the text alone. */
export type Answered = { text: string; phrase?: Pick<Phrase, 'pattern' | 'values'> };

/** phrase`${name} is paid.` */
export function phrase(parts: TemplateStringsArray, ...given: (PhraseValue | Money)[]): Phrase {
  const values = given.map((value): PhraseValue => (typeof value === 'object' && 'minor' in value ? inMoney(value) : value));
  const text = (part: string, at: number): string => (at < values.length ? part + textOf(values[at]!) : part);
  return { text: parts.map(text).join(''), pattern: parts.map((part, at) => (at < values.length ? `${part}{${at}}` : part)).join(''), values };
}

export const inMoney = (money: Money): Spoken => ({ text: formatMoney(money), money });
export const onDay = (date: PlainDate): Spoken => ({ text: formatDate(date), date });
/** A country of ISO 3166 by its code; what is none stays as it is. */
export const inCountry = (code: string): Spoken => ({ text: countryName(code, 'en'), country: code });
/** "1 business day", "2 business days": `{count}` stands for the number, and the English plural is the key of its translations. */
export const countOf = (count: number, one: string, other: string): Spoken => ({ text: (count === 1 ? one : other).replace('{count}', String(count)), count, one, other });
/** "a, b and c". */
export const allOf = (list: readonly PhraseValue[]): Spoken => ({ text: listed(list.map(textOf), 'and'), list: [...list] });
/** "a, b or c". */
export const oneOf = (list: readonly PhraseValue[]): Spoken => ({ text: listed(list.map(textOf), 'or'), list: [...list], or: true });

const textOf = (value: PhraseValue): string => (typeof value === 'object' ? value.text : String(value));
