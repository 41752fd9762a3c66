/** Statements of account: what is booked when, what it comes to, and how old what is open is. */
import { statementOf, type Stated, type StatedInvoice } from '../../domain/statement';
import { readPeriod } from '../../domain/period';
import { add, negate, subtract, sum, zero, type Money } from '../../domain/money';
import { credited } from '../../domain/crediting';
import { creditOver, everything } from '../../domain/credit';
import { paid, reversed } from '../../domain/payment';
import type { Invoice } from '../../domain/invoice';
import { acme, carla, content, dinar, invoice, line, oneLine } from '../templates/samples';

const eur = (minor: number): Money => ({ minor, currency: 'EUR' });
const act = (key: string, at: string) => ({ key, at, by: carla });
const rules = { rates: { base: 'EUR', rates: [] } as never };
/** One of 1,071.00 EUR, due 30 days after its issue. */
const issued = (number: string, issueDate: string, dueDate: string, more: Partial<Invoice> = {}): Invoice => invoice(oneLine, acme, { id: `inv_${number}`, number, issueDate, dueDate, ...more });
const after = (of: Invoice, change: { changes: object }): Invoice => ({ ...of, ...change.changes }) as Invoice;
const pay = (of: Invoice, minor: number, date: string, key = `pay-${of.id}-${date}`): Invoice =>
  after(of, paid(of, { amount: eur(minor), date, reference: `from Acme ${date}` }, act(key, `${date}T10:00:00Z`), { today: '2026-12-31', ...rules }));
const credit = (of: Invoice, at: string, settlement: 'offset' | 'refund' | 'credit' = 'offset'): Invoice => {
  const chosen = everything(of);
  return after(of, credited(of, { lines: chosen, settlement, reason: 'returned goods', seen: creditOver(of, chosen).totals.due }, act(`credit-${of.id}`, at), 'issued'));
};
const stated = (invoices: readonly StatedInvoice[], period: string, today: string, more: Partial<Stated> = {}) =>
  statementOf({ invoices, notes: [], period: readPeriod(period), today, zone: 'Europe/Berlin', currency: 'EUR', ...more });
const rows = (of: ReturnType<typeof stated>, at = 0) => of.accounts[at]!.movements.map(({ date, kind, number, amount, balance }) => `${date} ${kind} ${number} ${amount.minor} ${balance.minor}`);

