/**
 * `node dist/embedded/outbox/main.js`: the mail outbox as a process of its own.
 * Reads PORT, OFFICE_DATA, SENDGRID_API_KEY, WEBHOOK_URL (the office's POST /webhooks/sendgrid; unset for none) and
 * SENDGRID_WEBHOOK_PRIVATE_KEY (base64 DER, PKCS #8, P-256; unset to post unsigned).
 */
import { resolve } from 'node:path';
import { env } from 'node:process';
import { type OutboxSettings, startOutbox } from './server';
import { EnvironmentFaults } from '../../config/env';
import { createLogger, type Log } from '../../config/logger';
import { isHttpUrl, isOneWord, isPort, Source, type Variables } from '../../config/variables';

/** The settings of the process. Throws EnvironmentFaults with every fault at once. */
export function readSettings(variables: Variables): OutboxSettings {
  const source = new Source(variables);
  const settings: OutboxSettings = {
    port: Number(source.need('PORT', 'the port to serve on; 0 takes a free one', isPort)),
    dataFolder: resolve(source.need('OFFICE_DATA', 'the folder of the embedded parts', () => undefined)),
    apiKey: source.need('SENDGRID_API_KEY', 'the key the office sends with', isOneWord),
    webhookUrl: source.take('WEBHOOK_URL', "the office's POST /webhooks/sendgrid", isHttpUrl) ?? '',
    webhookKey: source.take('SENDGRID_WEBHOOK_PRIVATE_KEY', 'an ECDSA P-256 key, base64 DER (PKCS #8)', isOneWord) ?? '',
  };
  if (source.faults.length > 0) throw new EnvironmentFaults(source.faults);
  return settings;
}

/** Runs until SIGTERM or SIGINT. The log line “the mail outbox is up” carries `listening`, its origin. */
async function main(log: Log): Promise<void> {
  const server = await startOutbox(readSettings(env), (error) => log.error({ err: error }, 'a request failed'));
  log.info({ listening: server.origin }, 'the mail outbox is up');
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (require.main === module) {
  const log = createLogger('outbox');
  main(log).catch((error: unknown) => {
    log.fatal({ err: error }, 'the mail outbox cannot start');
    process.exitCode = 1;
  });
}
