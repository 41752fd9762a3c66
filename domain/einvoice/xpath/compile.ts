/** An XPath expression as a function, made once and run on many documents. */
import { integer, type Decimal } from './decimal';
import { functionNamed, LOOKS_AROUND, type Focus } from './functions';
import { mentions, ordered, pathOf } from './path';
import type { Expr } from './syntax';
import type { Tree, XNode } from './tree';
import { arithmetic, atMostOne, castTo, comparison, doubleOf, EMPTY, isTrue, truth, XPathFault, type Item, type Sequence } from './values';

/** A variable, computed when it is first asked for, as XSLT does: what nobody asks for can raise no fault. */
export type Scope = { readonly name: string; readonly value: () => Sequence; readonly next: Scope | undefined };
/** One document: what the rule set's own variables are in it, and the paths that have been walked. */
export type Run = { readonly tree: Tree; readonly globals: ReadonlyMap<string, () => Sequence>; readonly walked: Map<number, Sequence> };
export type Context = Focus & { readonly run: Run; readonly scope: Scope | undefined };
export type Evaluate = (context: Context) => Sequence;
type Own = (args: readonly Sequence[], context: Context) => Sequence;

/**
 * What an expression is compiled in. `functions` are the rule set's own, `locals` the variables that differ from place to place, `paths`
 * the absolute paths known so far: each is walked once per document. In a rule's context what cannot be judged matches nothing.
 */
export type Setting = {
  readonly prefixes: Readonly<Record<string, string>>; readonly functions: ReadonlyMap<string, Own>; readonly locals: ReadonlySet<string>; readonly paths: Map<string, number>; readonly isContext: boolean;
};

export const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

const keyOf = (expr: Expr, { isContext }: Setting): string => JSON.stringify([isContext, expr], (_, value) => (typeof value === 'bigint' ? `${value}n` : value));

/** Throws XPathFault for what is not understood: a function, a type, an axis, a prefix. */
export function compileXPath(expr: Expr, setting: Setting): Evaluate {
  switch (expr.kind) {
    case 'literal': return constant([expr.value]);
    case 'context': return ({ item }) => [item];
    case 'variable': return variableOf(expr.name, setting);
    case 'call': return callOf(expr, setting);
    case 'path': return walkedOnce(expr, setting);
    case 'sequence': return joined(expr.items.map((item) => compileXPath(item, setting)));
    case 'if': return choice(compileXPath(expr.test, setting), compileXPath(expr.then, setting), compileXPath(expr.otherwise, setting));
    case 'negate': return arithmeticOf('-', constant([integer(0)]), compileXPath(expr.value, setting));
    case 'for': case 'some': case 'every': return bindingOf(expr, setting);
    case 'cast': case 'castable': return castOf(expr, setting);
    default: return ofTwo(expr, compileXPath(expr.left, setting), compileXPath(expr.right, setting));
  }
}

function ofTwo(expr: Extract<Expr, { left: Expr }>, left: Evaluate, right: Evaluate): Evaluate {
  if (expr.kind === 'and') return (context) => truth(isTrue(left(context)) && isTrue(right(context)));
  if (expr.kind === 'or') return (context) => truth(isTrue(left(context)) || isTrue(right(context)));
  if (expr.kind === 'union') return (context) => ordered([...left(context), ...right(context)] as XNode[]);
  if (expr.kind === 'range') return (context) => range(atMostOne(left(context)), atMostOne(right(context)));
  const { kind, sign } = expr;
  if (kind === 'arithmetic') return arithmeticOf(sign, left, right);
  const holds = comparison(sign);
  return (context) => truth(holds(left(context), right(context)));
}

const constant = (sequence: Sequence): Evaluate => () => sequence;
const joined = (items: readonly Evaluate[]): Evaluate => (context) => items.flatMap((item) => item(context));
const choice = (test: Evaluate, then: Evaluate, otherwise: Evaluate): Evaluate => (context) => (isTrue(test(context)) ? then(context) : otherwise(context));

function range(from: Item | undefined, to: Item | undefined): Sequence {
  if (from === undefined || to === undefined) return EMPTY;
  const [first, last] = [doubleOf(from), doubleOf(to)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index): Decimal => integer(first + index));
}

