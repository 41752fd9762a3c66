/**
 * `npm run audit`: hands the auditor what the environment names, and of a running office its addresses, as run.mjs gives them.
 * The auditor itself reads no environment; its flags come last and count.
 */
import { join } from 'node:path';
import { main } from '../dist/bench/audit/main.js';
import { ROOT } from './parts/settings.mjs';

const FLAGS = {
  MONGODB_URI: 'mongodb', TEMPORAL_ADDRESS: 'temporal', TEMPORAL_NAMESPACE: 'namespace', TEMPORAL_TLS_CA: 'temporal-ca',
  TEMPORAL_TLS_CERT: 'temporal-cert', TEMPORAL_TLS_KEY: 'temporal-key', TEMPORAL_API_KEY: 'temporal-api-key', OFFICE_CONFIG: 'config',
};
const { env } = process;
const valueOf = (name) => env[name] || (env[`${name}_FILE`] && `@${env[`${name}_FILE`]}`);

const named = Object.entries(FLAGS).flatMap(([name, flag]) => (valueOf(name) ? [`--${flag}`, valueOf(name)] : []));
const mailsElsewhere = valueOf('SENDGRID_API_KEY') || valueOf('SENDGRID_BASE_URL'); // The outbox of our own is then an old one.
const outbox = env.OFFICE_DATA && !mailsElsewhere ? ['--data', env.OFFICE_DATA] : [];
const write = (stream) => (line) => void stream.write(`${line}\n`);
process.exitCode = await main(['--config', join(ROOT, 'config'), ...outbox, ...named, ...process.argv.slice(2)], write(process.stdout), write(process.stderr));
