/** Paying by the page: what a banking app reads from the printed code is what the invoice asks for. */
import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { createLogger } from '../../config/logger';
import type { Seller } from '../../domain/client';
import type { Invoice } from '../../domain/invoice';
import { invoiceModel } from '../../templates/model';
import { renderDocument } from '../../templates/render';
import { chromiumPath } from '../support/chromium';
import { acme, dollars, globex, invoice, northlight, oneLine, sakura, yen } from './samples';

const A4 = { width: 794, height: 1123 };
const SWISS: Seller = { ...northlight, name: 'Müller & <Söhne> AG', address: { lines: ['Bahnhofstrasse 1'], postcode: '8001', city: 'Zürich', country: 'CH' }, bank: { iban: 'CH4431999123000889012' } };

describe('paying by the page', () => {
  let printer: Printer;
  beforeAll(async () => {
    printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('slip-test', 'fatal') });
    const wasmBinary = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
    await prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer.slice(wasmBinary.byteOffset, wasmBinary.byteOffset + wasmBinary.byteLength) as ArrayBuffer }, fireImmediately: true });
  });
  afterAll(() => printer.close());

  /** The codes on the page as a phone sees them. */
  async function codesOn(document: Invoice, pages = 1): Promise<string[]> {
    const picture = await printer.picture(renderDocument(invoiceModel(document)), { ...A4, height: A4.height * pages });
    return (await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] })).map(({ text }) => text);
  }

  it('is EPC’s code for euros: name, account, amount and reference', async () => {
    expect(await codesOn(invoice(oneLine, acme))).toEqual(['BCD\n002\n1\nSCT\nBYLADEM1001\nNorthlight Studio\nDE02120300000000202051\nEUR1071.00\n\n\nINV-2026-0001']);
  });

  it('carries a creditor reference in its own line where the office wants one, and the page shows it', async () => {
    const document = { ...invoice(oneLine, acme), seller: { ...northlight, bank: { ...northlight.bank!, references: 'iso11649' as const } } };
    expect((await codesOn(document))[0]?.split('\n').slice(7)).toEqual(['EUR1071.00', '', 'RF16INV20260001']);
    expect(invoiceModel(document).panel.facts.at(-1)?.value).toBe('RF16 INV2 0260 001');
  });

  it('is a Swiss QR-bill on a sheet of its own for an account in Switzerland', async () => {
    const [code = ''] = await codesOn({ ...invoice(oneLine, acme), seller: SWISS }, 2);
    const lines = code.split(/\r?\n/);
    expect(lines.slice(0, 11)).toEqual(['SPC', '0200', '1', 'CH4431999123000889012', 'S', 'Müller & <Söhne> AG', 'Bahnhofstrasse 1', '', '8001', 'Zürich', 'CH']);
    expect(lines.slice(18, 30)).toEqual(['1071.00', 'EUR', 'S', 'Acme GmbH', 'Hafenallee 7', '', '20457', 'Hamburg', 'DE', 'QRR', '000000000000000000202600013', 'INV-2026-0001']);
  });

  it('is nothing on what nobody pays by it: drafts, other currencies, what is settled or void', async () => {
    const settled = { ...invoice(oneLine, acme), balance: { minor: 0, currency: 'EUR' } };
    const draft = { ...invoice(oneLine, acme), state: 'draft' as const, number: undefined };
    for (const document of [settled, draft, { ...invoice(oneLine, acme), state: 'void' as const }, invoice(yen, sakura), invoice(dollars, globex)]) {
      expect(invoiceModel(document as Invoice, { seller: northlight }).paying).toEqual({});
    }
  });
});
