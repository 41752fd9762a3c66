/**
 * `node dist/embedded/desk/pictures.js OFFICE_URL [FOLDER]`: the README's pictures, taken from a running office.
 * It does what a new user would, in a real browser: drafts and submits an invoice as Carla, approves it as Milo, reads the
 * mail and the Home. Reads CHROMIUM_PATH. FOLDER defaults to docs/images.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env, getuid } from 'node:process';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { projectRoot } from './page';

const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 };
const DARK: BrowserContextOptions = { ...WIDE, colorScheme: 'dark' };
/** The narrowest phone the desk is made for. */
const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** A whole lifecycle step with printing takes seconds on a small machine. */
const PATIENCE_MS = 60_000;

type Studio = { browser: Browser; office: string; folder: string };

/** A form left open earlier would lie over the picture. */
async function closeLeftOpen(office: string, name: string): Promise<void> {
  const desk = `${office}/desk/api/as/${name}@northlight.example`;
  const { view } = (await (await fetch(`${desk}/modal`)).json()) as { view: { id: string } | null };
  const body = JSON.stringify({ viewId: view?.id, extent: 'all' });
  if (view) await fetch(`${desk}/close`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

async function sit({ browser, office }: Studio, name: string, look: BrowserContextOptions, place = ''): Promise<Page> {
  await closeLeftOpen(office, name);
  const context = await browser.newContext(look);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${office}/desk?as=${name}@northlight.example${place}`);
  await page.locator('nav.rooms').waitFor({ state: 'attached' });
  return page;
}

/** Takes the picture once nothing turns any more. */
async function shoot({ folder }: Studio, page: Page, name: string): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Takes the last picture of a page, and leaves. */
async function take(studio: Studio, page: Page, name: string): Promise<void> {
  await shoot(studio, page, name);
  await page.context().close();
}

const toChannel = async (page: Page, name: string | RegExp): Promise<void> => page.getByRole('link', { name }).first().click();

async function command(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message/ }).fill(text);
  await page.keyboard.press('Enter');
}

/** Carla drafts in one line and hands it in. */
async function draft(studio: Studio): Promise<void> {
  const page = await sit(studio, 'carla', WIDE);
  await toChannel(page, /^invoices/);
  await page.locator('.log > *').first().waitFor();
  const previews = page.getByRole('article').filter({ hasText: 'Draft created' });
  const before = await previews.count();
  await command(page, '/invoice create Acme 3x "Design day" @ 800 EUR, 1x "Workshop with written summary" @ 1100 EUR due 30d');
  const preview = previews.nth(before);
  await preview.getByRole('button', { name: 'Submit' }).waitFor();
  await shoot(studio, page, 'draft');
  await preview.getByRole('button', { name: 'Submit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await dialog.locator('[data-submit]').click();
  await dialog.getByText(/waits for/).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });
  await page.context().close();
}

async function form(studio: Studio): Promise<void> {
  const page = await sit(studio, 'carla', WIDE);
  await toChannel(page, /^invoices/);
  await command(page, '/invoice create');
  await page.getByRole('dialog').waitFor();
  await page.screenshot({ path: join(studio.folder, 'form.png') });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.context().close();
}

async function approve(studio: Studio): Promise<void> {
  const page = await sit(studio, 'milo', WIDE);
  await toChannel(page, /^Invoice Office/);
  const card = page.getByRole('article').filter({ has: page.getByRole('button', { name: 'Approve' }) }).last();
  await card.getByRole('button', { name: 'Approve' }).waitFor();
  await page.screenshot({ path: join(studio.folder, 'approval.png') });
  await card.getByRole('button', { name: 'Approve' }).click();
  await page.getByText(/Approved by/).last().waitFor();
  await page.context().close();
}

async function story(studio: Studio): Promise<void> {
  const page = await sit(studio, 'carla', DARK);
  await toChannel(page, /^invoices/);
  await page.getByText(/INV-\d{4}-\d{4}/).first().waitFor();
  await page.getByRole('link', { name: /repl(y|ies)/ }).last().click();
  await page.getByRole('complementary', { name: 'Thread' }).getByRole('article').nth(1).waitFor();
  await take(studio, page, 'thread-dark');
}

async function mail(studio: Studio): Promise<void> {
  const page = await sit(studio, 'carla', WIDE, '#/mails');
  await page.getByRole('link', { name: /INV-\d{4}-\d{4}/ }).first().click();
  await page.frameLocator('iframe.mail-frame').locator('body').waitFor();
  await take(studio, page, 'mail');
}

async function home(studio: Studio): Promise<void> {
  const page = await sit(studio, 'fatima', WIDE, '#/home');
  await page.locator('.paper .header').first().waitFor();
  await take(studio, page, 'home');
}

async function phone(studio: Studio): Promise<void> {
  const page = await sit(studio, 'milo', PHONE);
  await page.getByRole('button', { name: 'Menu' }).click();
  await toChannel(page, /^Invoice Office/);
  await page.getByRole('article').first().waitFor();
  await take(studio, page, 'phone');
}

async function main([office, folder = join(projectRoot(), 'docs', 'images')]: readonly string[]): Promise<void> {
  if (!office || !env.CHROMIUM_PATH) throw new Error('Usage: CHROMIUM_PATH=… node dist/embedded/desk/pictures.js OFFICE_URL [FOLDER]');
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: env.CHROMIUM_PATH, args: ['--disable-gpu', ...(getuid?.() === 0 ? ['--no-sandbox'] : [])] });
  const studio: Studio = { browser, office: office.replace(/\/+$/, ''), folder: resolve(folder) };
  try {
    for (const scene of [draft, approve, story, mail, home, phone, form]) await scene(studio);
  } finally {
    await browser.close();
  }
  process.stdout.write(`Pictures are in ${studio.folder}\n`);
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
