/** The environment: every fault at once, with its remedy, and each part only what is its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentFaults, PARTS, readEnvironment, shippedConfig, type Part } from '../../config/env';

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'office-env-')); });
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const webhookKey = (namedCurve: string): string => generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const common = { PORT: '3000', PUBLIC_URL: 'https://office.example', MONGODB_URI: 'mongodb://127.0.0.1:27017/office', TEMPORAL_ADDRESS: '127.0.0.1:7233' };
const sound: Record<Part, Record<string, string>> = {
  worker: { ...common, SLACK_BOT_TOKEN: 'xoxb-1', SENDGRID_API_KEY: 'SG.x', PORTAL_SECRET: 'p'.repeat(32), CHROMIUM_PATH: process.execPath },
  'slack-app': { ...common, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' },
  portal: { ...common, PORTAL_SECRET: 'p'.repeat(32) },
};

function faultsOf(part: Part, env: Record<string, string | undefined>): readonly string[] {
  try {
    readEnvironment(part, env);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentFaults) return error.faults;
    throw error;
  }
}

describe('the environment', () => {
  it.each(PARTS)('of a %s that is sound has no fault', (part) => expect(faultsOf(part, sound[part])).toEqual([]));

  it.each(PARTS)('of a %s that is empty names everything it needs, at once and with the remedy', (part) => {
    const faults = faultsOf(part, {});
    expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual(Object.keys(sound[part]).sort());
    for (const fault of faults) expect(fault).toMatch(/^[A-Z_]+: it is not set\. Remedy: .+\.$/);
  });

  it('has the defaults of the real services and of the shipped rules', () => {
    const worker = readEnvironment('worker', sound.worker);
    expect(worker).toMatchObject({
      port: 3000, logLevel: 'info', configFolder: shippedConfig(), temporal: { namespace: 'default' },
      slack: { apiUrl: 'https://slack.com/api/' }, sendgrid: { baseUrl: 'https://api.sendgrid.com' },
    });
    expect(shippedConfig(join(shippedConfig(), '..', 'dist', 'config'))).toBe(shippedConfig());
  });

  it('gives addresses one form: Slack ends in a slash, SendGrid does not', () => {
    const env = { ...sound.worker, SLACK_API_URL: 'http://127.0.0.1:1/api', SENDGRID_BASE_URL: 'http://127.0.0.1:2/' };
    expect(readEnvironment('worker', env)).toMatchObject({ slack: { apiUrl: 'http://127.0.0.1:1/api/' }, sendgrid: { baseUrl: 'http://127.0.0.1:2' } });
  });

  it.each<[Part, string, string, string]>([
    ['worker', 'PORT', '70000', 'it is no port number'],
    ['worker', 'PORT', '', 'it is empty'],
    ['worker', 'PUBLIC_URL', 'https://office.example/', 'it ends in a slash'],
    ['worker', 'PUBLIC_URL', 'office.example', 'it is no http(s) address'],
    ['worker', 'PUBLIC_URL', 'https://me:pw@office.example', 'it holds more than scheme, host, port and path'],
    ['worker', 'LOG_LEVEL', 'loud', "'loud' is not one of them"],
    ['worker', 'OFFICE_CONFIG', '/nowhere', 'there is no such folder'],
    ['worker', 'MONGODB_URI', 'postgres://x', 'it is no MongoDB connection string'],
    ['worker', 'TEMPORAL_ADDRESS', 'http://127.0.0.1', 'it is not host:port'],
    ['worker', 'TEMPORAL_TLS_CA', '/nowhere', 'its file cannot be read'],
    ['worker', 'SENDGRID_API_KEY', 'two words', 'it holds spaces or characters that do not belong there'],
    ['worker', 'CHROMIUM_PATH', '/nowhere', 'there is no such file'],
    ['slack-app', 'SLACK_SIGNING_SECRET', '', 'it is empty'],
    ['slack-app', 'SLACK_SIGNING_SECRET', '   ', 'it holds spaces or characters that do not belong there'],
    ['slack-app', 'SLACK_API_URL', 'slack.com', 'it is no http(s) address'],
    ['portal', 'PORTAL_SECRET', 'p'.repeat(31), 'it is shorter than 32 characters'],
    ['portal', 'SENDGRID_WEBHOOK_PUBLIC_KEY', 'bm90IGEga2V5', 'it is no public key in base64'],
  ])('of a %s refuses %s=%j: %s', (part, name, value, wrong) =>
    expect(faultsOf(part, { ...sound[part], [name]: value })).toEqual([expect.stringContaining(`${name}: ${wrong}. Remedy: `)]));

  it('takes an app token for the signing secret, but never an empty secret', () => {
    const { SLACK_SIGNING_SECRET, ...rest } = sound['slack-app'];
    expect(SLACK_SIGNING_SECRET).toBeDefined();
    expect(readEnvironment('slack-app', { ...rest, SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatchObject({ appToken: 'xapp-1' });
    expect(faultsOf('slack-app', { ...rest, SLACK_APP_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: '' })).toHaveLength(1);
    expect(faultsOf('slack-app', { ...rest, SLACK_APP_TOKEN: '' })).toHaveLength(1);
  });

  it('takes secrets from files, without their last line break, and refuses two sources of one', () => {
    const { PORTAL_SECRET, ...rest } = sound.portal;
    const path = file('secret', `${PORTAL_SECRET}\n`);
    expect(readEnvironment('portal', { ...rest, PORTAL_SECRET_FILE: path }).portalSecret).toBe(PORTAL_SECRET);
    expect(faultsOf('portal', { ...sound.portal, PORTAL_SECRET_FILE: path })).toEqual(['PORTAL_SECRET: PORTAL_SECRET_FILE is set as well. Remedy: keep one of the two.']);
    expect(faultsOf('portal', { ...rest, PORTAL_SECRET_FILE: '/nowhere' })).toEqual([expect.stringMatching(/^PORTAL_SECRET_FILE: its file cannot be read/)]);
    expect(faultsOf('portal', { ...rest, PORTAL_SECRET_FILE: file('none', '\n') })).toEqual([expect.stringMatching(/^PORTAL_SECRET: it is empty/)]);
  });

  it('takes the webhook key that SendGrid shows, on its curve only', () => {
    expect(faultsOf('portal', { ...sound.portal, SENDGRID_WEBHOOK_PUBLIC_KEY: webhookKey('prime256v1') })).toEqual([]);
    expect(faultsOf('portal', { ...sound.portal, SENDGRID_WEBHOOK_PUBLIC_KEY: webhookKey('secp384r1') })).toEqual([expect.stringContaining('it is no ECDSA key on P-256')]);
  });

  it("reads Temporal's certificates, which come in pairs", () => {
    const [cert, key] = [file('cert.pem', 'CERT'), file('key.pem', 'KEY')];
    expect(readEnvironment('portal', { ...sound.portal, TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key, TEMPORAL_API_KEY: 'k' }).temporal).toMatchObject({ apiKey: 'k', tls: { cert: 'CERT', key: 'KEY' } });
    expect(faultsOf('portal', { ...sound.portal, TEMPORAL_TLS_CERT: cert })).toEqual([expect.stringMatching(/^TEMPORAL_TLS_KEY: its other half stands alone/)]);
  });

  it('never shows a secret in its faults', () => {
    const faults = faultsOf('worker', { ...sound.worker, SENDGRID_API_KEY: 'SG.canary value', MONGODB_URI: 'canary', SLACK_BOT_TOKEN: 'xoxb canary' });
    expect(faults).toHaveLength(3);
    expect(faults.join()).not.toContain('canary');
  });
});

describe('asking before the start', () => {
  /** The built program, as start runs it; it is built once for this file into a folder of its own. */
  const program = () => join(folder, 'dist', 'config', 'env.js');
  beforeAll(() => {
    const root = join(shippedConfig(), '..');
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'tsconfig.json'), '--noEmit', 'false', '--noCheck', '--types', 'node', '--outDir', join(folder, 'dist')], { cwd: root });
    file('package.json', '{}');
  });

  it('prints each fault once for all parts asked, and exits 1', () => {
    const { status, stderr } = spawnSync(process.execPath, [program(), 'worker', 'portal'], { env: {}, encoding: 'utf8' });
    const names = stderr.trim().split('\n').map((line) => line.split(':')[0]);
    expect(status).toBe(1);
    expect(names.sort()).toEqual([...new Set([...Object.keys(sound.worker), ...Object.keys(sound.portal)])].sort());
  });

  it('is silent about a sound environment', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program(), 'portal'], { env: sound.portal, encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('knows its parts', () => expect(spawnSync(process.execPath, [program(), 'kitchen'], { env: {}, encoding: 'utf8' })).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') }));
});
