/** The Slack app over its parts: startable by main.ts, by tests and by benches. */
import { Client, Connection } from '@temporalio/client';
import { openBook } from '../config/book';
import type { Environment } from '../config/env';
import type { Log } from '../config/logger';
import { openPolicies } from '../config/policy/active';
import { connectReading } from '../store/queries/reading';
import { connectionOptions } from '../workflows/contracts/connection';
import { openDoor } from '../workflows/contracts/door';
import { interactiveClient, openApp } from './app';
import { healthDoor } from './health';
import { openDirectory } from './identity';
import { httpDoor, socketDoor } from './receiver';

/** `port` is the one it listens on. `close` lets what was begun be done and answered. */
export type SlackApp = { port: number; close(): Promise<void> };

/** What is still being done at a stop gets this long. */
const GRACE_MS = 10_000;
const TEMPORAL_PATIENCE_MS = 2_000;

export async function startSlackApp({ host, port, slack: settings, configFolder, mongoUri, temporal, peppolRules }: Environment<'slack-app'>, log: Log): Promise<SlackApp> {
  const book = openBook(configFolder, log, { peppolRules });
  const reading = await connectReading(mongoUri);
  const connection = Connection.lazy(connectionOptions(temporal));
  const door = openDoor(new Client({ connection, namespace: temporal.namespace }));
  const slack = interactiveClient(settings, log);
  const policies = openPolicies(reading.policies, () => book.current().approvals);
  const directory = openDirectory(slack, book, policies);
  const health = healthDoor({
    slack: () => slack.auth.test(), mongodb: () => reading.answers(),
    temporal: () => connection.withDeadline(Date.now() + TEMPORAL_PATIENCE_MS, () => connection.workflowService.getSystemInfo({})),
  });
  const { appToken, apiUrl, signingSecret = '' } = settings;
  const entrance = appToken ? socketDoor({ appToken, apiUrl }, { host, port }, health, log) : httpDoor({ signingSecret }, { host, port }, health, log);
  const { feedback } = openApp({ door, reading, policies, book, slack, directory, log }, entrance.receiver, settings.botToken);
  directory.team().catch((error: unknown) => log.warn({ err: error }, 'Slack does not answer yet.')); // Asked now, so that no deed has to wait for it.
  return {
    port: await entrance.listen(),
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, GRACE_MS).unref());
      await Promise.race([Promise.all([entrance.close(), feedback.settled()]), late]);
      await Promise.allSettled([reading.close(), connection.close()]);
    },
  };
}
