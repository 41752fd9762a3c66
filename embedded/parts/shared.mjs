/** Servers shared by everything that one command runs: a test run, a benchmark. Those the environment names are left alone. */
import { join } from 'node:path';
import { planPart } from './plan.mjs';
import { launch, tailOf, waitUntil } from './process.mjs';

const READY_LIMIT_MS = 60_000;
const VARIABLES = { mongo: 'MONGODB_URI', temporal: 'TEMPORAL_ADDRESS', chromium: 'CHROMIUM_PATH', 'time-skipping': 'TIME_SKIPPING_SERVER' };

/**
 * Starts or finds these parts. `env` is what their users must know of them.
 * @param {readonly (keyof typeof VARIABLES)[]} names
 * @param {object} settings as readSettings gives them
 * @param {object} progress
 * @returns {Promise<{ env: Record<string, string>, pids: Record<string, number>, stop(): Promise<void> }>} `pids` of those started here
 */
export async function startShared(names, settings, progress) {
  const env = {};
  const pids = {};
  const running = [];
  const stop = async () => {
    await Promise.all(running.map((part) => part.stop()));
  };
  try {
    for (const name of names) {
      if (settings.outside[name]) {
        progress.note(`  ${name}: named by the environment`);
        continue;
      }
      const plan = await planPart(name, { ...settings, port: undefined, userInterface: 'off', progress });
      progress.note(`  ${name}: ${plan.route}`);
      // Tests of time launch servers of their own, with the program.
      env[VARIABLES[name]] = name === 'time-skipping' ? plan.command : plan.address;
      if (name === 'mongo' || name === 'temporal') pids[name] = await start(plan, settings.data, running);
    }
    return { env, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(plan, data, running) {
  const logFile = join(data, 'logs', `${plan.name}.log`);
  const part = await launch(plan, { logFile });
  running.push(part);
  try {
    await waitUntil(plan.ready, { what: plan.name, timeoutMs: READY_LIMIT_MS, alive: part.alive });
  } catch (error) {
    throw new Error(`${error.message}\n${tailOf(logFile)}`);
  }
  return part.pid;
}
