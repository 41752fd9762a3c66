/** Block Kit, drawn. A surface hands in what it knows; see `surface.js`. */
import { h, icon } from './dom.js';
import { element } from './elements.js';
import { withSigns } from './emoji.js';
import { link, mrkdwn } from './mrkdwn.js';
import { richText } from './rich-text.js';

/** A text object: mrkdwn as markup, plain_text as it is. */
export function text(object, names) {
  if (!object) return null;
  if (object.type === 'mrkdwn') return mrkdwn(object.text, names);
  const shown = object.emoji === false ? [object.text] : withSigns(object.text);
  return shown.flatMap((part) => (typeof part === 'string' ? part.split('\n').flatMap((line, at) => (at === 0 ? [line] : [h('br'), line])) : [part]));
}

const drawers = {
  section: (block, surface) => h('div', { class: 'section' },
    h('div', { class: 'section-words' },
      block.text && h('div', { class: 'words' }, text(block.text, surface.names)),
      block.fields?.length > 0 && h('div', { class: 'fields' }, block.fields.map((field) => h('div', { class: 'words' }, text(field, surface.names))))),
    block.accessory && h('div', { class: `accessory of-${block.accessory.type}` }, element(block, block.accessory, surface))),
  header: (block, surface) => h('h3', { class: 'header' }, text(block.text, surface.names)),
  divider: () => h('hr'),
  context: (block, surface) => h('div', { class: 'context' }, block.elements.map((each) => (each.type === 'image' ? picture(each, surface, 'context-image') : h('span', { class: 'words' }, text(each, surface.names))))),
  actions: (block, surface) => h('div', { class: 'actions' }, block.elements.map((each) => element(block, each, surface))),
  image: (block, surface) => h('figure', { class: 'picture' }, block.title && h('figcaption', {}, text(block.title, surface.names)), picture(block, surface, 'block-image')),
  input: (block, surface) => inputBlock(block, surface),
  rich_text: (block, surface) => h('div', { class: 'words rich' }, richText(block, surface.names)),
  table: (block, surface) => table(block, surface),
  markdown: (block, surface) => h('div', { class: 'words' }, mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, '*$1*').replace(/^#+ (.*)$/gm, '*$1*'), surface.names)),
  video: (block, surface) => h('p', { class: 'words' }, icon('out'), ' ', link(block.video_url, text(block.title, surface.names))),
  file: (block) => h('p', { class: 'words' }, icon('file'), ` ${block.external_id}`),
};

/** All blocks of a surface. */
export const blocks = (list, surface) => list.map((block) => {
  const draw = drawers[block.type];
  const node = draw ? draw(block, surface) : h('p', { class: 'unknown' }, `(${block.type})`);
  node.dataset.block = block.block_id;
  return node;
});

/** An image, which may be a file of this workspace. */
export function picture(image, surface, kind) {
  const file = image.slack_file;
  const source = file ? surface.fileUrl(file) : image.image_url;
  const image_ = h('img', { class: kind, src: source, alt: image.alt_text, loading: 'lazy' });
  image_.addEventListener('error', () => image_.replaceWith(h('span', { class: 'no-image' }, icon('file'), image.alt_text || 'Image')), { once: true });
  return image_;
}

function inputBlock(block, surface) {
  const id = `f-${block.block_id}`;
  const fault = surface.errors?.[block.block_id];
  const hint = block.hint && h('p', { class: 'hint', id: `${id}-hint` }, text(block.hint, surface.names));
  const error = fault && h('p', { class: 'fault', id: `${id}-fault`, role: 'alert' }, icon('warn'), fault);
  const described = [hint && `${id}-hint`, error && `${id}-fault`].filter(Boolean).join(' ') || null;
  const grouped = ['radio_buttons', 'checkboxes'].includes(block.element.type) || block.element.type.startsWith('multi_');
  const label = [text(block.label, surface.names), block.optional && h('span', { class: 'optional' }, ' (optional)')];
  const control = element(block, block.element, { ...surface, described, labelId: `${id}-label`, fieldId: id, invalid: Boolean(fault), required: block.optional !== true });
  if (grouped) return h('fieldset', { class: fault ? 'field wrong' : 'field', 'aria-describedby': described }, h('legend', { id: `${id}-label` }, label), control, error, hint);
  return h('div', { class: fault ? 'field wrong' : 'field' }, h('label', { for: id, id: `${id}-label` }, label), control, error, hint);
}

function cell(value, settings, heading, surface) {
  const content = value.type === 'rich_text' ? richText(value, surface.names) : value.text ?? String(value.value ?? '');
  const classes = [`to-${settings?.align ?? 'left'}`, settings?.is_wrapped ? 'wrapped' : null].filter(Boolean).join(' ');
  return h(heading ? 'th' : 'td', { class: classes, scope: heading ? 'col' : null }, content);
}

function table({ rows, column_settings: settings = [] }, surface) {
  const line = (row, heading) => h('tr', {}, row.map((value, at) => cell(value, settings[at], heading, surface)));
  const [head, ...rest] = rows;
  return h('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Table' },
    h('table', {}, head && h('thead', {}, line(head, true)), h('tbody', {}, rest.map((row) => line(row, false)))));
}
