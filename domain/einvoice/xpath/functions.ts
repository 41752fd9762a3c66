/** The functions of XPath 2.0 that the official rules call (XQuery 1.0 and XPath 2.0 Functions and Operators). */
import { decimalOf, integer, isDecimalValue, negated, rounded, type Decimal } from './decimal';
import { arithmetic, atMostOne, bare, doubleOf, EMPTY, isNode, isTrue, textOf, truth, XPathFault, type Item, type Sequence } from './values';

/** What a call sees besides its arguments. */
export type Focus = { readonly item: Item; readonly position: number; readonly size: number };
type Call = (args: readonly Sequence[], focus: Focus) => Sequence;

const textAt = (args: readonly Sequence[], index: number): string => {
  const item = atMostOne(args[index] ?? EMPTY);
  return item === undefined ? '' : textOf(item);
};
/** Of the text given, or of the context's where none is. */
const onText = (make: (text: string) => Item): Call => (args, { item }) => [make(args.length === 0 ? textOf(item) : textAt(args, 0))];
const onTexts = (make: (...texts: string[]) => Item): Call => (args) => [make(...args.map((_, index) => textAt(args, index)))];
/** Nothing of nothing. */
const onNumber = (make: { exact(value: Decimal): Decimal; double(value: number): number }): Call => ([sequence = EMPTY]) => {
  const item = atMostOne(sequence);
  if (item === undefined) return EMPTY;
  return [typeof item === 'object' && isDecimalValue(item) ? make.exact(item) : make.double(doubleOf(item))];
};

const ZERO = decimalOf('0');
const add = arithmetic('+');
const points = (text: string): string[] => [...text];

/** XPath's expressions are close enough to JavaScript's with the u flag for all that the rules use; each is made once. */
const expressions = new Map<string, RegExp>();
function expression(pattern: string): RegExp {
  const known = expressions.get(pattern) ?? new RegExp(pattern, 'gu');
  expressions.set(pattern, known);
  known.lastIndex = 0;
  return known;
}

function substring(text: string, from: number, length: number): string {
  const start = Math.round(from);
  const end = start + Math.round(length);
  return points(text).filter((_, index) => index + 1 >= start && index + 1 < end).join('');
}

function translate(text: string, from: string, to: string): string {
  const [all, into] = [points(from), points(to)];
  return points(text).map((one) => (all.includes(one) ? (into[all.indexOf(one)] ?? '') : one)).join('');
}

function sum(sequence: Sequence): Item {
  const [first, ...rest] = sequence;
  if (first === undefined) return ZERO;
  return rest.reduce(add, typeof first === 'object' && isNode(first) ? doubleOf(first) : first);
}

function distinct(sequence: Sequence): Sequence {
  const seen = new Set<string>();
  return sequence.filter((item) => !seen.has(textOf(item)) && seen.add(textOf(item))).map((item) => (typeof item === 'object' && isNode(item) ? textOf(item) : item));
}

const nameIn = (args: readonly Sequence[], { item }: Focus): string => {
  const node = args.length === 0 ? item : atMostOne(args[0] ?? EMPTY);
  return node !== undefined && typeof node === 'object' && isNode(node) ? node.name : '';
};

/** By name. A function that looks at the context is in the list below as well. */
export const FUNCTIONS: Readonly<Record<string, Call>> = {
  true: () => truth(true), false: () => truth(false),
  not: ([sequence = EMPTY]) => truth(!isTrue(sequence)), boolean: ([sequence = EMPTY]) => truth(isTrue(sequence)),
  exists: ([sequence = EMPTY]) => truth(sequence.length > 0), empty: ([sequence = EMPTY]) => truth(sequence.length === 0), count: ([sequence = EMPTY]) => [integer(sequence.length)],
  position: (_, { position }) => [integer(position)], last: (_, { size }) => [integer(size)],
  name: (args, focus) => [nameIn(args, focus)], 'local-name': (args, focus) => [nameIn(args, focus).replace(/^.*:/, '')],
  string: onText((text) => text), 'normalize-space': onText((text) => bare(text).replace(/[ \t\r\n]+/g, ' ')), 'string-length': onText((text) => integer(points(text).length)),
  number: (args, { item }) => [doubleOf((args.length === 0 ? item : atMostOne(args[0] ?? EMPTY)) ?? '')],
  'upper-case': onTexts((text = '') => text.toUpperCase()), 'lower-case': onTexts((text = '') => text.toLowerCase()),
  concat: onTexts((...texts) => texts.join('')), 'string-join': ([sequence = EMPTY, ...rest]) => [sequence.map(textOf).join(textAt(rest, 0))],
  contains: onTexts((text = '', part = '') => text.includes(part)), 'starts-with': onTexts((text = '', part = '') => text.startsWith(part)), 'ends-with': onTexts((text = '', part = '') => text.endsWith(part)),
  'substring-before': onTexts((text = '', part = '') => text.slice(0, Math.max(0, text.indexOf(part)))),
  'substring-after': onTexts((text = '', part = '') => (text.includes(part) ? text.slice(text.indexOf(part) + part.length) : '')),
  substring: (args) => [substring(textAt(args, 0), doubleOf(atMostOne(args[1] ?? EMPTY) ?? ''), args.length > 2 ? doubleOf(atMostOne(args[2] ?? EMPTY) ?? '') : Infinity)],
  translate: onTexts((text = '', from = '', to = '') => translate(text, from, to)),
  matches: onTexts((text = '', pattern = '') => expression(pattern).test(text)), replace: onTexts((text = '', pattern = '', by = '') => text.replace(expression(pattern), by)),
  tokenize: (args) => (textAt(args, 0) === '' ? EMPTY : textAt(args, 0).split(expression(textAt(args, 1).replace(/\((?!\?)/g, '(?:')))),
  'string-to-codepoints': (args) => points(textAt(args, 0)).map((point) => integer(point.codePointAt(0) ?? 0)),
  'codepoints-to-string': ([sequence = EMPTY]) => [sequence.map((point) => String.fromCodePoint(doubleOf(point))).join('')],
  reverse: ([sequence = EMPTY]) => [...sequence].reverse(), 'distinct-values': ([sequence = EMPTY]) => distinct(sequence), sum: ([sequence = EMPTY]) => [sum(sequence)],
  round: onNumber({ exact: rounded, double: (value) => Math.floor(value + 0.5) }), abs: onNumber({ exact: (value) => (value.digits < 0n ? negated(value) : value), double: Math.abs }),
};

/** Those whose answer hangs on the context when they have no argument, or always. */
export const LOOKS_AROUND: readonly string[] = ['position', 'last', 'name', 'local-name', 'string', 'normalize-space', 'string-length', 'number'];

export function functionNamed(name: string): Call {
  const found = FUNCTIONS[name.replace(/^fn:/, '')];
  if (!found) throw new XPathFault(`the function ${name} is not understood`);
  return found;
}
