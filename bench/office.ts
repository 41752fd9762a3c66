/** A whole office under measurement: its processes as in production, on a database, a namespace and folders of its own. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Store } from '../store/store';
import { openDoor, type Door } from '../workflows/contracts/door';
import { startProgram, type Program } from './program';
import { openOwnNamespace, openOwnStore, type Servers } from './servers';

/** `slackApp` is there when it was asked for; `slackUrl` is where it takes commands, signed with `signingSecret`. */
export type Office = {
  store: Store; door: Door; temporal: Client; namespace: string; worker: Program; slack: { origin: string; token: string };
  slackApp?: Program & { url: string; signingSecret: string };
  close(): Promise<void>;
};

const says = (message: string) => (line: Record<string, unknown>): boolean => line['msg'] === message;

/** Starts local Slack, mail outbox and worker, and the Slack app when asked for. `profile` is a folder for CPU profiles. */
export async function openOffice(servers: Servers, { apps, profile }: { apps: readonly 'slack-app'[]; profile?: string }): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-office-'));
  const { uri, store, close: dropStore } = await openOwnStore(servers);
  const { namespace, client, close: leaveTemporal } = await openOwnNamespace(servers);
  const [token, signingSecret, apiKey] = ['xoxb-bench', randomUUID(), 'SG.bench'];
  const running: Program[] = [];
  const start = async (...about: Parameters<typeof startProgram>): Promise<Program> => {
    const program = await startProgram(...about);
    running.unshift(program);
    return program;
  };
  const close = async (): Promise<void> => {
    for (const program of running) await program.stop();
    await leaveTemporal();
    await dropStore();
    rmSync(folder, { recursive: true, force: true });
  };
  const embedded = { PORT: '0', OFFICE_DATA: folder };
  const slack = await start({ entry: 'embedded/slack/main.js', env: { ...embedded, SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signingSecret }, isReady: says('the local Slack is up') });
  const outbox = await start({ entry: 'embedded/outbox/main.js', env: { ...embedded, SENDGRID_API_KEY: apiKey }, isReady: says('the mail outbox is up') });
  const slackOrigin = String(slack.ready['listening']);
  const common = {
    PORT: '0', PUBLIC_URL: 'https://office.example', MONGODB_URI: uri, TEMPORAL_ADDRESS: servers.temporalAddress, TEMPORAL_NAMESPACE: namespace,
    SLACK_BOT_TOKEN: token, SLACK_API_URL: `${slackOrigin}/api/`,
  };
  const worker = await start({
    entry: 'worker/main.js', isReady: says('The worker runs.'), profile,
    env: { ...common, PORTAL_SECRET: randomBytes(32).toString('hex'), CHROMIUM_PATH: servers.chromiumPath, SENDGRID_API_KEY: apiKey, SENDGRID_BASE_URL: String(outbox.ready['listening']) },
  });
  const app = apps.includes('slack-app')
    ? await start({ entry: 'slack-app/main.js', env: { ...common, SLACK_SIGNING_SECRET: signingSecret }, isReady: says('The Slack app runs.'), profile })
    : undefined;
  return {
    store, door: openDoor(client), temporal: client, namespace, worker, slack: { origin: slackOrigin, token },
    ...(app && { slackApp: { ...app, url: `http://127.0.0.1:${String(app.ready['port'])}/slack/events`, signingSecret } }), close,
  };
}
