/**
 * An office for tests of crashes: its worker and Slack app are processes, everything else may be too. It has its own database and namespace on the
 * servers it is given, and a door through which people act.
 */
import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { connectStore } from '../../store/connection';
import { openStore, type Store } from '../../store/store';
import { openDoor, type Door } from '../../workflows/contracts/door';
import { ensureBuilt, startProgram, type Program } from './crash-program';
import { BOT_TOKEN, PORTAL_SECRET, SENDGRID_KEY, SIGNING_SECRET, startTestOutbox, startTestSlack, temporaryFolder } from './embedded-servers';
import { openNamespace } from './office';
import { openOutbox, type OutboxReader } from './outbox-reader';
import { openDesk, type Desk } from './person';
import { ROOT } from './sources';
import { patientUri } from './store';

/** Where the office's parts are: `mongoUri` names the database; Slack and outbox by their origins. */
export type Surroundings = { mongoUri: string; temporalAddress: string; slack: string; outbox: string };

export type CrashOffice = {
  store: Store; door: Door; temporal: Client; desk: Desk; outbox: OutboxReader; namespace: string; configFolder: string; folder: string;
  surroundings: Surroundings;
  /** Starts a worker; `CRASH_AT` and other variables may be given. */
  startWorker(more?: Record<string, string>): Promise<Program>;
  /** Starts a Slack app on that port; Slack has to be aimed at it. */
  startSlackApp(port: number): Promise<Program>;
  close(): Promise<void>;
};

/** A crash office with a Slack and an outbox of its own, which keep their data in `folder`; on the tests' servers unless others are named. */
export async function openChatCrashOffice(folder: string, servers = testServers()): Promise<CrashOffice> {
  await ensureBuilt();
  const [slack, outbox] = await Promise.all([startTestSlack(folder), startTestOutbox(folder)]);
  const office = await openCrashOffice({ ...servers, slack: slack.origin, outbox: outbox.origin });
  return {
    ...office,
    async close() {
      await office.close();
      await Promise.all([slack.close(), outbox.close()]);
    },
  };
}

const testServers = (): Pick<Surroundings, 'mongoUri' | 'temporalAddress'> =>
  ({ mongoUri: patientUri(process.env.MONGODB_URI ?? '', `test-${randomUUID().slice(0, 13)}`), temporalAddress: process.env.TEMPORAL_ADDRESS ?? '' });

export async function openCrashOffice(surroundings: Surroundings): Promise<CrashOffice> {
  const { mongoUri, temporalAddress, slack, outbox } = surroundings;
  const folder = temporaryFolder('office-crash-');
  const configFolder = join(folder.path, 'config');
  cpSync(join(ROOT, 'config'), configFolder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const database = await connectStore(mongoUri);
  const connection = await Connection.connect({ address: temporalAddress, connectTimeout: '2 minutes' });
  const namespace = await openNamespace(connection);
  const temporal = new Client({ connection, namespace });
  const running = new Set<Program>();
  const env = {
    PUBLIC_URL: 'http://127.0.0.1', LOG_LEVEL: 'info', OFFICE_CONFIG: configFolder, MONGODB_URI: mongoUri, TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: namespace,
    SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_API_URL: `${slack}/api/`, SENDGRID_API_KEY: SENDGRID_KEY, SENDGRID_BASE_URL: outbox, PORTAL_SECRET, CHROMIUM_PATH: process.env.CHROMIUM_PATH ?? '',
  };
  const start = async (name: 'worker' | 'slack-app', more: Record<string, string>): Promise<Program> => {
    const program = await startProgram(name, { ...env, ...more });
    running.add(program);
    void program.died.then(() => running.delete(program));
    return program;
  };
  const store = openStore(database);
  await store.ready();
  return {
    store, door: openDoor(temporal), temporal, desk: openDesk(slack), outbox: openOutbox(outbox), namespace, configFolder, folder: folder.path, surroundings,
    startWorker: (more = {}) => start('worker', { PORT: '0', ...more }),
    startSlackApp: (port) => start('slack-app', { PORT: String(port), SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    async close() {
      await Promise.all([...running].map((program) => program.kill()));
      await database.dropDatabase();
      await Promise.all([database.close(), connection.close()]);
      folder.remove();
    },
  };
}
