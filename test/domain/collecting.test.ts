/** Collecting: mails of every outcome, reminders, disputes. */
import { disputed, disputeResolved, ladderResumed, ladderStopped, mailed, mailSettled, mayDun, remindAsked, resent } from '../../domain/collecting';
import { nextEntry } from '../../domain/history';
import { money } from '../../domain/money';
import { act, after, CARLA, drafted, FATIMA, refusalOf, sent, TODAY } from '../support/samples';

const issued = () => ({ ...sent(), state: 'issued' as const, sentAt: undefined, delivery: undefined });
const outcome = (status: 'accepted' | 'unknown' | 'failed' | 'delivered' | 'bounced', kind: 'invoice' | 'reminder' = 'invoice') =>
  ({ mailKey: 'invoice/1/send', kind, to: 'ap@acme.example', status, at: '2026-11-23T10:00:00.000Z' });

describe('the mail of an invoice', () => {
  it('moves it to sent only when it arrived', () => {
    expect(after(issued(), mailed(issued(), outcome('accepted')))).toMatchObject({ state: 'sent', sentAt: '2026-11-23T10:00:00.000Z' });
    expect(after(issued(), mailed(issued(), outcome('failed')))).toMatchObject({ state: 'issued', delivery: { status: 'failed' } });
  });

  it('is held for a person when its outcome is unknown', () => {
    const held = after(issued(), mailed(issued(), outcome('unknown')));
    expect(held).toMatchObject({ state: 'issued', held: [{ mailKey: 'invoice/1/send', number: 'INV-2026-0001' }] });
    expect(after(held, mailSettled(held, 'invoice/1/send', undefined, act(FATIMA)))).toMatchObject({ state: 'sent', held: [] });
    const again = after(held, mailSettled(held, 'invoice/1/send', 'invoice/1/send/again-1', act(FATIMA)));
    expect(again).toMatchObject({ state: 'issued', held: [], owed: [{ kind: 'mail', key: 'invoice/1/send/again-1' }] });
    expect(refusalOf(() => mailSettled(again, 'invoice/1/send', undefined, act(FATIMA)))).toBe('MailNotHeld');
  });

  it('is settled by the word of the provider', () => {
    const held = after(issued(), mailed(issued(), outcome('unknown')));
    expect(after(held, mailed(held, outcome('delivered')))).toMatchObject({ state: 'sent', held: [], delivery: { status: 'delivered' } });
  });

  it('goes straight to paid when everything was paid before it left', () => {
    const early = { ...issued(), balance: money(0, 'EUR') };
    expect(after(early, mailed(early, outcome('accepted'))).state).toBe('paid');
  });

  it('of a reminder never touches the delivery of the invoice', () => {
    expect(after(sent(), mailed(sent(), outcome('bounced', 'reminder'))).delivery).toEqual(sent().delivery);
  });
});

describe('sending again', () => {
  it('needs an issued invoice and one address', () => {
    expect(refusalOf(() => resent(drafted(), undefined, act()))).toBe('NotApproved');
    expect(refusalOf(() => resent(sent(), 'a@b.example, c@d.example', act()))).toBe('AddressUnusable');
    expect(refusalOf(() => resent(sent(), 'a@b.example\r\nBcc: x@y.example', act()))).toBe('AddressUnusable');
    expect(resent(sent(), 'new@acme.example', act()).changes.owed).toMatchObject([{ kind: 'mail', to: 'new@acme.example' }]);
  });
});

describe('the ladder', () => {
  it('stands still while paused, disputed, acknowledged or paid', () => {
    expect(mayDun(sent())).toBe(true);
    for (const status of ['paused', 'acknowledged'] as const) {
      const stopped = after(sent(), ladderStopped(sent(), status, 'calling them', act()));
      expect(mayDun(stopped)).toBe(false);
      expect(mayDun(after(stopped, ladderResumed(stopped, act())))).toBe(true);
    }
    const open = after(sent(), disputed(sent(), 'wrong quantity', act()));
    expect(mayDun(open)).toBe(false);
    expect(refusalOf(() => ladderResumed(open, act()))).toBe('Disputed');
    expect(refusalOf(() => disputed(open, 'again wrong', act()))).toBe('DisputeOpen');
    expect(mayDun(after(open, disputeResolved(open, 'agreed on the phone', act())))).toBe(true);
    expect(mayDun({ ...sent(), balance: money(0, 'EUR') })).toBe(false);
  });

  it('refuses a reminder by hand while it is stopped', () => {
    const paused = after(sent(), ladderStopped(sent(), 'paused', 'calling them', act()));
    expect(refusalOf(() => remindAsked(paused, act(), TODAY))).toBe('RemindersStopped');
  });

  it('waits 72 hours between reminders by hand', () => {
    const reminded = { ...sent(), history: [nextEntry(undefined, act(CARLA, { at: '2026-11-22T09:00:00.000Z' }), { kind: 'reminded', changes: {} })] };
    expect(refusalOf(() => remindAsked(reminded, act(), TODAY))).toBe('RemindedRecently');
    expect(remindAsked(reminded, act(CARLA, { at: '2026-11-25T09:00:00.000Z' }), TODAY).changes.owed).toMatchObject([{ kind: 'reminder', tone: 'friendly' }]);
  });
});
