/** The desk: one person's window on the workspace. Where they are stands in the address, so that reload and back work. */
import { conversation } from './conversation.js';
import { fill, h, iconButton, quietly } from './dom.js';
import { listen, personDoor, read } from './door.js';
import { home } from './home.js';
import { jump } from './jump.js';
import { mails } from './mails.js';
import { modalHost } from './modal.js';
import { closePopup } from './popup.js';
import { applyTheme, pickPerson, sidebar } from './sidebar.js';

const root = document.getElementById('desk');
const SETTLE_MS = 120;

/** `#/home`, `#/mails`, `#/mails/ID`, `#/CHANNEL`, `#/CHANNEL/THREAD`; `/desk/archives/CHANNEL/pTS` points at a message. */
function placeFromAddress(overview) {
  const archive = /^\/desk\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(location.pathname);
  if (archive) {
    history.replaceState(null, '', `/desk${location.search}#/${archive[1]}`);
    return { kind: 'channel', id: archive[1], focus: `${archive[2]}.${archive[3]}` };
  }
  const [first, second] = location.hash.replace(/^#\/?/, '').split('/');
  if (first === 'home') return { kind: 'home' };
  if (first === 'mails') return { kind: 'mails', mail: second };
  const channel = overview.channels.find((each) => each.id === first);
  return channel ? { kind: 'channel', id: first, thread: second } : { kind: 'channel', id: overview.channels[0].id };
}

function become(email) {
  const address = new URL(location.href);
  address.searchParams.set('as', email);
  location.assign(address);
}

async function showLint() {
  const { entries = [] } = await read('lint');
  const dialog = h('dialog', { class: 'modal', 'aria-labelledby': 'lint-title' },
    h('header', { class: 'modal-head' }, h('h2', { id: 'lint-title' }, 'Beyond Slack’s limits'), iconButton('close', 'Close', () => dialog.close())),
    h('div', { class: 'modal-body' }, entries.slice(-30).reverse().map((entry) => h('div', { class: 'lint-entry' }, h('strong', {}, entry.call), h('small', {}, ` ${entry.at}`), h('ul', {}, entry.violations.map((each) => h('li', {}, h('code', {}, each.pointer || '/'), ` ${each.message}`)))))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Everything the parts of the page share about one person's desk. */
async function openDesk(office, person) {
  const door = personDoor(person.id);
  const overview = await door.overview();
  const known = new Map(office.people.map((each) => [each.id, each]));
  const rooms = new Map(office.channels.map((each) => [each.id, each.name]));
  const names = { me: person.id, timezone: person.tz, person: (id) => known.get(id)?.real_name, channel: (id) => rooms.get(id) };
  return {
    office, door, names, overview, me: overview.me, place: placeFromAddress(overview), newMails: 0, become, showLint,
    person: (id) => known.get(id),
    channel(id) { return this.overview.channels.find((each) => each.id === id); },
    shared: () => ({ door, office, names }),
  };
}

const lastSeenMail = () => Number(localStorage.getItem('desk-last-mail') ?? 0);

/** Keeps the sidebar and the window's title in step: `draw` now, `refresh` after reading what is unread, `countMails`, `sawMails`. */
function sidebarKeeper(desk, aside) {
  let drawn;
  const draw = () => {
    const key = JSON.stringify([desk.overview, desk.place, desk.newMails]);
    if (key === drawn) return; // A click that falls between two drawings would be lost.
    drawn = key;
    const focused = aside.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    fill(aside, sidebar(desk));
    if (focused) aside.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    const unread = desk.overview.channels.reduce((sum, each) => sum + each.unread, 0);
    const title = desk.place.kind === 'home' ? 'Home' : desk.place.kind === 'mails' ? 'Mail outbox' : desk.channel(desk.place.id).name;
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title} · ${desk.me.real_name} · ${desk.office.office}`;
  };
  const refresh = quietly(SETTLE_MS, async () => {
    const overview = await desk.door.overview();
    if (!overview.channels) return;
    desk.overview = overview;
    draw();
  });
  const countMails = async () => {
    const answer = desk.office.links.mails ? await read('mails?limit=200') : {};
    desk.newMails = (answer.mails ?? []).filter((mail) => mail.sequence > lastSeenMail()).length;
    draw();
  };
  const sawMails = (all) => {
    localStorage.setItem('desk-last-mail', String(Math.max(lastSeenMail(), ...all.map((mail) => mail.sequence))));
    desk.newMails = 0;
    draw();
  };
  return { draw, refresh, countMails, sawMails };
}

async function run(desk) {
  const main = h('main', { class: 'main', id: 'main', tabindex: '-1' });
  const aside = h('aside', { class: 'sidebar', id: 'sidebar', 'aria-label': 'Sidebar' });
  const veil = h('div', { class: 'veil', on: { click: () => menu(false) } });
  const lost = h('div', { class: 'lost', role: 'alert', hidden: true }, 'The desk is away. It comes back by itself.');
  const menu = (on) => root.classList.toggle('menu-open', on);
  fill(root, lost, aside, veil, main);
  const modal = modalHost(desk);
  const side = sidebarKeeper(desk, aside);
  let view;

  const show = () => {
    closePopup();
    menu(false);
    view = { channel: conversation, home, mails }[desk.place.kind](main, desk, desk.place);
    side.draw();
  };
  const move = () => {
    desk.place = placeFromAddress(desk.overview);
    show();
  };
  Object.assign(desk, {
    jump: () => jump(desk),
    menuButton: () => iconButton('menu', 'Menu', () => menu(true), { class: 'icon-button menu-button', 'aria-controls': 'sidebar' }),
    read: (channel) => desk.door.markRead(channel).then(side.refresh),
    sawMails: side.sawMails,
  });
  window.addEventListener('hashchange', move);
  document.addEventListener('keydown', (event) => shortcuts(event, desk, view, menu));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && desk.place.kind === 'channel' && desk.read(desk.place.id));
  show();
  side.countMails();
  let opened = false;
  listen(desk.me.id, {
    changed(change) {
      if (change.kind === 'modal') modal.look();
      if (change.kind === 'message' || change.kind === 'lint') side.refresh();
      if (change.kind === 'mail' && desk.place.kind !== 'mails') side.countMails();
      view.changed(change);
    },
    lost: () => { lost.hidden = false; },
    found: () => {
      lost.hidden = true;
      modal.look();
      if (opened) move(); // What happened meanwhile was not heard: read everything again.
      opened = true;
    },
  });
}

/** Alt with the arrows walks the channels, Ctrl-K jumps, Escape leaves the thread. */
function shortcuts(event, desk, view, menu) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) desk.jump();
  } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    const stops = ['#/home', ...desk.overview.channels.map((each) => `#/${each.id}`), ...(desk.office.links.mails ? ['#/mails'] : [])];
    const here = stops.indexOf(desk.place.kind === 'channel' ? `#/${desk.place.id}` : `#/${desk.place.kind}`);
    location.hash = stops[(here + (event.key === 'ArrowDown' ? 1 : -1) + stops.length) % stops.length];
  } else if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
    closePopup(true);
    menu(false);
    view.escape();
  }
}

async function boot() {
  applyTheme();
  const office = await read('office');
  if (!office.people) return fill(root, h('p', { class: 'problem' }, 'The desk cannot be read. Is the office running?'));
  const wanted = new URL(location.href).searchParams.get('as');
  const person = office.people.find((each) => each.profile.email === wanted && !each.deleted);
  document.title = `Desk · ${office.office}`;
  if (!person) return fill(root, pickPerson(office, become));
  await run(await openDesk(office, person));
}

boot();
