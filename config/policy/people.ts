/** Who is asked, as finance writes it: roles, names, mail addresses, Slack members and groups, and people beside the document. */
import type { Person } from '../../domain/people';
import type { Quorum } from '../../domain/policy/policy';
import { isGroup, isRelative, isSlackId, means, peopleOf, RELATIVES } from '../../domain/policy/seating';
import { didYouMean, isGiven, isMail, type Fields, type Reading } from '../reading';
import { roleOf, ROLE_WORDS } from '../roles';
import type { YamlNode } from '../yaml';

/** What approvals.yaml is checked against when office.yaml is at hand. */
export type Colleagues = { people: readonly Person[]; currency: string };
export type Who = { approvers: string[]; quorum: Quorum };

/** `approvers: nobody` is how a policy says that no approval is needed; an empty list says nothing. */
export const isNobody = (node: YamlNode | undefined): boolean => node?.kind === 'text' && node.text === 'nobody';

/** Who says yes and how many of them, from `approvers`, or what else they stand under, and `quorum`. */
export function readWho(reading: Reading, fields: Fields, noun: string, colleagues: Colleagues | undefined, key = 'approvers'): Who {
  const named = fields.has(key) ? readApprovers(reading, fields.get(key), noun, colleagues) : [];
  const quorum = fields.has('quorum') ? readQuorum(reading, fields.get('quorum')) : 1;
  const countable = (colleagues !== undefined || !named.some(roleOf)) && !named.some((one) => isRelative(one) || isGroup(one)); // A role may have any number of people, and a group is known to Slack alone.
  const count = peopleOf(named, colleagues?.people ?? named.filter(isMail).map((email) => ({ name: email, email, roles: [] }))).length;
  if (countable && count > 0 && quorum !== 'all' && quorum > count) reading.fault(fields.at, 'QUORUM_IMPOSSIBLE', `quorum ${quorum}, but only ${count} approver${count === 1 ? '' : 's'}.`);
  return { approvers: named, quorum };
}

function readQuorum(reading: Reading, node: YamlNode | undefined): Quorum {
  if (node?.kind === 'text' && node.text === 'all') return 'all';
  return reading.whole(node, 'quorum', 1, 1000) ?? 1;
}

/** Roles in the program's words, people as mail addresses in small letters, groups as "@leads", Slack ids as they are. */
export function readApprovers(reading: Reading, node: YamlNode | undefined, noun: string, colleagues: Colleagues | undefined): string[] {
  const items = reading.items(node, 'approvers');
  if (node && items.length === 0 && (node.kind === 'list' || (node.kind === 'text' && !isGiven(node)))) {
    reading.fault(node.at, 'NO_APPROVERS', `${noun} needs at least one approver; nobody would mean everybody.`);
  }
  const named = items.map((item) => ({ at: item.at, name: readApprover(reading, item, colleagues) })).filter(({ name }) => name !== '');
  named.forEach(({ at, name }, index) => {
    if (named.findIndex((other) => other.name === name) < index) reading.fault(at, 'APPROVER_TWICE', `'${name}' is named twice; one person counts once.`);
  });
  return named.map(({ name }) => name);
}

/** One of them, or '' after a fault. */
export function readApprover(reading: Reading, item: YamlNode, colleagues: Colleagues | undefined): string {
  const word = reading.text(item, 'approvers');
  if (word === '') return '';
  const canonical = canonicalOf(word, colleagues);
  const wrong = canonical === undefined ? unknownPerson(word, colleagues) : missing(canonical, word, colleagues);
  if (wrong) reading.fault(item.at, wrong.code, wrong.sentence);
  return wrong ? '' : canonical ?? '';
}

/** The word as policies keep it; undefined when it means nobody we know. */
function canonicalOf(word: string, colleagues: Colleagues | undefined): string | undefined {
  const [, group] = /^(?:slack group |@)([a-z0-9][a-z0-9._-]{0,79})$/.exec(word) ?? [];
  if (group) return `@${group}`;
  const plain = word.replace('’', "'");
  if (isSlackId(word) || isRelative(plain)) return plain;
  const named = (colleagues?.people ?? []).filter(({ name }) => name === word);
  if (named.length === 1) return named[0]?.email;
  return roleOf(word) ?? (isMail(word) && (colleagues === undefined || colleagues.people.some(({ email }) => email === word.toLowerCase())) ? word.toLowerCase() : undefined);
}

type Wrong = { code: string; sentence: string };

function unknownPerson(word: string, colleagues: Colleagues | undefined): Wrong {
  const people = colleagues?.people ?? [];
  const mails = people.map(({ email }) => email);
  if (word === 'nobody') return { code: 'NO_APPROVERS', sentence: "'nobody' stands alone: write 'approvers: nobody' in a tier or policy that needs no approval." };
  if (/^viewers?$/.test(word)) return { code: 'UNKNOWN_PERSON', sentence: "viewers only look; write managers, finance or coordinators." };
  if (isMail(word)) return { code: 'UNKNOWN_PERSON', sentence: `'${word}' is nobody in office.yaml${didYouMean(word.toLowerCase(), mails)}` };
  const namesakes = people.filter(({ name }) => name === word);
  if (namesakes.length > 1) return { code: 'UNKNOWN_PERSON', sentence: `${namesakes.length} people are called '${word}'; write a mail address: ${namesakes.map(({ email }) => email).join(' or ')}.` };
  return { code: 'UNKNOWN_PERSON', sentence: `'${word}' is no role, mail address or Slack id${didYouMean(word, [...ROLE_WORDS, 'nobody', ...RELATIVES, ...people.map(({ name }) => name), ...mails])}` };
}

/** Words that are known but mean nobody in this office. */
function missing(canonical: string, word: string, colleagues: Colleagues | undefined): Wrong | undefined {
  if (!colleagues) return undefined;
  const { people } = colleagues;
  if (roleOf(word) && !people.some((person) => means(canonical, person))) return { code: 'NO_APPROVERS', sentence: `nobody in office.yaml has the role '${word}'.` };
  if (canonical === 'department head' && !people.some(({ heads }) => heads)) return { code: 'NO_APPROVERS', sentence: "nobody in office.yaml is the head of a department; write 'heads: Sales' beside a person." };
  if (canonical === "creator's manager" && !people.some(({ manager }) => manager)) return { code: 'NO_APPROVERS', sentence: "nobody in office.yaml has a manager; write 'manager: ana@…' beside a person." };
  return undefined;
}
