/** What does the printer's care cost? The gateway's rate against a bare loop of the same HTML in one reused page of Chromium, in turns. */
import { performance } from 'node:perf_hooks';
import { chromium, type Page } from 'playwright-core';
import { openPrinter, type Printer } from '../activities/gateways/chromium';
import { createLogger } from '../config/logger';
import { totalsOf, type Line } from '../domain/content';
import { invoiceModel } from '../templates/model';
import { renderDocument } from '../templates/render';
import { makeArchive } from './archive';
import type { Bench } from './bench';
import { percentile, shown, sum, table, verdict } from './figures';

/** Prints in a turn, and turns of each kind, after one that warms up. */
const TURN = 25;
const TURNS = 10;
/** Lines of the printed invoice: a full page. */
const LINES = 20;
const LEAST_RATE = 0.9;

type Way = { name: string; atOnce: number; print(html: string): Promise<unknown> };

/** An invoice of the archive with as many lines as wanted. */
function documentToPrint(): string {
  const { invoices, book } = makeArchive(20, 5, new Date().toISOString());
  const invoice = invoices.find(({ number }) => number !== undefined) ?? invoices[0];
  if (!invoice) throw new Error('The archive is empty.');
  const own = invoice.content.lines;
  const lines = Array.from({ length: LINES }, (_, index) => ({ ...(own[index % own.length] as Line), id: `l${index + 1}` }));
  const content = { ...invoice.content, lines };
  return renderDocument(invoiceModel({ ...invoice, content, totals: totalsOf(content) }, { seller: book.current().office.seller }));
}

async function timed({ print, atOnce }: Way, html: string): Promise<number> {
  const began = performance.now();
  let left = TURN;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await print(html);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return (performance.now() - began) / TURN;
}

const bare = (page: Page): Way['print'] => async (html) => {
  await page.setContent(html);
  return page.pdf({ preferCSSPageSize: true, printBackground: true });
};

export const printing: Bench = async ({ chromiumPath }, { say }) => {
  const printer: Printer = openPrinter({ executablePath: chromiumPath, log: createLogger('printing', 'silent') });
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--disable-gpu', '--disable-background-networking'], chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const page = await browser.newPage();
    const html = documentToPrint();
    const ways: Way[] = [
      { name: 'gateway, one at a time', atOnce: 1, print: printer.print }, { name: 'bare loop', atOnce: 1, print: bare(page) }, { name: 'gateway, two at a time', atOnce: 2, print: printer.print },
    ];
    const took = ways.map((): number[] => []);
    for (let turn = -1; turn < TURNS; turn += 1) {
      for (const [index, way] of ways.entries()) {
        const ms = await timed(way, html);
        if (turn >= 0) took[index]?.push(ms);
      }
      say(`turn ${turn + 1} of ${TURNS}`);
    }
    const loop = took[1] ?? [];
    const rate = (own: readonly number[]): number => sum(loop) / sum(own);
    const rows = ways.map(({ name }, index) => {
      const own = took[index] ?? [];
      return [name, String(TURN * TURNS), shown(sum(own) / own.length), shown(percentile(own, 50)), shown(Math.min(...own)), shown(Math.max(...own)), shown(rate(own))];
    });
    return [
      `One invoice of ${LINES} lines, ${Math.round(html.length / 1024)} KiB of HTML with its fonts.`, '',
      table(['', 'prints', 'ms each', 'median turn', 'best', 'worst', 'rate ÷ bare'], rows), '',
      verdict('Rate of the gateway, one at a time ÷ bare loop', rate(took[0] ?? []), 'at least', LEAST_RATE),
    ].join('\n');
  } finally {
    await Promise.allSettled([printer.close(), browser.close()]);
  }
};
