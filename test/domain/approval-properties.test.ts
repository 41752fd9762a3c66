/** Approval under random policies and clicks: what must hold whoever clicks what in which order. */
import fc from 'fast-check';
import { decideApproval, openApproval, waitingFor, type Approval } from '../../domain/approval';
import { money } from '../../domain/money';
import { ROLES, type Actor, type Person } from '../../domain/people';
import type { ApprovalPolicy, PolicyStep } from '../../domain/policy/policy';
import { DomainError } from '../../domain/refusals';
import { tiers } from '../support/samples';

const mail = (index: number): string => `p${index}@northlight.example`;
const actor = (email: string): Actor => ({ email, name: email, via: 'slack' });
const at = '2026-12-01T09:00:00Z';

const peopleOf = fc.array(fc.subarray([...ROLES]), { minLength: 2, maxLength: 6 }).map((all) => all.map((roles, index): Person => ({ name: `P${index}`, email: mail(index), roles })));
const step: fc.Arbitrary<PolicyStep> = fc.record({
  approvers: fc.uniqueArray(fc.oneof(fc.constantFrom('manager', 'finance', 'coordinator'), fc.nat(5).map(mail)), { minLength: 1, maxLength: 4 }),
  quorum: fc.integer({ min: 1, max: 3 }),
});
const scene = fc.record({
  people: peopleOf, steps: fc.array(step, { minLength: 1, maxLength: 3 }), creator: fc.nat(5), editor: fc.nat(5),
  clicks: fc.array(fc.record({ who: fc.nat(7), says: fc.constantFrom(...Array.from({ length: 19 }, () => 'approve' as const), 'reject' as const), step: fc.constantFrom('current' as const, 'current' as const, 0, 1, 2), stale: fc.constantFrom(0, 0, 0, 1) }), { minLength: 10, maxLength: 40 }),
});
type Scene = { people: Person[]; steps: PolicyStep[]; creator: number; editor: number };

/** The approval, or undefined when the policy cannot be met by these people. */
function opened({ people, steps, creator, editor }: Scene): Approval | undefined {
  const policy: ApprovalPolicy = { version: 1, hash: '', currency: 'EUR', policies: tiers([null, ...steps]), fallback: [{ approvers: ['finance'], quorum: 1 }] };
  const hands = { requestedBy: actor(mail(creator)), createdBy: actor(mail(creator)), lastEditedBy: actor(mail(editor)) };
  try {
    return openApproval({ total: money(1_00, 'EUR'), on: '2026-12-01', policy, rates: { currency: 'EUR', days: [] }, subject: { kind: 'invoice', values: {} }, seating: { people }, ...hands, version: 1, contentHash: '', at });
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NoApprover') return undefined;
    throw error;
  }
}

/** One click; a refused one leaves the approval as it was. */
function clicked(approval: Approval, scene: Scene, who: string, says: 'approve' | 'reject', at_: number, version = 1): Approval {
  try {
    return decideApproval(approval, { by: actor(who), says, step: at_, version, at }, { people: scene.people, createdBy: actor(mail(scene.creator)), lastEditedBy: actor(mail(scene.editor)) });
  } catch (error) {
    if (error instanceof DomainError) return approval;
    throw error;
  }
}

const deciders = ({ steps }: Approval) => steps.flatMap(({ decisions }) => decisions.map(({ by }) => by.email));

describe('whatever is clicked', () => {
  it('no approval is granted without its quorum of distinct people who were asked and had no hand in the document', () => {
    let granted = 0;
    fc.assert(fc.property(scene, (one) => {
      let approval = opened(one);
      if (!approval) return;
      for (const { who, says, step: at_, stale } of one.clicks) approval = clicked(approval, one, mail(who), says, at_ === 'current' ? approval.current : at_, 1 + stale);
      const who = deciders(approval);
      expect(new Set(who).size).toBe(who.length);
      expect(who).not.toContain(mail(one.creator));
      expect(who).not.toContain(mail(one.editor));
      for (const { asked, decisions, quorum } of approval.steps) {
        for (const { by } of decisions) expect(asked).toContain(by.email);
        if (approval.verdict === 'granted') expect(decisions.filter(({ says }) => says === 'approve').length).toBe(quorum);
      }
      if (approval.verdict === 'granted') granted += 1;
    }), { numRuns: 2000 });
    expect(granted).toBeGreaterThan(50); // Else the clicks would prove nothing.
  });

  it('an open approval always waits for somebody, and their yeses grant it, whichever of them answer', () => {
    fc.assert(fc.property(scene, fc.infiniteStream(fc.nat(100)), (one, picks) => {
      let approval = opened(one);
      if (!approval) return;
      const most = approval.steps.reduce((sum, { quorum }) => sum + quorum, 0);
      for (let given = 0; given < most; given += 1) {
        const waiting = waitingFor(approval);
        expect(waiting.length).toBeGreaterThan(0);
        approval = clicked(approval, one, waiting[picks.next().value! % waiting.length]!, 'approve', approval.current);
      }
      expect(approval.verdict).toBe('granted');
    }), { numRuns: 1000 });
  });

  it('those who wait can decide and nobody else can approve', () => {
    fc.assert(fc.property(scene, (one) => {
      const approval = opened(one);
      if (!approval) return;
      const able = one.people.map(({ email }) => email).filter((email) => clicked(approval, one, email, 'approve', approval.current) !== approval);
      expect(able.sort()).toEqual([...waitingFor(approval)].sort());
    }), { numRuns: 1000 });
  });

  it('the order of clicks inside a step does not matter', () => {
    fc.assert(fc.property(scene, fc.nat(), (one, seed) => {
      const approval = opened({ ...one, steps: one.steps.slice(0, 1) });
      if (!approval) return;
      const asked = approval.steps[0]!.asked.slice(0, approval.steps[0]!.quorum);
      const turned = asked.map((_, index) => asked[(index + seed) % asked.length]!);
      const run = (order: string[]) => order.reduce((now, who) => clicked(now, one, who, 'approve', 0), approval);
      expect(run(asked).verdict).toBe('granted');
      expect(run(turned).verdict).toBe('granted');
    }));
  });

  it('a repeated, stale or foreign click leaves the very same approval', () => {
    fc.assert(fc.property(scene, (one) => {
      const approval = opened(one);
      if (!approval) return;
      const after = clicked(approval, one, waitingFor(approval)[0]!, 'approve', 0);
      expect(clicked(after, one, deciders(after)[0]!, 'approve', 0)).toBe(after);
      for (const { email } of one.people) expect(clicked(after, one, email, 'approve', after.current, 2)).toBe(after);
      expect(clicked(after, one, 'eve@elsewhere.example', 'reject', after.current)).toBe(after);
    }));
  });
});
