/** The printed documents, read back from their PDFs: what stands on them, and how they break into pages. */
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { createLogger } from '../../config/logger';
import type { Invoice } from '../../domain/invoice';
import { totalsOf } from '../../domain/content';
import { fromDecimal } from '../../domain/money';
import { creditNoteModel } from '../../templates/credit-note';
import { readPeriod } from '../../domain/period';
import { statementOf, type StatedInvoice } from '../../domain/statement';
import { reminderLetter } from '../../templates/reminder';
import { statementModel } from '../../templates/statement';
import { estimateModel, invoiceModel, receiptModel, type DocumentModel } from '../../templates/model';
import { renderDocument, renderOwnDocument } from '../../templates/render';
import { chromiumPath } from '../support/chromium';
import { expectGolden } from '../support/golden';
import { pdfText, pdfTexts, type PdfText } from '../support/pdf-text';
import {
  acme,
  content,
  creditNote,
  designWork,
  dinar,
  dollars,
  estimate,
  fortyLines,
  globex,
  inclusive,
  invoice,
  kuwait,
  line,
  longNamed,
  longNames,
  mixed,
  northlight,
  oneLine,
  outside,
  paid,
  sakura,
  yen,
} from './samples';

const receiptOf = ({ invoice: of, payment }: ReturnType<typeof paid>) => receiptModel(of, payment);
const stated = (invoices: readonly StatedInvoice[], client = acme, today = '2027-01-10') =>
  statementModel(statementOf({ invoices, notes: [], period: readPeriod('2026-11..2027-01'), today, zone: 'Europe/Berlin', currency: 'EUR' }), client, { seller: northlight });
const interest = { ratePercent: '9.12', dayCount: 'act/365' } as const;
const draft: Partial<Invoice> = { state: 'draft', number: undefined, issueDate: undefined, dueDate: undefined, seller: undefined };

/** Each kind with 1 line, 40 lines, long names, no decimals and three decimals; and what is particular to it. */
const DOCUMENTS: Record<string, DocumentModel> = {
  'invoice-one-line': invoiceModel(invoice(oneLine, acme)),
  'invoice-forty-lines': invoiceModel(invoice(fortyLines, acme)),
  'invoice-long-names': invoiceModel(invoice(longNames, longNamed)),
  'invoice-jpy': invoiceModel(invoice(yen, sakura)),
  'invoice-kwd': invoiceModel(invoice(dinar, kuwait)),
  'invoice-usd': invoiceModel(invoice(dollars, globex)),
  'invoice-discounts': invoiceModel(invoice(designWork, acme)),
  'invoice-tax-inclusive': invoiceModel(invoice(inclusive, acme)),
  'invoice-reverse-charge': invoiceModel(invoice(mixed, acme)),
  'invoice-draft': invoiceModel(invoice(designWork, acme, draft), { seller: northlight }),
  'estimate-one-line': estimateModel(estimate(oneLine, acme)),
  'estimate-forty-lines': estimateModel(estimate(fortyLines, acme)),
  'estimate-long-names': estimateModel(estimate(longNames, longNamed)),
  'estimate-jpy': estimateModel(estimate(yen, sakura)),
  'estimate-kwd': estimateModel(estimate(dinar, kuwait)),
  'receipt-part': receiptOf(paid(invoice(oneLine, acme), '400')),
  'receipt-second-part': receiptOf(paid(paid(invoice(oneLine, acme), '400').invoice, '271')),
  'receipt-over': receiptOf(paid(invoice(fortyLines, acme), '20000')),
  'receipt-long-names': receiptOf(paid(invoice(longNames, longNamed), '18137477390.52', { reference: longNames.project })),
  'receipt-jpy': receiptOf(paid(invoice(yen, sakura), '530500')),
  'credit-note-whole': creditNoteModel(creditNote(invoice(designWork, acme))),
  'credit-note-part': creditNoteModel(creditNote(paid(invoice(fortyLines, acme), '20000').invoice, { chosen: [{ lineId: fortyLines.lines[0]!.id, quantity: '1' }, { lineId: fortyLines.lines[3]!.id, amount: fromDecimal('50', 'EUR') }], settlement: 'refund' })),
  'credit-note-forty-lines': creditNoteModel(creditNote(invoice(fortyLines, acme))),
  'credit-note-tax-inclusive': creditNoteModel(creditNote(invoice(inclusive, acme))),
  'credit-note-long-names': creditNoteModel(creditNote(invoice(longNames, longNamed), { settlement: 'credit' })),
  'credit-note-jpy': creditNoteModel(creditNote(invoice(yen, sakura))),
  'credit-note-kwd': creditNoteModel(creditNote(invoice(dinar, kuwait))),
  'reminder-ahead': reminderLetter(invoice(oneLine, acme), { tone: 'friendly', today: '2026-11-29', interest }),
  'reminder-today': reminderLetter(invoice(oneLine, acme), { tone: 'plain', today: '2026-12-02', interest }),
  'reminder-firm-part-paid': reminderLetter(paid(invoice(designWork, acme), '500').invoice, { tone: 'firm', today: '2026-12-16', interest }),
  'reminder-final': reminderLetter(invoice(oneLine, acme), { tone: 'final', today: '2026-12-16' }),
  'reminder-long-names': reminderLetter(invoice(longNames, longNamed), { tone: 'plain', today: '2026-12-16', interest }),
  'reminder-jpy': reminderLetter(invoice(yen, sakura), { tone: 'plain', today: '2026-12-16', interest }),
  'reminder-kwd': reminderLetter(invoice(dinar, kuwait), { tone: 'plain', today: '2026-12-16', interest }),
  'statement-part-paid': stated([paid(invoice(designWork, acme), '500').invoice]),
  'statement-two-currencies': stated([invoice(oneLine, acme), paid(invoice(dinar, acme, { number: 'INV-2026-0002' }), '775.313').invoice]),
  'statement-in-favour': stated([paid(invoice(oneLine, acme), '2000').invoice]),
  'statement-nothing': stated([]),
  'statement-long-names': stated([invoice(longNames, longNamed)], longNamed),
  'receipt-kwd': receiptOf(paid(invoice(dinar, kuwait), '0.001')),
};

