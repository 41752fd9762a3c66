/** The portal's process: reads the environment, serves clients and webhooks, and leaves nobody without an answer when asked to stop. */
import { once } from 'node:events';
import { readEnvironment } from '../config/env';
import { createLogger } from '../config/logger';
import { startPortal } from './portal';

async function run(): Promise<void> {
  const env = readEnvironment('portal');
  const log = createLogger('portal', env.logLevel);
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const portal = await startPortal(env, log);
  log.info({ port: portal.port }, 'The portal runs.');
  await stopped;
  await portal.close();
  log.info('The portal has stopped.');
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
