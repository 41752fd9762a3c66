/** Every policy of up to three steps of three people, under every order of clicks: what must hold, holds without exception. */
import { decideApproval, openApproval, waitingFor, type Approval } from '../../domain/approval';
import { money } from '../../domain/money';
import type { Actor, Person } from '../../domain/people';
import type { PolicyStep } from '../../domain/policy/policy';
import { DomainError } from '../../domain/refusals';
import { tiers } from '../support/samples';

const actor = (name: string): Actor => ({ name, email: `${name}@northlight.example`, via: 'slack' });
const [A, B, C, AUTHOR] = ['a', 'b', 'c', 'author'].map(actor) as [Actor, Actor, Actor, Actor];
const people: Person[] = [A, B, C, AUTHOR].map(({ name, email }) => ({ name, email, roles: ['manager'] }));
const AT = '2026-12-01T09:00:00Z';

/** Every step: each choice of people with each quorum they can meet. */
const subsets = [[A], [B], [C], [A, B], [A, C], [B, C], [A, B, C]];
const STEPS: PolicyStep[] = subsets.flatMap((some) => some.map((_, index) => ({ approvers: some.map(({ email }) => email), quorum: index + 1 })));
const POLICIES: PolicyStep[][] = [
  ...STEPS.map((one) => [one]), ...STEPS.flatMap((one) => STEPS.map((two) => [one, two])), ...STEPS.flatMap((one) => STEPS.flatMap((two) => STEPS.map((three) => [one, two, three]))),
];

function opened(steps: PolicyStep[]): Approval | undefined {
  try {
    return openApproval({
      subject: { kind: 'invoice', values: {} }, total: money(100, 'EUR'), on: '2026-12-01', policy: { version: 1, hash: '', currency: 'EUR', fallback: [], policies: tiers([null, ...steps]) },
      rates: { currency: 'EUR', days: [] }, seating: { people }, requestedBy: AUTHOR, createdBy: AUTHOR, lastEditedBy: AUTHOR, version: 1, contentHash: '', at: AT,
    });
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NoApprover') return undefined;
    throw error;
  }
}

/** The approval after a click, or the very same when it was refused. */
function clicked(approval: Approval, by: Actor, says: 'approve' | 'reject', step: number): Approval {
  try {
    return decideApproval(approval, { by, says, step, version: 1, at: AT }, { people, createdBy: AUTHOR, lastEditedBy: AUTHOR });
  } catch (error) {
    if (error instanceof DomainError) return approval;
    throw error;
  }
}

/** Where an approval stands, whatever the order in which people came within a step. */
const stateOf = ({ verdict, current, steps }: Approval): string => `${verdict} ${current} ${steps.map(({ decisions }) => decisions.map(({ by, says }) => `${by.name}:${says}`).sort().join(',')).join('|')}`;

/** Every state that clicks can lead to, each with what one more click by anybody on any step makes of it. */
function explored(start: Approval): { state: Approval; next: Map<string, Approval> }[] {
  const seen = new Map<string, { state: Approval; next: Map<string, Approval> }>();
  const open = [start];
  for (let state = open.pop(); state; state = open.pop()) {
    if (seen.has(stateOf(state))) continue;
    const next = new Map<string, Approval>();
    for (const by of [A, B, C, AUTHOR]) {
      for (const says of ['approve', 'reject'] as const) {
        for (let step = 0; step < start.steps.length; step += 1) next.set(`${by.name} ${says} ${step}`, clicked(state, by, says, step));
      }
    }
    seen.set(stateOf(state), { state, next });
    open.push(...[...next.values()].filter((one) => one !== state));
  }
  return [...seen.values()];
}

it('in every state of every policy, under every click', () => {
  let [policies, states, clicks] = [0, 0, 0];
  for (const steps of POLICIES) {
    const start = opened(steps);
    if (!start) continue; // Three people cannot fill it, and nobody else may: it was refused.
    policies += 1;
    for (const { state, next } of explored(start)) {
      states += 1;
      const decided = state.steps.flatMap(({ decisions }) => decisions.map(({ by }) => by.email));
      const yeses = state.steps.map(({ decisions }) => decisions.filter(({ says }) => says === 'approve').length);
      const problem = (what: string): string => `${what}: ${JSON.stringify(steps)} at ${stateOf(state)}`;
      if (new Set(decided).size !== decided.length) throw new Error(problem('one person counted twice'));
      if (decided.includes(AUTHOR.email)) throw new Error(problem('the author decided'));
      if (state.verdict === 'granted' && !state.steps.every(({ quorum }, index) => yeses[index] === quorum)) throw new Error(problem('granted without its quorum'));
      const waiting = waitingFor(state);
      if ((state.verdict === 'open') !== (waiting.length > 0)) throw new Error(problem('open and nobody waited for, or settled and somebody'));
      for (const [click, after] of next) {
        clicks += 1;
        const [name, says, step] = click.split(' ');
        const counts = state.verdict === 'open' && Number(step) === state.current && state.steps[state.current]!.asked.includes(`${name}@northlight.example`) && !decided.includes(`${name}@northlight.example`)
          && (says === 'reject' || waiting.includes(`${name}@northlight.example`));
        if ((after !== state) !== counts) throw new Error(problem(`the click ${click} ${counts ? 'changed nothing' : 'changed something'}`));
      }
      // Whoever of those waited for says yes brings it nearer its end: no run goes on for ever.
      for (const email of waiting) {
        const after = next.get(`${email[0]} approve ${state.current}`)!;
        if (after.steps.flatMap(({ decisions }) => decisions).length !== decided.length + 1) throw new Error(problem(`a yes of ${email} got lost`));
      }
    }
  }
  // Of the 1,884 policies three people can fill so many; a change of these numbers is a change of what clicks do.
  expect({ policies, states, clicks }).toEqual({ policies: 343, states: 3_416, clicks: 73_760 });
});
