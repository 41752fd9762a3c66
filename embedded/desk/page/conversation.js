/** A channel or the app's conversation, and beside it a thread. */
import { composer } from './composer.js';
import { dayLabel, dayOf } from './dates.js';
import { announce, h, icon, iconButton, oneAtATime } from './dom.js';
import { patch } from './focus.js';
import { messageNode } from './message.js';

/** Messages of one author closer than this many seconds share a face. */
const SAME_BREATH_S = 300;
const NEAR_END_PX = 120;

const compactAfter = (before, message) => Boolean(before) && before.user === message.user && before.ephemeral === message.ephemeral && !message.ephemeral && Number(message.ts) - Number(before.ts) < SAME_BREATH_S;
const plainWords = (message) => message.text.replace(/<[^|>]*\|([^>]*)>/g, '$1').replace(/[<>*_~`]/g, '').slice(0, 200);

/** A list of messages that keeps itself current. `read` answers them; `empty` is shown when there are none. */
function messageLog(desk, { label, read, inThread, empty, focusTs }) {
  const log = h('div', { class: 'log', role: 'log', 'aria-label': label, 'aria-live': 'off', tabindex: '0' });
  const drawn = new Map();
  let known;

  const nodeFor = (message, compact) => {
    const version = [message.revision, message.reply_count, message.latest_reply, compact].join();
    const cached = drawn.get(message.ts);
    if (cached?.version === version) return cached.node;
    const node = messageNode(message, desk, { compact, inThread });
    drawn.set(message.ts, { version, node });
    return node;
  };

  const divider = (name, text) => {
    const cached = drawn.get(name);
    if (cached) return cached.node;
    const node = h('div', { class: 'day', role: 'separator' }, h('span', {}, text));
    drawn.set(name, { node });
    return node;
  };

  function draw(messages) {
    const zone = desk.names.timezone;
    const nodes = messages.flatMap((message, at) => {
      const before = messages[at - 1];
      const newDay = !inThread && (!before || dayOf(Number(before.ts), zone) !== dayOf(Number(message.ts), zone));
      const node = nodeFor(message, compactAfter(newDay ? undefined : before, message));
      return newDay ? [divider(`day-${dayOf(Number(message.ts), zone)}`, dayLabel(message.ts, zone)), node] : [node];
    });
    patch(log, nodes.length > 0 ? nodes : [empty()]);
  }

  const look = oneAtATime(async () => {
    const answer = await read();
    if (!answer.messages) return;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    const first = known === undefined;
    const news = first ? [] : answer.messages.filter((message) => !known.has(message.ts) && message.user !== desk.me.id);
    known = new Set(answer.messages.map((message) => message.ts));
    draw(answer.messages);
    for (const message of news) announce(`${desk.person(message.user)?.real_name ?? desk.office.app.name}: ${plainWords(message)}`);
    const target = first && focusTs ? log.querySelector(`[data-ts="${CSS.escape(focusTs)}"]`) : null;
    if (target) {
      target.classList.add('found');
      target.scrollIntoView({ block: 'center' });
    } else if (first || atEnd) log.scrollTop = log.scrollHeight;
  });
  return { log, look };
}

/** Shows the channel `place.id`, with `place.thread` beside it. Returns how to tell it of changes. */
export function conversation(main, desk, place) {
  const channel = desk.channel(place.id);
  const app = channel.kind === 'im';
  const title = app ? channel.name : `#${channel.name}`;
  const silent = app && desk.office.app.readOnly;
  const write = silent ? readOnlyNote(channel) : composer(desk, { channel: channel.id, label: `Message ${title}`, hint: `Message ${title}, or /invoice help` });
  const empty = () => h('div', { class: 'empty' }, h('span', { class: 'empty-mark' }, icon(app ? 'app' : 'hash')), h('h2', {}, app ? `This is your conversation with ${channel.name}` : `Nothing in ${title} yet`),
    h('p', {}, 'Type ', h('code', {}, '/invoice help'), silent ? ' in any channel to see what can be done.' : ' below to see what can be done.'),
    !silent && h('button', { type: 'button', class: 'button', on: { click: () => write.put('/invoice help') } }, 'Write it for me'));
  const list = messageLog(desk, { label: `Messages in ${title}`, read: () => desk.door.messages(channel.id), empty, focusTs: place.focus });
  const column = h('section', { class: 'conversation', 'aria-label': title },
    h('header', { class: 'bar' }, desk.menuButton(), h('h1', {}, icon(app ? 'app' : 'hash'), h('span', {}, channel.name)), h('span', { class: 'bar-note' }, app ? 'App' : `${desk.office.people.filter((each) => !each.is_bot && !each.deleted).length} people`)),
    list.log, write.node);
  const side = place.thread ? threadPane(desk, channel, place.thread) : null;
  main.replaceChildren(...[column, side?.node].filter(Boolean));
  main.classList.toggle('with-side', Boolean(side));
  list.look().then(() => desk.read(channel.id));
  side?.look();
  write.focus();
  return {
    changed(change) {
      if (change.kind !== 'message' || change.channel !== channel.id) return;
      list.look().then(() => document.visibilityState === 'visible' && desk.read(channel.id));
      side?.look();
    },
    escape: () => {
      if (side) location.hash = `#/${channel.id}`;
    },
    write,
  };
}

/** What Slack shows in place of a composer when an app takes no messages. */
const readOnlyNote = (channel) => ({ node: h('p', { class: 'read-only' }, `Sending messages to ${channel.name} has been turned off. Type /invoice in a channel.`), focus() {} });

function threadPane(desk, channel, ts) {
  const write = channel.kind === 'im' && desk.office.app.readOnly ? readOnlyNote(channel) : composer(desk, { channel: channel.id, threadTs: ts, label: 'Reply in this thread', hint: 'Reply…' });
  const empty = () => h('p', { class: 'empty' }, 'This thread is no longer there.');
  const list = messageLog(desk, { label: 'Thread', read: () => desk.door.messages(channel.id, ts), inThread: true, empty });
  const leave = () => { location.hash = `#/${channel.id}`; };
  const node = h('aside', { class: 'side', 'aria-label': 'Thread' },
    h('header', { class: 'bar' }, iconButton('back', 'Back to the channel', leave, { class: 'icon-button only-narrow' }), h('h2', {}, 'Thread'), h('span', { class: 'bar-note' }, channel.kind === 'im' ? channel.name : `#${channel.name}`), iconButton('close', 'Close the thread', leave, { class: 'icon-button only-wide' })),
    list.log, write.node);
  return { node, look: list.look };
}
