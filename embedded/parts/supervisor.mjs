/** Keeps a part running: one that dies is launched again, on its data and at its address. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launch, tailOf, waitUntil } from './process.mjs';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A part that lived this long is healthy again: the next pause is the first one. */
const HEALTHY_AFTER_MS = 60_000;

/**
 * Launches a part and keeps it running until it is stopped.
 * @param {{ name: string, command: string, args: string[], env?: NodeJS.ProcessEnv, graceMs?: number, ready: () => Promise<boolean> }} plan
 * @param {{ data: string, ledger: { record(name: string, pid: number): void, forget(name: string): void }, note(line: string): void }} office
 * @returns {Promise<{ name: string, logFile: string, pid(): number, ready(timeoutMs: number, signal: AbortSignal): Promise<void>, stop(): Promise<void> }>}
 *   `ready` throws, with the end of the log, when the part dies before it is ready
 */
export async function keepRunning(plan, { data, ledger, note }) {
  const logFile = join(data, 'logs', `${plan.name}.log`);
  const stopping = new AbortController();
  const start = async () => {
    const process = await launch(plan, { logFile });
    ledger.record(plan.name, process.pid);
    return process;
  };
  let current = await start();

  const watch = async () => {
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      const since = Date.now();
      const ending = await current.exited;
      if (stopping.signal.aborted) return;
      pause = Date.now() - since > HEALTHY_AFTER_MS ? FIRST_PAUSE_MS : pause;
      note(`${plan.name} ended (${ending}); starting it again. Its log: ${logFile}`);
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      try {
        current = await start();
      } catch (error) {
        note(error.message); // The next turn finds the part still ended, and pauses longer.
        continue;
      }
      if (stopping.signal.aborted) return current.stop();
    }
  };
  const watching = watch();

  return {
    name: plan.name,
    logFile,
    pid: () => current.pid,
    async ready(timeoutMs, signal) {
      const first = current;
      try {
        await waitUntil(plan.ready, { what: plan.name, timeoutMs, alive: () => current === first && first.alive() && !signal.aborted });
      } catch (error) {
        throw new Error(`${error.message}. The end of ${logFile}:\n${tailOf(logFile)}`);
      }
    },
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
      ledger.forget(plan.name);
    },
  };
}
