/** What the starter itself reads from the environment, with its faults; the app's processes check the rest (config/env.ts). */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

const DEFAULT_PORT = 3000;

/**
 * Reads the starter's settings. Empty variables count as unset.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ root: string, data: string, cache: string, port: number, publicUrl?: string, namespace: string,
 *   chromiumPath?: string, timeSkippingServer?: string, peppolRules?: string, outside: Record<'mongo' | 'temporal' | 'slack' | 'mail', boolean>,
 *   faults: string[] }} `outside` tells which parts the environment names, so that they are not started here
 */
export function readSettings(env) {
  const named = (...names) => names.some((name) => Boolean(env[name]) || Boolean(env[`${name}_FILE`]));
  const faults = [];
  const data = resolve(env.OFFICE_DATA || join(ROOT, '.office'));
  const cache = resolve(env.OFFICE_CACHE || join(homedir(), '.cache', 'invoice-office'));
  for (const [name, folder] of [['OFFICE_DATA', data], ['OFFICE_CACHE', cache]]) {
    const fault = writableFault(folder);
    if (fault) faults.push(`${name}: ${folder} cannot be written (${fault}). Remedy: name a folder that this user may write.`);
  }
  const port = env.PORT ? Number(env.PORT) : DEFAULT_PORT;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    faults.push(`PORT: it is no port number. Remedy: set it to a whole number from 0 (any free port) to 65535.`);
  }
  return {
    root: ROOT,
    data,
    cache,
    port,
    publicUrl: env.PUBLIC_URL || undefined,
    namespace: env.TEMPORAL_NAMESPACE || 'default',
    chromiumPath: env.CHROMIUM_PATH || undefined,
    timeSkippingServer: env.TIME_SKIPPING_SERVER || undefined,
    peppolRules: env.PEPPOL_RULES || undefined,
    outside: {
      mongo: named('MONGODB_URI'),
      temporal: named('TEMPORAL_ADDRESS'),
      slack: named('SLACK_BOT_TOKEN', 'SLACK_API_URL'),
      mail: named('SENDGRID_API_KEY', 'SENDGRID_BASE_URL'),
    },
    faults,
  };
}

function writableFault(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return error.code ?? error.message;
  }
}
