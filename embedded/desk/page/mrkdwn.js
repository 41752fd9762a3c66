/** Slack's mrkdwn, drawn as elements. Whatever is not markup is text; only http, https and mailto become links. */
import { h } from './dom.js';
import { emojiNode } from './emoji.js';
import { formatDate } from './dates.js';

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const decode = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** One token at a time, the earliest first. Marks count only at the edge of a word, as in Slack. */
const TOKEN = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(?!\s)([^*\n]+?)(?<!\s)\*(?![\w*])|(?<![\w_])_(?!\s)([^_\n]+?)(?<!\s)_(?![\w_])|(?<![\w~])~(?!\s)([^~\n]+?)(?<!\s)~(?![\w~])|:([a-z0-9_+'-]+):|(https?:\/\/[^\s<>]+[^\s<>.,;:!?)\]'"*_~])/g;

/** `names` answers names for ids: `{ person(id), channel(id), timezone }`. */
export function inline(text, names) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (found.index > from) nodes.push(decode(text.slice(from, found.index)));
    nodes.push(token(found, names));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(decode(text.slice(from)));
  return nodes;
}

function token([all, block, code, reference, bold, italic, strike, emojiName, url], names) {
  if (block !== undefined) return h('pre', {}, h('code', {}, decode(block.replace(/^\n/, ''))));
  if (code !== undefined) return h('code', {}, decode(code));
  if (reference !== undefined) return referenceNode(reference, names);
  if (bold !== undefined) return h('strong', {}, inline(bold, names));
  if (italic !== undefined) return h('em', {}, inline(italic, names));
  if (strike !== undefined) return h('s', {}, inline(strike, names));
  if (emojiName !== undefined) return emojiNode(emojiName) ?? all;
  return link(decode(url), decode(url));
}

/** A link that opens beside the desk; anything but http, https and mailto is shown as text. */
export function link(url, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return label;
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label);
}

export const mention = (text, own = false) => h('span', { class: own ? 'mention own' : 'mention' }, text);

function referenceNode(reference, names) {
  const [target, label] = splitOnce(reference, '|');
  const kind = target[0];
  if (kind === '@') return mention(`@${names.person(target.slice(1)) ?? label ?? target.slice(1)}`, names.me === target.slice(1));
  if (kind === '#') return h('a', { class: 'mention', href: `#/${target.slice(1)}` }, `#${names.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (kind !== '!') return link(decode(target), decode(label ?? target.replace(/^mailto:/, '')));
  if (target.startsWith('!date^')) return dateNode(target, label, names);
  if (/^!(here|channel|everyone)$/.test(target)) return mention(`@${target.slice(1)}`, true);
  return label ? decode(label) : `<${target}>`;
}

function dateNode(target, label, names) {
  const [, seconds, format = '', url] = target.split('^');
  if (!/^\d{1,11}$/.test(seconds)) return decode(label ?? '');
  const text = formatDate(Number(seconds), format, names.timezone);
  const time = h('time', { datetime: new Date(Number(seconds) * 1000).toISOString(), title: decode(label ?? '') }, text);
  return url ? link(decode(url), time) : time;
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** A whole text: paragraphs, quotes and code blocks. */
export function mrkdwn(text, names) {
  const nodes = [];
  let plain = [];
  let quoted = [];
  const flush = () => {
    if (quoted.length > 0) nodes.push(h('blockquote', {}, lines(quoted.join('\n'), names)));
    if (plain.length > 0) nodes.push(h('p', {}, lines(plain.join('\n'), names)));
    [plain, quoted] = [[], []];
  };
  let fenced = false;
  for (const line of text.split('\n')) {
    const quote = fenced ? null : /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote ? plain.length > 0 : quoted.length > 0) flush();
    (quote ? quoted : plain).push(quote ? quote[1] : line);
    if ((line.match(/```/g) ?? []).length % 2 === 1) fenced = !fenced;
  }
  flush();
  return nodes;
}

/** Inline markup with its line breaks. */
const lines = (text, names) => inline(text, names).map((node) => (typeof node === 'string' ? node.split('\n').flatMap((part, at) => (at === 0 ? [part] : [h('br'), part])) : node));
