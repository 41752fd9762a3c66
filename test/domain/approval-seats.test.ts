/** Seats: deputies, leavers and the fallback on running approvals, and what holds whoever comes and goes. */
import fc from 'fast-check';
import { decideApproval, openApproval, waitingFor, type Approval } from '../../domain/approval';
import { reseated, type Presence } from '../../domain/approval-seats';
import { money } from '../../domain/money';
import type { Actor, Person } from '../../domain/people';
import type { PolicyStep } from '../../domain/policy/policy';
import { DomainError } from '../../domain/refusals';
import { ANA, CARLA, FATIMA, MILO, PEOPLE, POLICY, tiers } from '../support/samples';

const AT = '2026-11-23T09:00:00.000Z';
function asked(steps: PolicyStep[], { people = PEOPLE, creator = CARLA }: { people?: readonly Person[]; creator?: Actor } = {}): Approval {
  return openApproval({
    total: money(100_00, 'EUR'), on: '2026-11-23', policy: { ...POLICY, policies: tiers([null, ...steps]) }, rates: { currency: 'EUR', days: [] }, subject: { kind: 'invoice', values: {} },
    seating: { people }, requestedBy: creator, createdBy: creator, lastEditedBy: creator, version: 1, contentHash: 'c', at: AT,
  });
}
type Absent = { away?: Record<string, string | undefined>; gone?: string[]; people?: readonly Person[]; creator?: Actor };
const presence = ({ away = {}, gone = [], people = PEOPLE, creator = CARLA }: Absent): Presence => ({ people, createdBy: creator, lastEditedBy: creator, away: new Map(Object.entries(away)), gone: new Set(gone) });
const yes = (approval: Approval, by: Actor, people: readonly Person[] = PEOPLE): Approval => decideApproval(approval, { by, says: 'approve', step: approval.current, version: 1, at: AT }, { people, createdBy: CARLA, lastEditedBy: CARLA });
const manager = { approvers: ['manager'], quorum: 1 };
const finance = { approvers: ['finance'], quorum: 1 };
const milo = { approvers: [MILO.email], quorum: 1 };

describe('while somebody is away', () => {
  it('nothing changes for who is there', () => expect(reseated(asked([manager]), presence({ away: { [FATIMA.email]: ANA.email } }))).toBeUndefined());

  it('the deputy is asked, decides for them, and both names are kept', () => {
    const { approval, moves } = reseated(asked([milo]), presence({ away: { [MILO.email]: ANA.email } }))!;
    expect([waitingFor(approval), approval.steps[0]?.rule, moves]).toEqual([[ANA.email], 'Ana', [{ from: MILO.email, to: ANA.email }]]);
    expect(() => yes(approval, MILO)).toThrow(expect.objectContaining({ code: 'NotApprover' }));
    expect(yes(approval, ANA)).toMatchObject({ verdict: 'granted', steps: [{ decisions: [{ by: { name: 'Ana' }, for: MILO.email }] }] });
  });

  it('and back again, the seat is theirs', () => {
    const { approval } = reseated(asked([milo]), presence({ away: { [MILO.email]: ANA.email } }))!;
    const back = reseated(approval, presence({}))!;
    expect([waitingFor(back.approval), back.moves, back.approval.steps[0]?.deputies]).toEqual([[MILO.email], [{ from: ANA.email, to: MILO.email }], undefined]);
  });

  it('a deputy who is asked anyway has one seat, not two', () => {
    const { approval } = reseated(asked([manager]), presence({ away: { [MILO.email]: ANA.email } }))!;
    expect(approval.steps[0]).toMatchObject({ asked: [ANA.email] });
    const both = reseated(asked([{ approvers: ['manager'], quorum: 2 }]), presence({ away: { [MILO.email]: ANA.email } }));
    expect(both).toBeUndefined(); // Two of Milo and Ana: Ana cannot be both, so Milo is still asked.
  });

  it('a deputy who wrote it does not get it', () => expect(reseated(asked([milo]), presence({ away: { [MILO.email]: CARLA.email } }))).toBeUndefined());

  it('a deputy who is needed later does not sit twice', () => expect(reseated(asked([milo, finance]), presence({ away: { [MILO.email]: FATIMA.email } }))).toBeUndefined());

  it('without a deputy the others decide, the fallback where there are none, and they have their seat again when they are back', () => {
    const others = reseated(asked([manager]), presence({ away: { [MILO.email]: undefined } }))!;
    expect(others.approval.steps[0]).toMatchObject({ asked: [ANA.email], out: [MILO.email] });
    expect(reseated(others.approval, presence({}))?.approval.steps[0]?.asked).toEqual([ANA.email, MILO.email]);
  });
});

