/**
 * Checks a template that someone outside the office's code wrote, before it is stored: only known fields, three helpers, the
 * office's partials, and HTML that can neither run nor fetch anything. Tells all faults at once; without one the template is safe to compile.
 */
import { inOrder, type Fault } from '../domain/fault';
import { checkExpressions } from './expressions';
import { TEMPLATE_KINDS, vocabularyOf, type TemplateKind } from './fields';
import { walkMarkup, type Position } from './markup-walk';
import { parseTemplate } from './parse';

/** Characters. The largest shipped template has a fifth of it; the worst text of this length takes under a second to judge. */
const LONGEST_TEMPLATE = 32_000;

/** The kind a template file is for, by its name: "estimate.hbs" is an estimate's, "mails/reminder.hbs" a mail's, others are for invoices. */
export function kindOfTemplate(path: string): TemplateKind {
  if (/(^|[\\/])mails?[\\/-]/.test(path)) return 'mail';
  const file = path.split(/[\\/]/).at(-1)!.toLowerCase();
  return TEMPLATE_KINDS.find((kind) => file.startsWith(kind)) ?? 'invoice';
}

/**
 * All faults in reading order; none means accepted. `text` is whatever was sent: only text is ever parsed (a syntax tree handed
 * to Handlebars would run as code, CVE-2026-33937). Codes: TYPE, TEMPLATE_SIZE, TEMPLATE_PARSE, TEMPLATE_RAW_OUTPUT,
 * TEMPLATE_UNKNOWN_HELPER, TEMPLATE_UNKNOWN_FIELD, TEMPLATE_PARTIAL, TEMPLATE_NESTING, TEMPLATE_TAG, TEMPLATE_ATTRIBUTE,
 * TEMPLATE_URL, TEMPLATE_STYLE.
 */
export function checkTemplate(text: unknown, kind: TemplateKind = 'invoice'): Fault[] {
  if (typeof text !== 'string') return [{ line: 1, column: 1, code: 'TYPE', sentence: 'template must be text.' }];
  if (text.length > LONGEST_TEMPLATE) {
    const sentence = `a template has at most ${LONGEST_TEMPLATE} characters, this one ${text.length}.`;
    return [{ line: 1, column: 1, code: 'TEMPLATE_SIZE', sentence }];
  }

  const faults: Fault[] = [];
  const tell = ({ line, column }: Position, code: string, sentence: string) => void faults.push({ line, column: column + 1, code, sentence });
  const parsed = parseTemplate(text);
  for (const fault of parsed.faults) tell(fault, fault.code, fault.sentence);
  if (parsed.program) {
    checkExpressions(parsed.program, vocabularyOf(kind), tell);
    walkMarkup(parsed.program, { fault: (position, { code, sentence }) => tell(position, code, sentence), link: () => {} });
  }
  return inOrder(faults);
}
