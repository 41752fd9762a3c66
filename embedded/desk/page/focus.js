/** Redrawing without losing the place: the focus, the caret, and nodes that did not change. */

/** Runs `redraw`; with `keep`, the control that had the focus has it again, caret and all. Controls are known by data-key. */
export function keepingFocus(root, keep, redraw) {
  const before = keep ? document.activeElement : null;
  const key = before && root.contains(before) ? before.dataset.key : undefined;
  const caret = key && typeof before.selectionStart === 'number' ? [before.selectionStart, before.selectionEnd] : undefined;
  redraw();
  if (key === undefined) return;
  const after = [...root.querySelectorAll('[data-key]')].find((node) => node.dataset.key === key);
  after?.focus({ preventScroll: true });
  if (after && caret && typeof after.setSelectionRange === 'function' && /^(text|search|url|tel|password|textarea)$/.test(after.type)) after.setSelectionRange(...caret);
}

/** Makes `nodes` the children, touching only what differs: a node that stays keeps its focus and its open menu. */
export function patch(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}
