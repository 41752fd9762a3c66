/** The archive at the desk and on the command line: everything of a period in one ZIP that proves itself, the same at every time, loud about what is amiss. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { hashOf, type Entry } from '../../domain/history';
import { archive } from '../../worker/archive';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { ACME, CARLA } from '../support/samples';
import { answerTo, draft, stands, submit, submitted, theSlackOffice } from './slack-office';

const office = theSlackOffice();
const folder = mkdtempSync(join(tmpdir(), 'archive-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (program: string): boolean => !spawnSync(program, ['--help']).error;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
/** Fields of a line of CSV; none of them holds a line break. */
const fieldsOf = (line: string): string[] => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
function rowsOf(files: Record<string, Uint8Array>): Record<string, string>[] {
  const [head = '', ...lines] = text(files['index.csv']).replace('\ufeff', '').trimEnd().split('\r\n');
  const names = fieldsOf(head);
  return lines.map((line) => Object.fromEntries(fieldsOf(line).map((value, at) => [names[at], value])));
}

async function fileIn(message: DeskMessage): Promise<Buffer> {
  const { permalink } = (message as unknown as { files: { permalink: string }[] }).files[0]!;
  const answered = await fetch(permalink);
  return Buffer.from(await answered.arrayBuffer());
}
/** What the archive's message brings. */
async function brought(period: string): Promise<Buffer> {
  const last = (await office.fatima.messages('dm')).at(-1)?.ts ?? '';
  expect(textOf(await answerTo(office.fatima, `/invoice archive ${period}`))).toContain('comes to your conversation');
  const message = await until(async () => (await office.fatima.messages('dm')).find((each) => each.ts > last && JSON.stringify(each).includes('archive-')), `the archive of ${period}`);
  return fileIn(message);
}
let made = 0;
async function commandLine(...args: string[]): Promise<{ code: number; said: string; path: string }> {
  const path = join(folder, `${(made += 1)}.zip`);
  const { code, out, err } = await archive([...args, '--out', path], office);
  return { code, said: [...out, ...err].join('\n'), path };
}

const YEAR = String(new Date().getFullYear());
let paid: string;
let formula: string;
beforeAll(async () => {
  const { fatima } = office;
  const { id: _, revision: __, ...details } = { ...ACME, name: '=cmd|calc', email: 'ap@formula.example' };
  await office.door.saveClient({ by: CARLA, key: 'formula', clientId: 'cli_formula', revision: 0, details });
  paid = await draft(office, 'Acme 100 EUR words');
  await submit(office, paid, 'sent');
  formula = await draft(office, 'ap@formula.example 50 EUR words');
  await submit(office, formula, 'sent');
  await draft(office, 'Acme 999 EUR never handed in');
  const { number } = (await office.store.invoices.find(paid))!;
  await fatima.command(`/invoice paid ${number}`);
  await fatima.opens('Record payment');
  await submitted(fatima);
  await until(async () => (await office.store.invoices.find(paid))?.payments[0]?.receipt?.mailKey, 'the receipt');
  await stands(office, paid, 'paid');
});

it('brings finance everything that was issued, with an index that tells each document', async () => {
  const files = unzipSync(await brought(YEAR));
  const rows = rowsOf(files);
  const { number = '', totals, client, history, pdf } = (await office.store.invoices.find(paid))!;
  const row = rows.find((each) => each['number'] === number)!;
  expect(row).toMatchObject({
    kind: 'invoices', client: 'Acme GmbH', net: '100.00', VAT: '19.00', total: '119.00', currency: 'EUR', state: 'paid', paid: '119.00', file: `invoices/${pdf?.name}`, sha256: pdf?.hash,
    bytes: String(pdf?.bytes), 'keep until': `${Number(YEAR) + 8}-12-31`, problem: '', "history's last hash": history.at(-1)?.hash,
  });
  expect(totals.due.minor).toBe(11900);
  expect(row['mailed to and when']).toContain(`${client.email} ${YEAR}-`);
  expect(rows.map(({ kind }) => kind)).toEqual(['invoices', 'invoices', 'receipts']);
  expect(rows[2]).toMatchObject({ total: '119.00', net: '', state: 'received', history: `histories/${number}.jsonl` });
  expect(JSON.stringify(rows)).not.toContain('never handed in');
});

it('tells a client’s name that a spreadsheet would run as text', async () => {
  const { path } = await commandLine(YEAR);
  expect(text(unzipSync(readFileSync(path))['index.csv'])).toContain(",'=cmd|calc,");
});

