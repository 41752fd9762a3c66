/** The auditor reads rates.csv a second time, and comes to the tiers that the office comes to. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPolicy } from '../../bench/audit/policy';
import { sha256 } from '../../bench/audit/canonical';

const APPROVALS = 'version: 1\ncurrency: CHF\ntiers:\n  - {up_to: 931.20, approvers: nobody}\n  - {up_to: unlimited, approvers: [manager]}\n';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office-audit-rates-'));
  writeFileSync(join(folder, 'approvals.yaml'), APPROVALS);
  writeFileSync(join(folder, 'office.yaml'), 'zone: Europe/Zurich\ncurrency: CHF\nrates:\n  - {date: 2026-01-02, USD: 9}\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** How many steps 1,159.30 dollars, or a cent more, ask for. */
const stepsOf = (minor: bigint) => readPolicy(folder)?.({ policyHash: sha256(APPROVALS), minor, currency: 'USD', date: '2026-11-23T09:00:00Z' })?.steps.length;

it('goes over the euro, to the cent', () => {
  expect(stepsOf(115_930n)).toBe(1); // By office.yaml alone it is far more.
  writeFileSync(join(folder, 'rates.csv'), 'Date,CHF,USD\n2026-11-20,0.9312,1.1593\n2026-11-19,N/A,1.2\n');
  expect([115_930n, 115_931n, 115_932n].map(stepsOf)).toEqual([0, 1, 1]);
});
