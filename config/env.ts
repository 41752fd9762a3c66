/** The environment: its only reader. Every fault is listed at once, at boot, with the remedy; each part reads only its own. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  isCrashPlan, isFile, isFolder, isHostPort, isHttpUrl, isIpAddress, isLongSecret, isMongoUri, isNetwork, isOneWord, isPort, isPublicUrl, isWebhookKey, oneOf, Source, type Variables,
} from './variables';

export const PARTS = ['worker', 'slack-app', 'portal'] as const;
export type Part = (typeof PARTS)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `tls` holds PEM texts; an API key alone also means TLS, to the system's authorities. */
export type TemporalSettings = { address: string; namespace: string; apiKey?: string; tls?: { ca?: string; cert?: string; key?: string } };

/** What every part reads. It listens on `host`:`port`. `publicUrl` has no slash at its end; `configFolder` holds the office's YAML. */
export type CommonSettings = {
  host: string; port: number; publicUrl: string; logLevel: LogLevel; configFolder: string; mongoUri: string; temporal: TemporalSettings;
};
/** `apiUrl` ends in a slash. */
export type SlackSettings = { botToken: string; apiUrl: string };
/** Requests come through a socket when there is an `appToken`, else signed over HTTP. */
export type SlackDoorSettings = SlackSettings & ({ appToken?: undefined; signingSecret: string } | { appToken: string; signingSecret?: string });

export type Environments = {
  /** `peppolRules`: the file of Peppol's rules; `crashAt`: where a worker under test kills itself, see worker/faults.ts. */
  worker: CommonSettings & { slack: SlackSettings; sendgrid: { apiKey: string; baseUrl: string }; portalSecret: string; chromiumPath: string; peppolRules?: string | undefined; crashAt?: string };
  'slack-app': CommonSettings & { slack: SlackDoorSettings; peppolRules?: string | undefined };
  /** Without a `webhookKey` (base64 DER, ECDSA P-256) the webhooks' door stays shut. */
  /** `gateway`: a proxy on another machine whose X-Forwarded-For counts, as an address or a network (CIDR). */
  portal: CommonSettings & { portalSecret: string; sendgrid: { webhookKey?: string }; gateway?: string };
};
export type Environment<P extends Part = Part> = Environments[P];

/** All that is wrong with the environment, one line a variable: `NAME: what is wrong. Remedy: …`. */
export class EnvironmentFaults extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The environment has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'EnvironmentFaults';
  }
}

/**
 * Reads what one part needs.
 * @throws EnvironmentFaults with every fault at once.
 */
export function readEnvironment<P extends Part>(part: P, env: Variables = process.env): Environment<P> {
  const source = new Source(env);
  const settings = { ...common(source), ...OWN[part](source) } as Environments[P];
  if (source.faults.length > 0) throw new EnvironmentFaults(source.faults);
  return settings;
}

/**
 * Reads what a command needs that only looks: the folder of the rules and, where one is named, the store.
 * @throws EnvironmentFaults with every fault at once.
 */
export function readSurroundings(env: Variables = process.env): { configFolder: string; mongoUri?: string } {
  const source = new Source(env);
  const mongoUri = source.take('MONGODB_URI', 'a connection string, such as mongodb://127.0.0.1:27017/office, or leave it unset', isMongoUri);
  const settings = { configFolder: configFolder(source), ...(mongoUri && { mongoUri }) };
  if (source.faults.length > 0) throw new EnvironmentFaults(source.faults);
  return settings;
}

const CHROMIUM = 'the path of a chromium-headless-shell or Chromium program';

const peppolRules = (source: Source): { peppolRules: string | undefined } =>
  ({ peppolRules: source.take('PEPPOL_RULES', 'a peppol-ubl.json that npm run rules has made, or leave it unset and issue nothing by Peppol’s rules', isFile) });

/** What reading e-invoices at a terminal needs: a printer, and the rules of Peppol where set-up has made them. Throws EnvironmentFaults. */
export function readImporting(env: Variables = process.env): { chromium: string; peppolRules?: string | undefined } {
  const source = new Source(env);
  const settings = { chromium: source.need('CHROMIUM_PATH', CHROMIUM, isFile), ...peppolRules(source) };
  if (source.faults.length > 0) throw new EnvironmentFaults(source.faults);
  return settings;
}

const configFolder = (source: Source): string =>
  resolve(source.take('OFFICE_CONFIG', 'a folder with office.yaml, approvals.yaml and reminders.yaml', isFolder) ?? shippedConfig());

