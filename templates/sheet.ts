/** The printed sheet: paper, margins and what stands at the foot of every page. */
import { PLAIN_BRAND, type Brand } from '../domain/brand';
import { withSecondBehind } from './bilingual';
import { fontFamilies, TOP_MARGIN_MM } from './brand';
import { directionOf, unisolated } from './direction';
import type { DocumentModel } from './model';

/** Signs for which the foot has room: four lines of 45 as it stands, six in small letters. The letterhead has all of what is cut off here. */
const ROOM = { plain: 130, small: 230, name: 180 } as const;
/** Margin boxes do not break words: long ones may be broken here. */
const breakable = (text: string): string => text.replace(/\S{36,}/gu, (word) => word.replace(/.{6}(?=.)/gu, '$&\u200b'));
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}\u2026` : text);

const footStyle = ({ colours, font }: Brand, size: string): string =>
  `font:400 ${size} ${fontFamilies(font)};color:${colours.faint};white-space:pre-wrap;vertical-align:top;padding-top:4mm`;

/**
 * CSS for the page itself: the brand's paper with the margins of a DIN 5008 letter; at the foot the seller as the law wants it named, the
 * document, and the pages counted by CSS (margin boxes: Chromium 131 or later). Read from right to left, all of it is mirrored.
 */
export function pageRules({ language, heading, labels, seller, status }: DocumentModel, brand: Brand = PLAIN_BRAND): string {
  const of = cut(seller.name, ROOM.name);
  const at = cut(seller.address.split('\n').join(', '), ROOM.small - of.length);
  const taxes = [seller.vatId && `${labels.vatId} ${seller.vatId}`, seller.taxNumber && `${labels.taxNumber} ${seller.taxNumber}`].filter(Boolean);
  const name = status ? `${heading} \u00b7 ${status}` : heading;
  const foot = footStyle(brand, Math.max(of.length + at.length, name.length) > ROOM.plain ? '5pt/1.35' : '7pt/1.5');
  const direction = directionOf(language);
  const [start, end, margins] = direction === 'rtl' ? ['right', 'left', '25mm 21mm 20mm'] : ['left', 'right', '20mm 21mm 25mm'];
  const box = (side: string, content: string, width: string, align: string): string => `@bottom-${side}{content:${content};${foot};direction:${direction};width:${width};text-align:${align}}`;
  return `@page{size:${brand.paper.toLowerCase()};margin:${TOP_MARGIN_MM}mm ${margins};`
    + box(start, cssText([of, at].map(breakable).join('\n')), '36%', start)
    + box('center', cssText(taxes.join('\n')), '26%', start)
    + box(end, `${cssText(`${breakable(cut(name, ROOM.name))}\n`)} ${counters(labels.pageOf)}`, '36%', end)
    + '}';
}

/** "Page {page} of {pages}" as strings and counters of CSS. */
const counters = (pattern: string): string => withSecondBehind(pattern).split(/(\{pages?\})/)
  .map((part) => (part === '{page}' ? 'counter(page)' : part === '{pages}' ? 'counter(pages)' : cssText(part))).join(' ');

/** A CSS string. Every sign of ASCII that could end it, or the style element around it, is written as an escape. */
export function cssText(text: string): string {
  return `"${unisolated(withSecondBehind(text)).replace(/[^\p{L}\p{N} .,\-\u0080-\u{10ffff}]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
