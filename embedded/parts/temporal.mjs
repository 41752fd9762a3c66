/** Temporal for one office: the CLI's development server with its database in the office's data folder, on loopback. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './cache.mjs';
import { freePorts } from './ports.mjs';
import { findProgram, run } from './process.mjs';
import { firstRoute } from './routes.mjs';
import { downloadSdkProgram, sdkProgram } from './sdk-download.mjs';

/** From v1.6 on the CLI's go.mod carries a `replace`, which `go install` refuses. */
const CLI_VERSION = '1.5.1';
const CLI_MODULE = `github.com/temporalio/cli/cmd/temporal@v${CLI_VERSION}`;

/** What the workflows upsert for operations; the compose file's namespace job registers the same. */
export const SEARCH_ATTRIBUTES = {
  InvoiceStatus: 'Keyword',
  ClientId: 'Keyword',
  InvoiceNumber: 'Keyword',
  DueDate: 'Datetime',
  NextActionAt: 'Datetime',
  AmountDueMinor: 'Int',
};

/** With SQLite's default pragmas a file database gave a tenth of the throughput; with these it is as fast as memory. */
const PRAGMAS = ['journal_mode=wal', 'synchronous=normal'];

const REMEDY =
  'set TEMPORAL_ADDRESS, or install the Temporal CLI (https://docs.temporal.io/cli), or Go 1.25 or newer so that it can be built here';

/**
 * How Temporal is run here, on `data`/temporal. Ports stay the same at every launch of the plan.
 * @param {{ data: string, cache: string, progress: object, namespace?: string, port?: number, userInterface: 'on' | 'off' }} options
 * @returns {Promise<{ name: string, route: string, address: string, pageAddress?: string, command: string, args: string[],
 *   env: NodeJS.ProcessEnv, graceMs: number, ready: () => Promise<boolean> }>} address is host:port
 */
export async function planTemporal({ data, cache, progress, namespace = 'default', port, userInterface }) {
  const folder = join(data, 'temporal');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { route, found: binary } = await findCli(cache, progress);
  const [grpcPort, httpPort, pagePort] = await freePorts(3);
  const chosen = port ?? grpcPort;
  const listen = ['--ip', '127.0.0.1', '--port', String(chosen), '--http-port', String(httpPort)];
  const page = userInterface === 'on' ? ['--ui-port', String(pagePort)] : ['--headless'];
  const attributes = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]);
  const pragmas = PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]);
  const database = ['--db-filename', join(folder, 'temporal.db')];
  return {
    name: 'temporal',
    route,
    address: `127.0.0.1:${chosen}`,
    pageAddress: userInterface === 'on' ? `http://127.0.0.1:${pagePort}` : undefined,
    command: binary,
    args: ['server', 'start-dev', ...listen, ...page, '--namespace', namespace, ...database, ...pragmas, ...attributes],
    env: withoutTemporalSettings(process.env),
    graceMs: 10_000,
    ready: async () => (await fetch(`http://127.0.0.1:${httpPort}/api/v1/namespaces/${encodeURIComponent(namespace)}`)).ok,
  };
}

const findCli = (cache, progress) =>
  firstRoute({
    part: 'Temporal',
    remedy: REMEDY,
    routes: [
      { route: 'temporal on the PATH', attempt: async () => findProgram(['temporal']) },
      { route: 'the SDK’s download', attempt: async () => sdkProgram(cache, 'temporal') },
      { route: `go install, CLI ${CLI_VERSION}`, attempt: async () => builtBefore(cache) },
      { route: 'the SDK’s download, just now', attempt: () => downloadSdkProgram(cache, 'temporal', progress) },
      { route: `go install, CLI ${CLI_VERSION}, just now`, attempt: () => build(cache, progress) },
    ],
  });

const buildFolder = (cache) => join(cache, `temporal-cli-${CLI_VERSION}`);

function builtBefore(cache) {
  const binary = join(buildFolder(cache), 'temporal');
  return existsSync(binary) ? binary : undefined;
}

async function build(cache, progress) {
  const go = findProgram(['go']);
  if (!go) return undefined;
  await install(buildFolder(cache), async (folder) => {
    mkdirSync(folder, { recursive: true });
    const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0' };
    const label = `Building Temporal ${CLI_VERSION} with Go (once; three minutes on two cores)`;
    await progress.step(label, () => run(go, ['install', '-ldflags', '-s -w', CLI_MODULE], { env, timeoutMs: 40 * 60_000 }));
  });
  return builtBefore(cache);
}

/** The CLI reads TEMPORAL_* of its own; the office's settings are meant for its clients. */
function withoutTemporalSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
