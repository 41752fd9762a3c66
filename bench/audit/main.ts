/**
 * `npm run audit`: judges a whole office from outside and changes nothing in it. One line for each finding, `CHECK document: sentence`,
 * and a last line with the counts. Exits 0 without findings, 1 with some, 2 when it cannot audit.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readAcknowledgements } from './acknowledgements';
import { audit, type Report } from './audit';
import { Database } from './database';
import { lineOf } from './finding';
import { Heads } from './heads';
import { Histories } from './histories';
import { Outbox, outboxAt, outboxIn } from './outbox';
import { Pages } from './pages';
import { readPolicy } from './policy';

const USAGE = `Usage: npm run audit -- [options]
Of an office that runs here, or that the environment names, the addresses are known.
  --mongodb URI           the office's database
  --temporal HOST:PORT    its Temporal; without it workflows are not looked at
  --namespace NAME        its namespace (default)
  --temporal-ca FILE, --temporal-cert FILE, --temporal-key FILE, --temporal-api-key KEY
  --outbox URL | --data FOLDER   the local mail outbox by its address, or in the office's data folder
  --config FOLDER         the office's approvals.yaml and office.yaml, to judge who had to approve
  --pages none            leaves the printed pages unread, which takes longer than all the rest: about 20 ms each
  --log FILE              what a driver was told: lines of { key, documentId, outcome: done|refused|unknown }; may repeat
  --canary TEXT           a secret that must lie nowhere; may repeat
  --folder FOLDER         logs and data to be searched for canaries; may repeat
  --heads FILE            the ends of all chains as the last audit saw them; compared, then kept anew when all is well
  --patience MS           the time before what looks wrong is looked at again (2000)
A URI or a key can be given as @FILE, the file that holds it.
`;
const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true, default: [] as string[] } as const;
const OPTIONS = {
  mongodb: text, temporal: text, namespace: { ...text, default: 'default' }, 'temporal-ca': text, 'temporal-cert': text, 'temporal-key': text, 'temporal-api-key': text,
  outbox: text, data: text, config: text, pages: { ...text, default: 'all' }, log: texts, canary: texts, folder: texts, heads: text, patience: { ...text, default: '2000' },
} as const;
type Settings = ReturnType<typeof settingsOf>;

const settingsOf = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS }).values;

/** A value, or what its file holds: on the command line it would be seen by everybody here. */
const secretIn = (value: string | undefined): string | undefined => (value?.startsWith('@') ? readFileSync(value.slice(1), 'utf8').trim() : value);

/** Options of the connection, with TLS when a certificate or a key is named. */
function temporalOptions(address: string, settings: Settings): Parameters<typeof Histories.connect>[0] {
  const [ca, cert, key] = (['ca', 'cert', 'key'] as const).map((name) => {
    const file = settings[`temporal-${name}`];
    return file === undefined ? undefined : readFileSync(file);
  });
  const apiKey = secretIn(settings['temporal-api-key']);
  const pair = cert && key ? { clientCertPair: { crt: cert, key } } : {};
  const tls = ca || cert ? { ...(ca && { serverRootCACertificate: ca }), ...pair } : Boolean(apiKey);
  return { address, tls, ...(apiKey && { apiKey }) };
}

async function audited(uri: string, settings: Settings): Promise<Report> {
  const { temporal, namespace, outbox, data, config, log, canary: canaries, folder: folders, heads, patience } = settings;
  const database = await Database.connect(uri);
  const histories = temporal === undefined ? undefined : await Histories.connect(temporalOptions(temporal, settings), namespace, canaries);
  const pages = settings.pages === 'none' ? undefined : Pages.open();
  const mails = outbox ? outboxAt(outbox) : data ? outboxIn(data) : undefined;
  try {
    return await audit({
      database, histories, pages, canaries, folders, outbox: mails && new Outbox(mails, canaries), policy: config ? readPolicy(config) : undefined,
      acknowledgements: await readAcknowledgements(log), heads: heads ? await Heads.open(heads) : undefined, patienceMs: Number(patience),
    });
  } finally {
    await Promise.all([database.close(), histories?.close(), pages?.close()]);
  }
}

/** Answers the exit code. */
export async function main(args: readonly string[], out: (line: string) => void, err: (line: string) => void): Promise<0 | 1 | 2> {
  try {
    const settings = settingsOf(args);
    const uri = secretIn(settings.mongodb);
    if (!uri) throw new Error('No office runs here: start it with npm start, or name its database with --mongodb.');
    const { findings, documents, checks, notes } = await audited(uri, settings);
    for (const note of notes) err(`Not looked at: ${note}`);
    for (const finding of findings) out(lineOf(finding));
    out(`${documents} documents, ${checks} checks, ${findings.length} findings`);
    return findings.length === 0 ? 0 : 1;
  } catch (error) {
    err((error as Error).message);
    if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) err(USAGE);
    return 2;
  }
}

if (require.main === module) {
  const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);
  void main(process.argv.slice(2), write(process.stdout), write(process.stderr)).then((code) => { process.exitCode = code; });
}
