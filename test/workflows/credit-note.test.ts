/** Credits on the real server: two at once, numbers without a gap, and what the mail provider says of a note. */
import { creditedOf, creditsOf } from '../../domain/credit';
import type { CreditNote } from '../../domain/credit-note';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { money } from '../../domain/money';
import { creditNoteWorkflowId } from '../../workflows/contracts/credit-note';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { CARLA, content, FATIMA, line } from '../support/samples';

describe('a credit', () => {
  let office: TestOffice;
  let count = 0;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.close());

  const key = () => `credit-${++count}`;
  const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
  const when = (id: string, is: (invoice: Invoice) => boolean, what: string): Promise<Invoice> => until(async () => { const invoice = await stored(id); return invoice && is(invoice) && invoice; }, what);
  const sent = async (): Promise<Invoice> => {
    const acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
    const made = { by: CARLA, key: key(), content: content({ clientId: acme, lines: [line({ quantity: '3', unitPrice: '100' })] }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    return when(id, ({ state }) => state === 'sent', `${id} to be sent`);
  };
  const asking = (quantity: string, minor: number, by = FATIMA) => ({ by, key: key(), lines: [{ lineId: 'l1', quantity }], reason: 'It was not delivered.', settlement: 'offset' as const, seen: money(minor, 'EUR') });
  const numbered = (id: string, many: number): Promise<Invoice> => when(id, ({ owed, ...invoice }) => owed.length === 0 && creditsOf(invoice).filter(({ number }) => number).length === many, `${many} notes`);
  const noteOf = async (invoice: Invoice): Promise<CreditNote> => (await office.store.creditNotes.find(creditsOf(invoice)[0]?.creditNoteId ?? '')) as CreditNote;

  it('asked for twice at once takes what is left once', async () => {
    const { id } = await sent();
    const answers = await Promise.allSettled([office.door.actOnInvoice('credit', id, asking('2', 23_800)), office.door.actOnInvoice('credit', id, asking('2', 23_800)), office.door.actOnInvoice('credit', id, asking('2', 23_800))]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const invoice = await numbered(id, 1);
    expect([creditedOf(invoice).minor, invoice.balance.minor]).toEqual([23_800, 11_900]);
  });

  it('repeated under its key is one credit', async () => {
    const { id } = await sent();
    const act = asking('1', 11_900);
    const texts = await Promise.all([1, 2, 3].map(() => office.door.actOnInvoice('credit', id, act)));
    expect(new Set(texts.map(({ text }) => text)).size).toBe(1);
    expect(creditsOf(await numbered(id, 1))).toHaveLength(1);
  });

  it('numbers its notes without a gap, and ends their workflows', async () => {
    const invoices = await Promise.all([sent(), sent(), sent()]);
    await Promise.all(invoices.map(({ id }) => office.door.actOnInvoice('credit', id, asking('3', 35_700))));
    for (const { id } of invoices) {
      const note = await noteOf(await numbered(id, 1));
      expect(await office.temporal.workflow.getHandle(creditNoteWorkflowId(note.id)).result()).toEqual({ creditNoteId: note.id, state: 'sent' });
      expect((await stored(id)).state).toBe('paid');
    }
    const numbers = ((await office.store.creditNotes.model.find({}).lean()) as unknown as CreditNote[]).map(({ number }) => Number(number.slice(-4))).sort((one, other) => one - other);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });

  it('whose mail bounces or is of unknown outcome is told, and its mail settled by a person', async () => {
    const bounced = await sent();
    await office.door.actOnInvoice('credit', bounced.id, asking('1', 11_900));
    const note = await until(async () => { const found = await noteOf(await numbered(bounced.id, 1)); return found.state === 'sent' && found; }, 'the note to be sent');
    await office.door.tellMail('credit-note', note.id, { mailKey: `credit-note/${note.id}/send`, event: 'bounced', at: new Date().toISOString(), eventId: 'bounced-once', reason: '550 No such user' });
    await (await office.desk.as(FATIMA.email)).sees(/CN-\S+ for Acme GmbH.* bounced: 550/);

    const lost = await sent();
    await office.outbox.fault({ call: 'mail.send', kind: 'cut-after', match: 'Credit note' });
    await office.door.actOnInvoice('credit', lost.id, asking('1', 11_900));
    const held = await until(async () => { const found = await noteOf(await numbered(lost.id, 1)); return found.held.length > 0 && found; }, 'the mail to be held');
    await (await office.desk.as(FATIMA.email)).sees(/Nobody knows whether the mail with the credit note/, { in: '#finance' });
    await office.door.actOnCreditNote('settleMail', held.id, { by: FATIMA, key: key(), mailKey: held.held[0]?.mailKey ?? '', says: 'again' });
    await until(async () => { const found = await noteOf(await stored(lost.id)); return found.state === 'sent' && found.held.length === 0; }, 'the mail to have gone again');
    await expect(office.door.actOnCreditNote('settleMail', held.id, { by: CARLA, key: key(), mailKey: 'x', says: 'again' })).rejects.toMatchObject({ code: 'NotAllowed' });
  });
});
