/**
 * Chromium as a printer: HTML in, PDF out, and no way to anything else. One browser, at most two pages that are used again
 * and again (a new page for each print costs four times the print). What a document asks of network or disk is never answered:
 * no scripts, an offline context, every request aborted, no name resolved, and only setContent on about:blank.
 */
import { homedir } from 'node:os';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Log } from '../../config/logger';
import { DomainError } from '../../domain/refusals';

/** `executablePath` is Chromium or its headless shell. */
export type PrinterSettings = { executablePath: string; log: Log; timeoutMs?: number };

export type Printer = {
  /**
   * The document's PDF. Refuses PrintRefused for a document too large or one that leads its page elsewhere: as it stands it
   * will never print. Everything else that goes wrong (a dead browser, a print out of time) is a fault, to be tried again.
   */
  print(html: string): Promise<Buffer>;
  /** A page as a picture (PNG) of so many pixels at twice the density. Refuses as print does. */
  picture(html: string, size: { width: number; height: number }): Promise<Buffer>;
  /** True when the browser answers; starts it when it does not run. */
  healthy(): Promise<boolean>;
  /** Ends the browser; nothing prints afterwards. */
  close(): Promise<void>;
};

/** On two cores, two pages print 1.4 times as much as one, and more pages gain nothing. */
const PAGES = 2;
/** A 1,500-line invoice takes 4 s on a busy machine; a document that takes longer than this is not one of ours, or the machine is in trouble. */
const TIMEOUT_MS = 15_000;
/** How long a page may take to close or a browser to answer before it counts as dead. */
const PATIENCE_MS = 5_000;
/** Characters. A 1,500-line invoice has under one million. */
const LARGEST_DOCUMENT = 10_000_000;
/** A page's memory is a process's: it is given back after this many prints. */
const PRINTS_A_PAGE = 500;

