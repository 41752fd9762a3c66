/** Letters of reminders: each mail brings one beside the invoice, true to the moment it left, and the same one however often it is tried. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { idOf } from '../../domain/id';
import type { Tone } from '../../domain/dunning';
import { addDays, formatDate, instantOf } from '../../domain/dates';
import { openPrinter } from '../../activities/gateways/chromium';
import { openBook } from '../../config/book';
import { createLogger } from '../../config/logger';
import { wireActivities } from '../../worker/wiring';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { pdfText } from '../support/pdf-text';
import { CARLA, content, line } from '../support/samples';

const FATIMA = { email: 'fatima@northlight.example', name: 'Fatima', via: 'slack' } as const;

describe('the letter of a reminder', () => {
  let office: TestOffice;
  let wired: ReturnType<typeof wireActivities>['office'];
  let close: () => Promise<void>;
  let count = 0;
  beforeAll(async () => {
    const ladder = readFileSync(join(shippedConfig(), 'reminders.yaml'), 'utf8');
    office = await openOffice({ files: { 'reminders.yaml': `${ladder}\ninterest: {percent_a_year: 9.12}\n` } });
    const log = createLogger('test', 'silent');
    const printer = await openPrinter({ executablePath: office.env.chromiumPath, log });
    wired = wireActivities({ env: office.env, book: openBook(office.configFolder, log), store: office.store, printer, searchable: false, log }).office;
    close = () => printer.close();
  });
  afterAll(async () => {
    await close();
    await office.close();
  });

  const issued = async () => {
    const acme = await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean();
    const made = { by: CARLA, key: `letter-${++count}`, content: content({ clientId: acme?.id ?? '', lines: [line({ unitPrice: '100' })] }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    return until(async () => { const invoice = await office.store.invoices.find(id); return invoice?.state === 'sent' && invoice; }, 'the invoice to be sent');
  };
  /** Ten o'clock in the client's zone, two weeks after the due date. */
  const late = (dueDate = ''): string => instantOf(addDays(dueDate, 14), '10:00', 'Europe/Berlin');
  const remind = (id: string, tone: Tone, at: string) => wired.remindByHand({ invoiceId: id, key: `letter-${++count}`, tone, at });
  const pay = (id: string, minor: number) =>
    office.door.actOnInvoice('pay', id, { by: FATIMA, key: `pay-${++count}`, amount: { minor, currency: 'EUR' }, date: new Date().toISOString().slice(0, 10), reference: 'part' });
  const reminderOf = (number = '', subject = 'overdue') => office.outbox.gets({ to: 'ap@acme.example', subject: new RegExp(`${subject}.*${number}|${number}.*${subject}`, 'i') });

  it('stands beside the invoice, with the balance, the days late, the interest and how to pay', async () => {
    const { id, number = '', balance, dueDate = '' } = await issued();
    await pay(id, 1900);
    await remind(id, 'firm', late(dueDate));
    const mail = await reminderOf(number);
    expect(mail.attachments.map(({ type }) => type)).toEqual(['application/pdf', 'application/pdf']);
    const [letter, invoice] = await Promise.all([0, 1].map(async (at) => (await pdfText(await office.outbox.attachment(mail, at))).pages.join('\n')));
    expect(letter).toContain(`Payment reminder ${number}`);
    expect(letter).toContain(formatDate(addDays(dueDate, 14), 'en-GB'));
    expect(letter).toContain('Days late: 14');
    expect(letter).toMatch(/We have received 19\.00 EUR of the total of [\d.,]+ EUR/);
    expect(letter).toMatch(/Interest of 9\.12% a year for 14 days: [\d.]+ EUR/);
    expect(letter).toContain('Please transfer the balance now.');
    expect(letter).toMatch(/IBAN/);
    expect(letter).toContain(`${((balance.minor - 1900) / 100).toFixed(2)} EUR`);
    expect(invoice).toContain(`Invoice ${number}`);
  });

  it('is kept once and is what the mail says that it brought', async () => {
    const { id, number = '', dueDate } = await issued();
    await remind(id, 'final', late(dueDate));
    const mail = await reminderOf(number, 'final reminder');
    const stored = await until(async () => (await office.store.invoices.find(id))?.history.find(({ detail }) => detail.letter), 'the letter in the history');
    const row = (await office.store.mails.find(String(stored.detail.mailKey)))!;
    expect(row.files[0]).toBe(stored.detail.letter);
    const kept = await office.store.files.byHash(row.files[0]!);
    expect(kept?.bytes.equals(await office.outbox.attachment(mail, 0))).toBe(true);
  });

  it('goes with a mail in the words of mails.yaml, from the next mail on', async () => {
    const { id, number = '', dueDate } = await issued();
    const file = join(office.configFolder, 'mails.yaml');
    const shipped = readFileSync(file, 'utf8');
    writeFileSync(file, 'mails:\n  - mail: reminder\n    tone: firm\n    client: ap@acme.example\n    subject: "Second notice, {number}: <{amount}>"\n    text: |\n      Dear {client}, {number} is {days} late.\n\n      Call us & pay.\n');
    await remind(id, 'firm', late(dueDate));
    const mail = await office.outbox.gets({ to: 'ap@acme.example', subject: `Second notice, ${number}: <119.00\u00a0EUR>` });
    expect(mail.text).toContain(`Dear Acme GmbH, ${number} is 14 days late.\n\nCall us & pay.\n`);
    expect(mail.html).toContain('Call us &amp; pay.');
    expect(mail.text).not.toContain('attached once more');
    expect(mail.text).toContain('IBAN');
    writeFileSync(file, shipped);
  });

  it('of a reminder that waited for the provider tells the balance with which it left, and none of before', async () => {
    const { id, number = '', balance, dueDate } = await issued();
    const again = { invoiceId: id, key: `invoice/${id}/late`, tone: 'plain' as const, at: late(dueDate) };
    await office.outbox.fault({ call: 'mail.send', kind: 'status', status: 503 });
    await expect(wired.remindByHand(again)).rejects.toThrow();
    await pay(id, 2000);
    await wired.remindByHand(again);
    const mail = await reminderOf(number);
    const row = (await office.store.mails.find(again.key))!;
    const letter = await office.outbox.attachment(mail, 0);
    expect((await pdfText(letter)).pages.join()).toContain(`${((balance.minor - 2000) / 100).toFixed(2)} EUR`);
    expect((await office.store.files.byHash(row.files[0]!))?.bytes.equals(letter)).toBe(true);
  });
});
