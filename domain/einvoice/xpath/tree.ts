/** A document as XPath sees it: nodes with parents, attributes, texts and an order, found quickly by name. */
import type { XmlElement } from '../xml';

/** `key` is the expanded name, `{namespace}local`; `order` the place in the document. A document and a text have no name. */
export type XNode = {
  readonly kind: 'document' | 'element' | 'attribute' | 'text'; readonly name: string; readonly key: string; readonly space: string;
  readonly parent: XNode | undefined; readonly children: XNode[]; readonly attributes: XNode[]; readonly order: number; readonly text: string;
};

/** A document: its nodes in order but for attributes, its elements in order, and those by name. */
export type Tree = { readonly document: XNode; readonly nodes: readonly XNode[]; readonly elements: readonly XNode[]; readonly named: ReadonlyMap<string, readonly XNode[]> };

export const expanded = (space: string, local: string): string => `{${space}}${local}`;
const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);
const prefixOf = (name: string): string => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

/** Names get their namespaces from the `xmlns` attributes above them. */
export function treeOf(root: XmlElement): Tree {
  const nodes: XNode[] = [];
  const elements: XNode[] = [];
  const named = new Map<string, XNode[]>();
  let order = 0;
  const leaf = { children: [], attributes: [] };

  function add(source: XmlElement, parent: XNode, above: Readonly<Record<string, string>>): void {
    const all = Object.entries(source.attributes);
    const declared = all.filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:')).map(([name, value]) => [name === 'xmlns' ? '' : localOf(name), value]);
    const spaces = declared.length > 0 ? { ...above, ...Object.fromEntries(declared) } : above;
    const space = spaces[prefixOf(source.name)] ?? '';
    const isLeaf = source.children.length === 0;
    const node: XNode = {
      kind: 'element', name: source.name, key: expanded(space, localOf(source.name)), space, parent, children: [], attributes: [], order: order++, text: isLeaf ? source.text : '',
    };
    parent.children.push(node);
    elements.push(node);
    nodes.push(node);
    const alike = named.get(node.key);
    if (alike) alike.push(node);
    else named.set(node.key, [node]);
    for (const [name, text] of all) {
      if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
      const own = name.includes(':') ? (spaces[prefixOf(name)] ?? '') : '';
      node.attributes.push({ ...leaf, kind: 'attribute', name, key: expanded(own, localOf(name)), space: own, parent: node, order: order++, text });
    }
    if (isLeaf && source.text !== '') {
      node.children.push({ ...leaf, kind: 'text', name: '', key: '', space: '', parent: node, order: order++, text: source.text });
      nodes.push(...node.children);
    }
    for (const child of source.children) add(child, node, spaces);
  }

  const document: XNode = { kind: 'document', name: '', key: '', space: '', parent: undefined, children: [], attributes: [], order: order++, text: '' };
  nodes.push(document);
  add(root, document, {});
  return { document, nodes, elements, named };
}

/** The text of a node and of all below it. */
export const stringOf = (node: XNode): string => (node.text !== '' || node.children.length === 0 ? node.text : node.children.map(stringOf).join(''));

/** Where a node stands: "/Invoice/cac:InvoiceLine[2]/cbc:ID". */
export function locationOf(node: XNode): string {
  const { kind, name, key, parent } = node;
  if (!parent) return '';
  if (kind === 'attribute') return `${locationOf(parent)}/@${name}`;
  const alike = parent.children.filter((one) => one.key === key);
  return `${locationOf(parent)}/${name}${alike.length > 1 ? `[${alike.indexOf(node) + 1}]` : ''}`;
}
