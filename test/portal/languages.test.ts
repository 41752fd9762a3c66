/** The portal's languages: the client's own wherever a link tells who comes, else the one that the browser asks for. */
import { join } from 'node:path';
import { createLinks } from '../../activities/link';
import { LANGUAGE_CODES } from '../../domain/language';
import { localeFor } from '../../portal/language';
import { pageSpeech } from '../../templates/pages/words';
import { expectGolden } from '../support/golden';
import { openTestPortal, PUBLIC_URL, wordsOf, type Asked, type TestPortal } from '../support/portal';
import { spokenLines } from '../support/spoken';
import { openTestStore, type TestStore } from '../support/store';
import { acme, designWork, estimate, invoice, paid, speaking } from '../templates/samples';

const NOW = new Date().toISOString();
const CARLA = { email: 'carla@northlight.example', name: 'Carla', via: 'slack' as const };
const ACT = { key: 'k', at: NOW, by: CARLA };

describe('the portal', () => {
  let test: TestStore;
  let portal: TestPortal;
  const bases: Record<string, string> = {};

  beforeAll(async () => {
    test = await openTestStore();
    for (const code of LANGUAGE_CODES) {
      const client = { ...speaking(acme, code, 'en'), id: `cli_${code}` };
      await test.store.clients.create({ ...client, currency: 'EUR', defaultVat: { category: 'S', rate: '19' }, terms: { days: 30 }, credit: [] }, ACT, 'created');
      const part = paid(invoice(designWork, client, { id: `inv_${code}`, number: `INV-${code}`, searchText: code, dueDate: '2099-12-02' }), '500').invoice;
      const { revision: _one, history: _two, ...fields } = part;
      await test.store.invoices.create(fields, ACT, 'drafted');
      const { revision: _three, history: _four, ...offer } = estimate(designWork, client, { id: `est_${code}`, number: `EST-${code}`, validUntil: '2099-01-31', searchText: code });
      await test.store.estimates.create(offer, ACT, 'drafted');
      bases[code] = (await createLinks({ links: test.store.links, publicUrl: PUBLIC_URL }).mintLink({ clientId: client.id, at: '2099-01-01T00:00:00Z' })).replace(PUBLIC_URL, '');
    }
    portal = await openTestPortal({ mongoUri: test.uri, temporal: { address: '127.0.0.1:9', namespace: 'nowhere' }, configFolder: join(__dirname, '../../config') });
  });
  afterAll(async () => {
    await portal.close();
    await test.close();
  });
  const german: Asked = { headers: { 'Accept-Language': 'de-CH,en;q=0.5' } };

  it.each(LANGUAGE_CODES)('speaks %s to such a client, whatever their browser asks for', async (code) => {
    const pages = await Promise.all(['', `/invoices/inv_${code}`, `/invoices/inv_${code}/pay`, `/estimates/est_${code}`].map((path) => portal.visitor.ask(`${bases[code]}${path}`, german)));
    for (const { text, status } of pages) expect([status, text.slice(0, 60)]).toEqual([200, expect.stringContaining(`<html lang="${code}" dir="${code === 'ar' || code === 'he' ? 'rtl' : 'ltr'}">`)]);
    expect(pages[1]!.text).not.toContain('\u0002'); // On a page a document speaks one language.
    expectGolden(`page-in-${code}.txt`, `${pages.map(({ text }) => spokenLines(text).join('\n')).join('\n---\n')}\n`);
  });

  it('refuses in the language of the client', async () => {
    const refusals = pageSpeech('he').page.refusals;
    expect(wordsOf(await portal.visitor.ask(`${bases['he']}/invoices/INV-0`, german))).toContain(refusals.PageUnknown);
    const answer = await portal.visitor.ask(`${bases['he']}/estimates/est_he/accept`, german);
    expect(answer.status).toBe(405);
    expect(spokenLines(answer.text).join(' ')).toContain(refusals.OpenAndPress.replace('{button}', pageSpeech('he').page.estimate.accept));
  });

  it('asks a stranger’s browser', async () => {
    expect(wordsOf(await portal.visitor.ask('/p', german))).toContain(pageSpeech('de').page.door.heading);
    expect(wordsOf(await portal.visitor.ask('/p', { headers: { 'Accept-Language': 'fi' } }))).toContain(pageSpeech('en').page.door.heading);
    expect(wordsOf(await portal.visitor.ask(`/p/${'x'.repeat(43)}`, german))).toContain(pageSpeech('de').page.refusals.PageUnknown);
  });
});

describe('the language that a browser asks for', () => {
  it.each([
    ['', 'en-GB'], ['*', 'en-GB'], ['fi, sv;q=0.9', 'en-GB'], ['en-US', 'en-GB'], ['de', 'de'], ['de-AT,de;q=0.9', 'de'], ['en;q=0.1, ar', 'ar'], ['fr;q=0, pl', 'pl'],
    ['de;q=0.8, ja;q=0.9', 'ja'], ['xx-invalid-;;;q=z, he', 'he'], [`${'fi,'.repeat(5_000)}de`, 'en-GB'],
  ])('%.30s is answered in %s', (header, locale) => expect(localeFor(header, 'en-GB')).toBe(locale));
});
