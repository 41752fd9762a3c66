/**
 * Blocks and the surfaces they stand on, as tables of limits.
 * Source: https://docs.slack.dev/reference/block-kit/blocks, one page for each entry, and …/reference/views.
 */
import { dict, dicts, str } from './json';
import { accessory, action, anyText, image, input, plain, url } from './lint-elements';
import { type Check, type Fields, all, anything, boolean, integer, later, lengthOf, list, object, oneOf, rule, string, variant } from './lint-shapes';

const BLOCK: Fields = { block_id: string(255, 1) };
const block = (fields: Fields): Check => object({ ...BLOCK, ...fields });

const STYLE = object({ bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean });
const RICH_INLINE = variant({
  text: object({ 'text!': string(3000), style: STYLE }),
  link: object({ 'url!': url, text: string(3000), style: STYLE, unsafe: boolean }),
  user: object({ 'user_id!': string(255, 1), style: STYLE }),
  channel: object({ 'channel_id!': string(255, 1), style: STYLE }),
  usergroup: object({ 'usergroup_id!': string(255, 1), style: STYLE }),
  emoji: object({ 'name!': string(255, 1), unicode: string(255), url: string(3000), style: STYLE, skin_tone: integer(1, 6) }),
  date: object({ 'timestamp!': integer(0, 9_999_999_999), 'format!': string(3000, 1), url, fallback: string(3000), style: STYLE }),
  broadcast: object({ 'range!': oneOf('here', 'channel', 'everyone'), style: STYLE }),
  color: object({ 'value!': string(255, 1), style: STYLE }),
});
const inline = list(RICH_INLINE, 1000);
const RICH_SECTION = variant({ rich_text_section: object({ 'elements!': inline }) });
const RICH_PART = variant({
  rich_text_section: object({ 'elements!': inline }),
  rich_text_list: object({ 'elements!': list(RICH_SECTION, 1000), 'style!': oneOf('bullet', 'ordered'), indent: integer(0, 8), offset: integer(0, 1_000_000), border: oneOf(0, 1) }),
  rich_text_quote: object({ 'elements!': inline, border: oneOf(0, 1) }),
  rich_text_preformatted: object({ 'elements!': inline, border: oneOf(0, 1), language: string(255) }),
});
const RICH_TEXT = block({ 'elements!': list(RICH_PART, 1000, 1) });

const CELL = variant({ raw_text: object({ 'text!': string(10_000, 1) }), raw_number: object({ 'value!': anything, 'text!': string(10_000, 1) }), rich_text: RICH_TEXT });
const COLUMN: Check = (value, pointer, found) => value === null || object({ align: oneOf('left', 'center', 'right'), is_wrapped: boolean })(value, pointer, found);
/** All cells of a message's table hold at most 10,000 characters together. */
const tableSize = rule((table) => {
  const size = (Array.isArray(table.rows) ? table.rows : []).flat().reduce((sum: number, cell: unknown) => sum + lengthOf(str(dict(cell).text)), 0);
  return size > 10_000 && 'table cells must hold no more than 10000 characters together';
});

const sectionSaysSomething = rule((section) => section.text === undefined && dicts(section.fields).length === 0 && 'must define either `text` or `fields`');

/** Blocks allowed on every surface. */
const COMMON = {
  section: all(block({ text: anyText(3000), fields: list(anyText(2000), 10, 1), accessory, expand: boolean }), sectionSaysSomething),
  header: block({ 'text!': plain(150) }),
  divider: block({}),
  context: block({ 'elements!': list(variant({ image, plain_text: plain(3000), mrkdwn: anyText(3000) }), 10, 1) }),
  actions: block({ 'elements!': list(action, 25, 1) }),
  image: all(
    block({ 'alt_text!': string(2000), title: plain(2000), image_url: url, slack_file: anything }),
    rule((each) => (each.image_url === undefined) === (each.slack_file === undefined) && 'must provide either image_url or slack_file'),
  ),
  input: block({ 'label!': plain(2000), hint: plain(2000), optional: boolean, dispatch_action: boolean, 'element!': input }),
  rich_text: RICH_TEXT,
  video: block({ 'alt_text!': string(2000), 'title!': plain(199), 'thumbnail_url!': url, 'video_url!': url, title_url: url, author_name: string(49), provider_name: string(255), provider_icon_url: url, description: plain(199) }),
} as const satisfies Record<string, Check>;

/** Blocks that only messages carry. */
const MESSAGE_ONLY = {
  table: all(block({ 'rows!': list(list(CELL, 20, 1), 100, 1), column_settings: list(COLUMN, 20) }), tableSize),
  markdown: object({ ...BLOCK, 'text!': string(12_000, 1) }),
  file: block({ 'external_id!': string(255, 1), 'source!': oneOf('remote') }),
} as const satisfies Record<string, Check>;

const blocksOf = (table: Readonly<Record<string, Check>>, max: number): Check => list(later(() => variant(table)), max);

/** A message's blocks: https://docs.slack.dev/reference/block-kit/blocks, "up to 50 blocks in each message". */
export const messageBlocks = blocksOf({ ...COMMON, ...MESSAGE_ONLY }, 50);

const VIEW: Fields = { callback_id: string(255), external_id: string(255), private_metadata: string(3000) };

/** A modal: https://docs.slack.dev/reference/views/modal-views */
export const modal = all(
  object({
    ...VIEW,
    'blocks!': blocksOf(COMMON, 100),
    'title!': plain(24),
    close: plain(24),
    submit: plain(24),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  }),
  rule((view) => view.submit === undefined && dicts(view.blocks).some((each) => each.type === 'input') && 'missing required field: submit (there is an input block)'),
);

/** An App Home: https://docs.slack.dev/reference/views/home-tab-views. Titles and buttons of its own it has none. */
export const home = object({ ...VIEW, 'blocks!': blocksOf(COMMON, 100) });
