/** Approval as time passes: reminders, escalation, giving back and silence, and what holds under any order of clicks and moments. */
import fc from 'fast-check';
import { decideApproval, dueAtOf, openApproval, waitingFor, type Approval } from '../../domain/approval';
import { nextMoment, passed, timed } from '../../domain/approval-time';
import { PLAIN_HOURS } from '../../domain/business-time';
import { money } from '../../domain/money';
import type { Actor, Person } from '../../domain/people';
import { BY_SILENCE, GIVE_BACK, type Escalation, type PolicyStep, type TimeLimit } from '../../domain/policy/policy';
import { DomainError } from '../../domain/refusals';
import { ANA, CARLA, FATIMA, MILO, PEOPLE, POLICY, tiers } from '../support/samples';

const MONDAY = '2026-11-23T09:00:00.000Z';
const hours = (count: number) => ({ count, unit: 'hours' as const });
const within = (count: number, then: TimeLimit['then'], ...remind: number[]): TimeLimit => ({ within: hours(count), remindAfter: remind.map(hours), then });
const hoursOf = () => PLAIN_HOURS;
const CONTEXT = { people: PEOPLE, createdBy: CARLA, lastEditedBy: CARLA };

function asked(...steps: PolicyStep[]): Approval {
  const policy = { ...POLICY, policies: tiers([null, ...steps]) };
  const opened = openApproval({
    total: money(100_00, 'EUR'), on: '2026-11-23', policy, rates: { currency: 'EUR', days: [] }, subject: { kind: 'invoice', values: {} }, seating: { people: PEOPLE },
    requestedBy: CARLA, createdBy: CARLA, lastEditedBy: CARLA, version: 1, contentHash: 'c', at: MONDAY,
  });
  return timed(opened, MONDAY, hoursOf);
}
const yes = (approval: Approval, by: Actor, at = MONDAY, step = approval.current): Approval =>
  timed(decideApproval(approval, { by, says: 'approve', step, version: 1, at }, CONTEXT), at, hoursOf);
const later = (approval: Approval, at: string) => passed(approval, at, CONTEXT);
const managers = (limit?: TimeLimit): PolicyStep => ({ approvers: ['manager'], quorum: 1, ...(limit && { limit }) });

