/** What stands on a PDF's pages, read back by pdf.js: the same on every machine, whatever is installed there. */
import { answerOf } from './reader-process';

/** Points (1/72 inch) from the page's lower left corner. */
export type Box = { text: string; x: number; y: number; width: number };
export type Page = { width: number; height: number; boxes: Box[] };
/** `pages` are texts: a line for each baseline, two blanks where there is a gap, no-break spaces as blanks. */
export type PdfText = { title: string; pages: string[]; size: { width: number; height: number } };

export async function pdfText(pdf: Buffer): Promise<PdfText> {
  return (await pdfTexts([pdf]))[0]!;
}

/** Where each piece of text stands, page by page. */
export async function pdfPages(pdf: Buffer): Promise<Page[]> {
  return (await readAll([pdf]))[0]!.pages;
}

const readAll = async (pdfs: readonly Buffer[]): Promise<{ title: string; pages: Page[] }[]> =>
  JSON.parse(await answerOf('pdf-reader.mjs', pdfs.map((pdf) => pdf.toString('base64')).join('\n')));

/** Many at once, in one reading process. */
export async function pdfTexts(pdfs: readonly Buffer[]): Promise<PdfText[]> {
  const read = await readAll(pdfs);
  return read.map(({ title, pages }) => ({
    title,
    pages: pages.map(({ boxes }) => linesOf(boxes)),
    size: { width: pages[0]!.width, height: pages[0]!.height },
  }));
}

/** Boxes within half a line of each other share one. */
const SAME_LINE = 2.5;
/** A wider gap than this between two boxes is a column's, not a word's. */
const COLUMN_GAP = 6;

function linesOf(boxes: readonly Box[]): string {
  const lines: Box[][] = [];
  for (const box of [...boxes].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const line = lines.at(-1);
    if (line && Math.abs(line[0]!.y - box.y) <= SAME_LINE) line.push(box);
    else lines.push([box]);
  }
  return lines.map((line) => joined(line.sort((a, b) => a.x - b.x))).join('\n');
}

function joined(line: readonly Box[]): string {
  return line
    .map((box, at) => {
      const before = line[at - 1];
      const gap = before ? box.x - before.x - before.width : 0;
      return `${gap > COLUMN_GAP ? '  ' : gap > 1 ? ' ' : ''}${box.text}`;
    })
    .join('')
    .replace(/[\u00a0\u202f]/g, ' ')
    .trim();
}
