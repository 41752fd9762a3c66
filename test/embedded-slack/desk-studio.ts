/** A desk in a real browser: local Slack, outbox and counterpart, and pages that sit down at it. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Counterpart, startCounterpart } from './counterpart';
import { chromiumPath } from '../support/chromium';
import { SENDGRID_KEY, startTestOutbox, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { type Desk, openDesk } from '../support/person';
import type { LocalSlack } from '../../embedded/slack/server';

/** `restartSlack` stops the local Slack, does something, and starts it again on its data and port. `complaints`: scripts that failed and content that a page's policy stopped, as the browser says it. */
export type Studio = { browser: Browser; slack: LocalSlack; outboxOrigin: string; counterpart: Counterpart; desk: Desk; complaints: string[]; restartSlack(between: () => Promise<void>): Promise<void>; close(): Promise<void> };

export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

export async function openStudio(): Promise<Studio> {
  const folder = temporaryFolder('desk-page-');
  const outbox = await startTestOutbox(folder.path);
  const slack = await startTestSlack(folder.path, { outboxUrl: outbox.origin, temporalUrl: 'http://127.0.0.1:8233' });
  const counterpart = await startCounterpart(slack.apiUrl);
  const desk = openDesk(slack.origin);
  await desk.aimAt(counterpart.url);
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--disable-gpu', ...(root ? ['--no-sandbox'] : [])] });
  const studio: Studio = {
    browser, slack, outboxOrigin: outbox.origin, counterpart, desk, complaints: [],
    async restartSlack(between) {
      await studio.slack.close();
      await between();
      studio.slack = await startTestSlack(folder.path, { outboxUrl: outbox.origin, port: slack.port });
      await desk.aimAt(counterpart.url);
    },
    async close() {
      await browser.close();
      await counterpart.stop();
      await studio.slack.close();
      await outbox.close();
      folder.remove();
    },
  };
  return studio;
}

/** Closes every page and every modal, so that the next test begins at an empty desk. */
export async function clearDesk({ browser, desk }: Studio): Promise<void> {
  for (const context of browser.contexts()) await context.close();
  for (const name of ['carla', 'milo', 'ana']) {
    const person = await desk.as(`${name}@northlight.example`);
    while (await person.modal()) await person.close('all');
  }
}

export async function open({ browser, slack, complaints }: Studio, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ ...WIDE, ...options })).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`${slack.origin}${path}`);
  return page;
}

/** Sits down as somebody, anywhere (`#/home`, `#/mails`) or in a channel. */
export const sit = (studio: Studio, name: string, place = '', options: BrowserContextOptions = {}): Promise<Page> => open(studio, `/desk?as=${name}@northlight.example${place}`, options);
export const inChannel = (studio: Studio, name: string, channel: string, options: BrowserContextOptions = {}): Promise<Page> =>
  sit(studio, name, `#/${studio.slack.slack.workspace.channelByName(channel)?.id}`, options);

export async function command(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message/ }).fill(text);
  await page.keyboard.press('Enter');
}

export const sendMail = ({ outboxOrigin }: Studio, to: string, subject: string, html: string): Promise<Response> =>
  fetch(`${outboxOrigin}/v3/mail/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SENDGRID_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      personalizations: [{ to: [{ email: to }] }], from: { email: 'office@northlight.example' }, subject,
      content: [{ type: 'text/plain', value: `Plain ${subject}` }, { type: 'text/html', value: html }],
      attachments: [{ filename: 'INV-9.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4 bytes').toString('base64') }],
    }),
  });
