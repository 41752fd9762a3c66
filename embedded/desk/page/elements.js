/** Block Kit's interactive elements, drawn with the browser's own controls: they work by keyboard and on a phone. */
import { h, icon } from './dom.js';
import { withEmoji } from './emoji.js';
import { combobox } from './combobox.js';
import { popup } from './popup.js';
import { picture, text } from './blocks.js';

const words = (object) => (object ? (object.emoji === false ? object.text : withEmoji(object.text)) : '');
const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

/** Attributes every control has: its name for focus, its label, what describes it. */
const common = (block, element, surface) => ({
  id: surface.fieldId ?? null,
  data: { key: keyOf(block, element) },
  'aria-label': surface.fieldId ? null : words(element.placeholder) || element.action_id,
  'aria-describedby': surface.described ?? null,
  'aria-invalid': surface.invalid ? 'true' : null,
  'aria-required': surface.required ? 'true' : null,
  autofocus: element.focus_on_load ? true : null,
});

/** What the person has put in so far; see `surface.js`. */
const held = (block, element, surface) => surface.valueOf(block, element);

function button(block, element, surface) {
  const press = (event) => {
    if (element.url) window.open(element.url, '_blank', 'noopener,noreferrer');
    surface.press(block, element, undefined, event.currentTarget);
  };
  return h('button', { type: 'button', class: `button ${element.style ?? ''}`, data: { key: keyOf(block, element) }, 'aria-label': element.accessibility_label ?? null, on: { click: press } },
    text(element.text, surface.names), element.url && icon('out'));
}

function overflow(block, element, surface) {
  const choose = (option, opener) => {
    if (option.url) window.open(option.url, '_blank', 'noopener,noreferrer');
    surface.press(block, element, option.value, opener);
  };
  const opener = h('button', { type: 'button', class: 'icon-button', 'aria-label': 'More actions', title: 'More actions', 'aria-haspopup': 'menu', 'aria-expanded': 'false', data: { key: keyOf(block, element) } }, icon('more'));
  opener.addEventListener('click', () => popup(opener, element.options.map((option) => ({ label: words(option.text), hint: words(option.description), act: () => choose(option, opener) }))));
  return opener;
}

function typed(type, extra = {}) {
  return (block, element, surface) => {
    const long = element.multiline === true;
    const value = held(block, element, surface)?.value ?? '';
    const control = h(long ? 'textarea' : 'input', {
      ...common(block, element, surface), class: 'control', placeholder: words(element.placeholder) || null,
      ...(long ? { rows: 4 } : { type, ...extra }), maxlength: element.max_length ?? null, '.value': value,
    });
    const counter = element.max_length ? h('span', { class: 'counter', 'aria-hidden': 'true' }, `${element.max_length - value.length}`) : null;
    const eager = element.dispatch_action_config?.trigger_actions_on?.includes('on_character_entered');
    control.addEventListener('input', () => {
      if (counter) counter.textContent = String(element.max_length - control.value.length);
      if (eager && block.dispatch_action) surface.press(block, element, control.value, null);
      else surface.enter(block, element, control.value);
    });
    control.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || long || event.isComposing) return;
      event.preventDefault();
      if (block.dispatch_action) surface.press(block, element, control.value, null);
      else surface.submit?.();
    });
    return counter ? h('div', { class: 'counted' }, control, counter) : control;
  };
}

function optionNodes(element) {
  const node = (option) => h('option', { value: option.value }, words(option.text));
  if (element.option_groups) return element.option_groups.map((group) => h('optgroup', { label: words(group.label) }, group.options.map(node)));
  return (element.options ?? []).map(node);
}

/** A select over options, people or conversations; `pick` reads what is held. */
function select(optionsOf, pick) {
  return (block, element, surface) => {
    const chosen = pick(held(block, element, surface)) ?? '';
    const control = h('select', { ...common(block, element, surface), class: 'control' }, h('option', { value: '' }, words(element.placeholder) || 'Choose…'), optionsOf(element, surface));
    control.value = chosen;
    control.addEventListener('change', () => surface.set(block, element, control.value || null, control));
    return h('div', { class: 'select' }, control);
  };
}

