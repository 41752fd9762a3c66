/** Real parts of a test's own, which it may kill: MongoDB, Temporal, the time-skipping server. Each is a process and ends with the test. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const PART = join(__dirname, '../../embedded/part.mjs');

export type PartName = 'mongo' | 'temporal' | 'time-skipping';

/** `address` is a mongodb:// URI or host:port and outlives restarts; `pid` is the server's own process. */
export type Part = {
  address: string;
  route: string;
  pid(): number;
  /** Kills the server as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on its data, at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

type Running = { address: string; route: string; pid: number; ended: Promise<void>; end(): Promise<void> };

/**
 * Starts a part on a data folder, by default a fresh one that goes away with the part. An outside server named in the
 * environment is not used: what a test kills must be its own. Programs are looked for on `path`.
 */
export async function startPart(name: PartName, { data, path = process.env.PATH }: { data?: string; path?: string } = {}): Promise<Part> {
  const folder = data ?? mkdtempSync(join(tmpdir(), `${name}-`));
  let running = await launch(name, folder, path);
  const { address, route } = running;
  return {
    address,
    route,
    pid: () => running.pid,
    async kill() {
      process.kill(running.pid, 'SIGKILL');
      await running.ended;
    },
    async restart() {
      await running.end();
      running = await launch(name, folder, path, portOf(address));
    },
    async stop() {
      await running.end();
      if (data === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether a process with this id runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Asks every 50 ms until the answer is true; the test's own time limit ends a wait in vain. */
export async function eventually(check: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await check())) await delay(50);
}

const portOf = (address: string): string | undefined => /^(?:mongodb:\/\/)?127\.0\.0\.1:(\d+)/.exec(address)?.[1];

async function launch(name: PartName, folder: string, path: string | undefined, port?: string): Promise<Running> {
  const args = [PART, name, '--data', folder, ...(port ? ['--port', port] : [])];
  const keeper = spawn(process.execPath, args, { env: { ...process.env, PATH: path }, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => void keeper.once('exit', () => resolve()));
  const line = await Promise.race([createInterface(keeper.stdout)[Symbol.asyncIterator]().next(), ended.then(() => undefined)]);
  if (!line || line.done) throw new Error(`${name} did not start; its messages are above.`);
  const { address, route, pid } = JSON.parse(line.value) as { address: string; route: string; pid: number };
  const end = async (): Promise<void> => {
    keeper.stdin.end();
    await ended;
  };
  return { address, route, pid, ended, end };
}
