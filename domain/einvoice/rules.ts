/**
 * The rules of e-invoices, as their publishers wrote them: official schematrons as data (config/einvoice), judged by ISO Schematron's
 * semantics. In each pattern a node answers to the first rule whose context it matches, and to all assertions of that rule.
 */
import { compileXPath, once, type Context, type Evaluate, type Run, type Scope, type Setting } from './xpath/compile';
import { parseXPath, type Expr } from './xpath/syntax';
import { locationOf, treeOf, type Tree, type XNode } from './xpath/tree';
import { castTo, isTrue, textOf, XPathFault, type Item, type Sequence } from './xpath/values';
import type { XmlElement } from './xml';

type Let = { name: string; value: string };
type Body = { lets: Let[] } & ({ result: string } | { test: string; then: Body; otherwise: Body });
type Assertion = { id: string; flag: Flag; test: string; text: string | (string | { value: string })[] };
type Rule = { context: string; lets?: Let[]; tests: Assertion[] };
export type Flag = 'fatal' | 'warning' | 'information';

/**
 * A rule set as it is stored: `name` says what it is, `source` where it is from. Expressions are XPath 2.0 in the given
 * namespaces; `softens` are rules of other sets that only warn where this one applies too.
 */
export type RuleSet = {
  name: string; source: string; licence: string; namespaces: Record<string, string>; functions: { name: string; params: { name: string; as?: string }[]; body: Body }[]; lets: Let[]; patterns: Rule[][];
  softens?: string[];
};

/** A broken rule: its id ("BR-IC-02"), the publisher's sentence, and the place in the document. Only fatal ones make an invoice invalid. */
export type Finding = { rule: string; flag: Flag; text: string; location: string };

type CompiledLets = readonly { name: string; value: Evaluate }[];
type CompiledTest = { id: string; flag: Flag; holds: Evaluate; text: (context: Context) => string };
type CompiledRule = { select: Evaluate; lets: CompiledLets; tests: readonly CompiledTest[] };
/** Rules made ready to be applied; made once, it serves any number of documents. */
export type CompiledRules = { readonly name: string; readonly softens: readonly string[]; readonly globals: CompiledLets; readonly patterns: readonly (readonly CompiledRule[])[] };

/** Throws XPathFault when a rule says something that is not understood here. */
export function compileRules(set: RuleSet): CompiledRules {
  const functions = new Map<string, (args: readonly Sequence[], context: Context) => Sequence>();
  const setting: Setting = { prefixes: set.namespaces, functions, locals: new Set(), paths: new Map(), isContext: false };
  for (const { name } of set.functions) functions.set(name, () => { throw new XPathFault(`${name} is called before it is known`); });
  for (const { name, params, body } of set.functions) functions.set(name, functionOf(params, body, { ...setting, functions: linked(functions) }));
  return { name: set.name, softens: set.softens ?? [], globals: letsOf(set.lets, setting), patterns: set.patterns.map((rules) => rules.map((rule) => ruleOf(rule, setting))) };
}

/** Functions call each other, so each is looked up when it is called. */
const linked = (functions: Setting['functions']): Setting['functions'] =>
  new Map([...functions.keys()].map((name) => [name, (args, context) => functions.get(name)?.(args, context) ?? []]));

const compiled = (xpath: string, setting: Setting): Evaluate => compileXPath(parseXPath(xpath), setting);
const letsOf = (lets: readonly Let[], setting: Setting): CompiledLets => lets.map(({ name, value }) => ({ name, value: compiled(value, setting) }));
const knowing = (setting: Setting, names: readonly { name: string }[]): Setting => ({ ...setting, locals: new Set([...setting.locals, ...names.map(({ name }) => name)]) });

function functionOf(params: readonly { name: string; as?: string }[], body: Body, setting: Setting): (args: readonly Sequence[], context: Context) => Sequence {
  const run = bodyOf(body, knowing(setting, params));
  const casts = params.map(({ as }) => castTo(as?.replace('?', '') ?? '') ?? ((item: Item) => item));
  return (args, context) => {
    const scope = params.reduce<Scope | undefined>((next, { name }, index) => ({ name, value: once(() => (args[index] ?? []).map((item) => casts[index]?.(item) ?? item)), next }), undefined);
    return run({ ...context, scope });
  };
}

