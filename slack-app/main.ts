/** The Slack app's process: reads the environment, serves Slack, and leaves nobody without an answer when asked to stop. */
import { once } from 'node:events';
import { readEnvironment } from '../config/env';
import { createLogger } from '../config/logger';
import { startSlackApp } from './slack-app';

async function run(): Promise<void> {
  const env = readEnvironment('slack-app');
  const log = createLogger('slack-app', env.logLevel);
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const app = await startSlackApp(env, log);
  log.info({ port: app.port }, 'The Slack app runs.');
  await stopped;
  await app.close();
  log.info('The Slack app has stopped.');
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