const A4 = { width: 594.96, height: 841.92 };

describe('documents', () => {
  let printer: Printer;
  beforeAll(() => void (printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('documents-test', 'fatal') })));
  afterAll(() => printer.close());

  const printed = async (html: string): Promise<PdfText> => pdfText(await printer.print(html));

  it.each(Object.keys(DOCUMENTS))('%s reads as it did', async (name) => {
    const model = DOCUMENTS[name]!;
    const { title, pages, size } = await printed(renderDocument(model));
    expect(title).toBe(model.title);
    expect([size.width, size.height]).toEqual([expect.closeTo(A4.width, 0), expect.closeTo(A4.height, 0)]);
    expectGolden(`${name}.txt`, `${pages.map((text, at) => `--- page ${at + 1}\n${text}\n`).join('')}`);
  });

  it('repeats the table’s head and the foot on every page, and counts the pages', async () => {
    const { pages } = await printed(renderDocument(DOCUMENTS['invoice-forty-lines']!));
    expect(pages.length).toBeGreaterThan(1);
    for (const [at, text] of pages.entries()) {
      expect(text).toContain('Amount in EUR');
      expect(text).toContain(`Page ${at + 1} of ${pages.length}`);
      expect(text).toContain('VAT ID DE123456788');
    }
  });

  it('never leaves the totals or the payment alone on a page, whatever the number of lines', async () => {
    const counts = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42];
    const lines = [...fortyLines.lines, ...fortyLines.lines];
    const pdfs = await Promise.all(counts.map((count) => printer.print(renderDocument(invoiceModel(invoice(content(lines.slice(0, count)), acme))))));
    const all = await pdfTexts(pdfs);
    expect(new Set(all.map(({ pages }) => pages.length)).size).toBeGreaterThan(1); // Some broke over pages, or this shows nothing.
    for (const [at, { pages }] of all.entries()) {
      const last = pages.at(-1)!;
      expect([
        counts[at],
        last.includes(`Illustration ${((counts[at]! - 1) % 40) + 1} of 40`),
        last.includes('Net amount'),
        last.includes('IBAN'),
      ]).toEqual([counts[at], true, true, true]);
    }
  });

  it('prints the stored amounts and computes none', async () => {
    const honest = invoice(oneLine, acme);
    const cents = (minor: number) => ({ minor, currency: 'EUR' });
    const totals = {
      ...honest.totals,
      lineNets: [cents(1111)],
      net: cents(2222),
      vatTotal: cents(3333),
      vat: [{ ...honest.totals.vat[0]!, tax: cents(4444) }],
      gross: cents(5555),
      due: cents(6666),
    };
    const [text] = (await printed(renderDocument(invoiceModel({ ...honest, totals })))).pages;
    for (const amount of ['11.11', '22.22', '44.44', '66.66 EUR']) expect(text).toContain(amount);
    for (const amount of ['1,071.00', '171.00']) expect(text).not.toContain(amount);
  });

  it('prints what people wrote as text, whatever it looks like', async () => {
    const hostile = '<img src=x onerror=alert(1)> {{client.name}} &lt;b&gt; "]}</style><script>x</script>';
    const of = content([line(hostile, '1', '10', { unit: hostile })], { note: hostile, project: hostile, purchaseOrder: hostile });
    const seller = { ...northlight, name: hostile, address: { lines: [hostile], country: 'DE' }, bank: { ...northlight.bank!, name: hostile } };
    const { pages, title } = await printed(renderDocument(invoiceModel(invoice(of, { ...acme, name: hostile }, { seller }))));
    const text = pages.join(' ').replace(/\s+/g, '');
    expect(text.split('onerror=alert(1)>{{client.name}}').length - 1).toBeGreaterThanOrEqual(5); // Where a narrow column breaks it, the line does not read on.
    expect(title).toContain(hostile);
  });

  it('embeds the letters of other scripts that Noto Sans has', async () => {
    const [text] = (await printed(renderDocument(invoiceModel(invoice(content([line('Çeviri: Łódź, Ελλάδα, Київ, Việt Nam', '1', '10')]), acme)))))
      .pages;
    for (const word of ['Çeviri', 'Łódź', 'Ελλάδα', 'Київ', 'Việt', 'Nam']) expect(text).toContain(word);
  });

  it('keeps spoofing characters off the page', () => {
    const model = invoiceModel(invoice(oneLine, { ...acme, name: 'Acme\u202e HbmG\u0000\n\tGmbH\u2028x' }));
    expect(model.client.name).toBe('Acme HbmG GmbH x');
  });

  it('names the country whose VAT does not apply', () => {
    const notes = (country: string) =>
      invoiceModel(invoice(content([line('x', '1', '1', { vat: outside })]), globex, { seller: { ...northlight, address: { lines: [], country } } }))
        .taxNotes;
    expect(notes('DE')).toEqual([{ text: 'Not subject to German VAT.' }]);
    expect(notes('JP')).toEqual([{ text: 'Not subject to VAT in Japan.' }]);
  });

  it('guards a customer’s template against links that run', async () => {
    const model = invoiceModel(invoice(oneLine, acme));
    const linkOf = (website: string) =>
      /href="([^"]*)"/.exec(renderOwnDocument('<a href="{{client.website}}">site</a>', { ...model, client: { ...model.client, website } }))?.[1];
    expect(
      [
        'javascript:alert(1)',
        ' javascript:alert(1)',
        'JAVASCRIPT:x',
        'data:text/html,x',
        'vbscript:x',
        'file:///etc/passwd',
        '//evil.example',
        '',
      ].map(linkOf),
    ).toEqual(Array(8).fill('#'));
    expect(linkOf('https://acme.example/?a=1&b="')).toBe('https://acme.example/?a&#x3D;1&amp;b&#x3D;&quot;');
    expect(linkOf('mailto:ap@acme.example')).toBe('mailto:ap@acme.example');
  });

  it('fails on a field that is not there, instead of printing a gap', () => {
    const model = invoiceModel(invoice(oneLine, acme)) as unknown as { invoice: object };
    expect(() => renderOwnDocument('{{invoice.total}}', { ...model, invoice: {} } as unknown as DocumentModel)).toThrow('"total" not defined');
  });

  it('shows a draft as one, and needs to know its seller', () => {
    expect(() => invoiceModel(invoice(oneLine, acme, draft))).toThrow(TypeError);
    expect(invoiceModel(invoice(oneLine, acme, draft), { seller: northlight })).toMatchObject({ status: 'Draft', heading: 'Invoice draft x4k7m2' });
  });

  it('says each payment term in words', () => {
    const terms = (term: object) => invoiceModel(invoice({ ...oneLine, terms: term }, acme)).invoice.terms;
    expect(
      [
        {},
        { days: 0 },
        { days: 1 },
        { days: 30 },
        { months: 2 },
        { months: 1, days: 10 },
        { endOfMonth: true },
        { endOfMonth: true, days: 30 },
        { days: 30, then: 'end-of-month' },
        { dayOfNextMonth: 15 },
        { days: 14, dayOfNextMonth: 3 },
      ].map(terms),
    ).toEqual([
      'Due on receipt',
      'Due on receipt',
      '1 day',
      '30 days',
      '2 months',
      '1 month and 10 days',
      'End of the month',
      '30 days from the end of the month',
      '30 days, to the end of that month',
      'Day 15 of the next month',
      '14 days, then day 3 of the next month',
    ]);
    expect(totalsOf(oneLine).due.minor).toBe(107_100);
  });
});
