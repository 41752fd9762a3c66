/** Approval by the sample office's rules: who is asked, who may decide, and what each wrong click is told. */
import { decideApproval, openApproval, ruleOf, waitingFor, type Approval, type ApprovalRequest, type Decision } from '../../domain/approval';
import { money } from '../../domain/money';
import type { Actor, Person, Role } from '../../domain/people';
import type { ApprovalPolicy } from '../../domain/policy/policy';
import { DomainError } from '../../domain/refusals';
import { tiers } from '../support/samples';

const person = (name: string, ...roles: Role[]): Person => ({ name, email: `${name.toLowerCase()}@northlight.example`, roles });
const [carla, milo, ana, fatima] = [person('Carla', 'coordinator'), person('Milo', 'manager'), person('Ana', 'manager'), person('Fatima', 'finance')];
const people = [carla, milo, ana, fatima];
const actor = ({ name, email }: Person): Actor => ({ name, email, via: 'slack' });

const one = (...approvers: string[]) => ({ approvers, quorum: 1 });
const policy: ApprovalPolicy = {
  version: 1, hash: 'h', currency: 'EUR', fallback: [one('finance')],
  policies: tiers([500_00], [9_999_99, one('manager')], [null, one('manager'), one('finance')]),
};
const rates = { currency: 'EUR', days: [{ date: '2026-01-02', worth: { USD: '0.5', KWD: '3' } }] };
const base: ApprovalRequest = {
  total: money(1_190_00, 'EUR'), on: '2026-12-01', policy, rates, subject: { kind: 'invoice', values: {} }, seating: { people }, requestedBy: actor(carla), createdBy: actor(carla), lastEditedBy: actor(carla),
  version: 3, contentHash: 'c', at: '2026-12-01T09:00:00Z',
};
const open = (change: Partial<ApprovalRequest> = {}): Approval => openApproval({ ...base, ...change });
const askedIn = (approval: Approval): string[][] => approval.steps.map(({ asked }) => asked.map((mail) => people.find(({ email }) => email === mail)?.name ?? mail));

const context = { people, createdBy: actor(carla), lastEditedBy: actor(carla), name: 'INV-2026-0001' };
type Click = Partial<Decision> & { step?: number; version?: number };
const click = (approval: Approval, by: Person, { step = 0, version = 3, says = 'approve', ...rest }: Click = {}, within: Partial<typeof context> = {}): Approval =>
  decideApproval(approval, { by: actor(by), says, step, version, at: '2026-12-01T14:02:30Z', ...rest }, { ...context, ...within });

