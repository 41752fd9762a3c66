/** The fonts inside: every script that the office writes prints with its own letters, and what no font has with one plain sign. */
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { createLogger } from '../../config/logger';
import { LANGUAGE_CODES } from '../../domain/language';
import { fontFaces, printable } from '../../templates/fonts';
import { invoiceModel } from '../../templates/model';
import { renderDocument, renderOwnDocument } from '../../templates/render';
import { speechFor } from '../../templates/words';
import { chromiumPath } from '../support/chromium';
import { expectGolden } from '../support/golden';
import { pdfFonts } from '../support/pdf-fonts';
import { pdfText } from '../support/pdf-text';
import { spokenLines } from '../support/spoken';
import { acme, content, designWork, invoice, line, mixed, outside, speaking } from './samples';

/** Chromium names a font by its file, whose variable ones begin with their thinnest weight. */
const NOTO = /^NotoSans(Arabic|Hebrew(Thin)?|JPThin|SCThin)?-(Regular|SemiBold)$/;

/** A client of each language that has letters of its own. */
const NAMES: Readonly<Record<string, string>> = {
  de: 'Größe & Söhne GmbH', fr: 'Œuvres Élysées SARL', es: 'Compañía Ñandú, S.A.', it: 'Società Città S.r.l.', nl: 'IJsselmeer Coöperatie', pl: 'Żółć i Gęśl Sp. z o.o.',
  pt: 'Construções São João', ja: '株式会社さくら製作所', zh: '北京骨直有限公司', ar: 'شركة الكويت لأدوات النفط', he: 'אקמה בע״מ',
};

/** A page's text as one run of letters: a PDF breaks lines and turns directions as it likes. */
const letters = (text: string): string => [...text.normalize('NFKC').replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')].sort().join('');

describe('documents in each language', () => {
  let printer: Printer;
  beforeAll(() => void (printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('fonts-test', 'fatal') })));
  afterAll(() => printer.close());

  it.each(LANGUAGE_CODES)('%s prints with Noto Sans alone, no letter missing, and reads as it did', async (language) => {
    const name = NAMES[language] ?? acme.name;
    const html = renderDocument(invoiceModel(invoice(designWork, speaking({ ...acme, name }, language))));
    const pdf = await printer.print(html);
    const { names, shown, missing, actual } = await pdfFonts(pdf);
    expect(names.filter((font) => !NOTO.test(font))).toEqual([]);
    expect([shown > 500, missing]).toEqual([true, 0]);
    const { pages } = await pdfText(pdf);
    expect([...letters(name)].filter((letter) => !letters(pages.join('') + actual).includes(letter))).toEqual([]);
    expectGolden(`invoice-in-${language}.txt`, `${spokenLines(html).join('\n')}\n`);
  });

  it('prints one plain sign for what no font has, also in the foot and from a template’s own text', async () => {
    const odd = 'A👩‍💻B🇩🇪C한D❤️E\ud800F𓀀G\u202fH';
    const of = invoice(content([line(`${odd} 𠮷`, '1', '10', { vat: outside })], { note: odd }), { ...acme, name: odd }, { seller: { ...invoice(mixed, acme).seller!, name: odd } });
    const html = renderOwnDocument('<p>&#128512; &#x1F600; &lt;{{seller.name}}&gt;</p>{{> lines}}{{> note}}', invoiceModel(of));
    const pdf = await printer.print(html);
    const { names, missing } = await pdfFonts(pdf);
    expect([names.filter((font) => !NOTO.test(font)), missing]).toEqual([[], 0]);
    const text = (await pdfText(pdf)).pages.join(' ').replace(/\s+/g, '');
    expect(text.split('A\ufffdB\ufffdC\ufffdD').length - 1).toBeGreaterThanOrEqual(3); // In the template's own text, the line and the note, besides the foot.
    expect(text).toContain('<A\ufffdB');
  });

  it('prints two languages in one document, words twice and values once', async () => {
    const model = invoiceModel(invoice(mixed, speaking(acme, 'en-GB', 'ar')));
    const pdf = await printer.print(renderDocument(model));
    const { names, missing } = await pdfFonts(pdf);
    expect([names.filter((font) => !NOTO.test(font)), missing]).toEqual([[], 0]);
    const text = (await pdfText(pdf)).pages.join('\n');
    expect(text.split('DE02 1203 0000 0000 2020 51').length).toBe(2);
    expect(text.split('1,500.00').length).toBe(2);
    expect(text).toContain('Net amount');
  });
});

describe('fonts', () => {
  it('take Han characters from the font of the document’s language', () => {
    const faces = (text: string, language: string): string[] => fontFaces(text, language).split('@font-face').filter(Boolean);
    const han = (text: string, language: string): string => /url\([^)]*/.exec(faces(text, language).find((face) => face.includes('U+76f4'))!)![0];
    expect(han('直', 'ja')).not.toBe(han('直', 'zh'));
    expect(han('直', 'en')).toBe(han('直', 'zh'));
    expect(han('直さ', 'en')).toBe(han('直', 'ja')); // Kana say that it is Japanese.
    expect(faces('直A', 'ja')).toHaveLength(4); // Two weights of two files.
  });

  it('stay small: a document brings the files of its own characters and no more', () => {
    const sizes = Object.fromEntries(LANGUAGE_CODES.map((language) => [language, renderDocument(invoiceModel(invoice(designWork, speaking(acme, language)))).length]));
    expect(sizes['en']).toBeLessThan(70_000);
    expect(Math.max(...Object.values(sizes))).toBeLessThan(1_200_000);
  });

  it.each(LANGUAGE_CODES)('have every letter of the words in %s', (language) => {
    const words = JSON.stringify(speechFor(language).words).replace(/\u202f/g, '\u00a0');
    expect(printable(words)).toBe(words);
  });

  it('leave alone what they have', () => {
    const text = 'Łódź Ελλάδα Київ Việt हिन्दी اردو עברית 直さ骨 1.234,50 € −5 №';
    expect(printable(text)).toBe(text);
  });
});
