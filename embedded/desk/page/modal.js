/** The modal on top of a person's stack: drawn from the view, kept in step with it, submitted and closed. */
import { blocks } from './blocks.js';
import { fill, h, icon, iconButton, oneAtATime } from './dom.js';
import { sentenceFor } from './door.js';
import { keepingFocus } from './focus.js';
import { closePopup } from './popup.js';
import { surface } from './surface.js';

/** Keeps the person's modal on the page in step with the workspace. Call `look` whenever it may have changed. */
export function modalHost(desk) {
  let shown;
  let dialog;
  let current;
  let depth = 0;

  const submit = async () => {
    const button = dialog.querySelector('[data-submit]');
    if (!button || button.disabled) return;
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    await current.flush();
    const before = shown;
    const outcome = await desk.door.submit(shown.id);
    await look();
    if (!dialog || shown?.id !== before.id || shown.hash !== before.hash) return;
    const { view } = await desk.door.modal(); // With what was typed last: a refusal must not cost a word.
    if (view?.id === before.id) draw(view, outcome.errors, outcome.error);
  };

  const close = async (extent) => {
    await current.flush();
    await desk.door.close(shown.id, extent);
    await look();
  };

  function draw(view, errors, problem) {
    closePopup();
    const same = shown?.id === view.id;
    const unsaved = same ? current.unsaved() : new Map();
    const scroll = same ? dialog.querySelector('.modal-body').scrollTop : 0;
    for (const [name, raw] of unsaved) overlay(view, name, raw);
    shown = view;
    current = surface({ ...desk.shared(), spot: { viewId: view.id }, values: view.state.values, errors, submit: view.submit ? submit : undefined });
    keepingFocus(dialog, same, () => fill(dialog, frame(view, { depth, problem, submit, close, content: blocks(view.blocks, current) })));
    dialog.querySelector('.modal-body').scrollTop = scroll;
    if (errors) (dialog.querySelector('[aria-invalid=true]') ?? dialog.querySelector('.wrong'))?.scrollIntoView({ block: 'center' });
    dialog.querySelector('[aria-invalid=true]')?.focus();
  }

  function open() {
    dialog = h('dialog', { class: 'modal', 'aria-labelledby': 'modal-title' });
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      if (event.target === dialog) close('one');
    });
    document.body.append(dialog);
  }

  function end() {
    closePopup();
    dialog?.close();
    dialog?.remove();
    [dialog, shown, current] = [undefined, undefined, undefined];
  }

  const look = oneAtATime(async () => {
    const answer = await desk.door.modal();
    if (answer.view === undefined) return;
    depth = answer.depth;
    if (!answer.view) return end();
    if (shown?.id === answer.view.id && shown.hash === answer.view.hash) return;
    const fresh = !dialog;
    if (fresh) open();
    draw(answer.view);
    if (fresh) {
      dialog.showModal();
      (dialog.querySelector('[autofocus]') ?? dialog.querySelector('.field .control, .field input') ?? dialog.querySelector('[data-submit]'))?.focus();
    }
  });

  return { look, end };
}

/** Head, body and foot of a modal; `depth` above one leads back to the view below. */
const frame = (view, { depth, problem, submit, close, content }) => [
  h('header', { class: 'modal-head' },
    depth > 1 ? iconButton('back', 'Back', () => close('one')) : h('span', { class: 'app-face' }, icon('app')),
    h('h2', { id: 'modal-title' }, view.title.text),
    iconButton('close', 'Close', () => close('all'))),
  h('div', { class: 'modal-body' }, problem && h('p', { class: 'problem', role: 'alert' }, icon('warn'), `That did not go through. ${sentenceFor(problem)}`), content),
  h('footer', { class: 'dialog-end' },
    h('button', { type: 'button', class: 'button', on: { click: () => close('one') } }, view.close?.text ?? 'Cancel'),
    view.submit && h('button', { type: 'button', class: 'button primary', data: { submit: 'yes' }, on: { click: submit } }, view.submit.text)),
];

/** Text that is typed but not yet kept stands over what the workspace holds. */
function overlay(view, name, raw) {
  const [blockId, actionId] = [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)];
  const held = view.state.values[blockId]?.[actionId];
  if (held && 'value' in held) held.value = raw;
}
