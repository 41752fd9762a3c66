/** Credits: each takes its share of what is left, all together are the invoice; whatever is credited, paid and taken back, the sums hold. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { mayDun } from '../../domain/collecting';
import { totalsOf, type Content } from '../../domain/content';
import { contentOf, creditedOf, creditOver, creditsOf, everything, leftToCredit, linesLeft, type ChosenLine, type Settlement } from '../../domain/credit';
import { creditShare } from '../../domain/credit-share';
import { credited, creditDecided, creditPreview, refunded } from '../../domain/crediting';
import { voided } from '../../domain/drafting';
import type { Invoice } from '../../domain/invoice';
import { decimalDifference } from '../../domain/decimal';
import { add, fromDecimal, isNegative, money, subtract, sum, toDecimal, zero, type Money } from '../../domain/money';
import { paid, reversed } from '../../domain/payment';
import { DomainError } from '../../domain/refusals';
import { act, after, CARLA, drafted, FATIMA, line, refusalOf, sent, TODAY } from '../support/samples';

type Case = { id: string; kind: string; input: { currency: string; lineNet: string; quantity: string; creditedQuantities: string[] }; expected: { credits: string[]; remaining: string } };
const cases = (JSON.parse(readFileSync(join(__dirname, '..', 'cases', 'money-cases.json'), 'utf8')) as { cases: Case[] }).cases.filter(({ kind }) => kind === 'partial-credit');

const eur = (text: string): Money => fromDecimal(text, 'EUR');
const crediting = (invoice: Invoice, change: Partial<Parameters<typeof credited>[1]> = {}) => {
  const asked = { lines: 'all' as const, settlement: 'offset' as Settlement, reason: 'Returned goods', ...change };
  return { seen: creditPreview(invoice, asked).totals.due, ...asked };
};
const creditedNow = (invoice: Invoice, change: Partial<Parameters<typeof credited>[1]> = {}): Invoice => after(invoice, credited(invoice, crediting(invoice, change), act(FATIMA), 'issued'));
const pieces = (lineId: string, quantity: string): ChosenLine[] => [{ lineId, quantity }];
const holds = ({ totals, paid: came, balance, ...invoice }: Invoice): void => {
  expect(add(came, creditedOf({ ...invoice, balance }), balance)).toEqual(totals.due);
  for (const part of [came, balance, creditedOf({ ...invoice, balance })]) expect(isNegative(part)).toBe(false);
};

it.each(cases.map((one) => [one.id, one] as const))('money case %s', (_, { input, expected }) => {
  const open = { amount: fromDecimal(input.lineNet, input.currency), quantity: input.quantity };
  const credits = input.creditedQuantities.map((quantity) => {
    const share = creditShare(open.amount, open.quantity, quantity);
    Object.assign(open, { amount: subtract(open.amount, share), quantity: decimalDifference(open.quantity, quantity) });
    return toDecimal(share);
  });
  expect([credits, toDecimal(open.amount)]).toEqual([expected.credits, expected.remaining]);
});

describe('what is left', () => {
  it('is credited piece by piece, and the last takes the rest, of the net as of the tax', () => {
    let invoice = sent({ lines: [line({ quantity: '3', unitPrice: '100', discountPercent: '66.666666' })] });
    const whole = invoice.totals;
    for (let piece = 0; piece < 3; piece += 1) invoice = creditedNow(invoice, { lines: pieces('l1', '1') });
    const notes = creditsOf(invoice).map(({ totals }) => totals);
    expect(sum('EUR', notes.map(({ net }) => net))).toEqual(whole.net);
    expect(sum('EUR', notes.map(({ vatTotal }) => vatTotal))).toEqual(whole.vatTotal);
    expect(leftToCredit(invoice)).toEqual(zero('EUR'));
    expect(refusalOf(() => crediting(invoice))).toBe('CreditNothing');
  });

  it.each<[string, Partial<Content>]>([
    ['prices without tax and a discount in percent', { discount: { percent: '3' }, lines: [line({ quantity: '2.5', unitPrice: '480.30', discountPercent: '7.5' }), line({ id: 'l2', quantity: '3', unitPrice: '19.99', vat: { category: 'S', rate: '7' } })] }],
    ['prices that hold tax, with a discount and cents of rounding', { prices: 'inclusive', discount: { amount: '5' }, lines: [line({ quantity: '3', unitPrice: '33.33' }), line({ id: 'l2', unitPrice: '9.99', vat: { category: 'S', rate: '7' } })] }],
    ['a free line, yen', { currency: 'JPY', lines: [line({ quantity: '3', unitPrice: '3333' }), line({ id: 'l2', unitPrice: '0' })] }],
  ])('credited at once is the invoice to the last cent: %s', (_, change) => {
    const invoice = sent(change);
    const { totals } = creditOver(invoice, everything(invoice));
    expect(totals).toEqual(invoice.totals);
    expect(contentOf(invoice, { lines: creditOver(invoice, everything(invoice)).lines, totals }).lines.map(({ quantity }) => quantity)).toEqual(invoice.content.lines.map(({ quantity }) => quantity));
  });

  it('is never exceeded: not in pieces, not in money, not by a line chosen twice, not by what another has proposed', () => {
    const invoice = sent({ lines: [line({ quantity: '3', unitPrice: '100' })] });
    expect(refusalOf(() => creditOver(invoice, pieces('l1', '3.001')))).toBe('CreditBeyond');
    expect(refusalOf(() => creditOver(invoice, [{ lineId: 'l1', amount: eur('300.01') }]))).toBe('CreditBeyond');
    expect(refusalOf(() => creditOver(invoice, [...pieces('l1', '2'), ...pieces('l1', '2')]))).toBe('CreditLineUnknown');
    expect(refusalOf(() => creditOver(invoice, pieces('l9', '1')))).toBe('CreditLineUnknown');
    expect(refusalOf(() => creditOver(invoice, pieces('l1', '0')))).toBe('CreditQuantity');
    const held = after(invoice, credited(invoice, crediting(invoice, { lines: pieces('l1', '2') }), act(CARLA), 'proposed'));
    expect(refusalOf(() => creditOver(held, pieces('l1', '2')))).toBe('CreditBeyond');
    const [{ creditNoteId = '' } = {}] = creditsOf(held);
    const free = after(held, creditDecided(held, { creditNoteId, says: 'decline', reason: 'Not agreed.' }, act(FATIMA)));
    expect(creditOver(free, pieces('l1', '3')).totals).toEqual(invoice.totals);
  });

  it('was looked at: another credit meanwhile has to be looked at again', () => {
    const invoice = sent({ lines: [line({ quantity: '3', unitPrice: '100' })] });
    const asked = crediting(invoice);
    const meanwhile = creditedNow(invoice, { lines: pieces('l1', '1') });
    expect(refusalOf(() => credited(meanwhile, asked, act(FATIMA), 'issued'))).toBe('CreditMoved');
  });
});

describe('the money', () => {
  it('ends the reminders when nothing is open any more, and only then', () => {
    expect(mayDun(sent())).toBe(true);
    expect(mayDun(creditedNow(sent(), { lines: [{ lineId: 'l1', amount: eur('1') }] }))).toBe(true);
    expect(mayDun(creditedNow(sent()))).toBe(false);
  });

  it('lowers what is open, and what exceeds it is kept or paid back, as was chosen', () => {
    const half = after(sent(), paid(sent(), { amount: eur('600'), date: TODAY, reference: 'a' }, act(FATIMA), { today: TODAY, rates: { currency: 'EUR', days: [] } }));
    const kept = creditedNow(half);
    expect([kept.state, kept.balance, creditedOf(kept)]).toEqual(['paid', eur('0'), eur('590')]);
    expect(kept.owed.filter(({ kind }) => kind === 'credit')).toMatchObject([{ amount: eur('600') }]);
    const back = creditedNow(half, { settlement: 'refund' });
    expect(creditsOf(back)[0]).toMatchObject({ applied: eur('590'), refund: { due: eur('600') }, remaining: eur('0') });
    expect(back.owed.filter(({ kind }) => kind === 'credit')).toEqual([]);
    const apart = creditedNow(half, { settlement: 'credit' });
    expect([apart.state, apart.balance]).toEqual(['sent', eur('590')]);
  });

  it('is not paid back before it came, and once only', () => {
    expect(refusalOf(() => crediting(sent(), { settlement: 'refund' }))).toBe('RefundNothing');
    const whole = after(sent(), paid(sent(), { amount: eur('1190'), date: TODAY, reference: 'a' }, act(FATIMA), { today: TODAY, rates: { currency: 'EUR', days: [] } }));
    const due = creditedNow(whole, { settlement: 'refund' });
    const creditNoteId = creditsOf(due)[0]?.creditNoteId ?? '';
    const done = after(due, refunded(due, { creditNoteId, date: TODAY, reference: 'b' }, act(FATIMA), TODAY));
    expect(creditsOf(done)[0]?.refund).toMatchObject({ due: eur('0'), paid: { amount: eur('1190') } });
    expect(refusalOf(() => refunded(done, { creditNoteId, date: TODAY, reference: '' }, act(FATIMA), TODAY))).toBe('RefundDone');
    expect(refusalOf(() => refunded(due, { creditNoteId, date: '2099-01-01', reference: '' }, act(FATIMA), TODAY))).toBe('DateInFuture');
  });

  it('that was to be paid back is set off when the payment is taken back', () => {
    const whole = after(sent(), paid(sent(), { amount: eur('1190'), date: TODAY, reference: 'a' }, act(FATIMA), { today: TODAY, rates: { currency: 'EUR', days: [] } }));
    const due = creditedNow(whole, { settlement: 'refund' });
    const taken = after(due, reversed(due, due.payments[0]?.id ?? '', 'The bank took it back.', act(FATIMA)));
    holds(taken);
    expect([taken.state, taken.balance, creditedOf(taken), creditsOf(taken)[0]?.refund?.due]).toEqual(['paid', eur('0'), eur('1190'), eur('0')]);
  });

  it('waits for finance when it is proposed', () => {
    const invoice = sent();
    const proposal = after(invoice, credited(invoice, crediting(invoice), act(CARLA), 'proposed'));
    expect([proposal.balance, proposal.owed]).toEqual([invoice.balance, []]);
    const [{ creditNoteId = '' } = {}] = creditsOf(proposal);
    const done = after(proposal, creditDecided(proposal, { creditNoteId, says: 'confirm' }, act(FATIMA)));
    expect([done.state, done.owed.map(({ kind }) => kind)]).toEqual(['paid', ['creditNote']]);
    expect(refusalOf(() => creditDecided(done, { creditNoteId, says: 'decline', reason: 'Too late now' }, act(FATIMA)))).toBe('CreditDecided');
    expect(refusalOf(() => creditDecided(done, { creditNoteId: 'crn_none', says: 'confirm' }, act(FATIMA)))).toBe('CreditUnknown');
  });
});

it('is only for issued invoices, which cannot be voided then; it may end a dispute', () => {
  expect(refusalOf(() => crediting(drafted()))).toBe('CreditNotIssued');
  expect(refusalOf(() => crediting({ ...sent(), state: 'void' }))).toBe('Closed');
  const unsent: Invoice = { ...sent(), state: 'issued', delivery: undefined };
  expect(refusalOf(() => voided(creditedNow(unsent, { lines: [{ lineId: 'l1', amount: eur('1') }] }), 'a mistake', 'INV-2026-0001', act(FATIMA)))).toBe('CreditedAlready');
  const disputed: Invoice = { ...sent(), dispute: { by: CARLA, at: '', reason: 'Wrong.', owner: '' }, dunning: { status: 'disputed', done: [] } };
  const resolved = creditedNow(disputed, { lines: [{ lineId: 'l1', amount: eur('1') }], resolves: 'yes' });
  expect([resolved.dispute, resolved.dunning.status]).toEqual([undefined, 'running']);
});

/** A step of a story: a credit of some lines in thousandths, a payment, or the taking back of one. */
type Step = { act: 'pay'; minor: number } | { act: 'reverse'; which: number } | { act: 'refund'; which: number } | { act: 'credit'; shares: number[]; settlement: Settlement; by: 'pieces' | 'money' };
const vats = fc.constantFrom({ category: 'S' as const, rate: '19' }, { category: 'S' as const, rate: '7' }, { category: 'AE' as const, rate: '0' });
const contents = fc.record({
  prices: fc.constantFrom('exclusive' as const, 'inclusive' as const), currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  discount: fc.option(fc.integer({ min: 1, max: 60 }).map((percent) => ({ percent: String(percent) })), { nil: undefined }),
  lines: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9_999 }).map((n) => String(n / 100)), unitPrice: fc.integer({ min: 0, max: 99_999 }).map(String), vat: vats }), { minLength: 1, maxLength: 4 }),
});
const steps = fc.array(fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ act: fc.constant('pay' as const), minor: fc.integer({ min: 1, max: 30_000_000 }) }),
  fc.record({ act: fc.constant('reverse' as const), which: fc.nat(5) }), fc.record({ act: fc.constant('refund' as const), which: fc.nat(5) }),
  fc.record({ act: fc.constant('credit' as const), shares: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 4, maxLength: 4 }), settlement: fc.constantFrom<Settlement>('offset', 'refund', 'credit'), by: fc.constantFrom('pieces' as const, 'money' as const) }),
), { maxLength: 12 });

