/** Bad requests to the portal from test/cases: each gives its clear error and changes nothing, and each with its fault mended is accepted. */
import { randomBytes } from 'node:crypto';
import { createLinks } from '../../activities/link';
import { hashOf } from '../../domain/history';
import { idOf } from '../../domain/id';
import type { Content } from '../../domain/content';
import badInputs from '../cases/bad-inputs.json';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { hidden, openTestPortal, PUBLIC_URL, wordsOf, type Answered, type TestPortal, type Visitor } from '../support/portal';
import { CARLA, content, line } from '../support/samples';

type Case = { surface: string; input: unknown; expect: { outcome: string; http?: number; code?: string; message: string } };
const CASES = (badInputs as unknown as Case[]).filter(({ surface }) => surface === 'portal_http');

/** The cases' names of faults in the office's own words. */
const CODES: Readonly<Record<string, string>> = {
  NOT_FOUND: 'PageUnknown', BAD_REQUEST: 'FieldNotText', RATE_LIMIT: 'TooManyAttempts', METHOD: 'OpenAndPress', LINK_EXPIRED: 'LinkExpired', CSRF: 'FormStale',
};

describe('a bad request to the portal', () => {
  let office: TestOffice;
  let portal: TestPortal;
  let visitor: Visitor;
  let mint: (clientId: string, at?: string) => Promise<string>;
  let token = '';
  const ids = { acme: '', globex: '', own: '', foreign: '', draft: '', estimate: '' };
  let count = 0;
  const key = () => `bad-${++count}`;

  beforeAll(async () => {
    office = await openOffice();
    portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder });
    ({ visitor } = portal);
    const clientAt = async (email: string) => (await office.store.clients.model.findOne({ email }).lean())?.id ?? '';
    ids.acme = await clientAt('ap@acme.example');
    ids.globex = (await office.store.clients.model.findOne({ name: 'Globex Inc.' }).lean())?.id ?? '';
    const links = createLinks({ links: office.store.links, publicUrl: PUBLIC_URL });
    mint = async (clientId, at = new Date().toISOString()) => (await links.mintLink({ clientId, at })).replace(`${PUBLIC_URL}/p/`, '');
    token = await mint(ids.acme);
    ids.own = await billed({ clientId: ids.acme, prices: 'inclusive', lines: [line({ unitPrice: '100' })] });
    ids.foreign = await billed({ clientId: ids.globex, lines: [line({ unitPrice: '100' })] });
    ids.draft = await drafted({ clientId: ids.acme });
    ids.estimate = await offered();
  });
  afterAll(async () => {
    await portal.close();
    await office.close();
  });

  async function drafted(change: Partial<Content>, submit?: 'now'): Promise<string> {
    const made = { by: CARLA, key: key(), content: content(change), ...(submit && { submit }) };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    return id;
  }
  async function billed(change: Partial<Content>): Promise<string> {
    const id = await drafted(change, 'now');
    await until(async () => { const found = await office.store.invoices.find(id); return found?.state === 'sent' && found.owed.length === 0 ? found : undefined; }, `${id} to be sent`);
    return id;
  }
  async function offered(): Promise<string> {
    const made = { by: CARLA, key: key(), content: content({ clientId: ids.acme }), send: 'now' as const };
    const id = idOf('est', made.key);
    await office.door.createEstimate(id, made);
    await until(async () => ((await office.store.estimates.find(id))?.state === 'sent' ? true : undefined), `${id} to be sent`);
    return id;
  }

  /** All documents and the links of documents, as they stand. A link that was asked for is the one thing a visitor may bring about. */
  const state = async (): Promise<string> => {
    const of = (name: string, where = {}) => office.store.connection.db!.collection(name).find(where).sort({ _id: 1 }).toArray();
    return hashOf(JSON.stringify(await Promise.all([of('invoices'), of('estimates'), of('clients'), of('numbers'), of('links', { documentId: { $exists: true } })])));
  };
  const told = (answered: Answered) => ({ status: answered.status, code: /data-code="(\w+)"/.exec(answered.text)?.[1], words: wordsOf(answered) });
  const form = (fields: Record<string, string> = {}) => ({ method: 'POST', form: fields, headers: { Origin: PUBLIC_URL } });
  const sealed = async (path: string) => {
    const page = await visitor.get(path);
    return { csrf: hidden(page, 'csrf'), version: hidden(page, 'version'), contentHash: hidden(page, 'contentHash'), name: 'Erika Muster' };
  };

  /** In the order of the file: the bad request, and the same one mended with the status it then gets. */
  const RUNS: readonly { bad(): Promise<Answered>; mended(): Promise<Answered>; accepted: number }[] = [
    { bad: () => visitor.get(`/p/${token}/invoices/${ids.foreign}`), mended: () => visitor.get(`/p/${token}/invoices/${ids.own}`), accepted: 200 },
    { bad: () => visitor.get(`/p/${token}/invoices/${ids.foreign}/pdf`), mended: () => visitor.get(`/p/${token}/invoices/${ids.own}/pdf`), accepted: 200 },
    { bad: () => visitor.get('/p/invoices?token[$ne]=x'), mended: () => visitor.get(`/p/invoices?token=${token}`), accepted: 303 },
    {
      bad: () => visitor.ask('/p/session', { method: 'POST', json: { token: { $regex: '^a' } } }),
      mended: () => visitor.ask('/p/session', { method: 'POST', json: { token } }), accepted: 303,
    },
    {
      bad: async () => {
        const guesser = visitor.from('203.0.113.60');
        const answers: Answered[] = [];
        for (let at = 0; at < 60; at += 1) answers.push(await guesser.get(`/p/${randomBytes(32).toString('base64url')}`));
        expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(404), ...Array(40).fill(429)]);
        expect(answers[20]!.headers['retry-after']).toBe('60');
        return answers[20]!;
      },
      mended: () => visitor.from('203.0.113.61').get(`/p/${token}`), accepted: 200,
    },
    {
      bad: () => visitor.ask(`/p/${token}/pay`, form({ invoice: 'INV-2026-0001', amount: '1.00' })),
      mended: () => visitor.ask(`/p/${token}/pay`, form({ invoice: ids.own })), accepted: 303,
    },
    { bad: () => visitor.get(`/p/${token}/pay?return_to=//evil.example/x`), mended: () => visitor.get(`/p/${token}/pay?return_to=invoices`), accepted: 303 },
    {
      bad: () => visitor.ask(`/p/${token}/quotes/${ids.estimate}/approve`, { headers: { 'User-Agent': 'mail link scanner' } }),
      mended: () => visitor.get(`/p/${token}/quotes/${ids.estimate}`), accepted: 200,
    },
    {
      bad: async () => visitor.get(`/p/${await mint(ids.acme, '2025-01-01T00:00:00Z')}`),
      mended: async () => visitor.get(`/p/${await mint(ids.acme)}`), accepted: 200,
    },
    {
      bad: () => visitor.ask('/p/request-link', { method: 'POST', form: { email: 'payables@globex.example' }, headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' } }),
      mended: () => visitor.post('/p/request-link', { email: 'payables@globex.example' }), accepted: 200,
    },
    {
      bad: () => visitor.ask(`/p/${token}/quotes/${ids.estimate}/approve`, { method: 'POST', form: { name: 'Erika Muster' }, headers: { Origin: 'https://evil.example' } }),
      mended: async () => {
        const answer = await visitor.post(`/p/${token}/quotes/${ids.estimate}/approve`, await sealed(`/p/${token}/estimates/${ids.estimate}`));
        const invoice = async () => office.store.invoices.find((await office.store.estimates.find(ids.estimate))?.invoiceId ?? '');
        await until(async () => ((await invoice())?.state === 'submitted' ? true : undefined), 'the invoice to ask for its approval');
        return answer;
      },
      accepted: 303,
    },
    {
      bad: () => visitor.get(`/p/${token}/files/..%2f..%2fetc%2fpasswd`),
      mended: async () => visitor.get(`/p/${token}/files/${(await office.store.invoices.find(ids.own))?.pdf?.hash}`), accepted: 200,
    },
    {
      bad: () => visitor.get(`/p/${token}/invoices/${ids.draft}`),
      mended: async () => {
        const { version = 0 } = (await office.store.invoices.find(ids.draft)) ?? {};
        const content100 = content({ clientId: ids.acme, lines: [line({ unitPrice: '10' })] });
        await office.door.actOnInvoice('edit', ids.draft, { by: CARLA, key: key(), version, content: content100 });
        await office.door.actOnInvoice('submit', ids.draft, { by: CARLA, key: key(), version: version + 1 });
        await until(async () => ((await office.store.invoices.find(ids.draft))?.state === 'sent' ? true : undefined), 'the draft to be issued');
        return visitor.get(`/p/${token}/invoices/${ids.draft}`);
      },
      accepted: 200,
    },
  ];

  it('comes in thirteen kinds', () => expect(CASES).toHaveLength(RUNS.length));

  it.each(CASES.map((one, at) => [JSON.stringify(one.input), one, RUNS[at]!] as const))('%s', async (_, { expect: wanted }, { bad, mended, accepted }) => {
    const before = await state();
    const answer = await bad();
    const { status, code, words } = told(answer);
    if (wanted.http) expect(status).toBe(wanted.http);
    if (wanted.code) expect(code).toBe(CODES[wanted.code]);
    expect(words).toContain(wanted.message);
    expect(words).not.toMatch(/ at .*\.ts|node_modules|Mongo|Temporal/);
    expect(await state()).toBe(before);
    expect((await mended()).status).toBe(accepted);
  });

  it('tells the same bytes for another client’s invoice, for a draft and for a name that never was', async () => {
    const early = await drafted({ clientId: ids.acme });
    const answers = await Promise.all([ids.foreign, early, 'inv_0000000000'].map((id) => visitor.get(`/p/${token}/invoices/${id}`)));
    const seen = answers.map(({ status, text, headers: { date: _date, ...headers } }) => JSON.stringify({ status, text, headers }));
    expect(new Set(seen).size).toBe(1);
  });

  it('leads nowhere but to the portal, whatever return_to says', async () => {
    for (const place of ['//evil.example/x', '/\\evil.example', 'https://evil.example', 'https://office.test@evil.example', '__proto__', 'constructor', 'javascript:alert(1)', '']) {
      const { status, headers } = await visitor.get(`/p/${token}/pay?return_to=${encodeURIComponent(place)}`);
      expect([status, headers.location]).toEqual([303, `${PUBLIC_URL}/p/${token}`]);
    }
    expect((await visitor.get(`/p/${token}/pay?return_to=invoices`)).headers.location).toBe(`${PUBLIC_URL}/p/${token}#invoices`);
  });

  it('opens the payment of the whole balance although the form says 1.00', async () => {
    const answer = await visitor.post(`/p/${token}/pay`, { invoice: ids.own, amount: '1.00', currency: 'JPY' });
    expect(answer.headers.location).toBe(`${PUBLIC_URL}/p/${token}/invoices/${ids.own}/pay`);
    expect(wordsOf(await visitor.get(answer.headers.location ?? ''))).toContain('Checkout opened for 100.00 EUR.');
  });

  it('mails one fresh link an hour at most for an expired one, with the office’s own address in it', async () => {
    const clientId = (await office.store.clients.model.findOne({ name: 'Sakura KK' }).lean())?.id ?? '';
    const expired = await mint(clientId, '2025-01-01T00:00:00Z');
    for (let at = 0; at < 5; at += 1) expect((await visitor.ask(`/p/${expired}`, { headers: { Host: 'evil.example' } })).status).toBe(410);
    const { email = '' } = (await office.store.clients.find(clientId)) ?? {};
    const mail = await office.outbox.gets({ to: email, subject: '書類閲覧用リンク' });
    const [link = ''] = /https?:\/\/\S+\/p\/[\w-]{43}/.exec(mail.text) ?? [];
    expect(link.startsWith(`${PUBLIC_URL}/p/`)).toBe(true);
    expect(mail.text + mail.html).not.toContain('evil.example');
    expect((await visitor.get(link)).status).toBe(200);
    expect(await office.outbox.mails({ to: email })).toHaveLength(1);
  });

  it('mails a link that was asked for to the address it holds, under the office’s own address', async () => {
    await visitor.ask('/p/request-link', { method: 'POST', form: { email: ' Accounts@Kuwait-Oil-Tools.example ' }, headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' } });
    const mail = await office.outbox.gets({ to: 'accounts@kuwait-oil-tools.example', subject: 'رابط مستنداتكم' });
    expect(mail.text).toContain(`${PUBLIC_URL}/p/`);
    expect(mail.text + mail.html).not.toContain('evil.example');
  });

  it('answers alike whether it knows the address or not', async () => {
    const answers = await Promise.all(['ap@acme.example', 'AP@Acme.example ', 'nobody@nowhere.example', 'not an address', ''].map((email) => visitor.post('/p/request-link', { email })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });
});
