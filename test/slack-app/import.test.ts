/** E-invoices brought in at the desk: judged, kept once, given out again as valid files, and made a draft with the very totals. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { hybridIn } from '../../activities/pdf-a';
import { toCii } from '../../domain/einvoice/cii';
import { readEInvoice } from '../../domain/einvoice/received';
import type { EInvoice } from '../../domain/einvoice/semantic';
import { toUbl } from '../../domain/einvoice/ubl';
import { xmlText } from '../../domain/einvoice/xml';
import { fromDecimal } from '../../domain/money';
import { archive } from '../../worker/archive';
import { soundEInvoice } from '../support/e-invoice';
import { textOf, until, type DeskMessage, type DeskView } from '../support/desk-door';
import { answerTo, theSlackOffice } from './slack-office';

const PATIENCE_MS = 120_000;
const office = theSlackOffice();
const folder = mkdtempSync(join(tmpdir(), 'import-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plain = { specification: 'urn:cen.eu:en16931:2017', process: undefined as never };
const acme = { name: 'Acme GmbH', identifiers: [], address: { line1: 'Hafenstr. 1', city: 'Hamburg', postcode: '20457', country: 'DE' } };
const xml = (e: EInvoice, write = toUbl): Uint8Array => Buffer.from(xmlText(write(e)));

/** Brings files in and waits for what came of it, in the modal. */
async function brought(...files: { name: string; bytes: Uint8Array }[]): Promise<DeskView> {
  if (await office.carla.modal()) await office.carla.close('all');
  await office.carla.command('/invoice import');
  await office.carla.opens('Import e-invoices');
  await office.carla.fill({ Files: files as never });
  const outcome = await office.carla.submit();
  expect(outcome).toMatchObject({ ok: true });
  return until(async () => {
    const view = await office.carla.modal();
    return view && view.callback_id === 'inv.result' && !textOf(view).includes('Recording…') ? view : undefined;
  }, 'what came of it');
}

/** The file that a button of the modal brings. */
async function given(label: string): Promise<{ name: string; bytes: Buffer }> {
  const last = (await office.carla.messages('dm')).at(-1)?.ts ?? '';
  await office.carla.press('modal', label);
  const message = await until(async () => (await office.carla.messages('dm')).find((each: DeskMessage) => each.ts > last && JSON.stringify(each).includes('permalink')), `the file of ${label}`);
  await until(async () => textOf((await office.carla.modal()) ?? {}).includes('in your conversation with the office'), 'the word of it');
  await office.carla.close();
  const [file] = (message as unknown as { files: { permalink: string; name: string }[] }).files;
  return { name: file!.name, bytes: Buffer.from(await (await fetch(file!.permalink)).arrayBuffer()) };
}

it('an earlier invoice of ours comes in, goes out valid in both forms, and becomes a draft with its totals', async () => {
  const e = soundEInvoice({ ...plain, number: 'RE-2025-0815', buyer: acme });
  const view = await brought({ name: 'earlier.xml', bytes: xml(e) });
  expect(textOf(view)).toMatch(/RE-2025-0815.* of Northlight Studio to Acme GmbH, 23 November 2026: 1,190\.00.EUR/);
  expect(textOf(view)).toContain('It is one of our own.');

  const [pdf, ubl, original] = [await given('PDF'), await given('UBL'), await given('File as it came')];
  expect([pdf.name, ubl.name, original.name, original.bytes.equals(xml(e))]).toEqual(['RE-2025-0815.pdf', 'RE-2025-0815.xml', 'earlier.xml', true]);
  const files = [pdf, ubl].map(({ name, bytes }) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  });
  const { stdout, status } = spawnSync(process.env.EINVOICE_CHECKER!, ['--math', 'strict', ...files], { encoding: 'utf8' });
  expect([status, stdout.split('\n').filter((each) => /^INVALID|^ {4}E /.test(each))]).toEqual([0, []]);
  for (const bytes of [(await hybridIn(pdf.bytes))!, ubl.bytes]) expect(readEInvoice(bytes).told.totals).toMatchObject(e.totals);

  await office.carla.press('modal', 'Make a draft of it');
  await until(async () => textOf((await office.carla.modal()) ?? {}).includes('Draft created.'), 'the draft to be shown');
  const draft = await until(async () => office.store.invoices.model.findOne({ 'content.lines.description': e.lines[0]!.item.name } as never).lean().exec(), 'the draft');
  expect(draft).toMatchObject({ state: 'draft', totals: { due: fromDecimal('1190', 'EUR') }, client: { name: 'Acme GmbH' } });
}, PATIENCE_MS);