describe('when somebody leaves', () => {
  const without = (who: Actor): Person[] => PEOPLE.filter(({ email }) => email !== who.email);

  it.each<[string, Absent]>([['the office', { people: without(MILO) }], ['Slack', { gone: [MILO.email] }]])('%s, their step goes to the fallback', (_, absent) => {
    const { approval, moves } = reseated(asked([milo]), presence(absent))!;
    expect([waitingFor(approval), moves]).toEqual([[FATIMA.email], [{ from: MILO.email, to: FATIMA.email }]]);
    expect(yes(approval, FATIMA, absent.people).verdict).toBe('granted');
  });

  it('and others are asked too, these decide', () => expect(waitingFor(reseated(asked([manager]), presence({ gone: [MILO.email] }))!.approval)).toEqual([ANA.email]));

  it('what they said stays', () => {
    const half = yes(asked([{ approvers: ['manager'], quorum: 2 }]), MILO);
    expect(reseated(half, presence({ gone: [MILO.email] }))).toBeUndefined();
    const { approval } = reseated(half, presence({ gone: [ANA.email] }))!;
    expect(approval.steps[0]).toMatchObject({ quorum: 2, asked: [MILO.email, FATIMA.email], decisions: [{ by: { email: MILO.email } }] });
    expect(yes(approval, FATIMA).verdict).toBe('granted');
  });

  it('and nobody is left at all, that is said', () => expect(reseated(asked([finance]), presence({ people: without(FATIMA) }))).toMatchObject({ left: false }));
});

it('whoever comes and goes: nobody decides twice or on their own, and an open approval waits for somebody who is there', () => {
  const mail = (index: number): string => `p${index}@northlight.example`;
  const actor = (email: string): Actor => ({ email, name: email, via: 'slack' });
  const all = Array.from({ length: 5 }, (_, index): Person => ({ name: `P${index}`, email: mail(index), roles: ['manager'] }));
  const some = fc.uniqueArray(fc.integer({ min: 0, max: 4 }).map(mail), { minLength: 1, maxLength: 4 });
  const event = fc.oneof(
    fc.record({ who: fc.nat(4) }),
    fc.record({ away: fc.dictionary(fc.integer({ min: 0, max: 4 }).map(mail), fc.option(fc.integer({ min: 0, max: 4 }).map(mail), { nil: undefined }), { maxKeys: 2 }), gone: fc.uniqueArray(fc.integer({ min: 0, max: 4 }).map(mail), { maxLength: 2 }) }),
  );
  const seen = { moved: 0, deputies: 0, granted: 0, nobody: 0 };
  fc.assert(fc.property(fc.array(fc.record({ approvers: some, quorum: fc.constantFrom(1, 1, 2) }), { minLength: 1, maxLength: 3 }), fc.array(event, { minLength: 3, maxLength: 12 }), (steps, events) => {
    const creator = actor(mail(0));
    const fallback = [{ approvers: all.map(({ email }) => email), quorum: 1 }];
    let approval: Approval;
    try {
      approval = { ...asked(steps, { people: all, creator }), fallback: fallback[0]!.approvers };
    } catch (error) {
      if (error instanceof DomainError) return;
      throw error;
    }
    let now = presence({ people: all, creator });
    const settle = (): boolean => {
      const seating = reseated(approval, now);
      if (!seating) return true;
      if (!seating.left) { seen.nobody += 1; return false; }
      seen.moved += 1;
      approval = seating.approval;
      expect(reseated(approval, now)).toBeUndefined(); // Once is enough.
      expect(waitingFor(approval).length).toBeGreaterThan(0);
      expect(waitingFor(approval).some((email) => now.gone.has(email))).toBe(false);
      return true;
    };
    for (const one of events) {
      if ('away' in one) {
        const away = Object.entries(one.away).filter(([from, to]) => from !== to);
        now = presence({ people: all, creator, away: Object.fromEntries(away), gone: one.gone });
        if (!settle()) return;
      } else {
        try {
          approval = decideApproval(approval, { by: actor(mail(one.who)), says: 'approve', step: approval.current, version: 1, at: AT }, { people: all, createdBy: creator, lastEditedBy: creator });
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
        }
        if (!settle()) return;
      }
    }
    const decisions = approval.steps.flatMap((step) => step.decisions);
    const deciders = decisions.map(({ by }) => by.email);
    expect(new Set(deciders).size).toBe(deciders.length);
    expect(deciders).not.toContain(creator.email);
    seen.deputies += decisions.filter((one) => one.for !== undefined).length;
    if (approval.verdict === 'granted') {
      seen.granted += 1;
      for (const step of approval.steps) expect(step.decisions).toHaveLength(step.quorum);
    }
  }), { numRuns: 2_000 });
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3); // Else the runs would prove nothing.
});
