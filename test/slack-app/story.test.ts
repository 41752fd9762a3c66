/** The story of an invoice as people live it at the desk: drafted in a line, approved with a button, mailed, paid. */
import { textOf, until } from '../support/desk-door';
import { answerTo, cardOf, draft, stands, submit, submitted, theSlackOffice } from './slack-office';

const office = theSlackOffice();

it('goes from one line to the receipt', async () => {
  const { carla, milo, fatima } = office;
  const id = await draft(office, 'Acme 3x "Design day" @ 800 EUR');
  const preview = await carla.sees('Only you see this', { in: 'dm' });
  expect(textOf(preview)).toContain('Total 2,856.00\u00a0EUR');
  await submit(office, id, 'submitted');

  const card = await cardOf(milo, id);
  expect(textOf(card)).toContain('Carla asks you to approve');
  await milo.press(card, 'Approve');
  await milo.sees('You approved', { in: 'private' });
  await stands(office, id, 'sent');
  await milo.sees(/Approved by @Milo/);
  await carla.sees('approved by Milo and sent to ap@acme.example');

  await fatima.command('/invoice paid INV-1');
  await fatima.opens('Record payment');
  expect(await submitted(fatima)).toContain('paid in full');
  await stands(office, id, 'paid');
  const status = await carla.sees('INV-', { in: '#invoices' });
  await carla.sees(/paid, 2,856\.00/, { in: '#invoices' });
  const words = (await carla.thread(status)).map(textOf).join('\n');
  expect(words).toContain('Milo approved step 1 of 1');
  expect(textOf(await answerTo(carla, '/invoice status INV-1'))).toContain('paid, 2,856.00');
});

it('leaves no button behind in the private preview from which it was submitted', async () => {
  const { carla } = office;
  const preview = await answerTo(carla, '/invoice create Acme 100 EUR words');
  await carla.press(preview, 'Submit');
  await carla.opens('Submit invoice');
  expect(await submitted(carla)).toContain('it goes out now');
  const left = await until(async () => (await carla.ephemerals()).find(({ ts, blocks = [] }) => ts === preview.ts && blocks.every(({ type }) => type !== 'actions')), 'the buttons to go');
  expect(textOf(left)).toContain('it goes out now');
});
