/** The mail provider in trouble, as SendGrid is: nothing is mailed twice by itself, and nothing is forgotten. */
import { Acts } from '../support/crash-acts';
import { textOf, until } from '../support/desk-door';
import type { DeskMessage } from '../support/desk-door';
import type { MailSummary } from '../../embedded/outbox/mailbox';
import { invoiceWorkflowId } from '../../workflows/contracts/invoice';
import { CARLA, FATIMA } from '../support/samples';
import { submitted, theSlackOffice } from '../slack-app/slack-office';

describe('the mail provider in trouble', () => {
  const office = theSlackOffice();
  let acts: Acts;
  beforeAll(() => { acts = new Acts(office); });
  afterEach(async () => expect(await office.outbox.pendingFaults()).toEqual([]));

  const row = async (key: string) => (await office.store.mails.find(key))!;
  const states = async (key: string): Promise<string[]> => (await row(key)).log.map(({ state }) => state);
  const sendKey = (id: string): string => `invoice/${id}/send`;
  const mailsOf = async (number = 'none'): Promise<MailSummary[]> => (await office.outbox.mails()).filter(({ subject }) => subject.includes(number));
  /** The last attempt's beginning; the server writes it down when the attempt has ended, which is after the invoice is seen to be sent. */
  const lastStart = async (id: string, activity: string) => {
    const { events } = await office.temporal.workflow.getHandle(invoiceWorkflowId(id)).fetchHistory();
    const scheduled = events?.find(({ activityTaskScheduledEventAttributes: about }) => about?.activityType?.name === activity);
    return events?.find(({ activityTaskStartedEventAttributes: about }) => about && String(about.scheduledEventId) === String(scheduled?.eventId))?.activityTaskStartedEventAttributes;
  };
  /** What the server told the attempt that came after a failed one. */
  const lastFailure = async (id: string, activity: string) => {
    const { attempt, lastFailure: failure } = await until(() => lastStart(id, activity), `the last attempt of ${activity}`);
    const { seconds = 0, nanos = 0 } = failure?.applicationFailureInfo?.nextRetryDelay ?? {};
    return { attempt, type: failure?.applicationFailureInfo?.type, delayMs: Number(seconds) * 1_000 + (nanos ?? 0) / 1e6 };
  };
  /** The message to #finance about the held mail with that number. */
  const heldMessage = (number = 'none'): Promise<DeskMessage> => office.fatima.sees(new RegExp(`Nobody knows whether the mail with the \\w+ ${number}`), { in: '#finance' });
  const buttonsOf = ({ blocks = [] }: DeskMessage): string[] =>
    blocks.flatMap((block) => ((block['elements'] as { text?: { text?: string } }[] | undefined) ?? []).map(({ text }) => text?.text ?? ''));

  it('that asks for patience (429) gets it, and one mail', async () => {
    const id = await acts.create('1000');
    await office.outbox.fault({ call: 'mail.send', kind: 'status', status: 429, retryAfter: 2, match: id });
    await acts.approve(id);
    const { number } = await acts.sent(id);
    expect(await mailsOf(number)).toHaveLength(1);
    expect(await states(sendKey(id))).toEqual(['claimed', 'sending', 'claimed', 'sending', 'accepted']);
    const { attempt, type, delayMs } = await lastFailure(id, 'mailInvoice'); // The request was issueInvoice's; this step waits for what is left of the time.
    expect({ attempt, type }).toEqual({ attempt: 2, type: 'MailLater' });
    expect(delayMs > 0 && delayMs <= 2_000).toBe(true);
  });

  it('that is broken three times (500, 502, 503) is asked again, for one mail', async () => {
    const id = await acts.create('1000');
    for (const status of [500, 502, 503]) await office.outbox.fault({ call: 'mail.send', kind: 'status', status, match: id });
    await acts.approve(id);
    const { number } = await acts.sent(id);
    expect(await mailsOf(number)).toHaveLength(1);
    expect(await lastFailure(id, 'mailInvoice')).toMatchObject({ attempt: 3, type: 'MailLater' });
  });

  it('that refuses (400) is not asked again: the coordinator is told, and sends it to another address', async () => {
    const id = await acts.create('1000');
    await office.outbox.fault({ call: 'mail.send', kind: 'refuse', error: 'Does not contain a valid address.', match: id });
    await acts.approve(id);
    const { state, number } = await acts.until(id, ({ delivery }) => delivery?.status === 'failed');
    expect(state).toBe('issued');
    expect(textOf(await office.carla.sees(new RegExp(`The mail of ${number} .* was refused.*Does not contain a valid address`)))).toContain('send it to another');
    expect(await mailsOf(number)).toHaveLength(0);
    await office.door.actOnInvoice('send', id, { ...acts.by(CARLA), to: 'books@acme.example' });
    await acts.sent(id);
    expect((await mailsOf(number)).map(({ to }) => to.map(({ email }) => email))).toEqual([['books@acme.example']]);
  });

  it('that cuts the line has or has not taken it: it is held, #finance is told, and [Send again] sends it once', async () => {
    const id = await acts.create('1000');
    await office.outbox.fault({ call: 'mail.send', kind: 'cut-before', match: id });
    await acts.approve(id);
    const { number, state } = await acts.until(id, ({ held }) => held.length === 1);
    expect(state).toBe('issued');
    const message = await heldMessage(number);
    expect(buttonsOf(message)).toEqual(['It arrived', 'Send again']);
    expect(await mailsOf(number)).toHaveLength(0);
    await office.fatima.press(message, 'Send again');
    await office.fatima.opens('Send again');
    expect(await submitted(office.fatima)).toContain('again');
    await acts.sent(id);
    expect(await mailsOf(number)).toHaveLength(1);
    await until(async () => buttonsOf((await office.fatima.fresh(message)) as DeskMessage).length === 0, 'the buttons to go');
  });

  it('that cuts the line after it took the mail: [It arrived] settles it and nothing is sent twice', async () => {
    const id = await acts.create('1000');
    await office.outbox.fault({ call: 'mail.send', kind: 'cut-after', match: id });
    await acts.approve(id);
    const { number } = await acts.until(id, ({ held }) => held.length === 1);
    expect(await mailsOf(number)).toHaveLength(1);
    await expect(office.door.actOnInvoice('send', id, acts.by(CARLA))).rejects.toMatchObject({ code: 'MailHeld' });
    await expect(office.door.actOnInvoice('void', id, { ...acts.by(FATIMA), reason: 'a mistake', typed: number ?? '' })).rejects.toMatchObject({ code: 'SentAlready' });
    expect(await office.fatima.press(await heldMessage(number), 'It arrived')).toEqual({ ok: true });
    await acts.sent(id);
    expect(await mailsOf(number)).toHaveLength(1);
  });

  it.each(['delivered', 'bounced'] as const)('whose own word (%s) settles what nobody knew', async (event) => {
    const id = await acts.create('1000');
    await office.outbox.fault({ call: 'mail.send', kind: 'cut-after', match: id });
    await acts.approve(id);
    const { number } = await acts.until(id, ({ held }) => held.length === 1);
    const message = await heldMessage(number);
    await office.door.tellMail('invoice', id, { mailKey: sendKey(id), event, at: new Date().toISOString(), eventId: acts.key(), reason: event === 'bounced' ? '550 No such user' : undefined });
    const { delivery, state } = await acts.until(id, ({ held }) => held.length === 0);
    expect({ delivery: delivery?.status, state }).toEqual({ delivery: event, state: event === 'delivered' ? 'sent' : 'issued' });
    await until(async () => buttonsOf((await office.fatima.fresh(message)) as DeskMessage).length === 0, 'the buttons to go');
    if (event === 'bounced') await office.carla.sees(new RegExp(`${number} .* bounced.*550 No such user`));
    expect(await mailsOf(number)).toHaveLength(1);
  });

  it('holds a reminder and a receipt of unknown outcome as well, and repeats them with the same numbers', async () => {
    const id = await acts.create('100');
    const { number } = await acts.sent(id);
    for (const act of ['remind', 'pay'] as const) {
      await office.outbox.fault({ call: 'mail.send', kind: 'cut-before', match: id });
      await (act === 'remind' ? office.door.actOnInvoice('remind', id, acts.by(CARLA)) : acts.pay(id, 5_000));
      const { held: [held], payments } = await acts.until(id, (invoice) => invoice.held.length === 1);
      const before = payments[0]?.receipt?.number;
      await office.door.actOnInvoice('settleMail', id, { ...acts.by(FATIMA), mailKey: held?.mailKey ?? '', says: 'again' });
      const after = await acts.until(id, ({ owed, held: left }) => owed.length === 0 && left.length === 0);
      expect(after.payments[0]?.receipt?.number).toBe(before);
    }
    const { payments } = await acts.stored(id);
    expect(await mailsOf(payments[0]?.receipt?.number)).toHaveLength(1);
    expect(await mailsOf(number)).toHaveLength(2); // The invoice and one reminder.
  });
});
