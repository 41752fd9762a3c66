/**
 * What does a whole invoice cost? CPU of the Temporal server and of the worker for each lifecycle (create, submit, approve, number,
 * print, mail, cards, paid, receipt), against a bare workflow of 12 empty activities, 5 timers and 4 Updates, in turns in one run.
 * Chromium and MongoDB are processes of their own and not counted.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BARE_LIFECYCLE, BARE_QUEUE, stepUpdate, UPDATES } from './bare/workflow';
import type { Bench } from './bench';
import { percentile, shown, sum, table, verdict } from './figures';
import { ACME_MAIL, liveOnce, type Lived } from './life';
import { openOffice, type Office } from './office';
import { BUILD, cpuMs, startProgram, type Program } from './program';
import type { Servers } from './servers';

/** Lifecycles of each kind that are measured, in turns of so many at once. */
const MEASURED = 120;
const TURN = 5;
/** Before them, so many only warm up: a worker's first hundred cost a third more than those after two hundred, when V8 has compiled what is hot. */
const WARMING = 200;
const WARMING_TURN = 10;
/** What the server and the workers use while nothing happens is measured this long and taken off. */
const IDLE_MS = 10_000;
/** Histories looked at, of each kind: those of one kind differ by the moments at which cards coalesce. */
const HISTORIES = 40;
const MOST_CPU = 1.3;
const MOST_EVENTS = 200;

/** One kind of lifecycle. `live` leads one to its end and answers its workflow's id and milliseconds. */
type Kind = { name: string; pid: number; client: Client; live(): Promise<{ workflowId: string; whole: number }> };
/** CPU milliseconds of each of a turn's lifecycles. */
type Turn = { server: number; worker: number; lives: { workflowId: string; whole: number }[] };
type Idle = { server: number; worker: number };

const read = (servers: Servers, pid: number) => ({ server: servers.temporalPid ? cpuMs(servers.temporalPid) : 0, worker: cpuMs(pid), at: performance.now() });

async function takeTurn(servers: Servers, { pid, live }: Kind, idle: Idle, atOnce = TURN): Promise<Turn> {
  const before = read(servers, pid);
  const lives = await Promise.all(Array.from({ length: atOnce }, live));
  const after = read(servers, pid);
  const ms = after.at - before.at;
  return { server: (after.server - before.server - idle.server * ms) / atOnce, worker: (after.worker - before.worker - idle.worker * ms) / atOnce, lives };
}

/** CPU milliseconds used in a millisecond of doing nothing. */
async function idleOf(servers: Servers, kinds: readonly Kind[]): Promise<Idle[]> {
  const before = kinds.map(({ pid }) => read(servers, pid));
  await delay(IDLE_MS);
  return kinds.map(({ pid }, index) => {
    const [now, then] = [read(servers, pid), before[index]];
    const ms = now.at - (then?.at ?? 0);
    return { server: (now.server - (then?.server ?? 0)) / ms, worker: (now.worker - (then?.worker ?? 0)) / ms };
  });
}

