/** Temporal's time-skipping test server (Java): months of reminders in seconds, for the tests. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptDaily, install } from './cache.mjs';
import { freePort, listens } from './ports.mjs';
import { findProgram, run } from './process.mjs';
import { firstRoute } from './routes.mjs';

/** As pinned in the pom beside this file. */
const VERSION = '1.31.0';
const POM = fileURLToPath(new URL('time-skipping.pom.xml', import.meta.url));
const REMEDY = 'install Java 17 or newer and Maven, or set TIME_SKIPPING_SERVER to a temporal-test-server program';

/**
 * A program that serves with skipping time on the port given as its first argument.
 * @param {{ cache: string, progress: object, named?: string }} options `named` is the user's own program
 * @returns {Promise<{ route: string, path: string }>}
 */
export async function findTimeSkipping({ cache, progress, named }) {
  const { route, found } = await firstRoute({
    part: 'The time-skipping test server',
    remedy: REMEDY,
    routes: [
      { route: 'TIME_SKIPPING_SERVER', attempt: async () => named },
      { route: 'the SDK’s download', attempt: async () => downloaded(cache) },
      { route: `Maven, ${VERSION}`, attempt: async () => fetchedBefore(cache) },
      { route: 'the SDK’s download, just now', attempt: () => download(cache, progress) },
      { route: `Maven, ${VERSION}, just now`, attempt: () => fetchJars(cache, progress) },
    ],
  });
  return { route, path: found };
}

/**
 * How the server is run: nothing is kept, every launch is a new world.
 * @param {{ path: string, route: string, port?: number }} server
 */
export async function planTimeSkipping({ path, route, port }) {
  const chosen = port ?? (await freePort());
  return {
    name: 'time-skipping',
    route,
    address: `127.0.0.1:${chosen}`,
    command: path,
    args: [String(chosen)],
    graceMs: 1000,
    ready: () => listens({ host: '127.0.0.1', port: chosen }),
  };
}

const downloadFolder = (cache) => join(cache, 'time-skipping-sdk');
const jarFolder = (cache) => join(cache, `time-skipping-${VERSION}`);

function downloaded(cache) {
  const folder = downloadFolder(cache);
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder).find((file) => file.startsWith('temporal-test-server-'));
  return name && join(folder, name);
}

function fetchedBefore(cache) {
  const script = join(jarFolder(cache), 'serve');
  return existsSync(script) && findProgram(['java']) ? script : undefined;
}

function download(cache, progress) {
  return attemptDaily(cache, 'time-skipping-download', async () => {
    await install(downloadFolder(cache), async (folder) => {
      mkdirSync(folder, { recursive: true });
      const program = `require('@temporalio/testing').TestWorkflowEnvironment
        .createTimeSkipping({ server: { executable: { type: 'cached-download', downloadDir: process.argv[1] } } })
        .then((server) => server.teardown())
        .catch((error) => { console.error(error.cause?.message ?? error.message); process.exit(1); })`;
      const options = { cwd: fileURLToPath(new URL('.', import.meta.url)), timeoutMs: 10 * 60_000 };
      const work = () => run(process.execPath, ['-e', program, folder], options);
      await progress.step('Downloading the time-skipping test server', work);
    });
    return downloaded(cache);
  });
}

async function fetchJars(cache, progress) {
  const maven = findProgram(['mvn']);
  if (!maven || !findProgram(['java'])) return undefined;
  await install(jarFolder(cache), async (folder) => {
    mkdirSync(folder, { recursive: true });
    const args = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'jars')}`];
    const label = 'Fetching the time-skipping test server with Maven';
    await progress.step(label, () => run(maven, args, { timeoutMs: 10 * 60_000 }));
    writeFileSync(join(folder, 'serve'), script(), { mode: 0o755 });
  });
  return fetchedBefore(cache);
}

/** One compiler tier and the serial collector start fastest; the folder is found from the script's own place. */
const script = () => `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(dirname "$0")/jars/*" io.temporal.testserver.TestServer "$1"
`;
