/** A phone: a real browser at a phone's width that notes every complaint about the pages, their own content policy's among them. */
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';

const SIZE = { width: 360, height: 740 };

/** `open` gives each page cookies of its own; closing the page forgets them. */
export type Phone = { open(url: string, options?: BrowserContextOptions): Promise<Page>; complaints: string[]; close(): Promise<void> };

/** `expected` are complaints that are none: answers that a test provokes. */
export async function openPhone(executablePath: string, expected?: RegExp): Promise<Phone> {
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const complaints: string[] = [];
  const complain = (text: string): void => void (expected?.test(text) || complaints.push(text));
  return {
    complaints,
    async open(url, options = {}) {
      const page = await browser.newPage({ viewport: SIZE, ...options });
      page.on('console', (message) => complain(message.text())).on('pageerror', (error) => void complaints.push(String(error)));
      await page.goto(url);
      return page;
    },
    close: () => browser.close(),
  };
}

/** Whether nothing has to be moved sideways. */
export const fits = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth') as Promise<boolean>;
