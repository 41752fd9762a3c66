/** The cache of built parts, under several processes at once and under kill -9; and what a start says when a part cannot be had. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/parts';
import { ROOT } from '../support/sources';

/** Installs `target` as a start does: notes that it builds, takes its time, writes two halves of a file. */
const INSTALL = `import { install } from ${JSON.stringify(join(ROOT, 'embedded/parts/cache.mjs'))};
  import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
  import { setTimeout as delay } from 'node:timers/promises';
  const [target, log, patience] = process.argv.slice(1);
  await install(target, async (folder) => {
    appendFileSync(log, 'builds\\n');
    mkdirSync(folder);
    writeFileSync(folder + '/half', '1');
    await delay(Number(patience));
    writeFileSync(folder + '/whole', '2');
  });`;

const FOR_EVER_MS = 2 ** 31 - 1;

describe('the cache', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'cache-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const install = (patienceMs: number): ChildProcess =>
    spawn(process.execPath, ['--input-type=module', '-e', INSTALL, join(folder, 'part'), join(folder, 'log'), String(patienceMs)], { stdio: 'inherit' });
  const builds = (): number => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n').length : 0);

  it('builds a part once, however many starts want it', async () => {
    const codes = await Promise.all(Array.from({ length: 4 }, async () => (await once(install(300), 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(builds()).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(['log', 'part']);
  });

  it('takes a killed build for nothing, and lets the next start build', async () => {
    const killed = install(FOR_EVER_MS);
    await eventually(() => builds() === 1);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(join(folder, 'part'))).toBe(false);
    expect(await once(install(0), 'exit')).toEqual([0, null]);
    expect(builds()).toBe(2);
    expect(readdirSync(join(folder, 'part')).sort()).toEqual(['half', 'whole']);
  });
});

describe('a part that cannot be had', () => {
  /** Nothing on the PATH, nothing in the cache, and the downloads known to fail. */
  const barren = (folder: string): NodeJS.ProcessEnv => {
    mkdirSync(join(folder, 'cache/failed'), { recursive: true });
    for (const route of ['temporal-download', 'time-skipping-download', 'chromium-download', 'mongod-download']) {
      writeFileSync(join(folder, 'cache/failed', route), 'getaddrinfo ENOTFOUND');
    }
    return { PATH: folder, HOME: folder, OFFICE_CACHE: join(folder, 'cache'), OFFICE_DATA: join(folder, 'data') };
  };

  const refusal = async (name: string, env: NodeJS.ProcessEnv): Promise<string> => {
    const part = spawn(process.execPath, [join(ROOT, 'embedded/part.mjs'), name], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let words = '';
    part.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    expect(await once(part, 'close')).toEqual([1, null]);
    return words;
  };

  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'barren-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['temporal', ['temporal on the PATH', 'the SDK’s download', 'go install'], /Remedy: set TEMPORAL_ADDRESS, or install the Temporal CLI/],
    ['time-skipping', ['the SDK’s download', 'Maven'], /Remedy: install Java 17 or newer and Maven/],
  ] as const)('%s: every route is named with its reason, and the remedy', async (name, routes, remedy) => {
    const words = await refusal(name, barren(folder));
    expect(words).toMatch(/cannot be had on this machine\. Tried:/);
    for (const route of routes) expect(words).toMatch(new RegExp(`- ${route}.*: .+`));
    expect(words).toMatch(/failed less than a day ago: getaddrinfo ENOTFOUND/);
    expect(words).toMatch(remedy);
  });

  it('mongo: data that a mongod has written is opened by a mongod alone', async () => {
    const env = barren(folder);
    mkdirSync(join(folder, 'data/mongo'), { recursive: true });
    writeFileSync(join(folder, 'data/mongo/engine'), 'mongod');
    const words = await refusal('mongo', env);
    expect(words).toMatch(/MongoDB cannot be had[^]*mongod on the PATH: not there[^]*Remedy: set MONGODB_URI/);
    expect(words).not.toContain('embedded engine');
  });
});
