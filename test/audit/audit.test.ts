/** The auditor: nothing to say about a sound office, and a name for every corruption that is planted in it. */
import { readFileSync } from 'node:fs';
import { readAcknowledgements } from '../../bench/audit/acknowledgements';
import { audit } from '../../bench/audit/audit';
import { sha256 } from '../../bench/audit/canonical';
import { Database } from '../../bench/audit/database';
import { Heads } from '../../bench/audit/heads';
import { Histories } from '../../bench/audit/histories';
import { main } from '../../bench/audit/main';
import { Outbox, outboxIn } from '../../bench/audit/outbox';
import { Pages } from '../../bench/audit/pages';
import { readPolicy } from '../../bench/audit/policy';
import type { TestOffice } from '../support/office';
import { Forger } from './forger';
import type { Planted } from './planted';
import { CREDITS } from './planted-credits';
import { FILES, MAILS, MONEY, NUMBERS, OTHERS } from './planted-effects';
import { RECORDS } from './planted-records';
import { WORKFLOWS } from './planted-workflows';
import { CANARY, openWorld } from './world';

let office: TestOffice;
let forger: Forger;
let parts: { database: Database; histories: Histories; pages: Pages };
beforeAll(async () => {
  office = await openWorld();
  forger = new Forger(office);
  await forger.begin();
  const { address, namespace } = office.env.temporal;
  parts = { database: await Database.connect(office.mongoUri), histories: await Histories.connect({ address }, namespace, [CANARY]), pages: Pages.open()! };
});
afterAll(async () => {
  await Promise.all([parts?.database.close(), parts?.histories.close(), parts?.pages.close()]);
  forger?.end();
  await office?.close();
});
afterEach(() => forger.mend());

/** Runs the audit as its users do; `more` are further arguments. */
async function run(...more: string[]): Promise<{ code: number; lines: string[]; notes: string[] }> {
  const [lines, notes]: [string[], string[]] = [[], []];
  const flags = {
    mongodb: office.mongoUri, temporal: office.env.temporal.address, namespace: office.namespace, config: office.configFolder, data: forger.data,
    log: forger.acknowledgements, folder: forger.logs, heads: forger.heads, canary: CANARY, patience: '0',
  };
  const code = await main([...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]), ...more], (line) => lines.push(line), (line) => notes.push(line));
  return { code, lines, notes };
}

const texts = new Map<string, Promise<string | undefined>>();
/** A page is read once in this file: reading takes longer than all the rest. */
function textOf(bytes: Uint8Array): Promise<string | undefined> {
  const hash = sha256(bytes);
  const text = texts.get(hash) ?? parts.pages.textOf(bytes);
  texts.set(hash, text);
  return text;
}

/** `CHECK DOCUMENT` of every finding over the same connections, each once; what has an id of chance is named by its kind. */
async function found(): Promise<string[]> {
  const { findings } = await audit({
    ...parts, pages: { textOf }, outbox: new Outbox(outboxIn(forger.data)!, [CANARY]), policy: readPolicy(office.configFolder),
    acknowledgements: await readAcknowledgements([forger.acknowledgements]), heads: await Heads.open(forger.heads),
    canaries: [CANARY], folders: [forger.logs], patienceMs: 0,
  });
  const name = (document: string): string => (/^(pay|crn)_|\.(log)$/.exec(document)?.slice(1).join('') ?? document.split(' ')[0]!);
  return [...new Set(findings.map(({ check, document }) => `${check} ${name(document)}`))].sort();
}

it('finds nothing in a sound office', async () => {
  expect(await run()).toEqual({ code: 0, lines: ['19 documents, 23 checks, 0 findings'], notes: [] });
});

it('reads the outbox also through its pages', async () => {
  expect(await run('--outbox', office.outbox.origin)).toMatchObject({ code: 0, lines: ['19 documents, 23 checks, 0 findings'] });
});

it('tells a finding in one line with its check, document and sentence', async () => {
  await forger.touch('clients', { id: 'cli_acme' }, ({ credit }) => { credit[0].minor -= 1; });
  const { code, lines } = await run();
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^credit cli_acme: \d+\.\d\d EUR stand to its credit, its payments left \d+\.\d\d EUR\.$/),
    'replay cli_acme: its history tells another credit than stands in it.', '19 documents, 23 checks, 2 findings',
  ]);
});

it('keeps the heads of a sound office alone', async () => {
  const before = readFileSync(forger.heads, 'utf8');
  await forger.touch('clients', { id: 'cli_acme' }, ({ credit }) => { credit[0].minor -= 1; });
  await run();
  expect(readFileSync(forger.heads, 'utf8')).toBe(before);
});

it('says what it had nothing to look at', async () => {
  const notes: string[] = [];
  const code = await main(['--mongodb', office.mongoUri], () => undefined, (line) => notes.push(line));
  expect({ code, notes: notes.map((note) => note.split(':')[1]) }).toEqual({ code: 0, notes: [' workflows', ' outbox', ' heads', ' acknowledged', ' canary'] });
});

describe.each<[string, readonly Planted[]]>([
  ['records', RECORDS], ['numbers', NUMBERS], ['money', MONEY], ['credits', CREDITS], ['mails', MAILS], ['files', FILES], ['the rest', OTHERS], ['workflows', WORKFLOWS],
])('of %s it names', (_, planted) => {
  it.each(planted.map((one) => [one.name, one] as const))('%s', async (_name, { expects, plant }) => {
    await plant(forger);
    expect(await found()).toEqual([...expects].sort());
  });
});
