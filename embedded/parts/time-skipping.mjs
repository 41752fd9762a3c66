/** Temporal's time-skipping test server (Java): months of reminders in seconds, for the tests. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './cache.mjs';
import { freePort, listens } from './ports.mjs';
import { findProgram, launch, run, waitUntil } from './process.mjs';
import { firstRoute } from './routes.mjs';
import { downloadSdkProgram, sdkProgram } from './sdk-download.mjs';

/** As pinned in the pom beside this file. */
const VERSION = '1.31.0';
const POM = fileURLToPath(new URL('time-skipping.pom.xml', import.meta.url));
const MAIN_CLASS = 'io.temporal.testserver.TestServer';
const JAVA_OPTIONS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
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
      { route: 'the SDK’s download', attempt: async () => sdkProgram(cache, 'time-skipping') },
      { route: `Maven, ${VERSION}`, attempt: async () => fetchedBefore(cache) },
      { route: 'the SDK’s download, just now', attempt: () => downloadSdkProgram(cache, 'time-skipping', progress) },
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

const jarFolder = (cache) => join(cache, `time-skipping-${VERSION}`);

function fetchedBefore(cache) {
  const script = join(jarFolder(cache), 'serve');
  return existsSync(script) && findProgram(['java']) ? script : undefined;
}

async function fetchJars(cache, progress) {
  const maven = findProgram(['mvn']);
  if (!maven || !findProgram(['java'])) return undefined;
  await install(jarFolder(cache), async (folder) => {
    mkdirSync(folder, { recursive: true });
    const args = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'jars')}`];
    const label = 'Fetching the time-skipping test server with Maven';
    await progress.step(label, () => run(maven, args, { timeoutMs: 10 * 60_000 }));
    writeFileSync(join(folder, 'serve'), SCRIPT, { mode: 0o755 });
    await archiveClasses(folder);
  });
  return fetchedBefore(cache);
}

/**
 * One compiler tier, the serial collector and the archive of loaded classes start it in half the time. Paths are relative
 * because Java takes the archive only for the very class path it was made with.
 */
const SCRIPT = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
exec java -XX:SharedArchiveFile=classes.jsa ${JAVA_OPTIONS.join(' ')} -cp 'jars/*' ${MAIN_CLASS} "$1"
`;

/** Runs the server once until it serves, and has Java write down which classes that took. Without the archive it is only slower. */
async function archiveClasses(folder) {
  const port = await freePort();
  const args = ['-XX:ArchiveClassesAtExit=classes.jsa', ...JAVA_OPTIONS, '-cp', 'jars/*', MAIN_CLASS, String(port)];
  const server = await launch({ name: 'time-skipping', command: 'java', args, cwd: folder, graceMs: 30_000 }, { logFile: join(folder, 'archive.log') });
  await waitUntil(() => listens({ host: '127.0.0.1', port }), { what: 'the time-skipping server', timeoutMs: 60_000, alive: server.alive });
  await server.stop();
}
