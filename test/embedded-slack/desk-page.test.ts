/** The desk page in a real Chromium: what a person sees, types, presses and reads, at a desk and on a phone. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Counterpart, startCounterpart } from './counterpart';
import { chromiumPath } from '../support/chromium';
import { until } from '../support/desk-door';
import { SENDGRID_KEY, startTestOutbox, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { type Desk, openDesk } from '../support/person';
import type { Outbox } from '../../embedded/outbox/server';
import type { LocalSlack } from '../../embedded/slack/server';

const folder = temporaryFolder('desk-page-');
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
let browser: Browser;
let slack: LocalSlack;
let outbox: Outbox;
let counterpart: Counterpart;
let desk: Desk;
/** Everything the browser complained of: scripts that failed, and content the page's policy stopped. */
const complaints: string[] = [];

beforeAll(async () => {
  outbox = await startTestOutbox(folder.path);
  slack = await startTestSlack(folder.path, { outboxUrl: outbox.origin, temporalUrl: 'http://127.0.0.1:8233' });
  counterpart = await startCounterpart(slack.apiUrl);
  desk = openDesk(slack.origin);
  await desk.aimAt(counterpart.url);
  const root = process.getuid?.() === 0;
  browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--disable-gpu', ...(root ? ['--no-sandbox'] : [])] });
});
afterAll(async () => {
  await browser.close();
  await counterpart.stop();
  await slack.close();
  await outbox.close();
  folder.remove();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  for (const name of ['carla', 'milo', 'ana']) {
    const person = await desk.as(`${name}@northlight.example`);
    while (await person.modal()) await person.close('all');
  }
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${slack.origin}${path}`);
  return page;
}
const channelId = (name: string): string => slack.slack.workspace.channelByName(name)?.id ?? '';
const sit = (name: string, place = '', options: BrowserContextOptions = {}): Promise<Page> => open(`/desk?as=${name}@northlight.example${place}`, options);
const inChannel = (name: string, channel: string, options: BrowserContextOptions = {}): Promise<Page> => sit(name, `#/${channelId(channel)}`, options);
async function command(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message/ }).fill(text);
  await page.keyboard.press('Enter');
}
const sendMail = (to: string, subject: string, html: string) =>
  fetch(`${outbox.origin}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SENDGRID_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      personalizations: [{ to: [{ email: to }] }], from: { email: 'office@northlight.example' }, subject,
      content: [{ type: 'text/plain', value: `Plain ${subject}` }, { type: 'text/html', value: html }],
      attachments: [{ filename: 'INV-9.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4 bytes').toString('base64') }],
    }),
  });

describe('sitting down', () => {
  it('begins with a choice of people and remembers it in the address', async () => {
    const page = await open('/desk');
    await page.getByRole('button', { name: /Carla/ }).click();
    await page.getByRole('heading', { name: 'invoices', level: 1 }).waitFor();
    expect(new URL(page.url()).searchParams.get('as')).toBe('carla@northlight.example');
    await page.reload();
    expect(await page.getByRole('button', { name: /You are Carla/ }).isVisible()).toBe(true);
  });

  it('teaches a command where nothing is yet', async () => {
    const page = await inChannel('ana', 'legal');
    await page.getByText('Nothing in #legal yet').waitFor();
    await page.getByRole('button', { name: 'Write it for me' }).click();
    expect(await page.getByRole('textbox', { name: /^Message/ }).inputValue()).toBe('/invoice help');
  });

  it('offers Temporal’s pages and the outbox when there are any', async () => {
    const page = await sit('carla');
    expect(await page.getByRole('link', { name: 'Temporal' }).getAttribute('href')).toBe('http://127.0.0.1:8233');
    expect(await page.getByRole('link', { name: /Mail outbox/ }).isVisible()).toBe(true);
  });
});

describe('messages', () => {
  it('show markup, mentions and dates, and nothing anyone typed as a tag', async () => {
    await counterpart.app.client.chat.postMessage({ channel: '#finance', text: '*Bold* _it_ ~no~ `code` <https://office.example/p/1|the link> <javascript:alert(1)|bad> &lt;img src=x onerror=alert(1)&gt; <!date^1767225600^{date_num}|then> :x: <!channel>' });
    const page = await inChannel('milo', 'finance');
    const body = page.locator('.message-body').last();
    expect(await body.locator('strong').textContent()).toBe('Bold');
    expect(await body.locator('em').textContent()).toBe('it');
    expect(await body.getByRole('link', { name: 'the link' }).getAttribute('href')).toBe('https://office.example/p/1');
    expect(await body.getByRole('link', { name: 'bad' }).count()).toBe(0);
    expect(await body.textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await body.locator('time').textContent()).toBe('2026-01-01');
    expect(await body.getByRole('img', { name: 'x' }).count()).toBe(1);
    expect(await body.locator('img').count()).toBe(0);
  });

  it('arrive by themselves, count as unread elsewhere, and are read when looked at', async () => {
    const page = await inChannel('ana', 'invoices');
    const link = page.getByRole('link', { name: /^legal/ });
    await link.waitFor();
    await counterpart.app.client.chat.postMessage({ channel: '#legal', text: 'A case for you.' });
    await page.getByRole('link', { name: /legal.*1 unread/ }).waitFor();
    await link.click();
    await page.getByText('A case for you.').waitFor();
    await until(async () => (await page.getByRole('link', { name: /unread/ }).filter({ hasText: 'legal' }).count()) === 0, 'legal to be read');
  });

  it('of private answers are marked as such and are nobody else’s', async () => {
    const page = await inChannel('carla', 'invoices');
    await command(page, '/invoice private');
    await page.getByText('Only visible to you').waitFor();
    const other = await inChannel('milo', 'invoices');
    await other.getByRole('log').waitFor();
    expect(await other.getByText('Only visible to you').count()).toBe(0);
  });

  it('take buttons, ask before a confirmed one, and redraw in place', async () => {
    const page = await inChannel('milo', 'invoices');
    await command(page, '/invoice card');
    const card = page.getByRole('article').filter({ hasText: 'INV-1 waits for' }).last();
    await card.getByRole('button', { name: 'Reject…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
    expect(counterpart.told.filter((each) => JSON.stringify(each.body).includes('test.reject'))).toEqual([]);
    await card.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Explain' }).click();
    await until(async () => counterpart.told.some((each) => JSON.stringify(each.body).includes('"value":"explain"')), 'the overflow option');
    await card.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('is approved.').last().waitFor();
  });

  it('have threads beside them, with an address of their own', async () => {
    const parent = await counterpart.app.client.chat.postMessage({ channel: '#finance', text: 'A parent.' });
    await counterpart.app.client.chat.postMessage({ channel: '#finance', thread_ts: parent.ts, text: 'A child.' });
    const page = await inChannel('carla', 'finance');
    await page.getByRole('link', { name: /1 reply/ }).last().click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('A child.').waitFor();
    await thread.getByRole('textbox').fill('A second child.');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /2 replies/ }).waitFor();
    await page.keyboard.press('Escape');
    await thread.waitFor({ state: 'detached' });
  });

  it('open from a permalink', async () => {
    const { channel, ts } = await counterpart.app.client.chat.postMessage({ channel: '#legal', text: 'Found by its link.' });
    const { permalink } = await counterpart.app.client.chat.getPermalink({ channel: channel as string, message_ts: ts as string });
    const page = await open(`${new URL(permalink as string).pathname}?as=carla@northlight.example`);
    await page.locator('.message.found').getByText('Found by its link.').waitFor();
  });

  it('that Slack cannot deliver to the app end in its words', async () => {
    await desk.aimAt('http://127.0.0.1:1/slack/events');
    const page = await inChannel('carla', 'finance');
    await command(page, '/invoice card');
    await page.getByText('/invoice failed with the error "dispatch_failed"').waitFor();
    await desk.aimAt(counterpart.url);
  });
});

describe('modals', () => {
  it('keep typed text, choices and the caret over an update', async () => {
    const page = await inChannel('carla', 'invoices');
    await command(page, '/invoice form');
    const modal = page.getByRole('dialog', { name: 'New invoice' });
    await modal.getByLabel('Client').selectOption({ label: 'Globex Inc.' });
    await modal.getByLabel('Line 1').fill('3x design @ 800');
    await modal.getByLabel('Note').fill('a note');
    await modal.getByLabel('Note').press('Home');
    await modal.getByRole('button', { name: '+ Add line' }).dispatchEvent('click'); // As a click by voice or script: the focus stays.
    await modal.getByLabel('Line 2').waitFor();
    expect(await modal.getByLabel('Note').inputValue()).toBe('a note');
    expect(await modal.getByLabel('Line 1').inputValue()).toBe('3x design @ 800');
    expect(await modal.getByLabel('Client').inputValue()).toBe('globex');
    await page.keyboard.type('First ');
    expect(await modal.getByLabel('Note').inputValue()).toBe('First a note');
    await modal.getByLabel('Line 2').fill('100');
    await modal.getByRole('button', { name: 'Draft' }).click();
    await modal.waitFor({ state: 'detached' });
    await (await desk.as('carla@northlight.example')).sees('Draft kept for globex.');
  });

  it('say what is missing beside the field, and what the app refuses likewise', async () => {
    const page = await inChannel('carla', 'invoices');
    await command(page, '/invoice form');
    const modal = page.getByRole('dialog', { name: 'New invoice' });
    await modal.getByRole('button', { name: 'Draft' }).click();
    const client = modal.getByLabel('Client');
    await modal.getByText('Please complete this required field.').first().waitFor();
    expect(await client.getAttribute('aria-invalid')).toBe('true');
    expect(await client.evaluate((node) => node.matches(':focus'))).toBe(true);
    await client.selectOption('acme');
    await modal.getByLabel('Line 1').fill('1');
    await modal.getByLabel('Note').fill('wrong');
    await modal.getByRole('button', { name: 'Draft' }).click();
    await modal.getByText('Say something else.').waitFor();
    expect(await modal.getByLabel('Note').inputValue()).toBe('wrong');
  });

  it('stack, and come back one by one', async () => {
    const page = await inChannel('carla', 'invoices');
    await command(page, '/invoice form');
    const modal = page.getByRole('dialog', { name: 'New invoice' });
    await modal.getByLabel('Client').selectOption('acme');
    await modal.getByLabel('Line 1').fill('1');
    await modal.getByLabel('Note').fill('more');
    await modal.getByRole('button', { name: 'Draft' }).click();
    await page.getByRole('dialog', { name: 'One more' }).waitFor();
    await page.keyboard.press('Escape');
    await modal.waitFor();
    expect(await modal.getByLabel('Note').inputValue()).toBe('more');
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'detached' });
  });

  it('ask with every element Slack has, and send what was put in', async () => {
    const page = await inChannel('carla', 'invoices');
    await command(page, '/invoice everything');
    const modal = page.getByRole('dialog', { name: 'Everything' });
    await modal.getByLabel('Client').pressSequentially('glo');
    await modal.getByRole('option', { name: 'Globex Inc.' }).waitFor();
    await page.keyboard.press('Enter');
    await modal.getByLabel(/^Person/).selectOption({ label: 'Milo' });
    const several = modal.getByRole('group', { name: 'Several' }).last();
    for (const word of ['One', 'Two', 'Three']) await several.getByLabel(word).click();
    expect(await several.getByLabel('Three').isChecked()).toBe(false); // Two at most.
    await modal.getByRole('radiogroup').getByLabel('Three').check();
    await modal.getByLabel(/^Day/).fill('2026-12-31');
    await modal.getByLabel('File').setInputFiles({ name: 'offer.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await modal.getByText('offer.pdf').waitFor();
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.waitFor({ state: 'detached' });
    const sent = counterpart.told.findLast((each) => each.kind === 'view_submission')?.body as { view: { state: { values: object } } };
    expect(sent.view.state.values).toMatchObject({
      client: { in: { selected_option: { value: 'Globex Inc.' } } }, several: { in: { selected_options: [{ value: 'one' }, { value: 'two' }] } }, radio: { in: { selected_option: { value: 'three' } } },
      day: { in: { selected_date: '2026-12-31' } }, person: { in: { selected_user: (await desk.as('milo@northlight.example')).id } }, file: { in: { files: [{ name: 'offer.pdf' }] } },
    });
  });

  it('are still there, with what was typed, after a reload', async () => {
    const page = await inChannel('carla', 'invoices');
    await command(page, '/invoice form');
    await page.getByRole('dialog').getByLabel('Note').fill('half a thought');
    await until(async () => (await (await desk.as('carla@northlight.example')).modal())?.state.values.note?.text?.value === 'half a thought', 'the text to be kept');
    await page.reload();
    expect(await page.getByRole('dialog').getByLabel('Note').inputValue()).toBe('half a thought');
  });
});

describe('Home, outbox and keyboard', () => {
  it('Home is what the app publishes, and its buttons work', async () => {
    const page = await sit('carla', '#/home');
    await page.getByRole('heading', { name: 'Your desk' }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until(async () => counterpart.told.some((each) => JSON.stringify(each.body).includes('"type":"home"')), 'the press in Home');
  });

  it('mail is read as its receiver sees it: HTML in a sandbox, text, and the attachment', async () => {
    const page = await sit('carla', '#/mails');
    await page.getByText('No mail has left yet').waitFor();
    await sendMail('ap@acme.example', 'Invoice INV-9', '<h1>Dear Acme</h1><a href="http://127.0.0.1:1/p/token">See it online</a><script>document.title = "ran"</script>');
    await page.getByRole('link', { name: /Invoice INV-9/ }).click();
    const frame = page.frameLocator('iframe.mail-frame');
    await frame.getByRole('heading', { name: 'Dear Acme' }).waitFor();
    expect(await frame.getByRole('link', { name: 'See it online' }).getAttribute('href')).toBe('http://127.0.0.1:1/p/token');
    expect(await page.title()).not.toBe('ran');
    await page.getByRole('tab', { name: 'Plain text' }).click();
    await page.getByText('Plain Invoice INV-9').waitFor();
    await page.getByRole('tab', { name: 'Plain text' }).press('ArrowRight');
    const save = page.getByRole('link', { name: 'Save' });
    const bytes = await (await fetch(`${slack.origin}${await save.getAttribute('href')}`)).text();
    expect(bytes).toBe('%PDF-1.4 bytes');
  });

  it('Alt and arrows walk the places, Ctrl-K jumps, Tab reaches every control', async () => {
    const page = await inChannel('carla', 'invoices');
    await page.getByRole('heading', { name: 'invoices', level: 1 }).waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('heading', { name: 'finance', level: 1 }).waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('heading', { name: 'invoices', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('legal');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'legal', level: 1 }).waitFor();
    await page.keyboard.press('Shift+Tab');
    const label = await page.locator(':focus').getAttribute('aria-label');
    expect(label).toBe('Shortcuts');
  });

  it('speaks new messages to those who do not see them', async () => {
    const page = await inChannel('milo', 'finance');
    await page.getByRole('article').first().waitFor();
    await counterpart.app.client.chat.postMessage({ channel: '#finance', text: 'A payment came in.' });
    await until(async () => (await page.locator('#live').textContent())?.includes('A payment came in.'), 'the live region to speak');
  });
});

describe('on a phone', () => {
  it.each([
    ['a channel', () => inChannel('milo', 'invoices', PHONE)],
    ['Home', () => sit('carla', '#/home', PHONE)],
    ['the outbox', () => sit('carla', '#/mails', PHONE)],
  ])('%s fits 360 px without scrolling sideways', async (_, visit) => {
    const page = await visit();
    await page.getByRole('heading').first().waitFor();
    const [scroll, width] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, window.innerWidth]');
    expect(width).toBe(360);
    expect(scroll).toBe(360);
    const edges = await page.locator('main :is(button, a, input, textarea):visible').evaluateAll((nodes) => nodes.filter((node) => !node.closest('.table, .tabs')).map((node) => node.getBoundingClientRect().right));
    expect(Math.max(0, ...edges)).toBeLessThanOrEqual(360);
  });

  it('the menu leads elsewhere, and a form fills the screen', async () => {
    const page = await inChannel('carla', 'invoices', PHONE);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: /finance/ }).click();
    await page.getByRole('heading', { name: 'finance', level: 1 }).waitFor();
    await page.getByRole('textbox', { name: /^Message/ }).fill('/invoice form');
    await page.getByRole('button', { name: 'Send' }).click();
    const modal = page.getByRole('dialog', { name: 'New invoice' });
    await modal.waitFor();
    expect((await modal.boundingBox())?.width).toBe(360);
    await modal.getByRole('button', { name: 'Cancel' }).click();
    await modal.waitFor({ state: 'detached' });
  });
});

it('nothing was stopped but the script in the mail, and no script of ours failed', () => {
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toMatch(/^Blocked script execution in '.*\/html' because the document's frame is sandboxed/);
});

it('serves the page with a policy that lets no other script run', async () => {
  const reply = await fetch(`${slack.origin}/desk`);
  expect(reply.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'; style-src 'self';/);
  expect((await fetch(`${slack.origin}/desk/assets/..%2f..%2fpackage.json`)).status).toBe(404);
});
