/** The week's digest: on the first day the office works from the day that was set, by the office's clock, and late until Friday is over. */
import fc from 'fast-check';
import { addDays, weekOf, WORKING_DAYS } from '../../domain/dates';
import { digestOf, isDue, MONDAY_MORNING } from '../../domain/digest';

const holidays = ['2026-12-24', '2026-12-25', '2026-12-31', '2027-01-01', '2026-04-06', '2026-05-25'];
const isHoliday = (date: string): boolean => holidays.includes(date);
const of = (at: string, time = MONDAY_MORNING, zone = 'Europe/Berlin') => digestOf(at, zone, time, isHoliday);

it('goes out on Monday at eight by the office’s clock, in summer as in winter', () => {
  expect(of('2026-11-25T12:00:00Z')).toEqual({ week: '2026-W48', from: '2026-11-23T07:00:00Z', until: '2026-11-27T23:00:00Z' });
  expect(of('2026-07-15T12:00:00Z')?.from).toBe('2026-07-13T06:00:00Z');
  expect(of('2026-11-25T12:00:00Z', MONDAY_MORNING, 'America/New_York')?.from).toBe('2026-11-23T13:00:00Z');
});

it('a Monday on which the office is closed leaves it to the next day', () => {
  expect(of('2026-04-06T12:00:00Z')?.from).toBe('2026-04-07T06:00:00Z'); // Easter Monday.
  expect(of('2026-12-22T12:00:00Z', { day: 'thursday', at: '09:30' })).toBeUndefined(); // Christmas Eve and Christmas Day: no day is left.
});

it('belongs to the week of the office’s date, not of Greenwich’s', () => {
  expect(of('2026-11-22T22:59:00Z')?.week).toBe('2026-W47');
  expect(of('2026-11-22T23:00:00Z')?.week).toBe('2026-W48');
});

it('is due from its time until Friday is over, and not on the weekend', () => {
  const due = (at: string): boolean => isDue(of(at) ?? { week: '', from: '', until: '' }, at);
  expect(['2026-11-23T06:59:59Z', '2026-11-23T07:00:00Z', '2026-11-27T22:59:59Z', '2026-11-27T23:00:00Z', '2026-11-29T12:00:00Z'].map(due)).toEqual([false, true, true, false, false]);
});

it('a week has one name, from Monday to Sunday, over the end of the year', () => {
  expect([weekOf('2026-12-31'), weekOf('2027-01-03'), weekOf('2027-01-04')]).toEqual([{ week: '2026-W53', monday: '2026-12-28' }, { week: '2026-W53', monday: '2026-12-28' }, { week: '2027-W01', monday: '2027-01-04' }]);
});

it('of every day and time begins before it ends', () => fc.assert(fc.property(
  fc.constantFrom(...WORKING_DAYS), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 3000 }),
  (day, hour, days) => {
    const date = addDays('2024-01-01', days);
    const digest = of(`${date}T12:00:00Z`, { day, at: `${String(hour).padStart(2, '0')}:59` });
    return digest === undefined || digest.from < digest.until;
  },
)));
