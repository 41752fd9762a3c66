/** The mails: what they say in each situation, that every value is text, and that mail programs can show them. */
import type { Tone } from '../../domain/dunning';
import type { Invoice } from '../../domain/invoice';
import { creditNoteModel } from '../../templates/credit-note';
import { approvalMailModel, codeMailModel, estimateModel, invoiceModel, linkModel, receiptModel, reminderModel, type Mailed } from '../../templates/model';
import { renderMail, type MailName, type RenderedMail } from '../../templates/render';
import { expectGolden } from '../support/golden';
import { acme, content, creditNote, designWork, dinar, estimate, globex, invoice, kuwait, line, northlight, oneLine, paid, sakura, yen } from './samples';

const url = 'https://office.northlight.example/p/3q2-7wQ_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const issued = invoice(designWork, acme);
const partly = paid(issued, '500');
const over = paid(invoice(oneLine, acme), '2000');
const step = { approvers: ['manager'], asked: ['greta@northlight.example'], rule: 'any one of Milo, Greta Grant', quorum: 1, decisions: [] };
const asking = (of: Invoice, name = 'Carla'): Invoice => ({
  ...of, number: undefined, dueDate: undefined, state: 'submitted',
  approval: {
    verdict: 'open', version: 1, contentHash: of.contentHash, policy: { version: 3, hash: 'ab' }, why: 'above 500.00 EUR it needs any one of Milo, Greta Grant',
    steps: [step], current: 0, requestedBy: { email: 'carla@northlight.example', name, via: 'slack' }, requestedAt: '2026-11-22T10:00:00.000Z',
  },
});
const reminder = (tone: Tone, today: string, of = issued): RenderedMail => renderMail('reminder', reminderModel(of, { url, tone, today }));

const MAILS: Record<string, RenderedMail> = {
  estimate: renderMail('estimate', estimateModel(estimate(designWork, acme), { url })),
  'estimate-undated': renderMail('estimate', estimateModel(estimate(yen, sakura, { validUntil: undefined }), { url })),
  invoice: renderMail('invoice', invoiceModel(issued, { url })),
  'invoice-kwd': renderMail(
    'invoice',
    invoiceModel(invoice(dinar, kuwait, { seller: { ...northlight, bank: undefined, phone: undefined, website: undefined } }), { url }),
  ),
  'reminder-friendly': reminder('friendly', '2026-11-29'),
  'reminder-today': reminder('plain', '2026-12-02'),
  'reminder-plain': reminder('plain', '2026-12-03'),
  'reminder-firm-part-paid': reminder('firm', '2026-12-09', partly.invoice),
  'reminder-final': reminder('final', '2026-12-16'),
  receipt: renderMail('receipt', receiptModel(partly.invoice, partly.payment, { url })),
  'receipt-over': renderMail('receipt', receiptModel(over.invoice, over.payment, { url })),
  'credit-note': renderMail('credit-note', creditNoteModel(creditNote(issued), { url })),
  'credit-note-refund': renderMail('credit-note', creditNoteModel(creditNote(paid(invoice(oneLine, acme), '1071').invoice, { settlement: 'refund' }), { url })),
  link: renderMail('link', linkModel(globex, { seller: northlight, url, until: '2026-12-31' })),
  approval: renderMail('approval', approvalMailModel(asking(issued), 'Greta Grant', { seller: northlight, locale: 'en-GB', url, until: '2026-12-16' })),
};