it('proves itself: every file has its checksum, every history its chain', async () => {
  const { code, path } = await commandLine(YEAR);
  expect(code).toBe(0);
  const files = unzipSync(readFileSync(path));
  const sums = text(files['SHA256SUMS']).trimEnd().split('\n').map((line) => line.split('  ') as [string, string]);
  expect(sums.map(([, name]) => name).sort()).toEqual(Object.keys(files).filter((name) => name !== 'SHA256SUMS').sort());
  for (const [sum, name] of sums) expect(sha256(files[name]!)).toBe(sum);
  const { number } = (await office.store.invoices.find(paid))!;
  const entries = text(files[`histories/${number}.jsonl`]).trimEnd().split('\n').map((line) => JSON.parse(line) as Entry);
  entries.forEach(({ hash, ...entry }, at) => {
    expect(hashOf(entry)).toBe(hash);
    expect(entry.previous).toBe(entries[at - 1]?.hash ?? '');
  });
  expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['drafted', 'issued', 'printed', 'paid']));
  if (!has('unzip') || !has('sha256sum')) return; // The same was read above by other means.
  const out = join(folder, 'unpacked');
  execFileSync('unzip', ['-tq', path]);
  execFileSync('unzip', ['-q', path, '-d', out]);
  expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: out }).toString()).toContain('index.csv: OK');
});

it('is the same, byte for byte, as long as nothing changed, whatever the machine’s zone', async () => {
  const [one, other] = [await commandLine(YEAR), await commandLine(YEAR)];
  expect(sha256(readFileSync(other.path))).toBe(sha256(readFileSync(one.path)));
  const file = join(folder, 'elsewhere.zip');
  const program = `require('./test/support/typescript-loader.js'); require('./worker/archive.ts').archive(${JSON.stringify([YEAR, '--out', file])}, ${JSON.stringify({ configFolder: office.configFolder, mongoUri: office.mongoUri })}).then((told) => { process.exitCode = told.code; })`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: join(__dirname, '..', '..'), env: { ...process.env, TZ: 'Pacific/Kiritimati' } });
  expect([status, String(stderr)]).toEqual([0, '']);
  expect(sha256(readFileSync(file))).toBe(sha256(readFileSync(one.path)));
});

it('says what is there when nothing is, what a period is when none is written, and who may', async () => {
  const told = async (command: string, person = office.fatima): Promise<string> => textOf(await answerTo(person, command));
  expect(await told('/invoice archive 1999')).toMatch(/Nothing was issued in 1999; there are documents from \d+ \w+ \d{4} to /);
  expect(await told('/invoice archive')).toContain('2026-01..2026-03');
  expect(await told('/invoice archive yesterday')).toContain('is not a period');
  expect(await told(`/invoice archive ${YEAR}`, office.carla)).toContain('Only finance may do that.');
  expect(await commandLine('1999')).toMatchObject({ code: 2, said: expect.stringContaining('there are documents from') });
  expect((await archive([YEAR], office)).code).toBe(2);
  expect(await archive([YEAR, '--out', join(folder, '1.zip')], office)).toMatchObject({ code: 2, err: [expect.stringContaining('is there already')] });
  expect(await archive([YEAR, '--out', join(folder, 'nowhere.zip')], { configFolder: office.configFolder })).toMatchObject({ code: 2, err: [expect.stringContaining('MONGODB_URI')] });
});

it('tells loudly of a file that was changed, of one that is gone, and of a history that was rewritten', async () => {
  const files = office.store.connection.collection('files');
  const [changed, gone] = [(await office.store.invoices.find(paid))!, (await office.store.invoices.find(formula))!];
  await files.updateOne({ hash: changed.pdf!.hash }, { $set: { bytes: Buffer.from('%PDF-forged') } });
  await files.deleteOne({ hash: gone.pdf!.hash });
  await office.store.connection.collection('invoices').updateOne({ id: gone.id }, { $set: { 'history.1.detail.forged': 'yes' } });
  const { code, said, path } = await commandLine(YEAR);
  expect(code).toBe(1);
  expect(said).toContain(`${changed.number}: ${changed.pdf!.name} was changed: it was kept as ${changed.pdf!.hash}`);
  expect(said).toContain(`${gone.number}: ${gone.pdf!.name} is missing from the store; its history was changed at entry 2.`);
  const rows = rowsOf(unzipSync(readFileSync(path)));
  expect(rows.filter(({ problem }) => problem !== '').map(({ number }) => number)).toEqual([changed.number, gone.number].sort());
  await brought(YEAR);
  await office.fatima.sees(/:rotating_light: The archive of \d{4}: .*2 problems/s);
});
