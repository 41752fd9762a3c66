/**
 * Approval: who must say yes before an invoice leaves the office.
 * Pure and total; the policy is an argument and its answer is pinned to the document when it is submitted.
 */
import type { Instant, PlainDate } from './dates';
import { money, toDecimal, type Money } from './money';
import { nameOf, type Actor, type Person } from './people';
import { allOf, onDay, phrase, type Phrase } from './phrase';
import type { Keepable } from './policy/keeping';
import { withApprovers } from './policy/limit';
import { ruleOn, stepsFor, type ApprovalPolicy, type Asked, type Policy, type PolicyStep, type TimeLimit } from './policy/policy';
import { means, isSlackId, peopleOf, pinned, type Seating } from './policy/seating';
import { nounOf, type Subject, type SubjectKind } from './policy/subject';
import { rangePhrase } from './policy/words';
import { convertOn, type Converted, type RateTable } from './rates';
import { DomainError } from './refusals';
import { canFill, canFillAfter, type Bench } from './seats';

/** `for` is the mail address of who is away and for whom it was decided. */
export type Decision = { by: Actor; says: 'approve' | 'reject'; at: string; for?: string; category?: string; reason?: string; note?: string };
/** A person's time: when it is over, when they are reminded, and how many of the reminders went out. */
export type Clock = { email: string; dueAt: Instant; remindAt: Instant[]; reminded: number };
/**
 * One step as pinned: `approvers` as the policy wrote them, the people `asked` by mail (or Slack id), the rule in words (and as the
 * phrase `asks`, where it is more than a name),
 * and who decided. Where the policy set a time limit, `clocks` and `dueAt` (ISO instant) stand from the moment the step is open,
 * and `ended` says that time ended it, with how. `deputies` sit for who is away, `out` are those whose seat nobody holds meanwhile.
 */
export type ApprovalStep = {
  approvers: string[]; asked: string[]; rule: string; asks?: Phrase; quorum: number; decisions: Decision[];
  limit?: TimeLimit; clocks?: Clock[]; dueAt?: string; ended?: { how: 'escalated' | 'silence'; at: string };
  deputies?: { from: string; to: string }[]; out?: string[];
};
/** Somebody wants it approved without the people it waits for; any one of those `asked` (by mail) can confirm that, and with `confirmedBy` it is granted. */
export type Exception = { by: Actor; at: string; reason: string; asked: string[]; confirmedBy?: Actor; confirmedAt?: string };
/** `lapsed`: nobody decided in time, and the policy gives the document back. */
export type Verdict = 'open' | 'granted' | 'rejected' | 'withdrawn' | 'voided' | 'lapsed';
/**
 * `version` and `contentHash` bind the approval to what was shown. `current` is the index of the open step. `why` is a clause for people, `because` the same as a phrase.
 * `keeps` is what the policy lets change without asking again; `fallback` whom it asks where too few are left;
 * `mayExcept` who may ask for an exception and who confirms it, `exception` the one that was asked for.
 */
export type Approval = {
  verdict: Verdict; version: number; contentHash: string; policy: { version: number; hash: string };
  why: string; because?: Phrase; steps: ApprovalStep[]; current: number; requestedBy: Actor; requestedAt: string; keeps?: Keepable[]; fallback?: string[];
  mayExcept?: { by: string[]; confirmedBy: string[] }; exception?: Exception;
};

/**
 * What the policy is asked: a subject with what its document knows of itself, its gross total on a day (office's date), and who had a
 * hand in it. What its total, its creator and the creator's place in the office say is added here.
 */
export type ApprovalRequest = {
  subject: Subject; total: Money; on: PlainDate; policy: ApprovalPolicy; rates: RateTable; seating: Seating;
  requestedBy: Actor; createdBy: Actor; lastEditedBy: Actor; version: number; contentHash: string; at: string;
};

/**
 * Asks the policy and pins its answer. The total counts by its size, not its sign; its creator and last editor are not asked;
 * one person sits in one step only. A step that too few people can fill goes to the policy's fallback.
 * Refuses NoApprover when even that is not enough.
 */
