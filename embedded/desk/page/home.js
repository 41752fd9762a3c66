/** The app's Home for the person at the desk. */
import { blocks } from './blocks.js';
import { fill, h, icon, oneAtATime } from './dom.js';
import { sentenceFor } from './door.js';
import { keepingFocus } from './focus.js';
import { surface } from './surface.js';

/** Shows the Home and tells the app that somebody looks. */
export function home(main, desk) {
  const paper = h('div', { class: 'paper', 'aria-busy': 'true' });
  const note = h('p', { class: 'problem', role: 'alert', hidden: true });
  main.classList.remove('with-side');
  main.replaceChildren(h('section', { class: 'conversation', 'aria-label': 'Home' },
    h('header', { class: 'bar' }, desk.menuButton(), h('h1', {}, icon('home'), h('span', {}, 'Home')), h('span', { class: 'bar-note' }, desk.office.app.name)),
    h('div', { class: 'scroll' }, note, paper)));
  let hash;

  const draw = (view) => {
    if (view.hash === hash) return;
    hash = view.hash;
    paper.removeAttribute('aria-busy');
    const onto = surface({ ...desk.shared(), spot: { viewId: view.id }, values: view.state.values });
    keepingFocus(paper, true, () => fill(paper, blocks(view.blocks, onto)));
  };
  const look = oneAtATime(async () => {
    const { view } = await desk.door.home();
    if (view) draw(view);
  });
  const empty = () => {
    paper.removeAttribute('aria-busy');
    fill(paper, h('div', { class: 'empty' }, h('span', { class: 'empty-mark' }, icon('home')), h('h2', {}, 'Your Home is still empty'), h('p', {}, 'It fills as soon as the app answers. Meanwhile, type ', h('code', {}, '/invoice help'), ' in any channel.')));
  };
  const open = async () => {
    await look();
    const outcome = await desk.door.openHome();
    note.hidden = outcome.ok;
    note.textContent = outcome.ok ? '' : sentenceFor(outcome.error);
    await look();
    if (hash === undefined) empty();
  };
  open();
  return { changed: (change) => change.kind === 'home' && look(), escape() {} };
}
