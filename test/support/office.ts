/**
 * A whole office for a test: its own database and Temporal namespace on the servers that the environment names, local Slack and
 * outbox in fresh folders, and the real worker, bundled from the sources. `door` is the office's own door to its workflows.
 */
import { randomUUID } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, Runtime } from '@temporalio/worker';
import { createLogger } from '../../config/logger';
import type { Environment } from '../../config/env';
import type { Store } from '../../store/store';
import { startWorker, type OfficeWorker } from '../../worker/office-worker';
import { openDoor, type Door } from '../../workflows/contracts/door';
import { BOT_TOKEN, PORTAL_SECRET, SENDGRID_KEY, SIGNING_SECRET, startTestOutbox, startTestSlack, temporaryFolder, webhookKeys } from './embedded-servers';
import { PATIENCE_MS } from './desk-door';
import { openOutbox, type OutboxReader } from './outbox-reader';
import { openDesk, type Desk } from './person';
import { openTestStore } from './store';

const ROOT = join(__dirname, '..', '..');
/** Long enough that no test depends on it, short enough that a hidden wait shows. */
const NAMESPACE_RETENTION_S = 3 * 24 * 3600;

export type TestOffice = {
  store: Store; door: Door; temporal: Client; desk: Desk; outbox: OutboxReader; configFolder: string; namespace: string; mongoUri: string;
  env: Environment<'worker'>; slackSigningSecret: string; webhook: { publicKey: string; privateKey: string }; folder: string;
  startWorker(): Promise<OfficeWorker>; worker: OfficeWorker; close(): Promise<void>;
};

let bundled: Promise<{ code: string }> | undefined;
/** The workflows' code, bundled once a test file. */
export const workflowCode = (): Promise<{ code: string }> => (bundled ??= bundleWorkflowCode({ workflowsPath: join(ROOT, 'workflows', 'index.ts'), logger: silent() }));

const silent = () => {
  const quiet = () => undefined;
  return { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: (message: string) => process.stderr.write(`${message}\n`) };
};

function named(name: 'MONGODB_URI' | 'TEMPORAL_ADDRESS' | 'CHROMIUM_PATH' | 'TIME_SKIPPING_SERVER'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm test.`);
  return value;
}

/** A Temporal server of a test's own that skips time while it is told to sleep; its one namespace is `default`. */
export const openTime = (): Promise<TestWorkflowEnvironment> =>
  TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path: named('TIME_SKIPPING_SERVER') } } });

/** A namespace of its own on the server, known to all its parts before anybody uses it. */
export async function openNamespace(connection: Connection): Promise<string> {
  const namespace = `test-${randomUUID().slice(0, 13)}`;
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: NAMESPACE_RETENTION_S as never } });
  for (;;) {
    try {
      await new Client({ connection, namespace }).workflow.getHandle('nobody').describe();
    } catch (error) {
      if ((error as Error).name === 'WorkflowNotFoundError') return namespace;
      await new Promise((resolve) => setTimeout(resolve, 100)); // Not known everywhere yet.
    }
  }
}

/**
 * `address` names another Temporal server than the environment does; one without namespaces of its own serves in `default`.
 * `files` are texts that take the place of the shipped rule files, by their names.
 */
export async function openOffice({ address, namespace: given, files = {} }: { address?: string; namespace?: string; files?: Record<string, string> } = {}): Promise<TestOffice> {
  try {
    Runtime.install({ logger: { ...silent() } as never, telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } }, shutdownSignals: [] });
  } catch {
    // Installed by an earlier office of this test file.
  }
  const folder = temporaryFolder('office-test-');
  const configFolder = join(folder.path, 'config');
  cpSync(join(ROOT, 'config'), configFolder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(configFolder, name), text);
  const { store, uri, close: closeStore } = await openTestStore();
  const webhook = webhookKeys();
  const slack = await startTestSlack(folder.path);
  const outboxServer = await startTestOutbox(folder.path, { webhookKey: webhook.privateKey });
  const temporalAddress = address ?? named('TEMPORAL_ADDRESS');
  const connection = await Connection.connect({ address: temporalAddress, connectTimeout: '2 minutes' });
  const namespace = given ?? (await openNamespace(connection));
  const temporal = new Client({ connection, namespace });
  const env: Environment<'worker'> = {
    host: '127.0.0.1', port: 0, publicUrl: 'https://office.test', logLevel: 'silent', configFolder, mongoUri: uri, temporal: { address: temporalAddress, namespace },
    slack: { botToken: BOT_TOKEN, apiUrl: `${slack.origin}/api/` }, sendgrid: { apiKey: SENDGRID_KEY, baseUrl: outboxServer.origin }, portalSecret: PORTAL_SECRET, chromiumPath: named('CHROMIUM_PATH'),
  };
  const log = createLogger('test', process.env.OFFICE_TEST_LOG === 'on' ? 'info' : 'silent');
  const start = async (): Promise<OfficeWorker> => startWorker(env, log, await workflowCode());
  const office = {
    store, door: openDoor(temporal, PATIENCE_MS), temporal, desk: openDesk(slack.origin), outbox: openOutbox(outboxServer.origin), configFolder, namespace,
    mongoUri: uri, env, slackSigningSecret: SIGNING_SECRET, webhook, folder: folder.path, startWorker: start, worker: await start(),
    async close() {
      office.worker.stop();
      await office.worker.stopped;
      await Promise.allSettled([slack.close(), outboxServer.close(), connection.close()]);
      await closeStore();
      folder.remove();
    },
  };
  return office;
}
