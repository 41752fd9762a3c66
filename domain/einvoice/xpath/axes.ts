/** The steps of a path: who stands where beside a node, in the axis' own order. */
import { expanded, type Tree, type XNode } from './tree';
import type { Axis } from './syntax';
import { XPathFault } from './values';

export type Walk = (node: XNode, tree: Tree) => readonly XNode[];
type Test = (node: XNode) => boolean;

function* below(node: XNode): Generator<XNode> {
  for (const child of node.children) {
    yield child;
    yield* below(child);
  }
}

function ancestorsOf(node: XNode): XNode[] {
  return node.parent ? [node.parent, ...ancestorsOf(node.parent)] : [];
}

const siblingsOf = (node: XNode): readonly XNode[] => (node.kind === 'attribute' ? [] : (node.parent?.children ?? []));

function beforeAll(node: XNode, tree: Tree): XNode[] {
  const above = new Set(ancestorsOf(node));
  return tree.elements.filter((one) => one.order < node.order && !above.has(one)).reverse();
}

const AXES: Readonly<Record<Axis, Walk>> = {
  child: ({ children }) => children, attribute: ({ attributes }) => attributes, self: (node) => [node], parent: ({ parent }) => (parent ? [parent] : []),
  ancestor: ancestorsOf, descendant: (node) => [...below(node)], 'descendant-or-self': (node, { nodes }) => (node.kind === 'document' ? nodes : [node, ...below(node)]), preceding: beforeAll,
  'preceding-sibling': (node) => siblingsOf(node).filter((one) => one.order < node.order).reverse(),
  'following-sibling': (node) => siblingsOf(node).filter((one) => one.order > node.order),
};

/** `prefixes` are the rule set's; a name without one is in no namespace. */
function testOf(test: string, axis: Axis, prefixes: Readonly<Record<string, string>>): { test: Test; key?: string } {
  const kind = axis === 'attribute' ? 'attribute' : 'element';
  if (test === 'node()') return { test: () => true };
  if (test === 'text()') return { test: (node) => node.kind === 'text' };
  if (test === '*') return { test: (node) => node.kind === kind };
  const [local = '', prefix] = test.split(':').reverse();
  const space = prefix === undefined ? '' : prefixes[prefix];
  if (space === undefined) throw new XPathFault(`the prefix ${prefix} has no namespace`);
  if (local === '*') return { test: (node) => node.kind === kind && node.space === space };
  const key = expanded(space, local);
  return { test: (node) => node.key === key && node.kind === kind, key };
}

/** The expanded name of elements that the step asks for; undefined where it asks for no single name. */
export const nameAsked = (axis: Axis, name: string, prefixes: Readonly<Record<string, string>>): string | undefined => (axis === 'attribute' ? undefined : testOf(name, axis, prefixes).key);

/** The nodes on the axis that pass the test. A name at any depth of the document is looked up, not searched. */
export function walkOf(axis: Axis, name: string, prefixes: Readonly<Record<string, string>>): Walk {
  const { test, key } = testOf(name, axis, prefixes);
  const axisOf = AXES[axis];
  if (axis !== 'descendant') return name === 'node()' ? axisOf : (node, tree) => axisOf(node, tree).filter(test);
  return (node, tree) => {
    if (node.kind !== 'document') return axisOf(node, tree).filter(test);
    return key === undefined ? tree.elements.filter(test) : (tree.named.get(key) ?? []);
  };
}
