/** Statements of account: shown at the desk before they leave, brought or mailed once, and fetched by the client itself. */
import { createLinks } from '../../activities/link';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { pdfText } from '../support/pdf-text';
import { openTestPortal, PUBLIC_URL, wordsOf, type TestPortal } from '../support/portal';
import { answerTo, draft, modalText, submit, submitted, theSlackOffice } from './slack-office';

const office = theSlackOffice();
const YEAR = new Date().getFullYear();
let portal: TestPortal;
let number = '';
let id = '';
const pay = (minor: number, reference: string) => office.door.actOnInvoice('pay', id, {
  by: { email: 'fatima@northlight.example', name: 'Fatima', via: 'slack' }, key: reference, amount: { minor, currency: 'EUR' }, date: new Date().toISOString().slice(0, 10), reference,
});
beforeAll(async () => {
  id = await draft(office, 'Acme 100 EUR words');
  await submit(office, id, 'sent');
  number = (await office.store.invoices.find(id))?.number ?? '';
  await pay(1900, 'wire-4711');
  await until(async () => (await office.store.invoices.find(id))?.payments[0]?.receipt?.number, 'the receipt');
  portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder });
});
afterAll(() => portal?.close());

const open = async (command: string): Promise<string> => {
  expect(await office.carla.command(command)).toMatchObject({ ok: true });
  return (await modalText(office.carla, 'Statement')).replaceAll('\u00a0', ' ');
};
const dms = (): Promise<DeskMessage[]> => office.carla.messages('dm');
async function pdfOf(message: DeskMessage): Promise<string> {
  const { permalink } = (message as unknown as { files: { permalink: string }[] }).files[0]!;
  return (await pdfText(Buffer.from(await (await fetch(permalink)).arrayBuffer()))).pages.join('\n');
}
const statementMails = async () => (await office.outbox.mails({ to: 'ap@acme.example' })).filter(({ subject }) => subject.startsWith('Statement'));

describe('/invoice statement', () => {
  it('shows opening, bookings and closing balance, and brings the PDF in private', async () => {
    const text = await open(`/invoice statement acme ${YEAR}`);
    expect(text).toContain('Opening balance: *0.00 EUR*');
    expect(text).toContain(`Invoice ${number}`);
    expect(text).toMatch(/Payment RCT-\d{4}-\d+/);
    const owed = (await office.store.invoices.find(id))!.balance.minor / 100;
    expect(text).toContain(`Closing balance: *${owed.toFixed(2)} EUR*`);
    const before = (await dms()).at(-1)?.ts ?? '';
    expect(await submitted(office.carla)).toContain('in your conversation with the office');
    const brought = await until(async () => (await dms()).find((message) => message.ts > before && JSON.stringify(message).includes('.pdf')), 'the statement');
    expect(JSON.stringify(brought)).toContain(`Statement of account ${YEAR} Northlight Studio.pdf`);
    const page = await pdfOf(brought);
    for (const words of ['Statement of account', 'Acme GmbH', `Invoice ${number}`, 'Opening balance', 'What is open, by age', `${owed.toFixed(2)}`]) expect(page).toContain(words);
  });

  it('mails it to the client after a look, once however often Slack says so, and tells how that went', async () => {
    await open('/invoice statement Acme');
    await office.carla.fill({ 'What next?': 'Mail it to the client' });
    const before = await statementMails();
    expect(await submitted(office.carla)).toContain('goes to ap@acme.example now');
    const pressed = (await office.desk.deliveries()).findLast((delivery) => JSON.stringify(delivery).includes('inv.statement'))!;
    const told = await until(async () => (await dms()).find((message) => textOf(message).includes('went to ap@acme.example')), 'how it went');
    expect(textOf(told)).toContain('Acme GmbH');
    await office.desk.repeat((pressed as unknown as { id: number }).id);
    const mails = await statementMails();
    expect(mails).toHaveLength(before.length + 1);
    const mail = await office.outbox.open(mails[0]!.id);
    expect(mail.subject).toBe('Statement of account from Northlight Studio');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual([`Statement of account ${YEAR} Northlight Studio.pdf`]);
    expect(mail.text).toContain('is open. Nothing is overdue.');
    expect((await pdfText(await office.outbox.attachment(mail, 0))).pages.join()).toContain(number);
  });

  it('says so when nobody knows whether it arrived, and sends nothing again by itself', async () => {
    await open('/invoice statement Acme');
    await office.carla.fill({ 'What next?': 'Mail it to the client', 'To, if it is mailed': 'books@acme.example' });
    await office.outbox.fault({ call: 'mail.send', kind: 'cut-after' });
    await submitted(office.carla);
    await until(async () => (await dms()).some((message) => textOf(message).includes('Nobody knows whether the statement')), 'the doubt');
    expect(await office.outbox.mails({ to: 'books@acme.example' })).toHaveLength(1);
  });

  it.each([
    ['statement Nobody', "There is no client 'Nobody'."],
    ['statement Acme 2026-13', 'period'],
    ['statement', '/invoice statement Acme'],
  ])('answers %j', async (command, answer) => expect(textOf(await answerTo(office.carla, `/invoice ${command}`))).toContain(answer));

  it('takes no address that is none', async () => {
    await open('/invoice statement Acme');
    await office.carla.fill({ 'What next?': 'Mail it to the client', 'To, if it is mailed': 'nonsense' });
    expect(await office.carla.submit()).toMatchObject({ ok: false });
    await office.carla.close('all');
  });
});

