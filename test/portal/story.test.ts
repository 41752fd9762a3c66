/** The client's road through the portal, on the whole office: reading, answering, paying, objecting. */
import type { Estimate } from '../../domain/estimate';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { money } from '../../domain/money';
import { createLinks } from '../../activities/link';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { hidden, openTestPortal, PUBLIC_URL, wordsOf, type Answered, type TestPortal, type Visitor } from '../support/portal';
import { CARLA, content, FATIMA, line, MILO } from '../support/samples';

describe('a client in the portal', () => {
  let office: TestOffice;
  let portal: TestPortal;
  let visitor: Visitor;
  let acme = '';
  let count = 0;

  beforeAll(async () => {
    office = await openOffice();
    portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder });
    ({ visitor } = portal);
    acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
  });
  afterAll(async () => {
    await portal.close();
    await office.close();
  });

  const key = () => `story-${++count}`;
  const estimateStored = async (id: string): Promise<Estimate> => (await office.store.estimates.find(id)) as Estimate;
  const invoiceStored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
  const linkIn = (text: string): string => /https:\/\/office\.test\/p\/\S+/.exec(text)?.[0] ?? '';

  /** An estimate in the client's mailbox: its id and the link of its mail. */
  async function offered(): Promise<{ id: string; link: string }> {
    const made = { by: CARLA, key: key(), content: content({ clientId: acme, lines: [line({ unitPrice: '1000' })], project: 'Relaunch' }), send: 'now' as const };
    const id = idOf('est', made.key);
    await office.door.createEstimate(id, made);
    const { number = '' } = await until(async () => { const estimate = await estimateStored(id); return estimate.state === 'sent' ? estimate : undefined; }, `${id} to be sent`);
    return { id, link: linkIn((await office.outbox.gets({ to: 'ap@acme.example', subject: new RegExp(number) })).text) };
  }

  /** An invoice in the client's mailbox. */
  async function billed(price = '100'): Promise<{ id: string; link: string; number: string }> {
    const made = { by: CARLA, key: key(), content: content({ clientId: acme, lines: [line({ unitPrice: price })] }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    if (Number(price) > 420) await office.door.actOnInvoice('decide', id, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
    const { number = '' } = await until(async () => { const invoice = await invoiceStored(id); return invoice.state === 'sent' && invoice.owed.length === 0 ? invoice : undefined; }, `${id} to be sent`);
    return { id, number, link: linkIn((await office.outbox.gets({ to: 'ap@acme.example', subject: new RegExp(number) })).text) };
  }

  const sealed = (page: Answered): Record<string, string> => ({ csrf: hidden(page, 'csrf'), version: hidden(page, 'version'), contentHash: hidden(page, 'contentHash') });

  describe('with an estimate', () => {
    it('reads it by the link of the mail, terms before signature, and opens its PDF', async () => {
      const { link } = await offered();
      const page = await visitor.get(link);
      expect(page.status).toBe(200);
      const words = wordsOf(page);
      expect(words).toContain('1,190.00 EUR');
      expect(words).toContain('Waiting for your answer');
      expect(words.indexOf('Payment terms')).toBeLessThan(words.indexOf('Approve this estimate'));
      const pdf = await visitor.get(`${link}/pdf`);
      expect(pdf).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf', 'content-disposition': expect.stringMatching(/^inline; filename="EST-.*\.pdf"$/) } });
      expect(pdf.text.slice(0, 5)).toBe('%PDF-');
    });

    it('approves it with a name: the estimate keeps name, address, time and version, and one invoice starts', async () => {
      const { id, link } = await offered();
      const page = await visitor.from('198.51.100.7').get(link);
      const answer = await visitor.from('198.51.100.7').post(`${link}/accept`, { ...sealed(page), name: 'Erika Muster' });
      expect(answer).toMatchObject({ status: 303, headers: { location: link } });
      const shown = wordsOf(await visitor.get(link));
      expect(shown).toContain('Approved by Erika Muster');
      expect(shown).not.toContain('Approve this estimate');
      const { answer: kept, contentHash, invoiceId } = await until(async () => { const found = await estimateStored(id); return found.invoiceId ? found : undefined; }, 'the invoice to start');
      expect(kept).toMatchObject({ says: 'accept', name: 'Erika Muster', ip: '198.51.100.7', version: 1, contentHash, at: expect.stringMatching(/^\d{4}-/) });
      expect(await until(() => invoiceStored(invoiceId!), 'the invoice')).toMatchObject({ source: { estimateId: id } });
    });

    it('is one act, however often the button is pressed at once', async () => {
      const { id, link } = await offered();
      const form = { ...sealed(await visitor.get(link)), name: 'Erika Muster' };
      const answers = await Promise.all(Array.from({ length: 8 }, () => visitor.post(`${link}/accept`, form)));
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(303));
      const { history, invoiceId } = await until(async () => { const found = await estimateStored(id); return found.invoiceId ? found : undefined; }, 'the invoice to start');
      expect(history.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      await until(() => invoiceStored(invoiceId!), 'the invoice');
      expect(await office.store.invoices.model.countDocuments({ 'source.estimateId': id } as never)).toBe(1);
    });

    it('makes one answer and one invoice when two people answer at once, and the second is told so', async () => {
      const { id, link } = await offered();
      const [yes, no] = await Promise.all([visitor.get(link), visitor.get(link)]);
      const answers = await Promise.all([
        visitor.post(`${link}/accept`, { ...sealed(yes), name: 'Erika Muster' }),
        visitor.post(`${link}/decline`, { ...sealed(no), name: 'Otto Normal', reason: 'Too much for us' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
      expect(wordsOf(answers.find(({ status }) => status === 409)!)).toMatch(/was already (accepted|declined)\. Nothing was changed\./);
      const { history } = await estimateStored(id);
      expect(history.filter(({ kind }) => kind === 'accepted' || kind === 'declined')).toHaveLength(1);
    });

    it('declines it with a reason, and the office reads the reason', async () => {
      const { id, link } = await offered();
      const page = await visitor.get(link);
      expect(await visitor.post(`${link}/decline`, { ...sealed(page), name: 'Erika Muster', reason: '<b>Too</b> expensive' })).toMatchObject({ status: 303 });
      expect((await estimateStored(id)).answer).toMatchObject({ says: 'decline', reason: '<b>Too</b> expensive' });
      const after = await visitor.get(link);
      expect(after.text).toContain('&lt;b&gt;Too&lt;/b&gt; expensive');
      expect(after.text).not.toContain('<b>Too');
    });

    it.each([
      ['no name', { name: ' ' }, 'accept', 'Write your name.'],
      ['no reason', { name: 'Erika Muster', reason: 'no' }, 'decline', 'Say why in at least 5 characters.'],
    ])('refuses an answer with %s, and nothing is recorded', async (_, fields, verb, sentence) => {
      const { id, link } = await offered();
      const answer = await visitor.post(`${link}/${verb}`, { ...sealed(await visitor.get(link)), ...fields });
      expect(answer.status).toBe(422);
      expect(wordsOf(answer)).toContain(sentence);
      expect(answer.text).toContain(`href="${link.replace(PUBLIC_URL, '')}"`);
      expect((await estimateStored(id)).state).toBe('sent');
    });

    it('cannot approve a version that was replaced; the page that shows the newer one says so', async () => {
      const { id, link } = await offered();
      const old = sealed(await visitor.get(link));
      await office.door.actOnEstimate('edit', id, { by: CARLA, key: key(), version: 1, content: content({ clientId: acme, lines: [line({ unitPrice: '2000' })] }) });

      const revised = await visitor.get(link);
      expect(wordsOf(revised)).toContain('We are working on a new version.');
      expect(revised.text).not.toContain('2,000');
      expect((await visitor.get(`${link}/pdf`)).status).toBe(404);
      const early = await visitor.post(`${link}/accept`, { ...old, name: 'Erika Muster' });
      expect(early.status).toBe(409);
      expect(wordsOf(early)).toContain('There is a newer version of EST-');

      await office.door.actOnEstimate('send', id, { by: CARLA, key: key(), version: 2 });
      await until(async () => ((await estimateStored(id)).state === 'sent' ? true : undefined), 'version 2 to be sent');
      expect((await visitor.post(`${link}/accept`, { ...old, name: 'Erika Muster' })).status).toBe(409);
      expect((await estimateStored(id)).state).toBe('sent');

      const fresh = await visitor.get(link);
      expect(wordsOf(fresh)).toContain('2,380.00 EUR');
      expect(wordsOf(fresh)).toContain('This is version 2. It replaces the one you had before.');
      expect((await visitor.post(`${link}/accept`, { ...sealed(fresh), name: 'Erika Muster' })).status).toBe(303);
    });

    it('cannot answer it after its last day', async () => {
      const { id, link } = await offered();
      const form = { ...sealed(await visitor.get(link)), name: 'Erika Muster' };
      await office.store.estimates.model.updateOne({ id }, { $set: { state: 'expired', validUntil: '2026-01-31' } } as never);
      const page = await visitor.get(link);
      expect(wordsOf(page)).toContain('It was valid until 31 January 2026.');
      expect(page.text).not.toContain('<form');
      const answer = await visitor.post(`${link}/accept`, form);
      expect(answer.status).toBe(409);
      expect(wordsOf(answer)).toMatch(/EST-\S+ expired on 31 January 2026\. Nothing was recorded\./);
    });

    it('sees that the office has withdrawn it', async () => {
      const { id, link } = await offered();
      const form = { ...sealed(await visitor.get(link)), name: 'Erika Muster' };
      await office.door.actOnEstimate('discard', id, { by: CARLA, key: key() });
      const page = await visitor.get(link);
      expect(wordsOf(page)).toContain('We have withdrawn this estimate.');
      expect(page.text).not.toContain('<form');
      expect((await visitor.post(`${link}/accept`, form)).status).toBe(409);
    });
  });

  describe('with an invoice', () => {
    it('reads it, opens its PDF, and finds how to pay it', async () => {
      const { link, number } = await billed();
      const page = await visitor.get(link);
      expect(wordsOf(page)).toContain('Balance today 119.00 EUR');
      expect((await visitor.get(`${link}/pdf`)).text.slice(0, 5)).toBe('%PDF-');
      const payment = wordsOf(await visitor.get(`${link}/pay`));
      expect(payment).toContain('Checkout opened for 119.00 EUR.');
      expect(payment).toContain('DE89 3704 0044 0532 0130 00');
      expect(payment).toContain(`Reference ${number}`);
    });

    it('sees what it has paid, the balance that is left, and its receipts', async () => {
      const { id, link, number } = await billed('1000');
      await office.door.actOnInvoice('pay', id, { by: FATIMA, key: key(), amount: money(50_000, 'EUR'), date: new Date().toISOString().slice(0, 10), reference: 'first half' });
      const paid = await until(async () => { const found = await invoiceStored(id); return found.payments[0]?.receipt?.pdf ? found : undefined; }, 'the receipt');
      const page = await visitor.get(link);
      expect(wordsOf(page)).toContain('Balance today 690.00 EUR');
      const [, receipt = ''] = /href="([^"]+\/files\/[0-9a-f]{64})"/.exec(page.text) ?? [];
      expect((await visitor.get(receipt)).headers['content-disposition']).toContain(paid.payments[0]?.receipt?.number);
      const overview = wordsOf(await visitor.get(link.replace(/\/invoices.*/, '')));
      expect(overview).toMatch(new RegExp(`${number} 690.00 EUR .*of 1,190.00 EUR`));
      expect(overview).toContain(paid.payments[0]?.receipt?.number);
    });

    it('objects to it: reminders stop, and a second objection is told of the first', async () => {
      const { id, link } = await billed();
      const [page, earlier] = [await visitor.get(link), await visitor.get(link)];
      const form = { csrf: hidden(page, 'csrf'), reason: 'We ordered half a day only.' };
      expect(await visitor.post(`${link}/dispute`, form)).toMatchObject({ status: 303, headers: { location: link } });
      expect(await invoiceStored(id)).toMatchObject({ dispute: { reason: form.reason, by: { via: 'portal', email: 'ap@acme.example' } }, dunning: { status: 'disputed' } });
      const after = await visitor.get(link);
      expect(wordsOf(after)).toContain('We ordered half a day only.');
      expect(after.text).not.toContain('<form');
      expect((await visitor.post(`${link}/dispute`, form)).status).toBe(303); // The same press.
      const second = await visitor.post(`${link}/dispute`, { csrf: hidden(earlier, 'csrf'), reason: 'Another reason.' });
      expect(second.status).toBe(409);
      expect(wordsOf(second)).toContain('is disputed already by Acme GmbH: We ordered half a day only.');
    });

    it('sees what was credited, opens the credit note by the link of its mail, and finds what is left', async () => {
      const { id, link, number } = await billed('1000');
      const crediting = { lines: [{ lineId: 'l1', amount: money(40_000, 'EUR') }], reason: 'Half of it was late', settlement: 'offset' as const, seen: money(47_600, 'EUR') };
      await office.door.actOnInvoice('credit', id, { by: FATIMA, key: key(), ...crediting });
      const mail = await office.outbox.gets({ to: 'ap@acme.example', subject: /Credit note CN-/ });
      const page = await visitor.get(linkIn(mail.text));
      expect(wordsOf(page)).toMatch(/Balance today 714\.00 EUR.*Credit notes Credit note CN-\S+ of .* 476\.00 EUR/);
      const [, note = ''] = /href="([^"]+\/files\/[0-9a-f]{64})"/.exec(page.text) ?? [];
      expect((await visitor.get(note)).headers['content-disposition']).toContain('CN-');
      await office.door.actOnInvoice('credit', id, { by: FATIMA, key: key(), lines: 'all', reason: 'And the other half', settlement: 'offset', seen: money(71_400, 'EUR') });
      await until(async () => (await invoiceStored(id)).state === 'paid' && (await office.store.creditNotes.model.find({ 'invoice.id': id } as never).lean()).filter(({ pdf }) => pdf).length === 2, 'the second note');
      expect(wordsOf(await visitor.get(link))).toContain('Credited in full. Nothing is to be paid.');
      expect(wordsOf(await visitor.get(link.replace(/\/invoices.*/, '')))).toMatch(new RegExp(`${number} 1,190.00 EUR .*Credited .*Credit notes CN-`));
    });

    it('finds nothing to pay on a void one', async () => {
      const { id, link, number } = await billed();
      await office.store.invoices.model.updateOne({ id }, { $set: { state: 'void' } } as never);
      expect(wordsOf(await visitor.get(link))).toContain('This invoice is void: nothing is to be paid.');
      expect(wordsOf(await visitor.get(`${link}/pay`))).toContain(`Nothing is to be paid on ${number}.`);
    });
  });

  it('keeps no token and no link in the database, nor in the workflows', async () => {
    const { link } = await offered();
    const [, token = ''] = /\/p\/([\w-]{43})/.exec(link) ?? [];
    expect(token).toHaveLength(43);
    const collections = await office.store.connection.db!.collections();
    const dump = JSON.stringify(await Promise.all(collections.map((collection) => collection.find({}).toArray())));
    expect(dump).toContain((await office.store.links.byToken(token))!.hash);
    expect(dump).not.toContain(token);
    for await (const { workflowId } of office.temporal.workflow.list()) {
      const history = await office.temporal.workflow.getHandle(workflowId).fetchHistory();
      expect(Buffer.from(JSON.stringify(history)).toString()).not.toContain(token);
    }
  });

  it('loses the links that went to an address which is no longer theirs; other edits end none', async () => {
    const { link } = await offered();
    const { history: _history, id: clientId, revision, credit: _credit, ...details } = (await office.store.clients.find(acme))!;
    const renamed = await office.door.saveClient({ by: CARLA, key: key(), clientId, revision, details: { ...details, name: 'Acme AG' } });
    expect((await visitor.get(link)).status).toBe(200);
    const moved = await office.door.saveClient({ by: CARLA, key: key(), clientId, revision: renamed.revision, details: { ...details, email: 'new@acme.example' } });
    const answer = await visitor.get(link);
    expect([answer.status, wordsOf(answer)]).toEqual([410, expect.stringContaining('This link was withdrawn.')]);
    await office.door.saveClient({ by: CARLA, key: key(), clientId, revision: moved.revision, details });
  });

  it('opens the overview by a link without a document', async () => {
    const url = await createLinks({ links: office.store.links, publicUrl: PUBLIC_URL }).mintLink({ clientId: acme, at: new Date().toISOString() });
    expect(wordsOf(await visitor.get(url))).toContain('Hello Acme GmbH');
  });
});
