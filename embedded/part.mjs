/**
 * Starts one part alone and keeps it until its standard input ends: for tests and benches that kill and restart parts.
 * Usage: node embedded/part.mjs mongo|temporal|time-skipping|chromium [--data FOLDER] [--port N] [--namespace NAME]
 * Prints one JSON line when the part is ready: { address, pid, route }.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planPart } from './parts/plan.mjs';
import { launch, tailOf, waitUntil } from './parts/process.mjs';
import { progressOn, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';

/** The slowest start seen is a database that recovers after a kill beside a full test run. */
const START_LIMIT_MS = 60_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, port: { type: 'string' }, namespace: { type: 'string' } },
});
const settings = readSettings(process.env);
const [name] = positionals;
const data = values.data ?? settings.data;
const port = values.port === undefined ? undefined : Number(values.port);

try {
  const plan = await planPart(name, {
    ...settings,
    data,
    port,
    namespace: values.namespace ?? settings.namespace,
    userInterface: 'off',
    progress: progressOn(process.stderr),
  });
  if (plan.command === undefined) announce(plan); // A program that its users launch themselves.
  else await keep(plan);
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = 1;
}

async function keep(plan) {
  const logFile = join(data, 'logs', `${plan.name}.log`);
  const part = await launch(plan, { logFile });
  try {
    await waitUntil(plan.ready, { what: plan.name, timeoutMs: START_LIMIT_MS, alive: part.alive });
  } catch (error) {
    await part.stop();
    throw new Error(`${error.message}\n${tailOf(logFile)}`);
  }
  announce({ ...plan, pid: part.pid });
  const end = async () => {
    await part.stop();
    process.exit(0);
  };
  process.stdin.resume().once('end', end).once('error', end);
  process.once('SIGTERM', end).once('SIGINT', end);
  void part.exited.then(() => process.exit(0)); // Killed by its user.
}

function announce({ address, pid, route }) {
  process.stdout.write(`${JSON.stringify({ address, pid, route })}\n`);
}
