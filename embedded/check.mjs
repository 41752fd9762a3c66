/**
 * `npm run check`: types, style and the pure tests, in seconds. With arguments (`approvals|reminders|office|permissions|template FILE`)
 * it checks one of the office's own files instead.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, makeDependenciesReady } from './parts/build.mjs';
import { progressOn } from './parts/progress.mjs';
import { ROOT } from './parts/settings.mjs';

const args = process.argv.slice(2);
if (args.length > 0) process.exit(await execute([join(ROOT, 'embedded', 'run.mjs'), 'check', ...args]));

checkNode();
await makeDependenciesReady({ root: ROOT, progress: progressOn(process.stdout) });
const tool = (...path) => join(ROOT, 'node_modules', ...path);
const results = [
  await execute([tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json']),
  await execute([tool('@biomejs', 'biome', 'bin', 'biome'), 'lint', '--diagnostic-level=warn']),
  await execute([tool('jest', 'bin', 'jest.js'), 'test/domain', 'test/architecture']),
];
process.exit(Math.max(...results));

/** Runs a Node program in the project's folder, its output being ours. */
function execute(nodeArgs) {
  const child = spawn(process.execPath, nodeArgs, { cwd: args.length > 0 ? process.cwd() : ROOT, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
