/** The road of an approver without Slack: a mail, a link, a code, a page, a decision; and everything that must not lead there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../../config/logger';
import { createLinks } from '../../activities/link';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { openSession } from '../../portal/approval/session';
import type { Deps } from '../../portal/deps';
import { APPROVER_ROUTES } from '../../portal/routes';
import { openSeals } from '../../portal/seal';
import { startWorker, type OfficeWorker } from '../../worker/office-worker';
import { textOf, until } from '../support/desk-door';
import { openOffice, workflowCode, type TestOffice } from '../support/office';
import { hidden, openTestPortal, PORTAL_SECRET, PUBLIC_URL, wordsOf, type Answered, type TestPortal } from '../support/portal';
import { CARLA, content, line, MILO } from '../support/samples';

const OFFICE_YAML = readFileSync(join(__dirname, '../../config/office.yaml'), 'utf8');
const GRETA = 'greta@northlight.example';
const HUGO = 'hugo@northlight.example';
/** Two people whom the local Slack does not know: a manager, and one of finance. */
const withPeople = (...lines: string[]): string => OFFICE_YAML.replace('  - {name: Fatima,', `${lines.map((one) => `  - ${one}\n`).join('')}  - {name: Fatima,`);
const GRETA_ROW = `{name: Greta Grant, email: ${GRETA}, roles: [manager]}`;
const HUGO_ROW = `{name: Hugo Hill, email: ${HUGO}, roles: [finance]}`;

let office: TestOffice;
let portal: TestPortal;
let worker: OfficeWorker;
let acme = '';
let count = 0;
const lines: string[] = [];
const log = createLogger('test', 'info', { write: (text: string) => void lines.push(text) });

beforeAll(async () => {
  office = await openOffice({ files: { 'office.yaml': withPeople(GRETA_ROW, HUGO_ROW) } });
  office.worker.stop();
  await office.worker.stopped;
  worker = await startWorker(office.env, log, await workflowCode());
  portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder, log });
  acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
});
afterAll(async () => {
  await portal.close();
  worker.stop();
  await worker.stopped;
  await office.close();
});

const key = (): string => `approval-${++count}`;
const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
const linkIn = (text: string): string => /https:\/\/office\.test\/approvals\/[\w-]+/.exec(text)?.[0] ?? '';
const rows = (collection: string) => office.store.connection.db!.collection(collection);
const reaches = (id: string, state: string) => until(async () => { const found = await stored(id); return found.state === state ? found : undefined; }, `${id} to be ${state}`);

/** An invoice that waits for managers, above 10,000 EUR also for finance. */
async function submitted(price = '1000', more: Parameters<typeof content>[0] = {}): Promise<string> {
  const made = { by: CARLA, key: key(), content: content({ clientId: acme, lines: [line({ unitPrice: price })], ...more }), submit: 'now' as const };
  const id = idOf('inv', made.key);
  await office.door.createInvoice(id, made);
  await reaches(id, 'submitted');
  return id;
}
const short = (id: string): string => id.slice(-6);
const asked = (id: string, to = GRETA) => office.outbox.gets({ to, subject: new RegExp(`draft ${short(id)}`) });