/** Several of many: check boxes in a scrolling list. */
function several(optionsOf, pick) {
  return (block, element, surface) => {
    const chosen = new Set(pick(held(block, element, surface)));
    const tick = (value, on, control) => {
      if (on) chosen.add(value);
      else chosen.delete(value);
      surface.set(block, element, [...chosen], control);
    };
    const full = () => chosen.size >= (element.max_selected_items ?? Infinity);
    const rows = optionsOf(element, surface).map(({ value, label, description }) => {
      const box = h('input', { type: 'checkbox', value, checked: chosen.has(value), data: { key: `${keyOf(block, element)}/${value}` } });
      box.addEventListener('change', () => {
        if (box.checked && full()) box.checked = false;
        else tick(value, box.checked, box);
      });
      return h('label', { class: 'choice' }, box, h('span', {}, label, description && h('small', {}, description)));
    });
    return h('div', { class: rows.length > 6 ? 'choices many' : 'choices', role: 'group', 'aria-labelledby': surface.labelId ?? null }, rows);
  };
}

function radios(block, element, surface) {
  const chosen = held(block, element, surface)?.selected_option?.value;
  const name = keyOf(block, element);
  return h('div', { class: 'choices', role: 'radiogroup', 'aria-labelledby': surface.labelId ?? null }, element.options.map((option) => {
    const box = h('input', { type: 'radio', name, value: option.value, checked: option.value === chosen, data: { key: `${name}/${option.value}` } });
    box.addEventListener('change', () => surface.set(block, element, option.value, box));
    return h('label', { class: 'choice' }, box, h('span', {}, text(option.text, surface.names), option.description && h('small', {}, text(option.description, surface.names))));
  }));
}

function picker(type, field, toRaw = (value) => value, fromHeld = (value) => value) {
  return (block, element, surface) => {
    const control = h('input', { ...common(block, element, surface), class: 'control', type, '.value': fromHeld(held(block, element, surface)?.[field] ?? '') });
    control.addEventListener('change', () => surface.set(block, element, control.value ? toRaw(control.value) : null, control));
    return control;
  };
}

function files(block, element, surface) {
  const list = h('ul', { class: 'uploads' });
  const show = (kept) => list.replaceChildren(...kept.map((file) => h('li', {}, icon('file'), file.name)));
  show(held(block, element, surface)?.files ?? []);
  const control = h('input', { ...common(block, element, surface), class: 'control', type: 'file', multiple: element.max_files !== 1, accept: element.filetypes?.map((each) => `.${each}`).join(',') ?? null });
  control.addEventListener('change', async () => show(await surface.upload(block, element, [...control.files].slice(0, element.max_files ?? 10))));
  return h('div', {}, control, list);
}

const people = (_, { office }) => office.people.filter((person) => !person.deleted && !person.is_bot);
const listed = { option: (element) => [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)] };
const asRows = { options: (element) => listed.option(element).map(({ value, text: label, description }) => ({ value, label: words(label), description: words(description) })) };
asRows.people = (element, surface) => people(element, surface).map(({ id, real_name }) => ({ value: id, label: real_name }));
asRows.channels = (_, { office }) => office.channels.map(({ id, name }) => ({ value: id, label: `#${name}` }));
const asNodes = (rows) => (element, surface) => rows(element, surface).map(({ value, label }) => h('option', { value }, label));
const localToSeconds = (value) => Math.floor(new Date(value).getTime() / 1000);
const secondsToLocal = (seconds) => (seconds ? new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60000).toISOString().slice(0, 16) : '');

const drawers = {
  button, workflow_button: button, overflow, radio_buttons: radios, file_input: files, external_select: combobox,
  image: (_, element, surface) => picture(element, surface, 'accessory-image'),
  plain_text_input: typed('text'), rich_text_input: typed('text'), email_text_input: typed('email', { inputmode: 'email', autocomplete: 'off' }),
  url_text_input: typed('url'), number_input: typed('text', { inputmode: 'decimal' }),
  static_select: select(optionNodes, (value) => value?.selected_option?.value),
  users_select: select(asNodes(asRows.people), (value) => value?.selected_user),
  conversations_select: select(asNodes(asRows.channels), (value) => value?.selected_conversation),
  channels_select: select(asNodes(asRows.channels), (value) => value?.selected_channel),
  checkboxes: several(asRows.options, (value) => value?.selected_options?.map((each) => each.value) ?? []),
  multi_static_select: several(asRows.options, (value) => value?.selected_options?.map((each) => each.value) ?? []),
  multi_users_select: several(asRows.people, (value) => value?.selected_users ?? []),
  multi_conversations_select: several(asRows.channels, (value) => value?.selected_conversations ?? []),
  multi_channels_select: several(asRows.channels, (value) => value?.selected_channels ?? []),
  datepicker: picker('date', 'selected_date'), timepicker: picker('time', 'selected_time'),
  datetimepicker: picker('datetime-local', 'selected_date_time', localToSeconds, secondsToLocal),
};

/** One element of a block. */
export const element = (block, each, surface) => drawers[each.type]?.(block, each, surface) ?? h('span', { class: 'unknown' }, `(${each.type})`);
