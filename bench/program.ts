/** Programs of the build as processes of their own, with nothing of our environment but what each is given. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** The compiled project: this file lies in its bench/. */
export const BUILD = join(__dirname, '..');

/** `ready` is the log line that said so. `stop` waits for the end and resolves to the exit code. */
export type Program = { pid: number; ready: Record<string, unknown>; stop(): Promise<number | null> };

/** `entry` below the build. `isReady` knows the log line to wait for. `profile` is a folder for a CPU profile, written at the end. */
type Start = { entry: string; args?: readonly string[]; env: Record<string, string>; isReady(line: Record<string, unknown>): boolean; profile?: string };

/** /proc counts in ticks of 1/100 s on every Linux (USER_HZ, time(7)). */
const TICK_MS = 10;
/** The worker lets running work finish for 30 s (worker/office-worker.ts). */
const PATIENCE_MS = 40_000;
const LAST_LINES = 20;

/** What runs, so that a bench that is told to stop leaves nothing behind. */
const running = new Set<ChildProcess>();

/** Ends at once whatever a bench has started. */
export function endPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a program and waits until it is ready. Throws with its last lines when it ends before. */
export async function startProgram({ entry, args = [], env, isReady, profile }: Start): Promise<Program> {
  const flags = ['--enable-source-maps', ...(entry.includes('worker') ? ['--max-semi-space-size=64'] : []), ...(profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [])]; // As embedded/office.mjs starts them.
  const child = spawn(process.execPath, [...flags, join(BUILD, entry), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const said: string[] = [];
  const hear = (line: string): void => {
    said.push(line);
    if (said.length > LAST_LINES) said.shift();
  };
  createInterface({ input: child.stderr }).on('line', hear);
  for await (const line of createInterface({ input: child.stdout })) {
    hear(line);
    const told = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
    if (!isReady(told)) continue;
    child.stdout.resume(); // Nobody reads on, and a full pipe would stop it.
    return { pid: child.pid ?? 0, ready: told, stop: () => stopped(child) };
  }
  throw new Error(`${entry} did not start:\n${said.join('\n')}`);
}

async function stopped(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  const late = delay(PATIENCE_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  const [code] = await Promise.race([ended, late.then(() => ended)]);
  return code;
}

/** CPU that a process has used so far, user and system, all its threads, none of its children: milliseconds, to 10 ms. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS; // Fields 14 and 15 of proc(5).
}
