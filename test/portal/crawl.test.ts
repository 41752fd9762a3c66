/** Whose documents the portal shows: every route with one client's link and everybody else's names, drafts among them. */
import { createLinks } from '../../activities/link';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { CALLER_ROUTES } from '../../portal/routes';
import { acme, designWork, estimate, globex, invoice, paid } from '../templates/samples';
import { hidden, openTestPortal, PUBLIC_URL, wordsOf, type Answered, type TestPortal } from '../support/portal';
import { openTestStore, type TestStore } from '../support/store';
import { join } from 'node:path';

const NOW = new Date().toISOString();
const HASH = { own: '', foreign: '', ownDraft: '' };

describe('a link shows its own client’s documents and no other', () => {
  let test: TestStore;
  let portal: TestPortal;
  let base = '';
  let seal = '';

  const keep = async (bytes: string): Promise<string> => (await test.store.files.keep({ key: bytes, name: 'x.pdf', contentType: 'application/pdf', bytes: Buffer.from(`%PDF-${bytes}`), at: NOW })).hash;
  const keepInvoice = async ({ revision: _revision, history: _history, ...fields }: Invoice) => void (await test.store.invoices.create({ ...fields, searchText: fields.id }, { key: 'k', at: NOW, by: fields.createdBy }, 'drafted'));
  const keepEstimate = async ({ revision: _revision, history: _history, ...fields }: Estimate) => void (await test.store.estimates.create({ ...fields, searchText: fields.id }, { key: 'k', at: NOW, by: fields.createdBy }, 'drafted'));
  const keepClient = async (client: typeof acme) => void (await test.store.clients.create({
    ...client, currency: 'EUR', defaultVat: { category: 'S', rate: '19' }, terms: { days: 30 }, credit: [],
  }, { key: 'k', at: NOW, by: { email: 'office', name: 'Office', via: 'office' } }, 'created'));

  beforeAll(async () => {
    test = await openTestStore();
    HASH.own = await keep('own');
    HASH.foreign = await keep('foreign');
    HASH.ownDraft = await keep('draft');
    const xml = await test.store.files.keep({ key: 'xml', name: 'INV-2026-0001.xml', contentType: 'application/xml', bytes: Buffer.from('<Invoice/>'), at: NOW });
    const pdf = (hash: string) => ({ hash, name: 'x.pdf', bytes: 9 });
    await Promise.all([keepClient(acme), keepClient(globex)]);
    await keepInvoice(invoice(designWork, acme, { id: 'inv_own', number: 'INV-2026-0001', pdf: pdf(HASH.own), dueDate: '2099-01-31', xml: { hash: xml.hash, name: xml.name, bytes: xml.bytes.length } }));
    await keepInvoice(invoice(designWork, globex, { id: 'inv_foreign', number: 'INV-2026-0002', pdf: pdf(HASH.foreign), xml: pdf(HASH.foreign) }));
    const receipted = paid(invoice(designWork, globex, { id: 'inv_foreign_paid', number: 'INV-2026-0004' }), '10');
    await keepInvoice({ ...receipted.invoice, payments: [{ ...receipted.payment, receipt: { ...receipted.payment.receipt!, pdf: pdf(HASH.foreign) } }] });
    for (const state of ['draft', 'submitted', 'approved', 'discarded'] as const) {
      await keepInvoice(invoice(designWork, acme, { id: `inv_${state}`, state, number: undefined, pdf: pdf(HASH.ownDraft) }));
    }
    await keepEstimate(estimate(designWork, acme, { id: 'est_own', number: 'EST-2026-0001', pdf: pdf(HASH.own), validUntil: '2099-01-31' }));
    await keepEstimate(estimate(designWork, globex, { id: 'est_foreign', number: 'EST-2026-0002', pdf: pdf(HASH.foreign) }));
    await keepEstimate(estimate(designWork, acme, { id: 'est_draft', state: 'draft', number: undefined, pdf: pdf(HASH.ownDraft) }));
    portal = await openTestPortal({ mongoUri: test.uri, temporal: { address: '127.0.0.1:9', namespace: 'nowhere' }, configFolder: join(__dirname, '../../config') });
    base = (await createLinks({ links: test.store.links, publicUrl: PUBLIC_URL }).mintLink({ clientId: acme.id, at: NOW })).replace(PUBLIC_URL, '');
    seal = hidden(await portal.visitor.get(`${base}/invoices/inv_own`), 'csrf');
  });
  afterAll(async () => {
    await portal.close();
    await test.close();
  });

  const OTHERS: Readonly<Record<string, readonly string[]>> = {
    invoices: ['inv_foreign', 'INV-2026-0002', 'inv_foreign_paid', 'INV-2026-0004', 'inv_draft', 'inv_submitted', 'inv_approved', 'inv_discarded', 'est_foreign', 'est_own'],
    estimates: ['est_foreign', 'EST-2026-0002', 'est_draft', 'inv_own'],
    files: ['foreign', 'ownDraft'],
    statement: ['cli_globex', 'inv_foreign', 'foreign', '2099', '2026-13'],
  };
  /** Every route with a name in it, by every method, with every name that is not the caller's. */
  const crawl = CALLER_ROUTES.flatMap((route) => {
    const [noun = ''] = route.path.split('/');
    return (['GET', 'POST'] as const).filter((method) => route[method] && OTHERS[noun]).flatMap((method) => OTHERS[noun]!.map((name) => [method, route.path, name] as const));
  });
  const visit = (method: string, path: string, name: string): Promise<Answered> => {
    const place = noun(path) === 'files' ? HASH[name as keyof typeof HASH] ?? name : name;
    const form = { csrf: seal, name: 'Erika Muster', reason: 'Not what we ordered', version: '1', contentHash: 'c0ffee', amount: '1.00' };
    return portal.visitor.ask(`${base}/${path.replace(':', place)}`, method === 'POST' ? { method, form, headers: { Origin: PUBLIC_URL } } : { method });
  };
  const noun = (path: string): string => path.split('/')[0] ?? '';
  const RANDOM: Readonly<Record<string, string>> = { invoices: 'inv_7f3a9c0d1e2b4a58', estimates: 'est_7f3a9c0d1e2b4a58', files: 'a'.repeat(64), statement: 'cli_7f3a9c0d1e2b4a58' };
  const without = ({ status, headers: { date: _date, ...headers }, text }: Answered) => ({ status, headers, text });

  it('knows every route with a name in it', () => {
    expect(new Set(CALLER_ROUTES.filter(({ path }) => path.includes(':')).map(({ path }) => noun(path)))).toEqual(new Set(Object.keys(OTHERS)));
    expect(crawl.length).toBeGreaterThan(60);
  });

  it.each(crawl)('%s /p/<token>/%s is not there for %s: the same bytes and headers as for a random name', async (method, path, name) => {
    const answer = without(await visit(method, path, name));
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Not found.');
    expect(answer).toEqual(without(await visit(method, path, RANDOM[noun(path)]!)));
  });

  it.each([
    ['GET', 'invoices/:', 'inv_own'], ['GET', 'invoices/:', 'INV-2026-0001'], ['GET', 'invoices/:/pdf', 'inv_own'], ['GET', 'invoices/:/xml', 'inv_own'], ['GET', 'invoices/:/pay', 'inv_own'], ['POST', 'invoices/:/pay', 'inv_own'],
    ['GET', 'estimates/:', 'est_own'], ['GET', 'quotes/:', 'EST-2026-0001'], ['GET', 'estimates/:/pdf', 'est_own'], ['GET', 'files/:', 'own'],
  ])('%s /p/<token>/%s is there for the caller’s own %s', async (method, path, name) => {
    expect((await visit(method, path, name)).status).toBe(method === 'POST' ? 303 : 200);
  });

  it('gives an e-invoice to keep, under its name, and offers it where there is one alone', async () => {
    const answer = await portal.visitor.get(`${base}/invoices/inv_own/xml`);
    expect(answer).toMatchObject({ text: '<Invoice/>', headers: { 'content-type': 'application/xml', 'content-disposition': 'attachment; filename="INV-2026-0001.xml"' } });
    const links = createLinks({ links: test.store.links, publicUrl: PUBLIC_URL });
    expect(wordsOf(await portal.visitor.get(`${base}/invoices/inv_own`))).toContain('E-invoice (XML)');
    const other = await links.mintLink({ clientId: globex.id, at: NOW });
    expect(wordsOf(await portal.visitor.get(`${other}/invoices/inv_foreign_paid`))).not.toContain('E-invoice (XML)');
    expect((await portal.visitor.get(`${other}/invoices/inv_foreign_paid/xml`)).status).toBe(404);
    await links.revokeLinks({ clientId: globex.id, at: NOW });
  });

  it('lists its own on the overview, without drafts', async () => {
    const words = wordsOf(await portal.visitor.get(base));
    expect(words).toContain('INV-2026-0001');
    expect(words).toContain('EST-2026-0001');
    for (const other of ['INV-2026-0002', 'INV-2026-0004', 'EST-2026-0002', 'Globex', 'draft']) expect(words).not.toContain(other);
  });

  it('keeps every page out of caches, searches, frames and referrers', async () => {
    for (const path of ['', '/invoices/inv_own', '/invoices/inv_own/pdf', '/invoices/nothing']) {
      expect((await portal.visitor.get(`${base}${path}`)).headers).toMatchObject({
        'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY',
        'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      });
    }
  });

  it('ends with its day or when it is withdrawn', async () => {
    const links = createLinks({ links: test.store.links, publicUrl: PUBLIC_URL });
    const revoked = await links.mintLink({ clientId: globex.id, documentId: 'inv_foreign', at: NOW });
    expect((await portal.visitor.get(revoked)).status).toBe(200);
    expect(await links.revokeLinks({ clientId: globex.id, at: NOW })).toBe(1);
    expect(await links.revokeLinks({ clientId: globex.id, at: NOW })).toBe(0);
    const answer = await portal.visitor.get(revoked);
    expect(answer.status).toBe(410);
    expect(wordsOf(answer)).toContain('This link was withdrawn.');
    expect(answer.text).not.toContain('INV-');
  });
});
