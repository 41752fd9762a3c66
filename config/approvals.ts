/** Approval rules, from approvals.yaml: tiers by amount, and who says yes in each. */
import { isSlackId, peopleOf, type ApprovalPolicy, type PolicyStep, type PolicyTier } from '../domain/approval';
import type { Person } from '../domain/people';
import { readAmount, type WrittenAmount } from './amounts';
import { hashOfText } from './office';
import { didYouMean, isGiven, isMail, readRules, type Fields, type Outcome, type Reading } from './reading';
import { roleOf, ROLE_WORDS } from './roles';
import type { YamlNode } from './yaml';

/** What approvals.yaml is checked against when office.yaml is at hand. */
export type Colleagues = { people: readonly Person[]; currency: string };

/** A tier as written, before it is known whether it meets its neighbours. `end` null is unlimited. */
type Written = { node: YamlNode; from?: WrittenAmount; end?: WrittenAmount | null; inclusive: boolean; steps: PolicyStep[] };

/** Whoever decides when no tier or no rate does and the file names nobody. */
const FALLBACK = ['finance'] as const;

/** Reads approvals.yaml, or tells all its faults. Without colleagues, people and roles are taken on trust. */
export function readApprovals(text: string, colleagues?: Colleagues): Outcome<ApprovalPolicy> {
  return readRules(text, { one: 'policy', many: 'policies' }, (reading, root) => {
    const fields = reading.fields(root, 'the policy', { need: ['version', 'currency', 'tiers'], may: ['fallback'] });
    const currency = reading.currency(fields.get('currency'), 'currency');
    if (colleagues && currency && currency !== colleagues.currency) {
      reading.fault(fields.place('currency'), 'CURRENCY_OF_OFFICE', `amounts are compared in the office's currency; write ${colleagues.currency}, not '${currency}'.`);
    }
    const tiers = reading.filled(fields.get('tiers'), 'tiers').map((node) => readTier(reading, node, currency, colleagues));
    const fallback = fields.has('fallback') ? approvers(reading, fields.get('fallback'), 'the fallback', colleagues) : standIns(reading, root, colleagues);
    return {
      version: reading.whole(fields.get('version'), 'version', 1, 999_999) ?? 0, hash: hashOfText(text), currency,
      tiers: chained(reading, tiers), fallback: [{ approvers: fallback, quorum: 1 }],
    };
  });
}

function standIns(reading: Reading, root: YamlNode, colleagues: Colleagues | undefined): string[] {
  if (colleagues && peopleOf(FALLBACK, colleagues.people).length === 0) {
    reading.fault(root.at, 'NO_APPROVERS', "nobody in office.yaml is 'finance', who decide what no tier does; name others under 'fallback'.");
  }
  return [...FALLBACK];
}

const keysOf = (node: YamlNode): Set<string> => new Set(node.kind === 'map' ? node.entries.map(({ key }) => key) : []);

function readTier(reading: Reading, node: YamlNode, currency: string, colleagues: Colleagues | undefined): Written {
  const keys = keysOf(node);
  const [end, who] = [keys.has('below') ? 'below' : 'up_to', keys.has('steps') ? 'steps' : 'approvers'];
  const fields = reading.fields(node, 'a tier', { need: [end, who], may: ['from', 'up_to', 'below', 'approvers', 'quorum', 'steps'] });
  if (keys.has('below') && keys.has('up_to')) reading.fault(fields.place('below'), 'TIER_END', "write 'up_to' or 'below', not both.");
  if (keys.has('steps') && (keys.has('approvers') || keys.has('quorum'))) {
    reading.fault(fields.place('steps'), 'TIER_STEPS', "write 'approvers' and 'quorum' inside each step, or no 'steps'.");
  }
  const from = fields.has('from') ? readAmount(reading, fields.get('from'), 'from', currency) : undefined;
  if (from === null) reading.fault(fields.place('from'), 'AMOUNT_FORMAT', "'from' must be an amount; 'unlimited' is for 'up_to'.");
  const steps = who === 'steps'
    ? reading.filled(fields.get('steps'), 'steps').map((step) => readStep(reading, step, colleagues))
    : isNobody(fields.get('approvers')) ? nobody(reading, fields) : [readWho(reading, fields, 'a tier', colleagues)];
  return { node, from: from ?? undefined, end: readAmount(reading, fields.get(end), end, currency), inclusive: end === 'up_to', steps };
}

function readStep(reading: Reading, node: YamlNode, colleagues: Colleagues | undefined): PolicyStep {
  const fields = reading.fields(node, 'a step', { need: ['approvers'], may: ['quorum'] });
  return readWho(reading, fields, 'a step', colleagues);
}

/** `approvers: nobody` is how a tier says that no approval is needed; an empty list says nothing. */
const isNobody = (node: YamlNode | undefined): boolean => node?.kind === 'text' && node.text === 'nobody';

function nobody(reading: Reading, fields: Fields): PolicyStep[] {
  if (fields.has('quorum')) reading.fault(fields.place('quorum'), 'QUORUM_IMPOSSIBLE', "with 'approvers: nobody' there is no quorum; leave it out.");
  return [];
}

