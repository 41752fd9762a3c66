/** The environment of each process: every fault listed before anything starts, and nobody's secret given to another. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** The office's own processes. */
export const APPS = ['worker', 'slack-app', 'portal'];

/** Which process is given which secret; one that is broken into gives away only its own. */
const SECRETS_OF = {
  worker: ['SLACK_BOT_TOKEN', 'SENDGRID_API_KEY', 'PORTAL_SECRET', 'TEMPORAL_API_KEY', 'MONGODB_URI'],
  'slack-app': ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'TEMPORAL_API_KEY', 'MONGODB_URI'],
  portal: ['PORTAL_SECRET', 'SENDGRID_WEBHOOK_PUBLIC_KEY', 'TEMPORAL_API_KEY', 'MONGODB_URI'],
  slack: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'],
  outbox: ['SENDGRID_API_KEY', 'SENDGRID_WEBHOOK_PRIVATE_KEY'],
};
const SECRETS = [...new Set(Object.values(SECRETS_OF).flat())];

/** Stand for parts that will be started here, while the rest of the environment is checked. */
const STAND_INS = { MONGODB_URI: 'mongodb://127.0.0.1/office', TEMPORAL_ADDRESS: '127.0.0.1:7233', CHROMIUM_PATH: process.execPath };

/** The environment is wrong; the message lists every fault with its remedy. */
export class EnvironmentFaults extends Error {
  /** @param {readonly string[]} faults */
  constructor(faults) {
    super(['The environment has faults:', ...faults.map((fault) => `  - ${fault}`)].join('\n'));
    this.name = 'EnvironmentFaults';
  }
}

/**
 * Throws EnvironmentFaults when the starter or any process of the office would find fault with the environment.
 * @param {{ root: string, faults: readonly string[] }} settings whose `faults` are the starter's own
 * @param {NodeJS.ProcessEnv} env with what is served locally already filled in
 */
export async function refuseFaults({ root, faults }, env) {
  const standing = { ...env, PORT: '3000' }; // Each process will get a port of its own.
  for (const [name, value] of Object.entries(STAND_INS)) {
    if (!env[name] && !env[`${name}_FILE`]) standing[name] = value;
  }
  const program = join(root, 'dist', 'config', 'env.js');
  const found = await new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...APPS], { env: standing }, (error, _stdout, stderr) => {
      if (error && error.code !== 1) return reject(error);
      resolve(stderr.split('\n').filter((line) => line.trim() !== ''));
    });
  });
  const all = [...new Set([...faults, ...found])];
  if (all.length > 0) throw new EnvironmentFaults(all);
}

/**
 * One process's environment: all of it but the other processes' secrets, and its own PORT.
 * @param {keyof typeof SECRETS_OF} name
 * @param {NodeJS.ProcessEnv} env
 * @param {number} port
 */
export function environmentOf(name, env, port) {
  const hidden = SECRETS.filter((secret) => !SECRETS_OF[name].includes(secret)).flatMap((secret) => [secret, `${secret}_FILE`]);
  const own = Object.entries(env).filter(([variable, value]) => value !== undefined && !hidden.includes(variable));
  return { ...Object.fromEntries(own), PORT: String(port) };
}
