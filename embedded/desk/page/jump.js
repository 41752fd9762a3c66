/** Ctrl-K: to any place or person by a few letters. */
import { fill, h } from './dom.js';

/** Everything one can jump to. */
function targets(desk) {
  const go = (hash) => () => { location.hash = hash; };
  return [
    { label: 'Home', note: 'Your queues', act: go('#/home') },
    ...desk.overview.channels.map((each) => ({ label: each.kind === 'im' ? each.name : `#${each.name}`, note: each.unread > 0 ? `${each.unread} unread` : each.kind === 'im' ? 'App' : 'Channel', act: go(`#/${each.id}`) })),
    ...(desk.office.links.mails ? [{ label: 'Mail outbox', note: 'What left the office', act: go('#/mails') }] : []),
    ...desk.office.people.filter((each) => !each.is_bot && !each.deleted && each.id !== desk.me.id).map((each) => ({ label: `Sit down as ${each.real_name}`, note: each.title, act: () => desk.become(each.profile.email) })),
  ];
}

/** Opens the dialog. */
export function jump(desk) {
  const list = h('ul', { class: 'jump-list', role: 'listbox', id: 'jump-list', 'aria-label': 'Places' });
  const input = h('input', { class: 'control', type: 'text', role: 'combobox', placeholder: 'Jump to a channel, Home, the outbox or a person…', 'aria-label': 'Jump to', 'aria-controls': 'jump-list', 'aria-expanded': 'true', autocomplete: 'off' });
  const dialog = h('dialog', { class: 'jump', 'aria-label': 'Jump to' }, input, list);
  const all = targets(desk);
  let found = all;
  let at = 0;
  const leave = () => {
    dialog.close();
    dialog.remove();
  };
  const choose = (target) => {
    leave();
    target?.act();
  };
  const draw = () => {
    fill(list, found.map((target, index) => h('li', { role: 'option', id: `jump-${index}`, 'aria-selected': String(index === at), on: { click: () => choose(target) } }, h('span', {}, target.label), h('small', {}, target.note))));
    input.setAttribute('aria-activedescendant', found.length > 0 ? `jump-${at}` : '');
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    found = all.filter(({ label }) => label.toLowerCase().includes(wanted));
    at = 0;
    draw();
  });
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) at = (at + step + found.length) % found.length;
    else if (event.key === 'Enter') return choose(found[at]);
    else return;
    event.preventDefault();
    draw();
  });
  dialog.addEventListener('cancel', leave);
  dialog.addEventListener('click', (event) => event.target === dialog && leave());
  document.body.append(dialog);
  draw();
  dialog.showModal();
}
