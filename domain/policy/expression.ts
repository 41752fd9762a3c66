/**
 * Expressions: the checked tree of a condition and its value for a subject. Judged here and not by the library that reads them, because
 * a field can be unknown, because each rule has to be explained, and because judging is most of the engine's work (bench/policy.ts).
 */
import type { FieldValue, Subject } from './subject';

export type Sign = '<' | '<=' | '>' | '>=' | '==' | '!=';
export type Expression =
  | { op: 'and' | 'or'; left: Expression; right: Expression }
  | { op: 'not' | 'negate' | 'size'; of: Expression }
  | { op: 'compare'; sign: Sign; left: Expression; right: Expression }
  | { op: 'arithmetic'; sign: '+' | '-' | '*' | '/'; left: Expression; right: Expression }
  | { op: 'in'; item: Expression; list: Expression }
  | { op: 'text'; test: 'startsWith' | 'endsWith' | 'contains'; of: Expression; part: Expression }
  | { op: 'choose'; when: Expression; then: Expression; otherwise: Expression }
  | { op: 'known'; field: string }
  | { op: 'list'; items: readonly Expression[] }
  | { op: 'field'; field: string }
  | { op: 'constant'; value: FieldValue };

type Values = Subject['values'];
/** Undefined is unknown. */
type Judge = (values: Values) => FieldValue | undefined;

/** Whether two values are the same; lists item by item. */
const isSame = (one: FieldValue, other: FieldValue): boolean =>
  (Array.isArray(one) && Array.isArray(other) ? one.length === other.length && one.every((item, index) => item === other[index]) : one === other);

const COMPARE: Readonly<Record<Sign, (one: FieldValue, other: FieldValue) => boolean>> = {
  '<': (one, other) => one < other, '<=': (one, other) => one <= other, '>': (one, other) => one > other, '>=': (one, other) => one >= other,
  '==': isSame, '!=': (one, other) => !isSame(one, other),
};
const ARITHMETIC = {
  '+': (one: number, other: number) => one + other, '-': (one: number, other: number) => one - other,
  '*': (one: number, other: number) => one * other, '/': (one: number, other: number) => one / other,
} as const;

/** The parts of an expression that decide it: a field compared with a fixed value, or a part that is none and counts as a whole. */
export function comparableParts(expression: Expression): { key: string; constant?: FieldValue }[] {
  if (expression.op === 'and' || expression.op === 'or') return [expression.left, expression.right].flatMap(comparableParts);
  if (expression.op === 'not') return comparableParts(expression.of);
  if (expression.op === 'constant') return [];
  if (expression.op === 'field') return [{ key: expression.field }];
  const simple = fieldWithConstants(expression);
  return simple ? simple.constants.map((constant) => ({ key: simple.field, constant })) : [{ key: keyOf(expression) }];
}

/** The name of a part that is tried as true and as false. */
const keyOf = (expression: Expression): string => JSON.stringify(expression);

/** `total > 5`, `"DE" == client.country`, `client.country in ["DE", "FR"]`. Of lists nothing is known but whether a word is in them. */
function fieldWithConstants(expression: Expression): { field: string; constants: FieldValue[] } | undefined {
  if (expression.op === 'compare') {
    const [field, other] = expression.left.op === 'field' ? [expression.left, expression.right] : [expression.right, expression.left];
    return field.op === 'field' && other.op === 'constant' ? { field: field.field, constants: [other.value] } : undefined;
  }
  if (expression.op !== 'in' || expression.item.op !== 'field' || expression.list.op !== 'list') return undefined;
  const constants = expression.list.items.flatMap((item) => (item.op === 'constant' ? [item.value] : []));
  return constants.length === expression.list.items.length ? { field: expression.item.field, constants } : undefined;
}

/** As judgeOf, for worlds that say of each comparable part what it is. */
export function worldJudgeOf(expression: Expression): Judge {
  if (expression.op === 'and' || expression.op === 'or') return settledBy(expression.op === 'or', worldJudgeOf(expression.left), worldJudgeOf(expression.right));
  if (expression.op === 'not') return mapped(worldJudgeOf(expression.of), (value) => !value);
  if (expression.op === 'constant' || expression.op === 'field' || fieldWithConstants(expression)) return judgeOf(expression);
  const key = keyOf(expression);
  return (values) => values[key];
}