export function openApproval(request: ApprovalRequest): Approval {
  const { policy, createdBy, lastEditedBy, seating } = request;
  const { people } = seating;
  const found = converted(request);
  const asked = askedBy(request, found);
  const { steps, because } = judge(request, asked, found);
  const excluded = [createdBy.email, lastEditedBy.email];
  const pin = ({ approvers, quorum, limit }: PolicyStep): ApprovalStep => {
    const meant = pinned(approvers, seating);
    const others = peopleOf(meant, people).filter((who) => !excluded.includes(who));
    const missing = (): number => approvers.filter((word) => peopleOf(pinned([word], seating), people).length === 0).length; // All of them cannot say yes where one word means nobody.
    return {
      approvers: meant, asked: others, rule: '', quorum: quorum === 'all' ? Math.max(1, others.length + missing()) : quorum, decisions: [],
      ...(limit && { limit: withApprovers(limit, (words) => pinned(words, seating)) }),
    };
  };

  let standsIn = false;
  const seated = steps.reduce<ApprovalStep[]>((kept, step) => {
    const own = [...kept, pin(step)];
    if (canFill(benches(own))) return own;
    const instead = [...kept, ...policy.fallback.map(pin)];
    if (policy.fallback.length === 0 || !canFill(benches(instead))) throw new DomainError('NoApprover', { quorum: step.quorum, approvers: step.approvers.join(', ') });
    standsIn = true;
    return instead;
  }, []);
  const named = seated.map((step, index) => {
    const free = step.asked.filter((who) => canFillAfter(benches(seated), index, who)); // Who is needed later is not asked now.
    return { ...step, asked: free, ...ruleOf(step.quorum, namesOf(free, people)) };
  });
  const answer = named.length === 0 ? phrase`${because} nobody has to approve` : phrase`${because} it needs ${needOf(named)}`;
  const reason = standsIn ? phrase`${answer}; the fallback stands in where too few others are left` : answer;
  return {
    verdict: named.length === 0 ? 'granted' : 'open', version: request.version, contentHash: request.contentHash,
    policy: { version: policy.version, hash: policy.hash }, why: reason.text, because: reason,
    steps: named, current: 0, requestedBy: request.requestedBy, requestedAt: request.at,
    ...(policy.keeps && policy.keeps.length > 0 && { keeps: [...policy.keeps] }),
    ...(named.length > 0 && policy.exceptions && { mayExcept: { by: pinned(policy.exceptions.by, seating), confirmedBy: pinned(policy.exceptions.confirmedBy, seating) } }),
    ...(named.length > 0 && { fallback: pinned(policy.fallback.flatMap(({ approvers }) => approvers), seating) }),
  };
}

/** What a decision is judged against: the people as they are today, and the document. `name` is what the person sees it called. */
export type DecisionContext = { people: readonly Person[]; createdBy: Actor; lastEditedBy: Actor; name?: string; version?: number };

/**
 * The one way to decide, whatever surface the click came from: `step` and `version` are what the person was shown.
 * One no settles it; one person counts once for the whole document; the same decision again is the same success and changes nothing.
 * Refuses StaleButton, SelfApproval, AlreadyDecided, StepMoved, NotApprover, AlreadyCounted, NeededLater.
 */
export function decideApproval(approval: Approval, clicked: Decision & { step: number; version: number }, context: DecisionContext): Approval {
  const { step: at, version, ...decision } = clicked;
  if (version !== approval.version || (context.version ?? version) !== version) throw new DomainError('StaleButton');
  const person = decision.by.email;
  const earlier = approval.steps.flatMap(({ decisions }, index) => decisions.map((one) => ({ ...one, index }))).find(({ by }) => by.email === person);
  if (earlier && earlier.index === at && earlier.says === decision.says) return approval;

  refuseUnlessDecidable(approval, at, person, context);
  const name = context.name ?? phrase`this invoice`;
  if (earlier) throw new DomainError('AlreadyCounted', { done: DONE[earlier.says], name });
  const step = approval.steps[at];
  if (!step || !isApprover(step, person, context.people)) throw notApprover(approval, context.people);
  if (decision.says === 'reject') return { ...counted(approval, decision), verdict: 'rejected' };
  if (!canFillAfter(openBenches(approval), 0, person)) throw new DomainError('NeededLater', { name, who: namesOf(waitingFor(approval), context.people).join(', ') });

  const next = counted(approval, decision);
  const yes = next.steps[at]?.decisions.length ?? 0;
  return yes < step.quorum ? next : stepOver(next);
}

/** The approval once its open step is over: the next step is open or, after the last one, it is granted. */
export const stepOver = (approval: Approval): Approval =>
  (approval.current + 1 < approval.steps.length ? { ...approval, current: approval.current + 1 } : { ...approval, verdict: 'granted' });

/** Whom the open approval waits for, by mail (or Slack id): those of the current step who can still say yes. */
export function waitingFor(approval: Approval): string[] {
  const step = approval.steps[approval.current];
  if (approval.verdict !== 'open' || !step) return [];
  const left = openBenches(approval);
  return (left[0]?.people ?? []).filter((who) => canFillAfter(left, 0, who));
}

/** When the open step's decision is due (ISO instant); undefined where no time limit was set, or nothing is open any more. */
export const dueAtOf = ({ verdict, steps, current }: Approval): string | undefined => (verdict === 'open' ? steps[current]?.dueAt : undefined);

