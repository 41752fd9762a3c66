/** `npm run bench`: sets everything up, starts servers of its own and runs the benchmarks (bench/main.ts) against them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, makeReady } from './parts/build.mjs';
import { findPeppolRules } from './parts/einvoice-rules.mjs';
import { endRuns } from './parts/process.mjs';
import { progressOn, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';
import { startShared } from './parts/shared.mjs';

const progress = progressOn(process.stderr);
const data = mkdtempSync(join(tmpdir(), 'office-bench-'));
let shared;
let child;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    endRuns();
    child?.kill('SIGTERM');
  });
}

try {
  checkNode();
  const settings = { ...readSettings(process.env), data };
  await makeReady({ root: settings.root, progress });
  shared = await startShared(['chromium', 'mongo', 'temporal'], settings, progress);
  const { MONGODB_URI, TEMPORAL_ADDRESS, CHROMIUM_PATH } = { ...process.env, ...shared.env };
  const servers = ['--mongodb', MONGODB_URI, '--temporal', TEMPORAL_ADDRESS, '--chromium', CHROMIUM_PATH];
  const pid = shared.pids.temporal ? ['--temporal-pid', String(shared.pids.temporal)] : [];
  const { path } = await findPeppolRules({ ...settings, named: settings.peppolRules, progress }).catch(() => ({})); // The bench says that it went without.
  const rules = path ? ['--peppol-rules', path] : [];
  const program = join(settings.root, 'dist', 'bench', 'main.js');
  child = spawn(process.execPath, ['--enable-source-maps', program, ...servers, ...pid, ...rules, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = 1;
} finally {
  await shared?.stop();
  rmSync(data, { recursive: true, force: true });
}