/** The judge of an expression: made once, when the policy is loaded. "and" and "or" know their answer as soon as one side settles it (CEL, "Logical Operators"). */
export function judgeOf(expression: Expression): Judge {
  switch (expression.op) {
    case 'constant': return () => expression.value;
    case 'field': return (values) => values[expression.field];
    case 'known': return (values) => values[expression.field] !== undefined;
    case 'and': return settledBy(false, judgeOf(expression.left), judgeOf(expression.right));
    case 'or': return settledBy(true, judgeOf(expression.left), judgeOf(expression.right));
    case 'not': return mapped(judgeOf(expression.of), (value) => !value);
    case 'negate': return mapped(judgeOf(expression.of), (value) => -(value as number));
    case 'size': return mapped(judgeOf(expression.of), (value) => [...(value as string | readonly string[])].length);
    case 'compare': return joined(expression.left, expression.right, COMPARE[expression.sign]);
    case 'arithmetic': return joined(expression.left, expression.right, ARITHMETIC[expression.sign] as (one: FieldValue, other: FieldValue) => number);
    case 'in': return joined(expression.item, expression.list, (item, list) => (list as readonly FieldValue[]).includes(item));
    case 'text': return textTest(expression);
    case 'list': return listed(expression.items);
    case 'choose': return chosen(expression);
  }
}

function settledBy(settles: boolean, one: Judge, other: Judge): Judge {
  return (values) => {
    const first = one(values);
    if (first === settles) return settles;
    const second = other(values);
    if (second === settles) return settles;
    return first === undefined || second === undefined ? undefined : !settles;
  };
}

function mapped(inner: Judge, map: (value: FieldValue) => FieldValue): Judge {
  return (values) => {
    const value = inner(values);
    return value === undefined ? undefined : map(value);
  };
}

function joined(left: Expression, right: Expression, join: (one: FieldValue, other: FieldValue) => FieldValue): Judge {
  const [one, other] = [judgeOf(left), judgeOf(right)];
  return (values) => {
    const first = one(values);
    if (first === undefined) return undefined;
    const second = other(values);
    return second === undefined ? undefined : join(first, second);
  };
}

function textTest({ test, of, part }: Extract<Expression, { op: 'text' }>): Judge {
  const does = { startsWith: (text: string, one: string) => text.startsWith(one), endsWith: (text: string, one: string) => text.endsWith(one), contains: (text: string, one: string) => text.includes(one) }[test];
  return joined(of, part, (text, one) => does(text as string, one as string));
}

function listed(items: readonly Expression[]): Judge {
  if (items.every((item) => item.op === 'constant')) {
    const list = items.map(({ value }) => value) as string[];
    return () => list;
  }
  const inner = items.map(judgeOf);
  return (values) => {
    const list = inner.map((judge) => judge(values));
    return list.includes(undefined) ? undefined : (list as string[]);
  };
}

function chosen({ when, then, otherwise }: Extract<Expression, { op: 'choose' }>): Judge {
  const [condition, one, other] = [judgeOf(when), judgeOf(then), judgeOf(otherwise)];
  return (values) => {
    const truth = condition(values);
    return truth === undefined ? undefined : truth ? one(values) : other(values);
  };
}

/** Every part of an expression, itself first. */
export function partsOf(expression: Expression): Expression[] {
  return [expression, ...childrenOf(expression).flatMap(partsOf)];
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.op) {
    case 'constant': case 'field': case 'known': return [];
    case 'not': case 'negate': case 'size': return [expression.of];
    case 'in': return [expression.item, expression.list];
    case 'text': return [expression.of, expression.part];
    case 'list': return expression.items;
    case 'choose': return [expression.when, expression.then, expression.otherwise];
    case 'and': case 'or': case 'compare': case 'arithmetic': return [expression.left, expression.right];
  }
}
