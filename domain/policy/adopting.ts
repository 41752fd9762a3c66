/** Adopting: how a change of the approval rules comes into force. The file is a proposal; two people stand behind what counts. */
import type { Act, Change } from '../history';
import { holds, type Actor, type Person } from '../people';
import { oneOf, phrase, type Phrase, type Spoken } from '../phrase';
import { DomainError } from '../refusals';

/** One version of the rules, by SHA-256 of its text. */
export type PolicyVersion = { hash: string; version: number };
/** `confirmations` are the people who stand behind it so far. */
export type PolicyProposal = PolicyVersion & { at: string; confirmations: Actor[] };

/**
 * Which approval rules count: one document for the whole office. `turnedDown` is the hash of the file that was turned down last, so
 * that it is not proposed again until it changes; `faulty` of the one that was told to finance as faulty. `faultyFiles` is the hash of what
 * is wrong with the office's other files, as long as that stands.
 */
export type PolicyBook = {
  id: string; active: PolicyVersion & { since: string; by: Actor[] }; proposal?: PolicyProposal; turnedDown?: string; faulty?: string; faultyFiles?: string;
};
export const POLICY_BOOK = 'pol_approvals';

type Told = Change<PolicyBook> & Phrase;

/** What finance is shown of a proposal: the change in words, and what it would have changed for the last documents. */
export type Effect = { difference: string[]; changed: string[]; of: number };

/** A new text of the file; the proposal before it is void. Undefined when there is nothing to decide. */
export function proposed({ active, proposal, turnedDown }: PolicyBook, { hash, version }: PolicyVersion, effect: Effect, act: Act): Change<PolicyBook> | undefined {
  if (hash === active.hash) return proposal ? { kind: 'taken back', detail: { hash: proposal.hash }, changes: { proposal: null } } : undefined;
  if (hash === proposal?.hash || hash === turnedDown) return undefined;
  return { kind: 'proposed', detail: { hash, version, effect }, changes: { proposal: { hash, version, at: act.at, confirmations: [] } } };
}

/** A text of the file that cannot count; the rules in force stay. Each is told once. */
export const foundFaulty = ({ faulty }: PolicyBook, hash: string, lines: readonly string[]): Change<PolicyBook> | undefined =>
  (faulty === hash ? undefined : { kind: 'faulty', detail: { hash, lines: [...lines] }, changes: { faulty: hash } });

/** What is wrong with the office's other files now, line by line: each state is told once, and that they are sound again. */
export function filesFound({ faultyFiles }: PolicyBook, hash: string, lines: readonly string[]): Change<PolicyBook> | undefined {
  if (lines.length === 0) return faultyFiles ? { kind: 'files mended', changes: { faultyFiles: null } } : undefined;
  return faultyFiles === hash ? undefined : { kind: 'files faulty', detail: { lines: [...lines] }, changes: { faultyFiles: hash } };
}

/**
 * One of the two people who put a change into force. The first is of finance; so is the second, or a manager where finance is one person.
 * Refuses PolicyChangeOver, NotAllowed, PolicyConfirmedAlready.
 */
export function confirmed({ active, proposal }: PolicyBook, hash: string, { by, at }: Act, people: readonly Person[]): Told {
  if (!proposal || proposal.hash !== hash) throw new DomainError('PolicyChangeOver', { version: active.version });
  const person = people.find(({ email }) => email === by.email);
  if (proposal.confirmations.some(({ email }) => email === by.email)) throw new DomainError('PolicyConfirmedAlready', { who: secondOf(people, [by.email]) });
  const first = proposal.confirmations.length === 0;
  if (first ? !holds(person, 'finance') : !maySecond(person, people, proposal.confirmations)) throw new DomainError('NotAllowed', { who: first ? phrase`finance` : secondOf(people, proposal.confirmations.map(({ email }) => email)) });
  const confirmations = [...proposal.confirmations, by];
  const { version } = proposal;
  if (first) return { kind: 'confirmed', detail: { hash }, changes: { proposal: { ...proposal, confirmations } }, ...phrase`You stand behind approval policy ${version}. It counts as soon as ${secondOf(people, [by.email])} confirms it too.` };
  return {
    kind: 'adopted', detail: { hash, before: active.hash },
    changes: { active: { hash, version: proposal.version, since: at, by: confirmations }, proposal: null }, ...phrase`Approval policy ${version} is in force. What was submitted before keeps the rules it was submitted under.`,
  };
}

/** Finance says no; the file may be changed again. Refuses PolicyChangeOver, NotAllowed. */
export function turnedDown({ active, proposal }: PolicyBook, hash: string, { by }: Act, people: readonly Person[]): Told {
  if (!proposal || proposal.hash !== hash) throw new DomainError('PolicyChangeOver', { version: active.version });
  if (!holds(people.find(({ email }) => email === by.email), 'finance', 'manager')) throw new DomainError('NotAllowed', { who: phrase`finance or a manager` });
  return { kind: 'turned down', detail: { hash }, changes: { proposal: null, turnedDown: hash }, ...phrase`Approval policy ${proposal.version} is turned down; policy ${active.version} stays in force. Change the file to propose another.` };
}

/** Finance; a manager too where finance is one person, because nobody can be two. */
function maySecond(person: Person | undefined, people: readonly Person[], confirmations: readonly Actor[]): boolean {
  const others = people.filter((one) => holds(one, 'finance') && !confirmations.some(({ email }) => email === one.email));
  return holds(person, 'finance') || (others.length === 0 && holds(person, 'manager'));
}

/** Who can be the second person, by name. */
function secondOf(people: readonly Person[], without: readonly string[]): Spoken {
  const left = people.filter(({ email }) => !without.includes(email));
  const finance = left.filter((one) => holds(one, 'finance'));
  const able = finance.length > 0 ? finance : left.filter((one) => holds(one, 'manager'));
  return able.length > 0 ? oneOf(able.map(({ name }) => name)) : phrase`another person of finance, who is not in office.yaml yet,`;
}
