/** Dates: calendar days that no zone, clock change or saving can move. */
import fc from 'fast-check';
import { addDays, dateOfInstant, daysBetween, dueDate, formatDate, instantOf, isBusinessDay, isPlainDate, isWeekend, isZone, monthEnd, nextBusinessDay, parseDate, previousBusinessDay, type Term } from '../../domain/dates';

const DAY = 86_400_000;
const dates = fc.integer({ min: -25_000, max: 40_000 }).map((day) => new Date(day * DAY).toISOString().slice(0, 10)); // 1901 to 2079
const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code });

describe('a plain date', () => {
  it.each(['2026-02-29', '2026-02-31', '2026-13-01', '2026-00-10', '2026-01-00', '2100-02-29', '20260131', '2026-1-31', '31/02/2026', '2026-01-31T00:00:00Z', ' 2026-01-31', '٢٠٢٦-٠١-٣١', ''])('is not %j', (text) => {
    expect(isPlainDate(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow(refused('DateUnreadable'));
  });

  it('is every day of the calendar, as far apart as the calendar says', () => {
    fc.assert(fc.property(dates, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
      const moved = new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
      expect(isPlainDate(date)).toBe(true);
      expect(addDays(date, days)).toBe(moved);
      expect(daysBetween(date, moved)).toBe(days);
    }));
  });

  it('has a weekend on Saturday and Sunday', () => {
    fc.assert(fc.property(dates, (date) => expect(isWeekend(date)).toBe([0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()))));
  });
});

describe('a due date', () => {
  const due = (issue: string, term: Term, holidays?: string[]) => dueDate(issue, term, holidays);

  it.each<[string, Term, string, string]>([
    ['2026-01-31', {}, '2026-01-31', 'at once'],
    ['2026-01-31', { days: 30 }, '2026-03-02', '30 days are not a month'],
    ['2026-01-31', { months: 1 }, '2026-02-28', 'a month is clamped'],
    ['2028-01-31', { months: 1 }, '2028-02-29', 'in a leap year too'],
    ['2026-01-15', { days: 30, then: 'end-of-month' }, '2026-02-28', 'days, then end of month'],
    ['2026-01-15', { endOfMonth: true, days: 30 }, '2026-03-02', 'end of month, then days'],
    ['2026-02-15', { endOfMonth: true }, '2026-02-28', 'end of this month'],
    ['2026-01-31', { months: 1, then: 'end-of-month' }, '2026-02-28', 'end of next month'],
    ['2026-02-28', { months: 1, then: 'end-of-month' }, '2026-03-31', 'end of next month from a short one'],
    ['2026-12-20', { endOfMonth: true, dayOfNextMonth: 10 }, '2027-01-10', 'the 10th of next month'],
    ['2026-01-31', { dayOfNextMonth: 31 }, '2026-02-28', 'the 31st of a month of 28 days'],
    ['2026-01-31', { dayOfNextMonth: 15 }, '2026-02-15', 'next month is February, also from the 31st'],
    ['2026-11-02', { days: 40, adjust: 'following' }, '2026-12-14', 'a Saturday moves to Monday'],
    ['2026-11-02', { days: 40, adjust: 'preceding' }, '2026-12-11', 'or back to Friday'],
    ['2026-11-02', { days: 40, adjust: 'none' }, '2026-12-12', 'or stays'],
  ])('of %s under %j is %s: %s', (issue, term, expected) => {
    expect(due(issue, term)).toBe(expected);
  });

  it('leaves a row of holidays and a weekend behind, either way', () => {
    const christmas = ['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-28', '2027-01-01'];
    expect(due('2026-12-24', { adjust: 'following' }, christmas)).toBe('2026-12-29');
    expect(due('2026-12-28', { adjust: 'preceding' }, christmas)).toBe('2026-12-23');
    expect(due('2026-12-31', { days: 1, adjust: 'following' }, christmas)).toBe('2027-01-04');
  });

  it('is a business day when told, and the nearest one', () => {
    fc.assert(fc.property(dates, fc.array(fc.nat(9), { maxLength: 6 }), (date, offsets) => {
      const holidays = offsets.map((offset) => addDays(date, offset - 4));
      const [next, previous] = [nextBusinessDay(date, holidays), previousBusinessDay(date, holidays)];
      for (const [found, step] of [[next, 1], [previous, -1]] as const) {
        expect(isBusinessDay(found, holidays)).toBe(true);
        const skipped = Array.from({ length: Math.abs(daysBetween(date, found)) }, (_, at) => addDays(date, at * step));
        expect(skipped.some((day) => isBusinessDay(day, holidays))).toBe(false);
      }
    }));
  });

  it('stays where it is through 50 readings and writings', () => {
    fc.assert(fc.property(dates, fc.constantFrom('Pacific/Auckland', 'Pacific/Honolulu', 'Europe/Berlin', 'America/St_Johns'), (date, zone) => {
      let saved = date;
      for (let save = 0; save < 50; save += 1) saved = dateOfInstant(instantOf(saved, '00:00', zone), zone);
      expect(saved).toBe(date);
    }), { numRuns: 20 });
  });
});

describe('instants and local days', () => {
  it.each([
    ['2026-03-01T03:30:00Z', 'America/New_York', '2026-02-28'],
    ['2026-03-28T23:30:00Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-11-30T10:59:59Z', 'Pacific/Auckland', '2026-11-30'],
    ['2026-11-30T11:00:00Z', 'Pacific/Auckland', '2026-12-01'],
    ['2026-12-01T09:59:59Z', 'Pacific/Honolulu', '2026-11-30'],
    ['2026-12-01T10:00:00Z', 'Pacific/Honolulu', '2026-12-01'],
    ['2026-12-01T00:30:00+02:00', 'UTC', '2026-11-30'],
  ])('%s in %s is %s', (instant, zone, date) => {
    expect(dateOfInstant(instant, zone)).toBe(date);
  });

  it.each([
    ['2026-12-01', '09:00', 'Europe/Berlin', '2026-12-01T08:00:00Z', 'winter'],
    ['2026-07-01', '09:00', 'Europe/Berlin', '2026-07-01T07:00:00Z', 'summer'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z', 'a skipped time moves forward'],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z', 'a time that comes twice is the first'],
    ['2026-09-27', '02:30', 'Pacific/Auckland', '2026-09-26T14:30:00Z', 'skipped down under'],
    ['2026-12-01', '09:00', 'Pacific/Honolulu', '2026-12-01T19:00:00Z', 'no clock changes'],
    ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T22:00:00Z', 'a day that Samoa left out'],
  ])('%s %s in %s is %s: %s', (date, time, zone, instant) => {
    expect(instantOf(date, time, zone)).toBe(instant);
  });

  it('a day begins on itself in every zone, on clock changes too', () => {
    const zones = fc.constantFrom('Pacific/Auckland', 'Pacific/Honolulu', 'Europe/Berlin', 'America/New_York', 'Asia/Kuwait', 'Asia/Kolkata', 'America/Sao_Paulo', 'Australia/Lord_Howe');
    const times = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const changes = fc.oneof(dates, fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-09-27', '2018-11-04'));
    fc.assert(fc.property(changes, times, zones, (date, time, zone) => expect(dateOfInstant(instantOf(date, time, zone), zone)).toBe(date)));
  });

  it.each(['Europe/Bonn', 'Berlin', '', 'Mars/Olympus'])('refuses the zone %j', (zone) => {
    expect(isZone(zone)).toBe(false);
    expect(() => dateOfInstant('2026-01-01T00:00:00Z', zone)).toThrow(refused('ZoneUnknown'));
    expect(() => instantOf('2026-01-01', '09:00', zone)).toThrow(refused('ZoneUnknown'));
  });
});

describe("a person's date", () => {
  const tuesday = '2026-12-01';

  it.each([['2026-12-24', '2026-12-24'], ['today', tuesday], ['Tomorrow', '2026-12-02'], ['30d', '2026-12-31'], ['0d', tuesday], [' eom ', '2026-12-31'], ['wed', '2026-12-02'], ['Friday', '2026-12-04'],
    ['tue', '2026-12-08'], ['mon', '2026-12-07'], ['SUN', '2026-12-06']])('%j is %s', (text, date) => {
    expect(parseDate(text, tuesday)).toBe(date);
  });

  it.each(['', 'someday', '-1d', '30', '10000d', '1.5d', '2026-02-30', '01.12.2026', 'f', 'fr', 'fridays', '12/01/2026', '٣٠d'])('refuses %j', (text) => {
    expect(() => parseDate(text, tuesday)).toThrow(refused('DateUnreadable'));
  });

  it('names the next such weekday, one to seven days away', () => {
    fc.assert(fc.property(dates, fc.nat(6), (today, day) => {
      const name = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][day]!;
      const found = parseDate(name, today);
      expect(new Date(`${found}T00:00:00Z`).getUTCDay()).toBe(day);
      expect(daysBetween(today, found)).toBeGreaterThanOrEqual(1);
      expect(daysBetween(today, found)).toBeLessThanOrEqual(7);
    }));
  });

  it('ends a month on its last day', () => {
    fc.assert(fc.property(dates, (date) => expect(addDays(monthEnd(date), 1).slice(8)).toBe('01')));
  });
});

describe('a written date', () => {
  it.each([[undefined, '1 December 2026'], ['en', '1 December 2026'], ['en-US', 'December 1, 2026'], ['de', '1. Dezember 2026'], ['fr', '1er décembre 2026'], ['ja', '2026年12月1日']])('in %s is %s', (locale, text) => {
    expect(formatDate('2026-12-01', locale)).toBe(text);
  });

  it('has Western digits and the Gregorian year everywhere', () => {
    for (const locale of ['ar-EG', 'ar-SA', 'fa-IR', 'hi-IN', 'th-TH']) expect(formatDate('2026-12-01', locale)).toMatch(/2026/);
  });
});
