/** Exceptions: two people beside those who made and those who decided, bound to what was shown, and nothing while only one spoke. */
import fc from 'fast-check';
import { decided } from '../../domain/deciding';
import { edited, submitted, withdrawn, type Rules } from '../../domain/drafting';
import { exceptionAsked, exceptionDecided } from '../../domain/exception';
import type { Invoice } from '../../domain/invoice';
import type { Actor } from '../../domain/people';
import { DomainError } from '../../domain/refusals';
import { ACME, act, after, ANA, CARLA, content, drafted, FATIMA, line, MILO, PEOPLE, refusalOf, RULES, TODAY } from '../support/samples';

const EXCEPTING: Rules = { ...RULES, policy: { ...RULES.policy, exceptions: { by: ['finance', 'manager'], confirmedBy: ['manager', 'finance'] } } };
const lines = { lines: [line({ unitPrice: '20000' })] };
const handedIn = (by = CARLA, rules = EXCEPTING): Invoice => {
  const draft = drafted(lines, by);
  return after(draft, submitted(draft, 1, act(by), rules));
};
const ask = (invoice: Invoice, by: Actor = FATIMA, reason = ' They pay today only. ', version = invoice.version) => exceptionAsked(invoice, { reason, version }, act(by), PEOPLE);
const say = (invoice: Invoice, by: Actor = ANA, says: 'confirm' | 'turn down' = 'confirm', version = invoice.version) => exceptionDecided(invoice, { says, version }, act(by), PEOPLE);
const asking = (invoice = handedIn()): Invoice => after(invoice, ask(invoice));
const yes = (invoice: Invoice, by: Actor, step: number) => decided(invoice, { step, version: invoice.version, says: 'approve' }, act(by), RULES);

const NOBODY: Actor = { email: 'nobody@northlight.example', name: 'Nobody', via: 'slack' };

describe('asking', () => {
  it('keeps the question open, and names those who can confirm', () => {
    const asked = ask(handedIn());
    expect(asked).toMatchObject({ kind: 'exception.asked', detail: { reason: 'They pay today only.' }, text: expect.stringContaining('Milo or Ana has to confirm') });
    expect(asked.changes).toEqual({ approval: expect.objectContaining({ verdict: 'open', exception: { by: FATIMA, at: expect.any(String), reason: 'They pay today only.', asked: [MILO.email, ANA.email] } }) });
  });

  it.each<[string, () => unknown, string]>([
    ['what is no draft any more or not yet', () => ask(drafted(lines)), 'NotWaiting'],
    ['an older version', () => ask(handedIn(), FATIMA, 'They pay today.', 0), 'StaleButton'],
    ['where the policy knows none', () => ask(handedIn(CARLA, RULES)), 'ExceptionNone'],
    ['who changed it last, also of finance', () => ask({ ...handedIn(), lastEditedBy: FATIMA }), 'SelfApproval'],
    ['who is not named', () => ask(handedIn(), NOBODY), 'NotAllowed'],
    ['who said yes already', () => { const half = after(handedIn(), yes(handedIn(), MILO, 0)); return ask(half, MILO); }, 'AlreadyCounted'],
    ['a second one', () => ask(asking(), MILO), 'ExceptionAsked'],
    ['no reason', () => ask(handedIn(), FATIMA, ' why '), 'ReasonMissing'],
    ['a long one', () => ask(handedIn(), FATIMA, 'x'.repeat(501)), 'ReasonTooLong'],
    ['when nobody is left to confirm', () => exceptionAsked(handedIn(), { reason: 'They pay today.', version: 1 }, act(FATIMA), PEOPLE.filter(({ roles }) => !roles.includes('manager'))), 'ExceptionAlone'],
  ])('refuses %s', (_, attempt, code) => expect(refusalOf(attempt)).toBe(code));
});

