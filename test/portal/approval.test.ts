/** The road of an approver without Slack: a mail, a link, a code, a page, and a decision that is judged as every other. */
import { createLinks } from '../../activities/link';
import { idOf } from '../../domain/id';
import { cookieOf, GRETA, HUGO, linkIn, openApprovers, sealed, short, type Approvers } from '../support/approvers';
import { textOf, until } from '../support/desk-door';
import { PUBLIC_URL, wordsOf } from '../support/portal';
import { CARLA, content, line, MILO } from '../support/samples';

let approvers: Approvers;
let { office, acme, key, stored, reaches, asked, about, submitted, get, post, codeFor, typeCode, reader } = {} as Approvers;

beforeAll(async () => {
  approvers = await openApprovers();
  ({ office, acme, key, stored, reaches, asked, about, submitted, get, post, codeFor, typeCode, reader } = approvers);
});
afterAll(() => approvers.close());

describe('an approver without Slack', () => {
  it('gets a mail, a code and a page, approves, and the invoice goes out', async () => {
    const id = await submitted('1000', { project: 'Relaunch', note: 'As agreed with <Erika>.' });
    const mail = await asked(id);
    expect(mail.subject).toMatch(/^Carla asks you to approve draft \w{6}: 1,190\.00.EUR$/);
    for (const words of ['Hello Greta Grant,', 'for Acme GmbH: 1,190.00 EUR, due 14 days after issue', 'It is for Design day.', 'Relaunch']) expect(mail.text).toContain(words);
    const link = linkIn(mail.text);
    const door = await get({ link, cookie: '' });
    expect(door.status).toBe(200);
    for (const secret of ['Acme', '1,190', short(id), 'Greta', GRETA]) expect(door.text).not.toContain(secret);

    const opened = await typeCode(link, await codeFor(link));
    expect(opened).toMatchObject({ status: 303, headers: { location: link } });
    expect(opened.headers['set-cookie']).toEqual([expect.stringMatching(/^approvals=[\w.-]+; Path=\/approvals; Max-Age=1800; HttpOnly; SameSite=Strict; Secure$/)]);
    const greta = { link, cookie: cookieOf(opened) };
    const page = await get(greta);
    const words = wordsOf(page);
    for (const told of ['Invoice draft', 'Waiting for you', '1,190.00 EUR', 'Carla asks you to approve it, for Acme GmbH.', 'Acme GmbH', 'Relaunch', 'Design day', 'VAT 19%', 'any one of Milo, Ana, Greta Grant', 'open now', 'Approval policy 1.']) expect(words).toContain(told);
    expect(page.text).toContain('As agreed with &lt;Erika&gt;.');

    const answer = await post(greta, 'approve', { ...sealed(page), note: 'Looks right' });
    expect(answer).toMatchObject({ status: 303, headers: { location: link } });
    const { history, approval, number = '' } = await reaches(id, 'sent');
    expect(approval?.steps[0]?.decisions).toEqual([expect.objectContaining({ by: { email: GRETA, name: 'Greta Grant', via: 'portal' }, says: 'approve', note: 'Looks right' })]);
    expect(history.find(({ kind }) => kind === 'approved')?.by).toEqual({ email: GRETA, name: 'Greta Grant', via: 'portal' });
    const after = await get(greta);
    expect(wordsOf(after)).toMatch(/Approved by Greta Grant, .*It is INV-\d{4}-\d{4} now, and on its way to the client\./);
    expect(after.text).not.toContain('<form');
    const milo = await office.desk.as(MILO.email);
    await until(async () => (await milo.messages('dm')).some((message) => textOf(message).includes('Approved by @Greta Grant')), 'Milo’s card to be redrawn');
    const carla = await office.desk.as(CARLA.email);
    await until(async () => {
      const status = (await carla.messages('#invoices')).find((message) => textOf(message).includes(number));
      return status && (await carla.thread(status)).some((reply) => textOf(reply).includes('Greta Grant approved step 1 of 1 in the portal: Looks right'));
    }, 'the thread to say that it was in the portal');
    expect(await about(id)).toHaveLength(1);
  });

  it('gets the mail later and once, while the mail provider is away', async () => {
    await office.outbox.fault({ call: 'mail.send', kind: 'status', status: 503, times: 2 });
    const id = await submitted();
    const mail = await asked(id);
    expect((await office.store.connection.db!.collection('mails').findOne({ documentId: id }))?.log.map(({ state }: { state: string }) => state)).toEqual(['claimed', 'sending', 'claimed', 'sending', 'claimed', 'sending', 'accepted']);
    await office.outbox.fault({ call: 'mail.send', kind: 'status', status: 503, times: 2 });
    const greta = await reader(linkIn(mail.text));
    expect((await get(greta)).text).toContain(short(id));
    expect(await about(id)).toHaveLength(1);
  });

  it('gets no second mail by itself when nobody knows whether the first one left', async () => {
    await office.outbox.fault({ call: 'mail.send', kind: 'cut-after' });
    const id = await submitted();
    const row = () => office.store.connection.db!.collection('mails').findOne({ documentId: id });
    await until(async () => (await row())?.state === 'unknown', 'the mail to be of unknown outcome');
    await office.door.actOnInvoice('ask', id, { by: MILO, key: key(), text: 'Is it urgent?' });
    const milo = await office.desk.as(MILO.email);
    await office.door.actOnInvoice('decide', id, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
    await reaches(id, 'sent');
    await until(async () => (await milo.messages('dm')).some((message) => textOf(message).includes('Approved by @Milo')), 'the cards to be redrawn');
    expect(await about(id)).toHaveLength(1);
  });

  it('rejects with a reason, and the author gets it back', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const page = await get(greta);
    expect((await post(greta, 'reject', { ...sealed(page), category: 'price', reason: '<b>Half a day</b> only' })).status).toBe(303);
    expect(await reaches(id, 'draft')).toMatchObject({ returned: { by: { email: GRETA, via: 'portal' }, category: 'price', reason: '<b>Half a day</b> only' }, approval: { verdict: 'rejected' } });
    const after = await get(greta);
    expect(wordsOf(after)).toContain('It went back to Carla, who can change it and ask again.');
    expect(after.text).toContain('&lt;b&gt;Half a day&lt;/b&gt; only');
    expect(after.text).not.toContain('<form');
  });

  it('asks first; nothing is decided by a question', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    expect((await post(greta, 'ask', { ...sealed(await get(greta)), question: 'Is the travel agreed?' })).status).toBe(303);
    const { questions, approval } = await stored(id);
    expect(questions).toEqual([expect.objectContaining({ by: { email: GRETA, name: 'Greta Grant', via: 'portal' }, text: 'Is the travel agreed?' })]);
    expect(approval?.verdict).toBe('open');
    expect(wordsOf(await get(greta))).toContain('Is the travel agreed?');
  });

  it('is asked when the second step opens, once, and sees who decided the first', async () => {
    const id = await submitted('20000');
    const { text } = await asked(id);
    expect(await office.outbox.mails({ to: HUGO })).toEqual([]);
    await office.door.actOnInvoice('decide', id, { by: MILO, key: key(), step: 0, version: 1, says: 'approve', note: 'For the spring' });
    const hugo = await reader(linkIn((await asked(id, HUGO)).text), HUGO);
    const words = wordsOf(await get(hugo));
    expect(words).toContain('Step 1 of 2: any one of Milo, Ana, Greta Grant Approved by Milo');
    expect(words).toContain('“For the spring”');
    expect(words).toContain('Step 2 of 2: any one of Hugo Hill, Fatima open now');

    const greta = await reader(linkIn(text));
    const late = await get(greta);
    expect(wordsOf(late)).toContain('Waiting for others');
    expect(late.text).not.toContain('/approve"');
    expect((await post(hugo, 'approve', sealed(await get(hugo)))).status).toBe(303);
    await reaches(id, 'sent');
    expect(await about(id, HUGO)).toHaveLength(1);
  });

  it('is asked again after a change, with what changed, and decides on nothing older', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const old = sealed(await get(greta));
    await office.door.actOnInvoice('edit', id, { by: CARLA, key: key(), version: 1, content: content({ clientId: acme, lines: [line({ unitPrice: '2000' })] }) });
    expect(wordsOf(await get(greta))).toMatch(/Carla changed it after you were asked, .*you get a new mail\./);
    await office.door.actOnInvoice('submit', id, { by: CARLA, key: key(), version: 2 });
    const mails = await until(async () => { const found = await about(id); return found.length === 2 ? found : undefined; }, 'the second mail');
    expect(mails[0]?.subject).toContain('2,380.00');

    const stale = await post(greta, 'approve', { ...old, note: 'All of it typed' });
    expect(stale.status).toBe(409);
    const words = wordsOf(stale);
    expect(words).toContain('This invoice changed since the message; see the new message. What you see now is how it stands. Nothing was recorded.');
    expect(words).toContain('Changed since it was asked about last Total 1,190.00 EUR → 2,380.00 EUR');
    expect(stale.text).toContain('value="All of it typed"');
    expect((await stored(id)).approval?.verdict).toBe('open');
    expect((await post(greta, 'approve', { ...sealed(stale), note: 'All of it typed' })).status).toBe(303);
    await reaches(id, 'sent');
  });

  it('makes one decision of one form, however often it is pressed at once', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const form = sealed(await get(greta));
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(greta, 'approve', form)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303));
    const { history } = await reaches(id, 'sent');
    expect(history.filter(({ kind }) => kind === 'approved')).toHaveLength(1);
  });

  it('changes nothing with the same decision from another window, however far the invoice is by then', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const [one, other] = [sealed(await get(greta)), sealed(await get(greta))];
    expect((await post(greta, 'approve', one)).status).toBe(303);
    const { number } = await reaches(id, 'sent');
    expect((await post(greta, 'approve', { ...other, note: 'Once more' })).status).toBe(303);
    const { state, number: kept, history } = await stored(id);
    expect([state, kept, history.filter(({ kind }) => kind === 'approved').length]).toEqual(['sent', number, 1]);
  });

  it('is told in words what stands against it, and keeps what was typed', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const first = await get(greta);
    const missing = await post(greta, 'reject', { ...sealed(first), category: 'terms', reason: 'no' });
    expect(missing.status).toBe(422);
    expect(wordsOf(missing)).toContain('Say why in at least 5 characters. Nothing was recorded; what you typed is below.');
    expect(missing.text).toMatch(/<details open>[\s\S]*<option value="terms" selected>[\s\S]*>no<\/textarea>/);
    const long = await post(greta, 'approve', { ...sealed(first), note: 'x'.repeat(201) });
    expect([long.status, wordsOf(long).includes('Note: at most 200 characters.')]).toEqual([422, true]);

    await office.door.actOnInvoice('decide', id, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
    const late = await post(greta, 'approve', sealed(first));
    expect(late.status).toBe(409);
    expect(wordsOf(late)).toMatch(/Already approved by Milo on .* Nothing changed\. There is nothing more to do\./);
  });

  it('does not decide what they made or changed themselves', async () => {
    const made = { by: { email: GRETA, name: 'Greta Grant', via: 'office' as const }, key: key(), content: content({ clientId: acme }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    await reaches(id, 'submitted');
    const url = (await createLinks({ links: office.store.links, publicUrl: PUBLIC_URL }).mintApprovalLink({ approver: GRETA, invoiceId: id, at: new Date().toISOString() })).url;
    const answer = await get(await reader(url));
    expect(answer.status).toBe(410);
    expect(wordsOf(answer)).toContain('This is not asked of you any more.');
    expect(await about(id)).toEqual([]);
  });
});
