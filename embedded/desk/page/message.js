/** One message: who, when, what, and what can be done with it. */
import { blocks, picture } from './blocks.js';
import { clock, fullMoment } from './dates.js';
import { h, icon, iconButton, toast } from './dom.js';
import { sentenceFor } from './door.js';
import { mrkdwn } from './mrkdwn.js';
import { popup } from './popup.js';
import { surface } from './surface.js';

/** Colleagues take the eight colours of desk.css in turn, so that neighbours differ. */
const shade = (person, office) => Math.max(0, office.people.filter((each) => !each.is_bot).findIndex((each) => each.id === person.id)) % 8;

/** A round face: the app's mark, or initials. */
export function face(person, office, size = '') {
  if (!person || person.id === office.app.userId || person.is_bot) return h('span', { class: `face app ${size}`, 'aria-hidden': 'true' }, icon('app'));
  const initials = person.real_name.split(/\s+/).map((word) => word[0]).slice(0, 2).join('').toUpperCase();
  return h('span', { class: `face shade-${shade(person, office)} ${size}`, 'aria-hidden': 'true' }, initials);
}

const bytes = (size) => (size < 1024 ? `${size} B` : size < 1024 * 1024 ? `${Math.round(size / 1024)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`);

function fileCard(file) {
  const href = `/desk/files/${file.id}/${encodeURIComponent(file.name)}`;
  if (file.mimetype.startsWith('image/')) return h('a', { class: 'file-image', href, target: '_blank', rel: 'noopener' }, picture({ image_url: href, alt_text: file.title }, {}, 'block-image'));
  return h('a', { class: 'file-card', href, target: '_blank', rel: 'noopener' }, icon('file'), h('span', {}, h('strong', {}, file.title), h('small', {}, `${file.pretty_type || 'File'} · ${bytes(file.size)}`)));
}

function attachment(each, onto) {
  return h('div', { class: 'attachment' },
    each.pretext && h('p', {}, each.pretext), each.title && h('strong', {}, each.title), each.text && mrkdwn(each.text, onto.names), each.blocks && blocks(each.blocks, onto));
}

function threadLine(message, desk) {
  if (!message.reply_count) return null;
  const word = message.reply_count === 1 ? '1 reply' : `${message.reply_count} replies`;
  return h('a', { class: 'thread-line', href: `#/${message.channel}/${message.ts}` },
    (message.reply_users ?? []).slice(0, 3).map((id) => face(desk.person(id), desk.office, 'tiny')), h('strong', {}, word), h('small', {}, `last at ${clock(message.latest_reply, desk.names.timezone)}`));
}

function tools(message, desk, inThread) {
  if (message.ephemeral) return null;
  const shortcuts = desk.office.shortcuts.filter((each) => each.type === 'message');
  const run = async (callbackId) => {
    const outcome = await desk.door.shortcut(callbackId, { channel: message.channel, ts: message.ts });
    if (!outcome.ok) toast(sentenceFor(outcome.error), 'error');
  };
  const more = shortcuts.length > 0 && iconButton('more', 'Shortcuts of this message', (event) => popup(event.currentTarget, shortcuts.map((each) => ({ label: each.name, hint: each.description, act: () => run(each.callbackId) }))), { 'aria-haspopup': 'menu', 'aria-expanded': 'false' });
  const reply = !inThread && iconButton('reply', 'Reply in a thread', () => { location.hash = `#/${message.channel}/${message.thread_ts ?? message.ts}`; });
  return reply || more ? h('div', { class: 'message-tools' }, reply, more) : null;
}

/** `compact` leaves out face and name under the same author; `inThread` leaves out the thread's own line. */
export function messageNode(message, desk, { compact = false, inThread = false } = {}) {
  const author = message.user === 'USLACKBOT' ? { id: 'USLACKBOT', real_name: 'Slackbot', is_bot: true } : desk.person(message.user);
  const onto = surface({ ...desk.shared(), spot: { channel: message.channel, ts: message.ts } });
  const zone = desk.names.timezone;
  const time = h('a', { class: 'when', href: `#/${message.channel}/${message.thread_ts ?? message.ts}`, title: fullMoment(message.ts, zone) }, h('time', { datetime: new Date(Number(message.ts) * 1000).toISOString() }, clock(message.ts, zone)));
  const name = author?.real_name ?? 'Someone';
  return h('article', { class: `message${compact ? ' compact' : ''}${message.ephemeral ? ' private' : ''}`, 'aria-label': `${name}, ${clock(message.ts, zone)}`, data: { ts: message.ts } },
    compact ? h('span', { class: 'gutter' }, time) : face(author, desk.office),
    h('div', { class: 'message-main' },
      message.ephemeral && h('p', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
      !compact && h('header', { class: 'byline' }, h('strong', {}, name), author?.is_bot && h('span', { class: 'badge' }, 'APP'), time, message.edited && h('small', { class: 'edited', title: fullMoment(message.edited.ts, zone) }, 'edited')),
      h('div', { class: 'message-body' },
        message.blocks?.length > 0 ? blocks(message.blocks, onto) : h('div', { class: 'words' }, mrkdwn(message.text, desk.names)),
        (message.attachments ?? []).map((each) => attachment(each, onto)),
        message.files?.length > 0 && h('div', { class: 'files' }, message.files.map(fileCard))),
      !inThread && threadLine(message, desk)),
    tools(message, desk, inThread));
}
