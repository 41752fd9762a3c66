/** XPath 2.0 values: what is true, equal and a number (XPath 2.0 section 3.5, XQuery and XPath Functions section 17). */
import { compareDecimals, decimalOf, decimalText, exactly, isDecimalValue, negated, plus, quotient, remainder, times, truncated, wholeQuotient, type Decimal } from './decimal';
import { stringOf, type XNode } from './tree';

/** A day, xs:date; text is its order. */
export type Day = { readonly day: string };
/** A node counts as an untyped text, a JavaScript number is an xs:double. */
export type Item = XNode | string | boolean | number | Decimal | Day;
export type Sequence = readonly Item[];

/** XPath's dynamic error, and anything the rules must not contain: what raised it cannot be judged. */
export class XPathFault extends Error {}

export const EMPTY: Sequence = [];
export const TRUE: Sequence = [true];
export const FALSE: Sequence = [false];
export const truth = (value: boolean): Sequence => (value ? TRUE : FALSE);

export const isNode = (item: Item): item is XNode => typeof item === 'object' && (item as XNode).kind !== undefined;
const isDay = (item: Item): item is Day => typeof item === 'object' && (item as Day).day !== undefined;

/** Effective boolean value. */
export function isTrue(sequence: Sequence): boolean {
  const [first] = sequence;
  if (first === undefined) return false;
  if (typeof first === 'boolean') return first;
  if (isNode(first)) return true;
  if (sequence.length > 1) throw new XPathFault('several values are neither true nor false');
  if (typeof first === 'string') return first !== '';
  if (typeof first === 'number') return first !== 0 && !Number.isNaN(first);
  if (isDecimalValue(first)) return first.digits !== 0n;
  throw new XPathFault('a date is neither true nor false');
}

/** The one value, or undefined; several are a fault. */
export function atMostOne(sequence: Sequence): Item | undefined {
  if (sequence.length > 1) throw new XPathFault('one value was expected, there are several');
  return sequence[0];
}

export function textOf(item: Item): string {
  if (typeof item === 'string') return item;
  if (typeof item !== 'object') return String(item);
  if (isDecimalValue(item)) return decimalText(item);
  return isDay(item) ? item.day : stringOf(item);
}

/** Without the white space of XML around it. */
export const bare = (text: string): string => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');

const DOUBLE = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const DATE = /^(-?\d{4,})-(\d{2})-(\d{2})(Z|[+-]\d{2}:\d{2})?$/;
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

/** What fn:number makes of it. */
export function doubleOf(item: Item): number {
  if (typeof item === 'number') return item;
  if (typeof item === 'boolean') return Number(item);
  const text = bare(textOf(item));
  return DOUBLE.test(text) ? Number(text) : Number.NaN;
}

function strictDouble(item: Item): number {
  const value = doubleOf(item);
  if (Number.isNaN(value) && typeof item !== 'number') throw new XPathFault(`"${textOf(item)}" is no number`);
  return value;
}

export function toDecimal(item: Item): Decimal {
  if (typeof item === 'object' && isDecimalValue(item)) return item;
  if (typeof item === 'number' && Number.isFinite(item)) return exactly(item);
  if (typeof item === 'boolean') return decimalOf(item ? '1' : '0');
  const text = bare(textOf(item));
  const [, sign = '', whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole + fraction === '') throw new XPathFault(`"${text}" is no decimal number`);
  const value = decimalOf(`${whole}.${fraction}`);
  return sign === '-' ? negated(value) : value;
}

function toInteger(item: Item): Decimal {
  if ((typeof item === 'string' || (typeof item === 'object' && isNode(item))) && !/^[+-]?\d+$/.test(bare(textOf(item)))) throw new XPathFault(`"${textOf(item)}" is no whole number`);
  return truncated(toDecimal(item));
}