/** What the HTML says, without its markup. */
const words = (html: string) =>
  html
    .replace(/^[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#8199;|&#847;/g, '')
    .replace(/&middot;/g, '·')
    .replace(/&#x([0-9A-F]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

describe.each(Object.entries(MAILS))('the mail %s', (name, { subject, text, html }) => {
  it('reads as it did', () => expectGolden(`mail-${name}.txt`, `Subject: ${subject}\n\n${text}`));

  it('says the same in both its faces', () => {
    const spoken = words(html);
    for (const sentence of text
      .split(/\n|: /)
      .map((part) => part.replace(/\s+/g, ' ').trim())
      .filter((part) => part && !/^--$|^https:/.test(part))) {
      expect(spoken).toContain(sentence.replace(/:$/, ''));
    }
    expect(html).toContain(`href="${url}"`);
    expect(text).toContain(url);
  });

  it('has a subject of one short line', () => {
    expect(subject).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029]/);
    expect(subject.length).toBeLessThan(78);
  });

  it('loads nothing, runs nothing, and stands in tables with its styles inline', () => {
    expect(html).not.toMatch(/<(img|script|link|iframe|form|video|object)\b|url\(|@import|\bsrc=|background=/i);
    expect(
      [...html.matchAll(/https?:\/\/[^\s"<]+/g)].map(([found]) => found).filter((found) => found !== url && found !== 'https://northlight.example'),
    ).toEqual([]);
    expect(html.slice(html.indexOf('<body')).match(/<td(?![^>]*style=)/g)).toBeNull();
    expect(Buffer.byteLength(html)).toBeLessThan(102_000); // Gmail cuts a longer one.
  });

  it('follows the reader into the dark, and says first what it is about', () => {
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(words(html).trim().length).toBeGreaterThan(0);
    expect(html.indexOf('max-height:0')).toBeLessThan(html.indexOf('<table'));
  });
});

describe('mails', () => {
  it('count the days late and quote the balance of the moment', () => {
    expect(reminder('plain', '2026-12-03').text).toContain('1 day late, and 6,687.28 EUR is still open');
    expect(reminder('firm', '2026-12-09', partly.invoice).text).toContain('7 days late, and 6,187.28 EUR is still open');
    expect(reminder('friendly', '2026-12-01').subject).toBe('Invoice INV-2026-0001 is due on 2 December 2026');
    expect(reminder('final', '2027-03-15').subject).toBe('Final reminder: invoice INV-2026-0001');
    expect(reminder('final', '2026-11-01').subject).not.toContain('Final'); // Nothing is final before it is late.
  });

  it('sound more serious from tone to tone', () => {
    const texts = (['friendly', 'plain', 'firm', 'final'] as const).map((tone) => reminder(tone, '2026-12-16').text);
    expect(new Set(texts).size).toBe(4);
    expect(texts[3]).toContain('further steps');
  });

  const hostile = '<img src=x onerror=alert(1)> "&" \'{{link}}\'\r\nBcc: evil@example.com\u202e';
  const plain = '<img src=x onerror=alert(1)> "&" \'{{link}}\' Bcc: evil@example.com';
  const of = content([line('x', '1', '10')], { project: hostile, purchaseOrder: hostile });
  const bad = invoice(of, { ...acme, name: hostile }, { seller: { ...northlight, name: hostile } });
  const badPaid = paid(bad, '1', { reference: hostile });
  const all: [MailName, Mailed][] = [
    ['invoice', invoiceModel(bad, { url })],
    ['estimate', estimateModel(estimate(of, { ...acme, name: hostile }, { seller: bad.seller }), { url })],
    ['reminder', reminderModel(bad, { url, tone: 'plain', today: '2026-12-03' })],
    ['receipt', receiptModel(badPaid.invoice, badPaid.payment, { url })],
    ['link', linkModel({ ...acme, name: hostile }, { seller: bad.seller!, url })],
    ['approval', approvalMailModel(asking(bad, hostile), 'Greta Grant', { seller: bad.seller!, locale: 'en-GB', url, until: '2026-12-16' })],
    ['code', codeMailModel(hostile, '004711', { seller: bad.seller!, locale: 'en-GB' })],
  ];
  it.each(all)('%s escapes what people wrote in HTML, and leaves it as it is in text', (name, model) => {
    const { subject, text, html } = renderMail(name, model);
    expect(html).not.toContain('<img');
    expect(words(html)).toContain(plain);
    expect(text).toContain(plain);
    expect(text).not.toMatch(/^Bcc/m);
    expect(subject).not.toMatch(/[\r\n\u202e]/);
  });

  it('bring a code in their body alone, and no link with it', () => {
    const { subject, text, html } = renderMail('code', codeMailModel('Greta Grant', '004711', { seller: northlight, locale: 'en-GB' }));
    expectGolden('mail-code.txt', `Subject: ${subject}\n\n${text}`);
    expect(subject).not.toContain('004711');
    expect(html).toContain('004711');
    expect(html).not.toMatch(/<a /);
    expect(words(html)).toContain('Your code is 004711.');
  });

  it('lead nowhere but to the web', () => {
    const { html } = renderMail('link', linkModel(acme, { seller: northlight, url: 'javascript:alert(1)' }));
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('href="#"');
  });
});
