/**
 * `node dist/embedded/slack/main.js`: the local Slack and its desk as a process of their own.
 * Reads PORT, OFFICE_DATA, OFFICE_CONFIG, PUBLIC_URL, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_REQUEST_URL (the office's
 * POST /slack/events), OUTBOX_URL (the mail outbox, if it runs), TEMPORAL_UI_URL (if there is one) and LOG_LEVEL.
 */
import { resolve } from 'node:path';
import { env } from 'node:process';
import { readManifest } from './directory';
import { startLocalSlack } from './server';
import type { SlackSettings } from './slack';
import { EnvironmentFaults, shippedConfig } from '../../config/env';
import { createLogger, type Log } from '../../config/logger';
import { isFolder, isHttpUrl, isOneWord, isPort, isPublicUrl, Source, type Variables } from '../../config/variables';
import { projectRoot } from '../desk/page';

/** docs.slack.dev/interactivity/handling-user-interaction: "within 3 seconds". */
const SLACK_PATIENCE_MS = 3_000;

/** The settings of the process. Throws EnvironmentFaults with every fault at once. */
export function readSettings(variables: Variables): SlackSettings {
  const source = new Source(variables);
  const url = (name: string, what: string) => (source.take(name, what, isHttpUrl) ?? '').replace(/\/+$/, '');
  const settings: SlackSettings = {
    port: Number(source.need('PORT', 'the port to serve on; 0 takes a free one', isPort)),
    dataFolder: resolve(source.need('OFFICE_DATA', 'the folder of the embedded parts', () => undefined)),
    configFolder: resolve(source.take('OFFICE_CONFIG', 'a folder with office.yaml', isFolder) ?? shippedConfig()),
    manifest: readManifest(projectRoot()),
    token: source.need('SLACK_BOT_TOKEN', 'the token the office calls with', isOneWord),
    signingSecret: source.need('SLACK_SIGNING_SECRET', 'the secret the office checks signatures with', isOneWord),
    requestUrl: url('SLACK_REQUEST_URL', "the office's POST /slack/events"),
    publicUrl: source.take('PUBLIC_URL', 'the address people open the desk under', isPublicUrl) ?? '',
    outboxUrl: url('OUTBOX_URL', "the mail outbox's address"),
    temporalUrl: url('TEMPORAL_UI_URL', "Temporal's own pages"),
    patienceMs: SLACK_PATIENCE_MS,
  };
  if (source.faults.length > 0) throw new EnvironmentFaults(source.faults);
  return settings;
}

/** Runs until SIGTERM or SIGINT. The log line “the local Slack is up” carries `listening`, its origin. */
async function main(log: Log): Promise<void> {
  const server = await startLocalSlack(readSettings(env), (error) => log.error({ err: error }, 'a request failed'));
  log.info({ listening: server.origin, desk: `${server.origin}/desk` }, 'the local Slack is up');
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  const log = createLogger('local-slack');
  main(log).catch((error: unknown) => {
    log.fatal({ err: error }, 'the local Slack cannot start');
    process.exitCode = 1;
  });
}
