/**
 * Who sits where, as people come and go: the seats of those who are away move to their deputies and back, those of leavers to the others
 * who are asked, and where too few are left, to the fallback. Nothing that was decided changes.
 */
import { barredFrom, decidersOf, fallbackOf, namesOf, openApproval, openBenches, ruleOf, type Approval, type ApprovalRequest, type ApprovalStep } from './approval';
import type { PassingContext } from './approval-time';
import { peopleOf } from './policy/seating';
import { canFill } from './seats';

/** People as they are at this moment: `away` with who decides for them, if anybody; `gone` are mail addresses that Slack has shut out or calls guests. */
export type Presence = PassingContext & { away: ReadonlyMap<string, string | undefined>; gone: ReadonlySet<string> };

/** One seat that changed hands: `to` several people, joined by commas, where the fallback came; without it others who are asked already decide. */
export type Move = { from: string; to?: string };

/** What the policy answers, seated as people are there: instead of who is away their deputies are asked, or the others. Refuses what openApproval refuses. */
export function openSeated(request: ApprovalRequest, away?: Presence['away']): Approval {
  const opened = openApproval(request);
  const { seating: { people }, createdBy, lastEditedBy } = request;
  const moved = away && reseated(opened, { people, createdBy, lastEditedBy, away, gone: new Set() });
  return moved?.left ? moved.approval : opened;
}

/** The approval with its open seats as the people are, and who moved; undefined when nobody has to. `left` is false when nobody is left to decide. */
export function reseated(approval: Approval, presence: Presence): { approval: Approval; moves: Move[]; left: boolean } | undefined {
  if (approval.verdict !== 'open') return undefined;
  const first = settled(approval, presence);
  const last = first?.left ? settled(first.approval, presence) ?? first : first; // A seat that moved may free or bind somebody for an earlier step.
  return last && { ...last, moves: movesIn(approval, last.approval) };
}

function settled(approval: Approval, presence: Presence): { approval: Approval; left: boolean } | undefined {
  const steps = [...approval.steps];
  const after = { ...approval, steps };
  let left = true;
  for (let at = approval.current; at < steps.length; at += 1) {
    const before = steps[at] as ApprovalStep;
    const [deputies, own] = [moved(before, after, presence), moved(before, after, withoutDeputies(presence))];
    const settledOne = fits(after, steps.length - 1, at, deputies) ? deputies : fits(after, at, at, own) ? own : fallenBack(after, at, presence);
    if (settledOne) steps[at] = isSame(before, settledOne) ? before : settledOne;
    else left = false;
  }
  return left && steps.every((step, at) => step === approval.steps[at]) ? undefined : { approval: after, left };
}

/** As if nobody were away: each on their own seat, where with deputies too few are left. */
const withoutDeputies = (presence: Presence): Presence => ({ ...presence, away: new Map() });

type Seat = { who: string; for?: string };

/** The step with each seat where it belongs now; a deputy who had a hand in the document, or in the approval, takes none. */
function moved(step: ApprovalStep, approval: Approval, presence: Presence): ApprovalStep {
  const { people, away, gone } = presence;
  const decided = decidersOf(approval);
  const own = step.decisions.map(({ by }) => by.email);
  const barred = barredFrom(approval, presence);
  const meant = peopleOf(step.approvers, people);
  const out: string[] = [];
  const seats = [...step.asked, ...(step.out ?? [])].flatMap((email): Seat[] => {
    const original = step.deputies?.find(({ to }) => to === email)?.from ?? email;
    if (own.includes(email)) return [{ who: email, ...(original !== email && { for: original }) }];
    if (!meant.includes(original) || decided.includes(original)) return [];
    if (!away.has(original) && !gone.has(original)) return [{ who: original }];
    const deputy = away.get(original);
    const able = deputy !== undefined && !gone.has(original) && !barred.includes(deputy) && !gone.has(deputy) && people.some((person) => person.email === deputy);
    if (able) return [{ who: deputy, for: original }];
    const stays = !gone.has(original) && deputy !== undefined; // The deputy wrote it, or is not there.
    if (!stays) out.push(original);
    return stays ? [{ who: original }] : [];
  });
  const kept = [...new Set(seats.map(({ who }) => who))].map((who) => seats.find((seat) => seat.who === who && !seat.for) ?? (seats.find((seat) => seat.who === who) as Seat));
  return withSeats(step, kept, [...new Set(out)], people);
}

/** One person sits once in a step, on their own seat if they have one. */
function withSeats({ deputies: _, out: __, asks: ___, ...step }: ApprovalStep, seats: readonly Seat[], out: readonly string[], people: Presence['people']): ApprovalStep {
  const asked = seats.map(({ who }) => who);
  const deputies = seats.flatMap(({ who, for: from }) => (from === undefined ? [] : [{ from, to: who }]));
  const clocks = step.clocks?.filter(({ email }) => asked.includes(email));
  return { ...step, asked, ...ruleOf(step.quorum, namesOf(asked, people)), ...(clocks && { clocks }), ...(deputies.length > 0 && { deputies }), ...(out.length > 0 && { out: [...out] }) };
}

/** Whether the steps from the open one to `last` can be filled with that step at its place. */
const fits = (approval: Approval, last: number, at: number, step: ApprovalStep): boolean =>
  canFill(openBenches({ ...approval, steps: approval.steps.map((one, index) => (index === at ? step : one)) }).slice(0, last - approval.current + 1));

/** The fallback's people for what is missing of the step; undefined when they are too few as well. */
function fallenBack(approval: Approval, at: number, presence: Presence): ApprovalStep | undefined {
  const before = approval.steps[at] as ApprovalStep;
  const words = fallbackOf(approval);
  const barred = barredFrom(approval, presence);
  const asked = peopleOf(words, presence.people).filter((email) => !barred.includes(email));
  const own = before.decisions.map(({ by }) => by.email);
  const base: ApprovalStep = { ...before, approvers: [...new Set([...before.approvers, ...words])], quorum: own.length + 1, asked: [...own, ...asked] };
  return [moved(base, approval, presence), moved(base, approval, withoutDeputies(presence))].find((step) => fits(approval, at, at, step));
}

const shapeOf = ({ asked, quorum, deputies = [], out = [] }: ApprovalStep): string => JSON.stringify([[...asked].sort(), quorum, deputies, out]);
const isSame = (one: ApprovalStep, other: ApprovalStep): boolean => shapeOf(one) === shapeOf(other);

/** Who no longer sits where they sat, and who came for them. */
function movesIn({ steps: before, current }: Approval, { steps: after }: Approval): Move[] {
  return after.slice(current).flatMap((step, offset) => {
    const earlier = before[current + offset] as ApprovalStep;
    const came = step.asked.filter((email) => !earlier.asked.includes(email));
    const went = earlier.asked.filter((email) => !step.asked.includes(email));
    const pairs = went.map((from): Move => {
      const to = step.deputies?.find((one) => one.from === from)?.to ?? earlier.deputies?.find((one) => one.to === from)?.from;
      return { from, ...(to !== undefined && came.includes(to) && { to }) };
    });
    const rest = came.filter((email) => !pairs.some(({ to }) => to === email));
    return pairs.map((pair) => (pair.to === undefined && rest.length > 0 ? { ...pair, to: rest.join(',') } : pair));
  });
}