describe('the client’s own statement', () => {
  const base = async (): Promise<string> => {
    const mail = await office.outbox.gets({ to: 'ap@acme.example', subject: `Invoice ${number}` });
    return /https:\/\/office\.test(\/p\/[\w-]+)/.exec(mail.text)![1]!;
  };

  it('is on the overview, and the same file as long as nothing changes', async () => {
    const link = await base();
    const overview = await portal.visitor.get(link);
    expect(wordsOf(overview)).toContain(`Statement of account, by year ${YEAR}`);
    expect(overview.text).toContain(`href="${link}/statement/${YEAR}"`);
    const [one, two] = [await portal.visitor.get(`${link}/statement/${YEAR}`), await portal.visitor.get(`${link}/statement/${YEAR}`)];
    expect(one).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="Statement_of_account_${YEAR}_Northlight_Studio.pdf"; filename*=UTF-8''Statement%20of%20account%20${YEAR}%20Northlight%20Studio.pdf` } });
    expect(one.body.equals(two.body)).toBe(true);
    expect((await pdfText(one.body)).pages.join()).toContain(number);
  });

  it('is no page for what is no period, and for what is still to come', async () => {
    const link = await base();
    for (const period of ['x', '2026-13', `${YEAR + 1}`, '2026-01..2026-03']) expect([period, (await portal.visitor.get(`${link}/statement/${period}`)).status]).toEqual([period, 404]);
  });

  it('holds nothing of another client’s', async () => {
    const globex = (await office.store.clients.model.findOne({ email: 'payables@globex.example' }).lean())!;
    const url = await createLinks({ links: office.store.links, publicUrl: PUBLIC_URL }).mintLink({ clientId: globex.id, at: new Date().toISOString() });
    const { body } = await portal.visitor.get(`${url}/statement/${YEAR}`);
    const page = (await pdfText(body)).pages.join();
    expect(page).toContain('Globex');
    expect(page).not.toContain(number);
    expect(page).toContain('Nothing was booked in this period.');
  });

  it('changes with what is booked', async () => {
    const link = await base();
    const before = await portal.visitor.get(`${link}/statement/${YEAR}`);
    await pay(100, 'wire-4712');
    const after = await portal.visitor.get(`${link}/statement/${YEAR}`);
    expect(after.body.equals(before.body)).toBe(false);
  });
});
