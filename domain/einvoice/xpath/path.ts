/** Paths: step after step, each node once and in the order of the document. */
import { isDecimalValue } from './decimal';
import { nameAsked, walkOf } from './axes';
import type { Context, Evaluate, Setting } from './compile';
import type { Expr, Step } from './syntax';
import type { XNode } from './tree';
import { doubleOf, EMPTY, isNode, isTrue, XPathFault, type Item, type Sequence } from './values';

type Compile = (expr: Expr, setting: Setting) => Evaluate;

/** Calls that answer true or false, so that a predicate made of them is no position. */
const YES_OR_NO = ['not', 'exists', 'boolean', 'contains', 'starts-with', 'ends-with', 'matches', 'true', 'false'];

export function mentions(expr: unknown, found: (part: Partial<Expr> & { name?: string }) => boolean): boolean {
  if (typeof expr !== 'object' || expr === null) return false;
  return found(expr) || Object.values(expr).some((part) => (Array.isArray(part) ? part.some((one) => mentions(one, found)) : mentions(part, found)));
}

function isPositional(expr: Expr): boolean {
  const counts = (part: { kind?: string; name?: string }): boolean => part.kind === 'call' && ['position', 'last'].includes(part.name ?? '');
  if (mentions(expr, counts)) return true;
  if (expr.kind === 'call') return !YES_OR_NO.includes(expr.name);
  return !['compare', 'and', 'or', 'some', 'every', 'path'].includes(expr.kind);
}

/** `//x` is a step to all below, and another to their children: one step to descendants where no position is asked for. */
function fused(steps: readonly Step[]): Step[] {
  return steps.flatMap((step, index) => {
    const [before, next] = [steps[index - 1], steps[index + 1]];
    const isDeep = (one: Step | undefined): boolean => one !== undefined && 'axis' in one && one.axis === 'descendant-or-self' && one.predicates.length === 0;
    const isJoined = (one: Step | undefined): boolean => one !== undefined && 'axis' in one && one.axis === 'child' && !one.predicates.some(isPositional);
    if (isDeep(step) && isJoined(next)) return [];
    return [isDeep(before) && isJoined(step) && 'axis' in step ? { ...step, axis: 'descendant' as const } : step];
  });
}

/** In the order of the document, each once. */
export function ordered(nodes: XNode[]): XNode[] {
  for (let index = 1; index < nodes.length; index++) {
    if ((nodes[index - 1] as XNode).order >= (nodes[index] as XNode).order) return [...new Set(nodes)].sort((one, other) => one.order - other.order);
  }
  return nodes;
}

/** A number is a position, anything else a condition. What cannot be judged in a rule's context matches nothing (XSLT 2.0, section 5.5.4). */
function predicateOf(expr: Expr, setting: Setting, compile: Compile): (items: Sequence, context: Context) => Sequence {
  const evaluate = compile(expr, { ...setting, isContext: false });
  const holds = (context: Context): boolean => {
    const found = evaluate(context);
    const [first] = found;
    const isNumber = typeof first === 'number' || (typeof first === 'object' && isDecimalValue(first));
    return isNumber && found.length === 1 ? doubleOf(first) === context.position : isTrue(found);
  };
  const judge = setting.isContext ? (context: Context): boolean => orFalse(() => holds(context)) : holds;
  return (items, { run, scope }) => items.filter((item, index) => judge({ item, position: index + 1, size: items.length, run, scope }));
}

function orFalse(judge: () => boolean): boolean {
  try {
    return judge();
  } catch (error) {
    if (error instanceof XPathFault) return false;
    throw error;
  }
}

function stepOf(step: Step, setting: Setting, compile: Compile): Evaluate {
  const predicates = step.predicates.map((predicate) => predicateOf(predicate, setting, compile));
  const filtered = (items: Sequence, context: Context): Sequence => predicates.reduce((left, predicate) => (left.length > 0 ? predicate(left, context) : left), items);
  if ('expr' in step) {
    const evaluate = compile(step.expr, setting);
    return (context) => filtered(evaluate(context), context);
  }
  const walk = walkOf(step.axis, step.test, setting.prefixes);
  return (context) => {
    if (!isNode(context.item)) throw new XPathFault('a step needs a node to start from');
    return filtered(walk(context.item, context.run.tree), context);
  };
}

const areNodes = (items: Sequence): items is XNode[] => items.every(isNode);

/** From the document where the path is absolute, else from the context. What asks for a name that the document does not have finds nothing. */
export function pathOf({ absolute, steps }: Extract<Expr, { kind: 'path' }>, setting: Setting, compile: Compile): Evaluate {
  const names = steps.flatMap((step) => ('axis' in step ? (nameAsked(step.axis, step.test, setting.prefixes) ?? []) : []));
  const walks = fused(steps).map((step) => stepOf(step, setting, compile));
  return (context) => {
    const { run, scope } = context;
    for (const name of names) if (!run.tree.named.has(name)) return EMPTY;
    let items: Sequence = absolute ? [run.tree.document] : [context.item];
    for (const [index, walk] of walks.entries()) {
      if (items.length === 1 && (absolute || index > 0)) items = tidied(walk({ item: items[0] as Item, position: 1, size: 1, run, scope }));
      else if (index === 0 && !absolute) items = tidied(walk(context));
      else items = tidied(items.flatMap((item, place) => walk({ item, position: place + 1, size: items.length, run, scope })));
      if (items.length === 0) return items;
    }
    return items;
  };
}

const tidied = (items: Sequence): Sequence => (items.length > 1 && areNodes(items) ? ordered(items as XNode[]) : items);
