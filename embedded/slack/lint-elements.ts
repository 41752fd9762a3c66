/**
 * Block Kit elements and composition objects, as tables of limits.
 * Source: https://docs.slack.dev/reference/block-kit/block-elements and …/composition-objects, one page for each entry.
 */
import { type Dict, dict, dicts, str } from './json';
import { type Check, type Fields, all, anything, boolean, integer, list, matching, object, oneOf, rule, string, variant } from './lint-shapes';

const URL_FORM = matching(/^https?:\/\/\S+$/, 'a valid http(s) URL');
const DATE = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date in the format YYYY-MM-DD');
const TIME = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time in the format HH:mm');
const NUMBER = matching(/^-?\d+(\.\d+)?$/, 'a number written as a string');
const ID = string(255, 1);
/** Slack's limit of a URL in a button, an image or an option. */
export const url = all(string(3000), URL_FORM);

/** A plain_text object of at most `max` characters: titles, labels, buttons and placeholders take nothing else. */
export const plain = (max: number): Check => variant({ plain_text: object({ 'text!': string(max, 1), emoji: boolean }) });
/** A plain_text or mrkdwn object of at most `max` characters. */
export const anyText = (max: number): Check =>
  variant({ plain_text: object({ 'text!': string(max, 1), emoji: boolean }), mrkdwn: object({ 'text!': string(max, 1), verbatim: boolean }) });

const confirm = object({ 'title!': plain(100), 'text!': anyText(300), 'confirm!': plain(30), 'deny!': plain(30), style: oneOf('primary', 'danger') });
const dispatch = object({ trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2, 1) });

const option = object({ 'text!': plain(75), 'value!': string(150, 1), description: plain(75) });
/** Only overflow options may carry a url. */
const overflowOption = object({ 'text!': plain(75), 'value!': string(150, 1), description: plain(75), url });
/** Only radio buttons and checkboxes may use mrkdwn. */
const richOption = object({ 'text!': anyText(75), 'value!': string(150, 1), description: anyText(75) });
const options = list(option, 100, 1);
const groups = list(object({ 'label!': plain(75), 'options!': options }), 100, 1);

/** Every option a select-like element offers, groups included. */
export const offered = (element: Dict): Dict[] => [...dicts(element.options), ...dicts(element.option_groups).flatMap((group) => dicts(group.options))];

const same = (one: unknown, other: unknown): boolean => str(dict(one).value) === str(dict(other).value);
const distinctValues = rule((element) => {
  const values = offered(element).map((each) => str(each.value));
  return new Set(values).size < values.length && 'option values must be unique';
});
const initialIsOffered = rule((element) => {
  const chosen = element.initial_option ? [element.initial_option] : dicts(element.initial_options);
  return !chosen.every((each) => offered(element).some((known) => same(each, known))) && 'initial options must be among the options';
});
const eitherOptions = rule((element) => (element.options === undefined) === (element.option_groups === undefined) && 'must provide either options or option_groups');

const ACTIONABLE: Fields = { action_id: ID, confirm };
const SELECT: Fields = { ...ACTIONABLE, placeholder: plain(150), focus_on_load: boolean };
const MULTI: Fields = { ...SELECT, max_selected_items: integer(1, 1000) };
const STATIC: Fields = { options, option_groups: groups };
const FILTER = object({ include: list(oneOf('im', 'mpim', 'private', 'public'), 4, 1), exclude_external_shared_channels: boolean, exclude_bot_users: boolean });
const TYPED: Fields = { action_id: ID, placeholder: plain(150), focus_on_load: boolean, dispatch_action_config: dispatch };
const chosenFrom = (fields: Fields): Check => all(object(fields), eitherOptions, distinctValues, initialIsOffered);

const lengthsInOrder = rule((element) => Number(element.min_length ?? 0) > Number(element.max_length ?? 3000) && 'min_length must not exceed max_length');
const boundsInOrder = rule((element) => element.min_value !== undefined && element.max_value !== undefined && Number(element.min_value) > Number(element.max_value) && 'min_value must not exceed max_value');

