/** The brand as CSS: colours as custom properties, the logo as the picture itself, the letterhead and the address where the envelope's window is. */
import { PLAIN_BRAND, readableOn, tinted, WHITE, type AddressWindow, type Brand, type Colours } from '../domain/brand';

/** From the sheet's upper edge to the first line of text on every page. */
export const TOP_MARGIN_MM = 14;

/**
 * Where an envelope's window shows the address, in mm from the sheet's upper edge.
 * DIN 5008:2020 puts the address field 27 mm (form A) or 45 mm (form B) down, 45 mm high, 20 mm from the left with 5 mm before the text.
 * Windows of DL and C6/C5 envelopes are 90 x 45 mm, 20 mm from the left and 15 mm from below (DIN 680), over a sheet folded to 105 mm that
 * slides in 110 or 114 mm: 54 to 90 mm are seen in all of them. A US #10 window is 4 1/2 x 1 1/8 in, 7/8 in from the left and 1/2 in
 * from below, over a letter folded in three: 63.5 to 80 mm are always seen, so the sender has no line of its own there.
 */
const WINDOW_MM: Readonly<Record<AddressWindow, { top: number; height: number; sender: 'block' | 'none' }>> = {
  'din-5008-a': { top: 27, height: 45, sender: 'block' },
  'din-5008-b': { top: 45, height: 45, sender: 'block' },
  'c5-c6': { top: 54, height: 36, sender: 'block' },
  'us-10': { top: 63.5, height: 30, sender: 'none' },
  none: { top: 45, height: 25, sender: 'none' },
};

/** The largest logo, as long as the letterhead has room for it. */
const LOGO_MM = { width: 60, height: 22 };

/** The families of all text, the office's own first. */
export const fontFamilies = (font: string | undefined): string => `${font ? '"Office",' : ''}"Noto Sans",sans-serif`;

/** Stronger than a template's `:root`, weaker than what it says of an element. */
export function brandRules(brand: Brand): string {
  const { colours, window, font } = brand;
  const { top, height, sender } = WINDOW_MM[window];
  const head = top - TOP_MARGIN_MM;
  const colour = Object.entries(colours).map(([name, value]) => `--${name}:${value};`).join('');
  return `html:root{${colour}--font:${fontFamilies(font)};--head:${head}mm;--window:${height}mm;--sender-line:${sender}}${logoRules(brand, head)}`;
}

function logoRules({ logo, letterhead }: Brand, head: number): string {
  if (!logo || letterhead === 'name') return '';
  const most = head >= 8 ? Math.min(LOGO_MM.height, head - 3) : LOGO_MM.height;
  const scale = Math.min(LOGO_MM.width / logo.width, most / logo.height);
  const size = `width:${(logo.width * scale).toFixed(2)}mm;height:${(logo.height * scale).toFixed(2)}mm`;
  const name = letterhead === 'logo' ? 'html .sender{display:none}' : '';
  return `html .logo{display:block;${size};content:url(data:image/png;base64,${logo.png})}${name}`;
}

/** The lightest of the dark grounds in mails and pages. */
const DARK_PAPER = '#1e242b';

/**
 * The text of a mail's or a page's template in the office's colours: there they stand as the shipped ones, written out, because mail
 * programs know no custom properties. On dark grounds the accent is as light as it must be.
 */
export function painted(text: string, { colours }: Pick<Brand, 'colours'>): string {
  const shipped = PLAIN_BRAND.colours;
  const changed = (Object.keys(shipped) as (keyof Colours)[]).filter((name) => name !== 'ground' && colours[name] !== shipped[name]);
  const plain = changed.reduce((painting, name) => painting.replaceAll(shipped[name], colours[name]), text);
  if (!changed.includes('accent')) return plain;
  const light = readableOn(colours.accent, DARK_PAPER);
  return plain.replace(/#6fbdb5|#6fc0b8|#8fd0c9/g, light).replaceAll('#e6efee', tinted(colours.accent, WHITE)).replaceAll('#1d3331', tinted(light, DARK_PAPER));
}
