/** Conditions: what finance writes after `when`, in CEL (https://cel.dev), read and type-checked against the fields of its subjects. */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { remembered } from '../remembered';
import { closest } from '../suggestion';
import { judgeOf, partsOf, type Expression, type Sign } from './expression';
import { commonFields, nounOf, type Field, type FieldType, type FieldValue, type Subject, type SubjectKind } from './subject';

/** `fields` are those it looks at. `judge` answers undefined when it hangs on a field that is unknown. */
export type Condition = { text: string; expression: Expression; fields: readonly string[]; judge(subject: Subject): boolean | undefined };
/** A fault in the text of a condition; `offset` counts characters from 0. */
export type ConditionFault = { offset: number; code: string; sentence: string };

/** What the library throws and its checks answer; it exports no type for it. */
type CelError = Error & { code: string; summary: string; range?: { start: number; end: number } };

/** Our own limits: longer conditions are several policies. */
const LIMITS = { maxAstNodes: 200, maxDepth: 20, maxListElements: 100, maxMapEntries: 0, maxCallArguments: 2 } as const;

/** Reads a condition on documents of these kinds, or tells its faults. */
export function readCondition(text: string, kinds: readonly SubjectKind[]): { condition?: Condition; faults: ConditionFault[] } {
  const fields = commonFields(kinds);
  try {
    const parsed = environmentOf(kinds.join(' ')).parse(text);
    const checked = parsed.check();
    if (checked.error) return { faults: [faultOf(checked.error as unknown as CelError, text, fields, kinds)] };
    const reader = new Reader(text, fields);
    const expression = reader.read(parsed.ast);
    if (reader.faults.length === 0 && checked.type !== 'bool') reader.fault(0, 'CONDITION_NO_ANSWER', 'a condition is answered by yes or no; compare this with something, as in total > 1000.');
    if (reader.faults.length > 0) return { faults: reader.faults };
    const judge = judgeOf(expression);
    const seen = partsOf(expression).flatMap((part) => (part.op === 'field' || part.op === 'known' ? [part.field] : []));
    if (seen.length === 0) return { faults: [{ offset: 0, code: 'CONDITION_CONSTANT', sentence: 'this is the same for every document; leave it out or name a field.' }] };
    return { condition: { text: text.trim(), expression, fields: [...new Set(seen)], judge: ({ values }) => judge(values) as boolean | undefined }, faults: [] };
  } catch (error) {
    if (!isCelError(error)) throw error;
    return { faults: [faultOf(error, text, fields, kinds)] };
  }
}

const isCelError = (error: unknown): error is CelError => error instanceof Error && 'summary' in error && 'code' in error;

const CEL_TYPES: Readonly<Record<FieldType, string>> = { number: 'double', text: 'string', 'yes-no': 'bool', texts: 'list<string>' };

/** The library's environment with the fields of some kinds, which are named in one text because that is what is remembered. Whole and decimal numbers mix, as finance writes them. */
const environmentOf = remembered((kinds: string): Environment => {
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS });
  const groups = new Map<string, Record<string, string>>();
  for (const [name, { type }] of Object.entries(commonFields(kinds.split(' ') as SubjectKind[]))) {
    const [group = '', member] = name.split('.');
    if (member) groups.set(group, { ...groups.get(group), [member]: CEL_TYPES[type] });
    else environment.registerVariable(group, CEL_TYPES[type]);
  }
  for (const [name, schema] of groups) environment.registerVariable({ name, schema });
  const never = (): never => { throw new TypeError('Conditions are judged in domain/policy/expression.ts.'); };
  environment.registerOperator('double == int', never);
  environment.registerOperator('double in list<int>', never);
  for (const sign of ['+', '-', '*', '/']) for (const pair of [`double ${sign} int`, `int ${sign} double`]) environment.registerOperator(pair, never);
  return environment;
});

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

type Fields = Readonly<Record<string, Field>>;

