/** The composer: messages, slash commands with a hint of what they take, and the app's shortcuts. */
import { h, iconButton, toast } from './dom.js';
import { sentenceFor } from './door.js';
import { popup } from './popup.js';

/** Told in the channel by Slack itself, so no second word is needed. */
const TOLD_IN_CHANNEL = new Set(['operation_timeout', 'dispatch_failed', 'unknown_command', 'not_in_threads', 'invalid_blocks', 'no_text', 'msg_too_long']);
const MOST_ROWS_PX = 180;

/** What was sent in this tab, newest last: arrow up in an empty composer brings it back. */
const sent = [];

/** What stands unsent in each channel and thread: going elsewhere and coming back costs no word. */
const drafts = new Map();

/** The commands that fit what is typed so far, to be chosen by click or Tab. */
const commandRows = (desk, typed, choose) => (/^\/\S*$/.test(typed) ? desk.office.commands.filter((each) => each.command.startsWith(typed)) : []).map((each) =>
  h('button', { type: 'button', class: 'hint-row', on: { click: () => choose(`${each.command} `) } }, h('strong', {}, each.command), h('span', {}, ` ${each.usage}`), h('small', {}, each.description)));

/** The app's global shortcuts behind one button; nothing when there are none. */
function shortcutButton(desk) {
  const node = h('div', { class: 'composer' }, hints, h('div', { class: 'composer-box' }, threadTs === undefined && shortcutButton(desk), input, busy, iconButton('send', 'Send', send, { class: 'icon-button send' })));
  input.value = drafts.get(place) ?? '';
  requestAnimationFrame(grow); // Only what is on the page has a height.
  return { node, put, focus: () => matchMedia('(pointer: fine)').matches && input.focus() };
}
