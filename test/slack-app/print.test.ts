/** Letters at the desk: shown in post order, one PDF, each document notes that it was posted, once; a mail that failed is made good by it. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { keyOf } from '../../slack-app/deed';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { pdfText } from '../support/pdf-text';
import { ACME, CARLA } from '../support/samples';
import { answerTo, draft, stands, submit, submitted, theSlackOffice } from './slack-office';

const office = theSlackOffice();
const numberOf = async (id: string): Promise<string> => (await office.store.invoices.find(id))?.number ?? '';
const postedOf = async (id: string) => (await office.store.invoices.find(id))!.history.filter(({ kind }) => kind === 'posted');

async function fileIn(message: DeskMessage): Promise<Buffer> {
  const { permalink } = (message as unknown as { files: { permalink: string }[] }).files[0]!;
  return Buffer.from(await (await fetch(permalink)).arrayBuffer());
}
const client = async (key: string, change: Partial<typeof ACME>): Promise<void> => {
  const { id: _, revision: __, credit: ___, ...details } = { ...ACME, ...change };
  await office.door.saveClient({ by: CARLA, key, clientId: `cli_${key}`, revision: 0, details });
};

/** The words of the modal once the sheets are counted. */
const counted = (): Promise<string> => until(async () => {
  const view = await office.carla.modal();
  const text = view ? textOf(view) : '';
  return text.includes('in post order') ? text : undefined;
}, 'the sheets to be counted');

let hamburg: string;
let leipzig: string;
let refused: string;
beforeAll(async () => {
  await client('leipzig', { name: 'Thomas & Söhne', email: 'ap@thomas.example', address: { lines: ['Ring 1'], postcode: '04109', city: 'Leipzig', country: 'DE' } });
  await client('refused', { name: 'Lettermen', email: 'ap@letters.example', address: { lines: ['Rue 1'], postcode: '75001', city: 'Paris', country: 'FR' } });
  [hamburg, leipzig] = [await draft(office, 'Acme 100 EUR words'), await draft(office, 'Thomas 50 EUR words')];
  await submit(office, hamburg, 'sent');
  await submit(office, leipzig, 'sent');
  refused = await draft(office, 'Lettermen 70 EUR words');
  await office.outbox.fault({ call: 'mail.send', kind: 'status', status: 400 });
  await submit(office, refused, 'issued');
  await until(async () => (await office.store.invoices.find(refused))?.delivery?.status === 'failed', 'the mail to be refused');
});

it('shows the letters in post order with their sheets, and brings one PDF in which each begins on a front', async () => {
  const { carla } = office;
  const names = await Promise.all([refused, hamburg, leipzig].map(numberOf));
  const [french, northern, saxon] = names as [string, string, string];
  await carla.command(`/invoice print ${names.join(' ')} ${northern}`);
  const shown = await counted();
  expect(shown).toContain('3 letters on 3 sheets');
  expect([saxon, northern, french].map((name) => shown.indexOf(name))).toEqual([saxon, northern, french].map((name) => shown.indexOf(name)).sort((a, b) => a - b));
  expect(await submitted(carla)).toContain('3 letters are in your conversation with the office as one PDF; 3 noted as posted.');

  const pdf = await fileIn(await carla.sees('3 letters on 3 sheets, in post order'));
  const { pages } = await pdfText(pdf);
  expect(pages).toHaveLength(5); // A white back after each but the last.
  expect([pages[0], pages[2], pages[4]].map((page) => names.find((name) => page?.includes(name)))).toEqual([saxon, northern, french]);
  expect([pages[1], pages[3]]).toEqual(['', '']);
  expect((await PDFDocument.load(pdf)).getTitle()).toMatch(/^Letters of \d{4}-\d\d-\d\d$/);
});