/** Somebody who came by a link, with the cookie they have. */
type Reader = { link: string; cookie: string };
const get = ({ link, cookie }: Reader, path = ''): Promise<Answered> => portal.visitor.ask(`${link}${path}`, { headers: { ...(cookie && { Cookie: cookie }) } });
const post = ({ link, cookie }: Reader, path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answered> =>
  portal.visitor.post(`${link}/${path}`, form, { Origin: PUBLIC_URL, ...(cookie && { Cookie: cookie }), ...headers });

const codeIn = (text: string): string => /\b\d{6}\b/.exec(text)?.[0] ?? '';
const codesTo = (to: string) => office.outbox.mails({ to }).then((mails) => mails.filter(({ subject }) => subject.startsWith('Your code')));

/** Asks for a code by a link and reads it in the mailbox. */
async function codeFor(link: string, to = GRETA): Promise<string> {
  const before = (await codesTo(to)).length;
  const door = await get({ link, cookie: '' });
  expect((await post({ link, cookie: '' }, 'code', { csrf: hidden(door, 'csrf') })).status).toBe(200);
  const [newest] = await until(async () => { const mails = await codesTo(to); return mails.length > before ? mails : undefined; }, `a code to ${to}`);
  return codeIn((await office.outbox.open(newest!.id)).text);
}
async function typeCode(link: string, code: string): Promise<Answered> {
  return post({ link, cookie: '' }, 'open', { csrf: hidden(await get({ link, cookie: '' }), 'csrf'), code });
}
const cookieOf = (answer: Answered): string => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';

/** Comes by a link and proves the mailbox. */
async function reader(link: string, to = GRETA): Promise<Reader> {
  await rows('codes').updateMany({}, { $set: { at: '2020-01-01T00:00:00.000Z' } }); // Each reader of these tests has an hour of their own.
  const answer = await typeCode(link, await codeFor(link, to));
  expect(answer.status).toBe(303);
  return { link, cookie: cookieOf(answer) };
}
const sealed = (page: Answered): Record<string, string> => ({ csrf: hidden(page, 'csrf'), step: hidden(page, 'step'), version: hidden(page, 'version') });

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
    for (const told of ['Invoice draft', 'Waiting for you', '1,190.00 EUR', 'Carla asks you to approve it.', 'Acme GmbH', 'Relaunch', 'Design day', 'VAT 19%', 'any one of Milo, Ana, Greta Grant', 'open now', 'Approval policy 1.']) expect(words).toContain(told);
    expect(page.text).toContain('As agreed with &lt;Erika&gt;.');

    const answer = await post(greta, 'approve', { ...sealed(page), note: 'Looks right' });
    expect(answer).toMatchObject({ status: 303, headers: { location: link } });
    const { history, approval } = await reaches(id, 'sent');
    expect(approval?.steps[0]?.decisions).toEqual([expect.objectContaining({ by: { email: GRETA, name: 'Greta Grant', via: 'portal' }, says: 'approve', note: 'Looks right' })]);
    expect(history.find(({ kind }) => kind === 'approved')?.by).toEqual({ email: GRETA, name: 'Greta Grant', via: 'portal' });
    const after = await get(greta);
    expect(wordsOf(after)).toMatch(/Approved by Greta Grant, .*It is INV-\d{4}-\d{4} now, and on its way to the client\./);
    expect(after.text).not.toContain('<form');
    const milo = await office.desk.as(MILO.email);
    await until(async () => (await milo.messages('dm')).some((message) => textOf(message).includes('Approved by @Greta Grant')), 'Milo’s card to be redrawn');
    expect((await office.outbox.mails({ to: GRETA })).filter(({ subject }) => subject.includes(short(id)))).toHaveLength(1);
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
    expect((await office.outbox.mails({ to: HUGO })).filter(({ subject }) => subject.includes(short(id)))).toHaveLength(1);
  });

  it('is asked again after a change, with what changed, and decides on nothing older', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const old = sealed(await get(greta));
    await office.door.actOnInvoice('edit', id, { by: CARLA, key: key(), version: 1, content: content({ clientId: acme, lines: [line({ unitPrice: '2000' })] }) });
    expect(wordsOf(await get(greta))).toMatch(/Carla changed it after you were asked, .*you get a new mail\./);
    await office.door.actOnInvoice('submit', id, { by: CARLA, key: key(), version: 2 });
    const mails = await until(async () => { const found = (await office.outbox.mails({ to: GRETA })).filter(({ subject }) => subject.includes(short(id))); return found.length === 2 ? found : undefined; }, 'the second mail');
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
    expect((await office.outbox.mails({ to: GRETA })).filter(({ subject }) => subject.includes(short(id)))).toEqual([]);
  });
});

