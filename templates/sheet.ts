/** The printed sheet: paper, margins and what stands at the foot of every page. */
import { PLAIN_BRAND, type Brand } from '../domain/brand';
import { withSecondBehind } from './bilingual';
import { fontFamilies, TOP_MARGIN_MM } from './brand';
import { directionOf, unisolated } from './direction';
import type { DocumentModel } from './model';

const footStyle = ({ colours, font }: Brand): string =>
  `font:400 7pt/1.5 ${fontFamilies(font)};color:${colours.faint};white-space:pre;vertical-align:top;padding-top:5mm`;

/**
 * CSS for the page itself: the brand's paper with the margins of a DIN 5008 letter; at the foot the seller as the law wants it named, the
 * document, and the pages counted by CSS (margin boxes: Chromium 131 or later). Read from right to left, all of it is mirrored.
 */
export function pageRules({ language, heading, labels, seller, status }: DocumentModel, brand: Brand = PLAIN_BRAND): string {
  const foot = footStyle(brand);
  const lines = [seller.name, ...seller.address.split('\n')];
  const taxes = [seller.vatId && `${labels.vatId} ${seller.vatId}`, seller.taxNumber && `${labels.taxNumber} ${seller.taxNumber}`].filter(Boolean);
  const name = status ? `${heading} \u00b7 ${status}` : heading;
  const direction = directionOf(language);
  const [start, end, margins] = direction === 'rtl' ? ['right', 'left', '25mm 28mm 20mm'] : ['left', 'right', '20mm 28mm 25mm'];
  const box = (side: string, content: string, width: string, align: string): string => `@bottom-${side}{content:${content};${foot};direction:${direction};width:${width};text-align:${align}}`;
  return `@page{size:${brand.paper.toLowerCase()};margin:${TOP_MARGIN_MM}mm ${margins};`
    + box(start, cssText([lines[0], lines.slice(1).join(', ')].join('\n')), '48%', start)
    + box('center', cssText(taxes.join('\n')), '26%', start)
    + box(end, `${cssText(`${name}\n`)} ${counters(labels.pageOf)}`, '26%', end)
    + '}';
}

/** "Page {page} of {pages}" as strings and counters of CSS. */
const counters = (pattern: string): string => withSecondBehind(pattern).split(/(\{pages?\})/)
  .map((part) => (part === '{page}' ? 'counter(page)' : part === '{pages}' ? 'counter(pages)' : cssText(part))).join(' ');

/** A CSS string. Every sign of ASCII that could end it, or the style element around it, is written as an escape. */
export function cssText(text: string): string {
  return `"${unisolated(withSecondBehind(text)).replace(/[^\p{L}\p{N} .,\-\u0080-\u{10ffff}]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
