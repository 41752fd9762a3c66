/** Emoji by Slack's names: the office's own signs are drawn, the others are characters, an unknown one stays as written. */
import { h, icon } from './dom.js';

/** Signs drawn as icons, so that they look the same on a machine without an emoji font: icon and tone. */
const SIGNS = {
  white_check_mark: ['check', 'good'], heavy_check_mark: ['check', 'good'], x: ['close', 'bad'], no_entry_sign: ['stop', 'bad'], no_entry: ['stop', 'bad'],
  warning: ['warn', 'wait'], rotating_light: ['bell', 'bad'], bell: ['bell', 'wait'], hourglass: ['glass', 'wait'], hourglass_flowing_sand: ['glass', 'wait'], alarm_clock: ['clock', 'wait'],
  envelope: ['mail', 'plain'], email: ['mail', 'plain'], outbox_tray: ['tray', 'plain'], moneybag: ['coins', 'good'], wastebasket: ['bin', 'plain'], double_vertical_bar: ['pause', 'plain'],
  leftwards_arrow_with_hook: ['reply', 'plain'], pencil2: ['pen', 'plain'], pencil: ['pen', 'plain'], memo: ['pen', 'plain'], speech_balloon: ['talk', 'plain'], receipt: ['app', 'plain'], page_facing_up: ['file', 'plain'],
};

const EMOJI = {
  white_check_mark: '✅', heavy_check_mark: '✔️', ballot_box_with_check: '☑️', x: '❌', no_entry: '⛔', no_entry_sign: '🚫', warning: '⚠️', exclamation: '❗', question: '❓',
  hourglass: '⌛', hourglass_flowing_sand: '⏳', alarm_clock: '⏰', clock3: '🕒', calendar: '📆', date: '📅', spiral_calendar_pad: '🗓️',
  page_facing_up: '📄', page_with_curl: '📃', memo: '📝', pencil: '📝', pencil2: '✏️', clipboard: '📋', bookmark_tabs: '📑', receipt: '🧾', file_folder: '📁', open_file_folder: '📂',
  email: '✉️', envelope: '✉️', 'e-mail': '📧', incoming_envelope: '📨', envelope_with_arrow: '📩', outbox_tray: '📤', inbox_tray: '📥', mailbox: '📫', postbox: '📮', package: '📦',
  moneybag: '💰', money_with_wings: '💸', euro: '💶', dollar: '💵', pound: '💷', yen: '💴', credit_card: '💳', bank: '🏦', chart_with_upwards_trend: '📈', chart_with_downwards_trend: '📉', bar_chart: '📊',
  tada: '🎉', sparkles: '✨', star: '⭐', rocket: '🚀', fire: '🔥', bulb: '💡', bell: '🔔', no_bell: '🔕', mega: '📣', loudspeaker: '📢', speech_balloon: '💬', eyes: '👀', wave: '👋', thumbsup: '👍', '+1': '👍', thumbsdown: '👎', '-1': '👎', pray: '🙏', raised_hand: '✋', ok_hand: '👌', clap: '👏', muscle: '💪', point_right: '👉', point_down: '👇',
  smile: '😄', slightly_smiling_face: '🙂', thinking_face: '🤔', sweat_smile: '😅', cry: '😢', tired_face: '😫', heart: '❤️', bust_in_silhouette: '👤', busts_in_silhouette: '👥', handshake: '🤝', briefcase: '💼', office: '🏢',
  lock: '🔒', unlock: '🔓', key: '🔑', link: '🔗', paperclip: '📎', mag: '🔍', gear: '⚙️', wrench: '🔧', hammer: '🔨', wastebasket: '🗑️', printer: '🖨️', recycle: '♻️', arrows_counterclockwise: '🔄', repeat: '🔁', leftwards_arrow_with_hook: '↩️', arrow_right: '➡️', arrow_left: '⬅️', arrow_up: '⬆️', arrow_down: '⬇️', double_vertical_bar: '⏸️', pause_button: '⏸️', arrow_forward: '▶️', black_square_for_stop: '⏹️',
  red_circle: '🔴', large_orange_circle: '🟠', large_yellow_circle: '🟡', large_green_circle: '🟢', large_blue_circle: '🔵', white_circle: '⚪', black_circle: '⚫', large_green_square: '🟩', large_yellow_square: '🟨', large_red_square: '🟥', triangular_flag_on_post: '🚩', round_pushpin: '📍', pushpin: '📌', information_source: 'ℹ️', construction: '🚧', rotating_light: '🚨', zzz: '💤', palm_tree: '🌴', house: '🏠', globe_with_meridians: '🌐', zap: '⚡', heavy_plus_sign: '➕', heavy_minus_sign: '➖', scales: '⚖️', balance_scale: '⚖️', shield: '🛡️', trophy: '🏆', seedling: '🌱', robot_face: '🤖', cop: '👮', scroll: '📜', ledger: '📒', books: '📚', label: '🏷️', pen: '🖊️', lower_left_ballpoint_pen: '🖊️', black_nib: '✒️', stopwatch: '⏱️', timer_clock: '⏲️', mantelpiece_clock: '🕰️', bellhop_bell: '🛎️', sos: '🆘', new: '🆕', ok: '🆗', soon: '🔜',
};

/** The character for `name` without colons, or undefined. */
export const emoji = (name) => EMOJI[name.split('::')[0]];

/** A sign or a character with its name for screen readers; undefined for a name nobody knows. */
export function emojiNode(name) {
  const [drawn, tone] = SIGNS[name] ?? [];
  const content = drawn ? icon(drawn) : emoji(name);
  return content && h('span', { class: drawn ? `sign ${tone}` : 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' ') }, content);
}

/** Plain text with its `:names:` drawn, as Slack draws plain_text unless it says `emoji: false`. */
export const withSigns = (text) => text.split(/:([a-z0-9_+'-]+):/g).map((part, at) => (at % 2 === 1 ? emojiNode(part) ?? `:${part}:` : part));

/** The same where only characters can stand, as in an option of a select. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):/g, (all, name) => emoji(name) ?? all);
