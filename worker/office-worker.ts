/** One worker of the office: both task queues over one set of parts, startable by main.ts, by tests and by benches. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { seedClients } from '../activities/client';
import { actOfOffice } from '../activities/issue';
import { seedPolicy } from '../activities/policy';
import { openPrinter } from '../activities/gateways/chromium';
import { openBook } from '../config/book';
import type { Environment } from '../config/env';
import type { Log } from '../config/logger';
import { connectStore, storeAnswers } from '../store/connection';
import { submittedInvoices, undoneQueries } from '../store/queries/undone';
import { openStore } from '../store/store';
import { connectionOptions } from '../workflows/contracts/connection';
import { openDoor } from '../workflows/contracts/door';
import { OFFICE_QUEUE, PRINTING_QUEUE } from '../workflows/contracts/office';
import { keepDigest } from './digest';
import { planCrash } from './faults';
import { prepareNamespace } from './namespace';
import { officeOptions, sharedOptions } from './options';
import { keepSeated } from './seats';
import { keepAwake } from './wake';
import { watchFiles, watchPolicy } from './watch';
import { wireActivities } from './wiring';

/** Each waits for one of Chromium's two pages and then for the mail provider: while two print, two are handed over. */
const PRINTS_AT_ONCE = 4;

/** `health` answers each part by name; `stop` lets running work finish; `stopped` resolves when everything is closed. */
export type OfficeWorker = { health(): Promise<Record<string, boolean>>; stop(): void; stopped: Promise<void> };

/** Starts both workers. `bundle` is the workflows' code: the file built for production, or code bundled by a test. */
export async function startWorker(env: Environment<'worker'>, log: Log, bundle: NonNullable<WorkerOptions['workflowBundle']>): Promise<OfficeWorker> {
  const book = openBook(env.configFolder, log, env);
  for (const sentence of book.eInvoiceRules.missing) log.warn(sentence);
  const database = await connectStore(env.mongoUri);
  const crash = env.crashAt === undefined ? undefined : planCrash(env.crashAt, log);
  const store = crash ? crash.watched(openStore(database)) : openStore(database);
  await store.ready();
  await seedClients(store.clients, book, new Date().toISOString());
  await seedPolicy(store.policies, book, new Date().toISOString());
  await store.absences.seed(actOfOffice('first absences', new Date().toISOString()));
  const printer = await openPrinter({ executablePath: env.chromiumPath, log });
  const { namespace } = env.temporal;
  const connection = await NativeConnection.connect(connectionOptions(env.temporal));
  const asking = await Connection.connect(connectionOptions(env.temporal));
  const searchable = await prepareNamespace(asking, namespace, log);
  const { office, printing, slack } = wireActivities({ env, book, store, printer, searchable, log });

  const shared = sharedOptions({ connection, namespace }, crash ? [crash.activities] : []);
  const worker = await Worker.create({ ...shared, ...officeOptions, taskQueue: OFFICE_QUEUE, activities: office, workflowBundle: bundle });
  const printers = await Worker.create({ ...shared, taskQueue: PRINTING_QUEUE, activities: printing, maxConcurrentActivityTaskExecutions: PRINTS_AT_ONCE });

  const door = openDoor(new Client({ connection: asking, namespace }));
  const looking = [
    watchPolicy({ book, door, activeHash: store.policies.activeHash, log }),
    watchFiles({ book, door, hasFaultyFiles: store.policies.hasFaultyFiles, log }),
    keepAwake({ door, ...undoneQueries(store.invoices, store.estimates, store.creditNotes), log }),
    keepDigest({ book, door, log }),
    keepSeated({ book, door, absences: store.absences, submitted: submittedInvoices(store.invoices), inactive: slack.inactive, log }),
  ];

  const close = async (): Promise<void> => {
    for (const stop of looking) stop();
    await Promise.allSettled([printer.close(), database.close(), asking.close()]);
    await connection.close();
  };
  return {
    stopped: Promise.all([worker.run(), printers.run()]).then(close),
    stop: () => {
      for (const each of [worker, printers]) if (each.getState() === 'RUNNING') each.shutdown();
    },
    health: async () => ({
      mongodb: await storeAnswers(database), temporal: await temporalAnswers(asking), chromium: await printer.healthy(),
      worker: worker.getState() === 'RUNNING' && printers.getState() === 'RUNNING',
    }),
  };
}

const temporalAnswers = async (connection: Connection): Promise<boolean> => {
  await connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.getSystemInfo({}));
  return true;
};
