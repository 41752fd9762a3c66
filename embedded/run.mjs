/**
 * Runs one of the office's own programs from its build: `node embedded/run.mjs NAME ARGUMENTS`. Sets up silently, so that
 * the program's output is all there is. Of a running office it knows the addresses.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode, makeReady } from './parts/build.mjs';
import { silent, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';

const PROGRAMS = { calc: 'dist/config/calc.js', check: 'dist/config/check.js', policy: 'dist/worker/policy.js', audit: 'embedded/audit.mjs', pictures: 'dist/embedded/desk/pictures.js' };

const [name, ...args] = process.argv.slice(2);
const program = PROGRAMS[name];
if (program === undefined) {
  process.stderr.write(`There is no program ${name}: name ${Object.keys(PROGRAMS).join(', ')}.\n`);
  process.exit(2);
}
const { root, data } = readSettings(process.env);
try {
  checkNode();
  await makeReady({ root, progress: silent });
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exit(2);
}
const child = spawn(process.execPath, [join(root, program), ...args], { env: { ...addresses(), ...process.env }, stdio: 'inherit' });
child.once('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));

/** Where the embedded servers of a running office answer; what the user's environment names comes before it. */
function addresses() {
  const file = join(data, 'office.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