/** Hinted letters stand on whole pixels of a screen: on paper the gaps between them are uneven, and the last figure of a column is cut. */
const FLAGS = ['--font-render-hinting=none', '--disable-gpu', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND', '--force-color-profile=srgb'];
/** The browser inherits none of the office's environment: there are secrets in it. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: homedir(), LANG: 'C.UTF-8', TZ: 'UTC' };
const HOME_URL = 'about:blank';

/** A place for one page; the page comes with the first print and after every trouble. */
type Slot = { page?: Page; prints: number };

/** The document took its page elsewhere: its own doing, or left over from the document before it. */
class LedAway extends Error {}

export function openPrinter({ executablePath, log, timeoutMs = TIMEOUT_MS }: PrinterSettings): Printer {
  const keeper = keepBrowser(executablePath, log);
  const idle: Slot[] = Array.from({ length: PAGES }, () => ({ prints: 0 }));
  const waiting: ((slot: Slot) => void)[] = [];

  async function printOn(slot: Slot, html: string, take: Take): Promise<Buffer> {
    try {
      if (!isUsable(slot)) {
        await recycle(slot, log);
        slot.page = await newPage(await keeper.running());
      }
      slot.prints += 1;
      return await within(timeoutMs, printPage(slot.page!, html, take, timeoutMs), 'printing');
    } catch (error) {
      await recycle(slot, log);
      throw error;
    }
  }

  async function taken(html: string, take: Take): Promise<Buffer> {
    if (html.length > LARGEST_DOCUMENT) throw new DomainError('PrintRefused', { why: 'it is too large' });
    const slot = idle.shift() ?? (await new Promise<Slot>((take) => waiting.push(take)));
    try {
      return await printOn(slot, html, take).catch((error: unknown) => {
        if (error instanceof LedAway) return printOn(slot, html, take); // On a fresh page: now it can only be this document.
        throw error;
      });
    } catch (error) {
      if (error instanceof LedAway) throw new DomainError('PrintRefused', { why: 'it leads away from its page' });
      throw error;
    } finally {
      const next = waiting.shift();
      if (next) next(slot);
      else idle.push(slot);
    }
  }

  async function healthy(): Promise<boolean> {
    try {
      await within(PATIENCE_MS, keeper.running().then(askVersion), 'answering');
      return true;
    } catch (error) {
      log.warn({ err: error }, 'Chromium does not answer');
      return false;
    }
  }

  return {
    healthy, close: keeper.close,
    print: (html) => taken(html, asPdf),
    picture: (html, size) => taken(html, (page) => asPicture(page, size)),
  };
}

/** One browser at a time, started when it is needed and started anew after it died. */
function keepBrowser(executablePath: string, log: Log) {
  let launching: Promise<Browser> | undefined;
  let closed = false;

  async function start(): Promise<Browser> {
    const browser = await launch(executablePath);
    log.info({ version: browser.version() }, 'Chromium started');
    browser.on('disconnected', () => {
      launching = undefined;
      if (!closed) log.warn('Chromium is gone; the next print starts it again');
    });
    return browser;
  }

  async function running(): Promise<Browser> {
    if (closed) throw new Error('The printer is closed.');
    launching ??= start().catch((error: unknown) => {
      launching = undefined; // The next print tries again; this one's caller is told.
      throw error;
    });
    return launching;
  }

  async function close(): Promise<void> {
    closed = true;
    await (await launching?.catch(() => undefined))?.close();
  }

  return { running, close };
}

const isUsable = ({ page, prints }: Slot): boolean =>
  page !== undefined && !page.isClosed() && page.context().browser()?.isConnected() === true && prints < PRINTS_A_PAGE;

/** Gives the page up with all it holds; a browser that cannot even close a page is ended. */
async function recycle(slot: Slot, log: Log): Promise<void> {
  const context = slot.page?.context();
  slot.page = undefined;
  slot.prints = 0;
  if (!context?.browser()?.isConnected()) return;
  await within(PATIENCE_MS, context.close(), 'closing a page').catch(async (error: unknown) => {
    log.warn({ err: error }, 'Chromium does not close its page and is ended');
    await context.browser()?.close();
  });
}

/** Chromium's own sandbox, except for root, as whom it does not start with one. Ctrl-C is the office's to handle, not Playwright's. */
function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath, args: FLAGS, env: ENVIRONMENT, chromiumSandbox: process.getuid?.() !== 0, timeout: TIMEOUT_MS,
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
  });
}

async function newPage(browser: Browser): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ javaScriptEnabled: false, offline: true, serviceWorkers: 'block', acceptDownloads: false, deviceScaleFactor: 2 });
  await context.route('**', (route) => route.abort());
  return context.newPage();
}

/** What is made of a page that holds the document. */
type Take = (page: Page) => Promise<Buffer>;

const asPdf: Take = (page) => page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });

async function asPicture(page: Page, size: { width: number; height: number }): Promise<Buffer> {
  await page.setViewportSize(size);
  return page.screenshot({ type: 'png', animations: 'disabled' });
}

async function printPage(page: Page, html: string, take: Take, timeout: number): Promise<Buffer> {
  await page.setContent(html, { timeout }).catch((error: Error) => {
    throw /because of a navigation/.test(error.message) ? new LedAway(error.message) : error; // The document before it left while this one came.
  });
  assertHome(page);
  try {
    return await take(page);
  } finally {
    assertHome(page); // A refresh may have fired while it printed, and may be why it failed.
  }
}

function assertHome(page: Page): void {
  if (page.url() !== HOME_URL) throw new LedAway('The document led its page away.');
}

async function askVersion(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.getVersion');
  await session.detach();
}

/** Rejects when the work takes longer; the work itself may go on, so its owner is given up. */
async function within<T>(ms: number, work: Promise<T>, doing: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Chromium took more than ${ms} ms for ${doing}.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // Told once already, by the race or the timer.
  }
}
