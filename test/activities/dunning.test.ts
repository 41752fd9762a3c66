/** Dunning after an outage: what was missed is one mail, not many; what was told twice is told once. */
import { createLogger } from '../../config/logger';
import { openBook } from '../../config/book';
import { openPrinter } from '../../activities/gateways/chromium';
import { addDays, instantOf, nextBusinessDay } from '../../domain/dates';
import type { Content } from '../../domain/content';
import { idOf } from '../../domain/id';
import { wireActivities } from '../../worker/wiring';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { CARLA, content, line } from '../support/samples';

describe('after an outage', () => {
  let office: TestOffice;
  let wired: ReturnType<typeof wireActivities>['office'];
  let close: () => Promise<void>;
  let count = 0;
  beforeAll(async () => {
    office = await openOffice();
    const log = createLogger('test', 'silent');
    const printer = await openPrinter({ executablePath: office.env.chromiumPath, log });
    wired = wireActivities({ env: office.env, book: openBook(office.configFolder, log), store: office.store, printer, searchable: false, log }).office;
    close = () => printer.close();
  });
  afterAll(async () => {
    await close();
    await office.close();
  });

  const sent = async (more: Partial<Content> = {}) => {
    const acme = await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean();
    const made = { by: CARLA, key: `outage-${++count}`, content: content({ clientId: acme?.id ?? '', lines: [line({ unitPrice: '100' })], ...more }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    return until(async () => { const invoice = await office.store.invoices.find(id); return invoice?.state === 'sent' && invoice; }, 'the invoice to be sent');
  };
  /** Ten o'clock in the client's zone, on the first day from that date on which the office sends. */
  const workingMorning = (date: string): string => {
    const book = openBook(office.configFolder, createLogger('test', 'silent'));
    const holidays = [0, 1].flatMap((years) => book.holidaysOf(Number(date.slice(0, 4)) + years));
    return instantOf(nextBusinessDay(date, holidays), '10:00', 'Europe/Berlin');
  };
  const mailsOf = async (number = '') => (await office.outbox.mails({ to: 'ap@acme.example' })).filter(({ subject }) => subject.includes(number));

  it('sends the latest of the reminders missed, once however often it is asked, and passes the others', async () => {
    const { id, number, dueDate = '' } = await sent();
    const at = workingMorning(addDays(dueDate, 18)); // -3, +1, +7 and +14 are missed.
    await wired.takeSteps({ invoiceId: id, at });
    await wired.takeSteps({ invoiceId: id, at });
    const steps = (await office.store.invoices.find(id))?.dunning.done.filter(({ id: step }) => step.startsWith('remind')).map(({ id: step, outcome }) => `${step} ${outcome}`);
    expect(steps).toEqual(['remind-3 passed', 'remind+1 passed', 'remind+7 passed', 'remind+14 sent']);
    expect(await mailsOf(number)).toHaveLength(2);
  });

  it('makes up for every escalation, because each tells other people', async () => {
    const { id, dueDate = '' } = await sent();
    await wired.takeSteps({ invoiceId: id, at: workingMorning(addDays(dueDate, 50)) });
    const invoice = await office.store.invoices.find(id);
    expect(invoice?.history.filter(({ kind }) => kind === 'escalated').map(({ detail }) => detail['days'])).toEqual([21, 30, 45]);
  });

  it('follows the earliest instalment that is open, asks for what should have come by then, and begins again with the next', async () => {
    const year = new Date().getUTCFullYear() + 1;
    const [first, second] = [`${year}-03-01`, `${year}-06-01`];
    const { id, number, client } = await sent({ instalments: [{ due: first, share: { amount: '40' }, name: 'Deposit' }, { due: second, share: 'rest' }] });
    await wired.takeSteps({ invoiceId: id, at: workingMorning(addDays(first, 22)) });
    const done = async (): Promise<string[]> => (await office.store.invoices.find(id))!.dunning.done.map(({ id: step, outcome }) => `${step} ${outcome}`);
    expect(await done()).toEqual([...['remind-3', 'remind+1', 'remind+7'].map((step) => `${step}@${first} passed`), `escalate+21@${first} told`, `remind+14@${first} sent`]);
    const reminded = await until(async () => (await mailsOf(number)).find(({ subject }) => /overdue|reminder/i.test(subject)), 'the reminder');
    expect((await office.outbox.open(reminded.id)).text.replace(/\u00a0/g, ' ')).toMatch(new RegExp(`was due on 1 March ${year}\\. It is now \\d+ days late, and 40\\.00 EUR is still open`));
    const { history } = (await office.store.invoices.find(id))!;
    expect(history.find(({ kind }) => kind === 'escalated')?.detail).toMatchObject({ dueDate: first, balance: { minor: 4_000 } });

    const by = { email: 'fatima@northlight.example', name: 'Fatima', via: 'slack' } as const;
    await office.door.actOnInvoice('pay', id, { by, key: `outage-${++count}`, amount: { minor: 4_000, currency: 'EUR' }, date: new Date().toISOString().slice(0, 10), reference: 'x' });
    const before = await done();
    const { wakeAt } = await wired.takeSteps({ invoiceId: id, at: workingMorning(addDays(first, 40)) });
    expect([await done(), wakeAt?.slice(0, 7)]).toEqual([before, `${year}-05`]);
    await wired.takeSteps({ invoiceId: id, at: workingMorning(addDays(second, 2)) });
    expect((await done()).slice(before.length)).toEqual(['remind-3 passed', 'remind+1 sent']);
    expect(client.zone).toBe('Europe/Berlin');
  });

  it('sends nothing a thousand times to who has paid', async () => {
    const { id, number, dueDate = '', balance } = await sent();
    await office.door.actOnInvoice('pay', id, { by: { email: 'fatima@northlight.example', name: 'Fatima', via: 'slack' }, key: `outage-${++count}`, amount: balance, date: new Date().toISOString().slice(0, 10), reference: 'x' });
    const before = await until(async () => { const mails = await mailsOf(number); return mails.length > 0 && mails.length; }, 'the mails');
    const at = workingMorning(addDays(dueDate, 8));
    for (let i = 0; i < 50; i += 1) await Promise.all(Array.from({ length: 20 }, () => wired.takeSteps({ invoiceId: id, at })));
    expect((await office.store.invoices.find(id))?.dunning.done).toEqual([]);
    expect((await mailsOf(number)).filter(({ subject }) => /reminder/i.test(subject)).length).toBe(0);
    expect(before).toBeGreaterThan(0);
  });
});
