/** The printed sheet: paper, margins and what stands in them on every page. */
import type { DocumentModel } from './model';

/**
 * CSS for the page itself. A4 with DIN 5008's side margins; the foot names the document and counts the pages by CSS counters
 * (margin boxes: Chromium 131 or later).
 */
export function pageRules({ title, labels, status }: DocumentModel): string {
  const foot = 'font:400 7.5pt "Noto Sans",sans-serif;color:#5b6573;vertical-align:top;padding-top:4mm';
  const left = status ? `${title} \u00b7 ${status}` : title;
  return `@page{size:A4;margin:14mm 20mm 22mm 25mm;`
    + `@bottom-left{content:${cssText(left)};${foot};width:75%}`
    + `@bottom-right{content:${cssText(`${labels.page} `)} counter(page) ${cssText(` ${labels.of} `)} counter(pages);${foot};text-align:right;width:25%}}`;
}

/** A CSS string. Everything that could end it, or the style element around it, is written as an escape. */
export function cssText(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,\u00b7-]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
