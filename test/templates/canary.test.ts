/** A server and a file that nothing printed may ever reach: hostile templates, hostile words in every field, hostile logos. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { judgeLogo } from '../../config/logo';
import { createLogger } from '../../config/logger';
import { PLAIN_BRAND } from '../../domain/brand';
import { DomainError } from '../../domain/refusals';
import { PLAIN_LOOK } from '../../domain/look';
import { invoiceModel } from '../../templates/model';
import { renderDocument, renderOwnDocument } from '../../templates/render';
import { chromiumPath } from '../support/chromium';
import { pdfText } from '../support/pdf-text';
import { acme, content, invoice, line, northlight } from './samples';

const SECRET = 'canary-words-91c4';
const attacks = (web: string, file: string): string[] => [web, file].flatMap((at) => [
  `<iframe src="${at}"></iframe>`, `<object data="${at}"></object>`, `<embed src="${at}">`, `<img src="${at}" srcset="${at} 2x">`, `<link rel="stylesheet" href="${at}">`,
  `<link rel="prefetch" href="${at}">`, `<style>@import "${at}";@font-face{font-family:x;src:url("${at}")}p{font-family:x;background:url("${at}")}</style><p>x</p>`,
  `<meta http-equiv="refresh" content="0;url=${at}">`, `<svg><image href="${at}"/><use href="${at}#a"/></svg>`, `<video src="${at}" poster="${at}"></video>`,
  `<base href="${at}/"><img src="x">`, `<script>fetch("${at}")</script>`, `<form action="${at}"><button autofocus></button></form>`,
]);

describe('nothing that is printed reaches', () => {
  const hits: string[] = [];
  let canary: Server;
  let printer: Printer;
  let folder: string;
  let web: string;
  let file: string;

  beforeAll(async () => {
    canary = createServer((request, response) => void (hits.push(request.url ?? ''), response.end(SECRET)));
    await new Promise<void>((ready) => void canary.listen(0, '127.0.0.1', ready));
    web = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/hit`;
    folder = mkdtempSync(join(tmpdir(), 'office-canary-'));
    writeFileSync(join(folder, 'secret.html'), `<p>${SECRET}</p>`);
    file = `file://${join(folder, 'secret.html')}`;
    printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('canary-test', 'fatal') });
  });
  afterAll(async () => {
    await printer.close();
    canary.close();
    rmSync(folder, { recursive: true });
  });

  /** The text of the page, or nothing where the printer refuses it. */
  const printed = async (html: string): Promise<string> => {
    try {
      return (await pdfText(await printer.print(html))).pages.join('\n');
    } catch (error) {
      if (error instanceof DomainError && error.code === 'PrintRefused') return '';
      throw error;
    }
  };
  const model = invoiceModel(invoice(content([line('x', '1', '10')]), acme));

  it('from a template that never met the checker', async () => {
    for (const attack of attacks(web, file)) expect([attack, (await printed(renderOwnDocument(attack, model))).includes(SECRET)]).toEqual([attack, false]);
    expect(hits).toEqual([]);
  }, 120_000);

  it('from the words of a document, which are printed as words', async () => {
    for (const attack of attacks(web, file)) {
      const of = content([line(attack.slice(0, 480), '1', '10', { unit: 'x', person: attack.slice(0, 80), section: attack.slice(0, 80) })], { note: attack, deliveryAddress: attack.slice(0, 300) });
      const text = await printed(renderDocument(invoiceModel(invoice(of, { ...acme, name: attack }, { seller: { ...northlight, name: attack } }))));
      expect([attack, text.includes(SECRET), text.replace(/\s/g, '').includes(attack.slice(0, 12).replace(/\s/g, ''))]).toEqual([attack, false, true]);
    }
    expect(hits).toEqual([]);
  }, 120_000);

  it('from a logo: it is refused, or printed as the shapes that are left of it', async () => {
    for (const inside of [...attacks(web, file), `<rect fill="url(${web})" width="9" height="9"/>`, `<rect style="fill:url('${file}')"/>`]) {
      const { logo } = judgeLogo(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>`));
      expect([inside, logo]).toEqual([inside, undefined]);
    }
    const { logo } = judgeLogo(Buffer.from(`<?xml-stylesheet href="${web}"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>`));
    if (logo) expect(await printed(renderDocument(model, { ...PLAIN_LOOK, brand: { ...PLAIN_BRAND, letterhead: 'logo', logo } }))).not.toContain(SECRET);
    expect(hits).toEqual([]);
  }, 120_000);
});
