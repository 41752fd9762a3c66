/** Credit notes at the desk: proposed, confirmed, credited in part and whole, paid back; the totals are seen before anything is done. */
import { creditedOf, creditsOf } from '../../domain/credit';
import type { Invoice } from '../../domain/invoice';
import { pdfText } from '../support/pdf-text';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { answerTo, draft, modalText, stands, submit, submitted, theSlackOffice } from './slack-office';

const office = theSlackOffice();
const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
const sent = async (line: string): Promise<Invoice> => {
  const id = await draft(office, line);
  await submit(office, id, 'sent');
  return stored(id);
};
const reaches = (id: string, is: (invoice: Invoice) => boolean): Promise<Invoice> => until(async () => { const invoice = await stored(id); return is(invoice) && invoice; }, `${id} to be as wanted`);
const rested = (id: string): Promise<Invoice> => reaches(id, ({ owed, credits = [] }) => owed.length === 0 && credits.length > 0 && credits.every(({ state, number }) => state !== 'issued' || number !== undefined));
/** The form, filled; the words of its totals. */
async function shown(command: string, values: Record<string, unknown>, by = office.fatima): Promise<string> {
  await by.command(command);
  await by.opens('Credit an invoice');
  await by.fill(values);
  const outcome = await by.submit();
  if (!outcome.ok) return JSON.stringify(outcome.errors ?? outcome);
  return textOf(await by.opens('Credit an invoice'));
}
const inFinance = (words: string | RegExp): Promise<DeskMessage> => office.fatima.sees(words, { in: '#finance' });

it('shows what is credited, with its taxes, before it credits: off the balance, with a numbered note to the client', async () => {
  const { id, number } = await sent('Acme 3x "Design day" @ 100 EUR, 50 EUR hosting');
  expect(await shown(`/invoice credit ${number}`, { '1. Design day': '2', '2. hosting': '10 EUR', 'Why?': 'Two days fell out' }))
    .toMatch(/Net 210\.00.EUR · 19 % VAT 39\.90.EUR · \*Credited 249\.90.EUR\*.*249\.90.EUR off the balance/s);
  expect(await submitted(office.fatima)).toContain('166.60\u00a0EUR open');
  const invoice = await rested(id);
  expect([invoice.state, creditedOf(invoice).minor, invoice.balance.minor]).toEqual(['sent', 24_990, 16_660]);

  const [{ number: note = '', creditNoteId = '' } = {}] = creditsOf(invoice);
  expect(note).toMatch(/^CN-20\d\d-0001$/);
  const mail = await office.outbox.gets({ to: 'ap@acme.example', subject: new RegExp(note) });
  expect(mail.text).toMatch(new RegExp(`We have credited 249\\.90 EUR of invoice ${number}.*166\\.60 EUR of the invoice is still open.*Two days fell out`, 's'));
  const { pages } = await pdfText(await office.outbox.attachment(mail, 0));
  for (const words of [`Credit note ${note}`, `For invoice ${number}`, 'Credited 249.90 EUR', 'Two days fell out']) expect(pages.join(' ').replace(/\s+/g, ' ')).toContain(words);
  expect(await office.store.creditNotes.find(creditNoteId)).toMatchObject({ state: 'sent', invoice: { number }, applied: { minor: 24_990 }, remaining: { minor: 16_660 } });

  const status = textOf(await answerTo(office.carla, `/invoice status ${number}`));
  expect(status).toContain(`${note}: 249.90\u00a0EUR, Two days fell out.`);
  expect(textOf(await answerTo(office.carla, `/invoice status ${note}`))).toContain('249.90\u00a0EUR off the balance');
  expect(textOf(await answerTo(office.carla, '/invoice list credits'))).toContain(note);
  expect(textOf(await answerTo(office.carla, `/invoice search ${note.toLowerCase()}`))).toContain(number);
  const card = await office.carla.sees(new RegExp(`Invoice ${number}\\*? for`), { in: '#invoices' });
  expect((await office.carla.thread(card)).map(textOf).join('\n')).toMatch(new RegExp(`Fatima credited 249\\.90.*Credit note ${note} is issued`, 's'));
});

it('tells at the field what cannot be credited', async () => {
  const { number } = await sent('Acme 3x "Design day" @ 100 EUR');
  const refused = (values: Record<string, unknown>) => shown(`/invoice credit ${number}`, { 'Why?': 'Returned goods', ...values }).finally(() => office.fatima.close('all'));
  expect(await refused({ '1. Design day': '4' })).toContain('Line 1: that is more than is left to credit: 3 of 3.');
  expect(await refused({ '1. Design day': '300.01 EUR' })).toContain('300.00 EUR');
  expect(await refused({ '1. Design day': '10 USD' })).toMatch(/USD|cannot be mixed/);
  expect(await refused({ '1. Design day': 'some' })).toContain('some');
  expect(await refused({})).toContain('Nothing of');
  expect(await refused({ 'All of it?': ['yes'], '1. Design day': '1' })).toContain('not both');
  expect(await refused({ 'All of it?': ['yes'], 'What becomes of the money?': 'refund' })).toContain('so there is nothing to pay back');
  expect(await refused({ 'All of it?': ['yes'], 'Why?': 'no' })).toContain('at least 5 characters');
});