/** The rules of steps one after the other: "any one of Milo, Ana, then Fatima"; of at least one. */
export const needOf = (steps: readonly ApprovalStep[]): Phrase | string =>
  steps.map(({ asks, rule }): Phrase | string => asks ?? rule).reduce((before, next) => phrase`${before}, then ${next}`);

/** "Fatima", "any one of Milo, Ana", "any 2 of Milo, Ana, Fatima", "all of Milo, Ana". */
export function ruleOf(quorum: number, names: readonly string[]): Pick<ApprovalStep, 'rule' | 'asks'> {
  const list = names.join(', ');
  if (names.length === 1 && quorum === 1) return { rule: list };
  const asks = quorum === names.length ? phrase`all of ${list}` : quorum === 1 ? phrase`any one of ${list}` : phrase`any ${quorum} of ${list}`;
  return { rule: asks.text, asks };
}

const DONE = { approve: 'approved', reject: 'rejected' } as const;

/** The total in the policy's currency, by the office's rates. */
function converted({ total, on, policy, rates }: ApprovalRequest): Converted | undefined {
  const size = { ...total, minor: Math.abs(total.minor) };
  return policy.currency === size.currency || policy.currency === rates.currency ? convertOn(size, { ...rates, currency: policy.currency }, on) : undefined;
}

/** The subject with what its total and its creator say of it. */
export const askedOf = (request: ApprovalRequest): Asked => askedBy(request, converted(request));

function askedBy({ subject, total, createdBy, seating }: ApprovalRequest, found: Converted | undefined): Asked {
  const creator = seating.people.find(({ email }) => email === createdBy.email);
  const major = (amount: Money | undefined): number | undefined => amount && Math.abs(Number(toDecimal(amount)));
  return {
    total: found?.amount,
    subject: { kind: subject.kind, values: {
      total: major(found?.amount), amount: major(total), currency: total.currency,
      department: creator?.department ?? '', entity: creator?.entity ?? '', 'creator.name': createdBy.name, 'creator.email': createdBy.email, ...subject.values,
    } },
  };
}

/** The steps that serve the document, and the reason as the beginning of a sentence. */
function judge({ policy, total, on }: ApprovalRequest, asked: Asked, found: Converted | undefined): { steps: readonly PolicyStep[]; because: Phrase } {
  const size = { ...total, minor: Math.abs(total.minor) };
  const { policy: matched, matches } = ruleOn(policy, asked);
  if (matched && matches === undefined) {
    const unknown = [...(matched.when?.fields ?? []), ...(matched.tier ? ['total'] : [])].filter((field) => asked.subject.values[field] === undefined);
    if (unknown.every((field) => field === 'total')) return { steps: policy.fallback, because: phrase`there is no rate from ${size.currency} to ${policy.currency} on or before ${onDay(on)}, so` };
    return { steps: policy.fallback, because: unknownWords(matched.name, unknown, asked.subject.kind) };
  }
  const rated = (because: Phrase): Phrase => (found && size.currency !== policy.currency ? phrase`${size} is ${found.amount} by the rate of ${onDay(found.date)}; ${because}` : because);
  if (!matched) return { steps: policy.fallback, because: rated(unmatchedWords(policy)) };
  return { steps: stepsFor(matched.steps, asked.subject), because: rated(matchWords(matched, policy.currency)) };
}

const unknownWords = (name: string, fields: readonly string[], kind: SubjectKind): Phrase => (kind === 'invoice'
  ? phrase`“${name}” asks for ${allOf(fields)}, which is not known of this invoice, so` : phrase`“${name}” asks for ${allOf(fields)}, which is not known of this ${nounOf(kind)}, so`);

/** "above 500.00 EUR and up to 9,999.99 EUR", or why a named policy applies. */
function matchWords({ name, when, tier }: Policy, currency: string): Phrase {
  const range = rangePhrase(tier, currency);
  if (name === '') return range ?? phrase`for any total`;
  if (when) return range ? phrase`“${name}” applies ${range} (${when.text}), so` : phrase`“${name}” applies (${when.text}), so`;
  return range ? phrase`“${name}” applies ${range}, so` : phrase`“${name}” applies, so`;
}

function unmatchedWords({ policies, currency }: ApprovalPolicy): Phrase {
  const last = policies.at(-1);
  if (last?.name === '' && last.tier && last.tier.upTo !== null) return phrase`above ${money(last.tier.upTo, currency)}, the end of the last tier,`;
  return phrase`no policy speaks of it, so`;
}

