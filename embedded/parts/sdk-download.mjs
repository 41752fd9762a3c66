/** Servers that Temporal's SDK downloads for tests: the development server and the time-skipping one. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptDaily, install } from './cache.mjs';
import { run } from './process.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How the SDK starts each server, and how it names the file it keeps. */
const SERVERS = {
  temporal: { start: 'createLocal', prefix: 'temporal-sdk-typescript-' },
  'time-skipping': { start: 'createTimeSkipping', prefix: 'temporal-test-server-sdk-typescript-' },
};

/**
 * The program that an earlier start downloaded, or undefined.
 * @param {string} cache the office's cache folder
 * @param {keyof typeof SERVERS} server
 */
export function sdkProgram(cache, server) {
  const folder = folderOf(cache, server);
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((file) => file.startsWith(SERVERS[server].prefix));
  return name && join(folder, name);
}

/**
 * Has the SDK download the program, by starting and stopping the server once.
 * @param {string} cache the office's cache folder
 * @param {keyof typeof SERVERS} server
 * @param {{ step<T>(label: string, work: () => Promise<T>): Promise<T> }} progress
 */
export function downloadSdkProgram(cache, server, progress) {
  const program = `require('@temporalio/testing').TestWorkflowEnvironment
    .${SERVERS[server].start}({ server: { executable: { type: 'cached-download', downloadDir: process.argv[1] } } })
    .then((environment) => environment.teardown())
    .catch((error) => { console.error(error.cause?.message ?? error.message); process.exit(1); })`;
  const fetchInto = (folder) => run(process.execPath, ['-e', program, folder], { cwd: ROOT, timeoutMs: 10 * 60_000 });
  return attemptDaily(cache, `${server}-download`, async () => {
    await install(folderOf(cache, server), async (folder) => {
      mkdirSync(folder, { recursive: true });
      await progress.step(`Downloading the ${server} server`, () => fetchInto(folder));
    });
    return sdkProgram(cache, server);
  });
}

const folderOf = (cache, server) => join(cache, `${server}-sdk`);
