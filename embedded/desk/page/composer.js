/** The composer: messages, slash commands with a hint of what they take, and the app's shortcuts. */
import { h, iconButton, toast } from './dom.js';
import { sentenceFor } from './door.js';
import { popup } from './popup.js';

/** Told in the channel by Slack itself, so no second word is needed. */
const TOLD_IN_CHANNEL = new Set(['operation_timeout', 'dispatch_failed', 'unknown_command', 'not_in_threads', 'invalid_blocks', 'no_text', 'msg_too_long']);
const MOST_ROWS_PX = 180;

/** What was sent in this tab, newest last: arrow up in an empty composer brings it back. */
const sent = [];

/** A composer for a channel or, with `threadTs`, a thread. */
export function composer(desk, { channel, threadTs, label, hint }) {
  const input = h('textarea', { class: 'composer-input', rows: '1', 'aria-label': label, placeholder: hint, autocomplete: 'off', spellcheck: 'true' });
  const hints = h('div', { class: 'command-hints', hidden: true });
  const busy = h('span', { class: 'composer-busy', role: 'status', hidden: true }, 'Sending…');
  let back = 0;

  const grow = () => {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, MOST_ROWS_PX)}px`;
  };
  const put = (text) => {
    input.value = text;
    grow();
    showHints();
    input.focus();
  };
  const showHints = () => {
    const typed = input.value;
    const fitting = /^\/\S*$/.test(typed) ? desk.office.commands.filter((each) => each.command.startsWith(typed)) : [];
    hints.hidden = fitting.length === 0 || threadTs !== undefined;
    hints.replaceChildren(...fitting.map((each) => h('button', { type: 'button', class: 'hint-row', on: { click: () => put(`${each.command} `) } }, h('strong', {}, each.command), h('span', {}, ` ${each.usage}`), h('small', {}, each.description))));
  };
  const send = async () => {
    const text = input.value.trim();
    if (!text) return;
    sent.push(text);
    back = 0;
    put('');
    const slow = setTimeout(() => { busy.hidden = false; }, 400);
    const outcome = await desk.door.type({ channel, text, ...(threadTs ? { threadTs } : {}) });
    clearTimeout(slow);
    busy.hidden = true;
    if (outcome.ok || TOLD_IN_CHANNEL.has(outcome.error)) return;
    put(text);
    toast(sentenceFor(outcome.error), 'error');
  };
  const recall = (step) => {
    back = Math.min(Math.max(back + step, 0), sent.length);
    put(back === 0 ? '' : sent[sent.length - back]);
  };

  input.addEventListener('input', () => {
    grow();
    showHints();
  });
  input.addEventListener('keydown', (event) => {
    const lone = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send();
    else if (event.key === 'Tab' && lone && !hints.hidden && !/\s/.test(input.value)) put(`${hints.querySelector('strong').textContent} `);
    else if (event.key === 'ArrowUp' && lone && (input.value === '' || back > 0)) recall(1);
    else if (event.key === 'ArrowDown' && lone && back > 0) recall(-1);
    else return;
    event.preventDefault();
  });

  const globals = desk.office.shortcuts.filter((each) => each.type === 'global');
  const run = async (callbackId) => {
    const outcome = await desk.door.shortcut(callbackId);
    if (!outcome.ok) toast(sentenceFor(outcome.error), 'error');
  };
  const bolt = globals.length > 0 && threadTs === undefined && iconButton('bolt', 'Shortcuts', (event) => popup(event.currentTarget, globals.map((each) => ({ label: each.name, hint: each.description, act: () => run(each.callbackId) }))), { 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
  const node = h('div', { class: 'composer' }, hints, h('div', { class: 'composer-box' }, bolt, input, busy, iconButton('send', 'Send', send, { class: 'icon-button send' })));
  return { node, put, focus: () => matchMedia('(pointer: fine)').matches && input.focus() };
}