function refusal(act: () => unknown): { code: string; message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('asking the policy', () => {
  it.each<[number, string, string[][]]>([
    [0, 'EUR', []], [500_00, 'EUR', []], [500_01, 'EUR', [['Milo', 'Ana']]], [9_999_99, 'EUR', [['Milo', 'Ana']]],
    [10_000_00, 'EUR', [['Milo', 'Ana'], ['Fatima']]], [-600_00, 'EUR', [['Milo', 'Ana']]],
    [1_000_00, 'USD', []], [1_000_01, 'USD', [['Milo', 'Ana']]], [1_000_02, 'USD', [['Milo', 'Ana']]], [3_333_333, 'KWD', [['Milo', 'Ana'], ['Fatima']]],
  ])('%d minor %s asks %j', (minor, currency, asked) => {
    const approval = open({ total: money(minor, currency) });
    expect(askedIn(approval)).toEqual(asked); // 1,000.01 USD at 0.5 is 500.005 EUR, which rounds half away from zero.
    expect(approval.verdict).toBe(approval.steps.length === 0 ? 'granted' : 'open');
  });

  it('says why, and the rule in words', () => {
    expect(open().why).toBe('above 500.00\u00a0EUR and up to 9,999.99\u00a0EUR it needs any one of Milo, Ana');
    expect(open({ total: money(1_00, 'EUR') }).why).toBe('up to 500.00\u00a0EUR nobody has to approve');
    expect(open({ total: money(40_000_00, 'USD') }).why).toBe('40,000.00\u00a0USD is 20,000.00\u00a0EUR by the rate of 2 January 2026; above 9,999.99\u00a0EUR it needs any one of Milo, Ana, then Fatima');
    expect(open().steps.map(({ rule }) => rule)).toEqual(['any one of Milo, Ana']);
  });

  it('has finance decide without a rate, and above the last tier', () => {
    const unrated = open({ total: money(100, 'JPY') });
    expect([askedIn(unrated), unrated.why]).toEqual([[['Fatima']], 'there is no rate from JPY to EUR on or before 1 December 2026, so it needs Fatima']);
    expect(askedIn(open({ total: money(1_00, 'USD'), on: '2026-01-01' }))).toEqual([['Fatima']]);
    const small = { ...policy, policies: tiers([1_000_00, one('manager')]) };
    expect(askedIn(open({ policy: small }))).toEqual([['Fatima']]);
    expect(open({ policy: small }).why).toBe('above 1,000.00\u00a0EUR, the end of the last tier, it needs Fatima');
  });

  it('compares in a policy currency that is the document\'s own, and asks the fallback when it can convert to neither', () => {
    const dollars = { ...policy, currency: 'USD' };
    expect(open({ policy: dollars, total: money(400_00, 'USD') }).verdict).toBe('granted');
    expect(askedIn(open({ policy: dollars, total: money(400_00, 'EUR') }))).toEqual([['Fatima']]);
  });

  it('asks neither the creator nor the last editor', () => {
    expect(askedIn(open({ createdBy: actor(milo) }))).toEqual([['Ana']]);
    expect(askedIn(open({ lastEditedBy: actor(ana) }))).toEqual([['Milo']]);
  });

  it('goes to the fallback when too few are left, and refuses when even that is nobody', () => {
    const both = open({ createdBy: actor(milo), lastEditedBy: actor(ana) });
    expect([askedIn(both), both.why]).toEqual([[['Fatima']], 'above 500.00\u00a0EUR and up to 9,999.99\u00a0EUR it needs Fatima; the fallback stands in where too few others are left']);
    expect(askedIn(open({ policy: { ...policy, policies: tiers([null, { approvers: ['manager'], quorum: 2 }]) }, createdBy: actor(ana) }))).toEqual([['Fatima']]);
    expect(refusal(() => open({ total: money(10_000_00, 'EUR'), createdBy: actor(fatima), lastEditedBy: actor(fatima) })).code).toBe('NoApprover');
    expect(refusal(() => open({ seating: { people: [carla] } })).code).toBe('NoApprover');
    expect(refusal(() => open({ policy: { ...policy, fallback: [] }, seating: { people: [carla, fatima] } })).code).toBe('NoApprover');
  });

  it('never counts an empty list as everybody', () =>
    expect(refusal(() => open({ policy: { ...policy, fallback: [one()], policies: tiers([null, one()]) } })).code).toBe('NoApprover'));

  it('keeps who is needed later out of the steps before', () => {
    const anaIsBoth = [carla, milo, person('Ana', 'manager', 'finance')];
    expect(askedIn(open({ total: money(20_000_00, 'EUR'), seating: { people: anaIsBoth } }))).toEqual([['Milo'], ['Ana']]);
    const onlyAna = [carla, person('Ana', 'manager', 'finance')];
    expect(refusal(() => open({ total: money(20_000_00, 'EUR'), seating: { people: onlyAna } })).code).toBe('NoApprover');
  });

  it('asks people named by mail or Slack id, each once', () => {
    const named = { ...policy, policies: tiers([null, { approvers: ['manager', milo.email, 'U0ANA', 'U0STRANGER'], quorum: 2 }]) };
    const asked = open({ policy: named, seating: { people: [carla, milo, { ...ana, slackId: 'U0ANA' }] } }).steps[0]?.asked;
    expect(asked).toEqual([milo.email, ana.email, 'U0STRANGER']);
  });

  it('pins version, content and policy', () =>
    expect(open()).toMatchObject({ version: 3, contentHash: 'c', policy: { version: 1, hash: 'h' }, current: 0, requestedBy: actor(carla), requestedAt: base.at }));
});

describe('deciding', () => {
  const large = open({ total: money(10_000_00, 'EUR') });

  it('goes from step to step and grants at the last', () => {
    const first = click(large, milo, { note: 'fine' });
    expect([first.verdict, first.current, waitingFor(first)]).toEqual(['open', 1, [fatima.email]]);
    const second = click(first, fatima, { step: 1 });
    expect([second.verdict, waitingFor(second)]).toEqual(['granted', []]);
    expect(second.steps[0]?.decisions).toEqual([{ by: actor(milo), says: 'approve', at: '2026-12-01T14:02:30Z', note: 'fine' }]);
  });

  it('is over with one no', () => expect(click(large, ana, { says: 'reject', category: 'price', reason: 'too dear' })).toMatchObject({ verdict: 'rejected', steps: [{ decisions: [{ says: 'reject', category: 'price', reason: 'too dear' }] }, {}] }));

  it('repeated by the same person is the same success, also when it settled everything', () => {
    const granted = click(open(), milo);
    expect(click(granted, milo)).toBe(granted);
    const first = click(large, milo);
    expect(click(first, milo)).toBe(first);
  });

  it.each<[string, () => unknown, string, string]>([
    ['of an older version', () => click(large, milo, { version: 2 }), 'StaleButton', 'This invoice changed since the message; see the new message.'],
    ['after the document moved on', () => decideApproval(large, { by: actor(milo), says: 'approve', step: 0, version: 3, at: base.at }, { ...context, version: 4 }), 'StaleButton', 'This invoice changed since the message; see the new message.'],
    ['of a voided approval', () => click({ ...large, verdict: 'voided' }, milo), 'StaleButton', 'This invoice changed since the message; see the new message.'],
    ['of a withdrawn one', () => click({ ...large, verdict: 'withdrawn' }, milo), 'StaleButton', 'This invoice changed since the message; see the new message.'],
    ['by the creator', () => click(large, carla), 'SelfApproval', 'You created INV-2026-0001; another approver has to decide.'],
    ['by the creator, unnamed', () => click(large, carla, {}, { name: undefined as unknown as string }), 'SelfApproval', 'You created this invoice; another approver has to decide.'],
    ['by the last editor, though asked', () => click(large, milo, {}, { lastEditedBy: actor(milo) }), 'SelfApproval', 'You last edited INV-2026-0001; another approver has to decide.'],
    ['by somebody who was not asked', () => click(large, fatima), 'NotApprover', 'You are not an approver for this amount.'],
    ['by a stranger', () => click(large, person('Eve', 'manager')), 'NotApprover', 'You are not an approver for this amount.'],
    ['by a leaver', () => click(large, milo, {}, { people: [carla, ana, fatima] }), 'NotApprover', 'You are not an approver for this amount.'],
    ['by somebody who lost the role', () => click(large, milo, {}, { people: [carla, person('Milo', 'finance'), ana, fatima] }), 'NotApprover', 'You are not an approver for this amount.'],
    ['after somebody else settled it', () => click(click(open(), milo), ana), 'AlreadyDecided', 'Already approved by Milo on 2026-12-01 at 14:02 UTC. Nothing changed.'],
    ['after somebody else rejected it', () => click(click(large, milo, { says: 'reject' }), ana), 'AlreadyDecided', 'Already rejected by Milo on 2026-12-01 at 14:02 UTC. Nothing changed.'],
    ['on a step that is done', () => click(click(large, milo), ana), 'StepMoved', 'That step of INV-2026-0001 is done; it now waits for Fatima.'],
    ['on a step that is not there yet', () => click(large, fatima, { step: 1 }), 'StepMoved', 'That step of INV-2026-0001 is done; it now waits for Milo, Ana.'],
  ])('%s is refused and changes nothing', (_, act, code, message) => {
    const before = JSON.stringify(large);
    expect(refusal(act)).toEqual({ code, message });
    expect(JSON.stringify(large)).toBe(before);
  });

  const twice = { ...policy, policies: tiers([null, { approvers: ['manager', 'finance'], quorum: 2 }, one('manager')]) };

  it('counts one person once for the whole document', () => {
    const first = click(open({ policy: twice }), fatima);
    expect(waitingFor(first)).toEqual([milo.email, ana.email]);
    expect(refusal(() => click(first, fatima, { says: 'reject' })).code).toBe('AlreadyCounted');
    const second = click(first, milo);
    expect([second.current, waitingFor(second)]).toEqual([1, [ana.email]]);
    expect(refusal(() => click(second, milo, { step: 1 }))).toEqual({ code: 'AlreadyCounted', message: 'You approved INV-2026-0001 already; one person counts once.' });
    expect(click(second, ana, { step: 1 }).verdict).toBe('granted');
  });

  it('refuses a yes that would leave a later step without people', () => {
    const first = click(open({ policy: twice }), milo);
    expect(waitingFor(first)).toEqual([fatima.email]);
    expect(refusal(() => click(first, ana))).toEqual({ code: 'NeededLater', message: 'You are needed for a later step of INV-2026-0001; Fatima has to decide this one.' });
  });

  it('takes a Slack id that is nobody of the office as itself', () => {
    const named = { ...policy, policies: tiers([null, one('U1')]) };
    const u1: Person = { name: 'U1', email: 'U1', roles: [] };
    expect(click(open({ policy: named }), u1).verdict).toBe('granted');
    expect(refusal(() => click(open({ policy: named }), { ...u1, email: 'U2' })).code).toBe('NotApprover');
  });
});

it.each<[number, string[], string]>([[1, ['Fatima'], 'Fatima'], [1, ['Milo', 'Ana'], 'any one of Milo, Ana'], [2, ['Milo', 'Ana'], 'all of Milo, Ana'], [2, ['A', 'B', 'C'], 'any 2 of A, B, C']])(
  '%d of %j reads %s', (quorum, names, words) => expect(ruleOf(quorum, names).rule).toBe(words));
