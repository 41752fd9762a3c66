/**
 * Golden pages: every document in every situation and every trade, as pixels. Another major version of Chromium breaks lines and draws
 * letters in its own way: there the words and where they stand are compared. `npm run golden` rewrites them, and the README's contact sheet.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { openBook } from '../../config/book';
import { shippedConfig } from '../../config/env';
import { createLogger } from '../../config/logger';
import { SITUATION_SAMPLES, TRADE_SAMPLES } from '../../embedded/preview/samples';
import { renderDocument } from '../../templates/render';
import { chromiumPath } from '../support/chromium';
import { pdfPages } from '../support/pdf-text';
import { difference, pictures } from '../support/picture';

const FOLDER = join(__dirname, '../golden/pages');
const SHEET = join(__dirname, '../../docs/images/contact-sheet.png');
const SAMPLES = [...SITUATION_SAMPLES, ...TRADE_SAMPLES];
const isRewritten = process.env.GOLDEN === 'rewrite';
/** A moved word is more than this on a page of 360,000 pixels. */
const TOLERATED = 0.0003;
/** Points by which another Chromium may set a word elsewhere. */
const NEAR = 3;

/** "149" of "Chromium 149.0.7812.12". */
const major = /(\d+)\./.exec(execFileSync(chromiumPath(), ['--version']).toString())?.[1] ?? '';
const { look } = openBook(shippedConfig(), { info: () => {}, warn: () => {} }).current();
const path = (name: string, page: number): string => join(FOLDER, `${name}-${page}.png`);

type Word = [text: string, x: number, y: number];
const wordsOf = async (pdf: Buffer): Promise<Word[][]> =>
  (await pdfPages(pdf)).map(({ boxes }) => boxes.map(({ text, x, y }): Word => [text, Math.round(x), Math.round(y)]));

describe('golden pages', () => {
  let printer: Printer;
  const pdfs = new Map<string, Buffer>();
  let painted: Buffer[][];

  beforeAll(async () => {
    printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('golden-pages', 'fatal') });
    for (const { name, make } of SAMPLES) pdfs.set(name, await printer.print(renderDocument(make(look), look)));
    painted = await pictures([...pdfs.values()]);
    if (!isRewritten) return;
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'chromium.txt'), `${major}\n`);
    const words: Record<string, Word[][]> = {};
    for (const [at, { name }] of SAMPLES.entries()) {
      words[name] = await wordsOf(pdfs.get(name)!);
      for (const [page, png] of painted[at]!.entries()) writeFileSync(path(name, page + 1), png);
    }
    writeFileSync(join(FOLDER, 'words.json'), `{\n${Object.entries(words).map(([name, pages]) => `${JSON.stringify(name)}: ${JSON.stringify(pages)}`).join(',\n')}\n}\n`);
    await writeContactSheet(painted.slice(-TRADE_SAMPLES.length).map(([first]) => first!));
  }, 300_000);
  afterAll(() => printer.close());

  it.each(SAMPLES.map(({ name }, at) => [name, at] as const))('%s looks as it did', async (name, at) => {
    const pages = painted[at]!;
    const kept = readdirSync(FOLDER).filter((file) => new RegExp(`^${name}-\\d+\\.png$`).test(file)).length;
    if (readFileSync(join(FOLDER, 'chromium.txt'), 'utf8').trim() !== major) return expectWords(name, pdfs.get(name)!);
    expect(pages).toHaveLength(kept);
    for (const [page, png] of pages.entries()) {
      const share = await difference(readFileSync(path(name, page + 1)), png);
      expect({ page: page + 1, looks: share <= TOLERATED ? 'as it did' : `different in ${(share * 100).toFixed(3)}%` }).toEqual({ page: page + 1, looks: 'as it did' });
    }
  });

  it('has no picture of what is not printed any more, and all of them are small', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
    expect(files.filter((file) => !SAMPLES.some(({ name }) => file.replace(/-\d+\.png$/, '') === name))).toEqual([]);
    expect(files.reduce((sum, file) => sum + readFileSync(join(FOLDER, file)).length, 0)).toBeLessThan(3_000_000);
    expect(existsSync(SHEET)).toBe(true);
  });

  it('sees a line that moved by a pixel, and a colour that changed', async () => {
    const png = painted[0]![0]!;
    const { width, height } = await sharp(png).metadata();
    const moved = await sharp(png).extract({ left: 0, top: 1, width: width!, height: height! - 1 }).extend({ bottom: 1, background: '#fff' }).png().toBuffer();
    expect(await difference(png, png)).toBe(0);
    expect(await difference(png, moved)).toBeGreaterThan(TOLERATED * 5);
    expect(await difference(png, await sharp(png).negate().png().toBuffer())).toBeGreaterThan(0.9);
  });

  it('finds the words where they were, too, for another Chromium', () => expectWords(SAMPLES[0]!.name, pdfs.get(SAMPLES[0]!.name)!));
});

/** The same words in the same order on as many pages, each about where it stood. */
async function expectWords(name: string, pdf: Buffer): Promise<void> {
  const kept = (JSON.parse(readFileSync(join(FOLDER, 'words.json'), 'utf8')) as Record<string, Word[][]>)[name]!;
  const found = await wordsOf(pdf);
  expect(found.map((page) => page.map(([text]) => text))).toEqual(kept.map((page) => page.map(([text]) => text)));
  const far = found.flatMap((page, at) => page.filter(([, x, y], word) => Math.abs(x - kept[at]![word]![1]) > NEAR || Math.abs(y - kept[at]![word]![2]) > NEAR));
  expect(far).toEqual([]);
}

/** The first page of each trade, six beside each other. */
async function writeContactSheet(pages: readonly Buffer[]): Promise<void> {
  const [columns, width, height, gap] = [6, 300, 424, 16];
  const rows = Math.ceil(pages.length / columns);
  const tiles = await Promise.all(pages.map((png) => sharp(png).resize(width, height).png().toBuffer()));
  const composite = tiles.map((input, at) => ({ input, left: gap + (at % columns) * (width + gap), top: gap + Math.floor(at / columns) * (height + gap) }));
  const canvas = { width: gap + columns * (width + gap), height: gap + rows * (height + gap), channels: 3 as const, background: '#d5dade' };
  await sharp({ create: canvas }).composite(composite).png({ palette: true, colours: 64, effort: 10 }).toFile(SHEET);
}