describe('the way in', () => {
  let id = '';
  let link = '';
  beforeAll(async () => {
    id = await submitted();
    link = linkIn((await asked(id)).text);
  });
  const fresh = () => rows('codes').updateMany({}, { $set: { at: '2020-01-01T00:00:00.000Z' } });

  it('is shut by five wrong codes, for the right one too, and opened by a new one', async () => {
    await fresh();
    const code = await codeFor(link);
    const wrong = (at: number): string => String((Number(code) + at) % 1_000_000).padStart(6, '0');
    for (let at = 1; at <= 5; at += 1) {
      const answer = await typeCode(link, wrong(at));
      expect(answer.status).toBe(403);
      expect(wordsOf(answer)).toContain('That code does not open this page.');
    }
    const shut = await typeCode(link, code);
    expect([shut.status, shut.headers['set-cookie']]).toEqual([403, undefined]);
    expect((await typeCode(link, await codeFor(link))).status).toBe(303);
  });

  it('ends with its code after ten minutes, after one use, and when a newer one is sent', async () => {
    await fresh();
    const late = await codeFor(link);
    await rows('codes').updateMany({ email: GRETA }, { $set: { expiresAt: '2020-01-01T00:00:00.000Z' } });
    expect((await typeCode(link, late)).status).toBe(403);
    const [older, newer] = [await codeFor(link), await codeFor(link)];
    if (older !== newer) expect((await typeCode(link, older)).status).toBe(403);
    expect((await typeCode(link, newer)).status).toBe(303);
    expect((await typeCode(link, newer)).status).toBe(403);
    expect(await rows('codes').findOne({ email: GRETA }, { sort: { n: -1 } })).toMatchObject({ tries: expect.any(Array), mac: expect.stringMatching(/^[\w-]{43}$/) });
    expect(JSON.stringify(await rows('codes').find({}).toArray())).not.toMatch(new RegExp(`"(${late}|${older}|${newer})"`));
  });

  it('is one use of one code, when its form is posted twice at once', async () => {
    await fresh();
    const code = await codeFor(link);
    const form = { csrf: hidden(await get({ link, cookie: '' }), 'csrf'), code };
    const answers = await Promise.all([post({ link, cookie: '' }, 'open', form), post({ link, cookie: '' }, 'open', form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  });

  it('has five codes an hour at most; the answer is the same for the sixth', async () => {
    await fresh();
    const before = (await codesTo(GRETA)).length;
    const door = await get({ link, cookie: '' });
    const same = ({ status, text }: Answered) => ({ status, text: text.replace(/value="[^"]+"/g, '') });
    const answers: Answered[] = [];
    for (let at = 0; at < 7; at += 1) answers.push(await post({ link, cookie: '' }, 'code', { csrf: hidden(await get({ link, cookie: '' }), 'csrf') }));
    for (const answer of answers) expect(same(answer)).toEqual(same(answers[0]!));
    expect(door.status).toBe(200);
    await until(async () => (await runs()).every(({ status }) => status !== 'RUNNING'), 'all orders to be done');
    expect((await codesTo(GRETA)).length).toBe(before + 5);
  });

  it('sends one code for a form, however often it is posted', async () => {
    await fresh();
    const before = (await codesTo(GRETA)).length;
    const form = { csrf: hidden(await get({ link, cookie: '' }), 'csrf') };
    await Promise.all(Array.from({ length: 4 }, () => post({ link, cookie: '' }, 'code', form)));
    await until(async () => (await runs()).every(({ status }) => status !== 'RUNNING'), 'all orders to be done');
    expect((await codesTo(GRETA)).length).toBe(before + 1);
  });

  it('is not opened by another person’s code or session', async () => {
    await fresh();
    const second = await submitted('20000');
    await office.door.actOnInvoice('decide', second, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
    const own = linkIn((await asked(second, HUGO)).text);
    await codeFor(link);
    const foreign = await codeFor(own, HUGO);
    expect((await typeCode(link, foreign)).status).toBe(403);
    const { cookie } = await reader(own, HUGO);
    const answer = await get({ link, cookie });
    expect(wordsOf(answer)).toContain('An approval waits for you');
    expect(answer.text).not.toContain(short(id));
  });

  it('to one document does not lead to another: its forms are sealed to their own', async () => {
    const other = await submitted('3000');
    const otherLink = linkIn((await asked(other)).text);
    const greta = await reader(link);
    const form = sealed(await get(greta));
    const answer = await post({ link: otherLink, cookie: greta.cookie }, 'approve', { ...form, note: 'Meant for another' });
    expect(answer.status).toBe(403);
    expect(wordsOf(answer)).toContain('Reload the page and try again.');
    expect(answer.text).toContain('value="Meant for another"');
    for (const one of [id, other]) expect((await stored(one)).approval?.verdict).toBe('open');
    expect((await get({ link: `${otherLink}/../${id}`, cookie: greta.cookie })).status).toBe(404);
  });

  it.each([
    ['a token that does not exist', (url: string) => url.replace(/[\w-]+$/, 'x'.repeat(43))], ['an altered token', (url: string) => url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A')],
    ['a client’s path', (url: string) => url.replace('/approvals/', '/p/')], ['a longer path', (url: string) => `${url}/invoices/${id}`],
  ])('does not exist for %s', async (_, change) => expect(await portal.visitor.get(change(link))).toMatchObject({ status: 404 }));

  it('is no way for a client: neither their link nor their address leads to a decision', async () => {
    const url = await createLinks({ links: office.store.links, publicUrl: PUBLIC_URL }).mintLink({ clientId: acme, at: new Date().toISOString() });
    expect((await portal.visitor.get(url)).status).toBe(200);
    expect((await portal.visitor.get(url.replace('/p/', '/approvals/'))).status).toBe(404);
    const client = { email: 'ap@acme.example', name: 'Acme GmbH', via: 'portal' as const };
    await expect(office.door.actOnInvoice('decide', id, { by: client, key: key(), step: 0, version: 1, says: 'approve' })).rejects.toMatchObject({ code: 'NotApprover' });
    await expect(office.door.actOnInvoice('ask', id, { by: client, key: key(), text: 'May I?' })).rejects.toMatchObject({ code: 'NotAllowed' });
    expect((await stored(id)).approval?.verdict).toBe('open');
  });

  it('ends after fourteen days, and a fresh link is mailed on request, once an hour', async () => {
    const old = (await createLinks({ links: office.store.links, publicUrl: PUBLIC_URL }).mintApprovalLink({ approver: GRETA, invoiceId: id, at: new Date(Date.now() - 15 * 86_400_000).toISOString() })).url;
    const answer = await portal.visitor.get(old);
    expect(answer.status).toBe(410);
    expect(wordsOf(answer)).toContain('This link has expired. Have a new one mailed to you');
    const about = async () => (await office.outbox.mails({ to: GRETA })).filter(({ subject }) => subject.includes(short(id)));
    expect(await about()).toHaveLength(1);
    for (let at = 0; at < 2; at += 1) expect((await portal.visitor.post('/p/request-link', { email: ' Greta@northlight.example ' })).status).toBe(200);
    const [again] = await until(async () => { const mails = await about(); return mails.length > 1 ? mails : undefined; }, 'the fresh link');
    const renewed = linkIn((await office.outbox.open(again!.id)).text);
    expect(renewed).not.toBe(link);
    expect((await get(await reader(renewed))).text).toContain(short(id));
    expect(await about()).toHaveLength(2);
  });

  it('is never walked by a GET: mail scanners open everything and change nothing', async () => {
    const greta = await reader(link);
    const [invoice, codes, mails] = [await stored(id), await rows('codes').find({}).toArray(), (await office.outbox.mails()).length];
    for (const { path, GET } of APPROVER_ROUTES) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await portal.visitor.ask(`${link}/${path}?code=123456&csrf=x&step=0&version=1`, { method, headers: { Cookie: greta.cookie } });
        expect([path, method, answer.status]).toEqual([path, method, GET ? 200 : 405]);
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    }
    expect(await stored(id)).toEqual(invoice);
    expect(await rows('codes').find({}).toArray()).toEqual(codes);
    expect((await office.outbox.mails()).length).toBe(mails);
  });

  it('is shut for forms of other sites, without a seal, and without a session, which keep what was typed', async () => {
    const greta = await reader(link);
    const form = { ...sealed(await get(greta)), reason: 'A long reason that took an hour', category: 'terms' };
    expect((await post(greta, 'reject', form, { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(greta, 'reject', form, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await post(greta, 'reject', { ...form, csrf: '' })).status).toBe(403);
    const ended = await post({ link, cookie: '' }, 'reject', form);
    expect(ended.status).toBe(401);
    expect(ended.text).toContain('name="reason" value="A long reason that took an hour"');
    expect((await stored(id)).approval?.verdict).toBe('open');
    await fresh();
    const code = await codeFor(link);
    const back = await post({ link, cookie: '' }, 'open', { csrf: hidden(ended, 'csrf'), code, verb: 'reject', reason: form.reason, category: 'terms' });
    expect(back.status).toBe(200);
    expect(back.text).toMatch(/<details open>[\s\S]*<option value="terms" selected>[\s\S]*>A long reason that took an hour<\/textarea>/);
    expect((await post({ link, cookie: cookieOf(back) }, 'reject', { ...sealed(back), reason: form.reason, category: 'terms' })).status).toBe(303);
    expect((await stored(id)).returned?.reason).toBe(form.reason);
  });
});

describe('a session', () => {
  const rewrite = (...people: string[]): void => writeFileSync(join(office.configFolder, 'office.yaml'), withPeople(...people));
  afterEach(() => rewrite(GRETA_ROW, HUGO_ROW));

  it('of somebody who has lost the role decides nothing, and says so', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const form = sealed(await get(greta));
    rewrite(GRETA_ROW.replace('manager', 'viewer'), HUGO_ROW);
    const answer = await post(greta, 'approve', form);
    expect(answer.status).toBe(409);
    expect(wordsOf(answer)).toContain('You are not an approver for this amount. Nothing was recorded. If you should decide this, ask finance to change the approval policy.');
    expect((await stored(id)).approval?.verdict).toBe('open');
  });

  it('of somebody who has left is over, and no code comes any more', async () => {
    const id = await submitted();
    const link = linkIn((await asked(id)).text);
    const greta = await reader(link);
    const form = sealed(await get(greta));
    const code = await codeFor(link);
    rewrite(HUGO_ROW);
    expect((await get(greta)).text).not.toContain(short(id));
    expect((await post(greta, 'approve', form)).status).toBe(401);
    expect((await typeCode(link, code)).status).toBe(403);
    const before = (await codesTo(GRETA)).length;
    const answer = await post({ link, cookie: '' }, 'code', { csrf: hidden(await get({ link, cookie: '' }), 'csrf') });
    expect(wordsOf(answer)).toContain('A code is on its way, if you can still be asked.');
    await until(async () => (await runs()).every(({ status }) => status !== 'RUNNING'), 'the order to be done');
    expect((await codesTo(GRETA)).length).toBe(before);
    expect((await stored(id)).approval?.verdict).toBe('open');
  });

  it('that is forged, or over, is none', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const [until30 = '', nonce = '', mac = ''] = greta.cookie.replace('approvals=', '').split('.');
    for (const cookie of [`approvals=${Number(until30) + 1}.${nonce}.${mac}`, `approvals=${until30}.${nonce}x.${mac}`, `approvals=${until30}.${nonce}.${mac.slice(0, -2)}AA`, 'approvals=', 'approvals=1.2.3']) {
      expect((await get({ ...greta, cookie })).text).not.toContain(short(id));
    }
    const yesterday = { seals: openSeals(PORTAL_SECRET), now: () => new Date(Date.now() - 31 * 60_000), publicUrl: PUBLIC_URL } as Deps;
    expect((await get({ ...greta, cookie: openSession(yesterday, GRETA).cookie })).text).not.toContain(short(id));
    expect((await get(greta)).text).toContain(short(id));
  });
});

/** The short workflows for codes. */
async function runs(): Promise<{ id: string; status: string }[]> {
  const found: { id: string; status: string }[] = [];
  for await (const { workflowId, status } of office.temporal.workflow.list()) if (/^code/.test(workflowId)) found.push({ id: workflowId, status: status.name });
  return found;
}

it('leaves neither links nor codes nor cookies in Temporal, in the store or in the log', async () => {
  const id = await submitted();
  const link = linkIn((await asked(id)).text);
  const code = await codeFor(link);
  const opened = await typeCode(link, code);
  const cookie = cookieOf(opened).replace('approvals=', '');
  await post({ link, cookie: cookieOf(opened) }, 'approve', sealed(await get({ link, cookie: cookieOf(opened) })));
  await reaches(id, 'sent');
  const token = link.split('/').at(-1)!;
  const histories: string[] = [];
  for await (const { workflowId, runId } of office.temporal.workflow.list()) {
    histories.push(JSON.stringify(await office.temporal.workflow.getHandle(workflowId, runId).fetchHistory(), (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value)));
  }
  const all = histories.join('\n');
  expect(all).toContain('tryCode');
  expect(all).toContain(id);
  const dump = JSON.stringify(await Promise.all((await office.store.connection.db!.collections()).map((one) => one.find({}).toArray())));
  const told = lines.join('\n');
  expect(told).toContain('portal.decided');
  for (const place of [all, dump, told]) {
    for (const secret of [token, cookie, PORTAL_SECRET]) expect(place).not.toContain(secret);
    expect(place).not.toMatch(new RegExp(`\\D${code}\\D`));
  }
});
