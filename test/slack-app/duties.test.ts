/** What somebody has to take care of, with its buttons pressed at the desk: an escalation months later, a mail that came back. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { openTime } from '../support/office';
import { draft, stands, submit, submitted, theSlackOffice, type SlackOffice } from './slack-office';

const DAY = '24 hours';

let time: TestWorkflowEnvironment;
const office = theSlackOffice(async () => {
  time = await openTime();
  return { address: time.address, namespace: 'default' };
});
afterAll(() => time.teardown());

const stored = async (id: string) => (await office.store.invoices.find(id))!;
const escalations = async (id: string): Promise<number> => (await stored(id)).history.filter(({ kind }) => kind === 'escalated').length;
const hasButtons = ({ blocks = [] }: DeskMessage): boolean => blocks.some(({ type }) => type === 'actions');
/** The newest message there about the invoice that says so. */
const about = (person: SlackOffice['milo'], place: string, number: string, words: string): Promise<DeskMessage> =>
  until(async () => (await person.messages(place)).findLast((message) => textOf(message).includes(number) && textOf(message).includes(words)), `${words} about ${number} for ${person.email}`);

async function sentInvoice(): Promise<{ id: string; number: string }> {
  const id = await draft(office, 'Acme 100 EUR design');
  await submit(office, id, 'sent');
  return { id, number: (await stored(id)).number ?? '' };
}

it('an escalation asks the creator and the managers; whoever takes it stops the ladder, and all of them see who it was', async () => {
  const { id, number } = await sentInvoice();
  for (let day = 0; (await escalations(id)) === 0; day += 1) {
    if (day > 120) throw new Error('It was never escalated.');
    await time.sleep(DAY);
  }
  const [milos, anas, carlas] = await Promise.all([about(office.milo, 'dm', number, 'overdue'), about(office.ana, 'dm', number, 'overdue'), about(office.carla, 'dm', number, 'overdue')]);
  expect([milos, anas, carlas].map(hasButtons)).toEqual([true, true, true]);
  await office.milo.press(milos, 'I take it');
  for (const [person, message] of [[office.milo, milos], [office.ana, anas], [office.carla, carlas]] as const) {
    const redrawn = await until(async () => { const fresh = await person.fresh(message); return fresh && textOf(fresh).includes('Taken by @Milo') && fresh; }, `the card of ${person.email} to say who took it`);
    expect(hasButtons(redrawn)).toBe(false);
  }
  expect((await stored(id)).dunning.status).toBe('acknowledged');
  await time.sleep('60 days');
  expect(await escalations(id)).toBe(1);
});

it('a mail that came back reaches the coordinator, who sends it to another address from there', async () => {
  const { id, number } = await sentInvoice();
  const mailKey = `invoice/${id}/send`;
  await office.door.tellMail('invoice', id, { mailKey, event: 'bounced', at: new Date(await time.currentTimeMs()).toISOString(), eventId: 'bounce-1', reason: '550 No such user' });
  const message = await about(office.carla, 'dm', number, 'bounced');
  expect(textOf(message)).toContain('550 No such user');
  await office.carla.press(message, 'Send to…');
  await office.carla.opens('Send invoice');
  await office.carla.fill({ To: 'books@acme.example' });
  expect(await submitted(office.carla)).toContain('books@acme.example');
  await stands(office, id, 'sent');
  const mails = await until(async () => { const all = (await office.outbox.mails()).filter(({ subject }) => subject.includes(number)); return all.length === 2 && all; }, 'the second mail');
  expect(mails.flatMap(({ to }) => to.map(({ email }) => email)).sort()).toEqual(['ap@acme.example', 'books@acme.example']);
  await until(async () => !hasButtons((await office.carla.fresh(message)) as DeskMessage), 'the buttons to go');
});
