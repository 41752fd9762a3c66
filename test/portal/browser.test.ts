/** The portal in a real browser at a phone's width: what the client sees and presses, under the pages' own content policy. */
import type { Page } from 'playwright-core';
import { idOf } from '../../domain/id';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { fits, openPhone, type Phone } from '../support/phone';
import { openTestPortal, type TestPortal } from '../support/portal';
import { createLinks } from '../../activities/link';
import { CARLA, content, line } from '../support/samples';

const CLIENT_ID = 'cli_acme';

describe('a client with a phone', () => {
  let office: TestOffice;
  let portal: TestPortal;
  let phone: Phone;
  let base = '';
  let count = 0;

  beforeAll(async () => {
    office = await openOffice();
    portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder, reach: 'browser' });
    base = await createLinks({ links: office.store.links, publicUrl: portal.origin }).mintLink({ clientId: CLIENT_ID, at: new Date().toISOString() });
    phone = await openPhone(office.env.chromiumPath);
  });
  afterAll(async () => {
    await phone.close();
    await portal.close();
    await office.close();
  });
  afterEach(() => expect(phone.complaints.splice(0)).toEqual([]));

  const open = (path: string): Promise<Page> => phone.open(`${base}${path}`);
  const styled = (page: Page): Promise<string> => page.evaluate('getComputedStyle(document.querySelector("main")).display') as Promise<string>;

  const words = 'Visual identity with a rather long description of what is done in it\nand a second line of donaudampfschifffahrtsgesellschaftskapitänsmützen';
  async function offered(): Promise<string> {
    const made = { by: CARLA, key: `phone-${++count}`, content: content({ clientId: CLIENT_ID, lines: [line({ description: words, unitPrice: '123456.78' })] }), send: 'now' as const };
    const id = idOf('est', made.key);
    await office.door.createEstimate(id, made);
    await until(async () => ((await office.store.estimates.find(id))?.state === 'sent' ? true : undefined), `${id} to be sent`);
    return id;
  }
  async function billed(): Promise<string> {
    const made = { by: CARLA, key: `phone-${++count}`, content: content({ clientId: CLIENT_ID, lines: [line({ unitPrice: '100' })] }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    await until(async () => ((await office.store.invoices.find(id))?.state === 'sent' ? true : undefined), `${id} to be sent`);
    return id;
  }

  it('reads and approves an estimate by keyboard', async () => {
    const id = await offered();
    const page = await open(`/estimates/${id}`);
    expect(await styled(page)).toBe('grid');
    expect(await fits(page)).toBe(true);
    await page.getByLabel('Your name').first().focus();
    await page.keyboard.type('Erika Muster');
    await page.keyboard.press('Enter');
    await page.getByText('Approved by Erika Muster').waitFor();
    expect((await office.store.estimates.find(id))?.answer).toMatchObject({ says: 'accept', name: 'Erika Muster' });
    expect(await page.locator('form').count()).toBe(0);
  });

  it('declines another with a reason', async () => {
    const id = await offered();
    const page = await open(`/estimates/${id}`);
    await page.getByText('Does it not fit?').click();
    await page.getByLabel('Your name').last().fill('Erika Muster');
    await page.getByLabel('What does not fit?').fill('Too expensive this year.');
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByText('Declined by Erika Muster').waitFor();
    expect((await office.store.estimates.find(id))?.state).toBe('declined');
  });

  it('is stopped by the browser before an answer without a name leaves', async () => {
    const id = await offered();
    const page = await open(`/estimates/${id}`);
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('name');
    expect((await office.store.estimates.find(id))?.state).toBe('sent');
  });

  it('goes from the overview to an invoice, sees how to pay, and objects', async () => {
    const id = await billed();
    const { number = '' } = (await office.store.invoices.find(id))!;
    const page = await open('');
    expect(await fits(page)).toBe(true);
    await page.getByRole('link', { name: number }).click();
    expect(await fits(page)).toBe(true);
    await page.getByRole('link', { name: /^Pay / }).click();
    expect(await page.locator('.facts').innerText()).toContain('DE89');
    expect(await fits(page)).toBe(true);
    await page.getByRole('link', { name: 'Back to the invoice' }).click();
    await page.getByText('Something is not right?').click();
    await page.getByLabel('What is not right?').fill('We ordered half a day only.');
    await page.getByRole('button', { name: 'Send objection' }).click();
    await page.getByText('You objected to this invoice').waitFor();
    expect((await office.store.invoices.find(id))?.dispute?.reason).toBe('We ordered half a day only.');
  });

  it('asks for a link without one', async () => {
    const page = await phone.open(`${portal.origin}/p`);
    await page.getByLabel('Your mail address').fill('ap@acme.example');
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    await page.getByText('If we know the address, a mail is on its way.').waitFor();
    expect((await office.outbox.gets({ to: 'ap@acme.example', subject: 'Your link' })).text).toContain('/p/');
  });
});
