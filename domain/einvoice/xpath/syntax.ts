/** An XPath 2.0 expression as a tree (XPath 2.0, appendix A.1), as far as the official rules use it; anything else is refused. */
import { decimalOf, type Decimal } from './decimal';
import { tokensOf } from './tokens';
import { XPathFault } from './values';

export type Axis = 'child' | 'attribute' | 'self' | 'parent' | 'ancestor' | 'descendant' | 'descendant-or-self' | 'preceding' | 'preceding-sibling' | 'following-sibling';
const AXES: readonly string[] = ['child', 'attribute', 'self', 'parent', 'ancestor', 'descendant', 'descendant-or-self', 'preceding', 'preceding-sibling', 'following-sibling'];

/** `test` is a name with its prefix, `prefix:*`, `*`, `node()` or `text()`. */
export type Step = { axis: Axis; test: string; predicates: Expr[] } | { expr: Expr; predicates: Expr[] };

export type Expr =
  | { kind: 'literal'; value: string | Decimal }
  | { kind: 'variable'; name: string }
  | { kind: 'context' }
  | { kind: 'call'; name: string; args: Expr[] }
  | { kind: 'sequence'; items: Expr[] }
  | { kind: 'and'; left: Expr; right: Expr } | { kind: 'or'; left: Expr; right: Expr } | { kind: 'union'; left: Expr; right: Expr } | { kind: 'range'; left: Expr; right: Expr }
  | { kind: 'compare' | 'arithmetic'; sign: string; left: Expr; right: Expr }
  | { kind: 'negate'; value: Expr }
  | { kind: 'castable' | 'cast'; value: Expr; type: string }
  | { kind: 'if'; test: Expr; then: Expr; otherwise: Expr }
  | { kind: 'for' | 'some' | 'every'; name: string; domain: Expr; body: Expr }
  | { kind: 'path'; absolute: boolean; steps: Step[] };

type Operator = { level: number; make(left: Expr, right: Expr): Expr };
const comparing = (sign: string): Operator => ({ level: 3, make: (left, right) => ({ kind: 'compare', sign, left, right }) });
const computing = (sign: string, level: number): Operator => ({ level, make: (left, right) => ({ kind: 'arithmetic', sign, left, right }) });
const union: Operator = { level: 7, make: (left, right) => ({ kind: 'union', left, right }) };

