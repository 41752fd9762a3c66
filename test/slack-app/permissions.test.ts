/** Own clients only, at the desk: what belongs to others does not exist there, by whatever way one asks; late and forged clicks are refused. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import type { Actor } from '../../domain/people';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { SHIPPED } from '../support/permission-table';
import { answerTo, draft, modalText, signed, submit, submitted, theSlackOffice, tokenIn, type SlackOffice } from './slack-office';

/** Coordinators and managers keep to their own clients; finance and viewers do not. */
const TABLE = SHIPPED.replace(/^(?!see_policy|confirm_policy|move_policy|archive|be_away)\w+: \[.*\]$/gm, (line) => line.replace(/coordinator|manager/g, '$& (own clients only)'));
/** Carla looks after Acme, Ana after Globex, nobody after Sakura; Vera only looks. */
const OFFICE = readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8')
  .replace('  - key: acme\n', '  - key: acme\n    account_manager: carla@northlight.example\n').replace('  - key: globex\n', '  - key: globex\n    account_manager: ana@northlight.example\n')
  .replace(/^ {2}- \{name: Fatima.*\n/m, '$&  - {name: Vera, email: vera@northlight.example, roles: [viewer]}\n');

const office = theSlackOffice(async () => ({ files: { 'office.yaml': OFFICE, 'permissions.yaml': TABLE } }));
const CARLA: Actor = { email: 'carla@northlight.example', name: 'Carla', via: 'slack' };
const FATIMA: Actor = { email: 'fatima@northlight.example', name: 'Fatima', via: 'slack' };

const told = async (person: SlackOffice['carla'], command: string): Promise<string> => textOf(await answerTo(person, command));
const named = (id: string): string => `draft ${id.slice(-6)}`;
const write = (table: string): void => writeFileSync(join(office.configFolder, 'permissions.yaml'), table);

/** The last press of this person, sent by somebody who put another document into its token; what they are told. */
async function forged(person: SlackOffice['carla'], action: string, document: string, stamp: string): Promise<string> {
  const click = (await office.desk.deliveries()).findLast(({ body }) => body.includes(action) && body.includes(person.id));
  const payload = JSON.parse(new URLSearchParams(click?.body).get('payload') ?? '{}') as { actions: { action_ts: string; value: string }[] };
  Object.assign(payload.actions[0]!, { action_ts: stamp, value: JSON.stringify({ document, revision: 1 }) });
  const before = (await person.ephemerals()).at(-1)?.ts ?? '';
  await signed(office, `payload=${encodeURIComponent(JSON.stringify(payload))}`);
  return textOf(await until(async () => (await person.ephemerals()).find(({ ts }) => ts > before), `an answer to ${action}`));
}

describe('a document of somebody else’s client', () => {
  let theirs: string;
  let ours: string;
  beforeAll(async () => {
    theirs = await draft(office, 'Globex 4321 USD design', office.fatima);
    ours = await draft(office, 'Acme 1234 EUR design', office.fatima);
  });

  it('reads as one that is not there; one’s own is there, whoever made it', async () => {
    const [missing, hidden] = [await answerTo(office.carla, '/invoice status draft 000000'), await answerTo(office.carla, `/invoice status ${named(theirs)}`)];
    const words = ({ text, blocks = [] }: DeskMessage) => ({ text, blocks: blocks.map(({ text: each }) => each) });
    expect(words(hidden)).toEqual(words(missing));
    expect(await told(office.carla, `/invoice status ${named(ours)}`)).toContain('Acme GmbH');
    expect(await told(office.fatima, `/invoice status ${named(theirs)}`)).toContain('Globex');
    expect(await told(office.carla, `/invoice submit ${named(theirs)}`)).toContain('No invoice with that number.');
  });

  it('is in no list and no search', async () => {
    const list = await told(office.carla, '/invoice list');
    expect(list).toContain(named(ours));
    expect(list).not.toContain(named(theirs));
    expect(await told(office.carla, '/invoice search 4321')).toContain('Nothing found');
    expect(await told(office.carla, '/invoice list client Globex')).toContain('There is no such client');
    expect(await told(office.fatima, '/invoice search 4321')).toContain(named(theirs));
  });

  it('has a client that is not there either', async () => {
    expect(await told(office.carla, '/invoice create Globex 10 USD hosting')).toMatch(/There is no client 'Globex'\.(?!.*Globex Inc)/s);
    expect(await told(office.carla, '/invoice clients')).toMatch(/^(?!.*Globex).*Acme GmbH/s);
    expect(await told(office.carla, '/invoice client edit Globex')).toContain("There is no client 'Globex'");
    await office.carla.command('/invoice create');
    expect(JSON.stringify(await office.carla.opens('New invoice'))).toMatch(/^(?!.*Globex).*Acme GmbH/s);
    await office.carla.close('all');
  });

  it('gives nothing to a forged click, at the door or behind it', async () => {
    await office.carla.press(await answerTo(office.carla, `/invoice status ${named(ours)}`), 'PDF');
    await office.carla.sees('The PDF is in your messages', { in: 'private' });
    expect(await forged(office.carla, 'inv.invoice.pdf', theirs, '99.1')).toContain('This card is out of date');
    expect(await forged(office.carla, 'inv.invoice.pdf', 'inv_0000000000', '99.2')).toContain('This card is out of date');
    const sees = { by: CARLA, key: 'forged-pdf', kind: 'invoice' as const, documentId: theirs, userId: office.carla.id };
    await expect(office.door.sharePdf(sees)).rejects.toThrow('No invoice with that number.');
    await expect(office.door.actOnInvoice('discard', theirs, { by: CARLA, key: 'forged' })).rejects.toThrow('Only coordinator (own clients only) or finance may do that.');
    expect((await office.store.invoices.find(theirs))?.state).toBe('draft');
  });

  it('is seen by whom it asks for approval, from then on', async () => {
    expect(await told(office.milo, `/invoice status ${named(ours)}`)).toContain('No invoice with that number.');
    await submit(office, ours, 'submitted');
    expect(await told(office.milo, `/invoice status ${named(ours)}`)).toContain('Acme GmbH');
    expect(await told(office.milo, '/invoice list inbox')).toContain(named(ours));
    expect(await told(office.milo, `/invoice status ${named(theirs)}`)).toContain('No invoice with that number.');
    await office.milo.command(`/invoice ask ${named(ours)} Is the travel agreed?`);
    await office.milo.sees('went to Fatima', { in: 'private' });
  });
});

it('a client without account manager is for everybody, its documents are for who made them', async () => {
  const [mine, other] = [await draft(office, 'Sakura 5000 JPY print'), await draft(office, 'Sakura 7000 JPY print', office.fatima)];
  const list = await told(office.carla, '/invoice list client Sakura');
  expect([list.includes(named(mine)), list.includes(named(other))]).toEqual([true, false]);
  expect(textOf(await office.carla.home(named(mine)))).not.toContain(named(other));
});

it('a mail that came back is told to those coordinators whose client it is', async () => {
  for (const client of ['Globex 30 USD', 'Acme 30 EUR']) {
    const id = await draft(office, `${client} hosting`, office.fatima);
    await submit(office, id, 'sent', office.fatima);
    await office.door.tellMail('invoice', id, { mailKey: `invoice/${id}/send`, event: 'bounced', at: new Date().toISOString(), eventId: `bounce-${id}`, reason: '550 No such user' });
    await office.fatima.sees(new RegExp(`${(await office.store.invoices.find(id))?.number}.* bounced: 550`));
  }
  await office.carla.sees('bounced: 550');
  expect((await office.carla.messages('dm')).filter((message) => textOf(message).includes('bounced'))).toHaveLength(1);
});

describe('a change of who may', () => {
  it('counts for a button that was there before', async () => {
    const id = await draft(office, 'Acme 77 EUR leaflet');
    const preview = await until(async () => (await office.carla.messages('dm')).findLast((message) => JSON.stringify(message).includes(id)), 'the preview');
    const { id: clientId = '', revision = 0, credit: _, history: __, ...details } = (await office.store.clients.model.findOne({ name: 'Acme GmbH' }, { _id: 0 }).lean())!;
    await office.door.saveClient({ by: FATIMA, key: 'handed over', clientId, revision, details: { ...details, accountManager: 'ana@northlight.example' } });
    const before = (await office.carla.ephemerals()).at(-1)?.ts ?? '';
    await office.carla.press(preview, 'Submit');
    expect(textOf(await until(async () => (await office.carla.ephemerals()).find(({ ts }) => ts > before), 'an answer'))).toContain('This card is out of date');
    await until(async () => !textOf(await office.carla.home()).includes(named(id)), 'her Home to be without it');
    expect((await office.store.invoices.find(id))?.state).toBe('draft');
  });

  it('counts for a form that is open, and for help', async () => {
    expect(await told(office.fatima, '/invoice help')).toContain('/invoice void');
    const id = await draft(office, 'Sakura 9000 JPY print', office.fatima);
    await office.fatima.command(`/invoice void ${named(id)}`);
    expect(await modalText(office.fatima, 'Void invoice')).toContain('cannot be undone');
    write(TABLE.replace('void: [finance]', 'void: [manager (own clients only)]'));
    await office.fatima.fill({ [`Type ${named(id)} to confirm`]: named(id), 'Why?': 'a mistake' });
    expect(await submitted(office.fatima)).toContain('Only manager (own clients only) may do that.');
    expect((await office.store.invoices.find(id))?.state).toBe('draft');
    expect(await told(office.fatima, '/invoice help')).not.toContain('/invoice void');
    write(TABLE);
    expect(await told(office.fatima, '/invoice help')).toContain('/invoice void');
  });

  it('counts for none of it while the file is faulty', async () => {
    write(TABLE.replace('void: [finance]', 'void: [finance, viewr]'));
    expect(await told(office.fatima, '/invoice help')).toContain('/invoice void');
    write(TABLE);
  });
});

it('who sees everything and changes only what is theirs has no buttons for the rest, and is told who may', async () => {
  write(SHIPPED.replace(/^(?:create|edit|submit|withdraw|discard): .*$/gm, (line) => line.replace('coordinator', 'coordinator (own clients only)')));
  const [theirs, mine] = [await draft(office, 'Globex 60 USD hosting', office.fatima), await draft(office, 'Sakura 600 JPY print')];
  const buttons = async (id: string): Promise<boolean> => JSON.stringify(await answerTo(office.carla, `/invoice status ${named(id)}`)).includes('inv.invoice.submit');
  expect([await buttons(theirs), await buttons(mine)]).toEqual([false, true]);
  for (const verb of ['submit', 'edit', 'discard']) expect(await told(office.carla, `/invoice ${verb} ${named(theirs)}`)).toContain('Only coordinator (own clients only) or finance may do that.');
  expect(await told(office.carla, '/invoice list client Globex')).toContain(named(theirs));
  write(TABLE);
});

it('who only looks is shown what there is to look at, and told who may do the rest', async () => {
  await office.desk.enrol({ email: 'vera@northlight.example', name: 'Vera', channels: ['invoices'] });
  const vera = await office.desk.as('vera@northlight.example');
  const help = await told(vera, '/invoice');
  for (const verb of ['status', 'list', 'search', 'policy', 'clients']) expect(help).toContain(`/invoice ${verb}`);
  for (const verb of ['create', 'void', 'paid', 'remind', 'approve', 'ask', 'submit']) expect(help).not.toContain(`/invoice ${verb}`);
  expect(await told(vera, '/invoice create Acme 100 EUR design')).toContain('Only coordinator (own clients only) or finance may do that.');
  expect(await told(vera, '/invoice help void')).toContain('for finance');
  const answer = await answerTo(office.fatima, '/invoice create Sakura 100 JPY print');
  const { document } = tokenIn(answer);
  const status = await answerTo(vera, `/invoice status ${named(document)}`);
  expect(textOf(status)).toContain('Sakura KK');
  expect(JSON.stringify(status)).not.toMatch(/inv\.invoice\.(submit|edit|discard)/);
});
