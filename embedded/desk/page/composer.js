/** The composer: messages, slash commands with a hint of what they take, and the app's shortcuts. */
import { h, iconButton, toast } from './dom.js';
import { sentenceFor } from './door.js';
import { popup } from './popup.js';

/** Told in the channel by Slack itself, so no second word is needed. */
const TOLD_IN_CHANNEL = new Set(['operation_timeout', 'dispatch_failed', 'unknown_command', 'not_in_threads', 'invalid_blocks', 'no_text', 'msg_too_long']);
const MOST_ROWS_PX = 180;
const SAY_SENDING_AFTER_MS = 400;

/** What was sent in this tab, newest last: arrow up in an empty composer brings it back. */
const sent = [];
/** What stands unsent in each channel and thread: going elsewhere and coming back costs no word. */
const drafts = new Map();

/** The commands that fit what is typed so far, to be chosen by click or Tab. */
const commandRows = (desk, typed, choose) => (/^\/\S*$/.test(typed) ? desk.office.commands.filter((each) => each.command.startsWith(typed)) : []).map((each) =>
  h('button', { type: 'button', class: 'hint-row', on: { click: () => choose(`${each.command} `) } }, h('strong', {}, each.command), h('span', {}, ` ${each.usage}`), h('small', {}, each.description)));

/** The app's global shortcuts behind one button; nothing when there are none. */
function shortcutButton(desk) {
  const globals = desk.office.shortcuts.filter((each) => each.type === 'global');
  const run = async (callbackId) => {
    const outcome = await desk.door.shortcut(callbackId);
    if (!outcome.ok) toast(sentenceFor(outcome.error), 'error');
  };
  const open = (event) => popup(event.currentTarget, globals.map((each) => ({ label: each.name, hint: each.description, act: () => run(each.callbackId) })));
  return globals.length > 0 && iconButton('bolt', 'Shortcuts', open, { 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
}

/** Sends what stands in the composer; what could not be sent comes back into it. */
async function deliver(desk, typed, busy, put) {
  const slow = setTimeout(() => { busy.hidden = false; }, SAY_SENDING_AFTER_MS);
  const outcome = await desk.door.type(typed);
  clearTimeout(slow);
  busy.hidden = true;
  if (outcome.ok || TOLD_IN_CHANNEL.has(outcome.error)) return;
  put(typed.text);
  toast(sentenceFor(outcome.error), 'error');
}

/** A composer for a channel or, with `threadTs`, a thread. */
export function composer(desk, { channel, threadTs, label, hint }) {
  const input = h('textarea', { class: 'composer-input', rows: '1', 'aria-label': label, placeholder: hint, autocomplete: 'off', spellcheck: 'true' });
  const hints = h('div', { class: 'command-hints', hidden: true });
  const busy = h('span', { class: 'composer-busy', role: 'status', hidden: true }, 'Sending…');
  const place = `${channel}/${threadTs ?? ''}`;
  let back = 0;

  const look = () => {
    drafts.set(place, input.value);
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, MOST_ROWS_PX)}px`;
    const rows = threadTs === undefined ? commandRows(desk, input.value, put) : [];
    hints.hidden = rows.length === 0;
    hints.replaceChildren(...rows);
  };
  const put = (text) => {
    input.value = text;
    look();
    input.focus();
  };
  const send = () => {
    const text = input.value.trim();
    if (!text) return;
    sent.push(text);
    back = 0;
    put('');
    deliver(desk, { channel, text, ...(threadTs ? { threadTs } : {}) }, busy, put);
  };
  const recall = (step) => {
    back = Math.min(Math.max(back + step, 0), sent.length);
    put(back === 0 ? '' : sent[sent.length - back]);
  };

  input.addEventListener('input', look);
  input.addEventListener('keydown', (event) => {
    const lone = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send();
    else if (event.key === 'Tab' && lone && !hints.hidden) put(`${hints.querySelector('strong').textContent} `);
    else if (event.key === 'ArrowUp' && lone && (input.value === '' || back > 0)) recall(1);
    else if (event.key === 'ArrowDown' && lone && back > 0) recall(-1);
    else return;
    event.preventDefault();
  });
  input.value = drafts.get(place) ?? '';
  requestAnimationFrame(look); // Only what is on the page has a height.
  const node = h('div', { class: 'composer' }, hints, h('div', { class: 'composer-box' }, threadTs === undefined && shortcutButton(desk), input, busy, iconButton('send', 'Send', send, { class: 'icon-button send' })));
  return { node, put, focus: () => matchMedia('(pointer: fine)').matches && input.focus() };
}
