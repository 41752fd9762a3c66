/** Absences: who is away on which days, and who decides for them meanwhile. One book for the whole office, so that no two can make a circle. */
import { daysBetween, type PlainDate } from './dates';
import type { Act, Change } from './history';
import { holds, nameOf, type Actor, type Person } from './people';
import { allOf, onDay, phrase, type Phrase, type Spoken } from './phrase';
import { DomainError } from './refusals';

/** `from` is the mail address of who is away, `to` of who decides instead; the days are the office's, both included. */
export type Absence = { from: string; to?: string; since: PlainDate; until: PlainDate; by: Actor };
/** What has passed is in the history alone. */
export type AbsenceBook = { id: string; absences: Absence[] };
export const ABSENCE_BOOK = 'abs_office';

/** Longer than this is leaving. */
const MOST_DAYS = 366;

type Told = Change<AbsenceBook> & Phrase;
export type AbsenceAsked = { to?: string; since: PlainDate; until: PlainDate };

/**
 * Enters an absence of the person who acts. Refuses NotAllowed to strangers, AbsenceDates, AbsenceToOneself, PersonUnknown,
 * DeputyOnlyLooks, AbsenceOverlaps, AbsenceCircle.
 */
export function absent(book: AbsenceBook, { to, since, until }: AbsenceAsked, { by }: Act, people: readonly Person[], today: PlainDate): Told {
  const person = people.find(({ email }) => email === by.email);
  if (!person) throw new DomainError('NotAllowed', { who: phrase`people of the office` });
  if (until < since || until < today || daysBetween(since, until) > MOST_DAYS) throw new DomainError('AbsenceDates', { most: MOST_DAYS });
  const deputy = to === undefined ? undefined : people.find(({ email }) => email === to);
  if (to !== undefined && !deputy) throw new DomainError('PersonUnknown', { who: to });
  if (to === by.email) throw new DomainError('AbsenceToOneself');
  if (deputy && !holds(deputy, 'coordinator', 'manager', 'finance')) throw new DomainError('DeputyOnlyLooks', { name: deputy.name });
  const known = current(book, today);
  const earlier = known.find((one) => one.from === by.email && meet(one, { since, until }));
  if (earlier) throw new DomainError('AbsenceOverlaps', { days: daysPhrase(earlier) });
  const absence: Absence = { from: by.email, ...(to !== undefined && { to }), since, until, by };
  refuseCircle(known, absence, people);
  const instead = deputy ? phrase`${deputy.name} decides for you` : phrase`nothing new is asked of you, and others decide where they can`;
  return {
    kind: 'absent', detail: { from: by.email, ...(to !== undefined && { to }), since, until },
    changes: { absences: [...known, absence] }, ...phrase`${daysPhrase(absence)}: ${instead}. What waits for you moves within a minute of the first day. /invoice away end takes it back.`,
  };
}

/** Takes back the absences of who acts. Refuses AbsenceUnknown. */
export function returned(book: AbsenceBook, { by }: Act, today: PlainDate): Told {
  const own = current(book, today).filter(({ from }) => from === by.email);
  if (own.length === 0) throw new DomainError('AbsenceUnknown');
  return {
    kind: 'returned', detail: { from: by.email, days: own.map((one) => daysPhrase(one).text) }, changes: { absences: current(book, today).filter(({ from }) => from !== by.email) },
    ...phrase`You are back: ${allOf(own.map(daysPhrase))} is taken back. What waits for you moves back within a minute.`,
  };
}

/** Those that are not over. */
export const current = ({ absences }: AbsenceBook, today: PlainDate): Absence[] => absences.filter(({ until }) => until >= today);

/** Who is away on a day, each with who decides for them in the end: a deputy who is away too passes it on. Undefined where nobody does. */
export function awayOn({ absences }: AbsenceBook, day: PlainDate): ReadonlyMap<string, string | undefined> {
  const today = absences.filter(({ since, until }) => since <= day && day <= until);
  const next = new Map(today.map(({ from, to }) => [from, to]));
  const last = (email: string): string | undefined => {
    let at = next.get(email);
    for (let hops = 0; at !== undefined && next.has(at) && hops < next.size; hops += 1) at = next.get(at);
    return at;
  };
  return new Map([...next.keys()].map((from) => [from, last(from)]));
}

/** "1 December 2026 to 5 December 2026". */
export const daysPhrase = ({ since, until }: Pick<Absence, 'since' | 'until'>): Spoken => (since === until ? onDay(since) : phrase`${onDay(since)} to ${onDay(until)}`);

const meet = (one: Pick<Absence, 'since' | 'until'>, other: Pick<Absence, 'since' | 'until'>): boolean => one.since <= other.until && other.since <= one.until;

/** A question that comes back to who passed it on would be nobody's: some day on which all links of a circle hold. */
function refuseCircle(known: readonly Absence[], absence: Absence, people: readonly Person[]): void {
  const follow = (email: string | undefined, days: Pick<Absence, 'since' | 'until'>, chain: readonly string[]): void => {
    if (email === undefined) return;
    if (email === absence.from) throw new DomainError('AbsenceCircle', { names: allOf(chain.map((one) => nameOf(one, people))) });
    if (chain.includes(email)) return;
    for (const next of known.filter((one) => one.from === email && meet(one, days))) {
      follow(next.to, { since: next.since > days.since ? next.since : days.since, until: next.until < days.until ? next.until : days.until }, [...chain, email]);
    }
  };
  follow(absence.to, absence, []);
}
