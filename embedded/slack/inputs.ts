/** What people put into elements: raw input to Slack's state values, initial values, and the checks Slack's client makes itself. */
import { HttpRefusal } from './http';
import { type Dict, dict, dicts, str } from './json';
import { lengthOf } from './lint-shapes';
import { elementsOf } from './lint';
import { offered } from './lint-elements';
import { type InputValue, type Inputs, inputKey } from './records';

/** How an element's value is held: the field in `state.values`, the field it starts from, and what kind of input it takes. */
type Form = { field: string; initial: string; takes: 'text' | 'option' | 'options' | 'id' | 'ids' | 'date' | 'time' | 'instant' | 'files' | 'rich' };

/** Source: docs.slack.dev/reference/interaction-payloads/view-interactions-payload, `view.state.values` of each element. */
const FORMS: Readonly<Record<string, Form>> = {
  plain_text_input: { field: 'value', initial: 'initial_value', takes: 'text' },
  email_text_input: { field: 'value', initial: 'initial_value', takes: 'text' },
  url_text_input: { field: 'value', initial: 'initial_value', takes: 'text' },
  number_input: { field: 'value', initial: 'initial_value', takes: 'text' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value', takes: 'rich' },
  static_select: { field: 'selected_option', initial: 'initial_option', takes: 'option' },
  external_select: { field: 'selected_option', initial: 'initial_option', takes: 'option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', takes: 'option' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', takes: 'options' },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', takes: 'options' },
  checkboxes: { field: 'selected_options', initial: 'initial_options', takes: 'options' },
  users_select: { field: 'selected_user', initial: 'initial_user', takes: 'id' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', takes: 'id' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', takes: 'id' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', takes: 'ids' },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations', takes: 'ids' },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', takes: 'ids' },
  datepicker: { field: 'selected_date', initial: 'initial_date', takes: 'date' },
  timepicker: { field: 'selected_time', initial: 'initial_time', takes: 'time' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', takes: 'instant' },
  file_input: { field: 'files', initial: '', takes: 'files' },
};

/** Whether the element keeps a value (a button and an overflow menu do not). */
export const isStateful = (element: Dict): boolean => Object.hasOwn(FORMS, str(element.type));
const formOf = (element: Dict): Form => FORMS[str(element.type)] as Form;
const LISTS = new Set(['options', 'ids', 'files']);
const blank = (form: Form): unknown => (LISTS.has(form.takes) ? [] : null);

/** The value an untouched element has. */
export function initialValue(element: Dict): InputValue {
  const form = formOf(element);
  return { type: str(element.type), [form.field]: element[form.initial] ?? blank(form) };
}

const refuse = (element: Dict, message: string): never => {
  throw new HttpRefusal(400, { error: 'invalid_input', message: `${str(element.type)}: ${message}` });
};

/** An option by its value. An external select's options are the app's: there the whole option must be given. */
function optionFrom(element: Dict, raw: unknown): Dict {
  if (str(element.type).includes('external')) return dict(dict(raw).value ? raw : refuse(element, 'give the whole option'));
  const value = str(raw) || str(dict(raw).value);
  return offered(element).find((option) => option.value === value) ?? refuse(element, `no option has the value “${value}”`);
}

const many = (element: Dict, raw: unknown): unknown[] => (Array.isArray(raw) ? raw : refuse(element, 'give a list'));
const shaped = (element: Dict, raw: unknown, pattern: RegExp): string => (typeof raw === 'string' && pattern.test(raw) ? raw : refuse(element, `“${String(raw)}” is not of the right form`));

/**
 * Raw input as a state value: text as a string, options by their value, people and conversations by id, dates as
 * YYYY-MM-DD, times as HH:mm, instants in unix seconds, files as `fileOf` resolves them. `null` or '' empties it.
 * Refused with 400: an option that is not offered, a value of the wrong form.
 */
export function readInput(element: Dict, raw: unknown, fileOf: (id: string) => Dict): InputValue {
  const form = formOf(element);
  if (raw === null || raw === undefined || raw === '') return { type: str(element.type), [form.field]: blank(form) };
  const readers: Record<Form['takes'], () => unknown> = {
    text: () => (typeof raw === 'string' ? raw : refuse(element, 'give a text')),
    option: () => optionFrom(element, raw),
    options: () => many(element, raw).map((each) => optionFrom(element, each)),
    id: () => shaped(element, raw, /^[A-Z0-9]+$/),
    ids: () => many(element, raw).map((each) => shaped(element, each, /^[A-Z0-9]+$/)),
    date: () => shaped(element, raw, /^\d{4}-\d{2}-\d{2}$/),
    time: () => shaped(element, raw, /^\d{2}:\d{2}$/),
    instant: () => (Number.isInteger(raw) ? raw : refuse(element, 'give unix seconds')),
    files: () => many(element, raw).map((each) => fileOf(str(each))),
    rich: () => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: str(raw) }] }] }),
  };
  return { type: str(element.type), [form.field]: readers[form.takes]() };
}

