/** Small menus beside a button: arrows move, Enter chooses, Escape leaves. */
import { h } from './dom.js';

let open;

/** Closes the menu that is open, if any; `refocus` gives the focus back to its button. */
export function closePopup(refocus = false) {
  if (!open) return;
  const { opener, menu, outside } = open;
  open = undefined;
  document.removeEventListener('pointerdown', outside, true);
  menu.remove();
  opener.setAttribute('aria-expanded', 'false');
  if (refocus) opener.focus();
}

function place(menu, opener) {
  const from = opener.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = from.bottom + size.height + 8 < window.innerHeight;
  menu.style.top = `${below ? from.bottom + 4 : Math.max(8, from.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(from.right - size.width, window.innerWidth - size.width - 8))}px`;
}

/** Opens a menu of `{ label, hint, act, checked }` beside the button. A second click closes it. */
export function popup(opener, items) {
  const again = open?.opener === opener;
  closePopup();
  if (again) return;
  const choose = (item) => {
    closePopup(true);
    item.act();
  };
  const menu = h('div', { class: 'popup', role: 'menu' }, items.map((item) =>
    h('button', { type: 'button', role: item.checked === undefined ? 'menuitem' : 'menuitemradio', 'aria-checked': item.checked === undefined ? null : String(item.checked), tabindex: '-1', on: { click: () => choose(item) } },
      h('span', {}, item.label), item.hint && h('small', {}, item.hint))));
  menu.addEventListener('keydown', (event) => {
    const all = [...menu.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') closePopup(true);
    else if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const outside = (event) => {
    if (!menu.contains(event.target) && !opener.contains(event.target)) closePopup();
  };
  (opener.closest('dialog') ?? document.body).append(menu); // A menu of a modal must lie in it: everything else is inert.
  place(menu, opener);
  opener.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  open = { opener, menu, outside };
  (menu.querySelector('[aria-checked=true]') ?? menu.firstElementChild)?.focus();
}
