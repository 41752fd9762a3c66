/** Commands typed at the desk: every bad one of test/cases/bad-inputs.json, each mended, and the ways on from a wrong word. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../support/desk-door';
import { answerTo, cardOf, draft, stands, submit, submitted, theSlackOffice, tokenIn, type SlackOffice } from './slack-office';

type Case = { surface: string; input: string | { text: string } | { gen: string; prefix: string; unit: string; times: number }; expect: { code: string; message: string } };
const CASES = (Object.values(JSON.parse(readFileSync(join(__dirname, '../cases/bad-inputs.json'), 'utf8')) as Record<string, Case>)).filter(({ surface }) => surface === 'slash_command');
const typedIn = ({ input }: Case): string => (typeof input === 'string' ? input : 'text' in input ? input.text : input.prefix + input.unit.repeat(input.times));
/** The case with that code, as typed. */
const bad = (code: string): { typed: string; message: string } => {
  const found = CASES.find(({ expect: { code: own } }) => own === code);
  if (!found) throw new Error(`No case ${code}`);
  return { typed: typedIn(found), message: found.expect.message };
};

const office = theSlackOffice();

/** What was told, as the reader sees it. */
const told = async (person: SlackOffice['carla'], command: string): Promise<string> =>
  textOf(await answerTo(person, command)).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const counted = async (): Promise<number> => office.store.invoices.model.countDocuments();

it('knows every bad command of the cases', () => {
  expect(CASES.map(({ expect: { code } }) => code)).toEqual([
    'USAGE', 'AMOUNT_NEGATIVE', 'SELF_APPROVAL', 'NOT_FOUND', 'NOT_FOUND', undefined, 'AMOUNT_AMBIGUOUS', 'NOT_APPROVED', 'TOO_LONG', 'UNKNOWN_COMMAND',
  ]);
});

describe('a command that cannot be read stores nothing and says what is wrong', () => {
  it.each([
    ['USAGE', '/invoice create ap@acme.example 100 EUR consulting'],
    ['AMOUNT_NEGATIVE', '/invoice create ap@acme.example 100 EUR consulting'],
    ['AMOUNT_AMBIGUOUS', '/invoice create ap@acme.example 1000.00 EUR hosting'],
    ['TOO_LONG', `/invoice create ap@acme.example 100 EUR ${'x'.repeat(500)}`],
  ])('%s, and is taken once mended', async (code, mended) => {
    const { typed, message } = bad(code);
    const before = await counted();
    expect(await told(office.carla, typed)).toContain(message);
    expect(await counted()).toBe(before);
    if (await office.carla.modal()) await office.carla.close('all');
    expect(await told(office.carla, mended)).toContain('Draft created.');
    expect(await counted()).toBe(before + 1);
  });

  it('opens the form beside the usage', async () => {
    await office.carla.command('/invoice create');
    await office.carla.opens('New invoice');
    await office.carla.close('all');
  });
});

describe('a document', () => {
  it('that is not there and one that may not be seen read the same, byte for byte', async () => {
    const id = await draft(office, 'Acme 100 EUR hosting');
    await submit(office, id, 'sent');
    const number = (await office.store.invoices.find(id))?.number ?? '';
    await office.desk.enrol({ email: 'visitor@elsewhere.example', name: 'Vera', channels: ['invoices'] });
    const visitor = await office.desk.as('visitor@elsewhere.example');
    const { typed, message } = bad('NOT_FOUND');
    const answers = [await answerTo(office.carla, typed), await answerTo(visitor, `/invoice status ${number}`), await answerTo(visitor, '/invoice status INV-2026-9999')];
    for (const answer of answers) expect({ text: answer.text, blocks: (answer.blocks ?? []).map(({ text }) => text) }).toEqual({ text: message, blocks: [expect.objectContaining({ text: message })] });
    expect(await told(office.carla, `/invoice status ${number}`)).toContain('119.00');
  });

  it('is not approved by its creator, and the attempt is noted', async () => {
    const id = await draft(office, 'Acme 1000 EUR design');
    await submit(office, id, 'submitted');
    expect(await told(office.carla, `/invoice approve draft ${id.slice(-6)}`)).toContain(`You created draft ${id.slice(-6)}; another approver has to decide.`);
    const stored = await office.store.invoices.find(id);
    expect(stored?.approval?.steps[0]?.decisions).toEqual([]);
    expect(stored?.history.at(-1)).toMatchObject({ kind: 'approval.denied', by: { email: office.carla.email } });

    await office.milo.command(`/invoice approve draft ${id.slice(-6)} well done`);
    expect(textOf(await office.milo.opens('Review'))).toContain('Design'.toLowerCase());
    expect(await submitted(office.milo)).toContain('You approved');
    await stands(office, id, 'sent');
  });

  it('is not sent before it is approved', async () => {
    const id = await draft(office, 'Acme 12000 EUR redesign');
    await submit(office, id, 'submitted');
    await office.milo.press(await cardOf(office.milo, id), 'Approve');
    await cardOf(office.fatima, id);
    expect(await told(office.carla, `/invoice send draft ${id.slice(-6)}`)).toContain(`draft ${id.slice(-6)} waits for 1 of 2 approvals (fatima@northlight.example).`);
    expect((await office.outbox.mails({ to: 'ap@acme.example' })).filter(({ subject }) => subject.includes('redesign'))).toEqual([]);
    await office.fatima.press(await cardOf(office.fatima, id), 'Approve');
    await stands(office, id, 'sent');
    const number = (await office.store.invoices.find(id))?.number;
    await office.carla.command(`/invoice send ${number} to cfo@acme.example`);
    await office.carla.opens('Send invoice');
    expect(await submitted(office.carla)).toContain(`${number} goes to cfo@acme.example now.`);
    await office.outbox.gets({ to: 'cfo@acme.example' });
  });
});

