/**
 * The one place that turns templates into text: Handlebars, strict (a missing field is a bug, not a gap), everything escaped,
 * no arithmetic. Shipped templates are read from disk once and kept compiled.
 */
import Handlebars from 'handlebars';
import { templateNames, templateText } from './files';
import { fontFaces } from './fonts';
import { walkMarkup } from './markup-walk';
import type { DocumentModel, Mailed } from './model';
import { pageRules } from './sheet';

export type MailName = 'estimate' | 'invoice' | 'reminder' | 'receipt' | 'link' | 'approval' | 'code';
/** A mail's three faces; the subject is one line. */
export type RenderedMail = { subject: string; text: string; html: string };

type Render = (model: object, options?: object) => string;

/** HTML escapes what it prints; text is plain. A page of the portal may also link to its own paths. */
type Surface = 'html' | 'text' | 'page';

const OPTIONS = {
  strict: true, knownHelpersOnly: true, preventIndent: true,
  knownHelpers: { if: true, unless: true, each: true, guardedLink: true, with: false, lookup: false, log: false, helperMissing: false, blockHelperMissing: false },
};

const office = { html: openHandlebars('html'), text: openHandlebars('text'), page: openHandlebars('page') };
const kept = new Map<string, Render>();

/** A complete HTML document for the printer: fonts inside, nothing to fetch, A4 with page numbers. */
export function renderDocument(model: DocumentModel): string {
  return sheet(model, shipped(model.kind, 'html')(model));
}

/** As renderDocument, from a customer's own template; `text` must have passed checkTemplate for the model's kind. */
export function renderOwnDocument(text: string, model: DocumentModel): string {
  return sheet(model, compile(text, 'html')(model));
}

/** Subject, plain text and HTML of a mail. */
export function renderMail(name: MailName, { mail }: Mailed): RenderedMail {
  return {
    subject: mail.subject,
    text: plain(shipped('mails/plain', 'text')(mail)),
    html: shipped('shells/mail', 'html')({ ...mail, body: shipped(`mails/${name}`, 'html')(mail) }),
  };
}

/** No-break spaces hinder searching and copying; what a template leaves out leaves no hole. */
const plain = (text: string): string => `${text.replace(/[\u00a0\u202f]/g, ' ').replace(/\n{3,}/g, '\n\n').trim()}\n`;

/** A page of the portal from `templates/pages/<name>.hbs`; partials of `templates/pages/partials` are its own. */
export function renderPage(name: string, model: object): string {
  return shipped(`pages/${name}`, 'page')(model);
}

function sheet(model: DocumentModel, body: string): string {
  const { language, title } = model;
  const rules = pageRules(model);
  return shipped('shells/document', 'html')({ language, title, body, style: fontFaces(body + rules) + rules });
}

function shipped(name: string, surface: Surface): Render {
  const key = `${surface}:${name}`;
  const render = kept.get(key) ?? compile(templateText(name), surface);
  kept.set(key, render);
  return render;
}

function compile(text: string, surface: Surface): Render {
  const program = Handlebars.parse(text);
  if (surface !== 'text') guardLinks(program);
  return office[surface].compile(program, { ...OPTIONS, noEscape: surface === 'text' });
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

function openHandlebars(surface: Surface): typeof Handlebars {
  const handlebars = Handlebars.create();
  for (const name of ['with', 'lookup', 'log', 'helperMissing']) handlebars.unregisterHelper(name);
  handlebars.registerHelper('guardedLink', (link: unknown) => guardedLink(String(link ?? ''), surface));
  const folders = surface === 'page' ? ['partials', 'pages/partials'] : ['partials'];
  for (const folder of folders) {
    for (const name of templateNames(folder)) {
      let render: Render | undefined;
      // Compiled at first use: a partial of the documents costs the portal nothing.
      handlebars.registerPartial(name, (model: object, options?: object) => (render ??= compile(templateText(`${folder}/${name}`), surface))(model, options));
    }
  }
  return handlebars;
}

/** The link if it leads to the web or a mail program, or on a page into the portal itself; otherwise nowhere. */
function guardedLink(link: string, surface: Surface): string {
  const harmless = /^(https?:\/\/|mailto:)/i.test(link) || (surface === 'page' && /^([?#]|\/(?![/\\]))/.test(link));
  return harmless ? link : '#';
}
