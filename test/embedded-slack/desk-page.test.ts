/** The desk page in a real Chromium: what a person sees, types, presses and reads, at a desk and on a phone. */
import { PHONE, clearDesk, command, inChannel, open, openStudio, sendMail, sit, type Studio } from './desk-studio';
import { until } from '../support/desk-door';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());
afterEach(() => clearDesk(studio));

describe('sitting down', () => {
  it('begins with a choice of people and remembers it in the address', async () => {
    const page = await open(studio, '/desk');
    await page.getByRole('button', { name: /Carla/ }).click();
    await page.getByRole('heading', { name: 'invoices', level: 1 }).waitFor();
    expect(new URL(page.url()).searchParams.get('as')).toBe('carla@northlight.example');
    await page.reload();
    expect(await page.getByRole('button', { name: /You are Carla/ }).isVisible()).toBe(true);
  });

  it('teaches a command where nothing is yet', async () => {
    const page = await inChannel(studio, 'ana', 'legal');
    await page.getByText('Nothing in #legal yet').waitFor();
    await page.getByRole('button', { name: 'Write it for me' }).click();
    expect(await page.getByRole('textbox', { name: /^Message/ }).inputValue()).toBe('/invoice help');
  });

  it('offers Temporal’s pages and the outbox when there are any', async () => {
    const page = await sit(studio, 'carla');
    expect(await page.getByRole('link', { name: 'Temporal' }).getAttribute('href')).toBe('http://127.0.0.1:8233');
    expect(await page.getByRole('link', { name: /Mail outbox/ }).isVisible()).toBe(true);
  });
});

