/** The languages: each says everything that English says, with the forms its grammar needs and the places for every value. */
import { LANGUAGE_CODES } from '../../domain/language';
import { REFUSALS } from '../../domain/refusals';
import { invoiceModel, reminderModel } from '../../templates/model';
import { pageSpeech } from '../../templates/pages/words';
import { renderMail } from '../../templates/render';
import { chosen, counted, fill, listed, speechFor } from '../../templates/words';
import { expectGolden } from '../support/golden';
import { renderDocument } from '../../templates/render';
import { spokenLines } from '../support/spoken';
import { acme, designWork, globex, invoice, mixed, speaking } from './samples';

type Tree = string | { readonly [key: string]: Tree };
const isPlural = (tree: Tree): boolean => typeof tree === 'object' && 'other' in tree && Object.keys(tree).every((key) => /^(zero|one|two|few|many|other)$/.test(key));

/** Every text by its path; a plural's forms stand together. */
function texts(tree: Tree, path = ''): Map<string, Tree> {
  if (typeof tree === 'string' || isPlural(tree)) return new Map([[path, tree]]);
  return new Map(Object.entries(tree).flatMap(([key, value]) => [...texts(value, path ? `${path}.${key}` : key)]));
}
const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
const wordsOf = (code: string): Map<string, Tree> => {
  const { words, page } = pageSpeech(code);
  return new Map([...texts(words as Tree), ...texts(page as unknown as Tree, 'page')]);
};
const english = wordsOf('en');

/** English words by which another text is chosen. */
const chosenBy = ['{answer}', '{state}'];
/** Empty in English on purpose: nothing follows there. */
const EMPTY = ['page.turnedBack.next.Typed', 'page.message.next.Fault'];
/** Words that another language has from where English has them. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  de: ['Bank', 'Version', 'Code'], fr: ['Date', 'Total', 'Client', 'Version', 'Questions', 'Code', 'Portions'], es: ['Subtotal', 'Subtotal {name}', 'Total'], nl: ['Bank', 'Project', 'Open', 'Code', 'Maltese', 'Object'],
  pl: ['Bank', 'VAT', 'VAT {rate}'], pt: ['Subtotal', 'Subtotal {name}', 'Total'],
};
/** Nothing but places and signs, or a name that banks use everywhere. */
const hasNoWords = (text: string): boolean => /^(IBAN|BIC)$/.test(text) || !/\p{L}/u.test(text.replace(/\{\w+\}/g, ''));

describe.each(LANGUAGE_CODES.filter((code) => code !== 'en'))('%s', (code) => {
  const own = wordsOf(code);

  it('has exactly the keys of English', () => expect([...own.keys()].sort()).toEqual([...english.keys()].sort()));

  it('has the plural forms that its numbers need, and no others', () => {
    const needed = new Intl.PluralRules(code).resolvedOptions().pluralCategories.slice().sort();
    for (const [path, tree] of own) if (isPlural(tree)) expect([path, Object.keys(tree).sort()]).toEqual([path, needed]);
  });

  it('has the places of every value, and no text that is empty', () => {
    for (const [path, tree] of english) {
      const translated = own.get(path)!;
      if (typeof tree === 'string') {
        expect([path, places(String(translated))]).toEqual([path, places(tree).filter((place) => !chosenBy.includes(place))]);
        expect([path, translated === '']).toEqual([path, EMPTY.includes(path)]);
        continue;
      }
      const most = places((tree as { other: string }).other);
      for (const [form, text] of Object.entries(translated)) {
        const numbered = /^(zero|one|two)$/.test(form) ? most.filter((place) => place !== '{count}' || places(String(text)).includes(place)) : most; // A word may hold the number.
        expect([path, form, places(String(text)), text === '']).toEqual([path, form, numbered, false]);
      }
    }
  });

  it('leaves nothing in English', () => {
    const flat = (tree: Tree): string[] => (typeof tree === 'string' ? [tree] : Object.values(tree).flatMap(flat));
    const left = [...own].flatMap(([path, tree]) => flat(tree).filter((text) => flat(english.get(path)!).includes(text) && text !== '' && !hasNoWords(text)));
    expect([...new Set(left)].sort()).toEqual([...(ALIKE[code] ?? [])].sort());
  });

  it('counts the days of a reminder as its grammar does', () => {
    const days = ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-13', '2026-12-23', '2027-03-12', '2026-12-01', '2026-11-30'];
    const mails = days.map((today) => renderMail('reminder', reminderModel(invoice(designWork, speaking(acme, code)), { url: 'https://office.northlight.example/p/x', tone: 'plain', today })));
    expectGolden(`mail-reminder-in-${code}.txt`, `${mails[2]!.text}\n${mails.map(({ subject, html }) => `--- ${subject}\n${spokenLines(html).slice(0, 5).join('\n')}\n`).join('')}`);
  });
});

