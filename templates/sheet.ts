/** The printed sheet: paper, margins and what stands at the foot of every page. */
import type { DocumentModel } from './model';

const FOOT = 'font:400 7pt/1.5 "Noto Sans",sans-serif;color:#5b6573;white-space:pre;vertical-align:top;padding-top:5mm';

/**
 * CSS for the page itself: A4 with room for a DIN 5008 letter; at the foot the seller as the law wants it named, the document,
 * and the pages counted by CSS (margin boxes: Chromium 131 or later).
 */
export function pageRules({ heading, labels, seller, status }: DocumentModel): string {
  const lines = [seller.name, ...seller.address.split('\n')];
  const taxes = [seller.vatId && `${labels.vatId} ${seller.vatId}`, seller.taxNumber && `${labels.taxNumber} ${seller.taxNumber}`].filter(Boolean);
  const name = status ? `${heading} \u00b7 ${status}` : heading;
  return '@page{size:A4;margin:14mm 20mm 28mm 25mm;'
    + `@bottom-left{content:${cssText([lines[0], lines.slice(1).join(', ')].join('\n'))};${FOOT};width:48%;text-align:left}`
    + `@bottom-center{content:${cssText(taxes.join('\n'))};${FOOT};width:26%;text-align:left}`
    + `@bottom-right{content:${cssText(`${name}\n${labels.page} `)} counter(page) ${cssText(` ${labels.of} `)} counter(pages);${FOOT};width:26%;text-align:right}}`;
}

/** A CSS string. Everything that could end it, or the style element around it, is written as an escape. */
export function cssText(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,\u00b7-]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
