/** `npm run bench`: measures, one question after another, and prints the tables. Names behind it choose: `npm run bench -- lifecycle`. */
import { cpus, release, totalmem, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ack } from './ack';
import type { Bench } from './bench';
import { click } from './click';
import { facturX } from './factur-x';
import { lifecycle } from './lifecycle';
import { einvoiceRules } from './einvoice-rules';
import { policy } from './policy';
import { printing } from './printing';
import { storeAnswers } from './store';
import { endPrograms } from './program';
import type { Servers } from './servers';

/** In the order of running: the first has servers on which nothing has happened yet. */
const BENCHES: Readonly<Record<string, Bench>> = { lifecycle, printing, ack, click, store: storeAnswers, policy, 'einvoice-rules': einvoiceRules, 'factur-x': facturX };

const USAGE = `Usage: npm run bench -- [${Object.keys(BENCHES).join('|')} …] [--profile FOLDER]
  --profile FOLDER   the measured processes write CPU profiles there, for Chrome's developer tools; their figures suffer
`;
const text = { type: 'string' } as const;
/** The addresses come from embedded/bench.mjs. */
const OPTIONS = { mongodb: text, temporal: text, 'temporal-pid': text, chromium: text, 'peppol-rules': text, profile: text } as const;

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}; load ${loadavg().map((load) => load.toFixed(1)).join(', ')}`;

async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const chosen = positionals.length > 0 ? positionals : Object.keys(BENCHES);
  const { mongodb: mongoUri, temporal: temporalAddress, chromium: chromiumPath } = values;
  if (!mongoUri || !temporalAddress || !chromiumPath || chosen.some((name) => !Object.hasOwn(BENCHES, name))) {
    process.stderr.write(USAGE);
    return 2;
  }
  const pid = Number(values['temporal-pid']);
  const servers: Servers = { mongoUri, temporalAddress, chromiumPath, ...(pid > 0 && { temporalPid: pid }), peppolRules: values['peppol-rules'] };
  for (const name of chosen) {
    const say = (progress: string): void => void process.stderr.write(`  ${name}: ${progress}\n`);
    const began = Date.now();
    process.stdout.write(`\n== ${name} ==\n${machine()}\n\n`);
    const told = await BENCHES[name]?.(servers, { say, profile: values.profile });
    process.stdout.write(`${told}\n(${Math.round((Date.now() - began) / 1000)} s)\n`);
  }
  return 0;
}

if (require.main === module) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      endPrograms();
      process.exit(1);
    });
  }
  main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exitCode = 1;
  });
}
