/** Policies: who must say yes to which documents, as finance wrote it. First match wins; what nothing matches goes to the fallback. */
import type { Money } from '../money';
import type { Condition } from './condition';
import type { BusinessTime } from '../business-time';
import type { Keepable } from './keeping';
import { isGroup } from './seating';
import type { FieldValue, Subject, SubjectKind } from './subject';

/** How many of those asked must say yes: a number of them, or all. */
export type Quorum = number | 'all';
/** What happens to a document when the time for a decision is over, where nobody else is asked. */
export const GIVE_BACK = 'give back';
export const BY_SILENCE = 'approve by silence';
/** Who is asked instead when the time is over, and how long they have. */
export type Escalation = { approvers: readonly string[]; quorum: Quorum; limit?: TimeLimit };
/** `within` and `remindAfter` count in the business time of each person asked; the limit is over when it is for the last of them. */
export type TimeLimit = { within: BusinessTime; remindAfter: readonly BusinessTime[]; then: typeof GIVE_BACK | typeof BY_SILENCE | Escalation };
/**
 * People asked in parallel. `approvers` are roles, mail addresses, Slack ids, Slack groups ("@leads") and words that stand for
 * somebody beside the document (RELATIVES in domain/policy/seating.ts). A step whose condition is false is passed over; `limit` is how long
 * its people have.
 */
export type PolicyStep = { approvers: readonly string[]; quorum: Quorum; name?: string; when?: Condition; limit?: TimeLimit };
/** Totals above `above` up to and including `upTo`, in minor units of the policy's currency; null is no limit. */
export type Tier = { above: number | null; upTo: number | null };
/** Who may ask that a document is approved without the people it would need, and who confirms that, in words as steps have them. */
export type ExceptionRule = { by: readonly string[]; confirmedBy: readonly string[] };
/** Without steps nobody is asked. `name` is empty for the tiers of the short form. */
export type Policy = { name: string; kinds: readonly SubjectKind[]; when?: Condition; tier?: Tier; steps: readonly PolicyStep[] };
/**
 * One file. `hash` is SHA-256 of its text; `fallback` serves what no policy matches, what hangs on something unknown, and steps with too
 * few people left; `keeps` is what may change on a document without voiding its approvals; without `exceptions` there are none.
 */
export type ApprovalPolicy = { version: number; hash: string; currency: string; policies: readonly Policy[]; fallback: readonly PolicyStep[]; keeps?: readonly Keepable[]; exceptions?: ExceptionRule };

/** Everybody whom a time limit passes a question on to, one after the other. */
export const escalationsOf = (limit: TimeLimit | undefined): Escalation[] =>
  (limit && typeof limit.then === 'object' ? [limit.then, ...escalationsOf(limit.then.limit)] : []);

/** Every word for people that a file has, each once: of its steps, their escalations, its fallback and its exceptions. */
export function wordsIn({ policies, fallback, exceptions }: ApprovalPolicy): string[] {
  const steps = [...policies.flatMap((policy) => policy.steps), ...fallback].flatMap((step) => [step, ...escalationsOf(step.limit)]);
  return [...new Set([...steps.flatMap(({ approvers }) => approvers), ...(exceptions?.by ?? []), ...(exceptions?.confirmedBy ?? [])])];
}

/** The Slack groups that a file names, by their handles ("@leads"). */
export const groupsIn = (policy: ApprovalPolicy): string[] => wordsIn(policy).filter(isGroup);

/** What a policy said of a document: yes, no, or undefined where it hangs on `unknown` fields. `inputs` are the fields it looked at. */
export type Ruling = { policy: Policy; matches: boolean | undefined; inputs: readonly { field: string; value: FieldValue | undefined }[] };
/** `total` is the document's gross total by its size in the policy's currency; undefined without a rate. */
export type Asked = { subject: Subject; total: Money | undefined };

/** The first policy that matches; or the first whose answer is not known, because a later one could not know better; or none. */
export function ruleOn({ policies }: ApprovalPolicy, asked: Asked): { policy?: Policy; matches: boolean | undefined } {
  for (const policy of policies) {
    const matches = policy.kinds.includes(asked.subject.kind) ? matchOf(policy, asked) : false;
    if (matches !== false) return { policy, matches };
  }
  return { matches: false };
}

/** What every policy for such documents says, up to the one that counts, and what it looked at. */
export function rulingsOn({ policies }: ApprovalPolicy, asked: Asked): Ruling[] {
  const said = policies.filter(({ kinds }) => kinds.includes(asked.subject.kind)).map((policy): Ruling => ({ policy, matches: matchOf(policy, asked), inputs: inputsOf(policy, asked) }));
  const counts = said.findIndex(({ matches }) => matches !== false);
  return counts < 0 ? said : said.slice(0, counts + 1);
}

/** The steps a document takes of a policy. One whose condition hangs on something unknown is asked: a doubt is no permission. */
export const stepsFor = (steps: readonly PolicyStep[], subject: Subject): PolicyStep[] =>
  steps.filter(({ when }) => when === undefined || when.judge(subject) !== false);

function matchOf({ when, tier }: Policy, { subject, total }: Asked): boolean | undefined {
  const condition = when === undefined ? true : when.judge(subject);
  if (condition === false || !tier) return condition;
  const within = isWithin(tier, total);
  return within === false ? false : within && condition;
}

function isWithin({ above, upTo }: Tier, total: Money | undefined): boolean | undefined {
  if (above === null && upTo === null) return true;
  if (!total) return undefined;
  return (above === null || total.minor > above) && (upTo === null || total.minor <= upTo);
}

function inputsOf({ when, tier }: Policy, { subject }: Asked): Ruling['inputs'] {
  const fields = [...(tier && (tier.above !== null || tier.upTo !== null) ? ['total'] : []), ...(when?.fields ?? [])];
  return [...new Set(fields)].map((field) => ({ field, value: subject.values[field] }));
}
