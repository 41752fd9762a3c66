/**
 * Fonts inside the page: Noto Sans from npm as data URIs under one name, so that a document looks the same on every machine.
 * Only the files that the text needs are embedded: Latin is 13 KB a weight, each further script adds its own.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { remembered } from '../domain/remembered';
import { charactersOf } from './woff2';

/** Regular and semibold are all that the documents use. */
const WEIGHTS = [400, 600] as const;

type Family = 'noto-sans' | 'noto-sans-arabic' | 'noto-sans-hebrew' | 'noto-sans-jp' | 'noto-sans-sc';
type Range = readonly [from: number, to: number];
/** One file a weight; `ranges` are what the package says it holds, which is more than the truth. */
type Subset = { family: Family; name: string; ranges: readonly Range[] };

/** What stands for a character that no font has, as readers know it from elsewhere: U+FFFD, in the Latin file. */
const SUBSTITUTE = '\ufffd';
/** Draws nothing by itself: marks of direction, joiners, soft hyphens. Browsers hide it without asking a font. */
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}]/u;
/** Narrow blanks, of which few fonts have all; the no-break ones stay no-break. */
const NARROW = /[\u2000-\u200a\u205f]/g;
const NARROW_NO_BREAK = /[\u2007\u202f]/g;
/** They would send the browser to look for a picture, or for another font's variant of a letter. */
const VARIATION_SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

const SUBSETS = (['noto-sans', 'noto-sans-arabic', 'noto-sans-hebrew', 'noto-sans-jp', 'noto-sans-sc'] as const).flatMap(subsetsOf);
/** Chinese and Japanese draw many characters differently that have one code. */
const KANA = /[\u3040-\u30ff]/;


/** The text with one plain sign for each character, or sequence of them, that no shipped font has: emoji, rare scripts. */
export function printable(text: string): string {
  const plain = text.replace(VARIATION_SELECTORS, '').replace(NARROW_NO_BREAK, '\u00a0').replace(NARROW, ' ');
  const missing = codesBeyondAscii(plain).filter((code) => !INVISIBLE.test(String.fromCodePoint(code)) && !subsetOf(code, 'noto-sans-jp'));
  if (missing.length === 0) return plain;
  const one = `[${missing.map((code) => `\\u{${code.toString(16)}}`).join('')}]`;
  const sequence = new RegExp(`\\p{Regional_Indicator}{2}|${one}(?:\\u200d.|[\\p{Emoji_Modifier}\\p{Mn}\\p{Default_Ignorable_Code_Point}])*`, 'gu');
  return plain.replace(sequence, SUBSTITUTE);
}

/** `@font-face` rules for "Noto Sans" with every character of a printable text, each from one file, and all of ASCII; `language` is the document's. */
export function fontFaces(text: string, language: string): string {
  const last = lastFamily(text, language);
  const needed = new Map<Subset, number[]>();
  for (const code of [...ASCII, ...codesBeyondAscii(text)]) {
    const subset = subsetOf(code, last);
    if (subset) needed.set(subset, [...(needed.get(subset) ?? []), code]);
  }
  return [...needed].map(([{ family, name }, codes]) => {
    const range = codes.map((code) => `U+${code.toString(16)}`).join();
    return WEIGHTS.map((weight) => `@font-face{font-family:"Noto Sans";font-weight:${weight};font-display:block;`
      + `src:url(data:font/woff2;base64,${dataOf(family, name, weight)}) format("woff2");unicode-range:${range}}`).join('');
  }).join('');
}

/** Nearly every text has most of these; looking for each of its letters would cost more than their names in the style. */
const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, at) => 0x20 + at);
const codesBeyondAscii = (text: string): number[] => [...new Set(text.match(/[^\u0000-\u007f]/gu))].map((character) => character.codePointAt(0)!);

/** Japanese before Chinese in a Japanese document, and in others where the text has kana. */
function lastFamily(text: string, language: string): Family {
  const isJapanese = language === 'ja' || (language !== 'zh' && KANA.test(text));
  return isJapanese ? 'noto-sans-sc' : 'noto-sans-jp';
}

/** The file with a character; one of the last family where no other has it. */
const subsetOf = remembered((code: number, last: Family): Subset | null =>
  SUBSETS.find((one) => one.family !== last && holds(one, code)) ?? SUBSETS.find((one) => one.family === last && holds(one, code)) ?? null);

function holds({ family, name, ranges }: Subset, code: number): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to) && charactersIn(family, name).has(code);
}

/** Both weights of a family have the same characters. */
const charactersIn = remembered((family: Family, name: string) => charactersOf(readFileSync(pathOf(family, name, WEIGHTS[0]))));
const dataOf = remembered((family: Family, name: string, weight: number) => readFileSync(pathOf(family, name, weight)).toString('base64'));
const pathOf = (family: Family, name: string, weight: number): string => join(folderOf(family), 'files', `${family}-${name}-${weight}-normal.woff2`);

/** The package says which characters each of its files holds ("U+0000-00FF,U+0131,…"); files with a number stand in brackets there. */
function subsetsOf(family: Family): Subset[] {
  const table = JSON.parse(readFileSync(join(folderOf(family), 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(table).map(([name, written]) => ({ family, name: name.replace(/[[\]]/g, ''), ranges: written.split(',').map(rangeOf) }));
}

function rangeOf(written: string): Range {
  const [from = '', to = from] = written.replace('U+', '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

function folderOf(family: Family): string {
  return dirname(require.resolve(`@fontsource/${family}/package.json`));
}