describe('messages', () => {
  it('show markup, mentions and dates, and nothing anyone typed as a tag', async () => {
    await studio.counterpart.app.client.chat.postMessage({ channel: '#finance', text: '*Bold* _it_ ~no~ `code` <https://office.example/p/1|the link> <javascript:alert(1)|bad> &lt;img src=x onerror=alert(1)&gt; <!date^1767225600^{date_num}|then> :x: <!channel>' });
    const page = await inChannel(studio, 'milo', 'finance');
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
    const page = await inChannel(studio, 'ana', 'invoices');
    const link = page.getByRole('link', { name: /^legal/ });
    await link.waitFor();
    await studio.counterpart.app.client.chat.postMessage({ channel: '#legal', text: 'A case for you.' });
    await page.getByRole('link', { name: /legal.*1 unread/ }).waitFor();
    await link.click();
    await page.getByText('A case for you.').waitFor();
    await until(async () => (await page.getByRole('link', { name: /unread/ }).filter({ hasText: 'legal' }).count()) === 0, 'legal to be read');
  });

  it('of private answers are marked as such and are nobody else’s', async () => {
    const page = await inChannel(studio, 'carla', 'invoices');
    await command(page, '/invoice private');
    await page.getByText('Only visible to you').waitFor();
    const other = await inChannel(studio, 'milo', 'invoices');
    await other.getByRole('log').waitFor();
    expect(await other.getByText('Only visible to you').count()).toBe(0);
  });

  it('take buttons, ask before a confirmed one, and redraw in place', async () => {
    const page = await inChannel(studio, 'milo', 'invoices');
    await command(page, '/invoice card');
    const card = page.getByRole('article').filter({ hasText: 'INV-1 waits for' }).last();
    await card.getByRole('button', { name: 'Reject…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
    expect(studio.counterpart.told.filter((each) => JSON.stringify(each.body).includes('test.reject'))).toEqual([]);
    await card.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Explain' }).click();
    await until(async () => studio.counterpart.told.some((each) => JSON.stringify(each.body).includes('"value":"explain"')), 'the overflow option');
    await card.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('is approved.').last().waitFor();
  });

  it('have threads beside them, with an address of their own', async () => {
    const parent = await studio.counterpart.app.client.chat.postMessage({ channel: '#finance', text: 'A parent.' });
    await studio.counterpart.app.client.chat.postMessage({ channel: '#finance', thread_ts: parent.ts, text: 'A child.' });
    const page = await inChannel(studio, 'carla', 'finance');
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
    const { channel, ts } = await studio.counterpart.app.client.chat.postMessage({ channel: '#legal', text: 'Found by its link.' });
    const { permalink } = await studio.counterpart.app.client.chat.getPermalink({ channel: channel as string, message_ts: ts as string });
    const page = await open(studio, `${new URL(permalink as string).pathname}?as=carla@northlight.example`);
    await page.locator('.message.found').getByText('Found by its link.').waitFor();
  });

  it('that Slack cannot deliver to the app end in its words', async () => {
    await studio.desk.aimAt('http://127.0.0.1:1/slack/events');
    const page = await inChannel(studio, 'carla', 'finance');
    await command(page, '/invoice card');
    await page.getByText('/invoice failed with the error "dispatch_failed"').waitFor();
    await studio.desk.aimAt(studio.counterpart.url);
  });
});

describe('Home, outbox and keyboard', () => {
  it('Home is what the app publishes, and its buttons work', async () => {
    const page = await sit(studio, 'carla', '#/home');
    await page.getByRole('heading', { name: 'Your desk' }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until(async () => studio.counterpart.told.some((each) => JSON.stringify(each.body).includes('"type":"home"')), 'the press in Home');
  });

  it('mail is read as its receiver sees it: HTML in a sandbox, text, and the attachment', async () => {
    const page = await sit(studio, 'carla', '#/mails');
    await page.getByText('No mail has left yet').waitFor();
    await sendMail(studio, 'ap@acme.example', 'Invoice INV-9', '<h1>Dear Acme</h1><a href="http://127.0.0.1:1/p/token">See it online</a><script>document.title = "ran"</script>');
    await page.getByRole('link', { name: /Invoice INV-9/ }).click();
    const frame = page.frameLocator('iframe.mail-frame');
    await frame.getByRole('heading', { name: 'Dear Acme' }).waitFor();
    expect(await frame.getByRole('link', { name: 'See it online' }).getAttribute('href')).toBe('http://127.0.0.1:1/p/token');
    expect(await page.title()).not.toBe('ran');
    await page.getByRole('tab', { name: 'Plain text' }).click();
    await page.getByText('Plain Invoice INV-9').waitFor();
    await page.getByRole('tab', { name: 'Plain text' }).press('ArrowRight');
    const save = page.getByRole('link', { name: 'Save' });
    const bytes = await (await fetch(`${studio.slack.origin}${await save.getAttribute('href')}`)).text();
    expect(bytes).toBe('%PDF-1.4 bytes');
  });

  it('Alt and arrows walk the places, Ctrl-K jumps, Tab reaches every control', async () => {
    const page = await inChannel(studio, 'carla', 'invoices');
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
    const page = await inChannel(studio, 'milo', 'finance');
    await page.getByRole('article').first().waitFor();
    await studio.counterpart.app.client.chat.postMessage({ channel: '#finance', text: 'A payment came in.' });
    await until(async () => (await page.locator('#live').textContent())?.includes('A payment came in.'), 'the live region to speak');
  });
});

describe('on a phone', () => {
  it.each([
    ['a channel', () => inChannel(studio, 'milo', 'invoices', PHONE)],
    ['Home', () => sit(studio, 'carla', '#/home', PHONE)],
    ['the outbox', () => sit(studio, 'carla', '#/mails', PHONE)],
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
    const page = await inChannel(studio, 'carla', 'invoices', PHONE);
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

it('comes back by itself when the workspace was away, with every word that was not yet sent', async () => {
  const page = await inChannel(studio, 'ana', 'legal');
  const input = page.getByRole('textbox', { name: /^Message/ });
  await input.fill('half a sentence');
  const before = studio.complaints.length;
  await studio.restartSlack(async () => page.getByText('The desk is away.').waitFor());
  await studio.counterpart.app.client.chat.postMessage({ channel: '#legal', text: 'After the break.' });
  await page.getByText('After the break.').waitFor();
  expect(await input.inputValue()).toBe('half a sentence');
  studio.complaints.splice(before); // The browser reports each attempt to reach a server that is away.
});

it('nothing was stopped but the script in the mail, and no script of ours failed', () => {
  expect(studio.complaints).toHaveLength(1);
  expect(studio.complaints[0]).toMatch(/^Blocked script execution in '.*\/html' because the document's frame is sandboxed/);
});

it('serves the page with a policy that lets no other script run', async () => {
  const reply = await fetch(`${studio.slack.origin}/desk`);
  expect(reply.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'; style-src 'self';/);
  expect((await fetch(`${studio.slack.origin}/desk/assets/..%2f..%2fpackage.json`)).status).toBe(404);
});
