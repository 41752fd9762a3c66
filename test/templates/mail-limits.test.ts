/**
 * What mail programs do to mails. Gmail cuts HTML off behind 102 KB and drops a style sheet of more than 8,192 characters, or one with a
 * selector that it does not know (https://developers.google.com/workspace/gmail/design/css, https://www.caniemail.com/clients/gmail/). Outlook for
 * Windows draws by Word: it knows tables, attributes and simple properties alone (https://www.caniemail.com/clients/outlook/).
 */
import { LANGUAGE_CODES } from '../../domain/language';
import type { Wording } from '../../domain/mail-wording';
import { PLAIN_LOOK } from '../../domain/look';
import { readPeriod } from '../../domain/period';
import { statementOf } from '../../domain/statement';
import { creditNoteModel } from '../../templates/credit-note';
import { estimateModel, invoiceModel, linkModel, receiptModel, reminderModel, type Mailed } from '../../templates/model';
import { renderMail, type MailName, type RenderedMail } from '../../templates/render';
import { statementModel } from '../../templates/statement';
import { creditNote, estimate, invoice, longNamed, longNames, northlight, paid, speaking } from './samples';

const GMAIL = { html: 102 * 1024, style: 8_192 } as const;
const url = `https://office.northlight.example/p/${'x'.repeat(43)}`;
/** As long as mails.yaml takes them, in letters of three bytes. */
const mails: Wording[] = (['invoice', 'estimate', 'receipt', 'credit-note', 'reminder', 'statement'] as const).map((mail) => ({ mail, client: longNamed.email, text: '請\n\n'.repeat(1_000), subject: '請'.repeat(150) }));
const look = { ...PLAIN_LOOK, mails };

function mailsIn(locale: string, own: typeof look | undefined): [MailName, RenderedMail][] {
  const client = speaking(longNamed, locale);
  const of = invoice(longNames, client);
  const part = paid(of, '500');
  const stated = statementOf({ invoices: [of], notes: [], period: readPeriod('2026'), today: '2026-12-16', zone: 'Europe/Berlin', currency: 'EUR' });
  const all: [MailName, Mailed][] = [
    ['invoice', invoiceModel(of, { url, look: own })], ['estimate', estimateModel(estimate(longNames, client), { url, look: own })], ['receipt', receiptModel(part.invoice, part.payment, { url, look: own })],
    ['credit-note', creditNoteModel(creditNote(of), { url, ...(own && { look: own }) })], ['reminder', reminderModel(of, { url, tone: 'final', today: '2026-12-16', ...(own && { look: own }) })],
    ['statement', statementModel(stated, client, { seller: northlight, url, ...(own && { look: own }) })], ['link', linkModel(client, { seller: northlight, url })],
  ];
  return all.map(([name, model]) => [name, renderMail(name, model)]);
}

describe.each(LANGUAGE_CODES)('mails in %s', (locale) => {
  const plain = mailsIn(locale, undefined);
  const all = [...plain, ...mailsIn(locale, look)];

  it('are shown whole by Gmail, also with the longest words of the office’s own', () => {
    for (const [name, { html }] of all) expect([name, Buffer.byteLength(html) < GMAIL.html]).toEqual([name, true]);
  });

  it('fetch nothing', () => {
    for (const [name, { html }] of all) expect([name, html.match(/<(img|link|script|video|iframe|object|svg)\b|url\(|@import|@font-face|\b(src|srcset|background|poster)=/i)]).toEqual([name, null]);
  });

  it('say the same as text, and lead to the same page', () => {
    for (const [name, { text, html }] of plain) expect([name, text.includes(url), html.includes(`href="${url}"`), text.length > 200]).toEqual([name, true, true, true]);
  });

  it('stand on tables that Word draws, each ground also as an attribute', () => {
    for (const [name, { html }] of plain) {
      const body = html.slice(html.indexOf('<body'));
      const tables = body.match(/<table[^>]*>/g) ?? [];
      expect([name, tables.filter((table) => !/role="presentation"/.test(table) || !/cellpadding="0" cellspacing="0" border="0"/.test(table))]).toEqual([name, []]);
      expect([name, (body.match(/<(body|table|td)[^>]*>/g) ?? []).filter((tag) => /background-color/.test(tag) !== /bgcolor=/.test(tag))]).toEqual([name, []]);
      expect([name, tables.filter((table) => /max-width/.test(table) && !/ width="\d+"/.test(table))]).toEqual([name, []]);
      expect([name, (body.match(/<(a|p|div|span)[^>]*>/g) ?? []).filter((tag) => /padding|width:|height:\s*\d/.test(tag.replace(/max-height:0|line-height:[\d.a-z]+/g, '')))]).toEqual([name, []]);
      expect([name, body.match(/position:|float:|display:\s*(flex|grid|inline-block)|calc\(|var\(|background-image/g)]).toEqual([name, null]);
    }
  });

  it('turn dark where a program asks for it, in a style sheet that Gmail keeps; what it does not know stands in one of its own', () => {
    for (const [name, { html }] of plain) {
      const sheets = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, sheet = '']) => sheet);
      expect([name, sheets.length, sheets.every((sheet) => sheet.length < GMAIL.style)]).toEqual([name, 2, true]);
      expect([name, /prefers-color-scheme: dark/.test(sheets[0]!), /\[data-/.test(sheets[0]!), /data-ogsc/.test(sheets[1]!)]).toEqual([name, true, false, true]);
      expect([name, html.includes('<meta name="color-scheme" content="light dark">')]).toEqual([name, true]);
      for (const used of ['ground', 'card', 'ink', 'faint']) expect([name, used, new RegExp(`class="[^"]*\\b${used}\\b`).test(html), sheets[0]!.includes(`.${used} {`)]).toEqual([name, used, true, true]);
    }
  });
});
