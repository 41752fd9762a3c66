/** The office's own font inside the page: the subsets of an @fontsource package that the text needs, as data URIs. Noto Sans prints the rest. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the documents use, and what stands in where a font has no such weight. */
const WEIGHTS = [[400, [400, 300, 500]], [600, [600, 700, 500, 400]]] as const;

type Subset = { name: string; written: string; holds(code: number): boolean };
type Font = { folder: string; name: string; subsets: readonly Subset[] };

const fonts = new Map<string, Font>();
const faces = new Map<string, string>();

/** `@font-face` rules for the family "Office" that cover the text as far as the font does. `name` is that of an installed package. */
export function officeFaces(name: string, text: string): string {
  const font = fonts.get(name) ?? readFont(name);
  fonts.set(name, font);
  const codes = [...new Set(text)].map((character) => character.codePointAt(0)!);
  return font.subsets.filter(({ holds }) => codes.some(holds)).map((subset) => facesOf(font, subset)).join('');
}

function facesOf({ folder, name }: Font, { name: subset, written }: Subset): string {
  const key = `${name}/${subset}`;
  const made = faces.get(key) ?? WEIGHTS.map(([weight, choices]) => {
    const file = choices.map((choice) => join(folder, 'files', `${name}-${subset}-${choice}-normal.woff2`)).find((path) => existsSync(path));
    if (!file) return '';
    const data = readFileSync(file).toString('base64');
    return `@font-face{font-family:"Office";font-weight:${weight};font-display:block;src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${written}}`;
  }).join('');
  faces.set(key, made);
  return made;
}

/** The package says which characters each of its files holds; one without subsets has all in one file. */
function readFont(name: string): Font {
  const folder = dirname(dirname(require.resolve(`@fontsource/${name}/files/${name}-latin-400-normal.woff2`)));
  const table = join(folder, 'unicode.json');
  const written = existsSync(table) ? (JSON.parse(readFileSync(table, 'utf8')) as Record<string, string>) : {};
  const subsets = Object.entries(Object.keys(written).length > 0 ? written : { latin: 'U+0000-10FFFF' });
  return { folder, name, subsets: subsets.map(([subset, ranges]) => ({ name: subset, written: ranges, holds: holder(ranges) })) };
}

function holder(written: string): (code: number) => boolean {
  const ranges = written.split(',').map((range) => range.trim().replace(/^U\+/i, '').split('-').map((digits) => Number.parseInt(digits, 16)));
  return (code) => ranges.some(([from = 0, to = from]) => code >= from && code <= to);
}
