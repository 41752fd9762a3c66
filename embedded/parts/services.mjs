/** What an office stands on: each service as the environment names it, or one of our own, with the row it has in the table. */
import { findPeppolRules } from './einvoice-rules.mjs';
import { planPart } from './plan.mjs';
import { PartMissing } from './routes.mjs';
import { openSecrets } from './secrets.mjs';

const DATABASE = 'office';
const NAMED = 'named by the environment';

/**
 * Slack, the mail service and the portal's secret. `names` are the local processes to start, `env` what everybody must
 * know of them.
 * @param {{ data: string, outside: { slack: boolean, mail: boolean } }} settings
 * @param {NodeJS.ProcessEnv} env as the user gave it
 * @param {Record<string, number>} ports of the office's processes
 * @returns {{ names: ('slack' | 'outbox')[], env: Record<string, string>, rows: { part: string, where: string, route: string }[] }}
 */
export function localServices({ data, outside }, env, ports) {
  const secrets = openSecrets(data);
  const origin = (name) => `http://127.0.0.1:${ports[name]}`;
  const portal = env.PORTAL_SECRET || env.PORTAL_SECRET_FILE ? {} : { PORTAL_SECRET: secrets.portalSecret };
  const slack = {
    SLACK_BOT_TOKEN: secrets.slackBotToken,
    SLACK_SIGNING_SECRET: secrets.slackSigningSecret,
    SLACK_API_URL: `${origin('slack')}/api/`,
    SLACK_REQUEST_URL: `${origin('slack-app')}/slack/events`,
  };
  const outbox = {
    SENDGRID_API_KEY: secrets.sendgridApiKey,
    SENDGRID_BASE_URL: origin('outbox'),
    SENDGRID_WEBHOOK_PUBLIC_KEY: secrets.webhookPublicKey,
    SENDGRID_WEBHOOK_PRIVATE_KEY: secrets.webhookPrivateKey,
    WEBHOOK_URL: `${origin('portal')}/webhooks/sendgrid`,
    OUTBOX_URL: origin('outbox'),
  };
  return {
    names: [...(outside.slack ? [] : ['slack']), ...(outside.mail ? [] : ['outbox'])],
    env: { ...portal, ...(outside.slack ? {} : slack), ...(outside.mail ? {} : outbox) },
    rows: [
      outside.slack
        ? { part: 'Slack', where: env.SLACK_API_URL || 'https://slack.com', route: NAMED }
        : { part: 'Slack', where: slack.SLACK_API_URL, route: 'local Slack, with the desk' },
      outside.mail
        ? { part: 'Mail', where: env.SENDGRID_BASE_URL || 'https://api.sendgrid.com', route: NAMED }
        : { part: 'Mail', where: outbox.SENDGRID_BASE_URL, route: 'local outbox' },
    ],
  };
}

/**
 * MongoDB, Temporal and Chromium. `plans` are the servers to start, `env` their addresses.
 * @param {object} settings as readSettings gives them
 * @param {NodeJS.ProcessEnv} env as the user gave it
 * @param {object} progress
 * @returns {Promise<{ plans: object[], env: Record<string, string>, rows: { part: string, where: string, route: string }[] }>}
 */
export async function planServers(settings, env, progress) {
  const options = { ...settings, progress, port: undefined, userInterface: 'on' };
  const chromium = await planPart('chromium', options);
  const result = { plans: [], env: { CHROMIUM_PATH: chromium.address }, rows: [] };
  if (settings.outside.mongo) result.rows.push({ part: 'MongoDB', where: 'MONGODB_URI', route: NAMED });
  else {
    const mongo = await planPart('mongo', options);
    result.plans.push(mongo);
    result.env.MONGODB_URI = mongo.address.replace('/?', `/${DATABASE}?`);
    result.rows.push({ part: 'MongoDB', where: result.env.MONGODB_URI, route: mongo.route });
  }
  if (settings.outside.temporal) result.rows.push({ part: 'Temporal', where: env.TEMPORAL_ADDRESS || 'TEMPORAL_ADDRESS_FILE', route: NAMED });
  else {
    const temporal = await planPart('temporal', options);
    result.plans.push(temporal);
    Object.assign(result.env, { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_UI_URL: temporal.pageAddress });
    result.rows.push({ part: 'Temporal', where: temporal.address, route: temporal.route });
    result.rows.push({ part: 'Temporal UI', where: temporal.pageAddress, route: 'comes with the server' });
  }
  result.rows.push({ part: 'Chromium', where: chromium.address, route: chromium.route });
  const { env: rulesEnv, row } = await peppolRules(settings, progress);
  return { ...result, env: { ...result.env, ...rulesEnv }, rows: [...result.rows, row] };
}

/** An office without Peppol's rules works; it only refuses to issue by them, and says so here and in its log. */
async function peppolRules({ cache, peppolRules: named }, progress) {
  try {
    const { path, route } = await findPeppolRules({ cache, progress, named });
    return { env: { PEPPOL_RULES: path }, row: { part: 'Peppol’s rules', where: path, route } };
  } catch (error) {
    if (!(error instanceof PartMissing)) throw error;
    progress.note(`  ${error.message.replaceAll('\n', '\n  ')}`);
    return { env: {}, row: { part: 'Peppol’s rules', where: 'missing', route: 'nothing can be issued by them' } };
  }
}
