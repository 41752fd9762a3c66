/** `branding` in office.yaml: what is taken, what is refused and where, and what becomes of a logo. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { openBook } from '../../config/book';
import { shippedConfig } from '../../config/env';
import { judgeLogo } from '../../config/logo';
import { readOffice } from '../../config/office';
import { contrast, readableOn } from '../../domain/brand';
import { faultLine } from '../../domain/fault';

const shipped = readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8');
const before = shipped.slice(0, shipped.indexOf('# Clients that an empty office'));
const head = before.split('\n').length;
const written = (branding: string): string => `${before}branding:\n${branding.replace(/^/gm, '  ')}\n`;
const drawing = (inside: string, more = ''): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 10" ${more}><rect width="40" height="10" fill="#1f5f5b"/>${inside}</svg>`);

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'office-branding-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const faults = (branding: string): string[] => (readOffice(written(branding), folder).faults ?? []).map(faultLine);
const brandOf = (branding: string) => readOffice(written(branding), folder).value?.branding.brand;

describe('colours', () => {
  it('are measured as WCAG measures them', () => {
    expect([contrast('#000000', '#ffffff'), contrast('#777777', '#ffffff'), contrast('#ffffff', '#ff0000')].map((ratio) => ratio.toFixed(2))).toEqual(['21.00', '4.48', '4.00']);
  });

  it('that cannot be read are refused with one that can', () => {
    expect(faults('colours: {accent: "#f5a623"}')).toEqual([
      `${head + 1}:21 COLOUR_CONTRAST 'accent' #f5a623 on white has a contrast of 2.03:1; text needs 4.5:1 (WCAG 2.2). ${readableOn('#f5a623', '#ffffff')} would do.`,
    ]);
    expect(faults(`colours: {accent: "${readableOn('#f5a623', '#ffffff')}"}`)).toEqual([]);
  });

  it('of text are judged on panels, too, and the fault stands at the colour that was changed', () => {
    expect(faults('colours: {ground: "#7a8a88"}')[0]).toMatch(new RegExp(`^${head + 1}:21 COLOUR_CONTRAST 'ink' #1b2430 on 'ground' has a contrast of 4\\.\\d\\d:1`));
    expect(faults('colours: {faint: "#888"}')[0]).toMatch(/'faint' #888888 on white has a contrast of 3\.54:1/);
  });

  it('are written in quotation marks, with # and hexadecimal digits', () => {
    expect(faults('colours: {accent: #fff}').join()).toMatch(/YAML|EMPTY|TYPE/);
    expect(faults('colours: {accent: green}')).toEqual([`${head + 1}:21 COLOUR_FORMAT 'accent' must be a colour such as "#1f5f5b", in quotation marks, not 'green'.`]);
    expect(brandOf('colours: {accent: "#A00"}')?.colours.accent).toBe('#aa0000');
  });
});

describe('font, paper and window', () => {
  it('take what is installed and what is standard', () =>
    expect(brandOf('font: source-serif-4\npaper: Letter\nwindow: us-10')).toMatchObject({ font: 'source-serif-4', paper: 'Letter', window: 'us-10', letterhead: 'name' }));

  it('say how to get a font, and which papers and windows there are', () =>
    expect(faults('font: inter\npaper: A3\nwindow: din-5008\nletterhead: logo')).toEqual([
      `${head + 1}:9 FONT_MISSING the font 'inter' is not installed; run: npm install --save-exact @fontsource/inter`,
      `${head + 2}:10 UNKNOWN_VALUE 'paper' must be 'A4' or 'Letter', not 'A3'; did you mean 'A4'?`,
      `${head + 3}:11 UNKNOWN_VALUE 'window' must be 'din-5008-a', 'din-5008-b', 'c5-c6', 'us-10' or 'none', not 'din-5008'; did you mean 'din-5008-a'?`,
      `${head + 4}:15 MISSING_KEY a letterhead of 'logo' needs 'logo'.`,
    ]));
});

describe('a logo', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('of type %s is redrawn as a PNG without metadata, no larger than it is printed', async (type) => {
    const picture = sharp({ create: { width: 2000, height: 500, channels: 3, background: '#1f5f5b' } }).withExif({ IFD0: { Copyright: 'secret words' } });
    writeFileSync(join(folder, 'logo.any'), await picture.toFormat(type).toBuffer());
    const logo = brandOf('logo: logo.any')?.logo;
    expect(logo).toMatchObject({ width: 900, height: 225 });
    const bytes = Buffer.from(logo!.png, 'base64');
    expect(bytes.includes('secret words')).toBe(false);
    const { format, exif, icc } = await sharp(bytes).metadata();
    expect({ format, exif, icc }).toEqual({ format: 'png', exif: undefined, icc: undefined });
    expect(brandOf('logo: logo.any')?.letterhead).toBe('logo');
  });

  it('that is a drawing is drawn, gradients and all', async () => {
    const shapes = '<defs><linearGradient id="a"><stop stop-color="red"/></linearGradient></defs><style>.b{fill:url(#a)}</style><circle class="b" r="5"/><use xlink:href="#a"/>';
    const { logo } = judgeLogo(drawing(shapes));
    expect(logo).toMatchObject({ width: 900, height: 225 });
    const { dominant } = await sharp(Buffer.from(logo!.png, 'base64')).stats();
    expect(dominant.g).toBeGreaterThan(dominant.r);
  });

  it.each([
    ['a script', '<script>alert(1)</script>', '<script>'],
    ['a page', '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', '<foreignObject>'],
    ['a picture from elsewhere', '<image xlink:href="file:///etc/passwd"/>', '<image>'],
    ['a link', '<use href="http://127.0.0.1:9/x.svg#a"/>', "the attribute 'href'"],
    ['an address in a fill', '<rect fill="url(http://127.0.0.1:9/#a)"/>', "the attribute 'fill'"],
    ['an import', '<style>@import "http://127.0.0.1:9/";</style>', 'a style that fetches something'],
    ['an animation', '<animate attributeName="x"/>', '<animate>'],
    ['text, whose font would be anybody’s', '<text>Acme</text>', '<text>'],
    ['broken XML', '<rect>', 'a fault in its XML'],
  ])('that is a drawing with %s is refused', (_, inside, what) =>
    expect(judgeLogo(drawing(inside)).fault).toEqual({ code: 'IMAGE_TYPE', sentence: `PNG, JPEG or WebP only. An SVG counts when it holds shapes alone; this one has ${what}.` }));

  it('with entities is refused before it is read', () =>
    expect(judgeLogo(Buffer.from('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>')).fault?.code).toBe('IMAGE_TYPE'));

  it('is a file beside office.yaml: no address, no way out, no link out', () => {
    mkdirSync(join(folder, 'brand'));
    writeFileSync(join(folder, 'brand', 'logo.svg'), drawing(''));
    symlinkSync(join(shippedConfig(), 'office.yaml'), join(folder, 'link.png'));
    const told = (logo: string): string => faults(`logo: ${logo}`)[0]?.replace(/^\d+:/, '') ?? '';
    expect(told('brand/logo.svg')).toBe('');
    expect(told('http://169.254.169.254/logo.png')).toBe("9 URL_NOT_ALLOWED 'logo' is a file beside office.yaml, not an address: nothing is fetched.");
    expect(told('../../app/index.js')).toBe("9 LOGO_PATH 'logo' must lie in the folder of office.yaml; '../../app/index.js' leads out of it.");
    expect(told('/etc/passwd')).toMatch(/^9 LOGO_PATH/);
    expect(told('link.png')).toMatch(/^9 LOGO_PATH/);
    expect(told('missing.png')).toBe("9 LOGO_MISSING there is no file 'missing.png' beside office.yaml.");
  });
});

it('an edit of the logo’s file counts at once, and a faulty one leaves the old logo', () => {
  for (const name of ['approvals.yaml', 'reminders.yaml']) copyFileSync(join(shippedConfig(), name), join(folder, name));
  writeFileSync(join(folder, 'office.yaml'), written('logo: logo.svg'));
  writeFileSync(join(folder, 'logo.svg'), drawing(''));
  const told: string[] = [];
  const book = openBook(folder, { info: () => {}, warn: (fields) => void told.push(JSON.stringify(fields)) });
  const first = book.current().look.brand.logo;
  expect(book.current()).toBe(book.current());
  writeFileSync(join(folder, 'logo.svg'), drawing('<circle r="9" fill="red"/>'));
  const second = book.current().look.brand.logo;
  expect(second?.png).not.toBe(first?.png);
  writeFileSync(join(folder, 'logo.svg'), drawing('<script/>'));
  expect(book.current().look.brand.logo).toEqual(second);
  expect(told.join()).toContain("logo.svg': PNG, JPEG or WebP only.");
});