/** The operators of two sides; a higher level binds tighter. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['or', { level: 1, make: (left, right) => ({ kind: 'or', left, right }) }], ['and', { level: 2, make: (left, right) => ({ kind: 'and', left, right }) }],
  ...['=', '!=', '<', '<=', '>', '>='].map((sign): [string, Operator] => [sign, comparing(sign)]),
  ...Object.entries({ eq: '=', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' }).map(([word, sign]): [string, Operator] => [word, comparing(sign)]),
  ['to', { level: 4, make: (left, right) => ({ kind: 'range', left, right }) }],
  ['+', computing('+', 5)], ['-', computing('-', 5)], ['*', computing('*', 6)], ['div', computing('div', 6)], ['idiv', computing('idiv', 6)], ['mod', computing('mod', 6)],
  ['|', union], ['union', union],
]);

/** Throws XPathFault where the text is not understood. */
export function parseXPath(xpath: string): Expr {
  const tokens = tokensOf(xpath);
  let at = 0;
  const isNext = (value: string, ahead = 0): boolean => tokens[at + ahead]?.value === value && tokens[at + ahead]?.kind !== 'text';
  const isKind = (kind: string): boolean => tokens[at]?.kind === kind;
  const take = (): string => tokens[at++]?.value ?? '';
  function taken(value: string): boolean {
    const found = isNext(value);
    if (found) at++;
    return found;
  }
  function need(value: string): void {
    if (!taken(value)) throw new XPathFault(`"${value}" is missing before "${tokens[at]?.value ?? ''}" in ${xpath.slice(0, 200)}`);
  }

  function many(end: string): Expr[] {
    const items: Expr[] = [];
    if (taken(end)) return items;
    do items.push(single()); while (taken(','));
    need(end);
    return items;
  }

  function single(): Expr {
    for (const kind of ['for', 'some', 'every'] as const) if (isNext(kind) && tokens[at + 1]?.kind === 'variable') return bound(kind);
    if (!isNext('if') || !isNext('(', 1)) return binary(1);
    at += 2;
    const test = single();
    need(')');
    need('then');
    const then = single();
    need('else');
    return { kind: 'if', test, then, otherwise: single() };
  }

  function bound(kind: 'for' | 'some' | 'every'): Expr {
    at++;
    const name = take();
    need('in');
    const domain = single();
    need(kind === 'for' ? 'return' : 'satisfies');
    return { kind, name, domain, body: single() };
  }

  function binary(least: number): Expr {
    let left = cast();
    for (;;) {
      const operator = isKind('text') ? undefined : OPERATORS.get(tokens[at]?.value ?? '');
      if (!operator || operator.level < least) return left;
      at++;
      left = operator.make(left, binary(operator.level + 1));
    }
  }

  function cast(): Expr {
    const value = unary();
    for (const kind of ['castable', 'cast'] as const) {
      if (!isNext(kind) || !isNext('as', 1)) continue;
      at += 2;
      return { kind, value, type: take() };
    }
    return value;
  }

  function unary(): Expr {
    if (taken('+')) return unary();
    return taken('-') ? { kind: 'negate', value: unary() } : path();
  }

  function path(): Expr {
    const steps: Step[] = [];
    const anyDepth = (): void => void steps.push({ axis: 'descendant-or-self', test: 'node()', predicates: [] });
    const absolute = isNext('/') || isNext('//');
    if (taken('//')) anyDepth();
    else if (taken('/') && !startsStep()) return { kind: 'path', absolute, steps };
    steps.push(step());
    while (isNext('/') || isNext('//')) {
      if (take() === '//') anyDepth();
      steps.push(step());
    }
    const [only] = steps;
    return !absolute && steps.length === 1 && only && 'expr' in only && only.predicates.length === 0 ? only.expr : { kind: 'path', absolute, steps };
  }

  const startsStep = (): boolean => ['name', 'variable', 'text', 'number'].includes(tokens[at]?.kind ?? '') || ['*', '@', '.', '..', '('].some((sign) => isNext(sign));

  function step(): Step {
    const found = bare();
    while (taken('[')) found.predicates.push(...many(']'));
    return found;
  }

  function bare(): Step {
    const predicates: Expr[] = [];
    if (taken('..')) return { axis: 'parent', test: 'node()', predicates };
    if (taken('@')) return { axis: 'attribute', test: nodeTest(), predicates };
    if (isKind('name') && isNext('::', 1)) {
      const axis = take();
      if (!AXES.includes(axis)) throw new XPathFault(`the axis ${axis} is not understood`);
      at++;
      return { axis: axis as Axis, test: nodeTest(), predicates };
    }
    if (isNext('*') || (isKind('name') && (!isNext('(', 1) || isNext('node') || isNext('text')))) return { axis: 'child', test: nodeTest(), predicates };
    return { expr: primary(), predicates };
  }

  function nodeTest(): string {
    if (!isKind('name') && !isNext('*')) throw new XPathFault(`a name is missing before "${tokens[at]?.value ?? ''}" in ${xpath.slice(0, 200)}`);
    const name = take();
    if (!taken('(')) return name;
    need(')');
    return `${name}()`;
  }

  function primary(): Expr {
    if (taken('.')) return { kind: 'context' };
    if (isKind('text')) return { kind: 'literal', value: take() };
    if (isKind('number')) return { kind: 'literal', value: decimalOf(take()) };
    if (isKind('variable')) return { kind: 'variable', name: take() };
    if (isKind('name') && isNext('(', 1)) {
      const name = take();
      at++;
      return { kind: 'call', name, args: many(')') };
    }
    need('(');
    const items = many(')');
    return items.length === 1 && items[0] ? items[0] : { kind: 'sequence', items };
  }

  const whole = single();
  if (!isKind('end')) throw new XPathFault(`"${tokens[at]?.value ?? ''}" is not understood in ${xpath.slice(0, 200)}`);
  return whole;
}
