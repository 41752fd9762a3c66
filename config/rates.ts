/**
 * `npm run -s rates -- import FILE`: merges a file of the European Central Bank (eurofxref, CSV or XML, of a day or all of them) into
 * rates.csv beside office.yaml. Nothing is fetched, and nothing is written unless all of it can be.
 * Exit codes: 0 done, 1 faults, 2 a wrong call or an unreadable file.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultLine, type Fault } from '../domain/fault';
import { readSurroundings } from './env';
import { readOffice } from './office';
import { quotesText, readQuotes } from './quotes';
import { mergedQuotes, RATES_FILE, withRatesFile } from './rates-file';

type Printed = { code: 0 | 1 | 2; out: string; err: string };
const USAGE = 'Usage: npm run -s rates -- import FILE\n';

/** What the command prints and its exit code. */
export function rates(args: readonly string[], configFolder: string): Printed {
  const [verb, file, ...more] = args;
  if (verb !== 'import' || file === undefined || more.length > 0) return { code: 2, out: '', err: USAGE };
  const [text, officeText] = [textOf(file), textOf(join(configFolder, 'office.yaml'))];
  if (text === undefined) return { code: 2, out: '', err: `${file} cannot be read.\n` };
  if (officeText === undefined) return { code: 2, out: '', err: `${join(configFolder, 'office.yaml')} cannot be read; the rates stand beside it.\n` };
  const own = join(configFolder, RATES_FILE);
  const before = existsSync(own) ? readQuotes(readFileSync(own, 'utf8')) : { value: [] };
  if (!before.value) return faulty(RATES_FILE, before.faults);
  const imported = readQuotes(text);
  if (!imported.value) return faulty(file, imported.faults);
  const merged = mergedQuotes(before.value, imported.value);
  if (!merged.value) return faulty(file, merged.faults);
  const next = quotesText(merged.value);
  const office = readOffice(officeText);
  if (!office.value) return faulty('office.yaml', office.faults);
  const beside = withRatesFile(office.value, next);
  if (!beside.value) return faulty(`${RATES_FILE} with ${file}`, beside.faults);
  writeFileSync(`${own}~`, next);
  renameSync(`${own}~`, own); // A reader finds the old file or the new one, never half of it.
  return { code: 0, out: said(imported.value.map(({ date }) => date).sort(), merged.value.length - before.value.length, own), err: '' };
}

function said(days: readonly string[], added: number, own: string): string {
  const span = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  return `${own}: ${added} ${added === 1 ? 'day' : 'days'} added of ${days.length} in the file (${span}). A running office goes by it from now on.\n`;
}

const faulty = (file: string, faults: readonly Fault[]): Printed =>
  ({ code: 1, out: '', err: `${faults.map((fault) => `${file} ${faultLine(fault)}\n`).join('')}Nothing was written.\n` });

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Not there, a folder, not allowed: all is the caller's to mend.
  }
};

if (require.main === module) {
  const { code, out, err } = rates(process.argv.slice(2), readSurroundings().configFolder);
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = code;
}