/** Who says yes and how many of them. */
function readWho(reading: Reading, fields: Fields, noun: string, colleagues: Colleagues | undefined): PolicyStep {
  const named = fields.has('approvers') ? approvers(reading, fields.get('approvers'), noun, colleagues) : [];
  const quorum = fields.has('quorum') ? reading.whole(fields.get('quorum'), 'quorum', 1, 1000) ?? 1 : 1;
  const countable = colleagues !== undefined || !named.some(roleOf); // A role may have any number of people.
  const count = peopleOf(named, colleagues?.people ?? named.filter(isMail).map((email) => ({ name: email, email, roles: [] }))).length;
  if (countable && count > 0 && quorum > count) reading.fault(fields.at, 'QUORUM_IMPOSSIBLE', `quorum ${quorum}, but only ${count} approver${count === 1 ? '' : 's'}.`);
  return { approvers: named, quorum };
}

/** Roles in the program's words, mails in small letters, Slack ids as they are. */
function approvers(reading: Reading, node: YamlNode | undefined, noun: string, colleagues: Colleagues | undefined): string[] {
  const items = reading.items(node, 'approvers');
  if (node && items.length === 0 && (node.kind === 'list' || (node.kind === 'text' && !isGiven(node)))) {
    reading.fault(node.at, 'NO_APPROVERS', `${noun} needs at least one approver; nobody would mean everybody.`);
  }
  const named = items.map((item) => ({ at: item.at, name: approver(reading, item, colleagues) })).filter(({ name }) => name !== '');
  named.forEach(({ at, name }, index) => {
    if (named.findIndex((other) => other.name === name) < index) reading.fault(at, 'APPROVER_TWICE', `'${name}' is named twice; one person counts once.`);
  });
  return named.map(({ name }) => name);
}

function approver(reading: Reading, item: YamlNode, colleagues: Colleagues | undefined): string {
  const word = reading.text(item, 'approvers');
  if (word === '' || isSlackId(word)) return word;
  const role = roleOf(word);
  const mail = word.toLowerCase();
  const mails = (colleagues?.people ?? []).map(({ email }) => email);
  if (word === 'nobody') {
    reading.fault(item.at, 'NO_APPROVERS', "'nobody' stands alone: write 'approvers: nobody' in a tier that needs no approval.");
  } else if (role && colleagues && peopleOf([role], colleagues.people).length === 0) {
    reading.fault(item.at, 'NO_APPROVERS', `nobody in office.yaml has the role '${role}'.`);
  } else if (role) {
    return role;
  } else if (!isMail(word)) {
    reading.fault(item.at, 'UNKNOWN_PERSON', `'${word}' is no role, mail address or Slack id${didYouMean(word, [...ROLE_WORDS, 'nobody', ...mails])}`);
  } else if (colleagues && !mails.includes(mail)) {
    reading.fault(item.at, 'UNKNOWN_PERSON', `'${word}' is nobody in office.yaml${didYouMean(mail, mails)}`);
  } else {
    return mail;
  }
  return '';
}

/** Tiers in one chain from 0 upwards: no amount in two of them, none in between. What is above the last goes to the fallback. */
function chained(reading: Reading, tiers: readonly Written[]): PolicyTier[] {
  const start: Edge = { text: '', next: 0, least: 0, words: 'below' };
  let edge: Edge | 'unknown' | 'unlimited' = start;
  return tiers.map(({ node, from, end, inclusive, steps }) => {
    if (edge === 'unlimited') reading.fault(node.at, 'TIER_UNREACHABLE', 'no amount comes to this tier: the one above it is unlimited.');
    else if (edge !== 'unknown') meet(reading, node, edge, from, end && { ...end, minor: lastOf(end, inclusive) });
    edge = end === null ? 'unlimited' : end === undefined ? 'unknown' : edgeAfter(end, inclusive);
    return { upTo: end ? lastOf(end, inclusive) : null, steps };
  });
}

/** Where a tier ended: the amount as written, the first amount that is free, and the least that the next tier's `from` may be. */
type Edge = { text: string; next: number; least: number; words: string };

const lastOf = ({ minor }: WrittenAmount, inclusive: boolean): number => (inclusive ? minor : minor - 1);

/** After `up_to: 1000` both `from: 1000` (meaning above it) and `from: 1000.01` go on without a gap; after `below: 1000` only 1000. */
const edgeAfter = (end: WrittenAmount, inclusive: boolean): Edge =>
  ({ text: end.text, next: lastOf(end, inclusive) + 1, least: end.minor, words: `${inclusive ? 'above' : 'from'} ${end.text} and below` });

/** One tier against the end of the one before it. `end.minor` is the last amount that belongs to it. */
function meet(reading: Reading, { at }: YamlNode, edge: Edge, from: WrittenAmount | undefined, end: WrittenAmount | null | undefined): void {
  if (from && from.minor > edge.next) reading.fault(at, 'TIER_GAP', `Amounts ${edge.words} ${from.text} match no tier.`);
  if (from && from.minor < edge.least) reading.fault(at, 'TIER_OVERLAP', `Amounts from ${from.text} to ${edge.text} match two tiers.`);
  else if (end && end.minor < Math.max(edge.next, from?.minor ?? 0)) {
    reading.fault(at, 'TIER_OVERLAP', `no amount is left for this tier, which ends at ${end.text}; write tiers from small to large.`);
  }
}
