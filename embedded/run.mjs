/**
 * Runs one of the office's own programs from its build: `node embedded/run.mjs NAME ARGUMENTS`. Sets up silently, so that
 * the program's output is all there is. Of a running office it knows the addresses.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, makeReady } from './parts/build.mjs';
import { findChromium } from './parts/chromium.mjs';
import { progressOn, silent, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';

const PROGRAMS = {
  calc: 'dist/config/calc.js', check: 'dist/config/check.js', policy: 'dist/worker/policy.js', rates: 'dist/config/rates.js', archive: 'dist/worker/archive.js',
  audit: 'embedded/audit.mjs',
  pictures: 'dist/embedded/desk/pictures.js', template: 'dist/embedded/preview/main.js',
};

const [name, ...args] = process.argv.slice(2);
const program = PROGRAMS[name];
if (program === undefined) {
  process.stderr.write(`There is no program ${name}: name ${Object.keys(PROGRAMS).join(', ')}.\n`);
  process.exit(2);
}
const { root, data, cache } = readSettings(process.env);
try {
  checkNode();
  await makeReady({ root, progress: silent });
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exit(2);
}
const printer = name === 'template' && args[0] === 'preview' ? { CHROMIUM_PATH: await chromium() } : {};
const child = spawn(process.execPath, [join(root, program), ...args], { env: { ...addresses(), ...process.env, ...printer }, stdio: 'inherit' });
child.once('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));

/** The Chromium that prints, found or brought as the office does it. */
async function chromium() {
  const { path } = await findChromium({ cache, progress: progressOn(process.stdout), named: process.env.CHROMIUM_PATH });
  return path;
}

/** Where the embedded servers of a running office answer; what the user's environment names comes before it. */
function addresses() {
  const file = join(data, 'office.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