it('one that is here already is kept once, whatever its file is called; what we are to pay becomes no draft', async () => {
  const e = soundEInvoice({ ...plain, number: 'ER-77', seller: { ...soundEInvoice().seller, name: 'Papierwerk Nord', vatId: 'DE811234571' }, buyer: { ...acme, name: 'Northlight Studio' } });
  const first = await brought({ name: 'one.xml', bytes: xml(e, toCii) });
  expect(textOf(first)).toContain('It is one that we are to pay.');
  expect(textOf(first)).not.toContain('Make a draft');
  expect(textOf(await brought({ name: 'two.xml', bytes: xml(e, toCii) }))).toContain('It was here already; nothing is kept twice.');
  expect(await office.store.connection.collection('received').countDocuments({ 'said.number': 'ER-77' })).toBe(1);
  expect(textOf(await answerTo(office.carla, '/invoice import ER-77'))).toContain('Papierwerk Nord');
}, PATIENCE_MS);

it('a broken one is refused with its rule, and hinders no other', async () => {
  const sound = soundEInvoice({ ...plain, number: 'RE-2025-0816', buyer: acme });
  const broken = { ...sound, number: 'RE-2025-0817', totals: { ...sound.totals, net: '999.00' } };
  const view = await brought({ name: 'broken.xml', bytes: xml(broken) }, { name: 'words.xml', bytes: Buffer.from('<Letter/>') }, { name: 'sound.xml', bytes: xml(sound) });
  expect(textOf(view)).toMatch(/broken\.xml is refused: .*BR-CO-1[35]/);
  expect(textOf(view)).toContain('words.xml is refused: EInvoiceForeign');
  expect(textOf(view)).toContain('RE-2025-0816');
  expect(textOf(await answerTo(office.carla, '/invoice import RE-2025-0817'))).toContain('There is no imported e-invoice RE-2025-0817');
}, PATIENCE_MS);

it('what a draft cannot hold is said, and nothing is bent until it fits; a client that nobody knows is asked for', async () => {
  const e = soundEInvoice({ ...plain, number: 'RE-2025-0818', buyer: acme });
  const charged: EInvoice = {
    ...e, adjustments: [{ type: 'charge', amount: '10.00', reason: 'Freight', vat: { category: 'S', rate: '19' } }], vat: [{ category: 'S', rate: '19', base: '1010.00', tax: '191.90' }],
    totals: { lines: '1000.00', charges: '10.00', net: '1010.00', vat: '191.90', gross: '1201.90', due: '1201.90' },
  };
  await brought({ name: 'charged.xml', bytes: xml(charged) });
  await office.carla.press('modal', 'Make a draft of it');
  await until(async () => textOf((await office.carla.modal()) ?? {}).includes('RE-2025-0818 does not fit into a draft of the office: it has a charge.'), 'the refusal');
  await brought({ name: 'stranger.xml', bytes: xml(soundEInvoice({ ...plain, number: 'RE-2025-0819' })) });
  await office.carla.press('modal', 'Make a draft of it');
  await until(async () => textOf((await office.carla.modal()) ?? {}).includes('No client is called Acme SARL'), 'the refusal');
}, PATIENCE_MS);

it('the archive of its own date holds it as it came and as it goes out', async () => {
  const path = join(folder, 'archive.zip');
  const { code } = await archive(['2026-11', '--out', path], office);
  expect(code).toBe(0);
  const files = unzipSync(readFileSync(path));
  const names = Object.keys(files).filter((name) => name.startsWith('received/'));
  expect(names.filter((name) => name.endsWith('-earlier.xml') || /-RE-2025-0815\.(xml|pdf)$/.test(name))).toHaveLength(3);
  expect(Buffer.from(files['index.csv']!).toString()).toMatch(/\r\nreceived,ER-77,2026-11-23,Papierwerk Nord,DE811234571,1000\.00,190\.00,1190\.00,EUR,purchase,/);
}, PATIENCE_MS);
