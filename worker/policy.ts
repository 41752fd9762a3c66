/**
 * `npm run policy check|show|explain|simulate`: finance's look at approvals.yaml from a terminal. `check` and `show` need only the files;
 * `explain` and `simulate` read the office's store and write nothing.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readApprovals } from '../config/approvals';
import { readSurroundings } from '../config/env';
import { hoursIn } from '../config/business-hours';
import { readOffice, type OfficeConfig } from '../config/office';
import { RATES_FILE, ratesIn, withRatesFile } from '../config/rates-file';
import { openPolicies } from '../config/policy/active';
import { openApproval } from '../domain/approval';
import { dateOfInstant } from '../domain/dates';
import { approvalRequest, type Rules } from '../domain/drafting';
import { faultLine } from '../domain/fault';
import { invoiceName, type Invoice } from '../domain/invoice';
import { formatMoney } from '../domain/money';
import { asAtSubmission } from '../domain/policy/inputs';
import type { ApprovalPolicy } from '../domain/policy/policy';
import { simulated } from '../domain/policy/replaying';
import { DomainError } from '../domain/refusals';
import { connectReading, type Reading } from '../store/queries/reading';
import { explanationLines, explanationOf } from '../templates/policy/explanation';
import { flowLines, flowOf, flowPicture } from '../templates/policy/flow';
import { failed, runCommandLine, type Printed } from './command-line';

const USAGE = `Usage: npm run -s policy -- check [FILE]                 every fault of the file; its own tests run with it
                            show [FILE] [--svg PICTURE]  the flow as text, and as a picture
                            explain INVOICE [FILE]       each rule, what it looked at, and who is asked therefore: by the policy
                                                         it was submitted under, of a draft by the one in force
                            simulate FILE [--last 50]    what the file would have changed for the last invoices
FILE is otherwise the office's approvals.yaml; people are those of the office.yaml beside it.
explain and simulate look into the store of the office that runs here, or that MONGODB_URI names.
`;
const OPTIONS = { svg: { type: 'string' }, last: { type: 'string', default: '50' } } as const;

/** Where the command reads and writes: the folder of the office's rules and the address of its store, as the environment names them. */
export type Surroundings = { configFolder: string; mongoUri?: string };

