/** The preview: every sample is there as HTML and as PDF, faults stand on the page with line and column, and every bad logo is turned away. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { shippedConfig } from '../../config/env';
import { createLogger } from '../../config/logger';
import { createPreview } from '../../embedded/preview/server';
import { watchLook } from '../../embedded/preview/watching';
import badInputs from '../cases/bad-inputs.json';
import { chromiumPath } from '../support/chromium';

type State = { version: string; faults: string[]; samples: { name: string; group: string }[] };
type Case = { surface: string; input: { filename?: string; bytes?: string; url?: string }; expect: { outcome: string; http?: number; code?: string; message: string } };
const LOGOS = (badInputs as unknown as Case[]).filter(({ surface }) => surface === 'logo_upload');

let folder: string;
let printer: Printer;
let server: Server;
let root: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'office-preview-'));
  for (const name of ['office.yaml', 'approvals.yaml', 'reminders.yaml', 'designs.yaml']) copyFileSync(join(shippedConfig(), name), join(folder, name));
  printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('preview-test', 'fatal') });
  server = createPreview({ folder, seen: watchLook(folder), printer });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await printer.close();
  rmSync(folder, { recursive: true });
});

const state = async (): Promise<State> => (await fetch(`${root}/state`)).json() as Promise<State>;
const upload = (body: Buffer, headers: Record<string, string> = {}) =>
  fetch(`${root}/logo`, { method: 'POST', headers: { origin: root, 'content-type': 'application/octet-stream', ...headers }, body });
const hugeHeader = (): Buffer => {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452000000000000000008060000000000000000000000', 'hex');
  bytes.writeUInt32BE(30_000, 16);
  bytes.writeUInt32BE(30_000, 20);
  return bytes;
};
const bytesOf = async (said: string): Promise<Buffer> =>
  said === '<valid 10x10 PNG>' ? sharp({ create: { width: 10, height: 10, channels: 4, background: 'red' } }).png().toBuffer()
    : said === '<PNG header 30000x30000>' ? hugeHeader() : Buffer.from(said);

describe('the preview', () => {
  it('shows each kind of document in each situation, each trade and each own design', async () => {
    const { samples, faults } = await state();
    expect(faults).toEqual([]);
    const count = (group: string) => samples.filter((sample) => sample.group === group).length;
    expect(['Invoice', 'Estimate', 'Receipt', 'Trades'].map(count)).toEqual([6, 6, 6, 11]);
    for (const { name } of samples) {
      const reply = await fetch(`${root}/sample/${name}.html`);
      expect([name, reply.status, (await reply.text()).includes('class="letterhead"')]).toEqual([name, 200, true]);
    }
    const pdf = Buffer.from(await (await fetch(`${root}/sample/trade-legal.pdf`)).arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await fetch(`${root}/sample/nothing.html`)).status).toBe(404);
  });

  it('has another version after each save, with faults at their line and column and the old page until they are mended', async () => {
    const before = await state();
    expect((await state()).version).toBe(before.version);
    mkdirSync(join(folder, 'templates'));
    writeFileSync(join(folder, 'templates', 'invoice.hbs'), '<p>\n  {{invoice.totl}}</p>');
    const faulty = await state();
    expect(faulty.version).not.toBe(before.version);
    expect(faulty.faults).toEqual(["templates/invoice.hbs 2:5 TEMPLATE_UNKNOWN_FIELD no field 'invoice.totl'; did you mean 'invoice.total'?"]);
    expect(await (await fetch(`${root}/sample/invoice-jpy.html`)).text()).toContain('class="letterhead"');
    writeFileSync(join(folder, 'templates', 'invoice.hbs'), '<p>\n  Own {{invoice.total}}</p>');
    expect((await state()).faults).toEqual([]);
    expect(await (await fetch(`${root}/sample/invoice-jpy.html`)).text()).toContain('Own 530,500');
    rmSync(join(folder, 'templates'), { recursive: true });
  });

  it('shows what is wrong in office.yaml and designs.yaml, and a design of the office’s own', async () => {
    const designs = readFileSync(join(folder, 'designs.yaml'), 'utf8');
    writeFileSync(join(folder, 'designs.yaml'), `${designs}  - key: florist\n    name: Florist\n    group: sections\n`);
    expect((await state()).faults.join()).toMatch(/^designs\.yaml \d+:12 UNKNOWN_VALUE 'group' must be .* not 'sections'; did you mean 'section'\?$/);
    writeFileSync(join(folder, 'designs.yaml'), `${designs}  - key: florist\n    name: Florist\n    group: section\n`);
    expect((await state()).samples.filter(({ group }) => group === 'Own designs')).toEqual([{ name: 'design-florist', title: 'Florist', group: 'Own designs' }]);
    writeFileSync(join(folder, 'designs.yaml'), designs);
  });

  it('answers this machine’s own pages alone', async () => {
    const port = Number(new URL(root).port);
    const status = await new Promise<number>((resolve) => void request({ port, host: '127.0.0.1', path: '/state', headers: { host: 'evil.example' } }, (reply) => resolve(reply.resume().statusCode ?? 0)).end());
    expect(status).toBe(403);
    expect((await upload(await bytesOf('<valid 10x10 PNG>'), { origin: 'http://evil.example' })).status).toBe(403);
  });
});

describe('a logo that is brought', () => {
  it.each(LOGOS.map((one) => [one.input.filename ?? one.input.url ?? '', one] as const))('%s', async (_, { input, expect: wanted }) => {
    const kept = readdirSync(folder);
    const memory = process.memoryUsage().rss;
    const reply = input.url ? await upload(Buffer.from(JSON.stringify(input)), { 'content-type': 'application/json' })
      : await upload(await bytesOf(input.bytes!), { 'x-file-name': encodeURIComponent(input.filename!) });
    const body = (await reply.json()) as { code?: string; message: string; file?: string };
    expect(process.memoryUsage().rss - memory).toBeLessThan(100_000_000);
    if (wanted.outcome === 'reject') {
      expect([reply.status, body.code, body.message.slice(0, wanted.message.length)]).toEqual([wanted.http, wanted.code, wanted.message]);
      expect(readdirSync(folder)).toEqual(kept);
      return;
    }
    expect([reply.status, body.message]).toEqual([200, wanted.message]);
    expect(body.file).toMatch(/^logo-[0-9a-f]{12}\.png$/);
    expect(readdirSync(folder).filter((name) => !kept.includes(name))).toEqual([body.file]);
    rmSync(join(folder, body.file!));
  });
});