function choose(invoice: Invoice, { shares, by }: Extract<Step, { act: 'credit' }>): ChosenLine[] {
  return linesLeft(invoice).flatMap(({ line: { id }, quantity, amount }, at): ChosenLine[] => {
    const share = shares[at] ?? 0;
    if (share === 0) return [];
    if (by === 'money') return [{ lineId: id, amount: money(Math.floor((amount.minor * share) / 1_000), amount.currency) }];
    return [{ lineId: id, quantity: share === 1_000 ? quantity : String(Math.floor(Number(quantity) * share) / 1_000) }];
  });
}

function taken(invoice: Invoice, step: Step, at: number): Invoice {
  const own = act(FATIMA, { key: `step-${at}` });
  switch (step.act) {
    case 'pay': return after(invoice, paid(invoice, { amount: money(step.minor, invoice.content.currency), date: TODAY, reference: `step ${at}` }, own, { today: TODAY, rates: { currency: 'EUR', days: [] } }));
    case 'reverse': return after(invoice, reversed(invoice, invoice.payments[step.which]?.id ?? '', 'Taken back.', own));
    case 'refund': return after(invoice, refunded(invoice, { creditNoteId: creditsOf(invoice)[step.which]?.creditNoteId ?? '', date: TODAY, reference: '' }, own, TODAY));
    case 'credit': {
      const asked = { lines: choose(invoice, step), settlement: step.settlement, reason: 'Returned goods' };
      return after(invoice, credited(invoice, { ...asked, seen: creditPreview(invoice, asked).totals.due }, own, 'issued'));
    }
  }
}

