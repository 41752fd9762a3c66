/** What the HTML of a customer's template may hold: tags, attributes, links, styles. A list of what is allowed; the rest is not. */

/** `sentence` has no line number yet; `code` is stable. */
export type MarkupFault = { code: 'TEMPLATE_TAG' | 'TEMPLATE_ATTRIBUTE' | 'TEMPLATE_URL' | 'TEMPLATE_STYLE'; sentence: string };

/** No script, frame, form, meta, link, base, object, media or foreign content; of SVG the shapes only. */
export const TAGS: ReadonlySet<string> = new Set(
  `html body style div span p br hr wbr h1 h2 h3 h4 h5 h6 section article header footer main aside address blockquote pre code
   a b strong i em u s small sub sup mark q cite time abbr ul ol li dl dt dd figure figcaption
   table caption colgroup col thead tbody tfoot tr th td center font img
   svg g path rect circle ellipse line polyline polygon`.split(/\s+/),
);

const ATTRIBUTES: ReadonlySet<string> = new Set(
  `class id style title lang dir role alt href src width height align valign bgcolor color border cellpadding cellspacing
   colspan rowspan scope span start type datetime hidden
   viewbox xmlns d x y x1 y1 x2 y2 cx cy r rx ry points fill stroke stroke-width stroke-linecap stroke-linejoin transform opacity`.split(/\s+/),
);

/** Attributes whose value a reader or a browser follows. */
export const isLink = (attribute: string): boolean => /^(href|src|action|formaction)$/.test(attribute);

/** An image travels inside the document: printing reaches no network, and mails load nothing. `cid:logo` is the office's logo, which a mail carries. */
const IMAGE = /^cid:logo$|^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/=\s]*$/i;
const LINK = /^(https?:\/\/|mailto:|#)/i;

/** What is wrong with an attribute's literal value. */
export function attributeFault(tag: string, attribute: string, text: string): MarkupFault | undefined {
  if (!ATTRIBUTES.has(attribute) && !/^(aria|data)-[a-z-]+$/.test(attribute)) {
    return { code: 'TEMPLATE_ATTRIBUTE', sentence: `the attribute '${attribute}' is not allowed.` };
  }
  if (attribute === 'href' && !LINK.test(text)) return { code: 'TEMPLATE_URL', sentence: 'a link must start with https://, http://, mailto: or #.' };
  if (attribute === 'src' && !IMAGE.test(text)) {
    return { code: 'TEMPLATE_URL', sentence: `the src of <${tag}> must be the image itself, as data:image/png;base64,…` };
  }
  return attribute === 'style' ? styleFault(text) : undefined;
}

/** Whatever makes a style fetch something or act; `src(` and `image(` are CSS's younger ways to say url. */
const FETCHING = /(url|src|image|image-set|-webkit-image-set|cross-fade|expression|element|paint)\s*\(|@import|@charset|@namespace|-moz-binding|behavior\s*:/i;

/** What is wrong with a piece of CSS, and where in it. */
export function styleFault(css: string): (MarkupFault & { offset: number }) | undefined {
  const found = FETCHING.exec(css) ?? FETCHING.exec(readable(css));
  if (!found) return undefined;
  const word = /^[@a-z-]+/i.exec(found[0])![0].toLowerCase();
  const name = found[0].endsWith('(') ? `${word}()` : word;
  return { code: 'TEMPLATE_STYLE', sentence: `${name} is not allowed in styles.`, offset: css.includes(found[0]) ? css.indexOf(found[0]) : 0 };
}

/** CSS with its escapes undone and its comments gone, so that `u\72l(` is seen; also HTML's, for style attributes. */
function readable(css: string): string {
  return css
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, hex: string) => character(hex, 16))
    .replace(/&#([0-9]{1,7});?/g, (_, digits: string) => character(digits, 10))
    .replace(/&(lpar|bsol|commat|colon);?/gi, (_, name: string) => ({ lpar: '(', bsol: '\\', commat: '@', colon: ':' })[name.toLowerCase()] ?? '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) => character(hex, 16))
    .replace(/\\([^\n])/g, '$1');
}

function character(digits: string, base: number): string {
  const code = Number.parseInt(digits, base);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}