describe('a step with a time limit', () => {
  it('is due for each of its people by their own hours, and over when it is for the last', () => {
    const late = { ...PLAIN_HOURS, zone: 'America/New_York' };
    const policy = { ...POLICY, policies: tiers([null, managers(within(4, GIVE_BACK))]) };
    const opened = openApproval({
      total: money(100_00, 'EUR'), on: '2026-11-23', policy, rates: { currency: 'EUR', days: [] }, subject: { kind: 'invoice', values: {} }, seating: { people: PEOPLE },
      requestedBy: CARLA, createdBy: CARLA, lastEditedBy: CARLA, version: 1, contentHash: 'c', at: MONDAY,
    });
    const clocked = timed(opened, MONDAY, (email) => (email === ANA.email ? late : PLAIN_HOURS));
    expect(clocked.steps[0]?.clocks?.map(({ email, dueAt }) => [email, dueAt])).toEqual([[MILO.email, '2026-11-23T13:00:00.000Z'], [ANA.email, '2026-11-23T18:00:00.000Z']]);
    expect(dueAtOf(clocked)).toBe('2026-11-23T18:00:00.000Z');
  });

  it('reminds whoever has not answered, each time once, and the others not', () => {
    const approval = asked({ approvers: ['manager'], quorum: 2, limit: within(8, GIVE_BACK, 2, 4) });
    expect(nextMoment(approval)).toBe('2026-11-23T11:00:00.000Z');
    expect(later(approval, '2026-11-23T10:59:59.000Z')).toBeUndefined();
    const first = later(approval, '2026-11-23T11:00:00.000Z')!;
    expect(first).toMatchObject({ kind: 'reminded', who: [MILO.email, ANA.email] });
    expect(later(first.approval, '2026-11-23T11:00:00.000Z')).toBeUndefined();
    const second = later(yes(first.approval, MILO), '2026-11-23T13:30:00.000Z')!;
    expect(second).toMatchObject({ kind: 'reminded', who: [ANA.email] });
    expect(nextMoment(second.approval)).toBe('2026-11-23T17:00:00.000Z');
  });

  it('tells only once what several missed reminders would have said', () => {
    const once = later(asked(managers(within(8, GIVE_BACK, 1, 2, 3))), '2026-11-23T14:00:00.000Z')!;
    expect(once.kind).toBe('reminded');
    expect(later(once.approval, '2026-11-23T14:00:00.000Z')).toBeUndefined();
  });

  it('gives the document back', () => {
    const { kind, approval } = later(asked(managers(within(2, GIVE_BACK))), '2026-11-23T11:00:00.000Z')!;
    expect([kind, approval.verdict, nextMoment(approval), waitingFor(approval)]).toEqual(['lapsed', 'lapsed', undefined, []]);
    expect(() => yes(approval, MILO)).toThrow(expect.objectContaining({ code: 'StaleButton' }));
  });

  it('is approved by silence where that is spelled out, and goes on to the next step, whose time begins then', () => {
    const silent = later(asked(managers(within(2, BY_SILENCE)), { approvers: ['finance'], quorum: 1, limit: within(3, GIVE_BACK) }), '2026-11-23T11:00:00.000Z')!;
    expect(silent).toMatchObject({ kind: 'silent', approval: { verdict: 'open', current: 1, steps: [{ ended: { how: 'silence' }, decisions: [] }, {}] } });
    const next = timed(silent.approval, '2026-11-23T11:00:00.000Z', hoursOf);
    expect(dueAtOf(next)).toBe('2026-11-23T14:00:00.000Z');
    expect(yes(next, FATIMA).verdict).toBe('granted');
    expect(later(asked(managers(within(2, BY_SILENCE))), '2026-11-23T12:00:00.000Z')?.approval.verdict).toBe('granted');
  });

  it('tells who comes too late that it was silence, and when', () => {
    const { approval } = later(asked(managers(within(2, BY_SILENCE))), '2026-11-23T12:00:00.000Z')!;
    expect(() => yes(approval, MILO)).toThrow('Already approved by silence on 2026-11-23 at 12:00 UTC. Nothing changed.');
  });

  it('asks others instead, and whoever was asked before decides it no longer', () => {
    const { kind, who, approval } = later(asked(managers(within(2, { approvers: ['finance'], quorum: 1 }))), '2026-11-23T11:00:00.000Z')!;
    expect([kind, who, approval.current, approval.steps.length]).toEqual(['escalated', [FATIMA.email], 1, 2]);
    expect(() => yes(approval, MILO)).toThrow(expect.objectContaining({ code: 'NotApprover' }));
    expect(() => yes(approval, MILO, MONDAY, 0)).toThrow(expect.objectContaining({ code: 'StepMoved' }));
    expect(yes(approval, FATIMA).verdict).toBe('granted');
  });

  it('asks the fallback where those it escalates to are too few, and gives back where that is too', () => {
    const toMilo: Escalation = { approvers: [MILO.email], quorum: 1 };
    const halfway = yes(asked({ approvers: ['manager'], quorum: 2, limit: within(2, toMilo) }), MILO);
    expect(later(halfway, '2026-11-23T11:00:00.000Z')).toMatchObject({ kind: 'escalated', who: [FATIMA.email] });
    const both = asked({ approvers: ['manager'], quorum: 2, limit: within(2, toMilo) }, { approvers: ['finance'], quorum: 1 });
    expect(later(yes(both, MILO), '2026-11-23T11:00:00.000Z')?.kind).toBe('lapsed'); // Fatima is needed at the next step.
  });

  it('does nothing once somebody decided', () => {
    const granted = yes(asked(managers(within(2, BY_SILENCE, 1))), MILO);
    expect([granted.verdict, nextMoment(granted), later(granted, '2027-01-01T00:00:00.000Z')]).toEqual(['granted', undefined, undefined]);
  });
});

