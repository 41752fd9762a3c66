/** Secrets of the embedded Slack, mail outbox and portal: made once, kept in the data folder, readable by this user only. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secrets of this data folder. Keys are base64 DER: SPKI as SendGrid shows its own, and PKCS #8.
 * @param {string} data OFFICE_DATA
 * @returns {{ slackBotToken: string, slackSigningSecret: string, sendgridApiKey: string, portalSecret: string,
 *   webhookPublicKey: string, webhookPrivateKey: string }}
 */
export function openSecrets(data) {
  const file = join(data, 'secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const secrets = { ...fresh(), ...kept }; // A later version may want one more.
  writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}

function fresh() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    slackBotToken: `xoxb-local-${random(12)}`,
    slackSigningSecret: random(16),
    sendgridApiKey: `SG.local.${random(16)}`,
    portalSecret: random(32),
    webhookPublicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    webhookPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

const random = (bytes) => randomBytes(bytes).toString('hex');
