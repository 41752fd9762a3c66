/** The printer, with a real Chromium: hostile documents reach nothing, troubles end with the print that met them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { createLogger } from '../../config/logger';
import { DomainError } from '../../domain/refusals';
import { chromiumPath } from '../support/chromium';
import { pdfText, pdfTexts } from '../support/pdf-text';

const log = createLogger('printer-test', 'fatal');
const SECRET = 'canary-secret-7f3a91';

/** The processes that Chromium runs under this one, and theirs. */
function chromiumProcesses(): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          return [
            [
              Number(pid),
              Number(
                readFileSync(`/proc/${pid}/stat`, 'utf8')
                  .replace(/^.*\) \S /s, '')
                  .split(' ')[0],
              ),
            ] as const,
          ];
        } catch {
          return []; // It ended while we looked.
        }
      }),
  );
  const below = (pid: number): number[] => [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(process.pid).filter((pid) => /chrom/i.test(commandOf(pid)));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

describe('the printer', () => {
  let printer: Printer;
  let canary: Server;
  let hits: string[];
  let web: string;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    hits = [];
    canary = createServer((request, response) => {
      hits.push(request.url ?? '');
      response.writeHead(200, { 'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*' }).end(`<p>${SECRET}</p>`);
    });
    canary.on('connect', (request) => void hits.push(`CONNECT ${request.url}`));
    await new Promise<void>((ready) => void canary.listen(0, '127.0.0.1', ready));
    web = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
    folder = mkdtempSync(join(tmpdir(), 'office-printer-'));
    writeFileSync(join(folder, 'secret.html'), `<p>${SECRET}</p>`);
    file = `file://${join(folder, 'secret.html')}`;
    printer = openPrinter({ executablePath: chromiumPath(), log });
  });

  afterAll(async () => {
    await printer.close();
    canary.close();
    rmSync(folder, { recursive: true });
  });

  /** Ways to ask for `url`; each stands in a page that also says "printed". */
  const WAYS: Record<string, (url: string) => string> = {
    iframe: (url) => `<iframe src="${url}" width="500" height="300"></iframe>`,
    'iframe srcdoc': (url) => `<iframe srcdoc='<img src="${url}"><iframe src="${url}"></iframe><script>fetch("${url}")</script>'></iframe>`,
    object: (url) => `<object data="${url}" type="text/html" width="500" height="300"></object>`,
    embed: (url) => `<embed src="${url}" type="text/html" width="500" height="300">`,
    frameset: (url) => `</p><frameset><frame src="${url}"></frameset>`,
    img: (url) => `<img src="${url}"><img srcset="${url} 1x"><picture><source srcset="${url}"><img></picture>`,
    'style sheet': (url) => `<link rel="stylesheet" href="${url}">`,
    '@import': (url) => `<style>@import url("${url}"); @import "${url}";</style>`,
    'style url': (url) =>
      `<style>p { background: url("${url}"); list-style: url("${url}"); content: url("${url}"); cursor: url("${url}") } p::before { content: url("${url}") }</style>`,
    font: (url) => `<style>@font-face { font-family: x; src: url("${url}") } p { font-family: x }</style>`,
    prefetch: (url) =>
      ['prefetch', 'preload', 'preconnect', 'dns-prefetch', 'prerender', 'modulepreload', 'icon', 'manifest']
        .map((rel) => `<link rel="${rel}" href="${url}" as="image">`)
        .join(''),
    'meta refresh': (url) => `<meta http-equiv="refresh" content="0;url=${url}">`,
    'link header by meta': (url) => `<meta http-equiv="Link" content="<${url}>; rel=preload; as=style">`,
    svg: (url) =>
      `<svg width="300" height="300"><image href="${url}" width="300" height="300"/><use href="${url}#x"/><foreignObject width="300" height="300"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${url}"></iframe></foreignObject><script href="${url}"/></svg>`,
    media: (url) =>
      `<video src="${url}" poster="${url}" autoplay></video><audio src="${url}" autoplay></audio><video><source src="${url}"><track src="${url}" default></video>`,
    base: (url) => `<base href="${url}/"><img src="x.png"><link rel="stylesheet" href="x.css">`,
    script: (url) =>
      `<script>fetch("${url}"); location = "${url}"; new WebSocket("${url.replace('http', 'ws')}"); document.body.innerHTML = "${SECRET}"</script><script src="${url}"></script><img src=x onerror='fetch("${url}")'>`,
    form: (url) => `<form action="${url}"><input autofocus onfocus="this.form.submit()"><button type="submit">x</button></form>`,
    portal: (url) => `<portal src="${url}"></portal><fencedframe src="${url}"></fencedframe>`,
    'speculation rules': (url) =>
      `<script type="speculationrules">{"prerender":[{"source":"list","urls":["${url}"]}],"prefetch":[{"source":"list","urls":["${url}"]}]}</script>`,
    background: (url) => `<table background="${url}"><tr><td background="${url}">x</td></tr></table>`,
    'xml style sheet': (url) => `<?xml-stylesheet href="${url}"?><link rel="alternate stylesheet" href="${url}" title="x">`,
  };

  it.each(Object.keys(WAYS))('reaches neither network nor disk through %s', async (name) => {
    const pdfs: Buffer[] = [];
    for (const url of [`${web}/${encodeURIComponent(name)}`, file]) {
      const printing = printer.print(`<!doctype html><html><body><p>printed</p>${WAYS[name]!(url)}</body></html>`);
      await printing.then(
        (pdf) => pdfs.push(pdf),
        (error: unknown) => expect(error).toMatchObject({ code: 'PrintRefused' }),
      );
    }
    for (const { pages } of await pdfTexts(pdfs)) expect(pages.join()).not.toContain(SECRET);
    expect(hits.splice(0)).toEqual([]);
  });

  it('knows a hit when there is one', async () => {
    await (await fetch(`${web}/known`)).text();
    expect(hits.splice(0)).toEqual(['/known']);
    expect((await pdfText(await printer.print(`<p>${SECRET}</p>`))).pages).toEqual([SECRET]);
  });

  it('refuses a document that leads its page away, and prints the next one', async () => {
    await expect(printer.print('<meta http-equiv="refresh" content="0;url=about:blank#elsewhere"><p>x</p>')).rejects.toMatchObject({
      code: 'PrintRefused',
    });
    expect((await pdfText(await printer.print('<p>next</p>'))).pages).toEqual(['next']);
  });

  it('never lets one document follow another out of the page', async () => {
    await printer.print(`<meta http-equiv="refresh" content="1;url=${web}/late"><p>first</p>`);
    const until = Date.now() + 2_500;
    while (Date.now() < until) expect((await pdfText(await printer.print('<p>second</p>'))).pages).toEqual(['second']);
    expect(hits).toEqual([]);
  });

  it('refuses a document too large for any office', async () => {
    await expect(printer.print('x'.repeat(10_000_001))).rejects.toMatchObject({ code: 'PrintRefused' });
  });

  it('prints many at once with two pages, each its own', async () => {
    const pdfs = await Promise.all(Array.from({ length: 12 }, (_, at) => printer.print(`<title>t${at}</title><p>document ${at}</p>`)));
    const texts = await pdfTexts(pdfs);
    expect(texts.map(({ title, pages }) => [title, ...pages])).toEqual(texts.map((_, at) => [`t${at}`, `document ${at}`]));
  });

  it('starts Chromium again when it dies, and fails only the prints that it took along', async () => {
    expect(await printer.healthy()).toBe(true);
    const pids = chromiumProcesses();
    expect(pids.length).toBeGreaterThan(0);
    const long = printer.print(`<table>${'<tr><td>row</td></tr>'.repeat(60_000)}</table>`).catch((error: unknown) => error);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    const failed = await long;
    expect(failed).toBeInstanceOf(Error);
    expect(failed).not.toBeInstanceOf(DomainError); // A fault, so that it is tried again.
    expect((await pdfText(await printer.print('<p>back</p>'))).pages).toEqual(['back']);
    expect(await printer.healthy()).toBe(true);
  });

  it('gives up a document that takes too long, and goes on with a fresh page', async () => {
    const hasty = openPrinter({ executablePath: chromiumPath(), log, timeoutMs: 700 });
    const failed = await hasty.print('<p>long</p>'.repeat(100_000)).catch((error: unknown) => error); // 20 seconds where one page takes 0.03.
    expect(failed).toBeInstanceOf(Error);
    expect(failed).not.toBeInstanceOf(DomainError);
    expect((await pdfText(await hasty.print('<p>on</p>'))).pages).toEqual(['on']);
    await hasty.close();
  });

  it('answers unhealthy, and fails prints, when there is no Chromium', async () => {
    const none = openPrinter({ executablePath: join(folder, 'no-chromium'), log });
    expect(await none.healthy()).toBe(false);
    await expect(none.print('<p>x</p>')).rejects.toThrow();
    await none.close();
  });

  it('gives Chromium none of the environment, and no shell to read its path', async () => {
    process.env.OFFICE_CANARY = SECRET;
    const marker = join(folder, 'ran');
    const odd = join(folder, `chromium; touch ${marker.replaceAll('/', '_')} $(touch x)`);
    writeFileSync(odd, `#!/bin/sh\nenv > '${marker}'\nexec ${chromiumPath()} "$@"\n`, { mode: 0o755 });
    const wrapped = openPrinter({ executablePath: odd, log });
    expect(await wrapped.healthy()).toBe(true);
    await wrapped.close();
    delete process.env.OFFICE_CANARY;
    expect(readFileSync(marker, 'utf8')).not.toContain(SECRET);
    expect(readdirSync(folder).sort()).toEqual(['secret.html', 'ran', odd.slice(folder.length + 1)].sort());
  });

  it('leaves no process behind when it closes', async () => {
    const other = openPrinter({ executablePath: chromiumPath(), log });
    const before = new Set(chromiumProcesses());
    await other.print('<p>x</p>');
    const own = chromiumProcesses().filter((pid) => !before.has(pid));
    expect(own.length).toBeGreaterThan(0);
    await other.close();
    await expect(other.print('<p>x</p>')).rejects.toThrow('The printer is closed.');
    expect(own.filter((pid) => commandOf(pid) !== '')).toEqual([]);
  });

  it('keeps the sandbox for everyone but root', async () => {
    await printer.healthy();
    const flags = chromiumProcesses().map(commandOf).join('\n');
    expect(flags.includes('--no-sandbox')).toBe(execFileSync('id', ['-u']).toString().trim() === '0');
  });
});
