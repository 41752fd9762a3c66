/** `check approvals|reminders|office|permissions|rates|designs|mails|template FILE` tells every fault of a file that a person wrote, before it counts. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { faultLine, inOrder, type Fault } from '../domain/fault';
import { checkTemplate, kindOfTemplate } from '../templates/check';
import { readApprovals } from './approvals';
import { readDesigns } from './designs';
import { readMails } from './mails';
import { readOffice, type OfficeConfig } from './office';
import { readPermissions } from './permissions';
import { readQuotes } from './quotes';
import { withRatesFile } from './rates-file';
import { readReminders } from './reminders';

const USAGE = 'Usage: npm run -s check -- approvals|reminders|office|permissions|rates|designs|mails|template FILE\n';

type Check = (text: string, file: string) => Fault[];

const CHECKS: Readonly<Record<string, Check>> = {
  approvals: (text, file) => readApprovals(text, officeBeside(file)).faults ?? [],
  reminders: (text, file) => readReminders(text, officeBeside(file)?.channels).faults ?? [],
  permissions: (text, file) => readPermissions(text, officeBeside(file)?.people).faults ?? [],
  office: (text, file) => readOffice(text, dirname(file)).faults ?? [],
  rates: (text, file) => ratesFaults(text, officeBeside(file)),
  mails: (text) => readMails(text).faults ?? [],
  designs: (text) => readDesigns(text).faults ?? [],
  template: (text, file) => checkTemplate(text, kindOfTemplate(file)),
};

/** Beside a sound office also what contradicts its own rates. */
const ratesFaults = (text: string, office: OfficeConfig | undefined): Fault[] => (office ? withRatesFile(office, text) : readQuotes(text)).faults ?? [];

/** A sound office.yaml in the same folder knows which people and channels there are. */
function officeBeside(file: string): OfficeConfig | undefined {
  const office = join(dirname(file), 'office.yaml');
  return existsSync(office) ? readOffice(readFileSync(office, 'utf8'), dirname(office)).value : undefined;
}

/** What the command prints and its exit code: 0 sound, 1 faults, 2 a wrong call or an unreadable file. */
export function check(args: readonly string[]): { code: 0 | 1 | 2; out: string; err: string } {
  const [kind = '', file] = args;
  const run = Object.hasOwn(CHECKS, kind) ? CHECKS[kind] : undefined;
  if (!run || !file || args.length > 2) return { code: 2, out: '', err: USAGE };
  const text = textOf(file);
  if (text === undefined) return { code: 2, out: '', err: `${file} cannot be read.\n` };
  const faults = inOrder(run(text, file));
  return { code: faults.length > 0 ? 1 : 0, out: faults.map((fault) => `${faultLine(fault)}\n`).join(''), err: '' };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  const { code, out, err } = check(process.argv.slice(2));
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = code;
}
