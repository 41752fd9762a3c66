/** Parses templates, and says in a person's words why one cannot be parsed. */
import Handlebars from 'handlebars';
import type { Position } from './markup-walk';

export type ParseFault = Position & { code: 'TEMPLATE_PARSE'; sentence: string };

/** Handlebars' own time grows with the square of the depth, and faster in brackets: 1,000 blocks take half a second. The shipped templates need 2. */
const DEEPEST_BLOCK = 20;

/** `branches` counts its {{else if}}s, each of which Handlebars nests in the one before. */
type Open = { name: string; written: string; index: number; branches: number };

/**
 * The syntax tree with the faults met. A block that is only never closed is closed at the end of the text, so that the rest
 * is still looked through; other faults leave no tree.
 */
export function parseTemplate(text: string): { program?: hbs.AST.Program; faults: ParseFault[] } {
  const { open, faults, tooDeep } = matchBlocks(text);
  if (tooDeep !== undefined) return { faults: [parseFault(text, tooDeep, `blocks, {{else if}} and brackets may be nested ${DEEPEST_BLOCK} deep.`)] };
  try {
    return { program: Handlebars.parse(text), faults: [] };
  } catch (error) {
    if (faults.length > 0) return { faults };
    if (open.length === 0) return { faults: [unreadable(text, error)] };
    const never = open.map((one) => parseFault(text, one.index, `${one.written} is never closed.`));
    const closed = parseTemplate(text + open.reverse().map(({ name }) => `{{/${name}}}`).join(''));
    return { program: closed.program, faults: [...never, ...closed.faults] };
  }
}

/** `tooDeep` is where the text becomes more than Handlebars reads in reasonable time. */
function matchBlocks(text: string): { open: Open[]; faults: ParseFault[]; tooDeep?: number } {
  const open: Open[] = [];
  const faults: ParseFault[] = [];
  for (const { written, index } of mustaches(text)) {
    const [, sign = '', name = ''] = /^\{\{~?(#[*>]?|\^|\/|else(?= )|)\s*([^\s}~]*)/.exec(written) ?? [];
    const depth = open.reduce((sum, { branches }) => sum + 1 + branches, 0);
    if (depth >= DEEPEST_BLOCK && sign !== '/' && sign !== '') return { open, faults, tooDeep: index };
    if (written.split('(').length > DEEPEST_BLOCK) return { open, faults, tooDeep: index };
    const last = open.at(-1);
    if (sign === 'else' && last) last.branches += 1;
    else if (sign === '/') closeBlock(text, { name, written, index }, open, faults);
    else if (sign !== '' && name !== '') open.push({ name, written, index, branches: 0 });
  }
  return { open, faults };
}

function closeBlock(text: string, closing: Omit<Open, 'branches'>, open: Open[], faults: ParseFault[]): void {
  const last = open.pop();
  if (last?.name === closing.name) return;
  if (!last) faults.push(parseFault(text, closing.index, `${closing.written} closes nothing.`));
  else faults.push(parseFault(text, last.index, `${last.written} is closed by ${closing.written}; write {{/${last.name}}}.`));
}

/** What stands between {{ and }}, comments and escaped braces passed over; it ends at the first {{ that is never closed. */
function* mustaches(text: string): Generator<{ written: string; index: number }> {
  for (let index = text.indexOf('{{'); index >= 0;) {
    const long = /^\{\{~?!--/.test(text.slice(index, index + 6));
    const end = text.indexOf(long ? '--' : '}}', index + (long ? 6 : 2));
    const close = text.indexOf('}}', end);
    if (end < 0 || close < 0) return;
    const written = text.slice(index, close + 2);
    if (text[index - 1] !== '\\' && !/^\{\{~?!/.test(written)) yield { written, index };
    index = text.indexOf('{{', close + 2);
  }
}

function unreadable(text: string, error: unknown): ParseFault {
  const brace = text.lastIndexOf('{{');
  if (brace >= 0 && !text.slice(brace).includes('}}')) return parseFault(text, brace, '{{ is never closed with }}.');
  const line = Number(/line (\d+)/i.exec((error as Error).message)?.[1] ?? 1);
  return { line, column: 0, code: 'TEMPLATE_PARSE', sentence: 'the {{ }} here cannot be read; write {{field}} or {{#if field}} … {{/if}}.' };
}

function parseFault(text: string, index: number, sentence: string): ParseFault {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: before.at(-1)!.length, code: 'TEMPLATE_PARSE', sentence };
}
