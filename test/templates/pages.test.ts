/**
 * Every shipped design on many pages: the table's head on each, pages counted, sums beside their last line, 1,500 lines, 40 kinds of tax,
 * and names too long for their place. Printed by Chromium, read back from the PDF.
 */
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { openBook } from '../../config/book';
import { shippedConfig } from '../../config/env';
import { createLogger } from '../../config/logger';
import type { Content, Line } from '../../domain/content';
import { invoiceModel, type InvoiceModel } from '../../templates/model';
import { renderDocument } from '../../templates/render';
import { chromiumPath } from '../support/chromium';
import { pdfPages, pdfTexts, type Box, type Page, type PdfText } from '../support/pdf-text';
import { acme, content, invoice, line, northlight, reduced, standard } from './samples';

const { look } = openBook(shippedConfig(), { info: () => {}, warn: () => {} }).current();
const DESIGNS = look.designs.map(({ key }) => key);

/** All that a design can show or group by; groups of seven, in the order of the lines. */
const piece = (at: number, more: Partial<Line> = {}): Line => {
  const group = Math.floor(at / 7);
  const date = new Date(Date.UTC(2020, 0, 6 + 7 * group)).toISOString().slice(0, 10);
  return line(`Piece ${at + 1}.`, String((at % 3) + 1), String(120 + (at % 40) * 5), {
    unit: 'pcs', vat: at % 4 === 3 ? reduced : standard, date, person: `Person ${group}`, section: `Part ${group}`, serial: `SN-${at}`, ...more,
  });
};
const pieces = (count: number): Line[] => Array.from({ length: count }, (_, at) => piece(at));
const modelOf = (design: string, of: Content, to = acme, more = {}): InvoiceModel => invoiceModel(invoice({ ...of, design }, to, more), { look });

/** "1,234.50" as 123450. */
const minor = (text: string): number => Number(text.replace(/[^\d]/g, ''));
const lastFigure = (row: string): number => minor(/[\d,]+\.\d\d$/.exec(row)?.[0] ?? '');
const rowsOf = ({ pages }: PdfText): string[] => pages.flatMap((text) => text.split('\n'));
const isPiece = (row: string): boolean => /Piece \d+\./.test(row);

/** Points from the sheet's edge to where the page begins and ends: 25 and 20 mm. */
const [LEFT, RIGHT] = [70.8, 56.7];
/** Text that leaves the page's sides or lies lower than 4 mm above the sheet's end, or on other text of its line. */
function misplaced({ width, boxes }: Page): string[] {
  const outside = boxes.filter((box) => box.x < LEFT - 1 || box.x + box.width > width - RIGHT + 1 || box.y < 11);
  const onOthers = boxes.filter((box, at) => boxes.some((other, place) => place > at && Math.abs(other.y - box.y) < 2 && overlap(box, other) > 1));
  return [...outside, ...onOthers].map(({ text, x, y }) => `${text} at ${Math.round(x)}, ${Math.round(y)}`);
}
const overlap = (one: Box, other: Box): number => Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);

