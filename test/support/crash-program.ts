/** Worker and Slack app as processes of their own, from the build, for tests that kill them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ROOT } from './sources';

/** `words` are its warnings and errors so far, for a failed test to show. */
export type Program = {
  pid: number;
  /** Resolves however it ends. */
  died: Promise<void>;
  /** Throws with its words, and kills it, when it still lives after so many ms. */
  diesWithin(ms: number): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  words(): string;
};

const DIST = process.env.FAULTS_DIST ?? join(ROOT, 'dist');

/** Builds the project unless the build is as new as its sources. */
export async function ensureBuilt(): Promise<void> {
  if (process.env.FAULTS_DIST) return;
  await promisify(execFile)(process.execPath, [join(ROOT, 'embedded', 'build.mjs')]);
}

/** The line of a program's log that says that it works. */
const READY = { worker: '"The worker runs."', 'slack-app': '"The Slack app runs."' } as const;

/** Starts a program and waits until it works; one with a crash planned may have died of it by then. */
export async function startProgram(name: keyof typeof READY, env: Record<string, string>): Promise<Program> {
  const child = spawn(process.execPath, [join(DIST, name, 'main.js')], { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const died = once(child, 'exit').then(() => undefined);
  const words: string[] = [];
  const running = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.includes(READY[name])) resolve();
        if (!line.includes('"level":"info"')) words.push(line);
      });
    }
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await died;
  };
  const program: Program = {
    pid: child.pid ?? 0, died, words: () => words.join('\n'), kill: () => end('SIGKILL'), stop: () => end('SIGTERM'),
    async diesWithin(ms) {
      const late = delay(ms, 'late', { ref: false });
      if ((await Promise.race([died, late])) !== 'late') return;
      await end('SIGKILL');
      throw new Error(`It did not die:\n${program.words()}`);
    },
  };
  await Promise.race([running, died]);
  if (child.exitCode) throw new Error(`${name} did not start:\n${program.words()}`);
  return program;
}
