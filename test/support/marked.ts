/** A catalogue of Slack's words with marks around them, not around the values in them: what has none on the screen nobody translated. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slackKeys } from './slack-keys';
import { ROOT } from './sources';

type Catalogue = Record<string, string | Record<string, string>>;

export const marked = (text: string): string =>
  text.split(/(\{\w+\})/).map((part, at) => (at % 2 === 0 && /\p{L}/u.test(part) ? `⟦${part}⟧` : part)).join('');

/** The language's words as they are. */
export const wordsOf = (code: string): Catalogue => JSON.parse(readFileSync(join(ROOT, 'templates/slack/locales', `${code}.json`), 'utf8')) as Catalogue;

/** Every key with its translation in marks, with itself where there is none yet. */
export function markedWords(code: string): Catalogue {
  const known = wordsOf(code);
  const { said, counted } = slackKeys();
  const ofKey = (key: string): [string, Catalogue[string]] => {
    const words = known[key] ?? (counted.has(key) ? { one: key, other: key } : key);
    return [key, typeof words === 'string' ? marked(words) : Object.fromEntries(Object.entries(words).map(([form, text]) => [form, marked(text)]))];
  };
  return Object.fromEntries([...said, ...counted].map(ofKey));
}

/** What is left of a text without what is marked, also where it was cut short. */
export const unmarked = (text: string): string => text.replace(/⟦[^⟦⟧]*(?:⟧|$|(?=⟦))/g, ' ');
