/** The auditor as a command: what it needs, and what it says when it cannot audit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { main } from '../../bench/audit/main';
import { openTestStore, type TestStore } from '../support/store';

const ROOT = join(__dirname, '../..');
let folder: string;
let empty: TestStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-command-'));
  empty = await openTestStore();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await empty.close();
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(args, (line) => out.push(line), (line) => err.push(line));
  return { code, out: out.join('\n'), err: err.join('\n') };
}

it('asks for a database when it knows none', async () => {
  expect(await run()).toEqual({ code: 2, out: '', err: 'No office runs here: start it with npm start, or name its database with --mongodb.' });
});

it('tells its flags to whoever mistypes one', async () => {
  const { code, err } = await run('--mongo', 'x');
  expect({ code, tells: err.includes('--mongodb URI') }).toEqual({ code: 2, tells: true });
});

it('takes an address from a file', async () => {
  const file = join(folder, 'uri');
  writeFileSync(file, `${empty.uri}\n`);
  expect(await run('--mongodb', `@${file}`)).toMatchObject({ code: 0, out: expect.stringMatching(/^0 documents, \d+ checks, 0 findings$/) });
});

it('names the line of a log that it cannot read', async () => {
  const file = join(folder, 'told.jsonl');
  writeFileSync(file, '{"key":"k","documentId":"d","outcome":"done"}\n{"key":"k"}\n');
  expect(await run('--mongodb', empty.uri, '--log', file)).toMatchObject({ code: 2, err: `${file}:2 is no { key, documentId, outcome } with outcome done, refused, unknown.` });
});

it('runs as npm run audit on what the environment names', () => {
  const env = { ...process.env, MONGODB_URI: empty.uri, OFFICE_DATA: folder };
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'embedded', 'run.mjs'), 'audit'], { cwd: ROOT, env, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^0 documents, \d+ checks, 0 findings\n$/) });
});
