/** Chromium for printing: found, downloaded, or installed from Debian. The headless shell first: it prints twice as fast. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { attemptDaily, install } from './cache.mjs';
import { findProgram, run } from './process.mjs';
import { firstRoute } from './routes.mjs';

const ON_PATH = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'headless_shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];
const MAC_APPLICATION = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const DEBIAN_PACKAGE = 'chromium-headless-shell';
const REMEDY = `set CHROMIUM_PATH, or install Chromium or Chrome (on Debian as root: apt-get install ${DEBIAN_PACKAGE})`;

/**
 * A Chromium that runs here.
 * @param {{ cache: string, progress: object, named?: string }} options `named` is CHROMIUM_PATH
 * @returns {Promise<{ route: string, path: string }>}
 */
export async function findChromium({ cache, progress, named }) {
  const { route, found } = await firstRoute({
    part: 'Chromium',
    remedy: REMEDY,
    routes: [
      { route: 'CHROMIUM_PATH', attempt: async () => named },
      { route: 'on the PATH', attempt: () => firstThatRuns(ON_PATH.map((name) => findProgram([name]))) },
      { route: 'Google Chrome', attempt: () => firstThatRuns([MAC_APPLICATION]) },
      { route: 'downloaded by playwright-core', attempt: () => firstThatRuns([downloaded(cache)]) },
      { route: 'downloaded by playwright-core just now', attempt: () => download(cache, progress) },
      { route: 'installed from Debian just now', attempt: () => installFromDebian(progress) },
    ],
  });
  return { route, path: found };
}

/** Some systems ship a stub under the browser's name, so each candidate must answer for its version. */
async function firstThatRuns(candidates) {
  for (const path of candidates) {
    if (path === undefined || !existsSync(path)) continue;
    const runs = await run(path, ['--version'], { timeoutMs: 20_000 }).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

const playwright = () => dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));

/** The folder carries playwright-core's version: each wants its own browser build. */
function downloadFolder(cache) {
  const { version } = JSON.parse(readFileSync(join(playwright(), 'package.json'), 'utf8'));
  return join(cache, `chromium-playwright-${version}`);
}

function downloaded(cache) {
  const folder = downloadFolder(cache);
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const shell = files.find((file) => file.isFile() && /^(chrome-)?headless[-_]shell(\.exe)?$/.test(file.name));
  return shell && join(shell.parentPath ?? shell.path, shell.name);
}

function download(cache, progress) {
  return attemptDaily(cache, 'chromium-download', async () => {
    await install(downloadFolder(cache), async (folder) => {
      mkdirSync(folder, { recursive: true });
      const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: folder };
      const args = [join(playwright(), 'cli.js'), 'install', 'chromium-headless-shell'];
      const work = () => run(process.execPath, args, { env, timeoutMs: 10 * 60_000 });
      await progress.step('Downloading Chromium', work);
    });
    return firstThatRuns([downloaded(cache)]);
  });
}

async function installFromDebian(progress) {
  const apt = findProgram(['apt-get']);
  if (!apt) return undefined;
  if (process.getuid() !== 0) throw new Error('needs root');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await progress.step(`Installing ${DEBIAN_PACKAGE} from Debian`, async () => {
    await run(apt, ['update'], { env, timeoutMs: 5 * 60_000 });
    await run(apt, ['install', '-y', '--no-install-recommends', DEBIAN_PACKAGE], { env, timeoutMs: 10 * 60_000 });
  });
  return firstThatRuns([findProgram([DEBIAN_PACKAGE])]);
}
