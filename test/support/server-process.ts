/** An embedded server as a process of its own, so that a test can kill it and start it again on its data. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(__dirname, '..', '..');

/** `kill` is kill -9 and waits for the end. */
export type Running = { origin: string; kill(): Promise<void> };

/** Starts `entry` (a path below the project) and waits until its log says where it listens. */
export async function run(entry: string, env: Record<string, string>): Promise<Running> {
  const loader = join(ROOT, 'test', 'support', 'typescript-loader.js');
  const child = spawn(process.execPath, ['-r', loader, join(ROOT, entry)], { cwd: ROOT, env: { PATH: process.env.PATH, PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => { trouble += chunk.toString(); });
  for await (const line of createInterface({ input: child.stdout })) {
    const { listening } = JSON.parse(line) as { listening?: string };
    if (listening) {
      child.stdout.resume(); // Nobody reads on, and a full pipe would stop the server.
      return { origin: listening, kill: () => killed(child) };
    }
    trouble += `${line}\n`;
  }
  throw new Error(`${entry} did not start:\n${trouble}`);
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
