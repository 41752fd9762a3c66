/** Business time: what counts between nine and five, over nights, weekends, holidays and clock changes. */
import fc from 'fast-check';
import { afterBusinessTime, PLAIN_HOURS, type BusinessHours } from '../../domain/business-time';

const BERLIN: BusinessHours = { ...PLAIN_HOURS, zone: 'Europe/Berlin', isHoliday: (date) => date === '2026-12-25' };
const hours = (count: number) => ({ count, unit: 'hours' as const });
const days = (count: number) => ({ count, unit: 'days' as const });

describe('business time', () => {
  it.each([
    ['within a day', '2026-12-01T09:00:00Z', hours(2), '2026-12-01T11:00:00.000Z'],
    ['over a night', '2026-12-01T15:00:00Z', hours(2), '2026-12-02T09:00:00.000Z'],
    ['over a weekend', '2026-12-04T15:30:00Z', hours(1), '2026-12-07T08:30:00.000Z'],
    ['to the very end of a day', '2026-12-01T08:00:00Z', hours(8), '2026-12-01T16:00:00.000Z'],
    ['from the night before', '2026-12-01T03:00:00Z', hours(1), '2026-12-01T09:00:00.000Z'],
    ['from a Saturday', '2026-12-05T12:00:00Z', hours(1), '2026-12-07T09:00:00.000Z'],
    ['over Christmas Day, a Friday', '2026-12-24T15:00:00Z', hours(2), '2026-12-28T09:00:00.000Z'],
    ['a day is as long as a working day', '2026-12-01T12:00:00Z', days(1), '2026-12-02T12:00:00.000Z'],
    ['a week of days', '2026-12-01T12:00:00Z', days(5), '2026-12-08T12:00:00.000Z'],
    ['into summer time', '2026-03-27T14:00:00Z', hours(4), '2026-03-30T09:00:00.000Z'],
  ])('%s', (_, start, time, end) => expect(afterBusinessTime(start, time, BERLIN)).toBe(end));

  it('counts by the person’s own days, hours and zone', () => {
    const tokyo: BusinessHours = { ...PLAIN_HOURS, zone: 'Asia/Tokyo', from: '10:00', to: '14:00', days: [2, 4] };
    expect(afterBusinessTime('2026-12-01T03:00:00Z', hours(4), tokyo)).toBe('2026-12-03T03:00:00.000Z');
    expect(afterBusinessTime('2026-12-01T03:00:00Z', days(1), tokyo)).toBe('2026-12-03T03:00:00.000Z');
  });

  it('refuses a calendar without a working day instead of searching for ever', () =>
    expect(() => afterBusinessTime('2026-12-01T09:00:00Z', hours(1), { ...BERLIN, isHoliday: () => true })).toThrow(RangeError));

  it('is never over sooner for more of it, nor for a later start, and always ends while people work', () => {
    const instant = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-01-01T00:00:00Z') }).map((at) => new Date(at).toISOString());
    fc.assert(fc.property(instant, instant, fc.integer({ min: 1, max: 60 }), (one, other, count) => {
      const [earlier, later] = [one, other].sort() as [string, string];
      const end = afterBusinessTime(earlier, hours(count), BERLIN);
      expect(end <= afterBusinessTime(later, hours(count), BERLIN)).toBe(true);
      expect(end < afterBusinessTime(earlier, hours(count + 1), BERLIN)).toBe(true);
      const local = new Date(end).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' });
      expect(local > '09:00:00' && local <= '17:00:00').toBe(true);
    }), { numRuns: 300 });
  });
});