/** Asked when it was pinned, and today still what the policy meant, or the deputy of who is: a leaver or someone who lost the role decides nothing. */
function isApprover(step: ApprovalStep, who: string, people: readonly Person[]): boolean {
  const seat = step.deputies?.find(({ to }) => to === who)?.from ?? who;
  const person = people.find(({ email }) => email === seat);
  const stays = seat === who || people.some(({ email }) => email === who);
  return stays && step.asked.includes(who) && step.approvers.some((approver) => (person ? means(approver, person) : isSlackId(approver) && approver === seat));
}

/** "2026-12-01 at 14:02 UTC", for sentences that no surface has put into a person's zone. */
const minuteOf = (instant: string): string => `${instant.slice(0, 10)} at ${instant.slice(11, 16)} UTC`;

/** The names of people by their mail addresses; of a stranger the address. */
export const namesOf = (who: readonly string[], people: readonly Person[]): string[] => who.map((one) => nameOf(one, people));

const benches = (steps: readonly ApprovalStep[]): Bench[] => steps.map(({ asked, quorum }) => ({ people: asked, quorum }));

/** The current step and those after it, without the people who decided already; each still needs the yeses that are missing. */
export function openBenches(approval: Approval): Bench[] {
  const decided = decidersOf(approval);
  return approval.steps.slice(approval.current).map(({ asked, quorum, decisions }) => ({ people: asked.filter((who) => !decided.includes(who)), quorum: quorum - decisions.length }));
}

/** Who has decided already, at any step, by mail. */
export const decidersOf = ({ steps }: Pick<Approval, 'steps'>): string[] => steps.flatMap(({ decisions }) => decisions.map(({ by }) => by.email));

/** Who takes no seat any more: they wrote the document, changed it last, or have decided already. */
export const barredFrom = (approval: Approval, { createdBy, lastEditedBy }: Pick<DecisionContext, 'createdBy' | 'lastEditedBy'>): string[] =>
  [createdBy.email, lastEditedBy.email, ...decidersOf(approval)];

/** Whom the policy asks where too few are left, as pinned; finance where nothing was. */
export const fallbackOf = ({ fallback = ['finance'] }: Pick<Approval, 'fallback'>): string[] => fallback;

/** Refuses what no approver could do: deciding on one's own, on a settled approval, or on a step that is not the open one. */
function refuseUnlessDecidable(approval: Approval, step: number, person: string, context: DecisionContext): void {
  const name = context.name ?? phrase`this invoice`;
  if (person === context.createdBy.email) throw new DomainError('SelfApproval', { did: 'created', name });
  if (person === context.lastEditedBy.email) throw new DomainError('SelfApproval', { did: 'last edited', name });
  if (approval.verdict === 'withdrawn' || approval.verdict === 'voided' || approval.verdict === 'lapsed') throw new DomainError('StaleButton');
  if (approval.verdict !== 'open') throw alreadyDecided(approval);
  const last = approval.steps.flatMap(({ decisions }) => decisions).at(-1);
  if (step !== approval.current) throw new DomainError('StepMoved', { name, who: namesOf(waitingFor(approval), context.people).join(', '), by: last?.by.name, at: last?.at ?? approval.requestedAt });
}

/** Says who settled it, and when: `person` by mail, or nobody where time was over or the policy asked nobody. */
export function alreadyDecided({ verdict, steps, requestedAt, exception }: Approval): DomainError {
  if (exception?.confirmedBy) {
    const { confirmedBy: by, confirmedAt: at = '' } = exception;
    return new DomainError('AlreadyDecided', { done: DONE.approve, by: by.name, person: by.email, at, when: minuteOf(at) });
  }
  const last = steps.flatMap(({ decisions }) => decisions).at(-1);
  const silence = steps.at(-1)?.ended;
  const at = silence?.at ?? last?.at ?? requestedAt;
  const by = silence ? { by: phrase`silence` } : last ? { by: last.by.name, person: last.by.email } : { by: phrase`the policy` };
  return new DomainError('AlreadyDecided', { done: DONE[verdict === 'rejected' ? 'reject' : 'approve'], ...by, at, when: minuteOf(at) });
}

function notApprover(approval: Approval, people: readonly Person[]): DomainError {
  const step = approval.steps[approval.current];
  return new DomainError('NotApprover', { who: namesOf(waitingFor(approval), people).join(', '), rule: step?.asks ?? step?.rule, why: approval.because ?? approval.why, policy: approval.policy.version });
}

function counted(approval: Approval, decision: Decision): Approval {
  const from = approval.steps[approval.current]?.deputies?.find(({ to }) => to === decision.by.email)?.from;
  const one = { ...decision, ...(from !== undefined && { for: from }) };
  return { ...approval, steps: approval.steps.map((step, index) => (index === approval.current ? { ...step, decisions: [...step.decisions, one] } : step)) };
}
