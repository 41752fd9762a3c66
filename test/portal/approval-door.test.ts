/** What must not lead to an approval: wrong codes, foreign links, old sessions, mail scanners, clients; and what leaves no trace. */
import { createLinks } from '../../activities/link';
import { openSession } from '../../portal/approval/session';
import type { Deps } from '../../portal/deps';
import { APPROVER_ROUTES } from '../../portal/routes';
import { openSeals } from '../../portal/seal';
import { cookieOf, GRETA, GRETA_ROW, HUGO, HUGO_ROW, linkIn, openApprovers, sealed, short, type Approvers } from '../support/approvers';
import { until } from '../support/desk-door';
import { hidden, PORTAL_SECRET, PUBLIC_URL, wordsOf, type Answered } from '../support/portal';
import { MILO } from '../support/samples';

let approvers: Approvers;
let { office, portal, told, acme, key, rows, stored, reaches, asked, about, codesTo, submitted, get, post, codeFor, typeCode, anHourLater, reader, codesSince, people } = {} as Approvers;

beforeAll(async () => {
  approvers = await openApprovers();
  ({ office, portal, told, acme, key, rows, stored, reaches, asked, about, codesTo, submitted, get, post, codeFor, typeCode, anHourLater, reader, codesSince, people } = approvers);
});
afterAll(() => approvers.close());

describe('the way in', () => {
  let id = '';
  let link = '';
  beforeAll(async () => {
    id = await submitted();
    link = linkIn((await asked(id)).text);
  });
  it('is shut by five wrong codes, for the right one too, and opened by a new one', async () => {
    await anHourLater();
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
    await anHourLater();
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
    await anHourLater();
    const code = await codeFor(link);
    const form = { csrf: hidden(await get({ link, cookie: '' }), 'csrf'), code };
    const answers = await Promise.all([post({ link, cookie: '' }, 'open', form), post({ link, cookie: '' }, 'open', form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  });

  it('has five codes an hour at most; the answer is the same for the sixth', async () => {
    await anHourLater();
    const before = (await codesTo(GRETA)).length;
    const door = await get({ link, cookie: '' });
    const same = ({ status, text }: Answered) => ({ status, text: text.replace(/value="[^"]+"/g, '') });
    const answers: Answered[] = [];
    for (let at = 0; at < 7; at += 1) answers.push(await post({ link, cookie: '' }, 'code', { csrf: hidden(await get({ link, cookie: '' }), 'csrf') }));
    for (const answer of answers) expect(same(answer)).toEqual(same(answers[0]!));
    expect(door.status).toBe(200);
    expect(await codesSince(before, 5)).toBe(5);
  });

  it('sends one code for a form, however often it is posted', async () => {
    await anHourLater();
    const before = (await codesTo(GRETA)).length;
    const form = { csrf: hidden(await get({ link, cookie: '' }), 'csrf') };
    await Promise.all(Array.from({ length: 4 }, () => post({ link, cookie: '' }, 'code', form)));
    expect(await codesSince(before, 1)).toBe(1);
  });

  it('is not opened by another person’s code or session', async () => {
    await anHourLater();
    const second = await submitted('20000');
    await office.door.actOnInvoice('decide', second, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
    const own = linkIn((await asked(second, HUGO)).text);
    await codeFor(link);
    const foreign = await codeFor(own, HUGO);
    expect((await typeCode(link, foreign)).status).toBe(403);
    const { cookie } = await reader(own, HUGO);
    const answer = await get({ link, cookie });
    expect(wordsOf(answer)).toContain('Show that it is you');
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
    expect(await about(id)).toHaveLength(1);
    for (let at = 0; at < 2; at += 1) expect((await portal.visitor.post('/p/request-link', { email: ' Greta@northlight.example ' })).status).toBe(200);
    const [again] = await until(async () => { const mails = await about(id); return mails.length > 1 ? mails : undefined; }, 'the fresh link');
    const renewed = linkIn((await office.outbox.open(again!.id)).text);
    expect(renewed).not.toBe(link);
    expect((await get(await reader(renewed))).text).toContain(short(id));
    expect(await about(id)).toHaveLength(2);
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
    await anHourLater();
    const code = await codeFor(link);
    const back = await post({ link, cookie: '' }, 'open', { csrf: hidden(ended, 'csrf'), code, verb: 'reject', reason: form.reason, category: 'terms' });
    expect(back.status).toBe(200);
    expect(back.text).toMatch(/<details open>[\s\S]*<option value="terms" selected>[\s\S]*>A long reason that took an hour<\/textarea>/);
    expect((await post({ link, cookie: cookieOf(back) }, 'reject', { ...sealed(back), reason: form.reason, category: 'terms' })).status).toBe(303);
    expect((await stored(id)).returned?.reason).toBe(form.reason);
  });
});

describe('a session', () => {
  afterEach(() => people(GRETA_ROW, HUGO_ROW));

  it('of somebody who has lost the role decides nothing, and says so', async () => {
    const id = await submitted();
    const greta = await reader(linkIn((await asked(id)).text));
    const form = sealed(await get(greta));
    people(GRETA_ROW.replace('manager', 'viewer'), HUGO_ROW);
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
    people(HUGO_ROW);
    expect((await get(greta)).text).not.toContain(short(id));
    expect((await post(greta, 'approve', form)).status).toBe(401);
    expect((await typeCode(link, code)).status).toBe(403);
    const before = (await codesTo(GRETA)).length;
    const answer = await post({ link, cookie: '' }, 'code', { csrf: hidden(await get({ link, cookie: '' }), 'csrf') });
    expect(wordsOf(answer)).toContain('A code is on its way, if you can still be asked.');
    expect(await codesSince(before, 0)).toBe(0);
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
  const logged = told.join('\n');
  expect(logged).toContain('portal.decided');
  for (const place of [all, dump, logged]) {
    for (const secret of [token, cookie, PORTAL_SECRET]) expect(place).not.toContain(secret);
    expect(place).not.toMatch(new RegExp(`\\D${code}\\D`));
  }
});