function toDay(item: Item): Day {
  if (typeof item === 'object' && isDay(item)) return item;
  const [whole, year, month, day] = DATE.exec(bare(textOf(item))) ?? [];
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate(); // The calendar repeats after 400 years.
  if (!whole || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > last) throw new XPathFault(`"${textOf(item)}" is no date`);
  return { day: `${year}-${month}-${day}` };
}

const CASTS: Readonly<Record<string, (item: Item) => Item>> = { 'xs:decimal': toDecimal, 'xs:integer': toInteger, 'xs:string': textOf, 'xs:date': toDay, 'xs:boolean': toBoolean, 'xs:double': strictDouble };

function toBoolean(item: Item): boolean {
  const found = BOOLEANS[bare(textOf(item))];
  if (found === undefined) throw new XPathFault(`"${textOf(item)}" is neither true nor false`);
  return found;
}

/** How a value becomes one of the type; undefined for a type that no rule needs. */
export const castTo = (type: string): ((item: Item) => Item) | undefined => CASTS[type];

function order(left: Item, right: Item): number {
  if (typeof left === 'object' && isDecimalValue(left) && typeof right === 'object' && isDecimalValue(right)) return compareDecimals(left, right);
  const isNumber = (item: Item): boolean => typeof item === 'number' || (typeof item === 'object' && isDecimalValue(item));
  const pair = (make: (item: Item) => string | number | boolean): number => {
    const [one, other] = [make(left), make(right)];
    return one < other ? -1 : one > other ? 1 : one === other ? 0 : Number.NaN;
  };
  if (isNumber(left) || isNumber(right)) {
    if ([left, right].some((item) => typeof item === 'string' || typeof item === 'boolean')) throw new XPathFault('a number is compared with what is none');
    return pair(strictDouble);
  }
  if (typeof left === 'boolean' || typeof right === 'boolean') return pair(toBoolean);
  if (isDay(left) || isDay(right)) return pair((item) => toDay(item).day);
  return pair(textOf);
}

const SIGNS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (found) => found === 0, '!=': (found) => found !== 0, '<': (found) => found < 0, '<=': (found) => found <= 0, '>': (found) => found > 0, '>=': (found) => found >= 0,
};

/** A general comparison: true when any pair is. */
export function comparison(sign: string): (left: Sequence, right: Sequence) => boolean {
  const holds = SIGNS[sign];
  if (!holds) throw new XPathFault(`"${sign}" compares nothing`);
  return (left, right) => left.some((one) => right.some((other) => holds(order(one, other))));
}

type Sum = { exact(left: Decimal, right: Decimal): Decimal; double(left: number, right: number): number };
const divisor = (make: (left: Decimal, right: Decimal) => Decimal) => (left: Decimal, right: Decimal): Decimal => {
  if (right.digits === 0n) throw new XPathFault('division by zero');
  return make(left, right);
};
const SUMS: Readonly<Record<string, Sum>> = {
  '+': { exact: plus, double: (left, right) => left + right }, '-': { exact: (left, right) => plus(left, negated(right)), double: (left, right) => left - right },
  '*': { exact: times, double: (left, right) => left * right }, div: { exact: divisor(quotient), double: (left, right) => left / right },
  mod: { exact: divisor(remainder), double: (left, right) => left % right }, idiv: { exact: divisor(wholeQuotient), double: (left, right) => Math.trunc(left / right) },
};

/** Decimals stay exact; what is untyped counts as a double, as XPath has it. */
export function arithmetic(sign: string): (left: Item, right: Item) => Item {
  const sum = SUMS[sign];
  if (!sum) throw new XPathFault(`"${sign}" computes nothing`);
  return (left, right) => {
    if (typeof left === 'object' && isDecimalValue(left) && typeof right === 'object' && isDecimalValue(right)) return sum.exact(left, right);
    if ([left, right].some((item) => typeof item === 'string' || typeof item === 'boolean' || (typeof item === 'object' && isDay(item)))) throw new XPathFault('only numbers are computed with');
    const value = sum.double(strictDouble(left), strictDouble(right));
    return sign === 'idiv' ? exactly(value) : value;
  };
}
