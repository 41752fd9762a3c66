/** What docker-compose.yml tells the office's processes is what they read: judged by their own reading, on secrets as they are really made. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EnvironmentFaults, PARTS, readEnvironment, type Part } from '../../config/env';
import { readCompose, ROOT } from './compose-file';
import { BY_HAND, makeSecrets, type Secrets } from './secrets';

const PUBLIC_URL = 'https://office.example';
const { services, networks, secrets: declared } = readCompose({ PUBLIC_URL });

/** The service's variables as its process sees them, with the container's paths led to where the files lie here. */
function variablesOf(part: Part, folder: string): Record<string, string> {
  const { environment = {}, volumes = [] } = services[part]!;
  const here = (value: string): string => {
    if (value.startsWith('/run/secrets/')) return join(folder, value.slice('/run/secrets/'.length));
    const mount = volumes.find((volume) => typeof volume !== 'string' && volume.target === value);
    return typeof mount === 'object' ? resolve(ROOT, mount.source) : value;
  };
  const led = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, here(value)]));
  // The image brings Chromium; any file stands for it here.
  return led['CHROMIUM_PATH'] ? { ...led, CHROMIUM_PATH: process.execPath } : led;
}

describe('the environment in docker-compose.yml', () => {
  let secrets: Secrets;
  beforeAll(() => {
    secrets = makeSecrets();
  });
  afterAll(() => secrets.drop());

  it('comes with secrets of which only those from outside are left to be filled', () => {
    expect(Object.keys(declared).every((name) => existsSync(join(secrets.folder, name)))).toBe(true);
    const empty = secrets.said.split('\n').flatMap((line) => /^Still empty: .*\/(\w+)$/.exec(line)?.[1] ?? []);
    expect(empty.sort()).toEqual(Object.keys(BY_HAND).sort());
  });

  it('names each secret that is still empty, and nothing else', () => {
    const faults = (part: Part): readonly string[] => {
      try {
        readEnvironment(part, variablesOf(part, secrets.folder));
        return [];
      } catch (error) {
        if (error instanceof EnvironmentFaults) return error.faults.map((fault) => fault.split(':')[0] ?? '');
        throw error;
      }
    };
    expect(faults('worker').toSorted()).toEqual(['SENDGRID_API_KEY', 'SLACK_BOT_TOKEN']);
    expect(faults('slack-app').toSorted()).toEqual(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
    expect(faults('portal')).toEqual([]); // Without its key the door for SendGrid's events stays shut.
  });

  it.each(PARTS)('is all that %s needs once they are filled', (part) => {
    secrets.fill();
    const read = readEnvironment(part, variablesOf(part, secrets.folder));
    expect(read).toMatchObject({ host: '0.0.0.0', port: 3000, publicUrl: PUBLIC_URL, configFolder: join(ROOT, 'config') });
    expect(read.temporal).toMatchObject({ address: 'temporal:7233', namespace: services['temporal-namespace']!.environment!['TEMPORAL_NAMESPACE'] });
    expect(read.mongoUri).toMatch(/^mongodb:\/\/office:[0-9a-f]{64}@mongodb-1:27017,mongodb-2:27017,mongodb-3:27017\/office\?replicaSet=office&w=majority&journal=true$/);
  });

  it('gives each part its own secrets and no other’s', () => {
    secrets.fill();
    expect(readEnvironment('worker', variablesOf('worker', secrets.folder))).toMatchObject({ slack: { botToken: BY_HAND['slack_bot_token'] }, sendgrid: { apiKey: BY_HAND['sendgrid_api_key'] } });
    expect(readEnvironment('slack-app', variablesOf('slack-app', secrets.folder)).slack).toMatchObject({ signingSecret: BY_HAND['slack_signing_secret'] });
    expect(readEnvironment('portal', variablesOf('portal', secrets.folder)).sendgrid.webhookKey).toBe(BY_HAND['sendgrid_webhook_public_key']);
    expect(services['portal']!.secrets).not.toContain('slack_bot_token');
    expect(services['slack-app']!.secrets).not.toContain('sendgrid_api_key');
  });

  it('lets the portal believe the addresses that the gateway tells, and those of nobody else', () => {
    secrets.fill();
    const { gateway } = readEnvironment('portal', variablesOf('portal', secrets.folder));
    expect([{ subnet: gateway }]).toEqual(networks['edge']?.ipam?.config);
    expect(services['gateway']!.networks).toEqual(['edge']);
  });

  it('keeps secrets that are there: made again, none changes', () => {
    secrets.fill();
    const all = (): string[] => Object.keys(declared).map((name) => readFileSync(join(secrets.folder, name), 'utf8'));
    const before = all();
    expect(secrets.make()).toBe('');
    expect(all()).toEqual(before);
    expect(statSync(secrets.folder).mode & 0o777).toBe(0o700);
  });

  it('asks for PUBLIC_URL before anything starts', () => {
    expect(() => readCompose({})).toThrow(/^PUBLIC_URL: /);
  });
});
