/** Sample things for pure tests: the sample office's people, a client, content, and an act. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { readPermissions } from '../../config/permissions';
import { PLAIN_HOURS } from '../../domain/business-time';
import type { Client } from '../../domain/client';
import type { Content, Line } from '../../domain/content';
import { draftInvoice, type Rules } from '../../domain/drafting';
import { nextEntry, type Act, type Change } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import type { Actor, Person } from '../../domain/people';
import type { Access, Permissions } from '../../domain/permission';
import type { ApprovalPolicy, PolicyStep, Tier } from '../../domain/policy/policy';
import { SUBJECT_KINDS } from '../../domain/policy/subject';

export const PEOPLE: readonly Person[] = [
  { name: 'Carla', email: 'carla@northlight.example', roles: ['coordinator'] },
  { name: 'Milo', email: 'milo@northlight.example', roles: ['manager'] },
  { name: 'Ana', email: 'ana@northlight.example', roles: ['manager'] },
  { name: 'Fatima', email: 'fatima@northlight.example', roles: ['finance'] },
];
const actorOf = (index: number): Actor => ({ email: PEOPLE[index]?.email ?? '', name: PEOPLE[index]?.name ?? '', via: 'slack' });
export const CARLA = actorOf(0);
export const MILO = actorOf(1);
export const ANA = actorOf(2);
export const FATIMA = actorOf(3);

export const ACME: Client = {
  id: 'cli_acme', revision: 1, credit: [], name: 'Acme GmbH', email: 'ap@acme.example', address: { lines: ['Hafenstr. 1'], postcode: '20457', city: 'Hamburg', country: 'DE' },
  currency: 'EUR', zone: 'Europe/Berlin', locale: 'en', defaultVat: { category: 'S', rate: '19' }, terms: { days: 14 },
};

export const line = (change: Partial<Line> = {}): Line =>
  ({ id: 'l1', description: 'Design day', quantity: '1', unitPrice: '1000', vat: { category: 'S', rate: '19' }, ...change });

export const content = (change: Partial<Content> = {}): Content =>
  ({ clientId: ACME.id, currency: 'EUR', prices: 'exclusive', lines: [line()], terms: { days: 14 }, ...change });

/** Policies as the short form's tiers make them. */
export const tiers = (...some: [upTo: Tier['upTo'], ...steps: PolicyStep[]][]): ApprovalPolicy['policies'] =>
  some.map(([upTo, ...steps], index) => ({ name: '', kinds: SUBJECT_KINDS, tier: { above: some[index - 1]?.[0] ?? null, upTo }, steps }));

const managers = { approvers: ['manager'], quorum: 1 };
const finance = { approvers: ['finance'], quorum: 1 };
/** The sample office's policy: up to 500 EUR nobody, above it any one manager, from 10,000 also finance. */
export const POLICY: ApprovalPolicy = {
  version: 1, hash: 'test', currency: 'EUR', fallback: [finance],
  policies: tiers([50_000], [999_999, managers], [null, managers, finance]),
};
export const TODAY = '2026-11-23';
export const RULES: Rules = { people: PEOPLE, policy: POLICY, rates: { currency: 'EUR', days: [] }, taxation: { taxes: [], seller: { address: { lines: [], country: 'DE' }, vatId: 'DE123456788' }, isSmallBusiness: false }, today: TODAY, hoursOf: () => PLAIN_HOURS };

/** The table as it ships, and what a person may by it. */
export const PERMISSIONS = readPermissions(readFileSync(join(shippedConfig(), 'permissions.yaml'), 'utf8')).value as Permissions;
export const accessOf = ({ email }: Pick<Actor, 'email'>): Access =>
  ({ person: PEOPLE.find((person) => person.email === email), permissions: PERMISSIONS, portfolio: { managed: [], others: [] } });

let acts = 0;
export const act = (by: Actor = CARLA, change: Partial<Act> = {}): Act => ({ by, key: `act-${++acts}`, at: `${TODAY}T09:00:00.000Z`, ...change });

/** A drafted invoice, as the store would hold it. */
export function drafted(change: Partial<Content> = {}, by: Actor = CARLA): Invoice {
  const opening = act(by);
  const fields = draftInvoice('inv_0123456789', content(change), ACME, opening, TODAY);
  return { ...fields, revision: 1, history: [nextEntry(undefined, opening, { kind: 'drafted', changes: fields })] };
}

/** The document after a change, as the store writes it: null clears a field. */
export function after<T extends { revision: number; history: unknown[] }>(document: T, change: Change<T>): T {
  const next: Record<string, unknown> = { ...document, revision: document.revision + 1 };
  for (const [field, value] of Object.entries(change.changes)) {
    if (value === null) delete next[field];
    else next[field] = value;
  }
  const entry = nextEntry(undefined, act(), { kind: change.kind, changes: {} });
  return { ...(next as T), history: [...document.history, entry] };
}

/** An issued invoice of the given content, as it stands once the client has it. */
export const sent = (change: Partial<Content> = {}): Invoice => ({
  ...drafted(change), state: 'sent', number: 'INV-2026-0001', issueDate: TODAY, dueDate: '2026-12-07', sentAt: `${TODAY}T10:00:00.000Z`,
  pdf: { hash: 'ab', name: 'INV-2026-0001.pdf', bytes: 1 }, delivery: { status: 'accepted', to: ACME.email, mailKey: 'k', at: `${TODAY}T10:00:00.000Z` },
});

/** The code of the refusal that a rule throws, or 'none'. */
export function refusalOf(rule: () => unknown): string {
  try {
    rule();
    return 'none';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
