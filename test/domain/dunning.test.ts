/** Dunning: when each step is due by the client's clock and the office's calendar, and what a late look does. */
import fc from 'fast-check';
import { addDays, dateOfInstant, daysBetween, instantOf, isWeekend } from '../../domain/dates';
import { dueNow, nextAt, planDunning, type DunningCase, type DunningLadder, type DunningStep, type PlannedStep } from '../../domain/dunning';

const remind = (days: number): DunningStep => ({ id: `remind${days}`, days, act: 'remind', tone: 'plain' });
const escalate = (days: number): DunningStep => ({ id: `escalate${days}`, days, act: 'escalate', to: ['creator'] });
const sample: DunningLadder = { hash: '', sendAt: '09:00', weekends: 'wait', holidays: 'wait', steps: [remind(-3), remind(1), remind(7), remind(14), escalate(21), escalate(30), escalate(45)] };
const holidays = new Set(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-31', '2027-01-01', '2027-03-26', '2027-03-29', '2026-04-03', '2026-04-06']);
const isHoliday = (date: string): boolean => holidays.has(date);

const open: DunningCase = { dueDate: '2026-09-10', zone: 'Europe/Berlin', sentAt: '2026-08-27T10:00:00Z', done: [], isHoliday };
const plan = (change: Partial<DunningCase> = {}, ladder: Partial<DunningLadder> = {}): PlannedStep[] => planDunning({ ...sample, ...ladder }, { ...open, ...change });
const told = (planned: readonly PlannedStep[]): string[] => planned.map(({ step, at }) => `${step.id} ${at}`);
const ids = (steps: readonly DunningStep[]): string[] => steps.map(({ id }) => id);

describe('the plan', () => {
  it("counts from the due date, at the hour of the client's clock", () => {
    expect(told(plan())).toEqual([
      'remind-3 2026-09-07T07:00:00Z', 'remind1 2026-09-11T07:00:00Z', 'remind7 2026-09-17T07:00:00Z', 'remind14 2026-09-24T07:00:00Z',
      'escalate21 2026-10-01T07:00:00Z', 'escalate30 2026-10-12T07:00:00Z', 'escalate45 2026-10-26T08:00:00Z', // 10 October and 25 October are no working days.
    ]);
    expect(told(plan({ zone: 'Asia/Tokyo' }))[0]).toBe('remind-3 2026-09-07T00:00:00Z');
    expect(told(plan({ zone: 'America/New_York' }))[0]).toBe('remind-3 2026-09-07T13:00:00Z');
  });

  it.each([
    ['spring in Berlin', 'Europe/Berlin', '2026-03-27', '2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z'],
    ['autumn in Berlin', 'Europe/Berlin', '2026-10-23', '2026-10-24T07:00:00Z', '2026-10-25T08:00:00Z'],
    ['spring in New York', 'America/New_York', '2026-03-06', '2026-03-07T14:00:00Z', '2026-03-08T13:00:00Z'],
    ['autumn in New York', 'America/New_York', '2026-10-30', '2026-10-31T13:00:00Z', '2026-11-01T14:00:00Z'],
  ])('keeps nine o\'clock through the change of clocks: %s', (_, zone, dueDate, before, after) =>
    expect(plan({ zone, dueDate, sentAt: '2026-01-01T00:00:00Z' }, { weekends: 'send', steps: [remind(1), remind(2)] }).map(({ at }) => at)).toEqual([before, after]));

  it('sends at an hour that a change of clocks skips an hour later', () =>
    expect(plan({ dueDate: '2026-03-28', sentAt: '2026-01-01T00:00:00Z' }, { sendAt: '02:30', weekends: 'send', steps: [remind(1)] })[0]?.at).toBe('2026-03-29T01:30:00Z'));

  it.each<['send' | 'wait', 'send' | 'wait', string]>([['wait', 'wait', '2026-12-28'], ['wait', 'send', '2026-12-24'], ['send', 'wait', '2026-12-27'], ['send', 'send', '2026-12-24']])(
    'weekends %s, holidays %s: a step on Christmas Eve goes out on %s', (weekends, on, date) =>
      expect(plan({ dueDate: '2026-12-23' }, { weekends, holidays: on, steps: [remind(1)] })[0]?.at).toBe(instantOf(date, '09:00', 'Europe/Berlin')));

  it('lets the later of two reminders win that fall on the same day, and keeps escalations', () =>
    expect(told(plan({ dueDate: '2026-09-10' }, { steps: [remind(2), remind(3), escalate(3), remind(4)] }))).toEqual(['escalate3 2026-09-14T07:00:00Z', 'remind4 2026-09-14T07:00:00Z']));

  it('does not bring back the earlier of the two once the later is done', () =>
    expect(told(plan({ dueDate: '2026-09-10', done: [{ id: 'remind4' }] }, { steps: [remind(2), remind(4)] }))).toEqual([]));

  it('passes over what was due before the document was sent', () => {
    expect(told(plan({ sentAt: '2026-09-18T00:00:00Z' }))[0]).toBe('remind14 2026-09-24T07:00:00Z');
    expect(told(plan({ sentAt: '2026-09-17T07:00:00.000Z' }))[0]).toBe('remind7 2026-09-17T07:00:00Z');
  });

  it('leaves out what is done', () => expect(ids(plan({ done: [{ id: 'remind-3' }, { id: 'escalate30' }] }).map(({ step }) => step))).toEqual(['remind1', 'remind7', 'remind14', 'escalate21', 'escalate45']));
});

describe('a look at the plan', () => {
  const look = (now: string, change: Partial<DunningCase> = {}) => {
    const planned = plan({ ...change, now });
    const { take, pass } = dueNow(planned, now);
    return { take: ids(take), pass: ids(pass), next: nextAt(planned, now) };
  };

  it('takes nothing before the first moment, and the step at it', () => {
    expect(look('2026-09-07T06:59:59.999Z')).toEqual({ take: [], pass: [], next: '2026-09-07T07:00:00Z' });
    expect(look('2026-09-07T07:00:00.000Z')).toEqual({ take: ['remind-3'], pass: [], next: '2026-09-11T07:00:00Z' });
  });

  it('after three days of downtime sends one reminder, not three', () =>
    expect(look('2026-09-25T12:00:00Z', { done: [{ id: 'remind-3' }] })).toEqual({ take: ['remind14'], pass: ['remind1', 'remind7'], next: '2026-10-01T07:00:00Z' }));

  it('after two months takes every escalation, and only the last reminder', () =>
    expect(look('2026-11-02T12:00:00Z')).toEqual({ take: ['remind14', 'escalate21', 'escalate30', 'escalate45'], pass: ['remind-3', 'remind1', 'remind7'], next: undefined }));

  it('catches up on the next working day, not on the weekend when it came back', () => {
    expect(look('2026-09-12T10:00:00Z')).toEqual({ take: [], pass: [], next: '2026-09-14T07:00:00Z' });
    expect(look('2026-09-14T07:00:00Z')).toMatchObject({ take: ['remind1'], pass: ['remind-3'] });
  });

  it('never announces a due date that is over', () => {
    expect(look('2026-09-10T21:59:00Z')).toMatchObject({ take: ['remind-3'], pass: [] });
    expect(look('2026-09-10T22:00:00Z')).toMatchObject({ take: [], pass: ['remind-3'] });
  });
});

/** Lives through a ladder: looks when told to, late by what the downtimes say, and notes what it did. */
function lived(ladder: DunningLadder, start: DunningCase, downtimes: readonly number[]): { id: string; now: string; planned: string }[] {
  const done: { id: string }[] = [];
  const did: { id: string; now: string; planned: string }[] = [];
  let now = start.sentAt;
  for (let turn = 0; turn < 100; turn += 1) {
    const planned = planDunning(ladder, { ...start, done, now });
    const { take, pass } = dueNow(planned, now);
    for (const step of take) did.push({ id: step.id, now, planned: planned.find((one) => one.step === step)!.at });
    done.push(...take, ...pass);
    const next = nextAt(planDunning(ladder, { ...start, done, now }), now);
    if (!next) return did;
    now = new Date(Date.parse(next) + (downtimes[turn] ?? 0) * 3_600_000).toISOString();
  }
  throw new Error('The ladder never ended.');
}

describe('whatever the ladder, the zone and the downtimes', () => {
  const days = fc.uniqueArray(fc.integer({ min: -30, max: 90 }), { minLength: 1, maxLength: 8 }).map((all) => all.sort((a, b) => a - b));
  const scene = fc.record({
    days, escalates: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), due: fc.integer({ min: 0, max: 500 }), terms: fc.integer({ min: 0, max: 40 }),
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Asia/Kuwait', 'Pacific/Auckland', 'Pacific/Honolulu', 'Asia/Kathmandu'),
    downtimes: fc.array(fc.constantFrom(0, 0, 0, 1, 20, 72, 400), { maxLength: 20 }),
  }).map(({ days: all, escalates, due, terms, zone, downtimes }) => {
    const dueDate = addDays('2026-01-01', due);
    const steps = all.map((day, index) => (escalates[index] ? escalate(day) : remind(day)));
    return { ladder: { ...sample, steps }, start: { ...open, dueDate, zone, sentAt: instantOf(addDays(dueDate, -terms), '15:00', zone) }, downtimes };
  });

  it('nothing is sent twice, early, on a weekend or on a holiday', () => {
    fc.assert(fc.property(scene, ({ ladder, start, downtimes }) => {
      const did = lived(ladder, start, downtimes);
      expect(new Set(did.map(({ id }) => id)).size).toBe(did.length);
      for (const { id, now } of did) {
        const today = dateOfInstant(now, start.zone);
        const step = ladder.steps.find((one) => one.id === id)!;
        expect(daysBetween(start.dueDate, today)).toBeGreaterThanOrEqual(step.days);
        expect(isWeekend(today) || isHoliday(today)).toBe(false);
      }
    }), { numRuns: 150 });
  });

  it('one moment brings the client one reminder at most, later ones never before earlier ones', () => {
    fc.assert(fc.property(scene, ({ ladder, start, downtimes }) => {
      const reminders = lived(ladder, start, downtimes).filter(({ id }) => id.startsWith('remind'));
      const order = reminders.map(({ id }) => Number(id.replace('remind', '')));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(new Set(reminders.map(({ now }) => now)).size).toBe(reminders.length);
    }), { numRuns: 150 });
  });

  it('without downtime every step is taken at its hour, but for those before the document and those that a later one replaces', () => {
    fc.assert(fc.property(scene, ({ ladder, start }) => {
      const did = lived(ladder, start, []);
      const time = (now: string): string => new Intl.DateTimeFormat('en-GB', { timeZone: start.zone, hour: '2-digit', minute: '2-digit' }).format(new Date(now));
      for (const { now } of did) expect(time(now)).toBe('09:00');
      const afterSending = ladder.steps.filter(({ days: day }) => instantOf(addDays(start.dueDate, day), '09:00', start.zone) > start.sentAt);
      for (const { id } of afterSending.filter(({ act }) => act === 'escalate')) expect(idsOf(did)).toContain(id);
      const last = afterSending.filter(({ act, days: day }) => act === 'remind' && day > 0).at(-1);
      if (last) expect(idsOf(did)).toContain(last.id);
    }), { numRuns: 150 });
  });
});

const idsOf = (did: readonly { id: string }[]): string[] => did.map(({ id }) => id);
