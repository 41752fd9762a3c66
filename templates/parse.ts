/** Parses templates, and says in a person's words why one cannot be parsed. */
import Handlebars from 'handlebars';
import type { Position } from './markup-walk';

export type ParseFault = Position & { code: 'TEMPLATE_PARSE'; sentence: string };

type Open = { name: string; written: string; index: number };

/**
 * The syntax tree with the faults met. A block that is only never closed is closed at the end of the text, so that the rest
 * is still looked through; other faults leave no tree.
 */
export function parseTemplate(text: string): { program?: hbs.AST.Program; faults: ParseFault[] } {
  try {
    return { program: Handlebars.parse(text), faults: [] };
  } catch (error) {
    const { open, faults } = matchBlocks(text);
    if (faults.length > 0) return { faults };
    if (open.length === 0) return { faults: [unreadable(text, error)] };
    const never = open.map((one) => parseFault(text, one.index, `${one.written} is never closed.`));
    const closed = parseTemplate(text + open.reverse().map(({ name }) => `{{/${name}}}`).join(''));
    return { program: closed.program, faults: [...never, ...closed.faults] };
  }
}

/** Comments and escaped braces are passed over. Groups: the sign, the name, the rest. */
const TAG = /\\\{\{|\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![^}]*\}\}|\{\{~?(#[*>]?|\^|\/)\s*([^\s}~]+)([^}]*)\}\}/g;

function matchBlocks(text: string): { open: Open[]; faults: ParseFault[] } {
  const open: Open[] = [];
  const faults: ParseFault[] = [];
  for (const { 0: written, 1: sign, 2: name, index } of text.matchAll(TAG)) {
    if (!sign || !name) continue;
    if (sign !== '/') {
      open.push({ name, written, index });
      continue;
    }
    const last = open.pop();
    if (last?.name === name) continue;
    if (!last) faults.push(parseFault(text, index, `${written} closes nothing.`));
    else faults.push(parseFault(text, last.index, `${last.written} is closed by ${written}; write {{/${last.name}}}.`));
  }
  return { open, faults };
}

function unreadable(text: string, error: unknown): ParseFault {
  if (error instanceof RangeError) return { line: 1, column: 0, code: 'TEMPLATE_PARSE', sentence: 'blocks are nested too deeply.' };
  const brace = text.lastIndexOf('{{');
  if (brace >= 0 && !text.slice(brace).includes('}}')) return parseFault(text, brace, '{{ is never closed with }}.');
  const line = Number(/line (\d+)/i.exec((error as Error).message)?.[1] ?? 1);
  return { line, column: 0, code: 'TEMPLATE_PARSE', sentence: 'the {{ }} here cannot be read; write {{field}} or {{#if field}} … {{/if}}.' };
}

function parseFault(text: string, index: number, sentence: string): ParseFault {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: before.at(-1)!.length, code: 'TEMPLATE_PARSE', sentence };
}
