/**
 * The one place that turns templates into text: Handlebars, strict (a missing field is a bug, not a gap), everything escaped,
 * no arithmetic. Shipped templates are read from disk once and kept compiled.
 */
import Handlebars from 'handlebars';
import { PLAIN_BRAND, type Brand } from '../domain/brand';
import { designOf } from '../domain/design';
import { PLAIN_LOOK, type Look, type OwnTemplates } from '../domain/look';
import { eachRun, withSecondBehind, withSecondSet } from './bilingual';
import { brandRules, fontFamilies, painted } from './brand';
import { officeFaces } from './brand-font';
import { designedBrand, letterheadRules } from './design';
import { directionOf, isolated, unisolated, withIsolatesSet } from './direction';
import { templateNames, templateText } from './files';
import { fontFaces, printable } from './fonts';
import { mailLogo, picturesIn, type MailPicture } from './mail-logo';
import { walkMarkup } from './markup-walk';
import { mirrored } from './mirror';
import type { DocumentModel, Mailed } from './model';
import { slipMarkup, slipRules } from './payment-slip';
import { pageRules } from './sheet';

export type MailName = 'estimate' | 'invoice' | 'reminder' | 'receipt' | 'credit-note' | 'statement' | 'link' | 'approval' | 'code';
/** A mail's three faces; the subject is one line. `pictures` are those that its HTML shows; absent where it shows none. */
export type RenderedMail = { subject: string; text: string; html: string; pictures?: MailPicture[] };

type Render = (model: object, options?: object) => string;

/** HTML escapes what it prints; text is plain. A page of the portal may also link to its own paths. */
type Surface = 'html' | 'text' | 'page';

const OPTIONS = {
  strict: true, knownHelpersOnly: true, preventIndent: true,
  knownHelpers: { if: true, unless: true, each: true, guardedLink: true, with: false, lookup: false, log: false, helperMissing: false, blockHelperMissing: false },
};

/** What a template is compiled for: other colours or other partials make another page of it. */
type Setting = { surface: Surface; brand: Brand; own: OwnTemplates };

/** Handlebars and compiled templates by setting: the office's, its designs', and whatever somebody tries in the preview. */
const opened = new Map<string, typeof Handlebars>();
const kept = new Map<string, Render>();
/** Beyond this many, old ones are made again when they are needed. */
const MOST_KEPT = 300;

/** Reads templates from disk anew: for the preview, where they change under the running program. */
export function forgetTemplates(): void {
  opened.clear();
  kept.clear();
}

/** A complete HTML document for the printer: fonts inside, nothing to fetch, page numbers. Own templates come before shipped ones; they were checked. */
export function renderDocument(model: DocumentModel, look: Look = PLAIN_LOOK): string {
  const design = designOf(look.designs, model.design);
  const brand = designedBrand(look.brand, design);
  return sheet(model, compiled(model.kind, { surface: 'html', brand, own: look.own }), brand, letterheadRules(design));
}

/** As renderDocument, from a customer's own template; `text` must have passed checkTemplate for the model's kind. */
export function renderOwnDocument(text: string, model: DocumentModel, { brand }: Pick<Look, 'brand'> = PLAIN_LOOK): string {
  return sheet(model, compile(text, { surface: 'html', brand, own: {} }), brand);
}

/** Subject, plain text and HTML of a mail. */
export function renderMail(name: MailName, { mail }: Mailed, { brand, own }: Pick<Look, 'brand' | 'own'> = PLAIN_LOOK): RenderedMail {
  const setting: Setting = { surface: 'html', brand, own };
  const direction = directionOf(mail.language);
  const logo = mailLogo(brand);
  const html = compiled('shells/mail', setting)({ ...mail, logo, direction, body: compiled(`mails/${name}`, setting)({ ...standingAlone(mail), logo }) });
  const pictures = picturesIn(html, brand);
  return {
    subject: mail.subject,
    text: plain(compiled('mails/plain', { ...setting, surface: 'text' })(mail)),
    html: direction === 'rtl' ? mirrored(html) : html,
    ...(pictures.length > 0 && { pictures }),
  };
}

/** No-break spaces hinder searching and copying; what a template leaves out leaves no hole. */
const plain = (text: string): string => `${text.replace(/[\u00a0\u202f]/g, ' ').replace(/\n{3,}/g, '\n\n').trim()}\n`;

/** A page of the portal from `templates/pages/<name>.hbs`; partials of `templates/pages/partials` are its own. */
export function renderPage(name: string, model: object, brand: Brand = PLAIN_BRAND): string {
  return compiled(`pages/${name}`, { surface: 'page', brand, own: {} })(model);
}

