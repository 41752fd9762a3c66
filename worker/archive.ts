/** `npm run -s archive -- 2026 --out FILE.zip`: the archive of a period from the command line. It reads the office's store and writes nothing into it. */
import { existsSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeArchive, type ArchiveReport } from '../activities/archive';
import { openZip, ZipFull } from '../activities/zip';
import { readSurroundings } from '../config/env';
import { readOffice, type OfficeConfig } from '../config/office';
import { faultLine } from '../domain/fault';
import { nothingIssued, readPeriod, type Period } from '../domain/period';
import { DomainError } from '../domain/refusals';
import { connectReading, type Reading } from '../store/queries/reading';
import { failed, runCommandLine, type Printed } from './command-line';

const USAGE = `Usage: npm run -s archive -- PERIOD --out FILE.zip
PERIOD is a year, a quarter, a month, or from one to another: 2026, 2026-Q1, 2026-03, 2026-01..2026-03.
It looks into the store of the office that runs here, or that MONGODB_URI names. Exit codes: 0 every file is as it was kept,
1 the archive is written and something in it is missing or was changed, 2 nothing was written.
`;

/** Runs one command line. `configFolder` and `mongoUri` are as the environment names them. */
export async function archive(args: readonly string[], { configFolder, mongoUri }: { configFolder: string; mongoUri?: string }): Promise<Printed> {
  let call: { words: string[]; out?: string };
  try {
    const { positionals: words, values: { out } } = parseArgs({ args: [...args], options: { out: { type: 'string' } }, allowPositionals: true });
    call = { words, out };
  } catch (error) {
    return failed((error as Error).message, USAGE);
  }
  const { words: [word, ...more], out } = call;
  if (!word || !out || more.length > 0) return failed(USAGE);
  if (!mongoUri) return failed('No office runs here; start it with npm start, or name its store in MONGODB_URI.');
  if (existsSync(out)) return failed(`${out} is there already; an archive is written once. Name another file.`);
  const { value: office, faults = [] } = readOffice(readFileSync(join(configFolder, 'office.yaml'), 'utf8'));
  if (!office) return failed(...faults.map((fault) => `office.yaml ${faultLine(fault)}`));
  const reading = await connectReading(mongoUri);
  try {
    return await made(reading, office, readPeriod(word), out);
  } catch (error) {
    if (!(error instanceof DomainError || error instanceof ZipFull)) throw error;
    return failed(error instanceof ZipFull ? `${error.message} Take shorter periods.` : error.message);
  } finally {
    await reading.close();
  }
}

/** Written beside its place and moved there when it is whole. Refuses ArchiveEmpty; throws ZipFull. */
async function made({ archive: documents }: Reading, { seller }: OfficeConfig, period: Period, out: string): Promise<Printed> {
  if ((await documents.count(period)) === 0) throw nothingIssued(period, await documents.span());
  const partial = `${out}.${process.pid}.part`;
  try {
    const zip = await openZip(partial);
    const report = await writeArchive({ archive: documents, period, seller, zip }).finally(() => zip.close());
    await rename(partial, out);
    return told(report, out);
  } finally {
    await rm(partial, { force: true });
  }
}

const told = ({ documents, files, bytes, problems }: ArchiveReport, out: string): Printed => ({
  code: problems.length === 0 ? 0 : 1, out: [`${out}: ${documents} documents, ${files} files, ${(bytes / 1_000_000).toFixed(1)} MB.`],
  err: problems.length === 0 ? [] : [`${problems.length} ${problems.length === 1 ? 'PROBLEM' : 'PROBLEMS'}; the column "problem" of index.csv has all:`, ...problems],
});

if (require.main === module) runCommandLine((args) => archive(args, readSurroundings()));