it('keeps paid + credited + open = total and never credits more than there was, whatever is paid, credited and taken back; the rest credits to zero', () => {
  fc.assert(fc.property(contents, steps, (change, story) => {
    const written = { ...change, lines: change.lines.map((each, at) => line({ ...each, id: `l${at + 1}` })) };
    fc.pre(totalsOf({ clientId: 'c', terms: { days: 1 }, ...written } as Content).due.minor > 0);
    let invoice = sent(written as Partial<Content>);
    const whole = invoice.totals;
    for (const [at, step] of story.entries()) {
      try {
        invoice = taken(invoice, step, at);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error; // A refusal changes nothing.
      }
      holds(invoice);
      expect(isNegative(leftToCredit(invoice))).toBe(false);
      for (const { category, rate, base, tax } of whole.vat) {
        const rows = creditsOf(invoice).flatMap(({ totals }) => totals.vat).filter((row) => row.category === category && row.rate === rate);
        for (const [open, parts] of [[base, rows.map((row) => row.base)], [tax, rows.map((row) => row.tax)]] as const) expect(isNegative(subtract(open, sum(open.currency, parts)))).toBe(false);
      }
      for (const left of linesLeft(invoice)) expect([isNegative(left.net), isNegative(left.amount), left.quantity.startsWith('-')]).toEqual([false, false, false]);
    }
    for (let more = 0; more < 3 && everything(invoice).length > 0; more += 1) {
      try {
        invoice = taken(invoice, { act: 'credit', shares: [1_000, 1_000, 1_000, 1_000], settlement: 'credit', by: 'pieces' }, 1_000 + more);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error; // What is left comes to nothing.
      }
    }
    const notes = creditsOf(invoice).map(({ totals }) => totals);
    const all = (of: (totals: typeof whole) => Money): Money => sum(whole.due.currency, notes.map(of));
    if (everything(invoice).length > 0) return; // Free lines alone, or less than a cent: nothing that could be credited.
    expect([all(({ net }) => net), all(({ vatTotal }) => vatTotal), all(({ due }) => due), all(({ allowanceTotal }) => allowanceTotal), all(({ rounding }) => rounding)])
      .toEqual([whole.net, whole.vatTotal, whole.due, whole.allowanceTotal, whole.rounding]);
  }), { numRuns: 200 });
});
