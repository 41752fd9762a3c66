/** The worker of the yardstick: a process like the office's, with the same options, for one workflow and one activity that does nothing. */
import { parseArgs } from 'node:util';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createLogger } from '../../config/logger';
import { temporalLogger } from '../../worker/logging';
import { BARE_QUEUE } from './workflow';
import { officeOptions, sharedOptions } from '../../worker/options';

const activities = { nothing: async (): Promise<void> => {} };
export type BareActivities = typeof activities;

const text = { type: 'string', default: '' } as const;

async function run(): Promise<void> {
  const { values: { temporal, namespace, bundle } } = parseArgs({ options: { temporal: text, namespace: text, bundle: text } });
  const log = createLogger('bare-worker');
  Runtime.install({ logger: temporalLogger(log), telemetryOptions: { logging: { forward: {}, filter: 'WARN' } }, shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: temporal });
  const worker = await Worker.create({ ...sharedOptions({ connection, namespace }), ...officeOptions, taskQueue: BARE_QUEUE, activities, workflowBundle: { codePath: bundle } });
  process.once('SIGTERM', () => worker.shutdown()).once('SIGINT', () => worker.shutdown());
  log.info('The worker runs.');
  await worker.run();
  await connection.close();
}

if (require.main === module) {
  run().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