describe('whatever is clicked, and whenever', () => {
  const mail = (index: number): string => `p${index}@northlight.example`;
  const actor = (email: string): Actor => ({ email, name: email, via: 'slack' });
  const people = Array.from({ length: 5 }, (_, index): Person => ({ name: `P${index}`, email: mail(index), roles: ['manager'] }));
  const some = fc.uniqueArray(fc.integer({ min: 0, max: 4 }).map(mail), { minLength: 1, maxLength: 4 });
  const limit: fc.Arbitrary<TimeLimit> = fc.letrec<{ limit: TimeLimit }>((tie) => ({
    limit: fc.record({
      within: fc.integer({ min: 2, max: 9 }).map(hours), remindAfter: fc.array(fc.constant(hours(1)), { maxLength: 2 }),
      then: fc.oneof({ maxDepth: 2, depthSize: 'small' }, fc.constant<TimeLimit['then']>(GIVE_BACK), fc.constant<TimeLimit['then']>(BY_SILENCE), fc.record({ approvers: some, quorum: fc.constantFrom(1, 2, 'all' as const), limit: fc.option(tie('limit'), { nil: undefined }) })),
    }),
  })).limit;
  const step: fc.Arbitrary<PolicyStep> = fc.record({ approvers: some, quorum: fc.constantFrom(1, 1, 2), limit: fc.option(limit, { nil: undefined }) });
  const event = fc.oneof(
    fc.record({ who: fc.nat(4), says: fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'reject' as const), at: fc.constantFrom('current' as const, 0, 1) }),
    fc.record({ hoursLater: fc.integer({ min: 1, max: 30 }) }),
  );

  it('nothing is granted without the yeses of its steps or a silence that was spelled out; nobody decides twice; every run can end', () => {
    const seen = { granted: 0, silence: 0, escalated: 0, lapsed: 0 };
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 3 }), fc.array(event, { minLength: 4, maxLength: 20 }), (steps, events) => {
      const policy = { ...POLICY, policies: tiers([null, ...steps]), fallback: [{ approvers: people.map(({ email }) => email), quorum: 1 }] };
      const creator = actor('c@northlight.example');
      const context = { people, createdBy: creator, lastEditedBy: creator };
      let now = MONDAY;
      let approval: Approval;
      try {
        approval = timed(openApproval({
          total: money(1_00, 'EUR'), on: '2026-11-23', policy, rates: { currency: 'EUR', days: [] }, subject: { kind: 'invoice', values: {} }, seating: { people },
          requestedBy: creator, createdBy: creator, lastEditedBy: creator, version: 1, contentHash: '', at: now,
        }), now, hoursOf);
      } catch (error) {
        if (error instanceof DomainError && error.code === 'NoApprover') return;
        throw error;
      }
      /** Whatever time has done by now; it ends, because each thing moves the next moment. */
      const pass = (): void => {
        for (let turn = 0; ; turn += 1) {
          expect(turn).toBeLessThan(50);
          const passing = passed(approval, now, context);
          if (!passing) break;
          if (passing.kind in seen) seen[passing.kind as 'escalated'] += 1;
          approval = timed(passing.approval, now, hoursOf);
        }
        expect(approval.verdict !== 'open' || (nextMoment(approval) ?? '9') > now).toBe(true);
      };
      for (const one of events) {
        if ('hoursLater' in one) {
          now = new Date(Date.parse(now) + one.hoursLater * 3_600_000).toISOString();
          pass();
          continue;
        }
        const before = approval;
        try {
          approval = timed(decideApproval(approval, { by: actor(mail(one.who)), says: one.says, step: one.at === 'current' ? approval.current : one.at, version: 1, at: now }, context), now, hoursOf);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          expect(approval).toBe(before);
        }
      }
      const deciders = approval.steps.flatMap(({ decisions }) => decisions.map(({ by }) => by.email));
      expect(new Set(deciders).size).toBe(deciders.length);
      for (const { asked: those, decisions, quorum, ended, limit: own } of approval.steps) {
        for (const { by } of decisions) expect(those).toContain(by.email);
        if (ended?.how === 'silence') { seen.silence += 1; expect(own?.then).toBe(BY_SILENCE); }
        if (approval.verdict === 'granted' && !ended) expect(decisions.filter(({ says }) => says === 'approve')).toHaveLength(quorum);
      }
      if (approval.verdict === 'granted') seen.granted += 1;
      if (approval.verdict !== 'open') return;
      expect(waitingFor(approval).length).toBeGreaterThan(0);
      for (let turn = 0; approval.verdict === 'open'; turn += 1) { // Whoever is waited for says yes: it comes to its end.
        expect(turn).toBeLessThan(20);
        approval = timed(decideApproval(approval, { by: actor(waitingFor(approval)[0] ?? ''), says: 'approve', step: approval.current, version: 1, at: now }, context), now, hoursOf);
      }
      expect(approval.verdict).toBe('granted');
    }), { numRuns: 1_000 });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3); // Else the runs would prove nothing.
  });
});
