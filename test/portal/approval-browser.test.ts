/** An approver without Slack at a phone's width, in a real browser and under the pages' own content policy: mail, link, code, decision. */
import type { Page } from 'playwright-core';
import { idOf } from '../../domain/id';
import { GRETA, GRETA_ROW, officeWith } from '../support/approvers';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { pdfText } from '../support/pdf-text';
import { fits, openPhone, type Phone } from '../support/phone';
import { openTestPortal, PUBLIC_URL, type TestPortal } from '../support/portal';
import { CARLA, content, line, MILO } from '../support/samples';

describe('an approver without Slack, with a phone', () => {
  let office: TestOffice;
  let portal: TestPortal;
  let phone: Phone;
  let acme = '';
  let count = 0;

  beforeAll(async () => {
    office = await openOffice({ files: { 'office.yaml': officeWith(GRETA_ROW) } });
    portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder, reach: 'browser' });
    acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
    phone = await openPhone(office.env.chromiumPath, /401|403|409|422/);
  });
  afterAll(async () => {
    await phone.close();
    await portal.close();
    await office.close();
  });
  afterEach(() => expect(phone.complaints.splice(0)).toEqual([]));

  const words = 'Visual identity with a rather long description of what is done in it\nand a second line of donaudampfschifffahrtsgesellschaftskapitänsmützen';
  const stored = async (id: string) => (await office.store.invoices.find(id))!;

  async function submitted(): Promise<{ id: string; link: string }> {
    const lines = [line({ description: words, quantity: '1.5', unitPrice: '1234.50', discountPercent: '5' }), line({ id: 'l2', description: 'Workshop with the whole team', unitPrice: '800' })];
    const made = { by: CARLA, key: `phone-${++count}`, content: content({ clientId: acme, lines, project: 'Relaunch 2027', purchaseOrder: 'PO-4711', note: 'As agreed on the phone.' }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    const { text } = await office.outbox.gets({ to: GRETA, subject: new RegExp(id.slice(-6)) });
    return { id, link: (/https:\S+\/approvals\/[\w-]+/.exec(text)?.[0] ?? '').replace(PUBLIC_URL, portal.origin) };
  }

  /** Asks for a code and types it. */
  async function proves(page: Page): Promise<void> {
    const codes = async () => (await office.outbox.mails({ to: GRETA })).filter(({ subject }) => subject.startsWith('Your code'));
    const before = (await codes()).length;
    await page.getByRole('button', { name: 'Send me a code' }).click();
    await page.getByText('A code is on its way').waitFor();
    const [newest] = await until(async () => { const mails = await codes(); return mails.length > before ? mails : undefined; }, 'the code');
    await page.getByLabel('Code').fill(/\b\d{6}\b/.exec((await office.outbox.open(newest!.id)).text)?.[0] ?? '');
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  it('proves the mailbox, reads everything and approves', async () => {
    const { id, link } = await submitted();
    const page = await phone.open(link);
    expect(await fits(page)).toBe(true);
    expect(await page.locator('body').textContent()).not.toContain('Acme');
    await proves(page);
    await page.getByRole('heading', { name: 'Invoice draft' }).waitFor();
    expect(await fits(page)).toBe(true);
    const paper = (await pdfText(await page.pdf({ format: 'A4' }))).pages.join('\n');
    expect(paper).toContain('Workshop with the whole team');
    expect(paper).not.toMatch(/Go to the decision|Note \(optional\)|Reject|https?:/);
    await page.getByRole('link', { name: 'Go to the decision' }).click();
    await page.getByLabel('Note (optional)').fill('Looks right');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.told').getByText('Approved by Greta Grant').waitFor();
    expect((await stored(id)).approval?.steps[0]?.decisions[0]).toMatchObject({ by: { email: GRETA, via: 'portal' }, note: 'Looks right' });
    await page.reload();
    await page.locator('.told').getByText('Approved by Greta Grant').waitFor();
    expect(await page.locator('form').count()).toBe(0);
    await page.close();
  });

  it('rejects without JavaScript, by keyboard, and a wrong code is told in words', async () => {
    const { id, link } = await submitted();
    const page = await phone.open(link, { javaScriptEnabled: false });
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('That code does not open this page.').waitFor();
    await page.goto(link);
    await proves(page);
    await page.getByText('Reject it').click();
    await page.getByLabel('What is it about?').selectOption('Price or quantity');
    await page.getByLabel('Why?').focus();
    await page.keyboard.type('Half a day was agreed.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('It went back to Carla').waitFor();
    expect((await stored(id)).returned).toMatchObject({ category: 'price', reason: 'Half a day was agreed.' });
    await page.close();
  });

  it('is told what changed meanwhile, with the note still there', async () => {
    const { id, link } = await submitted();
    const page = await phone.open(link);
    await proves(page);
    await page.getByLabel('Note (optional)').fill('Good work');
    const { content: old } = await stored(id);
    await office.door.actOnInvoice('ask', id, { by: MILO, key: `phone-${++count}`, text: 'Why two of them?' });
    await office.door.actOnInvoice('edit', id, { by: CARLA, key: `phone-${++count}`, version: 1, content: { ...old, lines: [line({ description: 'Workshop', unitPrice: '900' })] } });
    await office.door.actOnInvoice('submit', id, { by: CARLA, key: `phone-${++count}`, version: 2 });
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('This invoice changed since the message').waitFor();
    expect(await page.getByLabel('Note (optional)').inputValue()).toBe('Good work');
    expect(await fits(page)).toBe(true);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.told').getByText('Approved by Greta Grant').waitFor();
    await page.close();
  });
});
