/** Nothing in a client's mail or page is written in the code: English, with every text of its files in brackets, shows no word outside them. */
import type { Client } from '../../domain/client';
import { DomainError, type RefusalCode } from '../../domain/refusals';
import type { Invoice } from '../../domain/invoice';
import { codeMailModel, estimateModel, invoiceModel, linkModel, receiptModel, reminderModel } from '../../templates/model';
import { codePage } from '../../templates/pages/code';
import { estimatePage, revisedPage } from '../../templates/pages/estimate';
import type { Visit } from '../../templates/pages/frame';
import { invoicePage, payPage, payStatus } from '../../templates/pages/invoice';
import { doorPage, messagePage, sentPage } from '../../templates/pages/message';
import { overviewModel } from '../../templates/pages/overview';
import { refusalText } from '../../templates/pages/refusal';
import { pageSpeech } from '../../templates/pages/words';
import { renderDocument, renderMail, renderPage } from '../../templates/render';
import { spokenLines } from '../support/spoken';
import { acme, designWork, dollars, estimate, fortyLines, globex, invoice, mixed, northlight, paid, yen } from './samples';

type Tree = string | { readonly [key: string]: Tree };
function mockBracketed(tree: Tree): Tree {
  if (typeof tree === 'string') return tree === '' || /^\{\w+\}$/.test(tree) ? tree : `‹${tree}›`;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mockBracketed(value)]));
}
jest.mock('../../templates/locales/en.json', () => mockBracketed(jest.requireActual('../../templates/locales/en.json')));
jest.mock('../../templates/pages/locales/en.json', () => mockBracketed(jest.requireActual('../../templates/pages/locales/en.json')));

/** What is left outside of brackets, which may stand in each other. */
function outside(text: string): string {
  const less = text.replace(/‹[^‹›]*›/g, '');
  return less === text ? text : outside(less);
}

/** Every word in the stored documents, in dates, numbers and units. */
const known = new Set(JSON.stringify([northlight, acme, globex, designWork, fortyLines, dollars, mixed, yen, paid(invoice(designWork, acme), '1').payment]).replaceAll('\\n', ' ').match(/\p{L}+/gu));
const DATA = /^(November|December|October|Germany|States|United|Greta|EUR|USD|JPY|EST|INV|RCT|https?|p|Not|Acme)$/;
const strangers = (lines: readonly string[]): string[] => outside(lines.join(' ').replace(/\u00a0/g, ' ')).match(/\p{L}{2,}/gu)?.filter((word) => !known.has(word) && !DATA.test(word)) ?? [];

const url = 'https://northlight.example/p';
const issued = invoice(designWork, acme, { payments: [] });
const part = paid(issued, '500');
const over = paid(invoice(mixed, acme), '2000', { reversed: { at: '2026-11-29T10:00:00Z', by: part.payment.by, reason: 'x' } as never });
const visit: Visit = { client: acme as unknown as Client, seller: northlight, base: '/p/t', until: '2027-01-31T00:00:00Z', now: '2026-12-05T10:00:00Z' };
const disputed: Partial<Invoice> = { dispute: { by: { email: acme.email, name: acme.name, via: 'portal' }, at: '2026-11-29T10:00:00Z', reason: 'Relaunch' } as never };
const answered = (says: 'accept' | 'decline') => ({ answer: { says, name: 'Greta', at: '2026-11-01T10:00:00Z', reason: 'Relaunch' } as never });

