/** Reading direction: which languages are read from right to left, and how a value of another direction stands inside their sentences. */

/** Of the languages that the office writes. */
const RIGHT_TO_LEFT: readonly string[] = ['ar', 'he'];

/** HTML's word for a language's direction. */
export const directionOf = (language: string): 'rtl' | 'ltr' => (RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr');

/** Hebrew or Arabic letters, or the mark that stands for one. */
const READ_FROM_RIGHT = /[\u0590-\u08ff\u200f]/;

/**
 * The value between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX 9) when its surroundings are read from right to left:
 * it then takes its direction from its own first letter, left to right where it has none, and moves no sign around it.
 */
export const isolated = (value: string, surroundings: string): string =>
  (value !== '' && READ_FROM_RIGHT.test(surroundings) ? `\u2068${value}\u2069` : value);

/** HTML with elements instead of the marks, for which no font has a glyph; inside tags they do nothing. */
export const withIsolatesSet = (html: string): string => html
  .replace(/<[^>]*>|[\u2068\u2069]/g, (found) => (found === '\u2068' ? '<bdi>' : found === '\u2069' ? '</bdi>' : unisolated(found)));

/** A text of ours without the marks of direction, for what is no sentence: a link, a name of a file. */
export const unisolated = (text: string): string => text.replace(/[\u2068\u2069]/g, '');
