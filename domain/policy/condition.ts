/** Conditions: what finance writes after `when`, in CEL (https://cel.dev), read and type-checked against the fields of its subjects. */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { remembered } from '../remembered';
import { faultOf, groupFault, isCelError, LIMITS, type CelError, type ConditionFault, type Fields } from './condition-fault';
import { judgeOf, partsOf, type Expression, type Sign } from './expression';
import { commonFields, type FieldType, type FieldValue, type Subject, type SubjectKind } from './subject';

/** `fields` are those it looks at. `judge` answers undefined when it hangs on a field that is unknown. */
export type Condition = { text: string; expression: Expression; fields: readonly string[]; judge(subject: Subject): boolean | undefined };

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