const MAILS = {
  invoice: renderMail('invoice', invoiceModel(part.invoice, { url })), estimate: renderMail('estimate', estimateModel(estimate(designWork, acme), { url })),
  'open estimate': renderMail('estimate', estimateModel(estimate(yen, acme, { validUntil: undefined }), { url })),
  receipt: renderMail('receipt', receiptModel(over.invoice, over.payment, { url })), link: renderMail('link', linkModel(acme, { seller: northlight, url, until: '2026-12-31' })),
  code: renderMail('code', codeMailModel('Greta', '004711', { seller: northlight, locale: 'en-GB' })),
  ...Object.fromEntries((['friendly', 'plain', 'firm', 'final'] as const).flatMap((tone) => ['2026-12-01', '2026-12-02', '2026-12-20']
    .map((today) => [`${tone} on ${today}`, renderMail('reminder', reminderModel(part.invoice, { url, tone, today }))]))),
};
const PAGES: Record<string, string> = {
  invoice: renderPage('invoice', invoicePage(visit, part.invoice, 'x')), 'paid invoice': renderPage('invoice', invoicePage(visit, { ...over.invoice, state: 'paid' }, 'x')),
  'disputed invoice': renderPage('invoice', invoicePage(visit, { ...issued, ...disputed }, 'x')), 'void invoice': renderPage('invoice', invoicePage(visit, { ...issued, state: 'void' }, 'x')),
  pay: renderPage('pay', payPage(visit, issued)), 'nothing to pay': renderPage('pay', payPage(visit, { ...issued, state: 'paid' })),
  estimate: renderPage('estimate', estimatePage({ ...visit, now: '2026-11-01T10:00:00Z' }, estimate(designWork, acme), { csrf: 'x', seen: 0 })),
  'accepted estimate': renderPage('estimate', estimatePage(visit, estimate(mixed, acme, { state: 'accepted', ...answered('accept') }), { csrf: 'x' })),
  'declined estimate': renderPage('estimate', estimatePage(visit, estimate(designWork, acme, { state: 'declined', ...answered('decline') }), { csrf: 'x' })),
  'late estimate': renderPage('estimate', estimatePage(visit, estimate(designWork, acme), { csrf: 'x' })),
  revised: renderPage('revised', revisedPage(visit, estimate(designWork, acme, { state: 'draft' }))), withdrawn: renderPage('revised', revisedPage(visit, estimate(designWork, acme, { state: 'discarded' }))),
  overview: renderPage('overview', overviewModel(visit, { open: [issued.balance], invoices: [part.invoice, over.invoice] as never, estimates: [estimate(designWork, acme)] as never, page: 2, more: true })),
  'empty overview': renderPage('overview', overviewModel(visit, { open: [], invoices: [], estimates: [], page: 1, more: false })),
  door: renderPage('door', doorPage(northlight, 'en', '/p')), sent: renderPage('sent', sentPage(northlight, 'en')),
  code: renderPage('code', codePage(northlight, 'en', { path: '/p', csrf: 'x', kept: { note: 'x' }, stage: 'asked' })),
};
const REFUSED: readonly [RefusalCode, Record<string, string | number>][] = Object.keys(pageSpeech('en').page.refusals)
  .map((code) => [code as RefusalCode, { name: 'EST-2026-0007', most: 5, field: 'x', methods: '', button: '', seconds: 3, date: '2026-12-01', who: 'Greta', reason: 'x', answer: 'accepted', state: 'withdrawn' }]);

describe('no word of a client’s is written in the code', () => {
  it.each(Object.entries(MAILS))('the mail %s', (_, { subject, text, html }) => expect(strangers([subject, text, ...spokenLines(html)])).toEqual([]));
  it.each(Object.entries(PAGES))('the page %s', (_, html) => expect(strangers(spokenLines(html))).toEqual([]));
  it.each(REFUSED)('the refusal %s', (code, details) => {
    const page = messagePage(northlight, 'en', '/p', { code, sentence: refusalText(new DomainError(code, details), pageSpeech('en')), back: '/p' });
    expect(strangers(spokenLines(renderPage('message', page)))).toEqual([]);
  });
  it.each([
    ['invoice', invoiceModel(invoice(mixed, acme))], ['draft', invoiceModel(invoice(designWork, acme, { number: undefined, state: 'draft', dueDate: undefined }))],
    ['void invoice', invoiceModel(invoice(dollars, globex, { state: 'void' }))], ['estimate', estimateModel(estimate(designWork, acme))], ['receipt', receiptModel(over.invoice, over.payment)],
  ])('the document %s', (_, model) => expect(strangers(spokenLines(renderDocument(model)))).toEqual([]));
  it('the line that a browser does not show', () => expect(strangers([payStatus(issued, visit), payStatus({ ...issued, state: 'paid' }, visit)])).toEqual([]));

  it('is not a test that sees nothing', () => {
    expect(outside('‹Hello ‹30 days›,› over')).toBe(' over');
    expect(strangers(['‹Hello› overdue'])).toEqual(['overdue']);
    expect(spokenLines(PAGES['invoice']!).length).toBeGreaterThan(30);
  });
});
