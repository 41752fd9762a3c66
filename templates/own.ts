/** Which of the shipped templates an office may replace, and by whose rules each is checked. */
import { TEMPLATE_KINDS, vocabularyOf, type TemplateKind } from './fields';
import { templateNames, templateText } from './files';

/** By name, as in "invoice", "mails/reminder", "partials/style": the kinds of documents that use it. Plain text is the office's own. */
export function shippedTemplates(): ReadonlyMap<string, TemplateKind[]> {
  const documents = TEMPLATE_KINDS.filter((kind) => kind !== 'mail').map((kind): [string, TemplateKind[]] => [kind, [kind]]);
  const mails = templateNames('mails').filter((name) => name !== 'plain').map((name): [string, TemplateKind[]] => [`mails/${name}`, ['mail']]);
  const partials = templateNames('partials').map((name): [string, TemplateKind[]] =>
    [`partials/${name}`, TEMPLATE_KINDS.filter((kind) => vocabularyOf(kind).partials.includes(name))]);
  return new Map([...documents, ...mails, ...partials]);
}

/** The shipped text that a name stands for. */
export const shippedText = (name: string): string => (shippedTemplates().has(name) ? templateText(name) : '');
