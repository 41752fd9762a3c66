/** The portal's pages on paper, printed by a real browser: what they say, black on white, and nothing that only a screen can press. */
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { createLinks } from '../../activities/link';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import { pdfText, type PdfText } from '../support/pdf-text';
import { openTestPortal, type TestPortal } from '../support/portal';
import { openTestStore, type TestStore } from '../support/store';
import { acme, content, estimate, invoice, fortyLines, line, paid } from '../templates/samples';

const NOW = new Date().toISOString();
/** What is pressed or followed on a screen alone. */
const BUTTONS = ['Open the PDF', 'Pay 19', 'Approve', 'Decline', 'Send objection', 'Something is not right', 'Does it not fit', 'Back to the invoice', 'Overview', 'Mail me a link', 'E-invoice (XML)', 'Older', 'Newer', 'Skip'];

/** All that the PDF shows beside lines and amount. */
const marked = content([line('Scaffold', '2', '900', { date: '2026-10-05', person: 'Ada Lindt', section: 'Concept', serial: 'SN-4711' })], {
  deliveryAddress: 'Yard 4\n20537 Hamburg', instalments: [{ due: '2026-12-01', share: { percent: '30' }, name: 'Deposit' }, { due: '2027-01-01', share: 'rest' }],
});

describe('a page of the portal on paper', () => {
  let test: TestStore;
  let portal: TestPortal;
  let browser: Browser;
  let base = '';

  beforeAll(async () => {
    test = await openTestStore();
    const { id: _, ...details } = acme;
    const act = { key: 'k', at: NOW, by: { email: 'office', name: 'Office', via: 'office' as const } };
    await test.store.clients.create({ ...details, id: acme.id, currency: 'EUR', defaultVat: { category: 'S', rate: '19' }, terms: { days: 30 }, credit: [] }, act, 'created');
    const pdf = { hash: 'h', name: 'x.pdf', bytes: 9 };
    const keepInvoice = async ({ revision: _revision, history: _history, ...fields }: Invoice) => void (await test.store.invoices.create({ ...fields, searchText: fields.id }, act, 'drafted'));
    await keepInvoice({ ...paid(invoice(fortyLines, acme, { id: 'inv_long', number: 'INV-2026-0001', dueDate: '2099-01-31' }), '10').invoice, pdf, xml: pdf });
    for (let at = 2; at <= 30; at += 1) await keepInvoice(invoice(at === 2 ? marked : fortyLines, acme, { id: `inv_${at}`, number: `INV-2026-00${String(at).padStart(2, '0')}`, pdf }));
    const { revision: _revision, history: _history, ...offer } = estimate(fortyLines, acme, { id: 'est_long', number: 'EST-2026-0001', pdf, validUntil: '2099-01-31' }) as Estimate;
    await test.store.estimates.create({ ...offer, searchText: offer.id }, act, 'drafted');
    portal = await openTestPortal({ mongoUri: test.uri, temporal: { address: '127.0.0.1:9', namespace: 'nowhere' }, configFolder: join(__dirname, '../../config'), reach: 'browser' });
    base = await createLinks({ links: test.store.links, publicUrl: portal.origin }).mintLink({ clientId: acme.id, at: NOW });
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
    await test.close();
  });

  /** As somebody prints it whose screen is dark. */
  async function printed(url: string): Promise<PdfText & { painted: string[] }> {
    const page = await browser.newPage({ colorScheme: 'dark' });
    await page.goto(url);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const painted = await page.evaluate(`[...new Set([...document.querySelectorAll('body, body *')].filter((one) => one.checkVisibility()).flatMap((one) => {
      const { color, backgroundColor, backgroundImage } = getComputedStyle(one);
      return [color, backgroundColor, backgroundImage];
    }))]`) as string[];
    await page.close();
    return { ...(await pdfText(pdf)), painted };
  }

  it.each([
    ['the overview', '', ['INV-2026-0030', 'EST-2026-0001', 'Receipts']], ['an invoice', '/invoices/inv_long', ['INV-2026-0001', 'Payments']], ['how to pay', '/invoices/inv_long/pay', ['DE02', 'INV-2026-0001']],
    ['an estimate', '/estimates/est_long', ['EST-2026-0001']], ['the way in', '/p', []], ['a page that is not there', '/invoices/inv_nobody', ['Not found']],
  ])('%s has no buttons, no addresses and no colours', async (_, path, words) => {
    const { pages, painted } = await printed(path === '/p' ? `${portal.origin}/p` : `${base}${path}`);
    const text = pages.join('\n');
    for (const word of words) expect(text).toContain(word);
    expect(BUTTONS.filter((button) => text.includes(button))).toEqual([]);
    expect(text).not.toMatch(/https?:|mailto:|\/p\//);
    expect(painted.filter((colour) => !['rgb(0, 0, 0)', 'rgb(51, 51, 51)', 'rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)', 'none'].includes(colour))).toEqual([]);
  });

  it('an invoice tells what its PDF tells: a line’s date, person, section and serial number, the instalments and the delivery address', async () => {
    const text = (await printed(`${base}/invoices/inv_2`)).pages.join('\n');
    for (const words of ['5 Oct 2026 · Ada Lindt · Concept · SN-4711', 'Instalments', 'Deposit · 1 December 2026  642.60 EUR', 'Instalment 2 · 1 January 2027  1,499.40 EUR', 'Delivery address', 'Yard 4', '20537 Hamburg']) expect(text).toContain(words);
    expect((await printed(`${base}/invoices/inv_3`)).pages.join('\n')).not.toMatch(/Instalment|Delivery address/);
  });

  it('a long table runs over pages: no page but the last is half empty, and each line stands on one', async () => {
    const { pages } = await printed(`${base}/invoices/inv_long`);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages.slice(0, -1)) expect(page.split('\n').length).toBeGreaterThan(25);
  });
});