function bodyOf(body: Body, setting: Setting): Evaluate {
  const inner = knowing(setting, body.lets);
  const lets = letsOf(body.lets, inner);
  if ('result' in body) {
    const result = compiled(body.result, inner);
    return (context) => result(withLets(context, lets));
  }
  const [test, then, otherwise] = [compiled(body.test, inner), bodyOf(body.then, inner), bodyOf(body.otherwise, inner)];
  return (context) => {
    const known = withLets(context, lets);
    return isTrue(test(known)) ? then(known) : otherwise(known);
  };
}

/** Each let sees those before it. */
function withLets(context: Context, lets: CompiledLets): Context {
  let known = context;
  for (const { name, value } of lets) {
    const before = known;
    known = { ...before, scope: { name, value: once(() => value(before)), next: before.scope } };
  }
  return known;
}

function ruleOf({ context, lets = [], tests }: Rule, setting: Setting): CompiledRule {
  const inner = knowing(setting, lets);
  const select = compileXPath(anywhere(parseXPath(context)), { ...setting, isContext: true });
  return { select, lets: letsOf(lets, inner), tests: tests.map(({ id, flag, test, text }) => ({ id, flag, holds: compiled(test, inner), text: wordsOf(text, inner) })) };
}

function wordsOf(text: Assertion['text'], setting: Setting): CompiledTest['text'] {
  if (typeof text === 'string') return () => text;
  const pieces = text.map((piece): ((context: Context) => string) => {
    if (typeof piece === 'string') return () => piece;
    const value = compiled(piece.value, setting);
    return (context) => value(context).map(textOf).join(' ');
  });
  return (context) => pieces.map((piece) => piece(context)).join('').trim();
}

/** A context is a pattern: what does not start at the root may stand anywhere. */
function anywhere(expr: Expr): Expr {
  if (expr.kind === 'union') return { ...expr, left: anywhere(expr.left), right: anywhere(expr.right) };
  if (expr.kind !== 'path' || expr.absolute) return expr;
  const [first, ...rest] = expr.steps;
  if (first && 'expr' in first) return { ...expr, steps: [{ ...first, expr: anywhere(first.expr) }, ...rest] };
  return { ...expr, absolute: true, steps: [{ axis: 'descendant-or-self', test: 'node()', predicates: [] }, ...expr.steps] };
}

/**
 * What breaks the rules of the sets in the document, in their order. Elements as they are written or read: ./xml.
 */
export function checkRules(root: XmlElement, sets: readonly CompiledRules[]): Finding[] {
  const tree = treeOf(root);
  const softened = new Set(sets.flatMap(({ softens }) => softens));
  return sets.flatMap((rules) => brokenIn(tree, rules)).map((finding) => (softened.has(finding.rule) ? { ...finding, flag: 'warning' } : finding));
}

function brokenIn(tree: Tree, rules: CompiledRules): Finding[] {
  const globals = new Map<string, () => Sequence>();
  const run: Run = { tree, globals, walked: new Map() };
  const top: Context = { item: tree.document, position: 1, size: 1, run, scope: undefined };
  for (const { name, value } of rules.globals) globals.set(name, once(() => value(top)));
  return rules.patterns.flatMap((pattern) => {
    const answered = new Set<XNode>();
    return pattern.flatMap((rule) => (rule.select(top) as readonly XNode[]).flatMap((node) => {
      if (answered.has(node)) return [];
      answered.add(node);
      return brokenBy(withLets({ ...top, item: node }, rule.lets), node, rule);
    }));
  });
}

function brokenBy(context: Context, node: XNode, { tests }: CompiledRule): Finding[] {
  return tests.flatMap(({ id, flag, holds, text }) => {
    try {
      return isTrue(holds(context)) ? [] : [{ rule: id, flag, text: text(context), location: locationOf(node) }];
    } catch (error) {
      if (!(error instanceof XPathFault)) throw error;
      // What cannot be judged is not sound: a number that is none, a code given twice.
      return [{ rule: id, flag: 'fatal' as const, text: `${text(context)} (It cannot be judged: ${error.message}.)`, location: locationOf(node) }];
    }
  });
}
