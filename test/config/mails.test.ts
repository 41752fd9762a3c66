/** mails.yaml: the office's own words, what is refused in them and where, and which words win. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBook } from '../../config/book';
import { check } from '../../config/check';
import { shippedConfig } from '../../config/env';
import { readMails } from '../../config/mails';
import { faultLine } from '../../domain/fault';
import { MAIL_PLACES, WORDED_MAILS, wordingFor } from '../../domain/mail-wording';

const faults = (text: string) => (readMails(text).faults ?? []).map(faultLine);
const one = (mail: string): string => `mails:\n  - {${mail}}\n`;

describe('mails.yaml', () => {
  it('ships without words of its own, and its example is sound', () => {
    const shipped = readFileSync(join(shippedConfig(), 'mails.yaml'), 'utf8');
    expect(readMails(shipped)).toEqual({ value: [] });
    const example = shipped.split('# For instance:\n')[1]!.split('#\n# Edits')[0]!.replace(/^# {3}/gm, '').replace(/^#$/gm, '');
    expect(readMails(example).value?.map(({ mail, tone, client }) => [mail, tone, client])).toEqual([['reminder', 'firm', undefined], ['invoice', undefined, 'ap@acme.example']]);
  });

  it('takes every place that a mail has', () => {
    for (const mail of WORDED_MAILS) expect([mail, faults(one(`mail: ${mail}, language: en, text: "${MAIL_PLACES[mail].map((place) => `{${place}}`).join(' ')}"`))]).toEqual([mail, []]);
  });

  it.each([
    ['mail: reminder, language: de, subject: "Rechnung {numer}"', "2:55 PLACE_UNKNOWN 'reminder' has no place {numer}; did you mean 'number'? It has {number}, {client}, {seller}, {amount}, {date}, {days}, {total}."],
    ['mail: invoice, language: de, subject: "{days}"', "2:45 PLACE_UNKNOWN 'invoice' has no place {days}. It has {number}, {client}, {seller}, {amount}, {date}."],
    ['mail: invoice, language: de, subject: "Invoice {number"', '2:53 PLACE_OPEN a brace stands alone; a place is written as {number}.'],
    ['mail: invoice, language: de, tone: firm, subject: x', "2:41 TONE only reminders have a tone, not 'invoice'."],
    ['mail: invoice, subject: x', "2:5 MISSING_KEY a mail needs 'language', or 'client', who has one."],
    ['mail: invoice, language: de', "2:5 MISSING_KEY a mail needs 'subject' or 'text'."],
    ['mail: invioce, language: de, subject: x', "2:12 UNKNOWN_VALUE 'mail' must be 'invoice', 'estimate', 'receipt', 'credit-note', 'reminder' or 'statement', not 'invioce'; did you mean 'invoice'?"],
    ['mail: invoice, client: acme, subject: x', "2:29 MAIL 'client' must be one mail address, not 'acme'."],
    ['mail: invoice, language: de, subject: ""', "2:44 EMPTY 'subject' is empty; text that begins with # or { needs quotation marks."],
    [`mail: invoice, language: de, subject: "${'x'.repeat(151)}"`, "2:44 TOO_LONG 'subject' has 151 characters; at most 150 are taken."],
  ])('refuses {%s}', (mail, fault) => expect(faults(one(mail))).toEqual([fault]));

  it('tells the line of a place in a text of several, and words that stand twice', () => {
    expect(faults('mails:\n  - mail: invoice\n    language: en\n    text: |\n      Hello,\n\n      {sum} is due.\n')).toEqual([expect.stringMatching(/^7:\d+ PLACE_UNKNOWN/)]);
    const twice = '  - {mail: invoice, language: en, subject: x}\n';
    expect(faults(`mails:\n${twice}${twice}`)).toEqual(['3:5 TWICE there are words for this mail already.']);
  });

  it('is checked by the command, too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'office-mails-'));
    writeFileSync(join(folder, 'mails.yaml'), one('mail: invoice, language: en, subject: "{x}"'));
    expect(check(['mails', join(folder, 'mails.yaml')])).toMatchObject({ code: 1, out: expect.stringContaining('PLACE_UNKNOWN') });
    rmSync(folder, { recursive: true });
  });

  it('left faulty, leaves the words before it in force, and says where', () => {
    const folder = mkdtempSync(join(tmpdir(), 'office-mails-'));
    for (const name of ['office.yaml', 'approvals.yaml', 'reminders.yaml']) cpSync(join(shippedConfig(), name), join(folder, name));
    const told: unknown[] = [];
    const book = openBook(folder, { info: () => {}, warn: (fields) => void told.push(fields) });
    expect(book.current().look.mails).toEqual([]); // No file of its own: the shipped one.
    writeFileSync(join(folder, 'mails.yaml'), one('mail: invoice, language: en, subject: "First {number}"'));
    expect(book.current().look.mails).toEqual([{ mail: 'invoice', language: 'en', subject: 'First {number}' }]);
    writeFileSync(join(folder, 'mails.yaml'), one('mail: invoice, language: en, subject: "Second {nmber} of these"'));
    expect(book.current().look.mails).toEqual([{ mail: 'invoice', language: 'en', subject: 'First {number}' }]);
    expect(told).toEqual([{ fault: expect.stringMatching(/^mails\.yaml 2:52 PLACE_UNKNOWN/) }]);
    rmSync(folder, { recursive: true });
  });
});

describe('of several words', () => {
  const all = readMails(`mails:
  - {mail: reminder, language: de, subject: all, text: all}
  - {mail: reminder, language: de, tone: firm, subject: firm}
  - {mail: reminder, client: AP@acme.example, subject: acme}
  - {mail: reminder, client: ap@acme.example, tone: final, subject: acme final}
`).value!;
  const said = (tone: 'plain' | 'firm' | 'final', client: string, language: 'de' | 'en' = 'de') => wordingFor(all, { mail: 'reminder', tone, language, client });

  it.each([
    [said('plain', 'x@globex.example'), { subject: 'all', text: 'all' }],
    [said('firm', 'x@globex.example'), { subject: 'firm', text: 'all' }],
    [said('firm', 'Ap@Acme.example'), { subject: 'acme', text: 'all' }],
    [said('final', 'ap@acme.example'), { subject: 'acme final', text: 'all' }],
    [said('firm', 'x@globex.example', 'en'), {}],
    [wordingFor(all, { mail: 'invoice', language: 'de', client: 'x@globex.example' }), {}],
  ])('%j win', (found, wanted) => expect(found).toEqual(wanted));
});
