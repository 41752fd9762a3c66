/** `tests`: sample documents in the policy's own file, and who has to be asked for each; they run whenever the file is read. */
import { askedOf, namesOf, openApproval, ruleOf, type ApprovalStep } from '../../domain/approval';
import { fromDecimal, type Money } from '../../domain/money';
import type { Actor, Person } from '../../domain/people';
import { ruleOn, type ApprovalPolicy, type Quorum } from '../../domain/policy/policy';
import { peopleOf, pinned, type Relative } from '../../domain/policy/seating';
import { fieldsOf, nounOf, SUBJECT_KINDS, type Field, type FieldValue, type Subject, type SubjectKind } from '../../domain/policy/subject';
import { DomainError } from '../../domain/refusals';
import { relativesOf } from '../../domain/invoice-subject';
import { didYouMean, type Fields, type Reading } from '../reading';
import type { Place, YamlNode } from '../yaml';
import { isNobody, readApprover, readWho, type Colleagues } from './people';
import { wrongWord } from './when';

/** One step as a test expects it: the people by mail, and how many of them must say yes. */
type ExpectedStep = { people: string[]; quorum: Quorum };
/** `policy` is the name of the policy that must apply, or "fallback"; undefined when the test does not care. */
type Test = { name: string; at: Place; kind: SubjectKind; values: Subject['values']; creator: Person; expected: ExpectedStep[]; policy?: string; accountManager?: string };

/** Reads the tests and runs them; each that fails is a fault where it stands. Nothing is run on a file that has faults, or without an office. Answers how many ran. */
export function runTests(reading: Reading, node: YamlNode | undefined, policy: ApprovalPolicy, colleagues: Colleagues | undefined): number {
  const tests = reading.items(node, 'tests').map((item) => readTest(reading, item, colleagues));
  if (!colleagues || reading.faults.length > 0) return 0;
  for (const test of tests) if (test) judge(reading, test, policy, colleagues);
  return tests.length;
}

function readTest(reading: Reading, node: YamlNode, colleagues: Colleagues | undefined): Test | undefined {
  const fields = reading.fields(node, 'a test', { need: ['name', 'document', 'expect'], may: ['policy', 'created_by', 'account_manager'] });
  const name = reading.text(fields.get('name'), 'name');
  const { kind, values } = readDocument(reading, fields.get('document'), colleagues);
  const creator = readPerson(reading, fields, 'created_by', colleagues) ?? colleagues?.people.find(({ roles }) => roles.includes('coordinator')) ?? colleagues?.people[0];
  const accountManager = readPerson(reading, fields, 'account_manager', colleagues)?.email;
  const expected = readExpected(reading, fields.get('expect'), colleagues, { creator, accountManager });
  const policy = fields.has('policy') ? reading.text(fields.get('policy'), 'policy') : undefined;
  return kind && creator ? { name, at: node.at, kind, values, creator, expected, policy, accountManager } : undefined;
}

function readPerson(reading: Reading, fields: Fields, key: string, colleagues: Colleagues | undefined): Person | undefined {
  if (!fields.has(key)) return undefined;
  const who = reading.text(fields.get(key), key);
  const found = colleagues?.people.find(({ name, email }) => name === who || email === who.toLowerCase());
  if (colleagues && who !== '' && !found) reading.fault(fields.place(key), 'UNKNOWN_PERSON', `'${who}' is nobody in office.yaml${didYouMean(who, colleagues.people.flatMap((one) => [one.name, one.email]))}`);
  return found;
}

/** `kind` and the fields that matter, with the groups of fields as groups: `client: {country: US}`. */
function readDocument(reading: Reading, node: YamlNode | undefined, colleagues: Colleagues | undefined): { kind?: SubjectKind; values: Subject['values'] } {
  if (node?.kind !== 'map') {
    reading.fields(node, 'the document of a test', { need: ['kind', 'total'] });
    return { values: {} };
  }
  const nouns = SUBJECT_KINDS.map(nounOf);
  const written = reading.choice(node.entries.find(({ key }) => key === 'kind')?.value, 'kind', nouns);
  const kind = SUBJECT_KINDS.find((one) => nounOf(one) === written);
  const known = fieldsOf(kind ?? 'invoice');
  const groups = [...new Set(Object.keys(known).map((name) => name.split('.')[0] ?? name))];
  reading.fields(node, 'the document of a test', { need: ['kind', 'total'], may: groups });
  const leaves = node.entries.filter(({ key }) => key !== 'kind' && groups.includes(key)).flatMap(({ key, value }) => leavesOf(reading, key, value, known));
  return { kind, values: Object.fromEntries(leaves.map(({ name, value }) => [name, readValue(reading, value, name, known[name], colleagues)])) };
}

function leavesOf(reading: Reading, key: string, value: YamlNode, known: Readonly<Record<string, Field>>): { name: string; value: YamlNode }[] {
  if (Object.hasOwn(known, key)) return [{ name: key, value }];
  const members = Object.keys(known).filter((name) => name.startsWith(`${key}.`)).map((name) => name.slice(key.length + 1));
  reading.fields(value, `'${key}'`, { need: [], may: members });
  return value.kind === 'map' ? value.entries.filter((entry) => members.includes(entry.key)).map((entry) => ({ name: `${key}.${entry.key}`, value: entry.value })) : [];
}