describe('a statement of account', () => {
  const first = pay(pay(issued('INV-1', '2026-01-10', '2026-02-09'), 50_000, '2026-02-01'), 57_100, '2026-04-02');
  const second = issued('INV-2', '2026-03-05', '2026-04-04');

  it('carries the balance of before, books in the order of days and runs a balance', () => {
    const of = stated([second, first], '2026-02..2026-03', '2026-12-01');
    expect(rows(of)).toEqual(['2026-02-01 payment from Acme 2026-02-01 -50000 57100', '2026-03-05 invoice INV-2 107100 164200']);
    expect(of.accounts[0]).toMatchObject({ opening: eur(107_100), closing: eur(164_200) });
  });

  it('joins without a gap: where one ends, the next begins', () => {
    const [january, year] = [stated([first, second], '2026-01..2026-03', '2026-12-31'), stated([first, second], '2026-04..2026-12', '2026-12-31')];
    expect(year.accounts[0]!.opening).toEqual(january.accounts[0]!.closing);
  });

  it('tells of a past day what was open on it, by age', () => {
    const { open, overdue, ages } = stated([first, second], '2026-03', '2026-12-01').accounts[0]!;
    expect({ open, overdue, ages }).toEqual({ open: eur(57_100 + 107_100), overdue: eur(57_100), ages: { notDue: eur(107_100), late30: eur(0), late60: eur(57_100), late90: eur(0), later: eur(0) } });
    expect(stated([first, second], '2026', '2026-12-01').accounts[0]).toMatchObject({ open: eur(107_100), ages: { later: eur(107_100) } });
  });

  it.each([['2026-04-04', 'notDue'], ['2026-04-05', 'late30'], ['2026-05-04', 'late30'], ['2026-05-05', 'late60'], ['2026-06-03', 'late60'], ['2026-06-04', 'late90'], ['2026-07-03', 'late90'], ['2026-07-04', 'later']] as const)(
    'on %s what was due on 4 April is %s', (today, age) => expect(stated([second], '2026', today).accounts[0]!.ages[age]).toEqual(eur(107_100)));

  it('ages instalments by their own days; payments settle the first ones first', () => {
    const of = content([line('Work', '1', '900')], { instalments: [{ due: '2026-03-10', share: { percent: '50' } }, { due: '2026-06-10', share: 'rest' }] });
    const split = pay(invoice(of, acme, { number: 'INV-3', issueDate: '2026-03-01', dueDate: '2026-06-10' }), 20_000, '2026-03-20');
    expect(stated([split], '2026-04', '2026-12-01').accounts[0]!.ages).toMatchObject({ notDue: eur(53_550), late60: eur(33_550) });
  });

  it('books payments taken back, credits, refunds and voided invoices on their days', () => {
    const back = after(first, reversed(first, first.payments[1]!.id, 'bounced by the bank', act('back', '2026-05-03T22:30:00Z')));
    const voided = issued('INV-9', '2026-05-01', '2026-05-31', { state: 'void', closed: { by: carla, at: '2026-05-02T10:00:00Z', reason: 'twice' } });
    const noted = credit(second, '2026-05-05T10:00:00Z');
    const notes = [{ id: noted.credits![0]!.creditNoteId, number: 'CN-1', issueDate: '2026-05-06' }];
    const of = stated([back, voided, noted], '2026-05', '2026-12-01', { notes });
    expect(rows(of)).toEqual([
      '2026-05-01 invoice INV-9 107100 214200', '2026-05-02 voided INV-9 -107100 107100', `2026-05-04 reversal from Acme 2026-04-02 57100 164200`, '2026-05-06 creditNote CN-1 -107100 57100',
    ]);
    expect(of.accounts[0]).toMatchObject({ open: eur(57_100), closing: eur(57_100) });
  });

  it('shows money beyond what was owed in the client’s favour', () => {
    const over = pay(issued('INV-4', '2026-06-01', '2026-07-01'), 120_000, '2026-06-10');
    expect(stated([over], '2026-06', '2026-12-01').accounts[0]).toMatchObject({ closing: eur(-12_900), open: eur(0) });
  });

  it('comes to what the invoices say today: what is open less what is in the client’s favour', () => {
    const all = [first, pay(second, 107_100, '2026-04-01'), pay(issued('INV-4', '2026-06-01', '2026-07-01'), 120_000, '2026-06-10'), credit(issued('INV-5', '2026-06-02', '2026-07-02'), '2026-06-09T10:00:00Z', 'credit'), credit(pay(issued('INV-6', '2026-06-02', '2026-07-02'), 107_100, '2026-06-03'), '2026-06-09T10:00:00Z', 'refund')];
    const favour = all.map(({ payments, credits = [] }) => sum('EUR', [
      ...payments.filter((payment) => !payment.reversed).map(({ amount, applied }) => subtract(amount, applied)), ...credits.map(({ totals, applied }) => subtract(totals.due, applied ?? zero('EUR'))),
    ]));
    const open = sum('EUR', all.map(({ balance }) => balance));
    const account = stated(all, '2026', '2026-12-01').accounts[0]!;
    expect(account.open).toEqual(open);
    expect(account.closing).toEqual(add(open, negate(sum('EUR', favour))));
  });

  it('keeps an account for each currency, and none for a draft', () => {
    const of = stated([first, invoice(dinar, acme, { number: 'INV-7', issueDate: '2026-02-01', dueDate: '2026-03-03' }), { ...second, number: undefined, issueDate: undefined }], '2026-02', '2026-12-01');
    expect(of.accounts.map(({ currency, movements }) => [currency, movements.length])).toEqual([['EUR', 1], ['KWD', 1]]);
  });

  it('says so where nothing was ever booked, and looks no further than today', () => {
    expect(stated([], '2026', '2026-05-05')).toMatchObject({ to: '2026-05-05', accounts: [{ currency: 'EUR', opening: eur(0), closing: eur(0), movements: [] }] });
  });
});
