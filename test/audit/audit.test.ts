/** The auditor: nothing to say about a sound office, and a name for every corruption that is planted in it. */
import { join } from 'node:path';
import { main } from '../../bench/audit/main';
import type { TestOffice } from '../support/office';
import { Forger } from './forger';
import type { Planted } from './planted';
import { FILES, MAILS, MONEY, NUMBERS, OTHERS } from './planted-effects';
import { RECORDS } from './planted-records';
import { CANARY, openWorld } from './world';

let office: TestOffice;
let forger: Forger;
beforeAll(async () => {
  office = await openWorld();
  forger = new Forger(office);
  await forger.begin();
}, 180_000);
afterAll(async () => {
  forger?.end();
  await office?.close();
});
afterEach(() => forger.mend());

/** Runs the audit as its users do; `more` are further arguments. */
async function audited(...more: string[]): Promise<{ code: number; lines: string[]; notes: string[] }> {
  const [lines, notes]: [string[], string[]] = [[], []];
  const flags = {
    mongodb: office.mongoUri, temporal: office.env.temporal.address, namespace: office.namespace, config: office.configFolder, data: forger.data,
    log: forger.acknowledgements, folder: forger.logs, heads: join(forger.data, 'heads.jsonl'), canary: CANARY, patience: '0',
  };
  const code = await main([...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]), ...more], (line) => lines.push(line), (line) => notes.push(line));
  return { code, lines, notes };
}

/** `CHECK DOCUMENT` of every finding, each once. */
const named = (lines: readonly string[]): string[] => [...new Set(lines.slice(0, -1).map((line) => line.replace(/^(\S+ [^\s:]+).*$/s, '$1')))].sort();

it('finds nothing in a sound office', async () => {
  expect(await audited()).toEqual({ code: 0, lines: ['15 documents, 22 checks, 0 findings'], notes: [] });
});

it('reads the outbox also through its pages', async () => {
  expect(await audited('--outbox', office.outbox.origin)).toMatchObject({ code: 0, lines: ['15 documents, 22 checks, 0 findings'] });
});

describe.each<[string, readonly Planted[]]>([
  ['records', RECORDS], ['numbers', NUMBERS], ['money', MONEY], ['mails', MAILS], ['files', FILES], ['the rest', OTHERS],
])('of %s it names', (_, planted) => {
  it.each(planted.map((one) => [one.name, one] as const))('%s', async (_name, { expects, plant }) => {
    await plant(forger);
    const { code, lines } = await audited();
    expect({ code, named: named(lines), lines }).toEqual({ code: 1, named: [...expects].sort(), lines });
  });
});