it('makes good for a mail that was refused: the invoice counts as sent, is chased, and is in no list of failed mails', async () => {
  await stands(office, refused, 'sent');
  const invoice = (await office.store.invoices.find(refused))!;
  const [entry] = await postedOf(refused);
  expect(invoice).toMatchObject({ sentAt: entry!.at, delivery: { status: 'posted' } });
  expect(entry).toMatchObject({ by: { email: CARLA.email }, detail: { counts: 'sent' } });
  const status = textOf(await answerTo(office.carla, `/invoice status ${invoice.number}`));
  expect(status).toContain('by post');
  expect(status).toContain('Carla sent it by post. It counts as sent, and its reminders run.');
  expect(textOf(await answerTo(office.carla, '/invoice list failed'))).toContain('Mails that failed: none.');
  const handle = office.temporal.workflow.getHandle(`invoice/${refused}`);
  expect((await handle.describe()).status.name).toBe('RUNNING');
  expect(await office.store.invoices.find(hamburg)).toMatchObject({ state: 'sent', delivery: { status: expect.stringMatching(/accepted|delivered/) } });
});

it('notes a letter once, however often the same confirmation arrives', async () => {
  const { carla } = office;
  const before = [hamburg, leipzig, refused].map(postedOf);
  expect((await Promise.all(before)).map(({ length }) => length)).toEqual([1, 1, 1]);
  const submission = (await office.desk.deliveries()).findLast(({ body }) => body.includes('inv.print') && body.includes('view_submission'))!;
  await office.desk.repeat(submission.id);
  const payload = JSON.parse(new URLSearchParams(submission.body).get('payload') ?? '{}') as Parameters<typeof keyOf>[0];
  const again = await office.door.actOnInvoice('post', refused, { by: { ...CARLA, email: carla.email }, key: `${keyOf(payload)}/${refused}` }); // As after a crash, when nobody remembers the deed.
  expect(again).toMatchObject({ text: expect.stringContaining('is noted as posted and counts as sent') });
  expect((await Promise.all([hamburg, leipzig, refused].map(postedOf))).map(({ length }) => length)).toEqual([1, 1, 1]);
});

it('finds what waits for the post by itself, and says so when nothing does', async () => {
  const { carla } = office;
  expect(textOf(await answerTo(carla, '/invoice print unposted'))).toContain('Nothing waits for the post');
  await office.door.tellMail('invoice', leipzig, { mailKey: `invoice/${leipzig}/send`, event: 'bounced', at: new Date().toISOString(), eventId: 'came-back', reason: '550 No such user' });
  await until(async () => (await office.store.invoices.find(leipzig))?.delivery?.status === 'bounced', 'the bounce');
  await carla.command('/invoice print unposted');
  const shown = await counted();
  expect(shown).toContain('1 letter on 1 sheet');
  expect(shown).toContain(await numberOf(leipzig));
  expect(await submitted(carla)).toContain('1 letter is in your conversation');
  expect(textOf(await answerTo(carla, '/invoice print unposted'))).toContain('Nothing waits for the post');
});

it('posts an estimate as well', async () => {
  const answer = await answerTo(office.carla, '/invoice estimate Acme 40 EUR words');
  const [, id = ''] = /(est_[0-9a-f]+)/.exec(JSON.stringify(answer)) ?? [];
  await office.door.actOnEstimate('send', id, { by: CARLA, key: 'offer', version: 1 });
  await until(async () => (await office.store.estimates.find(id))?.state === 'sent', 'the estimate to be sent');
  await office.carla.command(`/invoice print ${(await office.store.estimates.find(id))?.number}`);
  await counted();
  expect(await submitted(office.carla)).toContain('1 noted as posted');
  expect((await office.store.estimates.find(id))?.history.map(({ kind }) => kind)).toContain('posted');
});

it('names what cannot be printed, and who may', async () => {
  const told = async (command: string, person = office.carla): Promise<string> => textOf(await answerTo(person, command));
  const id = await draft(office, 'Acme 10 EUR words');
  expect(await told('/invoice print INV-1 INV-99')).toContain("There is no document 'INV-99'; write numbers such as INV-7 EST-3.");
  expect(await told(`/invoice print ${id.slice(-6)}`)).toContain('has no printed page; print it once it is issued.');
  expect(await told('/invoice print')).toContain('/invoice print unposted');
  expect(await told('/invoice print INV-1', office.milo)).toContain('Only coordinator or finance may do that.');
});
