/**
 * What the check accepts is harmless in a real browser: random templates out of dangerous pieces, rendered with hostile
 * values, are parsed by Chromium, and no element or attribute that could run or fetch is among them.
 */
import fc from 'fast-check';
import { chromium, type Browser, type Page } from 'playwright-core';
import { checkTemplate } from '../../templates/check';
import { invoiceModel } from '../../templates/model';
import { renderOwnDocument } from '../../templates/render';
import { chromiumPath } from '../support/chromium';
import { acme, content, invoice, line } from './samples';

const HOSTILE = `"><script>x</script><img src=x onerror=x>' onclick=x javascript:alert(1) url(http://127.0.0.1:9)`;
const model = {
  ...invoiceModel(invoice(content([line(HOSTILE, '1', '100')], { note: HOSTILE }), { ...acme, name: HOSTILE })),
  status: '',
  inclusive: HOSTILE,
};
model.client.website = 'javascript:alert(1)';

const PIECES = [
  '<',
  '>',
  '/',
  '"',
  "'",
  '=',
  ' ',
  '\n',
  '-',
  '!',
  'x',
  '<p',
  '<p>',
  '</p>',
  '<b ',
  '<a ',
  '<a href="',
  "<a href='",
  'href=',
  'title="',
  "title='",
  ' class=',
  'style="',
  '<style>',
  '</style>',
  '<style',
  '<script>',
  '</script>',
  'script',
  '<img ',
  'src="',
  'onclick=',
  'onclick="x"',
  'javascript:',
  'https://x',
  'data:',
  '<!--',
  '-->',
  '--',
  '<!doctype html>',
  '<svg>',
  '<math>',
  '<title>',
  '</title>',
  '<textarea>',
  'url(',
  'u\\72l(',
  ')',
  '@import "x";',
  '&#117;',
  '&lpar;',
  '{{client.name}}',
  '{{note}}',
  '{{client.website}}',
  '{{! x }}',
  '{{~! x ~}}',
  '{{!-- x --}}',
  '{{#if status}}',
  '{{#if note}}',
  '{{else}}',
  '{{/if}}',
  '{{#each lines}}',
  '{{description}}',
  '{{/each}}',
  '{{> letterhead}}',
  '\\{{',
  '<table><tr><td>',
  '</td></tr></table>',
  '\t',
  '\f',
  '`',
];

/** Runs in the page, as text: for each document what in it could run or fetch. */
const DANGERS = `(documents) => documents.map((html) => {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const css = (text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); return /@import/i.test(text) || [...sheet.cssRules].some((rule) => /url\\(|image-set/i.test(rule.cssText)); };
  return [...parsed.body.querySelectorAll('*')].flatMap((element) => {
    const found = ${/^(a|b|br|div|em|h1|h2|h3|header|hr|i|img|li|ol|p|section|span|strong|style|svg|table|tbody|td|th|thead|tr|u|ul)$/i}.test(element.tagName) ? [] : [element.tagName];
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(name);
      if (/^(href|src|action|formaction|background|srcset|data)$/i.test(name) && !/^(https?:|mailto:|#|data:image)/i.test(value)) found.push(name + '=' + value);
      if (name === 'style' && css('p{' + value + '}')) found.push(value);
    }
    return element.tagName === 'STYLE' && css(element.textContent) ? [...found, 'style'] : found;
  });
})`;

describe('accepted templates in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath(), chromiumSandbox: process.getuid?.() !== 0 });
    page = await (await browser.newContext({ offline: true })).newPage();
  });
  afterAll(() => browser.close());

  const dangersOf = (bodies: string[]) => page.evaluate(`(${DANGERS})(${JSON.stringify(bodies)})`) as Promise<string[][]>;
  const bodyOf = (text: string) => renderOwnDocument(text, model).replace(/^[\s\S]*?<body>/, '<body>');

  it('sees the dangers that it looks for', async () => {
    const dangerous = [
      '<p onclick="x">',
      '<iframe>',
      '<a href="javascript:x">',
      '<p style="background:u\\72l(x)">',
      '<style>p{background:url(x)}</style>',
      '<math>',
    ];
    const found = await dangersOf(dangerous.map((text) => `<body>${text}`));
    expect(dangerous.filter((_, at) => found[at]!.length === 0)).toEqual([]);
  });

  it('holds no danger, whatever the pieces', async () => {
    const accepted = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        if (/[<{]/.test(text) && checkTemplate(text).length === 0) accepted.add(text);
      }),
      { numRuns: 15_000 },
    );
    expect(accepted.size).toBeGreaterThan(250);
    const texts = [...accepted];
    const found = await dangersOf(texts.map(bodyOf));
    expect(texts.flatMap((text, at) => (found[at]!.length > 0 ? [[text, found[at]]] : []))).toEqual([]);
  });
});
