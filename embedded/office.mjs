/** The whole office on one machine: its processes, started in order, kept running, and stopped in the opposite order. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPS, environmentOf, refuseFaults } from './parts/environment.mjs';
import { openGateway } from './parts/gateway.mjs';
import { freePorts } from './parts/ports.mjs';
import { localServices, planServers } from './parts/services.mjs';
import { keepRunning } from './parts/supervisor.mjs';

/** Several times the slowest start seen: a worker beside a full test run. */
const READY_LIMIT_MS = 90_000;
/** The worker lets running work finish for 30 s (worker/office-worker.ts). */
const GRACE_MS = { worker: 35_000 };
/** A worker makes many short-lived objects: with room for them to die young it costs 5 % less (npm run bench -- lifecycle). In MiB. */
const FLAGS = { worker: ['--max-semi-space-size=64'] };
const PROGRAMS = { worker: 'worker', 'slack-app': 'slack-app', portal: 'portal', slack: 'embedded/slack', outbox: 'embedded/outbox' };

/**
 * Starts the office. Throws when the environment has faults, a part is missing, or a process dies before it is ready;
 * whatever was started by then is stopped again.
 * @param {object} settings as readSettings gives them
 * @param {{ env: NodeJS.ProcessEnv, ledger: object, progress: object, signal: AbortSignal }} options
 * @returns {Promise<{ rows: { part: string, where: string, route: string }[], publicUrl: string, deskUrl?: string,
 *   stop(): Promise<void> }>}
 */
export async function startOffice(settings, { env, ledger, progress, signal }) {
  const ports = await appPorts();
  const local = localServices(settings, env, ports);
  const targets = {};
  const { gateway, faults } = await open(settings, targets);
  const running = [];
  const addresses = join(settings.data, 'office.json');
  const stop = async () => {
    await gateway?.close();
    rmSync(addresses, { force: true });
    for (const group of running.splice(0).reverse()) await Promise.all(group.map((part) => part.stop()));
  };
  const launch = async (plans) => {
    signal.throwIfAborted();
    const group = [];
    running.push(group); // Before anything is launched: what a failure leaves half done is stopped too.
    await Promise.all(plans.map(async (plan) => group.push(await keepRunning(plan, { data: settings.data, ledger, note: progress.note }))));
    await Promise.all(group.map((part) => part.ready(READY_LIMIT_MS, signal)));
  };
  try {
    const publicUrl = settings.publicUrl ?? `http://127.0.0.1:${gateway?.port ?? settings.port}`;
    const folders = { OFFICE_DATA: settings.data, OFFICE_CACHE: settings.cache };
    const base = { ...env, ...folders, PUBLIC_URL: publicUrl, TEMPORAL_NAMESPACE: settings.namespace, ...local.env };
    await refuseFaults({ ...settings, faults }, base);
    const servers = await planServers(settings, env, progress);
    writeFileSync(addresses, JSON.stringify({ ...servers.env, OFFICE_DATA: settings.data }, null, 2), { mode: 0o600 });
    await progress.step('Starting the servers', () => launch(servers.plans));
    const plan = (name) => nodePlan(name, settings.root, { ...base, ...servers.env }, ports[name]);
    if (local.names.length > 0) await progress.step(`Starting the local ${local.names.join(' and ')}`, () => launch(local.names.map(plan)));
    Object.assign(targets, { worker: ports.worker, slackApp: ports['slack-app'], portal: ports.portal });
    if (local.names.includes('slack')) targets.desk = ports.slack;
    await progress.step('Starting the office', () => launch(APPS.map(plan)));
    const own = APPS.map((part) => ({ part, where: `http://127.0.0.1:${ports[part]}/healthz`, route: 'own process' }));
    return { rows: [...servers.rows, ...local.rows, ...own], publicUrl, deskUrl: targets.desk && `http://127.0.0.1:${gateway.port}/desk`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens the gateway at once, so that a taken port is found before anything else starts, as one fault among the others. */
async function open({ port, publicUrl, faults }, targets) {
  if (faults.length > 0) return { faults };
  try {
    return { gateway: await openGateway({ port, host: hostFor(publicUrl), targets }), faults };
  } catch (error) {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    const wrong = error.code === 'EACCES' ? 'may not be used by this user' : 'is taken by another program';
    return { faults: [`PORT: ${port} ${wrong}. Remedy: set PORT to another one, or to 0 for any free one.`] };
  }
}

/** Loopback, unless people are told an address beyond this machine; then every interface. */
function hostFor(publicUrl) {
  const name = publicUrl && URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost';
  return ['localhost', '127.0.0.1', '[::1]'].includes(name) ? '127.0.0.1' : undefined;
}

async function appPorts() {
  const names = Object.keys(PROGRAMS);
  const ports = await freePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, ports[index]]));
}

const nodePlan = (name, root, env, port) => ({
  name,
  command: process.execPath,
  args: ['--enable-source-maps', ...(FLAGS[name] ?? []), join(root, 'dist', PROGRAMS[name], 'main.js')],
  cwd: root,
  env: environmentOf(name, env, port),
  graceMs: GRACE_MS[name] ?? 10_000,
  ready: async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok,
});
