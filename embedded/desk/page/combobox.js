/** external_select: the app is asked while the person types. */
import { h, quietly } from './dom.js';

const ASK_AFTER_MS = 250;

/** An input with a list of what the app offers for it. */
export function combobox(block, element, surface) {
  const chosen = surface.valueOf(block, element)?.selected_option;
  const id = `l-${block.block_id}-${element.action_id}`;
  const list = h('ul', { class: 'suggestions', role: 'listbox', id, hidden: true });
  const input = h('input', {
    id: surface.fieldId ?? null, class: 'control', type: 'text', role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false',
    'aria-describedby': surface.described ?? null, placeholder: element.placeholder?.text ?? 'Type to search…', data: { key: `${block.block_id}/${element.action_id}` }, '.value': chosen?.text.text ?? '',
  });
  let at = -1;
  let offered = [];
  const open = (on) => {
    list.hidden = !on;
    input.setAttribute('aria-expanded', String(on));
  };
  const mark = (next) => {
    at = next;
    for (const [index, node] of [...list.children].entries()) node.setAttribute('aria-selected', String(index === at));
    input.setAttribute('aria-activedescendant', at >= 0 ? `${id}-${at}` : '');
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (option) => {
    input.value = option.text.text;
    open(false);
    surface.set(block, element, option, input);
  };
  const ask = quietly(ASK_AFTER_MS, async () => {
    offered = await surface.suggest(block, element, input.value);
    const rows = offered.map((option, index) => h('li', { role: 'option', id: `${id}-${index}`, on: { pointerdown: (event) => { event.preventDefault(); choose(option); } } }, option.text.text));
    list.replaceChildren(...(rows.length > 0 ? rows : [h('li', { class: 'none' }, 'Nothing found')]));
    mark(offered.length > 0 ? 0 : -1);
    open(document.activeElement === input);
  });
  input.addEventListener('input', () => {
    if (input.value.length >= (element.min_query_length ?? 3)) ask();
  });
  input.addEventListener('focus', () => {
    if ((element.min_query_length ?? 3) === 0) ask();
  });
  input.addEventListener('blur', () => open(false));
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden) return;
    if (step && offered.length > 0) mark((at + step + offered.length) % offered.length);
    else if (event.key === 'Enter' && offered[at]) choose(offered[at]);
    else if (event.key === 'Escape') open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return h('div', { class: 'combobox' }, input, list);
}
