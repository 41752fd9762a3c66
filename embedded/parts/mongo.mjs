/** MongoDB for one office: an own mongod, or the embedded engine in a process of its own, on the office's data folder. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptDaily } from './cache.mjs';
import { glibcVersion, nodeOnNewerGlibc } from './glibc.mjs';
import { freePort, listens } from './ports.mjs';
import { findProgram, run } from './process.mjs';
import { firstRoute } from './routes.mjs';

/** The embedded engine is linked against this glibc (platform's measurement: it does not load on 2.36). */
const GLIBC_NEEDED = [2, 38];
const HOST = fileURLToPath(new URL('../mongo/host.mjs', import.meta.url));
const REMEDY = 'set MONGODB_URI, or install MongoDB so that mongod is on the PATH (https://www.mongodb.com/docs/manual/installation/)';

/**
 * How MongoDB is run here, on data in `data`/mongo. The address is the same at every launch of the plan.
 * @param {{ data: string, cache: string, progress: object, port?: number }} options
 * @returns {Promise<{ name: string, route: string, address: string, command: string, args: string[],
 *   env: NodeJS.ProcessEnv, graceMs: number, ready: () => Promise<boolean> }>} address is a mongodb:// URI
 */
export async function planMongo({ data, cache, progress, port }) {
  const folder = join(data, 'mongo');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const routes = [
    { engine: 'mongod', route: 'mongod on the PATH', attempt: async () => findProgram(['mongod']) },
    { engine: 'mongod', route: 'mongod downloaded by mongodb-memory-server', attempt: () => download(cache, progress) },
    { engine: 'embedded', route: 'embedded engine', attempt: () => nativeEngine() },
    { engine: 'embedded', route: "embedded engine on Debian trixie's C library", attempt: () => wrappedEngine(cache, progress) },
  ];
  const written = engineOf(folder); // Each engine keeps a file format of its own.
  const usable = routes.filter(({ engine }) => written === undefined || engine === written);
  const { route, found } = await firstRoute({ part: 'MongoDB', remedy: REMEDY, routes: usable });
  const { engine } = routes.find((candidate) => candidate.route === route);
  writeFileSync(join(folder, 'engine'), engine);
  const launch = engine === 'mongod' ? await mongodOn(folder, found, port) : embeddedOn(folder, found);
  return { name: 'mongo', route, graceMs: 20_000, ...launch };
}

async function mongodOn(folder, binary, port) {
  const chosen = port ?? (await freePort());
  const files = join(folder, 'mongod');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  return {
    address: `mongodb://127.0.0.1:${chosen}/?directConnection=true`,
    command: binary,
    args: ['--dbpath', files, '--port', String(chosen), '--bind_ip', '127.0.0.1'],
    env: process.env,
    ready: () => listens({ host: '127.0.0.1', port: chosen }),
  };
}

function embeddedOn(folder, { command, args }) {
  const socket = socketOf(folder);
  return {
    address: `mongodb://${encodeURIComponent(socket)}/?directConnection=true`,
    command,
    args: [...args, HOST, join(folder, 'embedded'), socket],
    env: process.env,
    ready: () => listens({ path: socket }),
  };
}

/**
 * Where the socket lies: short, whatever the data folder's path is, because a socket's path holds 104 bytes at most
 * (sun_path in unix(7)), and the same for the same data folder.
 */
const socketOf = (folder) =>
  join(tmpdir(), `office-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 10)}`, 'mongo.sock');

async function download(cache, progress) {
  return attemptDaily(cache, 'mongod-download', async () => {
    // Asked for by its full path because the package is optional and may be missing.
    const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
    process.env.MONGOMS_MAX_RETRIES ??= '0';
    const downloadDir = join(cache, 'mongod');
    return progress.step('Getting mongod', () => MongoBinary.getPath({ downloadDir }));
  });
}

async function nativeEngine() {
  const version = glibcVersion();
  if (version && (version[0] < GLIBC_NEEDED[0] || (version[0] === GLIBC_NEEDED[0] && version[1] < GLIBC_NEEDED[1]))) {
    throw new Error(`needs glibc ${GLIBC_NEEDED.join('.')}, here is ${version.join('.')}`);
  }
  const node = { command: process.execPath, args: [] };
  await run(node.command, [HOST, '--probe'], { timeoutMs: 60_000 });
  return node;
}

async function wrappedEngine(cache, progress) {
  const node = await nodeOnNewerGlibc(cache, progress);
  if (node) await run(node.command, [...node.args, HOST, '--probe'], { timeoutMs: 60_000 });
  return node;
}

/** Which engine wrote this folder, or undefined for a new one. */
function engineOf(folder) {
  const file = join(folder, 'engine');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
