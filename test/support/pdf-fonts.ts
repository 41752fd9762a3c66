/** What a PDF prints with: its fonts' names, and whether any text shows glyph 0, the box for a missing letter. */
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';

/**
 * `missing` counts glyphs 0. Chromium writes every text with two bytes a glyph, as hex (Identity-H). `actual` is what it says itself of
 * letters that are drawn in parts, as Arabic ones are (ActualText); readers take that, pdf.js does not.
 */
export type PdfFonts = { names: string[]; shown: number; missing: number; actual: string };

export async function pdfFonts(pdf: Buffer): Promise<PdfFonts> {
  const { context } = await PDFDocument.load(pdf);
  const objects = context.enumerateIndirectObjects().map(([, object]) => object);
  const names = objects.flatMap((object) => (object instanceof PDFDict && object.get(PDFName.of('Type')) === PDFName.of('Font')
    ? [String(object.get(PDFName.of('BaseFont')) ?? object.get(PDFName.of('Subtype'))).replace(/^\/([A-Z]{6}\+)?/, '')] : []));
  const contents = objects.flatMap((object) => (object instanceof PDFRawStream && !isFont(object) ? [Buffer.from(decodePDFRawStream(object).decode()).toString('latin1')] : []));
  const glyphs = contents.flatMap(glyphsIn);
  return { names: [...new Set(names)].sort(), shown: glyphs.length, missing: glyphs.filter((glyph) => glyph === '0000').length, actual: contents.map(actualText).join('') };
}

/** Embedded fonts are streams as well; what they hold is no page. */
const isFont = ({ dict }: PDFRawStream): boolean => dict.has(PDFName.of('Length1')) || String(dict.get(PDFName.of('Subtype'))) === '/CIDFontType0C';

/** Text stands between BT and ET; character maps, which look alike, have none. */
function glyphsIn(content: string): string[] {
  const texts = [...content.matchAll(/\bBT\b([\s\S]*?)\bET\b/g)].map(([, text]) => text!);
  return texts.flatMap((text) => [...text.matchAll(/<([0-9A-Fa-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []));
}

/** UTF-16, big end first, behind its byte order mark. */
const actualText = (content: string): string => [...content.matchAll(/ActualText\s*<FEFF([0-9A-F]+)>/gi)]
  .map(([, hex]) => Buffer.from(hex!, 'hex').swap16().toString('utf16le')).join('');