/** The library's error in words for finance. */
function faultOf({ code, range, summary }: CelError, text: string, fields: Fields, kinds: readonly SubjectKind[]): ConditionFault {
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
function groupFault(group: string, fields: Fields): Omit<ConditionFault, 'offset'> {
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

const SIGNS: readonly string[] = ['<', '<=', '>', '>=', '==', '!='];
const ARITHMETIC: readonly string[] = ['+', '-', '*', '/'];
const TEXT_TESTS: readonly string[] = ['startsWith', 'endsWith', 'contains'];

/** Stands where a fault was told already. */
const BROKEN: Expression = { op: 'constant', value: false };

/** Turns the library's checked tree into ours and refuses what conditions do without: loops, patterns, and orders of words. */
class Reader {
  readonly faults: ConditionFault[] = [];
  constructor(private readonly text: string, private readonly fields: Fields) {}

  /** What is broken inside is not judged further outside: one mistake is one fault. */
  fault(offset: number, code: string, sentence: string): Expression {
    this.faults.push({ offset, code, sentence });
    return BROKEN;
  }

  read(node: ASTNode): Expression {
    const { op, args } = node as { op: string; args: unknown };
    const pair = args as [ASTNode, ASTNode];
    if (op === 'id' || op === '.') return this.field(node);
    if (op === 'value') return this.constant(node, args);
    if (op === '&&' || op === '||') return { op: op === '&&' ? 'and' : 'or', left: this.read(pair[0]), right: this.read(pair[1]) };
    if (op === '!_' || op === '-_') return this.single(op === '!_' ? 'not' : 'negate', args as ASTNode);
    if (SIGNS.includes(op)) return this.comparison(node, op as Sign, pair);
    if (ARITHMETIC.includes(op)) return this.arithmetic(node, op as '+', pair);
    if (op === 'in') return { op: 'in', item: this.read(pair[0]), list: this.read(pair[1]) };
    if (op === 'list') return { op: 'list', items: (args as ASTNode[]).map((item) => this.read(item)) };
    if (op === '?:') {
      const [when, then, otherwise] = args as [ASTNode, ASTNode, ASTNode];
      return { op: 'choose', when: this.read(when), then: this.read(then), otherwise: this.read(otherwise) };
    }
    if (op === 'call' || op === 'rcall') return this.call(node, args as [string, ...unknown[]]);
    return this.fault(startOf(node), 'CONDITION_UNSUPPORTED', `'${op}' has no place in a condition.`);
  }

  private field(node: ASTNode): Expression {
    const name = nameOf(node);
    if (name !== undefined && Object.hasOwn(this.fields, name)) return { op: 'field', field: name };
    const { code, sentence } = groupFault(name ?? '', this.fields);
    return this.fault(startOf(node), code, sentence);
  }

  private constant(node: ASTNode, value: unknown): Expression {
    if (typeof value === 'bigint' || typeof value === 'number') return this.number(node, Number(value));
    if (typeof value === 'string' || typeof value === 'boolean') return { op: 'constant', value };
    return this.fault(startOf(node), 'CONDITION_UNSUPPORTED', 'only numbers, true, false and words in quotation marks can stand here; whether a field is known is asked with has(…).');
  }

  /** In some countries 10.000 is ten thousand, in a condition it would be ten. */
  private number(node: ASTNode, value: number): Expression {
    const { start = 0, end = 0 } = node as { start?: number; end?: number };
    const written = this.text.slice(start, end);
    if (!/^[1-9][0-9]{0,2}\.[0-9]{3}$/.test(written)) return { op: 'constant', value };
    return this.fault(start, 'CONDITION_SYNTAX', `'${written}' could be ${value} or ${written.replace('.', '')}; write the one you mean.`);
  }

  private single(op: 'not' | 'negate', of: ASTNode): Expression {
    const inner = this.read(of);
    if (op === 'negate' && inner.op === 'constant') return { op: 'constant', value: -(inner.value as number) };
    return { op, of: inner };
  }

  private comparison(node: ASTNode, sign: Sign, [left, right]: [ASTNode, ASTNode]): Expression {
    const both = { left: this.read(left), right: this.read(right) };
    if (both.left === BROKEN || both.right === BROKEN) return BROKEN;
    if (both.left.op === 'constant' && both.right.op === 'constant') return this.fault(startOf(node), 'CONDITION_CONSTANT', 'this compares two fixed values, so it is the same for every document; name a field.');
    const inOrder = sign !== '==' && sign !== '!=';
    if (inOrder && ![both.left, both.right].every((side) => isNumber(side, this.fields))) return this.fault(startOf(node), 'CONDITION_TYPE', `only numbers can be compared with ${sign}.`);
    return { op: 'compare', sign, ...both };
  }

  private arithmetic(node: ASTNode, sign: '+' | '-' | '*' | '/', [left, right]: [ASTNode, ASTNode]): Expression {
    const both = { left: this.read(left), right: this.read(right) };
    if (both.left === BROKEN || both.right === BROKEN) return BROKEN;
    if (![both.left, both.right].every((side) => isNumber(side, this.fields))) return this.fault(startOf(node), 'CONDITION_TYPE', `only numbers can be put together with ${sign}.`);
    if (both.left.op === 'constant' && both.right.op === 'constant') return this.fault(startOf(node), 'CONDITION_CONSTANT', 'write the result of this instead.');
    return { op: 'arithmetic', sign, ...both };
  }

  private call(node: ASTNode, [name, ...rest]: [string, ...unknown[]]): Expression {
    const isOnField = (node as { op: string }).op === 'rcall';
    const [receiver] = rest as [ASTNode];
    const given = (isOnField ? rest[1] : rest[0]) as ASTNode[];
    const [first] = given;
    if (isOnField && TEXT_TESTS.includes(name) && first) return { op: 'text', test: name as 'contains', of: this.read(receiver), part: this.read(first) };
    if (name === 'size') return { op: 'size', of: this.read(isOnField ? receiver : (first as ASTNode)) };
    if (name === 'has' && first) {
      const inner = this.read(first);
      return inner.op === 'field' ? { op: 'known', field: inner.field } : inner;
    }
    return this.fault(startOf(node), 'CONDITION_UNSUPPORTED', `'${name}' has no place in a condition; there are has, size, in, startsWith, endsWith and contains.`);
  }
}

const startOf = (node: ASTNode): number => (node as { start?: number }).start ?? 0;

function nameOf(node: ASTNode): string | undefined {
  const { op, args } = node as { op: string; args: unknown };
  if (op === 'id') return String(args);
  const [of, member] = args as [ASTNode, string];
  const before = op === '.' ? nameOf(of) : undefined;
  return before === undefined ? undefined : `${before}.${member}`;
}

function isNumber(expression: Expression, fields: Fields): boolean {
  if (expression.op === 'constant') return typeof expression.value === 'number';
  if (expression.op === 'field') return fields[expression.field]?.type === 'number';
  if (expression.op === 'choose') return isNumber(expression.then, fields) && isNumber(expression.otherwise, fields);
  return expression.op === 'arithmetic' || expression.op === 'negate' || expression.op === 'size';
}

/** The fixed values a condition compares a field with, to look for misspelt ones: `client.country == "DE"` and `client.country in ["DE", "FR"]`. */
export function comparedWith({ expression }: Condition): { field: string; value: FieldValue }[] {
  return partsOf(expression).flatMap((part) => {
    if (part.op === 'compare') return fieldAnd(part.left, [part.right]).concat(fieldAnd(part.right, [part.left]));
    if (part.op === 'in' && part.list.op === 'list') return fieldAnd(part.item, part.list.items);
    return [];
  });
}

const fieldAnd = (side: Expression, others: readonly Expression[]): { field: string; value: FieldValue }[] =>
  (side.op === 'field' ? others.flatMap((other) => (other.op === 'constant' ? [{ field: side.field, value: other.value }] : [])) : []);
