/**
 * Fonts inside the page: Noto Sans from npm as data URIs, so that a document looks the same on every machine.
 * Only the subsets that the text needs are embedded: Latin is 13 KB a weight, each further script adds its own.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Regular and semibold are all that the documents use. */
const WEIGHTS = [400, 600] as const;
/** Always there; it holds every character of the shipped labels. */
const BASE = 'latin';
const FOLDER = dirname(dirname(require.resolve('@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2')));

type Range = readonly [from: number, to: number];
type Subset = { name: string; written: string; ranges: readonly Range[] };

const SUBSETS = readSubsets();
const faces = new Map<string, string>();

/** `@font-face` rules for "Noto Sans" that cover the text as far as Noto Sans does. */
export function fontFaces(text: string): string {
  const needed = new Set([BASE]);
  const base = SUBSETS.find(({ name }) => name === BASE)!;
  for (const character of new Set(text)) {
    const code = character.codePointAt(0)!;
    if (covers(base, code)) continue;
    const subset = SUBSETS.find((one) => covers(one, code));
    if (subset) needed.add(subset.name);
  }
  return SUBSETS.filter(({ name }) => needed.has(name)).map(facesOf).join('');
}

function facesOf(subset: Subset): string {
  const kept = faces.get(subset.name);
  if (kept) return kept;
  const made = WEIGHTS.map((weight) => {
    const data = readFileSync(join(FOLDER, 'files', `noto-sans-${subset.name}-${weight}-normal.woff2`)).toString('base64');
    return `@font-face{font-family:"Noto Sans";font-weight:${weight};font-display:block;`
      + `src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${subset.written}}`;
  }).join('');
  faces.set(subset.name, made);
  return made;
}

/** The package says which characters each of its files holds ("U+0000-00FF,U+0131,…"). */
function readSubsets(): Subset[] {
  const table = JSON.parse(readFileSync(join(FOLDER, 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(table).map(([name, written]) => ({ name, written, ranges: written.split(',').map(rangeOf) }));
}

function rangeOf(written: string): Range {
  const [from = '', to = from] = written.replace('U+', '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

const covers = ({ ranges }: Subset, code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);
