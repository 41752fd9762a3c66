/**
 * Approval as time passes: when the people of the open step are reminded, and what happens when their time is over. The clocks are
 * pinned when a step is opened, by the business hours of each person as they are then; later changes of a calendar move no deadline.
 */
import { barredFrom, dueAtOf, fallbackOf, namesOf, openBenches, ruleOf, stepOver, waitingFor, type Approval, type ApprovalStep, type Clock } from './approval';
import { afterBusinessTime, type BusinessHours } from './business-time';
import type { Instant } from './dates';
import type { Actor, Person } from './people';
import { BY_SILENCE, GIVE_BACK, type Escalation, type Quorum, type TimeLimit } from './policy/policy';
import { peopleOf } from './policy/seating';
import { canFill, canFillAfter } from './seats';

/** The people as they are today, and who had a hand in the document. */
export type PassingContext = { people: readonly Person[]; createdBy: Actor; lastEditedBy: Actor };

/** What time did to an approval: `who` was reminded or is asked now. `lapsed` gives the document back to who asked. */
export type Passing = { kind: 'reminded' | 'escalated' | 'silent' | 'lapsed'; approval: Approval; who: string[] };

/** The approval with the clocks of its open step set, where that step has a time limit; whoever came to it later has their time from then on. */
export function timed(approval: Approval, at: Instant, hoursOf: (email: string) => BusinessHours): Approval {
  const step = approval.steps[approval.current];
  const known = step?.clocks ?? [];
  if (approval.verdict !== 'open' || !step?.limit || (step.clocks && step.asked.every((who) => known.some(({ email }) => email === who)))) return approval;
  const { within, remindAfter } = step.limit;
  const clocks = step.asked.map((email): Clock => {
    const running = known.find((clock) => clock.email === email);
    if (running) return running;
    const after = (time: TimeLimit['within']): Instant => afterBusinessTime(at, time, hoursOf(email));
    return { email, dueAt: after(within), remindAt: remindAfter.map(after), reminded: 0 };
  });
  const dueAt = clocks.map((clock) => clock.dueAt).sort().at(-1);
  return changed(approval, { clocks, ...(dueAt && { dueAt }) });
}

/** The next moment at which time does something; undefined where it never does. */
export function nextMoment(approval: Approval): Instant | undefined {
  const reminders = unreminded(approval).map(({ remindAt, reminded }) => remindAt[reminded] ?? '');
  return [dueAtOf(approval) ?? '', ...reminders].filter(Boolean).sort()[0];
}

/** What time has done by `now`, one thing at a time; undefined when nothing. A step that nobody can take over is given back. */
export function passed(approval: Approval, now: Instant, context: PassingContext): Passing | undefined {
  const dueAt = dueAtOf(approval);
  if (dueAt !== undefined && dueAt <= now) return over(approval, now, context);
  const late = unreminded(approval).filter(({ remindAt, reminded }) => (remindAt[reminded] ?? now) <= now).map(({ email }) => email);
  if (late.length === 0) return undefined;
  const clocks = approval.steps[approval.current]?.clocks?.map((clock) =>
    (late.includes(clock.email) ? { ...clock, reminded: clock.remindAt.filter((at) => at <= now).length } : clock));
  return { kind: 'reminded', approval: changed(approval, { clocks }), who: late };
}

/** The clocks of those the step waits for that still have a reminder to come. */
function unreminded(approval: Approval): Clock[] {
  const waiting = waitingFor(approval);
  const clocks = approval.steps[approval.current]?.clocks ?? [];
  return clocks.filter(({ email, remindAt, reminded }) => waiting.includes(email) && reminded < remindAt.length);
}

function over(approval: Approval, now: Instant, context: PassingContext): Passing {
  const then = approval.steps[approval.current]?.limit?.then ?? GIVE_BACK;
  if (then === GIVE_BACK) return lapsed(approval);
  if (then === BY_SILENCE) return { kind: 'silent', who: [], approval: stepOver(changed(approval, { ended: { how: 'silence', at: now } })) };
  return escalated(approval, then, now, context) ?? lapsed(approval);
}

const lapsed = (approval: Approval): Passing => ({ kind: 'lapsed', who: [], approval: { ...approval, verdict: 'lapsed' } });

/** A step of its own after the one that is over; the fallback's people where the policy's cannot fill it. */
function escalated(approval: Approval, { approvers, quorum, limit }: Escalation, now: Instant, context: PassingContext): Passing | undefined {
  const after = changed(approval, { ended: { how: 'escalated', at: now } });
  const own = seated(approval, approvers, quorum, context) ?? seated(approval, fallbackOf(approval), 1, context);
  if (!own) return undefined;
  const step: ApprovalStep = { ...own, ...(limit && { limit }) };
  const steps = [...after.steps.slice(0, approval.current + 1), step, ...after.steps.slice(approval.current + 1)];
  return { kind: 'escalated', who: own.asked, approval: { ...after, steps, current: approval.current + 1 } };
}

/** A step for those people in the place of the open one; undefined when they, or the steps after it, could not be filled. */
function seated(approval: Approval, approvers: readonly string[], quorum: Quorum, context: PassingContext): ApprovalStep | undefined {
  const { people } = context;
  const barred = barredFrom(approval, context);
  const asked = peopleOf(approvers, people).filter((email) => !barred.includes(email));
  const needed = quorum === 'all' ? Math.max(1, asked.length) : quorum;
  const benches = [{ people: asked, quorum: needed }, ...openBenches(approval).slice(1)];
  if (!canFill(benches)) return undefined;
  const free = asked.filter((email) => canFillAfter(benches, 0, email));
  return { approvers: [...approvers], asked: free, ...ruleOf(needed, namesOf(free, people)), quorum: needed, decisions: [] };
}

const changed = (approval: Approval, change: Partial<ApprovalStep>): Approval =>
  ({ ...approval, steps: approval.steps.map((step, index) => (index === approval.current ? { ...step, ...change } : step)) });
