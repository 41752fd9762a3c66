/** Payments: any order of partial, full and over-payments and reversals gives one balance. */
import fc from 'fast-check';
import { add, money, subtract, zero } from '../../domain/money';
import { paid, reversed } from '../../domain/payment';
import { act, after, drafted, FATIMA, line, refusalOf, RULES, sent, TODAY } from '../support/samples';

const eur = (minor: number) => money(minor, 'EUR');
const pay = (minor: number, reference = `r${minor}`) => ({ amount: eur(minor), date: TODAY, reference });

describe('payments', () => {
  it('leave exactly nothing after the full amount', () => {
    const change = paid(sent(), pay(119_000), act(FATIMA), RULES);
    expect(change.changes).toMatchObject({ balance: eur(0), paid: eur(119_000), state: 'paid' });
    expect(change.changes.owed).toMatchObject([{ kind: 'receipt' }]);
  });

  it('keep what is too much as the credit of the client', () => {
    const change = paid(sent(), pay(120_000), act(FATIMA), RULES);
    expect(change.changes.payments?.[0]).toMatchObject({ applied: eur(119_000), amount: eur(120_000) });
    expect(change.changes.owed).toMatchObject([{ kind: 'receipt' }, { kind: 'credit', amount: eur(1_000) }]);
  });

  it('are refused before issue, in another currency, of nothing, and from the future', () => {
    expect(refusalOf(() => paid(drafted(), pay(1), act(FATIMA), RULES))).toBe('NotIssued');
    expect(refusalOf(() => paid(sent(), { ...pay(1), amount: money(1, 'USD') }, act(FATIMA), RULES))).toBe('CurrencyOfPayment');
    expect(refusalOf(() => paid(sent(), pay(0), act(FATIMA), RULES))).toBe('AmountNegative');
    expect(refusalOf(() => paid(sent(), { ...pay(1), date: '2026-11-24' }, act(FATIMA), RULES))).toBe('DateInFuture');
  });

  it('warn of a twin, and record it when told to', () => {
    const once = after(sent(), paid(sent(), pay(100), act(FATIMA), RULES));
    expect(refusalOf(() => paid(once, pay(100), act(FATIMA), RULES))).toBe('PaymentRecorded');
    expect(paid(once, { ...pay(100), evenIfRecorded: 'yes' }, act(FATIMA), RULES).changes.balance).toEqual(eur(118_800));
  });

  it('open the balance again when taken back, once', () => {
    const full = after(sent(), paid(sent(), pay(125_000), act(FATIMA), RULES));
    const id = full.payments[0]?.id ?? '';
    const back = after(full, reversed(full, id, 'bounced cheque', act(FATIMA)));
    expect(back).toMatchObject({ state: 'sent', balance: eur(119_000), paid: eur(0) });
    expect(back.owed.at(-1)).toMatchObject({ kind: 'credit', amount: eur(-6_000) });
    expect(refusalOf(() => reversed(back, id, 'bounced cheque', act(FATIMA)))).toBe('PaymentReversed');
  });

  it('keep total = paid + balance, and credit = what came in − what was applied, in any order', () => {
    const step = fc.oneof(fc.record({ pay: fc.integer({ min: 1, max: 150_000 }) }), fc.record({ back: fc.nat(5) }));
    fc.assert(fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let invoice = sent({ lines: [line({ unitPrice: '777.77' })] });
      steps.forEach((each, index) => {
        if ('pay' in each) invoice = after(invoice, paid(invoice, { ...pay(each.pay), reference: `p${index}` }, act(FATIMA), RULES));
        const payment = 'back' in each ? invoice.payments[each.back] : undefined;
        if (payment && !payment.reversed) invoice = after(invoice, reversed(invoice, payment.id, 'by mistake', act(FATIMA)));
      });
      const standing = invoice.payments.filter(({ reversed: gone }) => !gone);
      expect(add(invoice.paid, invoice.balance)).toEqual(invoice.totals.due);
      expect(standing.reduce((sum, { applied }) => add(sum, applied), zero('EUR'))).toEqual(invoice.paid);
      const surplus = standing.reduce((sum, { amount, applied }) => add(sum, subtract(amount, applied)), zero('EUR'));
      const credited = invoice.owed.reduce((sum, owed) => (owed.kind === 'credit' ? add(sum, owed.amount) : sum), zero('EUR'));
      expect(credited).toEqual(surplus);
      expect(invoice.state).toBe(invoice.balance.minor === 0 ? 'paid' : 'sent');
    }));
  });
});