/** Whatever the texts and the template bring, the page has a letter for it, from the fonts inside. */
function sheet(model: DocumentModel, render: Render, brand: Brand, more = ''): string {
  const { language, second } = model;
  const paying = 'paying' in model ? model.paying : {};
  const body = printable(withIsolatesSet(withSecondSet(decoded(render(standingAlone(model))), second))) + printable(slipMarkup(paying));
  const rules = printable(pageRules(model, brand));
  const text = body + rules;
  const base = `html{font-family:${fontFamilies(brand.font)}}`; // Also for a customer's template that says nothing of fonts.
  const style = fontFaces(text, language) + (brand.font ? officeFaces(brand.font, text) : '') + base + brandRules(brand) + more + slipRules(paying) + rules;
  return compiled('shells/document', { surface: 'html', brand, own: {} })({ language, direction: directionOf(language), title: withSecondBehind(model.title), body, style });
}

/** The model with each text, where all is read from right to left, standing for itself: a phone number alone in a cell keeps its order. */
function standingAlone<M extends { language: string }>(model: M): M {
  return directionOf(model.language) === 'rtl' ? eachText(model, (text) => eachRun(text, (run) => isolated(run, '\u200f'))) : model;
}

function eachText<T>(model: T, change: (text: string) => string): T {
  if (typeof model === 'string') return change(model) as T;
  if (Array.isArray(model)) return model.map((one) => eachText(one, change)) as T;
  if (typeof model !== 'object' || model === null) return model;
  return Object.fromEntries(Object.entries(model).map(([name, value]) => [name, eachText(value, change)])) as T;
}

/** Character references of a customer's template as the characters themselves, but for those of ASCII, which may be markup. */
const decoded = (html: string): string => html.replace(/&#(?:x([0-9a-f]{2,6})|(\d{3,7}));/gi, (reference, hex?: string, digits?: string) => {
  const code = hex ? Number.parseInt(hex, 16) : Number(digits);
  return code > 0x9f && code <= 0x10ffff ? String.fromCodePoint(code) : reference;
});

/** The office's own template of that name, else the shipped one. */
const compiled = (name: string, setting: Setting): Render =>
  once(kept, `${settingKey(setting)}:${name}`, () => compile(setting.own[name] ?? templateText(name), setting));

const settingKey = ({ surface, brand: { colours }, own }: Setting): string => `${surface}:${Object.values(colours).join()}:${keyOf(own)}`;

/** Objects of own templates are never changed, only replaced, so each is named once. */
const keys = new WeakMap<OwnTemplates, string>();
function keyOf(own: OwnTemplates): string {
  const key = keys.get(own) ?? Object.entries(own).map((entry) => entry.join('=')).join('\u0000');
  keys.set(own, key);
  return key;
}

function once<T>(all: Map<string, T>, key: string, make: () => T): T {
  const made = all.get(key) ?? make();
  if (all.size >= MOST_KEPT) all.clear();
  all.set(key, made);
  return made;
}

function compile(text: string, setting: Setting): Render {
  const { surface, brand } = setting;
  const program = Handlebars.parse(painted(text, brand));
  if (surface !== 'text') guardLinks(program);
  return once(opened, settingKey(setting), () => openHandlebars(setting)).compile(program, { ...OPTIONS, noEscape: surface === 'text' });
}

/** Every link that begins with a field goes through a helper, because escaping does not stop `javascript:`. */
function guardLinks(program: hbs.AST.Program): void {
  walkMarkup(program, {
    fault: () => {}, // Shipped templates are judged by the tests, others before they are stored.
    link: (node) => {
      node.params = [node.path as hbs.AST.PathExpression];
      node.path = { type: 'PathExpression', data: false, depth: 0, parts: ['guardedLink'], original: 'guardedLink', loc: node.loc } as hbs.AST.PathExpression;
    },
  });
}

function openHandlebars(setting: Setting): typeof Handlebars {
  const { surface, own } = setting;
  const handlebars = Handlebars.create();
  for (const name of ['with', 'lookup', 'log', 'helperMissing']) handlebars.unregisterHelper(name);
  handlebars.registerHelper('guardedLink', (link: unknown) => guardedLink(String(link ?? ''), surface));
  const folders = surface === 'page' ? ['partials', 'pages/partials'] : ['partials'];
  for (const folder of folders) {
    for (const name of templateNames(folder)) {
      let render: Render | undefined;
      // Compiled at first use: a partial of the documents costs the portal nothing.
      handlebars.registerPartial(name, (model: object, options?: object) => (render ??= compile(own[`${folder}/${name}`] ?? templateText(`${folder}/${name}`), setting))(model, options));
    }
  }
  return handlebars;
}

/** The link if it leads to the web or a mail program, or on a page into the portal itself; otherwise nowhere. */
function guardedLink(field: string, surface: Surface): string {
  const link = unisolated(field);
  const harmless = /^(https?:\/\/|mailto:)/i.test(link) || (surface === 'page' && /^([?#]|\/(?![/\\]))/.test(link));
  return harmless ? link : '#';
}
