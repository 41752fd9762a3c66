/** The sidebar: who sits at the desk, where they can go, and what is new. */
import { h, icon, iconButton } from './dom.js';
import { face } from './message.js';
import { popup } from './popup.js';

const THEMES = [['auto', 'As the system'], ['light', 'Light'], ['dark', 'Dark']];
const stored = () => localStorage.getItem('desk-theme') ?? 'auto';

/** Applies the theme the person chose on this machine. */
export function applyTheme() {
  document.documentElement.dataset.theme = stored();
}

function themeMenu(event) {
  popup(event.currentTarget, THEMES.map(([value, label]) => ({
    label, checked: stored() === value, act: () => {
      localStorage.setItem('desk-theme', value);
      applyTheme();
    },
  })));
}

const go = (href, name, label, { unread = 0, current = false, out = false } = {}) =>
  h('a', { class: `go${unread > 0 ? ' new' : ''}`, href, 'aria-current': current ? 'page' : null, target: out ? '_blank' : null, rel: out ? 'noopener' : null },
    icon(name), h('span', { class: 'go-label' }, label), out && icon('out'), unread > 0 && h('span', { class: 'count' }, unread > 98 ? '99+' : unread, h('span', { class: 'unseen' }, ' unread')));

/** Draws the sidebar for the desk's present state. */
export function sidebar(desk) {
  const { office, me, overview, place } = desk;
  const here = (id) => place.id === id;
  const channels = overview.channels.filter((each) => each.kind === 'channel');
  const apps = overview.channels.filter((each) => each.kind === 'im');
  const others = office.people.filter((person) => !person.is_bot && !person.deleted);
  const switchPerson = (event) => popup(event.currentTarget, others.map((person) => ({ label: person.real_name, hint: person.title, checked: person.id === me.id, act: () => desk.become(person.profile.email) })));
  const section = (name, ...rows) => h('section', { 'aria-label': name }, h('h2', {}, name), rows);
  const nav = h('nav', { class: 'rooms', 'aria-label': 'Places' },
    go('#/home', 'home', 'Home', { current: place.kind === 'home' }),
    section('Channels', channels.map((each) => go(`#/${each.id}`, 'hash', each.name, { unread: each.unread, current: here(each.id) }))),
    section('Apps', apps.map((each) => go(`#/${each.id}`, 'app', each.name, { unread: each.unread, current: here(each.id) }))),
    section('Outside',
      office.links.mails && go('#/mails', 'mail', 'Mail outbox', { unread: desk.newMails, current: place.kind === 'mails' }),
      office.links.temporal && go(office.links.temporal, 'flow', 'Temporal', { out: true })));
  nav.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey) return;
    const all = [...nav.querySelectorAll('a')];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    event.preventDefault();
  });
  return [
    h('header', { class: 'office' }, h('strong', {}, office.office), iconButton('moon', 'Appearance', themeMenu, { 'aria-haspopup': 'menu', 'aria-expanded': 'false' })),
    h('button', { type: 'button', class: 'jump-opener', on: { click: desk.jump } }, icon('search'), h('span', {}, 'Jump to…'), h('kbd', {}, /Mac/.test(navigator.platform) ? '⌘K' : 'Ctrl K')),
    nav,
    overview.lint > 0 && h('button', { type: 'button', class: 'lint', on: { click: desk.showLint } }, icon('warn'), `${overview.lint} beyond Slack’s limits`),
    h('button', { type: 'button', class: 'me', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': `You are ${me.real_name}. Sit down as someone else`, on: { click: switchPerson } },
      face(office.people.find((each) => each.id === me.id), office), h('span', {}, h('strong', {}, me.real_name), h('small', {}, office.people.find((each) => each.id === me.id)?.title || 'Member')), h('span', { class: 'me-change' }, 'Change')),
  ];
}

/** The first page: who sits down? */
export const pickPerson = (office, become) => h('main', { class: 'pick', id: 'main' },
  h('span', { class: 'pick-mark' }, icon('app')),
  h('h1', {}, office.office),
  h('p', {}, 'Who sits down at the desk? You can change seats at any time, or take two in two tabs.'),
  h('div', { class: 'seats' }, office.people.filter((person) => !person.is_bot && !person.deleted).map((person) =>
    h('button', { type: 'button', class: 'seat', on: { click: () => become(person.profile.email) } }, face(person, office, 'large'), h('strong', {}, person.real_name), h('small', {}, person.title || person.profile.email)))));
