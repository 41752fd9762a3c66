/**
 * `npm test`: sets everything up, starts the shared servers, runs jest against them, looks through every e-invoice that was issued
 * meanwhile, and ends with a plain count.
 * Arguments go to jest (`npm test -- test/domain`); --golden rewrites the golden files instead of comparing them.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, makeReady } from './parts/build.mjs';
import { findEInvoiceChecker } from './parts/einvoice-checker.mjs';
import { findPeppolRules } from './parts/einvoice-rules.mjs';
import { startShared } from './parts/shared.mjs';
import { endRuns, run as runToEnd } from './parts/process.mjs';
import { progressOn, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';

const args = process.argv.slice(2).filter((arg) => arg !== '--golden');
const golden = args.length < process.argv.length - 2 ? { GOLDEN: 'rewrite' } : {};
const progress = progressOn(process.stdout);
const data = mkdtempSync(join(tmpdir(), 'office-test-'));
let shared;
let jest;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    endRuns();
    jest?.kill('SIGTERM');
  });
}

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  process.stdout.write(`\n${wordsFor(error)}\n0 passed, 1 failed\n`);
} finally {
  await shared?.stop();
  rmSync(data, { recursive: true, force: true });
}

async function run() {
  checkNode();
  progress.note('Preparing the tests');
  const settings = { ...readSettings(process.env), data };
  if (settings.faults.length > 0) throw new Error(settings.faults.join('\n'));
  await makeReady({ root: settings.root, progress });
  shared = await startShared(['chromium', 'time-skipping', 'mongo', 'temporal'], settings, progress);
  const resultFile = join(data, 'jest.json');
  const einvoices = join(data, 'einvoices');
  mkdirSync(einvoices);
  const checker = await findEInvoiceChecker({ ...settings, progress });
  const { path: PEPPOL_RULES } = await findPeppolRules({ ...settings, named: settings.peppolRules, progress });
  const env = { ...process.env, ...shared.env, ...golden, OFFICE_CACHE: settings.cache, OFFICE_DATA: data, EINVOICES: einvoices, EINVOICE_CHECKER: checker, PEPPOL_RULES };
  const exitCode = await runJest(settings.root, ['--json', `--outputFile=${resultFile}`, ...args], env);
  const { passed, failed: failedTests, skipped } = countsOf(resultFile);
  const failed = failedTests + (await checkEInvoices(checker, einvoices));
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return exitCode || (failed > 0 || passed === 0 ? 1 : 0);
}

function runJest(root, jestArgs, env) {
  const program = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  jest = spawn(process.execPath, [program, ...jestArgs], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    jest.once('error', reject);
    jest.once('exit', (code) => resolve(code ?? 1));
  });
}

/** What was issued during the tests, before the official rules, PDF/A and its own page: how many were faulty. */
async function checkEInvoices(checker, folder) {
  const issued = readdirSync(folder).length;
  if (issued === 0) return 0;
  const report = join(data, 'einvoices.json');
  const trouble = await runToEnd(checker, ['--math', 'strict', '--json', report, folder]).then(() => '', (error) => error.message);
  const faulty = JSON.parse(readFileSync(report, 'utf8')).filter(({ valid }) => !valid);
  for (const { file, errors } of faulty) process.stdout.write(`${file}: ${errors.join('; ')}\n`);
  process.stdout.write(`${issued} e-invoices issued, ${faulty.length} of them faulty\n`);
  return faulty.length || (trouble ? 1 : 0);
}

/** Tests by outcome. A file that could not even be loaded counts as a failed test: otherwise it would go unseen. */
function countsOf(resultFile) {
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
