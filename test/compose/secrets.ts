/** The secrets of a fresh installation: those that docker/make-secrets.sh makes, and the four that a person gets from Slack and SendGrid. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './compose-file';

export const BY_HAND: Readonly<Record<string, string>> = {
  slack_bot_token: 'xoxb-1-2-abc',
  slack_signing_secret: '0123456789abcdef0123456789abcdef',
  sendgrid_api_key: 'SG.abc.def',
  sendgrid_webhook_public_key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
};

/** `said` is what the script told at first, `make` runs it again; the folder goes away with `drop`. */
export type Secrets = { folder: string; said: string; make(): string; fill(): void; drop(): void };

/** Runs the script as a person would, into a folder of the test's own. */
export function makeSecrets(): Secrets {
  const folder = join(mkdtempSync(join(tmpdir(), 'secrets-')), 'secrets');
  const make = (): string => execFileSync('sh', [join(ROOT, 'docker/make-secrets.sh'), folder], { encoding: 'utf8' });
  return {
    folder,
    said: make(),
    make,
    fill() {
      for (const [name, value] of Object.entries(BY_HAND)) writeFileSync(join(folder, name), `${value}\n`);
    },
    drop: () => rmSync(join(folder, '..'), { recursive: true, force: true }),
  };
}
