/**
 * What does an e-invoice cost beside its print? A branded one-page Factur-X invoice from the document to the kept file, with the official
 * rules that the office asks before approval, against bare printing of the same page in one reused page of Chromium, in turns. Then the
 * memory over a long run, and an invoice of 1,500 lines.
 */
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { chromium, type Browser } from 'playwright-core';
import { invoiceFiles } from '../activities/e-invoice';
import { openPrinter } from '../activities/gateways/chromium';
import { openRuleBook } from '../config/einvoice-rules';
import { createLogger } from '../config/logger';
import { totalsOf, type Line } from '../domain/content';
import { checkEInvoice } from '../domain/einvoice/readiness';
import type { Invoice } from '../domain/invoice';
import { invoiceModel } from '../templates/model';
import { renderDocument } from '../templates/render';
import { makeArchive } from './archive';
import type { Bench } from './bench';
import { percentile, shown, sum, table, verdict } from './figures';
import { openOwnStore } from './servers';

const TURN = 25;
const TURNS = 6;
/** A full page. */
const LINES = 10;
const LEAST_RATE = 0.4;
const RUN = 500;
const LOOK_EVERY = 100;
/** Of the heap after a hundred documents. */
const MOST_GROWTH = 1.1;
const LONG = 1_500;

/** What is garbage counts for nothing; Node gives this function only when asked by a flag. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

const megabytes = (bytes: number): number => bytes / 1e6;

export const facturX: Bench = async (servers, { say }) => {
  const { chromiumPath, peppolRules } = servers;
  const { invoices, book } = makeArchive(20, 5, new Date().toISOString());
  const { office, look } = book.current();
  const { book: rules } = openRuleBook({ peppol: peppolRules });
  const issued = invoices.find(({ number }) => number !== undefined) as Invoice;
  const withLines = (count: number): Invoice => {
    const lines = Array.from({ length: count }, (_, index) => ({ ...(issued.content.lines[index % issued.content.lines.length] as Line), id: `l${index + 1}` }));
    const content = { ...issued.content, lines };
    return { ...issued, content, totals: totalsOf(content) };
  };
  const own = await openOwnStore(servers);
  const printer = openPrinter({ executablePath: chromiumPath, log: createLogger('factur-x', 'silent') });
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath, args: ['--disable-gpu', '--disable-background-networking'], chromiumSandbox: process.getuid?.() !== 0 });
  let made = 0;
  /** Another id each time, else the file that is kept already is the answer. */
  const whole = (invoice: Invoice) => async (): Promise<number> => {
    made += 1;
    const one = { ...invoice, id: `${invoice.id}-${made}` };
    checkEInvoice(one, issued.number!, { book: rules, seller: office.seller }, issued.issueDate!);
    return (await invoiceFiles({ files: own.store.files, printer, look }, one, new Date().toISOString())).pdf.bytes;
  };
  try {
    const page = await browser.newPage();
    const invoice = withLines(LINES);
    const html = renderDocument(invoiceModel(invoice, { look }), look);
    const bare = async (): Promise<void> => {
      await page.setContent(html);
      await page.pdf({ preferCSSPageSize: true, printBackground: true });
    };
    const ways = [{ name: 'Factur-X, end to end', act: whole(invoice) }, { name: 'bare print', act: bare }];
    const took = ways.map((): number[] => []);
    for (let turn = -1; turn < TURNS; turn += 1) {
      for (const [index, { act }] of ways.entries()) {
        const began = performance.now();
        for (let print = 0; print < TURN; print += 1) await act();
        if (turn >= 0) took[index]!.push((performance.now() - began) / TURN);
      }
      say(`turn ${turn + 1} of ${TURNS}`);
    }
    const rows = ways.map(({ name }, index) => [name, String(TURN * TURNS), shown(sum(took[index]!) / TURNS), shown(percentile(took[index]!, 50)), shown(sum(took[1]!) / sum(took[index]!))]);
    const memory: { after: number; heap: number; rss: number }[] = [];
    for (let print = 1; print <= RUN; print += 1) {
      await whole(invoice)();
      if (print % LOOK_EVERY !== 0) continue;
      collectGarbage();
      const { heapUsed, rss } = process.memoryUsage();
      memory.push({ after: print, heap: megabytes(heapUsed), rss: megabytes(rss) });
      say(`${print} of ${RUN} documents`);
    }
    const began = performance.now();
    const bytes = await whole(withLines(LONG))();
    const longMs = performance.now() - began;
    return [
      `An invoice of ${LINES} lines by the sample office, ${Math.round(html.length / 1024)} KiB of HTML with its fonts; rules of EN 16931 on CII; kept in MongoDB.`, '',
      table(['', 'documents', 'ms each', 'median turn', 'rate ÷ bare'], rows), '',
      table(['after documents', 'heap MB', 'process MB'], memory.map(({ after, heap, rss }) => [String(after), shown(heap), shown(rss)])), '',
      `${LONG} lines: ${shown(longMs / 1_000)} s, ${shown(megabytes(bytes))} MB.`, '',
      verdict('Rate of a Factur-X invoice, end to end ÷ bare print', sum(took[1]!) / sum(took[0]!), 'at least', LEAST_RATE),
      verdict(`Heap after ${RUN} documents ÷ after ${LOOK_EVERY}`, memory.at(-1)!.heap / memory[0]!.heap, 'at most', MOST_GROWTH),
    ].join('\n');
  } finally {
    await Promise.allSettled([printer.close(), browser.close(), own.close()]);
  }
};
