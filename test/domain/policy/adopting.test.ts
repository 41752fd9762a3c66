/** How a change of the approval rules comes into force: who can stand behind it, what ends it, and what each wrong click is told. */
import type { Act } from '../../../domain/history';
import type { Person } from '../../../domain/people';
import { confirmed, filesFound, foundFaulty, POLICY_BOOK, proposed, turnedDown, type PolicyBook } from '../../../domain/policy/adopting';
import { DomainError } from '../../../domain/refusals';

const person = (name: string, ...roles: Person['roles']): Person => ({ name, email: `${name.toLowerCase()}@northlight.example`, roles });
const [carla, milo, ana, fatima] = [person('Carla', 'coordinator'), person('Milo', 'manager'), person('Ana', 'manager', 'finance'), person('Fatima', 'finance')];
const OFFICE = [carla, milo, fatima];
const TWO_IN_FINANCE = [carla, milo, ana, fatima];
const act = ({ name, email }: Person): Act => ({ key: `${name}/${Math.random()}`, at: '2026-12-01T09:00:00Z', by: { name, email, via: 'slack' } });
const EFFECT = { difference: ['New'], changed: [], of: 3 };

const book: PolicyBook = { id: POLICY_BOOK, active: { hash: 'old', version: 1, since: '2026-01-01T00:00:00Z', by: [] } };
const after = (seen: PolicyBook, change: { changes: Partial<{ [K in keyof PolicyBook]: PolicyBook[K] | null }> } | undefined): PolicyBook =>
  Object.fromEntries(Object.entries({ ...seen, ...change?.changes }).filter(([, value]) => value !== null)) as PolicyBook;
const open = after(book, proposed(book, { hash: 'new', version: 2 }, EFFECT, act(carla)));

function told(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('a text of the file', () => {
  it('is proposed once, and voids the proposal before it', () => {
    expect(open.proposal).toMatchObject({ hash: 'new', version: 2, confirmations: [] });
    expect(proposed(open, { hash: 'new', version: 2 }, EFFECT, act(carla))).toBeUndefined();
    const behind = after(open, confirmed(open, 'new', act(fatima), OFFICE));
    expect(after(behind, proposed(behind, { hash: 'newer', version: 3 }, EFFECT, act(carla))).proposal).toMatchObject({ hash: 'newer', confirmations: [] });
  });

  it('that is in force ends the proposal, or changes nothing', () => {
    expect(after(open, proposed(open, { hash: 'old', version: 1 }, EFFECT, act(carla))).proposal).toBeUndefined();
    expect(proposed(book, { hash: 'old', version: 1 }, EFFECT, act(carla))).toBeUndefined();
  });

  it('that was turned down is not proposed again until it changes', () => {
    const down = after(open, turnedDown(open, 'new', act(fatima), OFFICE));
    expect(down).toMatchObject({ turnedDown: 'new', active: { version: 1 } });
    expect(proposed(down, { hash: 'new', version: 2 }, EFFECT, act(carla))).toBeUndefined();
    expect(proposed(down, { hash: 'newer', version: 2 }, EFFECT, act(carla))?.kind).toBe('proposed');
  });

  it('that is faulty is told once', () => {
    const known = after(book, foundFaulty(book, 'bad', ['1:1 X y']));
    expect([foundFaulty(known, 'bad', ['1:1 X y']), foundFaulty(known, 'worse', [])?.kind, known.active.hash]).toEqual([undefined, 'faulty', 'old']);
  });
});

describe('two people', () => {
  it('put it into force: one of finance, then another of finance', () => {
    const behind = after(open, confirmed(open, 'new', act(fatima), TWO_IN_FINANCE));
    expect([behind.active.hash, behind.proposal?.confirmations.map(({ name }) => name)]).toEqual(['old', ['Fatima']]);
    expect(told(() => confirmed(behind, 'new', act(milo), TWO_IN_FINANCE))).toBe('Only Ana may do that.');
    const adopted = after(behind, confirmed(behind, 'new', act(ana), TWO_IN_FINANCE));
    expect(adopted).toMatchObject({ active: { hash: 'new', version: 2, by: [{ name: 'Fatima' }, { name: 'Ana' }] } });
    expect(adopted.proposal).toBeUndefined();
  });

  it('may be finance and a manager where finance is one person', () => {
    expect(told(() => confirmed(open, 'new', act(milo), OFFICE))).toBe('Only finance may do that.');
    const first = confirmed(open, 'new', act(fatima), OFFICE);
    expect(first.text).toBe('You stand behind approval policy 2. It counts as soon as Milo confirms it too.');
    expect(after(after(open, first), confirmed(after(open, first), 'new', act(milo), OFFICE)).active.hash).toBe('new');
  });

  it('are not one person twice, nobody without a role, and nobody who has left', () => {
    const behind = after(open, confirmed(open, 'new', act(fatima), OFFICE));
    expect(told(() => confirmed(behind, 'new', act(fatima), OFFICE))).toBe('You stand behind this change already; Milo has to confirm it too.');
    expect(told(() => confirmed(behind, 'new', act(carla), OFFICE))).toBe('Only Milo may do that.');
    expect(told(() => confirmed(open, 'new', act(fatima), [carla, milo]))).toBe('Only finance may do that.');
    expect(told(() => confirmed(behind, 'new', act(fatima), [fatima]))).toContain('another person of finance, who is not in office.yaml yet, has to confirm it too.');
  });

  it('decide about what they saw: a card that is over changes nothing', () => {
    for (const decide of [confirmed, turnedDown]) {
      expect(told(() => decide(open, 'older', act(fatima), OFFICE))).toBe('This change of the approval policy is decided or was changed again; policy 1 is in force.');
      expect(told(() => decide(book, 'new', act(fatima), OFFICE))).toContain('is decided or was changed again');
    }
    expect(told(() => turnedDown(open, 'new', act(carla), OFFICE))).toBe('Only finance or a manager may do that.');
  });
});

describe('the office’s other files', () => {
  const faulty: PolicyBook = { ...book, faultyFiles: 'one' };

  it('are told faulty once for each state, and mended once', () => {
    expect(filesFound(book, 'one', ['designs.yaml 1:1 TYPE x'])).toEqual({ kind: 'files faulty', detail: { lines: ['designs.yaml 1:1 TYPE x'] }, changes: { faultyFiles: 'one' } });
    expect(filesFound(faulty, 'one', ['designs.yaml 1:1 TYPE x'])).toBeUndefined();
    expect(filesFound(faulty, 'two', ['designs.yaml 2:1 TYPE x'])?.changes).toEqual({ faultyFiles: 'two' });
    expect(filesFound(faulty, '', [])).toEqual({ kind: 'files mended', changes: { faultyFiles: null } });
    expect(filesFound(book, '', [])).toBeUndefined();
  });
});