describe('the second person', () => {
  it('approves it with a yes, whatever step was open', () => {
    const confirmed = say(asking());
    expect(confirmed).toMatchObject({ kind: 'exception.confirmed', detail: { reason: 'They pay today only.', by: 'Fatima' }, changes: { state: 'approved', approval: { verdict: 'granted', exception: { by: FATIMA, confirmedBy: ANA } } } });
    expect(refusalOf(() => yes(after(asking(), confirmed), MILO, 0))).toBe('AlreadyDecided');
  });

  it('lets it wait as before with a no, and it can be asked for again', () => {
    const open = asking();
    const without = after(open, say(open, MILO, 'turn down'));
    expect(without).toMatchObject({ state: 'submitted', approval: { verdict: 'open', current: 0 } });
    expect(without.approval?.exception).toBeUndefined();
    expect(ask(without, ANA).kind).toBe('exception.asked');
  });

  it('does not hinder the approvers, who may say yes or no meanwhile', () => {
    const half = after(asking(), yes(asking(), MILO, 0));
    expect(half.approval).toMatchObject({ verdict: 'open', current: 1, exception: { by: FATIMA } });
    expect(refusalOf(() => say(half, MILO))).toBe('AlreadyCounted');
    expect(say(half, ANA).changes.state).toBe('approved');
    const whole = after(half, yes(half, FATIMA, 1));
    expect(whole.approval?.verdict).toBe('granted');
    expect(refusalOf(() => say(whole, ANA))).toBe('NotWaiting');
  });

  it.each<[string, () => unknown, string]>([
    ['who asked', () => say(asking(), FATIMA), 'SelfApproval'],
    ['who made it', () => { const own = handedIn(MILO); return say(after(own, ask(own)), MILO); }, 'SelfApproval'],
    ['who is not named', () => say(asking(), NOBODY), 'NotAllowed'],
    ['who lost the role since', () => exceptionDecided(asking(), { says: 'confirm', version: 1 }, act(ANA), PEOPLE.map((person) => (person.name === 'Ana' ? { ...person, roles: ['viewer'] } : person))), 'NotAllowed'],
    ['an older version', () => say(asking(), ANA, 'confirm', 0), 'StaleButton'],
    ['what nobody asked for', () => say(handedIn()), 'ExceptionOver'],
    ['what was taken back', () => { const open = asking(); return say(after(open, withdrawn(open)), ANA); }, 'NotWaiting'],
    ['what is granted already', () => { const open = asking(); return say(after(open, say(open, MILO)), ANA); }, 'AlreadyDecided'],
  ])('refuses %s', (_, attempt, code) => expect(refusalOf(attempt)).toBe(code));
});

describe('a change', () => {
  it('of the money ends it', () => {
    const open = asking();
    const changed = after(open, edited(open, content({ lines: [line({ unitPrice: '20001' })] }), 1, ACME, act(), TODAY));
    expect(refusalOf(() => say(changed, ANA, 'confirm', 2))).toBe('NotWaiting');
    const again = after(changed, submitted(changed, 2, act(), EXCEPTING));
    expect(again.approval?.exception).toBeUndefined();
  });

  it('that voids nothing lets it stand, unless somebody whom it needs made it', () => {
    const keeping: Rules = { ...EXCEPTING, policy: { ...EXCEPTING.policy, keeps: ['note'] } };
    const open = asking(handedIn(CARLA, keeping));
    const noted = (by: Actor) => after(open, edited(open, content({ ...lines, note: 'Thank you' }), 1, ACME, act(by), TODAY));
    expect(say(noted(CARLA), ANA).changes.state).toBe('approved');
    expect(refusalOf(() => say(noted(CARLA), ANA, 'confirm', 1))).toBe('StaleButton');
    for (const by of [FATIMA, MILO]) expect(noted(by).approval?.verdict).toBe('voided');
  });
});

it('whoever says what in which order, it is approved by its quorum or by two people beside its maker, one of whom never decided on it', () => {
  const acts = fc.array(fc.record({ who: fc.constantFrom(CARLA, MILO, ANA, FATIMA, NOBODY), what: fc.constantFrom('yes', 'yes', 'except', 'confirm', 'turn down') }), { minLength: 3, maxLength: 12 });
  const outcomes = { policy: 0, exception: 0 };
  fc.assert(fc.property(fc.constantFrom(CARLA, MILO), acts, (maker, said) => {
    let invoice = handedIn(maker);
    for (const { who, what } of said) {
      try {
        const change = what === 'yes' ? yes(invoice, who, invoice.approval?.current ?? 0) : what === 'except' ? ask(invoice, who) : say(invoice, who, what as 'confirm' | 'turn down');
        invoice = after(invoice, change);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error; // A refused act changes nothing.
      }
    }
    const { steps = [], exception, verdict } = invoice.approval ?? {};
    if (verdict !== 'granted') {
      expect(invoice.state).toBe('submitted');
      return;
    }
    const deciders = steps.flatMap(({ decisions }) => decisions.map(({ by }) => by.email));
    expect([...deciders, exception?.by.email, exception?.confirmedBy?.email]).not.toContain(maker.email);
    if (!exception?.confirmedBy) {
      outcomes.policy += 1;
      for (const { decisions, quorum } of steps) expect(decisions).toHaveLength(quorum);
      return;
    }
    outcomes.exception += 1;
    expect(exception.confirmedBy.email).not.toBe(exception.by.email);
    expect(deciders).not.toContain(exception.confirmedBy.email);
  }), { numRuns: 2000 });
  expect(Math.min(outcomes.policy, outcomes.exception)).toBeGreaterThan(20); // Else it would prove nothing.
});