const common = (source: Source): CommonSettings => ({
  host: source.take('OFFICE_HOST', 'an IP address of this machine, such as 0.0.0.0 inside a container, or leave it unset for 127.0.0.1', isIpAddress) ?? '127.0.0.1',
  port: Number(source.need('PORT', 'the port to serve on, such as PORT=3000', isPort)),
  publicUrl: source.need('PUBLIC_URL', 'the address under which clients reach the portal, such as https://office.example', isPublicUrl),
  logLevel: source.take('LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`, oneOf(LOG_LEVELS)) as LogLevel | undefined ?? 'info',
  configFolder: configFolder(source),
  mongoUri: source.need('MONGODB_URI', 'a connection string, such as mongodb://127.0.0.1:27017/office', isMongoUri),
  temporal: temporal(source),
});

/** Seals the portal's forms and, in the worker too, approvers' codes. */
const portalSecret = (source: Source): string => source.need('PORTAL_SECRET', 'at least 32 random characters, such as the output of: openssl rand -hex 32', isLongSecret);

/** The real services. */
const SENDGRID = 'https://api.sendgrid.com';
const SLACK = 'https://slack.com/api/';

const OWN: { [P in Part]: (source: Source) => Omit<Environments[P], keyof CommonSettings> } = {
  worker: (source) => ({
    slack: slack(source),
    sendgrid: {
      apiKey: source.need('SENDGRID_API_KEY', 'an API key with the right to send mail', isOneWord),
      baseUrl: (source.take('SENDGRID_BASE_URL', 'an http(s) address, or leave it unset for SendGrid itself', isHttpUrl) ?? SENDGRID).replace(/\/+$/, ''),
    },
    portalSecret: portalSecret(source),
    ...peppolRules(source),
    chromiumPath: source.need('CHROMIUM_PATH', CHROMIUM, isFile),
    crashAt: crashAt(source),
  }),
  'slack-app': (source) => ({ slack: { ...slack(source), ...slackDoor(source) } as SlackDoorSettings, ...peppolRules(source) }),
  portal: (source) => ({
    portalSecret: portalSecret(source),
    sendgrid: { webhookKey: source.take('SENDGRID_WEBHOOK_PUBLIC_KEY', 'the verification key as SendGrid shows it under Signed Event Webhook', isWebhookKey) },
    gateway: source.take('PORTAL_GATEWAY', 'the address of the proxy in front or its network, such as 172.30.10.0/24, or leave it unset for a proxy on this machine', isNetwork),
  }),
};

/** Refused wherever clients could come in. */
function crashAt(source: Source): string | undefined {
  const remedy = 'leave it unset; it is for tests of crashes on this machine';
  const steps = source.take('CRASH_AT', 'steps such as mailInvoice:before in a test of crashes, or leave it unset', isCrashPlan);
  const publicUrl = steps && source.take('PUBLIC_URL', '', () => undefined);
  if (publicUrl && !/^http:\/\/127\.0\.0\.1(:|$)/.test(publicUrl)) source.fault('CRASH_AT', 'it kills the worker of an office that others can reach', remedy);
  return steps;
}

const slack = (source: Source): SlackSettings => ({
  botToken: source.need('SLACK_BOT_TOKEN', 'the Bot User OAuth Token of the Slack app (xoxb-…)', isOneWord),
  apiUrl: (source.take('SLACK_API_URL', 'an http(s) address that ends in /api/, or leave it unset for Slack itself', isHttpUrl) ?? SLACK).replace(/\/*$/, '/'),
});

/** An empty signing secret would let anybody sign (bolt-js#2946), so it is refused even beside an app token, which makes it needless. */
function slackDoor(source: Source): { appToken?: string; signingSecret?: string } {
  const appToken = source.take('SLACK_APP_TOKEN', 'the App-Level Token of the Slack app (xapp-…), or leave it unset', isOneWord);
  const secretNeeded = appToken === undefined || source.given('SLACK_SIGNING_SECRET');
  const remedy = 'the Signing Secret under Basic Information of the Slack app, or set SLACK_APP_TOKEN for socket mode';
  const signingSecret = secretNeeded ? source.need('SLACK_SIGNING_SECRET', remedy, isOneWord) : undefined;
  return { appToken, signingSecret };
}

function temporal(source: Source): TemporalSettings {
  const pem = (name: string) => source.file(name, 'the path of a readable PEM file');
  const [ca, cert, key] = [pem('TEMPORAL_TLS_CA'), pem('TEMPORAL_TLS_CERT'), pem('TEMPORAL_TLS_KEY')];
  if ((cert === undefined) !== (key === undefined)) {
    const missing = cert === undefined ? 'TEMPORAL_TLS_CERT' : 'TEMPORAL_TLS_KEY';
    source.fault(missing, 'its other half stands alone', 'set TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY both, or neither');
  }
  return {
    address: source.need('TEMPORAL_ADDRESS', 'host:port of the Temporal server, such as 127.0.0.1:7233', isHostPort),
    namespace: source.take('TEMPORAL_NAMESPACE', "a namespace's name, or leave it unset for 'default'", isOneWord) ?? 'default',
    apiKey: source.take('TEMPORAL_API_KEY', 'an API key of the namespace, or leave it unset', isOneWord),
    tls: ca || cert || key ? { ca, cert, key } : undefined,
  };
}

/** The project's own config/, found from the sources as well as from dist/. */
export function shippedConfig(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return join(folder, 'config');
    if (folder === dirname(folder)) throw new Error(`No package.json above ${from}: the project is incomplete.`);
  }
}

/** `node dist/config/env.js PART…` prints what is wrong and exits 1; sound, it is silent. */
function main(parts: readonly string[]): number {
  const unknown = parts.filter((part) => !(PARTS as readonly string[]).includes(part));
  if (parts.length === 0 || unknown.length > 0) {
    process.stderr.write(`Usage: node dist/config/env.js ${PARTS.join('|')} …\n`);
    return 2;
  }
  const faults = new Set<string>();
  for (const part of parts as Part[]) {
    try {
      readEnvironment(part);
    } catch (error) {
      if (!(error instanceof EnvironmentFaults)) throw error;
      for (const fault of error.faults) faults.add(fault);
    }
  }
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return faults.size === 0 ? 0 : 1;
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
