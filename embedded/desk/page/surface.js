/**
 * A surface: where blocks stand and how acts on them reach the app.
 * `names`, `office`: who is who · `valueOf(block, element)`: what is put in · `errors`: sentences by block id
 * `press(block, element, raw, node)`: the app hears · `enter(…)`: typing, kept after a moment · `set(…)`: a choice was made
 * `suggest`, `upload`, `fileUrl`: an external select's options, a file input's files, an image's address
 * `submit`: what Enter in a text field does, in a modal.
 */
import { h, toast } from './dom.js';
import { sentenceFor } from './door.js';

const KEEP_TYPING_AFTER_MS = 300;

/** Asks what an element's `confirm` asks. Resolves to whether the person goes on. */
function confirmed(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'confirm', 'aria-labelledby': 'confirm-title' },
      h('h2', { id: 'confirm-title' }, confirm.title.text),
      h('p', {}, confirm.text.text),
      h('div', { class: 'dialog-end' },
        h('button', { type: 'button', class: 'button', on: { click: () => dialog.close('no') } }, confirm.deny.text),
        h('button', { type: 'button', class: `button ${confirm.style === 'danger' ? 'danger' : 'primary'}`, autofocus: true, on: { click: () => dialog.close('yes') } }, confirm.confirm.text)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** A surface for blocks at `spot` (`{ viewId }` or `{ channel, ts }`), for the person behind `door`. */
export function surface({ door, office, names, spot, values = {}, errors, submit }) {
  const typing = new Map();
  const at = (block, element, raw) => ({ ...spot, blockId: block.block_id, actionId: element.action_id, value: raw });
  const key = (block, element) => `${block.block_id}/${element.action_id}`;

  /** Sends what was typed and not yet kept; everything that makes the app look does this first. */
  async function flush() {
    const waiting = [...typing];
    for (const [, { timer }] of waiting) clearTimeout(timer);
    await Promise.all(waiting.map(([, { pressed }]) => door.enter(pressed)));
    for (const [name, entry] of waiting) if (typing.get(name) === entry) typing.delete(name);
  }

  async function press(block, element, raw, node) {
    if (!(await confirmed(element.confirm))) return;
    await flush();
    node?.setAttribute('aria-busy', 'true');
    const outcome = await door.press(at(block, element, raw));
    node?.removeAttribute('aria-busy');
    if (!outcome.ok) toast(sentenceFor(outcome.error), 'error');
  }

  return {
    office, names, errors, flush, submit, press,
    unsaved: () => new Map([...typing].map(([name, { pressed }]) => [name, pressed.value])),
    valueOf: (block, element) => values[block.block_id]?.[element.action_id] ?? initial(element),
    enter(block, element, raw) {
      const name = key(block, element);
      clearTimeout(typing.get(name)?.timer);
      const entry = { pressed: at(block, element, raw) };
      entry.timer = setTimeout(async () => {
        await door.enter(entry.pressed);
        if (typing.get(name) === entry) typing.delete(name); // Until it is kept, a redraw takes it from here.
      }, KEEP_TYPING_AFTER_MS);
      typing.set(name, entry);
    },
    set: (block, element, raw, node) => press(block, element, raw, node),
    async suggest(block, element, typed) {
      const answer = await door.suggest(at(block, element, typed));
      if (!answer.ok) toast(sentenceFor(answer.error), 'error');
      return answer.options ?? (answer.option_groups ?? []).flatMap((group) => group.options);
    },
    async upload(block, element, chosen) {
      const kept = (await Promise.all(chosen.map((file) => door.attach(file)))).filter((answer) => answer.file).map((answer) => answer.file);
      if (kept.length < chosen.length) toast('A file could not be uploaded.', 'error');
      await door.press(at(block, element, kept.map((file) => file.id)));
      return kept;
    },
    fileUrl: (file) => (file.id ? `/desk/files/${file.id}/image` : file.url),
  };
}

/** Before anything was put in, an element shows what the app gave it. */
const initial = (element) => ({
  value: element.initial_value, selected_option: element.initial_option, selected_options: element.initial_options, selected_date: element.initial_date, selected_time: element.initial_time,
  selected_date_time: element.initial_date_time, selected_user: element.initial_user, selected_users: element.initial_users, selected_conversation: element.initial_conversation,
  selected_conversations: element.initial_conversations, selected_channel: element.initial_channel, selected_channels: element.initial_channels,
});
