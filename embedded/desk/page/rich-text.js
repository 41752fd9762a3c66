/** rich_text blocks, drawn. */
import { h } from './dom.js';
import { formatDate } from './dates.js';
import { emojiNode } from './emoji.js';
import { link, mention } from './mrkdwn.js';

function styled(node, style = {}) {
  const wraps = [['bold', 'strong'], ['italic', 'em'], ['strike', 's'], ['underline', 'u'], ['code', 'code']];
  return wraps.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

const inlines = {
  text: (part) => part.text.split('\n').flatMap((line, at) => (at === 0 ? [line] : [h('br'), line])),
  link: (part) => link(part.url, part.text || part.url),
  user: (part, names) => mention(`@${names.person(part.user_id) ?? part.user_id}`, names.me === part.user_id),
  channel: (part, names) => h('a', { class: 'mention', href: `#/${part.channel_id}` }, `#${names.channel(part.channel_id) ?? part.channel_id}`),
  usergroup: (part) => mention(`@${part.usergroup_id}`),
  broadcast: (part) => mention(`@${part.range}`, true),
  emoji: (part) => emojiNode(part.name) ?? `:${part.name}:`,
  date: (part, names) => h('time', { datetime: new Date(part.timestamp * 1000).toISOString() }, formatDate(part.timestamp, part.format, names.timezone)),
  color: (part) => h('code', {}, part.value),
};

const inline = (parts, names) => parts.map((part) => styled(inlines[part.type]?.(part, names) ?? `(${part.type})`, part.style));

const parts = {
  rich_text_section: (part, names) => h('p', {}, inline(part.elements, names)),
  rich_text_quote: (part, names) => h('blockquote', {}, inline(part.elements, names)),
  rich_text_preformatted: (part, names) => h('pre', {}, h('code', {}, inline(part.elements, names))),
  rich_text_list: (part, names) => h(part.style === 'ordered' ? 'ol' : 'ul', { class: `indent-${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null }, part.elements.map((item) => h('li', {}, inline(item.elements, names)))),
};

/** The parts of a rich_text block. */
export const richText = (block, names) => block.elements.map((part) => parts[part.type]?.(part, names) ?? `(${part.type})`);
