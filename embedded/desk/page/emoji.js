/** Emoji by Slack's names: those an office uses; any other stays as it was written. */

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

/** Plain text with its `:names:` drawn, as Slack draws plain_text unless it says `emoji: false`. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):/g, (all, name) => emoji(name) ?? all);