/** Runs one command line. */
export async function policy(args: readonly string[], { configFolder, mongoUri }: Surroundings): Promise<Printed> {
  let call: { command?: string; names: string[]; svg?: string; last: number };
  try {
    const { positionals: [command, ...names], values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    call = { command, names, svg: values.svg, last: Number(values.last) };
  } catch (error) {
    return failed((error as Error).message, USAGE);
  }
  const { command, names: [first, second], last } = call;
  if (!Number.isInteger(last) || last < 1 || last > 1000) return failed('--last is a whole number from 1 to 1000.', USAGE);
  const standard = join(configFolder, 'approvals.yaml');
  if (command === 'check') return withFile(first ?? standard, ({ policy: read, tests }) => ({ code: 0, out: [`Sound: ${counted(read.policies.length, 'policy', 'policies')}, ${counted(tests, 'test', 'tests')} passed.`], err: [] }));
  if (command === 'show') return withFile(first ?? standard, (file) => shown(file, call.svg));
  if (command === 'explain' && first) return withStore(second ?? standard, mongoUri, (file, reading) => explained(first, file, reading, second === undefined ? 'pinned' : 'file'));
  if (command === 'simulate' && first) return withStore(first, mongoUri, (file, reading) => simulation(file, reading, last));
  return failed(USAGE);
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

type Read = { policy: ApprovalPolicy; office: OfficeConfig; tests: number };

/** Reads the file beside its office, or prints all its faults. */
async function withFile(file: string, run: (read: Read) => Printed | Promise<Printed>): Promise<Printed> {
  const officeFile = join(dirname(file), 'office.yaml');
  if (!existsSync(file)) return failed(`${file} cannot be read.`);
  if (!existsSync(officeFile)) return failed(`${officeFile} cannot be read; it says who the people of the policy are.`);
  const plain = readOffice(readFileSync(officeFile, 'utf8'), dirname(officeFile));
  if (!plain.value) return { code: 1, out: (plain.faults ?? []).map((fault) => `office.yaml ${faultLine(fault)}`), err: [] };
  const office = withRatesFile(plain.value, ratesIn(dirname(file)));
  if (!office.value) return { code: 1, out: (office.faults ?? []).map((fault) => `${RATES_FILE} ${faultLine(fault)}`), err: [] };
  const text = readFileSync(file, 'utf8');
  const { value, faults } = readApprovals(text, office.value);
  if (!value) return { code: 1, out: (faults ?? []).map(faultLine), err: [] };
  return run({ policy: value, office: office.value, tests: value.tests });
}

async function withStore(file: string, mongoUri: string | undefined, run: (read: Read, reading: Reading) => Promise<Printed>): Promise<Printed> {
  if (!mongoUri) return failed('No office runs here; start it with npm start, or name its store in MONGODB_URI.');
  return withFile(file, async (read) => {
    const reading = await connectReading(mongoUri);
    try {
      return await run(read, reading);
    } finally {
      await reading.close();
    }
  });
}

function shown({ policy: read, office }: Read, picture: string | undefined): Printed {
  const flow = flowOf(read, office.people);
  if (picture) writeFileSync(picture, flowPicture(flow));
  return { code: 0, out: flowLines(flow), err: picture ? [`The picture is in ${picture}.`] : [] };
}

const rulesBy = ({ policy: read, office }: Read, at: string): Rules => ({ people: office.people, policy: read, rates: office.rates, taxation: office, today: dateOfInstant(at, office.zone), hoursOf: (email) => hoursIn(office, email) });

/** By the policy that was pinned, of a draft by the one in force; or by a file that was named. */
async function explained(name: string, file: Read, reading: Reading, by: 'pinned' | 'file'): Promise<Printed> {
  const at = new Date().toISOString();
  const { office } = file;
  const reference = /^[0-9a-f]{4,}$/i.test(name) ? { by: 'draft', tail: name.toLowerCase() } as const : { by: 'number', number: name.toUpperCase() } as const;
  const invoice = await reading.invoices.byReference(reference, '', { prefix: office.series.invoice, year: dateOfInstant(at, office.zone).slice(0, 4) });
  if (!invoice) return failed(`There is no invoice ${name}. Name it by its number, or a draft by the end of its id.`);
  const read = by === 'file' ? file.policy : await policyOf(invoice, file, reading);
  const rules = rulesBy({ ...file, policy: read }, at);
  const standing = await reading.standings.of(invoice.client.id, rules.today);
  const request = asAtSubmission(invoice, approvalRequest(invoice, { by: invoice.createdBy, at, key: '' }, { ...rules, standing }));
  const pinned = invoice.approval?.policy;
  const other = pinned && pinned.hash !== read.hash ? [`It was submitted under policy ${pinned.version} (${pinned.hash.slice(0, 8)}); this is what ${by === 'file' ? 'the file' : 'the policy in force'} says of it.`] : [];
  try {
    return { code: 0, out: [headline(invoice, read), ...other, ...explanationLines(explanationOf(request, openApproval(request)))], err: [] };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: 1, out: [headline(invoice, read), error.message], err: [] };
  }
}

async function policyOf({ approval }: Invoice, file: Read, { policies }: Reading): Promise<ApprovalPolicy> {
  const known = openPolicies(policies, () => file.policy);
  return (approval && (await known.byHash(approval.policy.hash))) ?? known.active();
}

const headline = (invoice: Invoice, { version, hash }: ApprovalPolicy): string =>
  `${invoiceName(invoice)} for ${invoice.client.name}, ${formatMoney(invoice.totals.due)}, under policy ${version} (${hash.slice(0, 8)})`;

async function simulation(file: Read, reading: Reading, last: number): Promise<Printed> {
  const { changed, of } = simulated(await reading.invoices.lastSubmitted(last), rulesBy(file, new Date().toISOString()), file.office.zone);
  return { code: 0, out: [...changed.map(({ text }) => text), `${changed.length} of the last ${of} invoices would have been asked about differently.`], err: [] };
}

if (require.main === module) runCommandLine((args) => policy(args, readSurroundings()));