describe('languages', () => {
  it('say to clients what the catalogue of refusals says', () => {
    for (const [code, sentence] of Object.entries(pageSpeech('en').page.refusals)) expect([code, typeof sentence === 'string' ? sentence : sentence.other]).toEqual([code, REFUSALS[code]]);
  });

  it('fall back to English, with English dates, for what the office does not speak', () => {
    expect(speechFor('fi-FI')).toMatchObject({ language: 'en', locale: 'en' });
    expect(speechFor('DE-at')).toMatchObject({ language: 'de', locale: 'DE-at' });
  });

  it('write numbers, percentages and lists as they are used to', () => {
    const page = (locale: string): string[] => spokenLines(renderDocument(invoiceModel(invoice(designWork, speaking(acme, locale)))));
    expect(page('de-DE')).toEqual(expect.arrayContaining(['6.687,28\u00a0EUR', '19\u00a0%', 'USt 7\u00a0% auf 475,00', '2. Dezember 2026']));
    expect(page('fr-FR')).toEqual(expect.arrayContaining(['6\u00a0687,28\u00a0EUR', 'TVA 7\u00a0% sur 475,00']));
    expect(page('ar')).toEqual(expect.arrayContaining(['\u200e\u2212298.29']));
    expect(speechFor('fr').words.terms.days).toHaveProperty('many');
    expect(listed(['Ada', 'Grace', 'Milo'], { locale: 'ja' })).toBe('Ada、Grace、Milo');
    expect(counted({ one: '{count} day', other: '{count} days' }, 1, { locale: 'ja', wordsLocale: 'ja' })).toBe('1 days'); // Japanese has no "one".
    expect(chosen({ accepted: 'yes', other: 'perhaps' }, 'declined')).toBe('perhaps');
  });

  it('keep a value’s own direction inside a sentence that is read from right to left, and leave others alone', () => {
    expect(fill('עד {date}', { date: '2.12.' })).toBe('עד \u20682.12.\u2069');
    expect(fill('by {date}', { date: '2.12.' })).toBe('by 2.12.');
  });

  it('stand twice on a document of two languages, whose values stand once', () => {
    const lines = spokenLines(renderDocument(invoiceModel(invoice(mixed, speaking({ ...globex, vatId: 'X1' }, 'en-US', 'de')))));
    expectGolden('invoice-in-en-and-de.txt', `${lines.join('\n')}\n`);
    for (const value of ['1,500.00', 'DE02\u00a01203\u00a00000\u00a00000\u00a02020\u00a051', 'November 2, 2026']) expect([value, lines.filter((line) => line.replaceAll(' ', '\u00a0') === value.replaceAll(' ', '\u00a0')).length]).toEqual([value, 1]);
    for (const word of ['Net amount', 'Nettobetrag', 'Unit price', 'Einzelpreis']) expect(lines).toContain(word);
  });
});

describe('pages read from right to left', () => {
  it.each(['ar', 'he'])('%s says so, in documents and mails', (code) => {
    const of = invoice(designWork, speaking(acme, code));
    const { html, subject } = renderMail('reminder', reminderModel(of, { url: 'https://office.northlight.example/p/x', tone: 'firm', today: '2026-12-09' }));
    expect(renderDocument(invoiceModel(of))).toContain(`<html lang="${code}" dir="rtl">`);
    expect(html).toContain(`<html lang="${code}" dir="rtl">`);
    expect(html).toContain('border-right:4px solid');
    expect(html).not.toMatch(/border-left:4px|align="right"/);
    expect(html).toContain('href="https://office.northlight.example/p/x"');
    expect(subject).not.toMatch(/[\u2066-\u2069]/);
  });
});
