/** The office's look, from `branding` in office.yaml: colours that can be read, a font that is installed, a logo that is redrawn, paper and window. */
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { colourOf, contrast, isColour, PAPERS, PLAIN_BRAND, READABLE, readableOn, WHITE, WINDOWS, type Brand, type Colours, type Logo } from '../domain/brand';
import { judgeLogo, type JudgedLogo } from './logo';
import type { Fields, Reading } from './reading';
import type { YamlNode } from './yaml';

/** `files` are those beside office.yaml that the look was made of: a change of them is a change of the office. */
export type Branding = { brand: Brand; files: readonly string[] };

export const PLAIN_BRANDING: Branding = { brand: PLAIN_BRAND, files: [] };

/** `folder` is where office.yaml lies; a logo is a file below it. */
export function readBranding(reading: Reading, node: YamlNode | undefined, folder: string): Branding {
  const fields = reading.fields(node, "'branding'", { need: [], may: ['logo', 'letterhead', 'colours', 'font', 'paper', 'window'] });
  const colours = readColours(reading, fields.get('colours'));
  const named = fields.has('logo') ? reading.text(fields.get('logo'), 'logo') : '';
  const logo = named ? readLogo(reading, fields, { folder, named }) : undefined;
  const letterhead = fields.has('letterhead') ? reading.choice(fields.get('letterhead'), 'letterhead', ['name', 'logo', 'logo-and-name']) : undefined;
  if (letterhead && letterhead !== 'name' && !fields.has('logo')) reading.fault(fields.place('letterhead'), 'MISSING_KEY', `a letterhead of '${letterhead}' needs 'logo'.`);
  const font = fields.has('font') ? readFont(reading, fields) : '';
  return {
    files: named ? [named] : [],
    brand: {
      colours, letterhead: letterhead ?? (named ? 'logo' : 'name'), ...(font && { font }), ...(logo && { logo }),
      paper: (fields.has('paper') && reading.choice(fields.get('paper'), 'paper', PAPERS)) || PLAIN_BRAND.paper,
      window: (fields.has('window') && reading.choice(fields.get('window'), 'window', WINDOWS)) || PLAIN_BRAND.window,
    },
  };
}

/** Text must be read on paper and on panels; the accent carries white text on buttons and is text in links, so it must stand out from white as text does. */
function readColours(reading: Reading, node: YamlNode | undefined): Colours {
  if (!node) return PLAIN_BRAND.colours;
  const names = Object.keys(PLAIN_BRAND.colours) as (keyof Colours)[];
  const fields = reading.fields(node, "'colours'", { need: [], may: names });
  const given = names.map((name) => [name, fields.has(name) ? readColour(reading, fields, name) : PLAIN_BRAND.colours[name]] as const);
  const colours = Object.fromEntries(given) as Colours;
  if (given.some(([, colour]) => colour === '')) return PLAIN_BRAND.colours;
  const grounds = [['white', WHITE], ["'ground'", colours.ground]] as const;
  checkContrast(reading, fields, colours, 'accent', grounds.slice(0, 1));
  for (const name of ['ink', 'faint'] as const) checkContrast(reading, fields, colours, name, grounds);
  return colours;
}

/** A colour that every colour of writing is judged by: a quotation mark is needed, since # begins a comment. */
export function readColour(reading: Reading, fields: Fields, name: string): string {
  const text = reading.matching(fields.get(name), name, isColour, 'a colour such as "#1f5f5b", in quotation marks', 'COLOUR_FORMAT');
  return text && colourOf(text);
}

/** The fault stands at the colour that was written: at the ground when only that one was. */
function checkContrast(reading: Reading, fields: Fields, colours: Colours, name: keyof Colours, grounds: readonly (readonly [string, string])[]): void {
  for (const [said, ground] of grounds) {
    const ratio = contrast(colours[name], ground);
    if (ratio >= READABLE) continue;
    const at = fields.has(name) || !fields.has('ground') ? name : 'ground';
    reading.fault(fields.place(at), 'COLOUR_CONTRAST',
      `'${name}' ${colours[name]} on ${said} has a contrast of ${ratio.toFixed(2)}:1; text needs ${READABLE}:1 (WCAG 2.2). ${readableOn(colours[name], ground)} would do.`);
    return;
  }
}

/** An installed font, by its name. */
export function readFont(reading: Reading, fields: Fields): string {
  const font = reading.matching(fields.get('font'), 'font', (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text), "a font's name as in @fontsource, such as source-serif-4");
  if (font === '' || isInstalled(font)) return font;
  reading.fault(fields.place('font'), 'FONT_MISSING', `the font '${font}' is not installed; run: npm install --save-exact @fontsource/${font}`);
  return '';
}

function isInstalled(font: string): boolean {
  try {
    return require.resolve(`@fontsource/${font}/files/${font}-latin-400-normal.woff2`) !== '';
  } catch {
    return false; // Node can only be asked by trying.
  }
}

/** What was judged last, by its bytes: every edit of any rule file reads the logo again. */
let last: { hash: string; judged: JudgedLogo } | undefined;

function readLogo(reading: Reading, fields: Fields, { folder, named }: { folder: string; named: string }): Logo | undefined {
  const say = (code: string, sentence: string): undefined => void reading.fault(fields.place('logo'), code, sentence);
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(named)) return say('URL_NOT_ALLOWED', `'logo' is a file beside office.yaml, not an address: nothing is fetched.`);
  const bytes = bytesBelow(folder, named);
  if (bytes === 'outside') return say('LOGO_PATH', `'logo' must lie in the folder of office.yaml; '${named}' leads out of it.`);
  if (bytes === 'missing') return say('LOGO_MISSING', `there is no file '${named}' beside office.yaml.`);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (last?.hash !== hash) last = { hash, judged: judgeLogo(bytes) };
  const { logo, fault } = last.judged;
  return logo ?? say(fault!.code, `'${named}': ${fault!.sentence}`);
}

function bytesBelow(folder: string, named: string): Buffer | 'outside' | 'missing' {
  const path = join(folder, named);
  const inside = (way: string): boolean => way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
  if (!inside(relative(folder, path)) || named.startsWith('/')) return 'outside';
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return 'missing';
  return inside(relative(realpathSync(folder), realpathSync(path))) ? readFileSync(path) : 'outside';
}
