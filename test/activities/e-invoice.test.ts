/** E-invoices as they are issued: in the form that the client takes, with the very amounts of the page, and before the official checker. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { asPdfA, hybridIn } from '../../activities/pdf-a';
import { openBook } from '../../config/book';
import { createLogger } from '../../config/logger';
import type { Client } from '../../domain/client';
import type { Content } from '../../domain/content';
import { canonicalDecimal } from '../../domain/decimal';
import { draftInvoice } from '../../domain/drafting';
import { E_INVOICE_FORMATS, type EInvoiceFormat } from '../../domain/einvoice/format';
import { readEInvoice } from '../../domain/einvoice/received';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { toDecimal } from '../../domain/money';
import { fontFaces } from '../../templates/fonts';
import { TAGS } from '../../templates/markup-rules';
import { wireActivities } from '../../worker/wiring';
import { openOffice, type TestOffice } from '../support/office';
import { ACME, CARLA, content, line } from '../support/samples';

const AT = '2026-11-23T09:00:00.000Z';
const PATIENCE_MS = 300_000;
/** Sound by every rule set: a Peppol address, a Leitweg-ID, an address of its own. */
const takes = (format: EInvoiceFormat): Client => ({ ...ACME, eInvoicing: { format, endpoint: { scheme: '0204', value: '04011000-12345-34' }, buyerReference: '04011000-12345-34' } });

const CONTENTS: Readonly<Record<string, Content>> = {
  plain: content(),
  discounts: content({ lines: [line({ discountPercent: '12.5', quantity: '3', unitPrice: '33.333' }), line({ id: 'l2', vat: { category: 'S', rate: '7' }, unitPrice: '19.99' })], discount: { percent: '3' } }),
  inclusive: content({ prices: 'inclusive', lines: [line({ quantity: '5', unitPrice: '0.99' }), line({ id: 'l2', quantity: '7', unitPrice: '3.33', vat: { category: 'S', rate: '7' } })] }),
  exempt: content({ lines: [line({ vat: { category: 'E', rate: '0' } }), line({ id: 'l2', vat: { category: 'Z', rate: '0' } })] }),
  outside: content({ lines: [line({ vat: { category: 'O', rate: '0' } })] }),
  yen: content({ currency: 'JPY', lines: [line({ unitPrice: '100001', vat: { category: 'O', rate: '0' } })] }),
};

