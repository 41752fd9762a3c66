/** Absences: what may be entered, and who decides on a day. */
import { absent, awayOn, current, returned, type Absence, type AbsenceBook } from '../../domain/absence';
import { DomainError } from '../../domain/refusals';
import type { Actor } from '../../domain/people';
import { act, ANA, CARLA, FATIMA, MILO, PEOPLE, TODAY } from '../support/samples';

const people = [...PEOPLE, { name: 'Vera', email: 'vera@northlight.example', roles: ['viewer' as const] }];
const away = (by: Actor, since: string, until: string, to?: Actor): Absence => ({ from: by.email, since, until, by, ...(to && { to: to.email }) });
const book = (...absences: Absence[]): AbsenceBook => ({ id: 'abs_office', absences });
const enter = (known: AbsenceBook, by: Actor, since: string, until: string, to?: string) => absent(known, { since, until, ...(to && { to }) }, act(by), people, TODAY);
const refusal = (call: () => unknown): string => {
  try { call(); } catch (error) { if (error instanceof DomainError) return error.code; throw error; }
  return 'none';
};

describe('an absence', () => {
  it('names the days and who decides meanwhile', () => {
    const { changes, text } = enter(book(), MILO, '2026-12-01', '2026-12-05', ANA.email);
    expect(changes.absences).toEqual([away(MILO, '2026-12-01', '2026-12-05', ANA)]);
    expect(text).toContain('1 December 2026 to 5 December 2026: Ana decides for you.');
    expect(enter(book(), MILO, TODAY, TODAY).text).toContain('23 November 2026: nothing new is asked of you');
  });

  it.each([
    ['that ends before it begins', '2026-12-05', '2026-12-01', ANA.email, 'AbsenceDates'],
    ['that is over', '2026-11-01', '2026-11-22', ANA.email, 'AbsenceDates'],
    ['of more than a year', '2026-12-01', '2028-01-01', ANA.email, 'AbsenceDates'],
    ['with oneself as deputy', '2026-12-01', '2026-12-05', MILO.email, 'AbsenceToOneself'],
    ['with a stranger', '2026-12-01', '2026-12-05', 'who@elsewhere.example', 'PersonUnknown'],
    ['with somebody who only looks', '2026-12-01', '2026-12-05', 'vera@northlight.example', 'DeputyOnlyLooks'],
  ])('%s is refused', (_, since, until, to, code) => expect(refusal(() => enter(book(), MILO, since, until, to))).toBe(code));

  it('is of the office’s people, and one at a time', () => {
    expect(refusal(() => enter(book(), { email: 'x@y.example', name: 'X', via: 'slack' }, TODAY, TODAY))).toBe('NotAllowed');
    expect(refusal(() => enter(book(away(MILO, '2026-12-01', '2026-12-05')), MILO, '2026-12-05', '2026-12-09', ANA.email))).toBe('AbsenceOverlaps');
    expect(refusal(() => enter(book(away(MILO, '2026-12-01', '2026-12-05')), MILO, '2026-12-06', '2026-12-09', ANA.email))).toBe('none');
  });

  it('makes no circle on any day, but may hand on', () => {
    const chain = book(away(ANA, '2026-12-01', '2026-12-10', FATIMA), away(FATIMA, '2026-12-08', '2026-12-20', MILO));
    expect(refusal(() => enter(chain, MILO, '2026-12-09', '2026-12-12', ANA.email))).toBe('AbsenceCircle');
    expect(refusal(() => enter(chain, MILO, '2026-12-01', '2026-12-07', ANA.email))).toBe('none'); // Fatima is there on those days.
    expect(refusal(() => enter(chain, MILO, '2026-12-11', '2026-12-12', ANA.email))).toBe('none'); // Ana is back.
    expect(awayOn(chain, '2026-12-09').get(ANA.email)).toBe(MILO.email);
    expect(awayOn(chain, '2026-12-05').get(ANA.email)).toBe(FATIMA.email);
    expect([...awayOn(chain, '2026-12-30')]).toEqual([]);
  });

  it('is taken back, by who entered it', () => {
    const known = book(away(MILO, TODAY, '2026-12-05', ANA), away(ANA, '2026-12-24', '2026-12-31'));
    expect(returned(known, act(MILO), TODAY).changes.absences).toEqual([away(ANA, '2026-12-24', '2026-12-31')]);
    expect(refusal(() => returned(known, act(CARLA), TODAY))).toBe('AbsenceUnknown');
    expect(current(book(away(MILO, '2026-11-01', '2026-11-22')), TODAY)).toEqual([]);
  });
});
