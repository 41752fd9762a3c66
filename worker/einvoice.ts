/**
 * `npm run -s einvoice -- import FILE… --out DIR`: reads UBL, CII and Factur-X, judges each by the rules it names, and writes it again as UBL,
 * as CII inside a PDF/A-3 and as a document of the office's own shape. `check FILE…` only judges. A faulty one is told with the rules it breaks.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPrinter, type Printer } from '../activities/gateways/chromium';
import { receivedFiles } from '../activities/import';
import { judgedFile } from '../activities/received-file';
import { openRuleBook } from '../config/einvoice-rules';
import { readImporting } from '../config/env';
import { createLogger } from '../config/logger';
import type { Judged } from '../domain/einvoice/judging';
import type { RuleBook } from '../domain/einvoice/rule-book';
import type { EInvoice } from '../domain/einvoice/semantic';

const USAGE = `Usage: npm run -s einvoice -- check FILE…                               what each one says, or the rules it breaks
                              import FILE… --out DIR [--language de]  and write each again into the folder: UBL, CII in a PDF, JSON
FILE is UBL, CII or a PDF with one of them inside (Factur-X, ZUGFeRD).
`;

type Call = { files: string[]; out?: string | undefined; language: string };

/** Runs one command line and answers its exit code: 0 all sound, 1 a faulty one, 2 a wrong call. */
export async function einvoice(args: readonly string[], { peppolRules, chromium }: { peppolRules?: string | undefined; chromium: string }): Promise<0 | 1 | 2> {
  const call = callOf(args);
  if (!call) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { book, missing } = openRuleBook({ peppol: peppolRules });
  for (const sentence of missing) process.stderr.write(`${sentence}\n`);
  const printer = openPrinter({ executablePath: chromium, log: createLogger('einvoice', 'warn') });
  try {
    const sound: boolean[] = [];
    for (const file of call.files) sound.push(await one(file, call, book, printer));
    return sound.every(Boolean) ? 0 : 1;
  } finally {
    await printer.close();
  }
}

function callOf(args: readonly string[]): Call | undefined {
  try {
    const { positionals: [command, ...files], values: { out, language } } = parseArgs({ args: [...args], allowPositionals: true, options: { out: { type: 'string' }, language: { type: 'string', default: 'en' } } });
    const isWhole = files.length > 0 && (command === 'import' ? out !== undefined : command === 'check' && out === undefined);
    return isWhole ? { files, out, language } : undefined;
  } catch {
    return undefined; // An option there is not: parseArgs can only be asked by trying.
  }
}

async function one(file: string, { out, language }: Call, book: RuleBook, printer: Printer): Promise<boolean> {
  const { faults, invoice, remarks } = await readFaultless(file, book);
  if (faults) {
    process.stdout.write(`${file}: refused\n${faults.map(({ rule, text }) => `  ${rule}: ${text}\n`).join('')}`);
    return false;
  }
  const { number, seller, buyer, currency, totals, lines } = invoice;
  process.stdout.write(`${file}: ${number}, ${seller.name} to ${buyer.name}, lines ${lines.length}, net ${totals.net}, VAT ${totals.vat ?? '0'}, total ${totals.gross}, due ${totals.due} ${currency}\n`);
  for (const { rule, text } of remarks) process.stdout.write(`  remark ${rule}: ${text}\n`);
  if (out) await writeAgain(invoice, { out, language, name: basename(file, extname(file)) }, printer);
  return true;
}

const readFaultless = (file: string, book: RuleBook): Promise<Judged> =>
  readFile(file).then((bytes) => judgedFile(bytes, book), (error: Error) => ({ faults: [{ rule: 'UNREADABLE', text: `The file cannot be read: ${error.message}` }] }));

async function writeAgain(invoice: EInvoice, { out, language, name }: { out: string; language: string; name: string }, printer: Printer): Promise<void> {
  mkdirSync(out, { recursive: true });
  const { document, pdf, ubl } = await receivedFiles(invoice, { printer, at: new Date().toISOString(), language });
  writeFileSync(join(out, `${name}.ubl.xml`), ubl);
  writeFileSync(join(out, `${name}.pdf`), pdf);
  writeFileSync(join(out, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
}

if (require.main === module) {
  einvoice(process.argv.slice(2), readImporting()).then((code) => {
    process.exitCode = code;
  }, (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
