/** The worker: runs workflows and activities, answers /healthz, and leaves nothing half done when it is asked to stop. */
import { createServer, type Server } from 'node:http';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { Connection } from '@temporalio/client';
import { seedClients } from '../activities/client';
import { openPrinter } from '../activities/gateways/chromium';
import { openBook } from '../config/book';
import { readEnvironment } from '../config/env';
import { createLogger } from '../config/logger';
import { connectStore, storeAnswers } from '../store/connection';
import { openStore } from '../store/store';
import { OFFICE_QUEUE, PRINTING_QUEUE } from '../workflows/contracts/office';
import { connectionOptions } from '../workflows/contracts/connection';
import { BUNDLE } from './bundle';
import { beating } from './heartbeats';
import { temporalLogger } from './logging';
import { prepareNamespace } from './namespace';
import { refusalsAreFinal } from './refusals';
import { wireActivities } from './wiring';

/** Running work gets this long to finish before a stop; docker-compose waits longer. */
const GRACE = '30 seconds' as const;
/** About 0.3 MiB each (measured); beyond it the coldest are dropped and read again when they wake. */
const CACHED_WORKFLOWS = 1_000;

async function run(): Promise<void> {
  const env = readEnvironment('worker');
  const log = createLogger('worker', env.logLevel);
  Runtime.install({ logger: temporalLogger(log), telemetryOptions: { logging: { forward: {}, filter: 'WARN' } }, shutdownSignals: [] });
  const book = openBook(env.configFolder, log);
  const database = await connectStore(env.mongoUri);
  const store = openStore(database);
  await store.ready();
  await seedClients(store.clients, book, new Date().toISOString());
  const printer = await openPrinter({ executablePath: env.chromiumPath, log });
  const connection = await NativeConnection.connect(connectionOptions(env.temporal));
  const asking = await Connection.connect(connectionOptions(env.temporal));
  const searchable = await prepareNamespace(asking, env.temporal.namespace, log);
  const { office, printing } = wireActivities({ env, book, store, printer, searchable, log });

  const common = {
    connection, namespace: env.temporal.namespace, shutdownGraceTime: GRACE,
    interceptors: { activity: [() => ({ inbound: refusalsAreFinal }), () => ({ inbound: beating })] },
  };
  const worker = await Worker.create({
    ...common, taskQueue: OFFICE_QUEUE, activities: office, workflowBundle: { codePath: BUNDLE }, maxCachedWorkflows: CACHED_WORKFLOWS,
    workflowTaskPollerBehavior: { type: 'autoscaling' }, activityTaskPollerBehavior: { type: 'autoscaling' },
  });
  const printers = await Worker.create({ ...common, taskQueue: PRINTING_QUEUE, activities: printing, maxConcurrentActivityTaskExecutions: 2 });

  const running = Promise.all([worker.run(), printers.run()]);
  const health = serveHealth(env.port, async () => ({
    mongodb: await storeAnswers(database), temporal: await temporalAnswers(asking), chromium: await printer.healthy(),
    worker: worker.getState() === 'RUNNING' && printers.getState() === 'RUNNING',
  }));
  const stop = (): void => {
    for (const each of [worker, printers]) if (each.getState() === 'RUNNING') each.shutdown();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  log.info({ port: env.port }, 'The worker runs.');
  await running;
  health.close();
  await Promise.allSettled([printer.close(), database.close(), asking.close(), connection.close()]);
  log.info('The worker has stopped.');
}

const temporalAnswers = async (connection: Connection): Promise<boolean> => {
  await connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.getSystemInfo({}));
  return true;
};

/** GET /healthz: 200 when every part answers, else 503 with the parts that do not. */
function serveHealth(port: number, ask: () => Promise<Record<string, boolean>>): Server {
  return createServer((request, response) => {
    if (request.url !== '/healthz') return void response.writeHead(404).end();
    const answered = ask().catch((error: Error) => ({ worker: false, reason: error.message }));
    void answered.then((parts) => {
      const well = Object.values(parts).every((part) => part === true);
      response.writeHead(well ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(parts));
    });
  }).listen(port, '127.0.0.1');
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
  process.exit();
});
