/**
 * A document in two languages, where a client asks for it: its words in both, its values once. The page is made twice, by the same
 * code, and laid over itself: what reads alike stands once, of the rest the second language follows the first.
 */
import type { ClientSnapshot } from '../domain/client';
import { directionOf } from './direction';
import { speechFor, speechInside, type Speech } from './words';

/** Around words of the second language. Nobody can have typed them: control characters are taken out of every text (formats.ts). */
const [OPEN, CLOSE] = ['\u0002', '\u0003'];
const SECOND = new RegExp(`${OPEN}([^${OPEN}${CLOSE}]*)${CLOSE}`, 'g');

type Page = { language: string; second: string };

/** The page in the client's language and, where the client has one, in the second; `second` then names it. */
export function inLanguages<P extends Page>(client: Pick<ClientSnapshot, 'locale' | 'secondLanguage'>, page: (speech: Speech) => P): P {
  const main = speechFor(client.locale);
  const first = page(main);
  const other = client.secondLanguage && speechInside(main, client.secondLanguage);
  return other ? { ...overlaid(first, page(other)), language: first.language, second: other.language } : first;
}

/** Both trees have the same shape; a list may be longer in neither. */
function overlaid<T>(first: T, second: T, field = ''): T {
  if (typeof first === 'string') return bothOf(first, String(second), field) as T;
  if (Array.isArray(first)) return first.map((one, at) => overlaid(one, (second as unknown[])[at])) as T;
  const others = second as Record<string, unknown>;
  return Object.fromEntries(Object.entries(first as object).map(([name, value]) => [name, overlaid(value, others[name], name)])) as T;
}

/** A heading ends with the document's name, which is none of the words. */
function bothOf(first: string, second: string, field: string): string {
  if (first === second || second === '') return first;
  const name = field === 'heading' || field === 'title' ? sharedEnd(first, second) : '';
  const [one, other] = [first, second].map((text) => text.slice(0, text.length - name.length));
  return `${one}${OPEN}${other}${CLOSE}${name}`;
}

/** The last words of both, with the blank before them. */
function sharedEnd(first: string, second: string): string {
  const [ones, others] = [first.split(/(?= )/), second.split(/(?= )/)];
  let count = 0;
  while (count < Math.min(ones.length, others.length) - 1 && ones.at(-1 - count) === others.at(-1 - count)) count += 1;
  return count === 0 ? '' : ones.slice(-count).join('');
}

/** HTML with the second language's words as elements of their own, for the style to set them apart. */
export const withSecondSet = (html: string, language: string): string =>
  html.replace(SECOND, (_, words: string) => `<span class="between"> / </span><span class="second" lang="${language}" dir="${directionOf(language)}">${words}</span>`);

/** The words of the first language alone. */
export const firstAlone = (text: string): string => text.replace(SECOND, '');

/** "Invoice / Rechnung INV-2026-0001", for where there is no markup. */
export const withSecondBehind = (text: string): string => text.replace(SECOND, (_, words: string) => ` / ${words}`);

/** Runs of text between line ends and the signs of this file, each changed by itself; blanks around them stay where they are. */
export const eachRun = (text: string, change: (run: string) => string): string => text.replace(RUN, change);
const RUN = new RegExp(`[^\\s${OPEN}${CLOSE}](?:[^\\n${OPEN}${CLOSE}]*[^\\s${OPEN}${CLOSE}])?`, 'g');
