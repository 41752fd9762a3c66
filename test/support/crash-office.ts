/**
 * An office for tests of crashes: its worker is a process, everything else may be too. It has its own database and namespace on the
 * servers it is given, and a door through which people act.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { connectStore } from '../../store/connection';
import { openStore, type Store } from '../../store/store';
import { openDoor, type Door } from '../../workflows/contracts/door';
import { startWorkerProcess, type WorkerProcess } from './crash-worker';
import { BOT_TOKEN, SENDGRID_KEY, temporaryFolder } from './embedded-servers';
import { openNamespace } from './office';
import { openOutbox, type OutboxReader } from './outbox-reader';
import { openDesk, type Desk } from './person';
import { ROOT } from './sources';

/** Where the office's parts are: `mongoUri` names the database; Slack and outbox by their origins. */
export type Surroundings = { mongoUri: string; temporalAddress: string; slack: string; outbox: string };

export type CrashOffice = {
  store: Store; door: Door; temporal: Client; desk: Desk; outbox: OutboxReader; namespace: string; configFolder: string; folder: string;
  surroundings: Surroundings;
  /** Starts a worker; `CRASH_AT` and other variables may be given. */
  startWorker(more?: Record<string, string>): Promise<WorkerProcess>;
  close(): Promise<void>;
};

export async function openCrashOffice(surroundings: Surroundings): Promise<CrashOffice> {
  const { mongoUri, temporalAddress, slack, outbox } = surroundings;
  const folder = temporaryFolder('office-crash-');
  const configFolder = join(folder.path, 'config');
  cpSync(join(ROOT, 'config'), configFolder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const database = await connectStore(mongoUri);
  const connection = await Connection.connect({ address: temporalAddress });
  const namespace = await openNamespace(connection);
  const temporal = new Client({ connection, namespace });
  const workers = new Set<WorkerProcess>();
  const env = {
    PUBLIC_URL: 'http://127.0.0.1', LOG_LEVEL: 'info', OFFICE_CONFIG: configFolder, MONGODB_URI: mongoUri, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespace,
    SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_API_URL: `${slack}/api/`, SENDGRID_API_KEY: SENDGRID_KEY, SENDGRID_BASE_URL: outbox, CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? '',
  };
  const store = openStore(database);
  await store.ready();
  return {
    store, door: openDoor(temporal), temporal, desk: openDesk(slack), outbox: openOutbox(outbox), namespace, configFolder, folder: folder.path, surroundings,
    async startWorker(more = {}) {
      const worker = await startWorkerProcess({ ...env, PORT: '0', ...more });
      workers.add(worker);
      void worker.died.then(() => workers.delete(worker));
      return worker;
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.kill()));
      await database.dropDatabase();
      await Promise.all([database.close(), connection.close()]);
      folder.remove();
    },
  };
}
