/**
 * What a policy costs: decisions a second for a file of 50 policies, and reading and checking one of 500. A decision is everything
 * between the question and the pinned approval: the rates, the conditions, the people, their seats and the words.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApprovals } from '../config/approvals';
import { shippedConfig } from '../config/env';
import { readOffice, type OfficeConfig } from '../config/office';
import { askedOf, openApproval, type ApprovalRequest } from '../domain/approval';
import { money } from '../domain/money';
import { ruleOn, type ApprovalPolicy } from '../domain/policy/policy';
import type { Bench } from './bench';
import { table, verdict } from './figures';
import { seeded } from './random';

/** The office's own bounds. */
const DECISIONS_A_SECOND = 20_000;
const READING_MS = 1_000;
const DECISIONS = 100_000;
const COUNTRIES = ['DE', 'FR', 'US', 'IT', 'ES', 'PL', 'JP', 'KW'];

/** So many policies with a condition of three comparisons each, of which few documents meet one; the last takes the rest. */
function fileOf(count: number): string {
  const policies = Array.from({ length: count - 1 }, (_, index) =>
    `  - name: Policy ${index}\n    for: invoice\n    when: total > ${1_000 + index * 10} && client.country == "${COUNTRIES[index % COUNTRIES.length]}" && "tag ${index}" in client.tags\n    steps: [{approvers: managers}, {approvers: finance, when: total > ${5_000 + index}}]\n`);
  return `version: 1\ncurrency: EUR\npolicies:\n${policies.join('')}  - {name: Rest, for: all, approvers: managers}\nfallback: finance\n`;
}

function requests(policy: ApprovalPolicy, { people, rates }: OfficeConfig): ApprovalRequest[] {
  const random = seeded(11);
  const [carla] = people;
  const by = { name: carla?.name ?? '', email: carla?.email ?? '', via: 'slack' } as const;
  return Array.from({ length: 1_000 }, (): ApprovalRequest => ({
    subject: { kind: 'invoice', values: { 'client.country': COUNTRIES[Math.floor(random() * COUNTRIES.length)], 'client.tags': [`tag ${Math.floor(random() * 100)}`], 'client.open': 0, 'discount.percent': 0 } },
    total: money(Math.floor(random() * 2_000_000), random() < 0.2 ? 'USD' : 'EUR'), on: '2026-11-20', policy, rates, seating: { people },
    requestedBy: by, createdBy: by, lastEditedBy: by, version: 1, contentHash: '', at: '2026-11-20T09:00:00Z',
  }));
}

/** Runs so often after as many warming runs, and answers how many a second. */
function rate(some: readonly ApprovalRequest[], run: (request: ApprovalRequest) => unknown): number {
  for (let turn = 0; turn < DECISIONS / 10; turn += 1) run(some[turn % some.length] as ApprovalRequest);
  const began = process.hrtime.bigint();
  for (let turn = 0; turn < DECISIONS; turn += 1) run(some[turn % some.length] as ApprovalRequest);
  return DECISIONS / (Number(process.hrtime.bigint() - began) / 1e9);
}

export const policy: Bench = async (_, { say }) => {
  const office = readOffice(readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8')).value;
  if (!office) throw new Error('The shipped office.yaml is faulty.');
  const read = (count: number): { policy: ApprovalPolicy; ms: number } => {
    const text = fileOf(count);
    const began = process.hrtime.bigint();
    const { value } = readApprovals(text, office);
    if (!value) throw new Error('The policies of the bench are faulty.');
    return { policy: value, ms: Number(process.hrtime.bigint() - began) / 1e6 };
  };
  say('reading 500 policies');
  const large = read(500);
  say(`deciding ${DECISIONS} times by 50`);
  const some = requests(read(50).policy, office);
  const whole = rate(some, openApproval);
  const rules = rate(some, (request) => ruleOn(request.policy, askedOf(request)));
  return [
    table(['', 'a second'], [['decisions by 50 policies', Math.round(whole).toLocaleString('en')], ['of that the rules alone', Math.round(rules).toLocaleString('en')]]),
    verdict('Decisions a second on one core', whole, 'at least', DECISIONS_A_SECOND),
    verdict('Reading and checking 500 policies, the first time', large.ms, 'at most', READING_MS, ' ms'),
  ].join('\n');
};
