/** Starts the local Slack and the outbox in this process, on free ports and fresh folders, for tests that bring no others. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outbox, startOutbox } from '../../embedded/outbox/server';
import { type LocalSlack, startLocalSlack } from '../../embedded/slack/server';
import type { SlackSettings } from '../../embedded/slack/slack';

export const BOT_TOKEN = 'xoxb-local-test';
export const SIGNING_SECRET = 'local-signing-secret';
export const SENDGRID_KEY = 'SG.local-test';
export const PORTAL_SECRET = 'portal-secret-of-the-tests-0123456789';

/** A folder that `remove` takes away again. */
export function temporaryFolder(prefix: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), prefix));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The sample office's people and channels, for a workspace without the rest of the configuration. */
export const OFFICE_YAML = `name: Northlight Studio
timezone: Europe/Berlin
people:
  - { name: Carla, email: carla@northlight.example, roles: [coordinator] }
  - { name: Milo, email: milo@northlight.example, roles: [manager] }
  - { name: Ana, email: ana@northlight.example, roles: [manager] }
  - { name: Fatima, email: fatima@northlight.example, roles: [finance] }
channels: { invoices: '#invoices', finance: '#finance', legal: '#legal' }
`;

const MANIFEST: SlackSettings['manifest'] = {
  appName: 'Invoice Office',
  readOnly: true,
  commands: [{ command: '/invoice', description: 'Estimates, invoices and payments', usage: 'help', escape: false }],
  shortcuts: [
    { type: 'global', name: 'New invoice', callbackId: 'inv.new', description: 'Start an invoice' },
    { type: 'message', name: 'Invoice from this message', callbackId: 'inv.from-message', description: 'Start an invoice from a message' },
  ],
};

/** An error behind a request is a bug of the server under test: it must not pass unseen. */
const crash = (error: unknown): void => void setImmediate(() => { throw error; });

/** Settings of a local Slack that keeps its data and configuration below `folder`. */
export function slackSettings(folder: string, changes: Partial<SlackSettings> = {}): SlackSettings {
  writeFileSync(join(folder, 'office.yaml'), OFFICE_YAML);
  return {
    port: 0, dataFolder: folder, configFolder: folder, manifest: MANIFEST, token: BOT_TOKEN, signingSecret: SIGNING_SECRET, requestUrl: '',
    publicUrl: '', outboxUrl: '', temporalUrl: '', patienceMs: 3_000, ...changes,
  };
}

export const startTestSlack = (folder: string, changes: Partial<SlackSettings> = {}): Promise<LocalSlack> => startLocalSlack(slackSettings(folder, changes), crash);

/** A pair of keys for the Event Webhook: `publicKey` as SendGrid shows it, `privateKey` as the outbox takes it. */
export function webhookKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') };
}

export const startTestOutbox = (folder: string, { webhookUrl = '', webhookKey = '' } = {}): Promise<Outbox> =>
  startOutbox({ port: 0, dataFolder: folder, apiKey: SENDGRID_KEY, webhookUrl, webhookKey }, crash);
