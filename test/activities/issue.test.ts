/** Issuing: number, print and mail in one step, and what it leaves to others. */
import { createLogger } from '../../config/logger';
import { openBook } from '../../config/book';
import { openPrinter } from '../../activities/gateways/chromium';
import { draftInvoice } from '../../domain/drafting';
import { idOf } from '../../domain/id';
import type { Content } from '../../domain/content';
import type { Invoice } from '../../domain/invoice';
import { wireActivities } from '../../worker/wiring';
import { openOffice, type TestOffice } from '../support/office';
import { ACME, CARLA, content } from '../support/samples';

describe('issuing an invoice', () => {
  const AT = '2026-03-02T09:00:00.000Z';
  let office: TestOffice;
  let printing: ReturnType<typeof wireActivities>['printing'];
  let close: () => Promise<void>;
  let count = 0;
  beforeAll(async () => {
    office = await openOffice();
    const log = createLogger('test', 'silent');
    const printer = await openPrinter({ executablePath: office.env.chromiumPath, log });
    printing = wireActivities({ env: office.env, book: openBook(office.configFolder, log), store: office.store, printer, searchable: false, log }).printing;
    close = () => printer.close();
  });
  afterAll(async () => {
    await close();
    await office.close();
  });

  /** An approved invoice that no workflow leads. */
  async function approved(change: Partial<Content> = {}): Promise<Invoice> {
    const act = { by: CARLA, key: `issue-${count += 1}`, at: AT };
    const draft = await office.store.invoices.create(draftInvoice(idOf('inv', act.key), content(change), ACME, act, '2026-03-02'), act, 'drafted');
    return office.store.invoices.commit(draft, { ...act, key: `${act.key}/yes` }, { kind: 'approved', changes: { state: 'approved' } });
  }
  const issued = async ({ id }: Invoice) => printing.issueInvoice({ invoiceId: id, at: AT });

  it('numbers, prints and mails it, once however often it is asked', async () => {
    const invoice = await approved();
    const first = await issued(invoice);
    expect(first).toMatchObject({ state: 'sent', printed: true, delivery: 'accepted' });
    expect(await issued(invoice)).toEqual(first);
    expect((await office.outbox.mails({ to: ACME.email })).filter(({ subject }) => subject.includes(first.number ?? ''))).toHaveLength(1);
  });

  it('freezes the rate of its day for what is due and for the VAT', async () => {
    const { id } = await approved({ currency: 'USD' });
    await printing.issueInvoice({ invoiceId: id, at: AT });
    const eur = (minor: number) => ({ amount: { minor, currency: 'EUR' }, rate: '0.8525', date: '2026-01-02' });
    expect(await office.store.invoices.find(id)).toMatchObject({ exchange: eur(101_448), taxExchange: eur(16_198) }); // 1,190.00 and 190.00 USD.
  });

  it('leaves the mail to its own step when somebody has asked for it elsewhere before the first one left', async () => {
    const invoice = await approved();
    const other = await approved();
    await issued(other);
    const { pdf, seller } = (await office.store.invoices.find(other.id))!;
    const owed = [{ kind: 'mail' as const, key: `invoice/${invoice.id}/send/elsewhere`, to: 'books@acme.example' }];
    await office.store.invoices.commit(invoice, { by: CARLA, key: 'cut off', at: AT }, {
      kind: 'printed', changes: { state: 'issued', number: 'INV-2026-0900', issueDate: '2026-03-02', dueDate: '2026-03-16', pdf, seller, owed },
    });
    expect(await issued(invoice)).toMatchObject({ state: 'issued', delivery: undefined, owed });
    expect(await office.store.mails.find(`invoice/${invoice.id}/send`)).toBeNull();
  });
});