/** A value as its field wants it; `unknown` stands for what a document may not know. */
function readValue(reading: Reading, node: YamlNode, name: string, field: Field | undefined, colleagues: Colleagues | undefined): FieldValue | undefined {
  if (node.kind === 'text' && node.text === 'unknown' && name !== 'total') return undefined;
  if (field?.type === 'texts') return reading.items(node, name).map((item) => reading.text(item, name));
  if (field?.type === 'yes-no') return reading.choice(node, name, ['yes', 'no']) === 'yes';
  if (field?.type === 'text') return readWord(reading, node, name, field, colleagues);
  const text = reading.matching(node, name, (word) => /^-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,6})?$/.test(word) && (field?.least === undefined || Number(word) >= field.least), `a number such as 1000 or 999.50${field?.least === 0 ? ', not below 0' : ''}`, 'NUMBER');
  return text === '' ? undefined : Number(text);
}

/** Words that can never stand in the field are refused, as in a condition. */
function readWord(reading: Reading, node: YamlNode, name: string, field: Field, colleagues: Colleagues | undefined): string {
  const word = node.kind === 'text' && node.text === '' ? '' : reading.text(node, name);
  const wrong = wrongWord(field, word, colleagues);
  if (wrong) reading.fault(node.at, 'UNKNOWN_VALUE', wrong);
  return word;
}

type Beside = { creator?: Person; accountManager?: string };

/** Steps, each one word, several, or `approvers` with their `quorum`; the people they mean are compared, so that `managers` and their names say the same. */
function readExpected(reading: Reading, node: YamlNode | undefined, colleagues: Colleagues | undefined, beside: Beside): ExpectedStep[] {
  if (isNobody(node)) return [];
  const people = colleagues?.people ?? [];
  const steps = node?.kind === 'map' ? [node] : reading.filled(node, 'expect');
  return steps.map((step) => {
    const { approvers, quorum } = step.kind === 'map'
      ? readWho(reading, reading.fields(step, 'an expected step', { need: ['approvers'], may: ['quorum'] }), 'an expected step', colleagues)
      : { approvers: reading.filled(step, 'expect').map((item) => readApprover(reading, item, colleagues)), quorum: 1 };
    return { people: peopleOf(pinned(approvers, { people, relatives: relativesFor(beside, people) }), people), quorum };
  });
}

const relativesFor = ({ creator, accountManager }: Beside, people: readonly Person[]): Partial<Record<Relative, string>> =>
  ({ ...relativesOf(creator?.email ?? '', undefined, people), ...(accountManager && { 'account manager': accountManager }) });

function judge(reading: Reading, test: Test, policy: ApprovalPolicy, { people }: Colleagues): void {
  const total = totalOf(reading, test, policy.currency);
  if (!total) return;
  const by: Actor = { email: test.creator.email, name: test.creator.name, via: 'slack' };
  const request = {
    subject: { kind: test.kind, values: test.values }, total, on: ANY_DAY, policy,
    rates: { currency: policy.currency, days: [] }, seating: { people, relatives: relativesFor(test, people) },
    requestedBy: by, createdBy: by, lastEditedBy: by, version: 1, contentHash: '', at: `${ANY_DAY}T00:00:00Z`,
  };
  const asked = askedOf(request);
  const { policy: hangsOn, matches } = ruleOn(policy, asked);
  const unsaid = matches === undefined ? (hangsOn?.when?.fields ?? []).filter((field) => !(field in asked.subject.values)) : [];
  if (unsaid.length > 0) {
    reading.fault(test.at, 'TEST_INCOMPLETE', `'${test.name}' does not say ${unsaid.join(' and ')}, which '${hangsOn?.name}' asks for; write it, or 'unknown'.`);
    return;
  }
  try {
    const approval = openApproval(request);
    const wanted = test.expected.map((step) => withoutHand(step, by.email));
    if (!isSame(approval.steps, wanted)) reading.fault(test.at, 'TEST_FAILED', `'${test.name}' expects ${inWords(wanted, people)}, but ${approval.why}.`);
    const applied = matches === true ? hangsOn?.name : 'fallback';
    if (test.policy !== undefined && test.policy !== applied) reading.fault(test.at, 'TEST_FAILED', `'${test.name}' expects the policy '${test.policy}', but it is '${applied}'.`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    reading.fault(test.at, 'TEST_FAILED', `'${test.name}': ${error.message}`);
  }
}

function totalOf(reading: Reading, { at, values }: Test, currency: string): Money | undefined {
  try {
    return fromDecimal(String(values['total'] ?? 0), currency);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    reading.fault(at, 'NUMBER', error.message); // More decimals than the currency has.
    return undefined;
  }
}

/** Tests are about people and amounts; their totals need no rate, so no day matters. */
const ANY_DAY = '2000-01-01';

/** Whoever wrote the document is not asked, and all of them are all but that one. */
function withoutHand({ people, quorum }: ExpectedStep, creator: string): { people: string[]; quorum: number } {
  const others = people.filter((email) => email !== creator);
  return { people: others, quorum: quorum === 'all' ? Math.max(1, others.length) : quorum };
}

const isSame = (steps: readonly ApprovalStep[], wanted: readonly { people: string[]; quorum: number }[]): boolean =>
  steps.length === wanted.length && steps.every(({ asked, quorum }, index) => {
    const expected = wanted[index];
    return quorum === expected?.quorum && [...asked].sort().join() === [...expected.people].sort().join();
  });

const inWords = (steps: readonly { people: string[]; quorum: number }[], people: readonly Person[]): string =>
  steps.map((step) => (step.people.length === 0 ? 'somebody who is not here' : ruleOf(step.quorum, namesOf(step.people, people)).rule)).join(', then ') || 'nobody';