describe('an issued e-invoice', () => {
  let office: TestOffice;
  let printing: ReturnType<typeof wireActivities>['printing'];
  let folder: string;
  let printer: Printer;
  let count = 0;
  beforeAll(async () => {
    office = await openOffice();
    folder = mkdtempSync(join(tmpdir(), 'issued-'));
    const log = createLogger('test', 'silent');
    printer = openPrinter({ executablePath: office.env.chromiumPath, log });
    printing = wireActivities({ env: office.env, book: openBook(office.configFolder, log), store: office.store, printer, searchable: false, log }).printing;
  });
  afterAll(async () => {
    await printer.close();
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function issued(client: Client, of: Content): Promise<Invoice> {
    const act = { by: CARLA, key: `e-${count += 1}`, at: AT };
    const draft = await office.store.invoices.create(draftInvoice(idOf('inv', act.key), of, client, act, '2026-11-23'), act, 'drafted');
    await office.store.invoices.commit(draft, { ...act, key: `${act.key}/yes` }, { kind: 'approved', changes: { state: 'approved' } });
    await printing.issueInvoice({ invoiceId: draft.id, at: AT });
    return (await office.store.invoices.find(draft.id))!;
  }

  /** The XML of the invoice, inside its page or beside it; the file that holds it is laid aside for the checker. */
  async function eInvoiceOf({ pdf, xml }: Invoice): Promise<Uint8Array | undefined> {
    const stored = (await office.store.files.byHash((xml ?? pdf)!.hash))!;
    const bytes = xml ? stored.bytes : await hybridIn(stored.bytes);
    if (bytes) writeFileSync(join(folder, stored.name), stored.bytes);
    return bytes;
  }

  it('comes in the form that its client takes', async () => {
    const found: Record<string, unknown> = {};
    for (const format of E_INVOICE_FORMATS) {
      const invoice = await issued(takes(format), CONTENTS.plain!);
      const e = await eInvoiceOf(invoice);
      const mail = (await office.outbox.mails({ to: invoice.client.email })).find(({ subject }) => subject.includes(invoice.number!));
      found[format] = { xml: invoice.xml !== undefined, specification: e && readEInvoice(e).told.specification, attached: mail?.attachments.map(({ filename }) => filename.replace(invoice.number!, 'N')) };
    }
    const en = 'urn:cen.eu:en16931:2017';
    const [page, file] = ['Invoice N Northlight Studio.pdf', 'Invoice N Northlight Studio.xml'];
    expect(found).toEqual({
      'factur-x': { xml: false, specification: en, attached: [page] }, ubl: { xml: true, specification: en, attached: [page, file] }, cii: { xml: true, specification: en, attached: [page, file] },
      xrechnung: { xml: true, specification: `${en}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`, attached: [page, file] },
      peppol: { xml: true, specification: `${en}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`, attached: [page, file] }, none: { xml: false, specification: undefined, attached: [page] },
    });
  }, PATIENCE_MS);

  it.each(Object.keys(CONTENTS))('says the stored amounts: %s', async (name) => {
    const invoice = await issued(takes('factur-x'), CONTENTS[name]!);
    const e = (await eInvoiceOf(invoice))!;
    const { told } = readEInvoice(e);
    const { totals } = invoice;
    const decimals = (amounts: Record<string, { minor: number; currency: string } | string | undefined>) =>
      Object.fromEntries(Object.entries(amounts).map(([key, amount]) => [key, canonicalDecimal(typeof amount === 'string' ? amount : amount ? toDecimal(amount) : '0')]));
    expect(decimals(told.totals!)).toMatchObject(decimals({ lines: totals.sumOfLines, net: totals.net, vat: totals.vatTotal, gross: totals.gross, due: totals.due }));
    expect(told.lines?.map(({ net }) => canonicalDecimal(net))).toEqual(totals.lineNets.map((net) => canonicalDecimal(toDecimal(net))));
  }, PATIENCE_MS);

  it('is left out where its amounts have three decimals, and said where the third is nothing', async () => {
    const dinars = (unitPrice: string) => content({ currency: 'KWD', lines: [line({ unitPrice, vat: { category: 'O', rate: '0' } })] });
    expect(await eInvoiceOf(await issued(takes('factur-x'), dinars('1.255')))).toBeUndefined();
    const e = (await eInvoiceOf(await issued(takes('factur-x'), dinars('1.250'))))!;
    expect(readEInvoice(e).told.totals?.due).toBe('1.25');
  }, PATIENCE_MS);

  it('travels in PDF/A whatever elements the page of a template of one’s own has', async () => {
    const pageless = /^(html|body|style|img|caption|colgroup|col|thead|tbody|tfoot|tr|th|td|li|dt|dd|figcaption|svg|g|path|rect|circle|ellipse|line|polyline|polygon)$/;
    const elements = [...TAGS].filter((tag) => !pageless.test(tag)).map((tag) => `<${tag}>${tag}</${tag}>`).join('');
    const rows = ['thead', 'tbody', 'tfoot'].map((part) => `<${part}><tr><th>${part}</th><td>${part}</td></tr></${part}>`).join('');
    const whole = `<table><caption>caption</caption>${rows}</table><ul><li>li</li></ul><dl><dt>dt</dt><dd>dd</dd></dl><figure><svg><rect width="9" height="9"/></svg><figcaption>figcaption</figcaption></figure>`;
    const style = `<style>${fontFaces(`${elements}${whole}`, 'en')} * { font-family: "Noto Sans" }</style>`;
    const invoice = await issued(takes('factur-x'), CONTENTS.plain!);
    const pdf = await printer.print(`<!doctype html><html lang="en"><head><title>Elements</title>${style}</head><body>${elements}${whole}<p>${invoice.number} ${toDecimal(invoice.totals.gross)}</p></body></html>`);
    const xml = Buffer.from((await eInvoiceOf(invoice))!).toString();
    writeFileSync(join(folder, 'elements.pdf'), await asPdfA(pdf, { title: 'Elements', author: 'Northlight Studio', language: 'en', at: AT, hybrid: { xml, conformance: 'EN 16931' } }));
  }, PATIENCE_MS);

  it('is valid by the official rules, in every form and of every kind, and as PDF/A', () => {
    const sound = readdirSync(folder).map((file) => join(folder, file));
    const { stdout, status } = spawnSync(process.env.EINVOICE_CHECKER!, ['--math', 'strict', ...sound], { encoding: 'utf8' });
    expect(stdout.split('\n').filter((each) => /^INVALID|^ {4}E /.test(each))).toEqual([]);
    expect([status, sound.length]).toEqual([0, E_INVOICE_FORMATS.length + Object.keys(CONTENTS).length + 2]);
  }, PATIENCE_MS);
});
