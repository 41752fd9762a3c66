/** The whole ladder of reminders and escalations, months of it in seconds on the server that skips time. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { addDays, dateOfInstant, isWeekend } from '../../domain/dates';
import { idOf } from '../../domain/id';
import { money } from '../../domain/money';
import type { Invoice } from '../../domain/invoice';
import { until } from '../support/desk-door';
import { openOffice, openTime, type TestOffice } from '../support/office';
import { CARLA, content, FATIMA, line } from '../support/samples';

const DAY = '24 hours';

describe('the ladder', () => {
  let time: TestWorkflowEnvironment;
  let office: TestOffice;
  let count = 0;
  beforeAll(async () => {
    time = await openTime();
    office = await openOffice({ address: time.address, namespace: 'default' });
  });
  afterAll(async () => {
    await office.close();
    await time.teardown();
  });

  const key = () => `ladder-${++count}`;
  const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
  const now = async (): Promise<Date> => new Date(await time.currentTimeMs());
  const sent = async (email = 'ap@acme.example'): Promise<Invoice> => {
    const client = await office.store.clients.model.findOne({ email }).lean();
    const currency = client?.currency ?? 'EUR';
    const lines = [line({ unitPrice: '100', vat: { category: 'O', rate: '0' } })];
    const made = { by: CARLA, key: key(), content: content({ clientId: client?.id ?? '', currency, lines, terms: { days: 14 } }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    if (currency !== 'EUR') await office.door.actOnInvoice('decide', id, { by: FATIMA, key: key(), step: 0, version: 1, says: 'approve' }).catch(() => undefined);
    return until(async () => { const invoice = await stored(id); return invoice.state === 'sent' && invoice; }, 'the invoice to be sent');
  };
  const steps = (invoice: Invoice) => invoice.history.filter(({ kind }) => ['reminded', 'escalated', 'step.passed'].includes(kind));
  /** Skips day by day, as long as the condition does not hold. */
  const skipUntil = async (id: string, holds: (invoice: Invoice) => boolean, atMost = 120): Promise<Invoice> => {
    for (let day = 0; day < atMost; day += 1) {
      const invoice = await stored(id);
      if (holds(invoice)) return invoice;
      await time.sleep(DAY);
    }
    throw new Error(`Still not so after ${atMost} days.`);
  };

  it('reminds four times and escalates three times, at nine in the client’s zone, on days the office works', async () => {
    const { id, dueDate = '' } = await sent();
    const done = await skipUntil(id, (invoice) => steps(invoice).length === 7);
    expect(steps(done).map(({ kind, detail }) => `${kind} ${String(detail['days'])}`)).toEqual(
      ['reminded -3', 'reminded 1', 'reminded 7', 'reminded 14', 'escalated 21', 'escalated 30', 'escalated 45']);
    for (const { at, detail } of steps(done)) {
      const local = new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
      expect(local >= '09:00' && local < '09:05').toBe(true);
      const date = dateOfInstant(at, 'Europe/Berlin');
      expect(isWeekend(date)).toBe(false);
      expect(date >= addDays(dueDate, Number(detail['days']))).toBe(true);
    }
    const mails = (await office.outbox.mails({ to: 'ap@acme.example' })).filter(({ subject }) => subject.includes(done.number ?? ''));
    expect(mails).toHaveLength(5); // The invoice and four reminders.
  });

  it('stops when the invoice is paid, and reads the balance of the moment', async () => {
    const first = await sent();
    await office.door.actOnInvoice('pay', first.id, { by: FATIMA, key: key(), amount: money(4_000, 'EUR'), date: dateOfInstant((await now()).toISOString(), 'Europe/Berlin'), reference: 'half' });
    const reminded = await skipUntil(first.id, (invoice) => steps(invoice).length === 1);
    const mails = (await office.outbox.mails({ to: 'ap@acme.example' })).filter(({ subject }) => subject.includes(first.number ?? ''));
    expect((await office.outbox.open(mails[0]?.id ?? '')).text).toContain('60.00');
    await office.door.actOnInvoice('pay', first.id, { by: FATIMA, key: key(), amount: reminded.balance, date: dateOfInstant((await now()).toISOString(), 'Europe/Berlin'), reference: 'rest' });
    await time.sleep('60 days');
    expect(steps(await stored(first.id))).toHaveLength(1);
  });

  it('stands still while disputed, and goes on without making up for what it missed', async () => {
    const { id } = await sent();
    await office.door.actOnInvoice('dispute', id, { by: CARLA, key: key(), reason: 'wrong quantity' });
    await time.sleep('26 days'); // Past the due date and two more steps, wherever weekends lie.
    expect(steps(await stored(id))).toHaveLength(0);
    await office.door.actOnInvoice('resolveDispute', id, { by: CARLA, key: key(), outcome: 'settled on the phone' });
    const next = await skipUntil(id, (invoice) => steps(invoice).length > 0);
    expect(steps(next).map(({ kind, detail }) => `${kind} ${String(detail['days'])}`)).toEqual(['reminded 14']);
    await office.door.actOnInvoice('acknowledge', id, { by: FATIMA, key: key() });
    await time.sleep('60 days');
    expect(steps(await stored(id))).toHaveLength(1);
  });
});
