/** Approval rules, from approvals.yaml: who must say yes to which documents, checked against the office and tried on the file's own tests. */
import { exponentOf } from '../domain/currency';
import { KEEPABLE, type Keepable } from '../domain/policy/keeping';
import type { ApprovalPolicy, ExceptionRule, Policy, PolicyStep } from '../domain/policy/policy';
import { isStepPossible, unreached } from '../domain/policy/reach';
import { peopleOf } from '../domain/policy/seating';
import { nounOf, SUBJECT_KINDS, type SubjectKind } from '../domain/policy/subject';
import { hashOfText } from './office';
import { readApprovers, type Colleagues } from './policy/people';
import { PLAIN_KEYS, readSteps } from './policy/steps';
import { runTests } from './policy/tests';
import { readTiers } from './policy/tiers';
import { readWhen } from './policy/when';
import { readRules, type Fields, type Outcome, type Reading } from './reading';
import type { Place, YamlNode } from './yaml';

/** Whoever decides when no tier or no rate does and the short form names nobody. */
const FALLBACK = ['finance'] as const;

/** A policy and where it stands. */
type Written = { policy: Policy; at: Place };

/** Reads approvals.yaml, or tells all its faults. Without colleagues, people and roles are taken on trust and its tests are not run; `tests` says how many were. */
export function readApprovals(text: string, colleagues?: Colleagues): Outcome<ApprovalPolicy & { tests: number }> {
  return readRules(text, { one: 'policy', many: 'policies' }, (reading, root) => {
    const isLong = root.kind === 'map' && root.entries.some(({ key }) => key === 'policies');
    const fields = reading.fields(root, 'the policy', isLong
      ? { need: ['version', 'currency', 'policies', 'fallback'], may: ['tests', 'tiers', 'still_approved_after', 'exceptions'] }
      : { need: ['version', 'currency', 'tiers'], may: ['fallback', 'cumulative', 'tests', 'policies', 'still_approved_after', 'exceptions'] });
    if (isLong && fields.has('tiers')) reading.fault(fields.place('tiers'), 'TIER_STEPS', "write 'tiers' or 'policies', not both; a policy can hold tiers of its own.");
    const currency = reading.currency(fields.get('currency'), 'currency');
    if (colleagues && currency && currency !== colleagues.currency) {
      reading.fault(fields.place('currency'), 'CURRENCY_OF_OFFICE', `amounts are compared in the office's currency; write ${colleagues.currency}, not '${currency}'.`);
    }
    const written = isLong
      ? reading.filled(fields.get('policies'), 'policies').flatMap((node) => readPolicy(reading, node, currency, colleagues))
      : readTiers(reading, fields, currency, { kinds: SUBJECT_KINDS, colleagues }).map((tier) => ({ policy: { name: '', kinds: SUBJECT_KINDS, ...tier }, at: fields.place('tiers') }));
    if (isLong) checkReach(reading, written, currency);
    const policy = {
      version: reading.whole(fields.get('version'), 'version', 1, 999_999) ?? 0, hash: hashOfText(text), currency,
      policies: written.map((one) => one.policy), fallback: readFallback(reading, fields, root, colleagues),
      ...(fields.has('still_approved_after') && { keeps: readKeeps(reading, fields, written.map((one) => one.policy)) }),
      ...(fields.has('exceptions') && { exceptions: readExceptions(reading, fields.get('exceptions'), colleagues) }),
    };
    return { ...policy, tests: runTests(reading, fields.get('tests'), policy, colleagues) };
  });
}

function readFallback(reading: Reading, fields: Fields, root: YamlNode, colleagues: Colleagues | undefined): PolicyStep[] {
  if (fields.has('fallback')) return [{ approvers: readApprovers(reading, fields.get('fallback'), 'the fallback', colleagues), quorum: 1 }];
  if (colleagues && peopleOf(FALLBACK, colleagues.people).length === 0) {
    reading.fault(root.at, 'NO_APPROVERS', "nobody in office.yaml is 'finance', who decide what no tier does; name others under 'fallback'.");
  }
  return [{ approvers: [...FALLBACK], quorum: 1 }];
}

/** Who may ask for an exception and who confirms it: two people at least, or none could ever be granted. */
function readExceptions(reading: Reading, node: YamlNode | undefined, colleagues: Colleagues | undefined): ExceptionRule {
  const fields = reading.fields(node, "'exceptions'", { need: ['by', 'confirmed_by'] });
  const who = (key: string): string[] => readApprovers(reading, fields.get(key), `'${key}'`, colleagues);
  const [by, confirmedBy] = [who('by'), who('confirmed_by')];
  const isKnown = (words: readonly string[]): boolean => words.length > 0 && words.every((word) => peopleOf([word], colleagues?.people ?? []).length > 0);
  if (isKnown(by) && isKnown(confirmedBy) && peopleOf([...by, ...confirmedBy], colleagues?.people ?? []).length < 2) reading.fault(fields.at, 'EXCEPTION_ALONE', 'an exception needs two people: who asks for it, and somebody else who confirms it.');
  return { by, confirmedBy };
}

