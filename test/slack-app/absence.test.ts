/** Being away and leaving, at the desk: running cards move to who decides now, and back. */
import { addDays } from '../../domain/dates';
import { textOf, until } from '../support/desk-door';
import { answerTo, cardOf, draft, modalText, stands, submit, theSlackOffice } from './slack-office';

const office = theSlackOffice();
const day = (days: number): string => addDays(new Date().toISOString().slice(0, 10), days);
const waiting = async (line: string): Promise<string> => {
  const id = await draft(office, line);
  await submit(office, id, 'submitted');
  return id;
};
const said = async (person: typeof office.milo, command: string): Promise<string> => textOf(await answerTo(person, command));
const asked = async (id: string, who: readonly string[]): Promise<unknown> =>
  until(async () => (await office.store.invoices.find(id))?.approval?.steps.at(-1)?.asked.map((email) => email.split('@')[0]).sort().join() === [...who].sort().join(), `${who.join()} to be asked`);

it('moves what waits to the deputy, who decides with both names in the record; and back', async () => {
  const id = await waiting('Acme 12000 EUR design');
  await office.milo.press(await cardOf(office.milo, id), 'Approve');
  const card = await cardOf(office.fatima, id);
  expect(await said(office.fatima, `/invoice delegate Ana until ${day(3)}`)).toContain('Ana decides for you');
  await asked(id, ['ana']);
  await until(async () => textOf((await office.fatima.fresh(card)) ?? {}).includes('Passed on to Ana'), 'the old card to say so');
  const deputys = await until(async () => cardOf(office.ana, id), 'a card for Ana');
  expect(textOf(deputys)).toContain('You decide for Fatima, who is away.');
  expect(await said(office.carla, '/invoice away')).toMatch(/Who is away[\s\S]*Fatima: .*, Ana decides/);
  await office.ana.press(deputys, 'Approve');
  await stands(office, id, 'sent');
  const approved = (await office.store.invoices.find(id))?.history.filter(({ kind }) => kind === 'approved').at(-1);
  expect([approved?.by.name, approved?.detail['for']]).toEqual(['Ana', 'Fatima']);
  expect(await said(office.fatima, '/invoice away end')).toContain('You are back');
});

it('tells what is wrong with the days or the deputy', async () => {
  expect(await said(office.milo, '/invoice delegate Ana')).toContain('Usage: delegate');
  expect(await said(office.milo, `/invoice delegate Mila until ${day(2)}`)).toContain('Mila is nobody of the office.');
  expect(await said(office.milo, `/invoice delegate Milo until ${day(2)}`)).toContain('Nobody decides for themselves');
  expect(await said(office.milo, `/invoice away from ${day(5)} until ${day(2)}`)).toContain('The last day comes not before the first');
  expect(await said(office.milo, '/invoice away end')).toContain('You are not away');
  expect(await said(office.ana, `/invoice away from ${day(10)} until ${day(12)} to Milo`)).toContain('Milo decides for you');
  expect(await said(office.milo, `/invoice away from ${day(12)} until ${day(14)} to Ana`)).toContain('That makes a circle: Ana');
  expect(await said(office.ana, '/invoice delegate end')).toContain('You are back');
});

it('shows before a draft is handed in that who is away will not be asked', async () => {
  await said(office.milo, `/invoice away until ${day(1)}`);
  const id = await draft(office, 'Acme 1000 EUR design');
  await office.carla.command(`/invoice policy explain draft ${id.slice(-6)}`);
  expect(await modalText(office.carla, 'Who approves, and why')).toMatch(/If it were submitted now[\s\S]*\*Step 1:\* Ana — open now/);
  await office.carla.close('all');
  await office.carla.command(`/invoice submit draft ${id.slice(-6)}`);
  expect(await modalText(office.carla, 'Submit invoice')).toContain('waits for Ana.');
  await office.carla.close('all');
  await said(office.milo, '/invoice away end');
});

it('asks nobody who is away when a question is new, and the fallback for who left Slack or is a guest now', async () => {
  await said(office.milo, `/invoice away until ${day(1)}`);
  const id = await waiting('Acme 1000 EUR design');
  expect((await office.store.invoices.find(id))?.approval?.steps[0]?.asked).toEqual(['ana@northlight.example']);
  await office.desk.enrol({ email: 'ana@northlight.example', name: 'Ana', guest: true });
  await asked(id, ['milo']); // Rather who is away than nobody the policy names.
  await said(office.milo, '/invoice away end');
  await office.desk.enrol({ email: 'milo@northlight.example', name: 'Milo', deleted: true });
  await asked(id, ['fatima']);
  await office.fatima.press(await cardOf(office.fatima, id), 'Approve');
  await stands(office, id, 'sent');
});