it('shows the totals anew when they changed, instead of crediting something else than was seen', async () => {
  const { id, number } = await sent('Acme 3x "Design day" @ 100 EUR');
  expect(await shown(`/invoice credit ${number}`, { 'All of it?': ['yes'], 'Why?': 'Nothing was done' })).toContain('Credited 357.00');
  await office.door.actOnInvoice('credit', id, {
    by: { email: 'fatima@northlight.example', name: 'Fatima', via: 'slack' }, key: 'meanwhile', lines: [{ lineId: (await stored(id)).content.lines[0]?.id ?? '', quantity: '1' }], reason: 'One day', settlement: 'offset', seen: { minor: 11_900, currency: 'EUR' },
  });
  await office.fatima.submit();
  expect(textOf(await until(async () => { const view = await office.fatima.modal(); return view && textOf(view).includes('238.00') && view; }, 'the totals anew'))).toContain('Credited 238.00');
  expect(await submitted(office.fatima)).toContain('nothing is open any more');
  const invoice = await rested(id);
  expect([invoice.state, creditsOf(invoice).length]).toEqual(['paid', 2]);
  expect(textOf(await answerTo(office.carla, `/invoice status ${number}`))).toContain('credited, 357.00');
  expect(textOf(await answerTo(office.fatima, `/invoice credit ${number}`))).toContain('nothing is left to credit');
  expect(textOf(await answerTo(office.fatima, `/invoice void ${number}`))).toContain(`credit it with /invoice credit ${number}`);
});

it('waits for finance when a coordinator asks, and holds its amounts meanwhile', async () => {
  const { id, number } = await sent('Acme 2x "Design day" @ 100 EUR');
  expect(await shown(`/invoice credit ${number}`, { '1. Design day': '1', 'Why?': 'One day fell out' }, office.carla)).toMatch(/Credited 119\.00.*Press \*Propose\*.*finance decides/s);
  expect(await submitted(office.carla)).toContain('finance decides');
  const card = await inFinance(/Carla proposes to credit 119\.00/);
  expect((await stored(id)).balance.minor).toBe(23_800);
  expect(await shown(`/invoice credit ${number}`, { '1. Design day': '2', 'Why?': 'Both days fell out' })).toContain('1 of 2');
  await office.fatima.close('all');

  await office.fatima.press(card, 'Turn down…');
  await office.fatima.opens('Turn a credit down');
  await office.fatima.fill({ 'Why?': 'It was delivered' });
  expect(await submitted(office.fatima)).toContain('are not credited');
  await office.carla.sees(/turned your credit of 119\.00.*It was delivered/);

  await shown(`/invoice credit ${number}`, { '1. Design day': '1', 'Why?': 'It was not, truly' }, office.carla);
  await submitted(office.carla);
  const again = await inFinance(/proposes to credit 119\.00.*truly/);
  await office.fatima.press(again, 'Credit…');
  expect(await modalText(office.fatima, 'Credit an invoice')).toContain('119.00\u00a0EUR off the balance');
  expect(await submitted(office.fatima)).toContain('119.00\u00a0EUR open');
  await rested(id);
  await office.carla.sees(/Fatima credited 119\.00.*as you proposed/);
  await inFinance(/Credited by @Fatima/);
});

it('of a paid invoice is paid back: finance is reminded in #finance until it is noted', async () => {
  const { id, number } = await sent('Acme 100 EUR words');
  await office.fatima.command(`/invoice paid ${number}`);
  await office.fatima.opens('Record payment');
  await submitted(office.fatima);
  await stands(office, id, 'paid');
  expect(await shown(`/invoice credit ${number}`, { 'All of it?': ['yes'], 'Why?': 'It was not ordered' })).toContain('119.00\u00a0EUR to be paid back');
  expect(await submitted(office.fatima)).toContain('119.00\u00a0EUR to be paid back');
  await rested(id);
  const card = await inFinance(/119\.00.EUR are to be paid back to Acme GmbH/);
  await office.fatima.press(card, 'It is paid back…');
  await office.fatima.opens('Paid back');
  await office.fatima.fill({ Reference: 'SEPA 7' });
  expect(await submitted(office.fatima)).toContain('were paid back to Acme GmbH');
  await inFinance(/119\.00.EUR were paid back/);
  expect(creditsOf(await stored(id))[0]?.refund).toMatchObject({ due: { minor: 0 }, paid: { reference: 'SEPA 7' } });
  expect(textOf(await answerTo(office.fatima, `/invoice refund ${number}`))).toContain('Nothing is to be paid back');
});

it('is made once, however often the same submission comes, and its mail can be sent again', async () => {
  const { id, number } = await sent('Acme 100 EUR words');
  await shown(`/invoice credit ${number}`, { 'All of it?': ['yes'], 'Why?': 'It was not ordered' });
  await submitted(office.fatima);
  await office.desk.repeat(Number((await office.desk.deliveries()).findLast(({ body }) => body.includes('view_submission'))?.id));
  const [{ number: note = '' } = {}, ...more] = creditsOf(await rested(id));
  expect(more).toEqual([]);
  await office.outbox.gets({ subject: new RegExp(note) });
  await until(async () => (await office.store.creditNotes.model.findOne({ number: note }).lean())?.outgoing === undefined, 'the note to be mailed');
  await office.fatima.press(await answerTo(office.fatima, `/invoice status ${note}`), 'Send again');
  await office.fatima.opens('Send credit note');
  await office.fatima.fill({ To: 'cfo@acme.example' });
  expect(await submitted(office.fatima)).toContain('goes to cfo@acme.example now');
  await office.outbox.gets({ to: 'cfo@acme.example', subject: new RegExp(note) });
});