it('shows what people type as text: it pings nobody and links nowhere', async () => {
  const answer = await answerTo(office.carla, '/invoice create ap@acme.example 100 EUR <!channel> <https://evil.example|Pay here>');
  expect(textOf(answer)).toContain('Draft created.');
  const { document } = tokenIn(answer);
  expect((await office.store.invoices.find(document))?.content.lines[0]?.description).toBe('<!channel> <https://evil.example|Pay here>');
  const preview = await office.carla.sees('&lt;!channel&gt;');
  expect(JSON.stringify(preview)).not.toContain('<!channel>');
  expect(JSON.stringify(preview)).not.toContain('<https://evil');
  await submit(office, document, 'sent');
  const everything = JSON.stringify([await office.carla.messages('#invoices'), await office.carla.messages('dm')]);
  expect(everything).not.toContain('<!channel>');
});

describe('a word that is no command', () => {
  it.each([
    ['delete INV-2026-0001', "There is no 'delete'; issued invoices are cancelled with /invoice credit."],
    ['aprove INV-1', "There is no 'aprove'; did you mean 'approve'?"],
    ['unbilled', 'A list of unbilled work will come later.'],
    ['time 2h', 'Until then put the hours on a line'],
    ['list nonsense', "There is no list 'nonsense'; use one of"],
    ['search x', 'Search for at least 2 characters.'],
    ['approve', 'Usage: approve <invoice> [note]'],
  ])('%s leads on', async (typed, answer) => expect(await told(office.carla, `/invoice ${typed}`)).toContain(answer));

  it('none at all shows what the person’s role can do', async () => {
    const [carla, milo] = [await told(office.carla, '/invoice'), await told(office.milo, '/invoice')];
    expect(carla).toContain('/invoice create');
    expect(carla).not.toContain('/invoice void');
    expect(milo).toContain('/invoice approve');
    expect(milo).not.toContain('/invoice create');
    expect(await told(office.carla, '/invoice help create')).toContain('create from INV-7');
  });
});