/** Elements by type. Which of them may stand where is said by the tables of places below. */
const ELEMENTS = {
  button: object({ ...ACTIONABLE, 'text!': plain(75), value: string(2000), url, style: oneOf('primary', 'danger'), accessibility_label: string(75) }),
  overflow: all(object({ ...ACTIONABLE, 'options!': list(overflowOption, 5, 1) }), distinctValues),
  datepicker: object({ ...SELECT, initial_date: DATE }),
  timepicker: object({ ...SELECT, initial_time: TIME, timezone: string(255) }),
  datetimepicker: object({ ...ACTIONABLE, focus_on_load: boolean, initial_date_time: integer(1_000_000_000, 9_999_999_999) }),
  static_select: chosenFrom({ ...SELECT, ...STATIC, initial_option: option }),
  multi_static_select: chosenFrom({ ...MULTI, ...STATIC, initial_options: list(option, 100, 1) }),
  external_select: object({ ...SELECT, initial_option: option, min_query_length: integer(0, 255) }),
  multi_external_select: object({ ...MULTI, initial_options: list(option, 100, 1), min_query_length: integer(0, 255) }),
  users_select: object({ ...SELECT, initial_user: ID }),
  multi_users_select: object({ ...MULTI, initial_users: list(ID, 1000) }),
  conversations_select: object({ ...SELECT, initial_conversation: ID, default_to_current_conversation: boolean, response_url_enabled: boolean, filter: FILTER }),
  multi_conversations_select: object({ ...MULTI, initial_conversations: list(ID, 1000), default_to_current_conversation: boolean, filter: FILTER }),
  channels_select: object({ ...SELECT, initial_channel: ID, response_url_enabled: boolean }),
  multi_channels_select: object({ ...MULTI, initial_channels: list(ID, 1000) }),
  checkboxes: all(object({ ...ACTIONABLE, focus_on_load: boolean, 'options!': list(richOption, 10, 1), initial_options: list(richOption, 10, 1) }), distinctValues, initialIsOffered),
  radio_buttons: all(object({ ...ACTIONABLE, focus_on_load: boolean, 'options!': list(richOption, 10, 1), initial_option: richOption }), distinctValues, initialIsOffered),
  plain_text_input: all(object({ ...TYPED, initial_value: string(3000), multiline: boolean, min_length: integer(0, 3000), max_length: integer(1, 3000) }), lengthsInOrder),
  email_text_input: object({ ...TYPED, initial_value: string(3000) }),
  url_text_input: object({ ...TYPED, initial_value: string(3000) }),
  number_input: all(object({ ...TYPED, 'is_decimal_allowed!': boolean, initial_value: NUMBER, min_value: NUMBER, max_value: NUMBER }), boundsInOrder),
  rich_text_input: object({ ...TYPED, initial_value: anything, min_lines: integer(1, 100), max_lines: integer(1, 100) }),
  file_input: object({ action_id: ID, filetypes: list(string(255, 1), 100, 1), max_files: integer(1, 10) }),
  workflow_button: object({ action_id: ID, 'text!': plain(75), 'workflow!': anything, style: oneOf('primary', 'danger'), accessibility_label: string(75) }),
  image: all(object({ 'alt_text!': string(2000), image_url: url, slack_file: anything }), rule((image) => (image.image_url === undefined) === (image.slack_file === undefined) && 'must provide either image_url or slack_file')),
} as const satisfies Record<string, Check>;
type ElementType = keyof typeof ELEMENTS;

const place = (...types: readonly ElementType[]): Check => variant(Object.fromEntries(types.map((type) => [type, ELEMENTS[type]])));

const SELECTS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'] as const;
const MULTI_SELECTS = ['multi_static_select', 'multi_external_select', 'multi_users_select', 'multi_conversations_select', 'multi_channels_select'] as const;
const CHOICES = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'] as const;

/** What may stand beside a section's text. */
export const accessory = place('button', 'overflow', 'image', 'workflow_button', ...CHOICES, ...SELECTS, ...MULTI_SELECTS);
/** What may stand in an actions block. */
export const action = place('button', 'overflow', 'datetimepicker', 'workflow_button', 'rich_text_input', ...CHOICES, ...SELECTS, ...MULTI_SELECTS);
/** What an input block may ask with. */
export const input = place('plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input', 'file_input', 'datetimepicker', ...CHOICES, ...SELECTS, ...MULTI_SELECTS);
/** An image, in a context block or beside a section. */
export const image = ELEMENTS.image;