function arithmeticOf(sign: string, left: Evaluate, right: Evaluate): Evaluate {
  const compute = arithmetic(sign);
  return (context) => {
    const [one, other] = [atMostOne(left(context)), atMostOne(right(context))];
    return one === undefined || other === undefined ? EMPTY : [compute(one, other)];
  };
}

function variableOf(name: string, { locals }: Setting): Evaluate {
  if (!locals.has(name)) return ({ run }) => {
    const found = run.globals.get(name);
    if (!found) throw new XPathFault(`the variable ${name} is not known`);
    return found();
  };
  return ({ scope }) => {
    for (let at = scope; at; at = at.next) if (at.name === name) return at.value();
    throw new XPathFault(`the variable ${name} is not known here`);
  };
}

/** An absolute path that hangs on no local variable is the same wherever it stands. */
function walkedOnce(expr: Extract<Expr, { kind: 'path' }>, setting: Setting): Evaluate {
  const walk = pathOf(expr, setting, compileXPath);
  if (!expr.absolute || mentions(expr, ({ kind, name }) => kind === 'variable' && setting.locals.has(name ?? ''))) return walk;
  const key = keyOf(expr, setting);
  const id = setting.paths.get(key) ?? setting.paths.size;
  setting.paths.set(key, id);
  return (context) => {
    const known = context.run.walked.get(id);
    if (known) return known;
    const found = walk(context);
    context.run.walked.set(id, found);
    return found;
  };
}

function callOf({ name, args }: Extract<Expr, { kind: 'call' }>, setting: Setting): Evaluate {
  const values = args.map((arg) => compileXPath(arg, setting));
  const cast = castTo(name);
  const [only] = values;
  if (cast && only) return (context) => {
    const item = atMostOne(only(context));
    return item === undefined ? EMPTY : [cast(item)];
  };
  const own = setting.functions.get(name);
  if (own) return (context) => own(values.map((value) => value(context)), context);
  const call = functionNamed(name);
  if (args.length > 0 && !LOOKS_AROUND.includes(name) && args.every(({ kind }) => kind === 'literal')) {
    const answer = once(() => call(args.map((arg) => (arg.kind === 'literal' ? [arg.value] : EMPTY)), { item: '', position: 1, size: 1 }));
    return () => answer();
  }
  return (context) => call(values.map((value) => value(context)), context);
}

function bindingOf(expr: Extract<Expr, { kind: 'for' | 'some' | 'every' }>, setting: Setting): Evaluate {
  const { kind, name, body } = expr;
  const domain = compileXPath(expr.domain, setting);
  const isVariable = (part: { kind?: string | undefined; name?: string }): boolean => part.kind === 'variable' && part.name === name;
  if (kind === 'some' && body.kind === 'compare' && isVariable(body.right as { kind: string }) && !mentions(body.left, isVariable)) {
    return ofTwo({ ...body, right: expr.domain }, compileXPath(body.left, setting), domain); // "some $c in LIST satisfies @x = $c" is "@x = LIST".
  }
  const inner = compileXPath(body, { ...setting, locals: new Set([...setting.locals, name]) });
  const within = (context: Context, item: Item): Sequence => inner({ ...context, scope: { name, value: () => [item], next: context.scope } });
  if (kind === 'for') return (context) => domain(context).flatMap((item) => within(context, item));
  if (kind === 'some') return (context) => truth(domain(context).some((item) => isTrue(within(context, item))));
  return (context) => truth(domain(context).every((item) => isTrue(within(context, item))));
}

function castOf({ kind, value, type }: Extract<Expr, { kind: 'cast' | 'castable' }>, setting: Setting): Evaluate {
  const evaluate = compileXPath(value, setting);
  const cast = castTo(type);
  if (!cast) throw new XPathFault(`the type ${type} is not understood`);
  if (kind === 'cast') return (context) => evaluate(context).map(cast);
  return (context) => {
    const items = evaluate(context);
    return truth(items.length === 1 && items.every((item) => isCastable(item, cast)));
  };
}

function isCastable(item: Item, cast: (item: Item) => Item): boolean {
  try {
    cast(item);
    return true;
  } catch (error) {
    if (error instanceof XPathFault) return false;
    throw error;
  }
}
