import { chromium } from 'playwright-core';
import { idOf } from '../../domain/id';
import { money } from '../../domain/money';
import { createLinks } from '../../activities/link';
import { until } from '../support/desk-door';
import { openOffice } from '../support/office';
import { openTestPortal } from '../support/portal';
import { CARLA, content, FATIMA, line, MILO } from '../support/samples';

it('looks', async () => {
  const office = await openOffice();
  const portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder, reach: 'browser' });
  const acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
  let n = 0; const key = () => `look-${++n}`;
  const today = new Date().toISOString().slice(0, 10);
  const reduced = { category: 'S' as const, rate: '7' };
  const rich = content({ clientId: acme, project: 'Relaunch 2026', purchaseOrder: 'PO-4711', discount: { percent: '5' }, note: 'Thank you for the good work together.\nThe source files are in your shared folder.',
    lines: [line({ id: 'l1', description: 'Visual identity: research, three directions, one elaborated', quantity: '4', unit: 'days', unitPrice: '800' }),
      line({ id: 'l2', description: 'Website design, desktop and mobile\nIncludes two rounds of corrections', quantity: '26.5', unit: 'h', unitPrice: '95', discountPercent: '10' }),
      line({ id: 'l3', description: 'Printed style guide', quantity: '40', unit: 'copies', unitPrice: '12.50', vat: reduced })] });
  const est = async (c = rich) => { const k = key(); const id = idOf('est', k); await office.door.createEstimate(id, { by: CARLA, key: k, content: c, send: 'now' }); await until(async () => (await office.store.estimates.find(id))?.state === 'sent' || undefined, 'sent'); return id; };
  const inv = async (c = rich) => { const k = key(); const id = idOf('inv', k); await office.door.createInvoice(id, { by: CARLA, key: k, content: c, submit: 'now' });
    const d = (await office.store.invoices.find(id))!; if (d.state === 'submitted') await office.door.actOnInvoice('decide', id, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
    await until(async () => { const i = await office.store.invoices.find(id); return i?.state === 'sent' && i.owed.length === 0 || undefined; }, 'sent'); return id; };
  const e1 = await est(); const e2 = await est(); const e3 = await est();
  const i1 = await inv(); const i2 = await inv(content({ clientId: acme, project: 'Support', lines: [line({ unitPrice: '100' })] })); const i3 = await inv();
  await office.door.actOnInvoice('pay', i1, { by: FATIMA, key: key(), amount: money(200000, 'EUR'), date: today, reference: 'part' });
  await office.door.actOnInvoice('pay', i2, { by: FATIMA, key: key(), amount: money(15000, 'EUR'), date: today, reference: 'full' });
  await office.store.invoices.model.updateOne({ id: i3 }, { $set: { dueDate: '2026-10-01' } } as never);
  await until(async () => (await office.store.invoices.find(i2))?.payments[0]?.receipt?.pdf, 'receipt');
  const mint = createLinks({ links: office.store.links, publicUrl: portal.origin });
  const base = await mint.mintLink({ clientId: acme, at: new Date().toISOString() });
  const sakura = (await office.store.clients.model.findOne({ name: /Sakura/ } as never).setOptions({}).lean().catch(() => null))?.id ?? 'cli_sakura';
  const empty = await mint.mintLink({ clientId: sakura, at: new Date().toISOString() });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH!, args: ['--no-sandbox'] });
  const shoot = async (name: string, url: string, scheme: 'light' | 'dark' = 'light', width = 360, act?: (p: import('playwright-core').Page) => Promise<void>) => {
    const page = await browser.newPage({ viewport: { width, height: 760 }, deviceScaleFactor: width < 500 ? 2 : 1, colorScheme: scheme });
    const logs: string[] = []; page.on('console', (m) => logs.push(m.text())); page.on('pageerror', (e) => logs.push(String(e)));
    await page.goto(url); if (act) await act(page);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    if (Number(wide) > width || logs.length) console.log(name, wide, logs);
    await page.screenshot({ path: `/tmp/portal-hand/shots/${name}.png`, fullPage: true }); await page.close();
  };
  await shoot('overview', base); await shoot('overview-dark', base, 'dark'); await shoot('overview-wide', base, 'light', 1100); await shoot('empty', empty);
  await shoot('estimate', `${base}/estimates/${e1}`); await shoot('estimate-wide', `${base}/estimates/${e1}?v=0`, 'light', 1100); await shoot('estimate-dark', `${base}/estimates/${e1}`, 'dark');
  await shoot('estimate-open', `${base}/estimates/${e1}`, 'light', 360, async (p) => { await p.click('summary'); });
  await shoot('accepted', `${base}/estimates/${e2}`, 'light', 360, async (p) => { await p.fill('#name', 'Erika Muster'); await p.click('section.answer button'); await p.waitForSelector('.told'); });
  await shoot('declined', `${base}/estimates/${e3}`, 'light', 360, async (p) => { await p.click('summary'); await p.fill('#decliner', 'Erika Muster'); await p.fill('#reason', 'Too expensive for this year, sorry.'); await p.click('details button'); await p.waitForSelector('.told'); });
  await shoot('invoice', `${base}/invoices/${i1}`); await shoot('invoice-wide', `${base}/invoices/${i1}`, 'light', 1100); await shoot('paid', `${base}/invoices/${i2}`); await shoot('overdue', `${base}/invoices/${i3}`, 'dark');
  await shoot('disputed', `${base}/invoices/${i3}`, 'light', 360, async (p) => { await p.click('summary'); await p.fill('#reason', 'We ordered half a day only.'); await p.click('details button'); await p.waitForSelector('.told'); });
  await shoot('pay', `${base}/invoices/${i1}/pay`); await shoot('pay-wide', `${base}/invoices/${i1}/pay`, 'light', 1100);
  await shoot('door', `${portal.origin}/p`); await shoot('missing', `${base}/invoices/nothing`); await shoot('missing-wide', `${base}/invoices/nothing`, 'light', 1100);
  await shoot('sent', `${portal.origin}/p`, 'light', 360, async (p) => { await p.fill('#email', 'ap@acme.example'); await p.click('button'); await p.waitForSelector('.message'); });
  const p = await browser.newPage({ viewport: { width: 900, height: 760 } }); await p.goto(`${base}/invoices/${i1}`); await p.emulateMedia({ media: 'print' }); await p.screenshot({ path: '/tmp/portal-hand/shots/print.png', fullPage: true });
  await browser.close(); await portal.close(); await office.close();
}, 180000);