describe.each(DESIGNS)('on pages of the design %s', (design) => {
  const areAbove = look.designs.find(({ key }) => key === design)!.totals === 'above';
  let printer: Printer;
  beforeAll(() => void (printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('pages-test', 'fatal'), timeoutMs: 60_000 })));
  afterAll(() => printer.close());

  const printed = (model: InvoiceModel): Promise<Buffer> => printer.print(renderDocument(model, look));

  function expectWholePages({ pages }: PdfText): void {
    for (const [at, text] of pages.entries()) {
      expect(text).toContain('Amount in EUR');
      expect(text).toMatch(/Piece \d+\./);
      expect(text).toContain(`Page ${at + 1} of ${pages.length}`);
    }
  }

  it('sums and payment have a line beside them, and every page its head and number', async () => {
    const counts = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 30, 33, 36];
    const all = await pdfTexts(await Promise.all(counts.map((count) => printed(modelOf(design, content(pieces(count)))))));
    expect(new Set(all.map(({ pages }) => pages.length)).size).toBeGreaterThan(1); // Some broke over pages, or this shows nothing.
    for (const [at, { pages, ...rest }] of all.entries()) {
      const count = counts[at]!;
      const last = pages.at(-1)!;
      const totalsAt = areAbove ? pages[0]! : last;
      expect([count, last.includes(`Piece ${count}.`), last.includes('IBAN'), /Net amount/.test(totalsAt), isPiece(totalsAt)]).toEqual([count, true, true, true, true]);
      expectWholePages({ pages, ...rest });
    }
  });

  it('a short invoice is one page of A4 and of Letter', async () => {
    const model = modelOf(design, content(pieces(4)));
    const letter = { ...look, brand: { ...look.brand, paper: 'Letter' as const } };
    const both = await pdfTexts(await Promise.all([look, letter].map((on) => printer.print(renderDocument(model, on)))));
    expect(both.map(({ pages, size }) => [Math.round(size.height), pages.length])).toEqual([[842, 1], [792, 1]]);
  });

  it('1,500 lines print, and what is printed adds up', async () => {
    const model = modelOf(design, content(pieces(1_500)));
    const [text] = await pdfTexts([await printed(model)]);
    expectWholePages(text!);
    const rows = rowsOf(text!);
    const lines = rows.filter(isPiece);
    expect(lines.map((row) => Number(/Piece (\d+)\./.exec(row)?.[1]))).toEqual(Array.from({ length: 1_500 }, (_, at) => at + 1));
    const net = lines.reduce((sum, row) => sum + lastFigure(row), 0);
    const of = (label: RegExp): number[] => rows.filter((row) => label.test(row)).map(lastFigure);
    expect(of(/^Net amount/)).toEqual([net]);
    const subtotals = of(/^Subtotal /);
    if (model.lines.some(({ group }) => group)) expect(subtotals.reduce((sum, one) => sum + one, 0)).toBe(net);
    const taxes = of(/^VAT \d+% on/);
    expect(taxes).toHaveLength(2);
    expect(minor(model.invoice.due)).toBe(net + taxes[0]! + taxes[1]!);
    expect(rows.filter((row) => /^Amount due/.test(row)).every((row) => row.includes(model.invoice.due.replace(/\u00a0/g, ' ')))).toBe(true);
  }, 120_000);

  it('40 kinds of tax each have their row, with a line beside their sums', async () => {
    const rates = Array.from({ length: 40 }, (_, at) => piece(at, { vat: { category: 'S', rate: String(at / 2 + 1) } }));
    const [text] = await pdfTexts([await printed(modelOf(design, content(rates)))]);
    const rows = rowsOf(text!);
    expect(rows.filter((row) => /^VAT [\d.]+% on/.test(row))).toHaveLength(40);
    const ends = text!.pages.filter((page) => /^(VAT 20.5% on|Amount due.*EUR$)/m.test(page));
    expect(ends.map((page) => [isPiece(page), page.includes('Amount in EUR')])).toEqual(ends.map(() => [true, true]));
    for (const [at, page] of text!.pages.entries()) expect(page).toContain(`Page ${at + 1} of ${text!.pages.length}`);
  });

  it('long names and words without a blank stay in their places', async () => {
    const name = `${'Long Company Name and Partners '.repeat(9)}Limited Partnership`.padEnd(300, 'x');
    const word = 'Donaudampfschiff'.repeat(13).slice(0, 200);
    const mark = word.slice(0, 80);
    const lines = [piece(0, { description: word, unit: mark }), piece(1, { description: name, person: mark, section: mark, serial: mark }), piece(2, { quantity: '123456789', unitPrice: '123456.78', discountPercent: '12.5' })];
    const of = content(lines, {
      project: mark, purchaseOrder: mark, deliveryAddress: word, note: word, terms: { days: 14, dayOfNextMonth: 3 },
      instalments: [{ due: '2026-12-01', share: { percent: '50' }, name: word.slice(0, 60) }, { due: '2027-01-01', share: 'rest', name: 'Rest' }],
    });
    const to = { ...acme, name, address: { ...acme.address, lines: [word] } };
    for (const seller of [{ ...northlight, name: word, bank: { ...northlight.bank!, name } }, { ...northlight, name, address: { ...northlight.address, lines: [word] } }]) {
      const pages = await pdfPages(await printed(modelOf(design, of, to, { seller })));
      expect(pages.map(misplaced)).toEqual(pages.map(() => []));
    }
  });
});
