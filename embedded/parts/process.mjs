/** Operating-system processes: find a program, run one to its end, launch one that stays, end it for certain. */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Above this a log is set aside as NAME.1 at the next launch, so that logs stay within twice this. */
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/** What `run` has running. */
const runs = new Set();

/**
 * What tells this process from a later one that was given the same id: the boot and the start tick,
 * or the start time where there is no /proc. Null when no such process runs.
 * @param {number} pid
 * @returns {string | null}
 */
export function identityOf(pid) {
  if (!existsSync('/proc/self/stat')) {
    const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return null; // Dead, only not yet collected by its parent.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${rest[18]}`; // Field 22 of proc(5): start time in ticks since boot.
  } catch {
    return null;
  }
}

/**
 * The first of these programs on the PATH, as an absolute path, or undefined.
 * @param {readonly string[]} names
 * @param {string | undefined} path the PATH to look on
 */
export function findProgram(names, path = process.env.PATH) {
  for (const name of names) {
    for (const folder of (path ?? '').split(delimiter)) {
      if (folder === '') continue;
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {
        // Not here: the next folder may have it.
      }
    }
  }
  return undefined;
}

/**
 * Runs a program to its end and gives what it printed. Throws with the last lines when it fails or overstays.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<string>} stdout and stderr in the order they came
 */
export function run(command, args, { cwd, env, timeoutMs = 30 * 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    runs.add(child);
    let output = '';
    let late = false;
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      runs.delete(child);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      runs.delete(child);
      if (code === 0) return resolve(output);
      const ending = late ? `took longer than ${timeoutMs / 1000} s` : `ended with ${code ?? signal}`;
      reject(new Error(`${command} ${args.join(' ').slice(0, 80)} ${ending}\n${lastLines(output, 12)}`.trim()));
    });
  });
}

/** Ends whatever `run` is running: a start that is told to stop must not leave a build behind. */
export function endRuns() {
  for (const child of runs) child.kill('SIGTERM');
}

/** The last lines of a text, for a message. */
export const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n');

/** The last lines of a file, or an empty text when it is not there. */
export function tailOf(file, count = 12) {
  try {
    return lastLines(readFileSync(file, 'utf8').slice(-16_384), count);
  } catch {
    return '';
  }
}

/**
 * Launches a program that stays. It gets a process group of its own, so that a Ctrl-C in the terminal reaches
 * only the office, which then ends its parts in order.
 * @param {{ name: string, command: string, args: readonly string[], env?: NodeJS.ProcessEnv, cwd?: string, graceMs?: number }} plan
 * @param {{ logFile: string }} options where its stdout and stderr are appended
 * @returns {Promise<{ name: string, pid: number, exited: Promise<string>, alive(): boolean, stop(): Promise<void> }>}
 */
export async function launch(plan, { logFile }) {
  mkdirSync(dirname(logFile), { recursive: true });
  if (existsSync(logFile) && statSync(logFile).size > LOG_LIMIT_BYTES) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'a', 0o600);
  const options = { cwd: plan.cwd, env: plan.env ?? process.env, detached: true, stdio: ['ignore', log, log] };
  const child = spawn(plan.command, plan.args, options);
  closeSync(log);
  let ending;
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve((ending = signal ?? `exit code ${code}`)));
    child.once('error', (error) => resolve((ending = error.message)));
  });
  if (child.pid === undefined) throw new Error(`${plan.name} cannot be launched: ${await exited}`);
  const { pid } = child;
  return {
    name: plan.name,
    pid,
    exited,
    alive: () => ending === undefined,
    async stop() {
      if (ending === undefined) {
        signalQuietly(pid, 'SIGTERM');
        await Promise.race([exited, delay(plan.graceMs ?? 10_000, undefined, { ref: false })]);
      }
      signalQuietly(-pid, 'SIGKILL'); // Whatever of its group is left.
      await exited;
    },
  };
}

/** Signals a process (or a group, by its negative id) that may have gone already. */
export function signalQuietly(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Asks until the answer is true. Throws when it stays false for too long or the process asked has died.
 * @param {() => Promise<boolean>} check
 * @param {{ what: string, timeoutMs: number, alive?: () => boolean, everyMs?: number }} options
 */
export async function waitUntil(check, { what, timeoutMs, alive = () => true, everyMs = 50 }) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (!alive()) throw new Error(`${what} ended before it was ready`);
    if (await check().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`${what} was not ready within ${timeoutMs / 1000} s`);
    await delay(everyMs);
  }
}
