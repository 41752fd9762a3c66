/** The brand on paper: where the address stands, which font and colours are used, what the logo is; and in mails and pages. */
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { createLogger } from '../../config/logger';
import { judgeLogo } from '../../config/logo';
import { contrast, PLAIN_BRAND, READABLE, type AddressWindow, type Brand } from '../../domain/brand';
import { PLAIN_LOOK } from '../../domain/look';
import { painted } from '../../templates/brand';
import { templateNames, templateText } from '../../templates/files';
import { invoiceModel } from '../../templates/model';
import { styleText } from '../../templates/pages/style';
import { renderDocument, renderMail } from '../../templates/render';
import { chromiumPath } from '../support/chromium';
import { pdfPages, type Box } from '../support/pdf-text';
import { acme, content, designWork, invoice, line } from './samples';

const wine: Brand = { ...PLAIN_BRAND, colours: { ...PLAIN_BRAND.colours, accent: '#8a1c3c' } };
const POINTS_A_MM = 72 / 25.4;

describe('the brand', () => {
  let printer: Printer;
  beforeAll(() => void (printer = openPrinter({ executablePath: chromiumPath(), log: createLogger('brand-test', 'fatal') })));
  afterAll(() => printer.close());

  const print = (brand: Brand, of = designWork): Promise<Buffer> => printer.print(renderDocument(invoiceModel(invoice(of, acme)), { ...PLAIN_LOOK, brand }));
  const logo = judgeLogo(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10"/></svg>')).logo!;

  it.each<[AddressWindow, number, number]>([['din-5008-a', 27, 72], ['din-5008-b', 45, 90], ['c5-c6', 54, 90], ['us-10', 63.5, 81]])(
    'puts the address into the window %s, with a logo and without', async (window, from, to) => {
      for (const more of [{}, { logo, letterhead: 'logo' as const }]) {
        const [page] = await pdfPages(await print({ ...PLAIN_BRAND, window, ...more }));
        const down = ({ y }: Box): number => (page!.height - y) / POINTS_A_MM;
        const address = page!.boxes.filter(({ text }) => /^(Acme GmbH|Hafenallee 7|20457 Hamburg)$/.test(text));
        expect(address).toHaveLength(3);
        for (const box of address) {
          expect(down(box)).toBeGreaterThan(from);
          expect(down(box)).toBeLessThan(to);
          expect(box.x / POINTS_A_MM).toBeCloseTo(25, 0);
        }
      }
    });

  it('prints on Letter paper', async () => {
    const [page] = await pdfPages(await print({ ...PLAIN_BRAND, paper: 'Letter' }));
    expect([page!.width, page!.height]).toEqual([612, 792]);
  });

  it('sets text in the office’s font, and what that font lacks in Noto Sans', async () => {
    const pdf = (await print({ ...PLAIN_BRAND, font: 'source-serif-4' }, content([line('Київ ქართ', '1', '10')]))).toString('latin1');
    expect(pdf).toMatch(/\+SourceSerif4/);
    expect((await print(PLAIN_BRAND)).toString('latin1')).not.toMatch(/SourceSerif4/);
  });

  it('shows the logo instead of the name, or beside it', async () => {
    const pictures = async (brand: Brand) => ((await print(brand)).toString('latin1').match(/\/Subtype \/Image/g) ?? []).length;
    const names = async (brand: Brand) => (await pdfPages(await print(brand)))[0]!.boxes.filter(({ text, y }) => text === 'Northlight Studio' && y > 700).length;
    expect(await pictures(PLAIN_BRAND)).toBe(0);
    expect(await pictures({ ...PLAIN_BRAND, logo, letterhead: 'logo' })).toBeGreaterThan(0);
    expect(await Promise.all([names(PLAIN_BRAND), names({ ...PLAIN_BRAND, logo, letterhead: 'logo' }), names({ ...PLAIN_BRAND, logo, letterhead: 'logo-and-name' })])).toEqual([1, 0, 1]);
  });
});

describe('the logo in a mail', () => {
  const logo = judgeLogo(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10"/></svg>')).logo!;
  const { mail } = invoiceModel(invoice(designWork, acme), { url: 'https://office.example/p/x' });
  const mailed = (brand: Brand) => renderMail('invoice', { mail }, { ...PLAIN_LOOK, brand });

  it('travels inside it, and nothing is loaded from elsewhere', () => {
    const { html, pictures } = mailed({ ...PLAIN_BRAND, logo, letterhead: 'logo' });
    expect(pictures).toEqual([{ cid: 'logo', name: 'logo.png', contentType: 'image/png', base64: logo.png }]);
    expect(html).toContain('<img src="cid:logo" width="168" height="56" alt="Northlight Studio"');
    expect(html.match(/src=|url\(/g)).toEqual(['src=']);
  });

  it('stands for the name, or above it, or not at all, as in the letterhead', () => {
    const shown = (brand: Brand): [boolean, boolean, boolean] => {
      const { html, pictures } = mailed(brand);
      return [html.includes('<img '), html.includes('border-left:4px solid'), pictures !== undefined];
    };
    expect(shown({ ...PLAIN_BRAND, logo, letterhead: 'logo' })).toEqual([true, false, true]);
    expect(shown({ ...PLAIN_BRAND, logo, letterhead: 'logo-and-name' })).toEqual([true, true, true]);
    expect(shown({ ...PLAIN_BRAND, logo, letterhead: 'name' })).toEqual([false, true, false]);
    expect(shown(PLAIN_BRAND)).toEqual([false, true, false]);
  });
});

describe('the accent', () => {
  const { mail } = invoiceModel(invoice(designWork, acme), { url: 'https://office.example/p/x' });

  it('is that of mails and pages, too, lighter in the dark', () => {
    const { html } = renderMail('invoice', { mail }, { ...PLAIN_LOOK, brand: wine });
    expect(html).toContain('bgcolor="#8a1c3c"');
    expect(html).not.toMatch(/#1f5f5b|#6fbdb5/);
    expect(styleText(wine)).toContain('--accent: #8a1c3c');
    const dark = /\.button \{ background-color: (#[0-9a-f]{6})/.exec(html)![1]!;
    expect(contrast(dark, '#1e242b')).toBeGreaterThanOrEqual(READABLE);
    expect(contrast(dark, '#10211f')).toBeGreaterThanOrEqual(READABLE);
  });

  it('leaves a template as it is shipped where nothing is changed', () => {
    for (const name of templateNames('partials').map((partial) => `partials/${partial}`)) expect(painted(templateText(name), PLAIN_BRAND)).toBe(templateText(name));
  });
});