describe('a client', () => {
  it('is the unambiguous beginning of a name; several are asked about, and the choice makes the draft', async () => {
    await office.carla.command('/invoice client new');
    await office.carla.opens('New client');
    await office.carla.fill({ Name: 'Acme Nord AG', 'Mail address for invoices': 'nord@acme.example', City: 'Kiel' });
    expect(await submitted(office.carla)).toContain('Acme Nord AG is a client now');

    expect(await told(office.carla, '/invoice create Acme N 100 EUR hosting')).toContain('Draft created. Invoice draft');
    expect(await told(office.carla, '/invoice create acme gmbh 100 EUR hosting')).toContain('for Acme GmbH');
    const asked = await answerTo(office.carla, '/invoice create Acme 100 EUR hosting');
    expect(textOf(asked)).toContain("'Acme' could be several clients");
    await office.carla.choose(asked, 'Client', 'Acme Nord AG · nord@acme.example');
    await office.carla.sees(/Draft created. Invoice draft \w+ for Acme Nord AG/, { in: 'private', after: asked });
  });

  it('that is unknown can be made on the spot, and the line waits for it', async () => {
    const asked = await answerTo(office.carla, '/invoice create Contoso 250 EUR logo');
    expect(textOf(asked)).toContain("There is no client 'Contoso'.");
    await office.carla.press(asked, 'New client');
    await office.carla.opens('New client');
    await office.carla.fill({ 'Mail address for invoices': 'ap@contoso.example' });
    expect(await submitted(office.carla)).toContain('Draft created.');
    const made = await office.store.invoices.model.findOne({ 'client.name': 'Contoso' }).lean();
    expect(made).toMatchObject({ state: 'draft', content: { lines: [{ description: 'logo', unitPrice: '250' }] } });
  });

  it('is edited in chat, with its faults at their fields', async () => {
    await office.carla.command('/invoice client edit Globex');
    await office.carla.opens('Edit client');
    await office.carla.fill({ Currency: 'XXQ', Country: 'U1' });
    expect(await office.carla.submit()).toMatchObject({ ok: false, errors: { 'money_0_0': expect.stringContaining('ISO 4217'), 'country_0_0': expect.stringContaining('ISO 3166') } });
    await office.carla.fill({ Currency: 'USD', Country: 'US', 'Days to pay': '10' });
    expect(await submitted(office.carla)).toContain('Globex Inc. is saved');
    expect(await office.store.clients.model.findOne({ name: 'Globex Inc.' }).lean()).toMatchObject({ terms: { days: 10 }, revision: 2 });
  });

  it('who takes e-invoices by Peppol needs an address there, or a VAT id that is one', async () => {
    const saved = async () => (await office.store.clients.model.findOne({ name: 'Globex Inc.' }).lean())?.eInvoicing;
    await office.carla.command('/invoice client edit Globex');
    await office.carla.opens('Edit client');
    const refused = { ok: false, errors: { 'e-address_0_0': 'Peppol needs the client’s address on its network, such as 0204:991-01234-44; a mail address is none.' } };
    await office.carla.fill({ 'E-invoice': 'Peppol BIS Billing' });
    expect(await office.carla.submit()).toMatchObject(refused);
    await office.carla.fill({ 'Electronic address': 'EM:ap@globex.example' });
    expect(await office.carla.submit()).toMatchObject(refused);
    await office.carla.fill({ 'Electronic address': '0204:991-01234-44' });
    expect(await submitted(office.carla)).toContain('Globex Inc. is saved');
    expect(await saved()).toEqual({ format: 'peppol', endpoint: { scheme: '0204', value: '991-01234-44' } });
    await office.carla.command('/invoice client edit Globex');
    await office.carla.opens('Edit client');
    await office.carla.fill({ 'Electronic address': '', 'VAT id': 'ATU12345675' });
    expect(await submitted(office.carla)).toContain('Globex Inc. is saved');
    expect(await saved()).toEqual({ format: 'peppol' });
    await office.carla.command('/invoice client edit Globex');
    await office.carla.opens('Edit client');
    await office.carla.fill({ 'E-invoice': 'In the PDF (Factur-X, ZUGFeRD)', 'VAT id': '' });
    expect(await submitted(office.carla)).toContain('Globex Inc. is saved');
  });
});

it('copies an earlier document without its number, dates, payments or state', async () => {
  const id = await draft(office, 'Acme GmbH 2x "Design day" @ 100 EUR due 30d po PO-7');
  await submit(office, id, 'sent');
  const number = (await office.store.invoices.find(id))?.number;
  const copy = tokenIn(await answerTo(office.carla, `/invoice create from ${number}`)).document;
  expect(await office.store.invoices.find(copy)).toMatchObject({ state: 'draft', source: { invoiceId: id, number }, payments: [], content: { purchaseOrder: 'PO-7', lines: [{ quantity: '2' }] } });
  expect((await office.store.invoices.find(copy))?.content.due).toBeUndefined();
});

it('sends nobody outside the office anything but a refusal', async () => {
  const visitor = await office.desk.as('visitor@elsewhere.example');
  expect(await told(visitor, '/invoice create ap@acme.example 100 EUR consulting')).toContain('Only coordinator or finance may do that.');
  expect(await told(visitor, '/invoice list')).toContain('Only people of the office can use /invoice list');
  expect(await told(visitor, '/invoice search acme')).toContain('Only people of the office');
  await office.desk.enrol({ email: 'guest@northlight.example', name: 'Gus', guest: true, channels: ['invoices'] });
  expect(await told(await office.desk.as('guest@northlight.example'), '/invoice list')).toContain('Your Slack account may not do that');
});
