/**
 * The HTML of a mail for readers from right to left: what stood left stands right. Mail programs know no logical properties of CSS
 * (https://www.caniemail.com/features/css-margin-inline-start-end/), so templates say left and right, as for English.
 */

/** Only our own markup has these: a quotation mark that somebody typed is escaped. */
const STYLE = /(style=")([^"]*)(")|(<style>)([\s\S]*?)(<\/style>)/g;
const ALIGN = /align="(left|right)"/g;
/** top, right, bottom, left */
const SIDES = /(padding|margin|border-radius):([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;!]+)/g;

const other = (side: string): string => (side === 'left' ? 'right' : 'left');

export function mirrored(html: string): string {
  return html
    .replace(ALIGN, (_, side: string) => `align="${other(side)}"`)
    .replace(STYLE, (_, open = '', inline = '', close = '', begin = '', sheet = '', end = '') => `${open}${mirroredStyle(inline)}${close}${begin}${mirroredStyle(sheet)}${end}`);
}

const mirroredStyle = (css: string): string => css
  .replace(/\b(left|right)\b/g, other)
  .replace(SIDES, (_, name: string, top: string, right: string, bottom: string, left: string) =>
    (name === 'border-radius' ? `${name}:${right} ${top} ${left} ${bottom}` : `${name}:${top} ${left} ${bottom} ${right}`));
