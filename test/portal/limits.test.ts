/** What the portal takes and what not: sizes, methods, forms, and from whom; without any workflow behind it. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { createLinks } from '../../activities/link';
import { acme, designWork, invoice } from '../templates/samples';
import { hidden, openTestPortal, PUBLIC_URL, wordsOf, type TestPortal } from '../support/portal';
import { openTestStore, type TestStore } from '../support/store';

const NOW = new Date().toISOString();
const CARLA = { email: 'carla@northlight.example', name: 'Carla', via: 'slack' as const };
const unknown = (): string => `/p/${'x'.repeat(43)}`;

describe('the portal', () => {
  let test: TestStore;
  let portal: TestPortal;
  let base = '';
  let page = '';

  beforeAll(async () => {
    test = await openTestStore();
    await test.store.clients.create({ ...acme, currency: 'EUR', defaultVat: { category: 'S', rate: '19' }, terms: { days: 30 }, credit: [] }, { key: 'k', at: NOW, by: CARLA }, 'created');
    const { revision: _revision, history: _history, ...fields } = invoice(designWork, acme, { id: 'inv_1', dueDate: '2099-01-31', searchText: 'inv_1' });
    await test.store.invoices.create(fields, { key: 'k', at: NOW, by: CARLA }, 'drafted');
    portal = await openTestPortal({ mongoUri: test.uri, temporal: { address: '127.0.0.1:9', namespace: 'nowhere' }, configFolder: join(__dirname, '../../config') });
    base = (await createLinks({ links: test.store.links, publicUrl: PUBLIC_URL }).mintLink({ clientId: acme.id, at: NOW })).replace(PUBLIC_URL, '');
    page = `${base}/invoices/inv_1`;
  });
  afterAll(async () => {
    await portal.close();
    await test.close();
  });
  const seal = async (): Promise<string> => hidden(await portal.visitor.get(page), 'csrf');
  const dispute = (asked: Parameters<TestPortal['visitor']['ask']>[1]) => portal.visitor.ask(`${page}/dispute`, { method: 'POST', ...asked });

  describe('limits', () => {
    it.each([[3_000, 414], [100_000, 414], [150_000, 431]])('an address of %i characters: %i', async (length, status) => {
      expect((await portal.visitor.get(`${base}/${'a'.repeat(length)}`)).status).toBe(status);
      expect((await portal.visitor.get(base)).status).toBe(200);
    });

    it('a form of more than 64 KB, told or dribbled', async () => {
      const large = { csrf: await seal(), reason: 'x'.repeat(70_000) };
      expect(await dispute({ form: large })).toMatchObject({ status: 413, headers: { connection: 'close' } });
      const chunked = { 'Content-Type': 'application/x-www-form-urlencoded', 'Transfer-Encoding': 'chunked' };
      expect((await raw(`POST ${page}/dispute HTTP/1.1\r\nHost: x\r\n${lines(chunked)}\r\n${chunk('x'.repeat(40_000))}${chunk('x'.repeat(40_000))}0\r\n\r\n`))).toMatch(/^HTTP\/1\.1 413 /);
    });

    it('heads that cannot be read', async () => expect(await raw('GET / HTTP/9.9\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /));

    it('links that do not exist, 20 a minute and visitor, also many at once; others are not concerned', async () => {
      const guesser = portal.visitor.from('203.0.113.1');
      const answers = await Promise.all(Array.from({ length: 60 }, () => guesser.get(unknown())));
      expect(answers.filter(({ status }) => status === 404)).toHaveLength(20);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
      expect((await guesser.get(base)).status).toBe(429);
      expect((await portal.visitor.from('203.0.113.2').get(base)).status).toBe(200);
    });

    it('nobody who has a link, however often it is opened', async () => {
      const reader = portal.visitor.from('203.0.113.3');
      for (let at = 0; at < 30; at += 1) expect((await reader.get(base)).status).toBe(200);
    });

    it('IPv4 visitors in IPv6 clothes each for themselves', async () => {
      for (let at = 0; at < 21; at += 1) await portal.visitor.from('::ffff:203.0.113.4').get(unknown());
      expect((await portal.visitor.from('::ffff:203.0.113.4').get(base)).status).toBe(429);
      expect((await portal.visitor.from('203.0.113.4').get(base)).status).toBe(429);
      expect((await portal.visitor.from('::ffff:203.0.113.5').get(base)).status).toBe(200);
    });

    it('by the address that our gateway wrote last, not by what a visitor claims before it', async () => {
      for (let at = 0; at < 21; at += 1) await portal.visitor.from(`198.51.100.${at}, 203.0.113.6`).get(unknown());
      expect((await portal.visitor.from('203.0.113.6').get(base)).status).toBe(429);
      expect((await portal.visitor.from('198.51.100.3').get(base)).status).toBe(200);
    });
  });

  describe('methods', () => {
    it('answers HEAD as GET, without the body', async () => {
      const [head, get] = await Promise.all([portal.visitor.ask(base, { method: 'HEAD' }), portal.visitor.get(base)]);
      expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, get.headers['content-length']]);
    });

    it('tells which methods an address takes', async () => {
      expect(await portal.visitor.ask(page, { method: 'OPTIONS' })).toMatchObject({ status: 204, headers: { allow: 'GET, HEAD' } });
      expect(await portal.visitor.ask(page, { method: 'DELETE' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
      expect(await portal.visitor.ask(page, { method: 'POST', form: {} })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
      expect(await portal.visitor.get(`${page}/dispute`)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    });

    it.each(['accept', 'decline', 'approve'])('changes nothing by GET …/%s', async (verb) => {
      const answer = await portal.visitor.get(`${base}/estimates/est_1/${verb}`);
      expect(answer.status).toBe(405);
      expect(wordsOf(answer)).toContain(`Open the page and press ${verb === 'decline' ? 'Decline' : 'Approve'}.`);
    });
  });

  describe('forms', () => {
    const reason = 'We ordered half a day only.';
    it.each([
      ['no seal', { reason }, { Origin: PUBLIC_URL }],
      ['a seal of another page’s making', { csrf: 'AAAA.BBBB', reason }, { Origin: PUBLIC_URL }],
      ['an empty seal', { csrf: '', reason }, { Origin: PUBLIC_URL }],
    ])('with %s are stale', async (_, form, headers) => {
      const answer = await dispute({ form, headers });
      expect(answer.status).toBe(403);
      expect(wordsOf(answer)).toContain('Reload the page and try again.');
      expect(answer.text).toContain(`href="${page}"`);
    });

    it.each([
      ['another site', { Origin: 'https://evil.example' }],
      ['another port of ours', { Origin: `${PUBLIC_URL}:8443` }],
      ['a frame of another site, as browsers tell it', { 'Origin': 'null', 'Sec-Fetch-Site': 'cross-site' }],
      ['a neighbour site', { 'Sec-Fetch-Site': 'same-site' }],
    ])('from %s are stale, whatever seal they bring', async (_, headers) => {
      expect((await dispute({ form: { csrf: await seal(), reason }, headers: headers as Record<string, string> })).status).toBe(403);
    });

    it('from our own page go through, with the origin that browsers hide for pages without a referrer', async () => {
      const answer = await dispute({ form: { csrf: await seal(), reason }, headers: { 'Origin': 'null', 'Sec-Fetch-Site': 'same-origin' } });
      expect(answer.status).toBe(503); // As far as the workflows, which are not there.
      expect(wordsOf(answer)).toContain('We could not reach our own books just now.');
    });

    it.each([
      ['an operator', { 'reason[$ne]': 'x' }, 'reason must be text.'],
      ['a list', { 'reason[]': 'x' }, 'reason must be text.'],
    ])('with %s in a field are refused', async (_, fields, sentence) => {
      const answer = await dispute({ form: { csrf: await seal(), ...fields }, headers: { Origin: PUBLIC_URL } });
      expect([answer.status, wordsOf(answer)]).toEqual([400, expect.stringContaining(sentence)]);
    });

    it.each([
      ['an operator', '{"token":{"$gt":""}}', 'token must be text.'], ['a number', '{"token":1}', 'token must be text.'], ['null', '{"token":null}', 'token must be text.'],
      ['nothing', '{}', 'token must be text.'], ['a prototype', '{"__proto__":{"token":"x"}}', '__proto__ must be text.'],
    ])('in JSON with %s for the token are refused', async (_, body, sentence) => {
      const answer = await portal.visitor.ask('/p/session', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
      expect([answer.status, wordsOf(answer)]).toEqual([400, expect.stringContaining(sentence)]);
      expect(({} as { token?: string }).token).toBeUndefined();
    });

    it('that say the same field twice are refused', async () => {
      expect((await portal.visitor.get('/p/invoices?token=a&token=b')).status).toBe(400);
      expect((await portal.visitor.get(`${base}?page[]=2`)).status).toBe(400);
    });

    it.each([['text/plain', 'token=x'], ['multipart/form-data; boundary=x', '--x--'], ['application/json', '[]'], ['application/json', '{']])('as %s “%s” are not read', async (type, body) => {
      expect((await portal.visitor.ask('/p/session', { method: 'POST', body, headers: { 'Content-Type': type } })).status).toBe(415);
    });
  });

  it('answers programs in their own words', async () => {
    const { status, text } = await portal.visitor.ask(`${base}/invoices/nothing`, { headers: { Accept: 'application/json' } });
    expect([status, JSON.parse(text)]).toEqual([404, { code: 'PageUnknown', message: 'Not found.' }]);
  });

  it('is not well while Temporal is away, and says so without names or addresses', async () => {
    const { status, text } = await portal.visitor.get('/healthz');
    expect([status, JSON.parse(text)]).toEqual([503, { mongodb: true, temporal: false }]);
  });

  it('shows whoever comes without a link how to get one', async () => {
    for (const path of ['/', '/p']) expect(wordsOf(await portal.visitor.get(path))).toContain('Mail me a link');
    expect((await portal.visitor.get('/wp-login.php')).status).toBe(404);
  });

  const raw = (text: string): Promise<string> => new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(portal.origin).port), '127.0.0.1', () => void socket.write(text));
    let answer = '';
    socket.on('data', (part) => void (answer += part)).on('close', () => resolve(answer)).on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
  });
  const lines = (headers: Record<string, string>): string => Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
});
