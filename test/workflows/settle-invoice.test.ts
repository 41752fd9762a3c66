/** An invoice's life on the real server: approved, numbered, printed, mailed, paid, receipted, reopened. */
import { idOf } from '../../domain/id';
import { money } from '../../domain/money';
import type { Invoice } from '../../domain/invoice';
import { invoiceWorkflowId } from '../../workflows/contracts/invoice';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { CARLA, content, FATIMA, line, MILO } from '../support/samples';

describe('an invoice', () => {
  let office: TestOffice;
  let acme = '';
  let count = 0;
  beforeAll(async () => {
    office = await openOffice();
    acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
  });
  afterAll(() => office.close());

  const today = () => new Date().toISOString().slice(0, 10);
  const key = () => `test-${++count}`;
  const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
  const reaches = (id: string, state: Invoice['state']) =>
    until(async () => { const invoice = await stored(id); return invoice?.state === state && invoice.owed.length === 0 ? invoice : undefined; }, `${id} to be ${state}`);
  const create = async (price = '1000', submit?: 'now'): Promise<string> => {
    const made = { by: CARLA, key: key(), content: content({ clientId: acme, lines: [line({ unitPrice: price })] }), ...(submit && { submit }) };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    return id;
  };
  const approve = (id: string) => office.door.actOnInvoice('decide', id, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
  const pay = (id: string, minor: number) => office.door.actOnInvoice('pay', id, { by: FATIMA, key: key(), amount: money(minor, 'EUR'), date: today(), reference: key() });

  it('goes from draft to paid, with one mail, one number, one receipt', async () => {
    const id = await create('1000', 'now');
    expect((await stored(id)).state).toBe('submitted');
    expect(await approve(id)).toMatchObject({ state: 'approved', repeated: false });
    const sent = await reaches(id, 'sent');
    expect(sent.number).toMatch(/^INV-20\d\d-0001$/);
    const mail = await office.outbox.gets({ to: 'ap@acme.example', subject: new RegExp(sent.number ?? '') });
    expect(mail.text).toContain('1,190.00');
    const pdf = await office.store.files.byHash(sent.pdf?.hash ?? '');
    expect(pdf?.bytes.subarray(0, 5).toString()).toBe('%PDF-');

    expect((await pay(id, 119_000)).text).toContain('paid in full');
    const paid = await reaches(id, 'paid');
    expect(paid.payments[0]?.receipt).toMatchObject({ number: expect.stringMatching(/^RCT-20\d\d-0001$/), remaining: { minor: 0, currency: 'EUR' } });
    await office.outbox.gets({ to: 'ap@acme.example', subject: /RCT-/ });
    expect(await office.temporal.workflow.getHandle(invoiceWorkflowId(id)).result()).toMatchObject({ state: 'paid' });
    const history = await office.temporal.workflow.getHandle(invoiceWorkflowId(id)).fetchHistory();
    expect(history.events?.length).toBeLessThanOrEqual(200);
  });

  it('needs nobody up to 500 EUR', async () => {
    expect((await reaches(await create('400', 'now'), 'sent')).approval?.why).toContain('nobody');
  });

  it('tells a refusal as what it is, and writes a refused approval down', async () => {
    const id = await create('1000', 'now');
    await expect(office.door.actOnInvoice('decide', id, { by: CARLA, key: key(), step: 0, version: 1, says: 'approve' })).rejects.toMatchObject({ code: 'SelfApproval' });
    expect((await stored(id)).history.at(-1)?.kind).toBe('approval.denied');
    await expect(pay(id, 100)).rejects.toMatchObject({ code: 'NotIssued' });
    await expect(office.door.actOnInvoice('open', 'inv_none', { by: CARLA, key: key() })).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('is decided once, whoever clicks at the same moment', async () => {
    const id = await create('1000', 'now');
    const click = { by: MILO, key: key(), step: 0, version: 1, says: 'approve' as const };
    const answers = await Promise.all(Array.from({ length: 5 }, () => office.door.actOnInvoice('decide', id, click)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const sent = await reaches(id, 'sent');
    expect(sent.history.filter(({ kind }) => kind === 'approved')).toHaveLength(1);
  });

  it('opens again for a late payment and a reversal after its workflow has ended', async () => {
    const id = await create('100', 'now');
    const sent = await reaches(id, 'sent');
    await pay(id, sent.balance.minor);
    await reaches(id, 'paid');
    await office.temporal.workflow.getHandle(invoiceWorkflowId(id)).result();
    expect((await pay(id, 500)).text).toContain('credit');
    const late = await reaches(id, 'paid');
    const client = await until(async () => { const found = await office.store.clients.find(acme); return found?.credit[0]?.minor === 500 && found; }, 'the credit');
    expect(client.credit).toEqual([money(500, 'EUR')]);
    await office.door.actOnInvoice('reversePayment', id, { by: FATIMA, key: key(), paymentId: late.payments[0]?.id ?? '', reason: 'bounced cheque' });
    expect((await reaches(id, 'sent')).balance).toEqual(sent.balance);
  });
});
