/** The whole office as a user starts it: `node embedded/start.mjs` in a process, on a data folder and any free port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, isRunning } from './parts';
import { ROOT } from './sources';

export type PartId = 'mongo' | 'temporal' | 'slack' | 'outbox' | 'worker' | 'slack-app' | 'portal';

/** `url` is where the office answers; `output` what it has said so far, on stdout and stderr alike. */
export type OfficeProcess = {
  url: string;
  pid: number;
  output(): string;
  /** Process ids of the parts that run now, as the office has recorded them. */
  parts(): Record<PartId, number>;
  /** Addresses of the servers it started, by the variable that names each. */
  addresses(): Record<string, string>;
  healthy(): Promise<boolean>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  /** Ends it and everything it has started, however it stands. */
  close(): Promise<void>;
};

/** The variables that would change which parts are started here. */
const NAMING = /^(MONGODB|TEMPORAL|SLACK|SENDGRID|PORTAL|PORT$|PUBLIC_URL|OFFICE_CONFIG)/;

const surroundings = (data: string, env: Record<string, string>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !NAMING.test(name))), PORT: '0', OFFICE_DATA: data, ...env,
});

/** Starts it and waits until it is open. Throws with its words when it ends before. */
export async function startOfficeProcess(data: string, env: Record<string, string> = {}): Promise<OfficeProcess> {
  const { child, output, ended } = launch(data, env);
  let over = false;
  void ended.then(() => (over = true));
  await eventually(() => over || output().includes('The office is open'));
  if (over) throw new Error(`The office did not open:\n${output()}`);
  const url = /Office +(http\S+)/.exec(output())?.[1] ?? '';
  const parts = (): Record<PartId, number> => recordedParts(data);
  return {
    url, output, parts, ended,
    pid: child.pid ?? 0,
    addresses: () => JSON.parse(readFileSync(join(data, 'office.json'), 'utf8')),
    healthy: async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok ?? false,
    signal: (signal) => void child.kill(signal),
    async close() {
      const left = Object.values(parts());
      child.kill('SIGTERM');
      await ended;
      for (const pid of left) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    },
  };
}

/** Runs `npm start`'s program to its end, for starts that are refused. */
export async function refusedStart(data: string, env: Record<string, string>): Promise<{ code: number | NodeJS.Signals; output: string }> {
  const { output, ended } = launch(data, env);
  return { code: await ended, output: output() };
}

/** A start that has begun and may be ended at any moment. */
export function launch(data: string, env: Record<string, string> = {}): { child: ChildProcess; output(): string; ended: Promise<number | NodeJS.Signals> } {
  const child = spawn(process.execPath, [join(ROOT, 'embedded/start.mjs')], { env: surroundings(data, env), stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | NodeJS.Signals>((resolve) => void child.once('close', (code, signal) => resolve(code ?? signal ?? 0)));
  return { child, output: () => text, ended };
}

/** What the ledger on this data folder names, by part. */
export function recordedParts(data: string): Record<PartId, number> {
  const file = join(data, 'pids.json');
  if (!existsSync(file)) return {} as Record<PartId, number>;
  const { parts } = JSON.parse(readFileSync(file, 'utf8')) as { parts: Record<PartId, { pid: number }> };
  return Object.fromEntries(Object.entries(parts).map(([name, { pid }]) => [name, pid])) as Record<PartId, number>;
}
