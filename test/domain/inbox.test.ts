/** The inbox's order: by when the decision is due, then by amount in the office's currency, then by age; and what counts as opened. */
import type { Approval } from '../../domain/approval';
import { dueAtOf } from '../../domain/approval';
import { byUrgency, isAmong, totalsByCurrency } from '../../domain/inbox';
import { money } from '../../domain/money';
import { CARLA } from '../support/samples';

const rates = { currency: 'EUR', days: [{ date: '2026-01-02', worth: { USD: '0.5', JPY: '0.005' } }] };
const approval = (change: Partial<Approval> & { dueAt?: string } = {}): Approval => {
  const { dueAt, ...rest } = change;
  return {
    verdict: 'open', version: 1, contentHash: '', policy: { version: 1, hash: '' }, why: '', current: 0, requestedBy: CARLA, requestedAt: '2026-11-20T09:00:00Z',
    steps: [{ approvers: [], asked: [], rule: '', quorum: 1, decisions: [], ...(dueAt && { dueAt }) }], ...rest,
  };
};
const waiting = (id: string, amount: [number, string], change: Parameters<typeof approval>[0] = {}) => ({ id, totals: { due: money(...amount) }, approval: approval(change) });
const order = (...rows: ReturnType<typeof waiting>[]): string => byUrgency(rows, rates, '2026-11-23').map(({ id }) => id).join(' ');

describe('the order', () => {
  it('puts what is due first before what is due later, and what has no time limit last', () =>
    expect(order(waiting('never', [900_000, 'EUR']), waiting('late', [1, 'EUR'], { dueAt: '2026-11-25T09:00:00Z' }), waiting('soon', [1, 'EUR'], { dueAt: '2026-11-24T09:00:00.500Z' }))).toBe('soon late never'));

  it('compares amounts in the office’s currency, what has no rate last', () =>
    expect(order(waiting('eur', [600, 'EUR']), waiting('kwd', [9_000_000, 'KWD']), waiting('usd', [1_000, 'USD']), waiting('jpy', [100_000, 'JPY']))).toBe('jpy eur usd kwd'));

  it('gives what has waited longest the precedence among equals', () =>
    expect(order(waiting('new', [1, 'EUR']), waiting('old', [1, 'EUR'], { requestedAt: '2026-11-01T09:00:00Z' }))).toBe('old new'));
});

it('a time limit is the open step’s, and nobody’s once nothing is open', () => {
  const limited = approval({ dueAt: '2026-11-25T09:00:00Z' });
  expect(dueAtOf(limited)).toBe('2026-11-25T09:00:00Z');
  expect(dueAtOf({ ...limited, verdict: 'granted' })).toBeUndefined();
  expect(dueAtOf({ ...limited, current: 1 })).toBeUndefined();
});

it('what was opened counts in its version alone', () => {
  const opened = [{ documentId: 'inv_a', version: 2 }];
  expect([isAmong(opened, 'inv_a', 2), isAmong(opened, 'inv_a', 3), isAmong(opened, 'inv_b', 2)]).toEqual([true, false, false]);
});

it('totals are one for each currency', () =>
  expect(totalsByCurrency([money(1, 'EUR'), money(5, 'JPY'), money(2, 'EUR')])).toEqual([money(3, 'EUR'), money(5, 'JPY')]));