async function openBare(servers: Servers, { temporal, namespace }: Office, profile?: string): Promise<{ kind: Kind; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bare-'));
  const bundle = join(folder, 'bundle.js');
  const quiet = () => undefined;
  const logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
  writeFileSync(bundle, (await bundleWorkflowCode({ workflowsPath: join(BUILD, 'bench', 'bare', 'workflow.js'), logger })).code);
  const worker: Program = await startProgram({
    entry: 'bench/bare/worker.js', args: ['--temporal', servers.temporalAddress, '--namespace', namespace, '--bundle', bundle], env: {}, profile,
    isReady: ({ msg }) => msg === 'The worker runs.',
  });
  const live = async (): Promise<{ workflowId: string; whole: number }> => {
    const workflowId = `bare/${randomUUID()}`;
    const began = performance.now();
    const startWorkflowOperation = new WithStartWorkflowOperation(BARE_LIFECYCLE, { workflowId, taskQueue: BARE_QUEUE, workflowIdConflictPolicy: 'FAIL' });
    await temporal.workflow.executeUpdateWithStart(stepUpdate, { startWorkflowOperation });
    const handle = temporal.workflow.getHandle(workflowId);
    for (let count = 1; count < UPDATES; count += 1) await handle.executeUpdate(stepUpdate);
    await handle.result();
    return { workflowId, whole: performance.now() - began };
  };
  const close = async (): Promise<void> => {
    await worker.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { kind: { name: 'bare workflow', pid: worker.pid, client: temporal, live }, close };
}

async function histories({ client }: Kind, turns: readonly Turn[]): Promise<{ events: number[]; bytes: number[] }> {
  const events: number[] = [];
  const bytes: number[] = [];
  for (const { workflowId } of turns.flatMap(({ lives }) => lives).slice(-HISTORIES)) {
    const { historyLength, historySize } = await client.workflow.getHandle(workflowId).describe();
    events.push(historyLength);
    bytes.push(historySize ?? 0);
  }
  return { events, bytes };
}

const costOf = ({ server, worker }: Turn): number => server + worker;

async function report(servers: Servers, kinds: readonly [Kind, Kind], turns: readonly [Turn[], Turn[]], idle: readonly Idle[]): Promise<string> {
  const rows: string[][] = [];
  const most: number[] = [];
  for (const [index, kind] of kinds.entries()) {
    const own = turns[index] ?? [];
    const { events, bytes } = await histories(kind, own);
    const mean = (of: (turn: Turn) => number): string => shown(sum(own.map(of)) / own.length);
    const wholes = own.flatMap(({ lives }) => lives.map(({ whole }) => whole));
    most.push(Math.max(...events));
    rows.push([
      kind.name, String(wholes.length), mean((turn) => turn.server), mean((turn) => turn.worker), mean(costOf),
      shown(percentile(wholes, 50)), shown(percentile(wholes, 95)), `${percentile(events, 50)} (${Math.max(...events)})`, shown(percentile(bytes, 50) / 1024),
    ]);
  }
  const [office, bare] = turns;
  const ratio = sum(office.map(costOf)) / sum(bare.map(costOf));
  const pairs = office.map((turn, index) => costOf(turn) / costOf(bare[index] ?? turn));
  const lives = office.flatMap((turn) => turn.lives) as Lived[];
  const steps = (['created', 'approved', 'mailed', 'paid', 'closed'] as const).map((step) =>
    [step, shown(percentile(lives.map((life) => life[step]), 50)), shown(percentile(lives.map((life) => life[step]), 95))]);
  return [
    table(['', 'N', 'server CPU-ms', 'worker CPU-ms', 'CPU-ms', 'p50 ms', 'p95 ms', 'events (most)', 'KiB'], rows), '',
    table(['waits of the lifecycle', 'p50 ms', 'p95 ms'], steps), '',
    `Idle, taken off: server ${shown((idle[0]?.server ?? 0) * 1000)}, office worker ${shown((idle[0]?.worker ?? 0) * 1000)}, bare worker ${shown((idle[1]?.worker ?? 0) * 1000)} CPU-ms a second.`,
    ...(servers.temporalPid ? [] : ['The Temporal server is not one that this bench started: only the workers are compared.']),
    verdict(`CPU, lifecycle ÷ bare (turn by turn ${shown(Math.min(...pairs))}–${shown(Math.max(...pairs))})`, ratio, 'at most', MOST_CPU),
    verdict('Events of a lifecycle, the longest', most[0] ?? Number.NaN, 'at most', MOST_EVENTS),
  ].join('\n');
}

export const lifecycle: Bench = async (servers, { say, profile }) => {
  const office = await openOffice(servers, { apps: [], profile });
  const bare = await openBare(servers, office, profile);
  try {
    const clientId = ((await office.store.clients.model.findOne({ email: ACME_MAIL }).lean()) as { id: string } | null)?.id ?? '';
    const kinds: [Kind, Kind] = [{ name: 'lifecycle', pid: office.worker.pid, client: office.temporal, live: () => liveOnce(office, clientId) }, bare.kind];
    for (let turn = 0; turn < WARMING / WARMING_TURN; turn += 1) {
      for (const kind of kinds) await takeTurn(servers, kind, { server: 0, worker: 0 }, WARMING_TURN);
      say(`warming, turn ${turn + 1} of ${WARMING / WARMING_TURN}`);
    }
    const idle = await idleOf(servers, kinds);
    const turns: [Turn[], Turn[]] = [[], []];
    for (let turn = 0; turn < MEASURED / TURN; turn += 1) {
      for (const [index, kind] of kinds.entries()) turns[index]?.push(await takeTurn(servers, kind, idle[index] ?? { server: 0, worker: 0 }));
      say(`turn ${turn + 1} of ${MEASURED / TURN}`);
    }
    return await report(servers, kinds, turns, idle);
  } finally {
    await bare.close();
    await office.close();
  }
};