/** What may change without asking again; nothing that a condition asks about. */
function readKeeps(reading: Reading, fields: Fields, policies: readonly Policy[]): Keepable[] {
  const asked = new Set(policies.flatMap(({ when, steps }) => [...(when?.fields ?? []), ...steps.flatMap((step) => step.when?.fields ?? [])]));
  return reading.filled(fields.get('still_approved_after'), 'still_approved_after').flatMap((node) => {
    const part = reading.choice(node, 'still_approved_after', Object.keys(KEEPABLE) as Keepable[]);
    const field = part && KEEPABLE[part].find((one) => asked.has(one));
    if (field) reading.fault(node.at, 'KEEPS_ASKED', `a change of the ${part} must void approvals, because a condition asks for ${field}.`);
    return part && !field ? [part] : [];
  });
}

/** One policy of the long form; with tiers it is as many as it has tiers. */
function readPolicy(reading: Reading, node: YamlNode, currency: string, colleagues: Colleagues | undefined): Written[] {
  const keys = new Set(node.kind === 'map' ? node.entries.map(({ key }) => key) : []);
  const who = keys.has('tiers') ? 'tiers' : keys.has('steps') ? 'steps' : 'approvers';
  const fields = reading.fields(node, 'a policy', { need: ['name', 'for', who], may: ['when', 'steps', 'tiers', 'cumulative', ...PLAIN_KEYS] });
  if (keys.has('tiers') && ['steps', ...PLAIN_KEYS].some((key) => keys.has(key))) reading.fault(fields.place('tiers'), 'TIER_STEPS', "write 'approvers', 'quorum', 'steps' and a time limit inside each tier, or no 'tiers'.");
  if (keys.has('cumulative') && !keys.has('tiers')) reading.fault(fields.place('cumulative'), 'TIER_CUMULATIVE', "'cumulative' is for 'tiers'; there are none here.");
  const kinds = readKinds(reading, fields.get('for'));
  const context = { kinds, colleagues };
  const when = fields.has('when') ? readWhen(reading, fields.get('when'), context) : undefined;
  const common = { name: reading.text(fields.get('name'), 'name'), kinds, ...(when && { when }) };
  const served = who === 'tiers' ? readTiers(reading, fields, currency, context) : [{ steps: readSteps(reading, fields, 'a policy', context) }];
  return served.map((one) => ({ policy: { ...common, ...one }, at: fields.at }));
}

/** `for`: kinds of documents, or all of them. */
function readKinds(reading: Reading, node: YamlNode | undefined): SubjectKind[] {
  const nouns = SUBJECT_KINDS.map(nounOf);
  const chosen = reading.filled(node, 'for').map((item) => reading.choice(item, 'for', ['all', ...nouns]));
  return chosen.includes('all') ? [...SUBJECT_KINDS] : [...new Set(SUBJECT_KINDS.filter((kind) => chosen.includes(nounOf(kind))))];
}

/** Policies and steps that no document can come to, and names that are taken. */
function checkReach(reading: Reading, written: readonly Written[], currency: string): void {
  if (reading.faults.length > 0 || currency === '') return; // What is faulty is not judged further.
  const scale = 10 ** exponentOf(currency);
  const placeOf = new Map(written.map(({ policy, at }) => [policy, at]));
  const names = new Map<string, Place>();
  for (const { policy, at } of written) {
    if (names.has(policy.name) && names.get(policy.name) !== at) reading.fault(at, 'TWICE', `a policy called '${policy.name}' is here already.`);
    names.set(policy.name, names.get(policy.name) ?? at);
  }
  for (const one of unreached(written.map(({ policy }) => policy), scale)) {
    const why = one.because === 'never true' ? 'its condition is never true' : `${one.by ? `'${one.by.name}' above it takes` : 'the policies above it take'} all of them`;
    reading.fault(placeOf.get(one.policy) ?? { line: 1, column: 1 }, 'POLICY_UNREACHABLE', `no document comes to '${one.policy.name}': ${why}.`);
  }
  for (const { policy, at } of written) {
    for (const { when } of policy.steps) {
      if (when && !isStepPossible(policy, when.expression, scale)) reading.fault(at, 'STEP_UNREACHABLE', `in '${policy.name}' no document comes to the step with '${when.text}': the policy's own condition rules it out.`);
    }
  }
}
