/** What is wrong with a condition, in words for finance: the library's errors, and what people write who mean something else. */
import { closest } from '../suggestion';
import { nounOf, type Field, type SubjectKind } from './subject';

/** A fault in the text of a condition; `offset` counts characters from 0. */
export type ConditionFault = { offset: number; code: string; sentence: string };

/** What the library throws and its checks answer; it exports no type for it. */
export type CelError = Error & { code: string; summary: string; range?: { start: number; end: number } };

export const isCelError = (error: unknown): error is CelError => error instanceof Error && 'summary' in error && 'code' in error;

/** Our own limits: longer conditions are several policies. */
export const LIMITS = { maxAstNodes: 200, maxDepth: 20, maxListElements: 100, maxMapEntries: 0, maxCallArguments: 2 } as const;

/** What people write and what they mean, where the text itself tells it; the first that fits. */
const MEANT: readonly { written: RegExp; sentence(word: string): string }[] = [
  { written: /[“”„‘’«»]/, sentence: () => 'write straight quotation marks, as in "DE".' },
  { written: /<>/, sentence: () => "write != for 'is not the same as'." },
  { written: /=[<>]/, sentence: (word) => `write ${word[1]}= for '${word}'.` },
  { written: /\bnot\s+in\b/i, sentence: () => 'write !(… in …), as in !(client.country in ["DE", "FR"]).' },
  { written: /\b(and|or|not)\b/i, sentence: (word) => `write ${({ and: '&&', or: '||', not: '!' } as Record<string, string>)[word.toLowerCase()]} for '${word}'.` },
  { written: /(?<![=!<>])=(?!=)/, sentence: () => "write == for 'is the same as'." },
  { written: /[0-9]+[_,][0-9]/, sentence: () => 'write numbers without separators, as in 10000 or 999.50.' },
];

/** The library's words for signs. */
const TOKENS: Readonly<Record<string, string>> = { EOF: 'the end', RPAREN: "')'", LPAREN: "'('", RBRACKET: "']'", LBRACKET: "'['", GT: "'>'", LT: "'<'", GE: "'>='", LE: "'<='", EQ: "'=='", NE: "'!='", COMMA: "','", DOT: "'.'", IDENTIFIER: 'a word', NUMBER: 'a number', STRING: 'a word' };

export type Fields = Readonly<Record<string, Field>>;

/** The library's error in words for finance. */
export function faultOf({ code, range, summary }: CelError, text: string, fields: Fields, kinds: readonly SubjectKind[]): ConditionFault {
  const offset = range?.start ?? 0;
  const start = wordStart(text, offset);
  const word = /^[\w.]+/.exec(text.slice(start))?.[0] ?? '';
  if (/^(Unknown variable|No such key)/.test(summary)) return { offset: start, code: 'UNKNOWN_FIELD', sentence: `unknown field '${word}'; ${hintFor(word, fields, kinds)}` };
  if (code === 'no_such_overload') return typeFault(offset, word, summary, fields);
  if (code === 'invalid_macro_argument') return { offset, code: 'CONDITION_UNSUPPORTED', sentence: 'has(…) asks whether a field with a point in its name is known, as in has(margin.percent).' };
  if (code === 'no_matching_overload') return { offset, code: 'CONDITION_UNSUPPORTED', sentence: `'${text.slice(offset).split('(')[0]}' has no place in a condition; there are has, size, in, startsWith, endsWith and contains.` };
  if (code === 'limit_exceeded') return { offset, code: 'CONDITION_TOO_LONG', sentence: `a condition has at most ${LIMITS.maxListElements} words in a list and ${LIMITS.maxAstNodes} parts, ${LIMITS.maxDepth} deep; make two policies of it.` };
  const bare = text.replace(/"[^"]*"|'[^']*'/g, (quoted) => '_'.repeat(quoted.length));
  for (const { written, sentence } of MEANT) {
    const found = written.exec(bare);
    if (found) return { offset: found.index, code: 'CONDITION_SYNTAX', sentence: sentence(found[0]) };
  }
  const said = summary.replace(/\b[A-Z]{2,}\b/g, (token) => TOKENS[token] ?? token).replace(/\.$/, '');
  return { offset, code: 'CONDITION_SYNTAX', sentence: `this cannot be read: ${said.charAt(0).toLowerCase()}${said.slice(1)}.` };
}

/** What somebody may have meant who wrote a field that is none. */
function hintFor(word: string, fields: Fields, kinds: readonly SubjectKind[]): string {
  const known = closest(word, Object.keys(fields));
  if (known) return `did you mean '${known}'?`;
  if (/^(yes|no)$/i.test(word)) return `write ${word.toLowerCase() === 'yes' ? 'true' : 'false'}.`;
  if (/^[A-Z][A-Za-z]*$/.test(word)) return `if it is a word to compare with, put it in quotation marks: "${word}".`;
  const noun = nounOf(kinds[0] ?? 'invoice');
  const whose = kinds.length > 1 ? 'these documents all have' : `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun} has`;
  return `${whose} ${Object.keys(fields).slice(0, 6).join(', ')} and others.`;
}

function typeFault(offset: number, word: string, summary: string, fields: Fields): ConditionFault {
  if (Object.keys(fields).some((field) => field.startsWith(`${word}.`))) return { offset, ...groupFault(word, fields) };
  if (/\bnull\b/.test(summary)) return { offset, code: 'CONDITION_TYPE', sentence: 'nothing is compared with null; whether a field is known is asked with has(…), as in has(margin.percent).' };
  return { offset, code: 'CONDITION_TYPE', sentence: `${inWords(summary)}; compare numbers with numbers and words in quotation marks with texts.` };
}

/** A group of fields, such as `client`, stands where one of them should. */
export function groupFault(group: string, fields: Fields): Omit<ConditionFault, 'offset'> {
  const members = Object.keys(fields).filter((field) => field.startsWith(`${group}.`));
  return { code: 'UNKNOWN_FIELD', sentence: `'${group}' is a group of fields; write one of them: ${members.join(', ')}.` };
}

/** The library points at the dot of "client.name" or at its beginning; a person looks for the beginning of the word. */
function wordStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[\w.]/.test(text[start - 1] ?? '')) start -= 1;
  return start;
}

/** "no such overload: double > string" as "a number cannot be compared so with a text". */
function inWords(summary: string): string {
  const named = summary.replace(/^no such overload: /i, '').replace(/\blist<string>|\blist\b/g, 'a list').replace(/\bdouble\b|\bint\b/g, 'a number').replace(/\bstring\b/g, 'a text').replace(/\bbool\b/g, 'a yes or no').replace(/\$\w+/g, 'a group of fields');
  return `'${named}' means nothing`;
}

