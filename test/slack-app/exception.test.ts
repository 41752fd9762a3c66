/** Exceptions at the desk: asked for with a reason, confirmed or turned down by a second person, marked everywhere, and in the report. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { auditedAtRest } from '../support/crash-audit';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import type { DeskPerson } from '../support/person';
import { MILO } from '../support/samples';
import { answerTo, cardOf, draft, modalText, stands, submit, submitted, theSlackOffice } from './slack-office';

const POLICY = `${readFileSync(join(shippedConfig(), 'approvals.yaml'), 'utf8')}\nexceptions:\n  by: finance\n  confirmed_by: managers\n`;
const office = theSlackOffice(async () => ({ files: { 'approvals.yaml': POLICY } }));

const waiting = async (line = 'Acme 12000 EUR design'): Promise<string> => {
  const id = await draft(office, line);
  await submit(office, id, 'submitted');
  return id;
};
const named = (id: string): string => `draft ${id.slice(-6)}`;
const said = async (person: DeskPerson, command: string): Promise<string> => textOf(await answerTo(person, command));
/** The card that asks this person to confirm. */
const toConfirm = (person: DeskPerson, id: string): Promise<DeskMessage> =>
  until(async () => (await person.messages('dm')).find((message) => JSON.stringify(message).includes('inv.exception.confirm') && JSON.stringify(message).includes(id)), `an exception for ${person.email}`);
const shows = (person: DeskPerson, message: DeskMessage, words: string): Promise<unknown> =>
  until(async () => textOf((await person.fresh(message)) ?? {}).includes(words), `the card of ${person.email} to say “${words}”`);
const approvalOf = async (id: string) => (await office.store.invoices.find(id))?.approval;

it('is granted by a second person, and says so on every card, in the thread, the explanation and the report', async () => {
  const id = await waiting();
  const asked = await cardOf(office.milo, id);
  expect(await said(office.fatima, `/invoice except ${named(id)} The lorry waits at the ramp`)).toContain('Milo or Ana has to confirm the exception');
  const [milos, anas] = [await toConfirm(office.milo, id), await toConfirm(office.ana, id)];
  expect(textOf(anas)).toMatch(/Fatima asks you to confirm an exception: .*Acme.*without the yes of Milo or Ana and Fatima\.[\s\S]*Why:\* The lorry waits at the ramp/);
  expect(await said(office.carla, `/invoice status ${named(id)}`)).toContain('Fatima asks for an exception');
  await office.ana.press(anas, 'Confirm exception');
  await stands(office, id, 'sent');
  await shows(office.milo, asked, 'Approved as an exception: @Fatima asked, @Ana confirmed');
  await shows(office.milo, milos, 'Confirmed by @Ana');
  const number = (await office.store.invoices.find(id))?.number ?? '';
  await until(async () => (await office.carla.messages('dm')).some((message) => textOf(message).includes('approved by an exception of Fatima and Ana')), 'Carla to be told');
  expect(await said(office.milo, '/invoice policy exceptions')).toMatch(new RegExp(`${number}\\* for Acme.*\\n.*Fatima asked for an exception.*Ana confirmed.*: The lorry waits at the ramp`));
  await office.carla.command(`/invoice policy explain ${number}`);
  expect(await modalText(office.carla, 'Who approves, and why')).toMatch(/Fatima asked for an exception .*Ana confirmed/);
  await office.carla.close('all');
});

it('is turned down, and the question stands; the reason can be given in a form', async () => {
  const id = await waiting();
  await office.fatima.command(`/invoice except ${named(id)}`);
  await office.fatima.opens('Ask for an exception');
  await office.fatima.fill({ 'Why is it to be approved without them?': 'Their budget ends today' });
  expect(await submitted(office.fatima)).toContain('has to confirm');
  const card = await toConfirm(office.milo, id);
  await office.milo.press(card, 'Turn down');
  await shows(office.milo, card, 'Turned down by @Milo');
  expect(await approvalOf(id)).toMatchObject({ verdict: 'open', current: 0 });
  expect(await said(office.ana, '/invoice policy exceptions')).not.toContain(named(id));
  await office.ana.press(await cardOf(office.ana, id), 'Approve');
  await office.fatima.press(await cardOf(office.fatima, id), 'Approve');
  await stands(office, id, 'sent');
});

it('is confirmed out of the report by whom it waits for, and not by who asked, or by two', async () => {
  const id = await waiting('Acme 600 EUR design');
  await said(office.fatima, `/invoice except ${named(id)} They pay today only`);
  const late = await toConfirm(office.milo, id);
  expect(JSON.stringify(await answerTo(office.fatima, '/invoice policy exceptions'))).not.toContain('inv.exception.confirm');
  expect(await said(office.fatima, `/invoice except ${named(id)} They really do`)).toContain('Fatima asked for an exception');
  await office.ana.press(await answerTo(office.ana, '/invoice policy exceptions'), 'Confirm exception');
  await stands(office, id, 'sent');
  await shows(office.milo, late, 'Confirmed by @Ana');
  await expect(office.door.actOnInvoice('decideException', id, { by: MILO, key: 'a card he kept open', says: 'confirm', version: 1 })).rejects.toThrow('Already approved by Ana');
  expect((await office.store.invoices.find(id))?.history.filter(({ kind }) => kind === 'exception.confirmed')).toHaveLength(1);
});

it('is for those whom the policy names, also of finance only with somebody else', async () => {
  const id = await waiting();
  expect(await said(office.milo, `/invoice except ${named(id)} I want it out`)).toContain('Only Fatima may do that.');
  expect(await said(office.carla, `/invoice except ${named(id)} I want it out`)).toContain('You created');
});

it('leaves books that the auditor finds in order', async () => {
  const nothingTold = join(office.folder, 'told.log');
  writeFileSync(nothingTold, '');
  const surroundings = { mongoUri: office.mongoUri, temporalAddress: office.env.temporal.address, outbox: office.env.sendgrid.baseUrl };
  expect(await auditedAtRest({ ...office, surroundings }, nothingTold)).toEqual([]);
});
