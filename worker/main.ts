/** The worker's process: reads the environment, serves /healthz, and leaves nothing half done when it is asked to stop. */
import { createServer, type Server } from 'node:http';
import { Runtime } from '@temporalio/worker';
import { readEnvironment } from '../config/env';
import { createLogger } from '../config/logger';
import { BUNDLE } from './bundle';
import { temporalLogger } from './logging';
import { startWorker } from './office-worker';

async function run(): Promise<void> {
  const env = readEnvironment('worker');
  const log = createLogger('worker', env.logLevel);
  Runtime.install({ logger: temporalLogger(log), telemetryOptions: { logging: { forward: {}, filter: 'WARN' } }, shutdownSignals: [] });
  const worker = await startWorker(env, log, { codePath: BUNDLE });
  const health = serveHealth(env, worker.health);
  process.once('SIGTERM', worker.stop).once('SIGINT', worker.stop);
  log.info({ port: env.port }, 'The worker runs.');
  await worker.stopped;
  health.close();
  log.info('The worker has stopped.');
}

/** GET /healthz: 200 when every part answers, else 503 with the parts that do not. */
function serveHealth({ host, port }: { host: string; port: number }, ask: () => Promise<Record<string, boolean>>): Server {
  return createServer((request, response) => {
    if (request.url !== '/healthz') return void response.writeHead(404).end();
    const answered = ask().catch((error: Error) => ({ worker: false, reason: error.message }));
    void answered.then((parts) => {
      const well = Object.values(parts).every((part) => part === true);
      response.writeHead(well ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(parts));
    });
  }).listen(port, host);
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