/** `state.values` of some blocks: what was put in, else what an element starts with. */
export function stateOf(blocks: readonly Dict[], inputs: Inputs): Record<string, Record<string, InputValue>> {
  const values: Record<string, Record<string, InputValue>> = {};
  for (const { block, element } of elementsOf(blocks)) {
    if (!isStateful(element)) continue;
    const [blockId, actionId] = [str(block.block_id), str(element.action_id)];
    const kept = inputs[inputKey(blockId, actionId)];
    const value = kept !== undefined && kept.type === element.type ? kept : initialValue(element);
    const beside = values[blockId] ?? {};
    beside[actionId] = value;
    values[blockId] = beside;
  }
  return values;
}

/** What outlives an update: inputs whose block_id, action_id and element type are still there. */
export function keptInputs(blocks: readonly Dict[], inputs: Inputs): Inputs {
  const alive = new Map(elementsOf(blocks).map(({ block, element }) => [inputKey(str(block.block_id), str(element.action_id)), element.type]));
  return Object.fromEntries(Object.entries(inputs).filter(([key, value]) => alive.get(key) === value.type));
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function textFault(element: Dict, text: string): string | undefined {
  const length = lengthOf(text);
  const [least, most] = [Number(element.min_length ?? 0), Number(element.max_length ?? 3000)];
  if (element.type === 'plain_text_input' && length < least) return `Please enter at least ${least} characters.`;
  if (element.type === 'plain_text_input' && length > most) return `Please enter no more than ${most} characters.`;
  if (element.type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'Please enter a valid email address.';
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.';
  return element.type === 'number_input' ? numberFault(element, text) : undefined;
}

function numberFault(element: Dict, text: string): string | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && text.includes('.')) return 'Please enter a whole number.';
  if (element.min_value !== undefined && Number(text) < Number(element.min_value)) return `Please enter a number of at least ${String(element.min_value)}.`;
  if (element.max_value !== undefined && Number(text) > Number(element.max_value)) return `Please enter a number of at most ${String(element.max_value)}.`;
  return undefined;
}

/** What Slack's client refuses by itself before the app hears of a submission: block id to sentence. */
export function clientFaults(blocks: readonly Dict[], inputs: Inputs): Record<string, string> {
  const faults: Record<string, string> = {};
  const values = stateOf(blocks, inputs);
  for (const block of blocks) {
    const element = dict(block.element);
    if (block.type !== 'input' || !isStateful(element)) continue;
    const value = dict(values[str(block.block_id)]?.[str(element.action_id)])[formOf(element).field];
    const fault = isEmpty(value) ? (block.optional === true ? undefined : 'Please complete this required field.') : typeof value === 'string' ? textFault(element, value) : undefined;
    if (fault) faults[str(block.block_id)] = fault;
  }
  return faults;
}

/** Fills in the ids an app left out, as Slack does, so that every element can be spoken of. */
export function withIds(blocks: readonly Dict[], freshId: () => string): Dict[] {
  const named = (element: Dict): Dict => (element.type === 'image' || element.type === undefined || element.action_id ? element : { ...element, action_id: freshId() });
  return blocks.map((block) => ({
    ...block,
    block_id: str(block.block_id) || freshId(),
    ...(block.accessory ? { accessory: named(dict(block.accessory)) } : {}),
    ...(block.element ? { element: named(dict(block.element)) } : {}),
    ...(block.type === 'actions' ? { elements: dicts(block.elements).map(named) } : {}),
  }));
}
