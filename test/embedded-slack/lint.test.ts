/** The Block Kit lint: each of Slack's limits is held at its edge, just inside and just beyond. */
import { WebClient, type WebAPIPlatformError } from '@slack/web-api';
import { card, form } from './counterpart';
import { BOT_TOKEN, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { openDesk } from '../support/person';
import type { Dict } from '../../embedded/slack/json';
import { lintErrors, lintMessage, lintOptions, lintView, sentenceOf } from '../../embedded/slack/lint';

/** The SDK prints every refusal; here they are the point. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error' as never, setName() {} };
const x = (length: number): string => 'x'.repeat(length);
const plain = (text: string): Dict => ({ type: 'plain_text', text });
const mrkdwn = (text: string): Dict => ({ type: 'mrkdwn', text });
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const section = (fields: Dict): Dict => ({ type: 'section', ...fields });
const actions = (...elements: Dict[]): Dict => ({ type: 'actions', elements });
const button = (fields: Dict = {}): Dict => ({ type: 'button', text: plain('Go'), action_id: 'a', ...fields });
const option = (at: number | string, fields: Dict = {}): Dict => ({ text: plain(`Option ${at}`), value: String(at), ...fields });
const input = (element: Dict, fields: Dict = {}): Dict => ({ type: 'input', label: plain('Label'), element: { action_id: 'a', ...element }, ...fields });
const modal = (fields: Dict = {}): Dict => ({ type: 'modal', title: plain('Title'), submit: plain('Go'), blocks: [], ...fields });
const beside = (accessory: Dict): Dict => section({ text: mrkdwn('x'), accessory });

/** Each limit: what just keeps it, what just breaks it, and what Slack says of the second. */
const MESSAGES: [rule: string, kept: Dict[], broken: Dict[], sentence: string][] = [
  ['50 blocks in a message', times(50, () => ({ type: 'divider' })), times(51, () => ({ type: 'divider' })), 'no more than 50 items allowed [json-pointer:/blocks]'],
  ['3000 characters of section text', [section({ text: mrkdwn(x(3000)) })], [section({ text: mrkdwn(x(3001)) })], 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
  ['at least one character of text', [section({ text: mrkdwn('x') })], [section({ text: mrkdwn('') })], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ['characters, not UTF-16 units', [{ type: 'header', text: plain('😀'.repeat(150)) }], [{ type: 'header', text: plain('😀'.repeat(151)) }], 'must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
  ['10 fields in a section', [section({ fields: times(10, () => mrkdwn('x')) })], [section({ fields: times(11, () => mrkdwn('x')) })], 'no more than 10 items allowed [json-pointer:/blocks/0/fields]'],
  ['2000 characters in a field', [section({ fields: [mrkdwn(x(2000))] })], [section({ fields: [mrkdwn(x(2001))] })], 'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]'],
  ['text or fields in a section', [section({ fields: [plain('x')] })], [section({})], 'must define either `text` or `fields` [json-pointer:/blocks/0]'],
  ['plain text in a header', [{ type: 'header', text: plain('x') }], [{ type: 'header', text: mrkdwn('x') }], 'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]'],
  ['10 elements in a context', [{ type: 'context', elements: times(10, () => mrkdwn('x')) }], [{ type: 'context', elements: times(11, () => mrkdwn('x')) }], 'no more than 10 items allowed [json-pointer:/blocks/0/elements]'],
  ['25 elements in actions', [actions(...times(25, (at) => button({ action_id: `a${at}` })))], [actions(...times(26, (at) => button({ action_id: `a${at}` })))], 'no more than 25 items allowed [json-pointer:/blocks/0/elements]'],
  ['75 characters on a button', [actions(button({ text: plain(x(75)) }))], [actions(button({ text: plain(x(76)) }))], 'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]'],
  ['plain text on a button', [actions(button())], [actions(button({ text: mrkdwn('Go') }))], 'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]'],
  ['2000 characters in a button’s value', [actions(button({ value: x(2000) }))], [actions(button({ value: x(2001) }))], 'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]'],
  ['255 characters in an action_id', [actions(button({ action_id: x(255) }))], [actions(button({ action_id: x(256) }))], 'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]'],
  ['255 characters in a block_id', [{ type: 'divider', block_id: x(255) }], [{ type: 'divider', block_id: x(256) }], 'must be less than 256 characters [json-pointer:/blocks/0/block_id]'],
  ['two styles of button', [actions(button({ style: 'danger' }))], [actions(button({ style: 'warning' }))], 'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]'],
  ['a button with a link needs a link', [actions(button({ url: 'https://office.example/p/1' }))], [actions(button({ url: 'office.example' }))], 'must be a valid http(s) URL [json-pointer:/blocks/0/elements/0/url]'],
  ['action ids differ within a block', [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))], [actions(button(), button())], 'action_id `a` already exists for block_id [json-pointer:/blocks/0/elements/1/action_id]'],
  ['block ids differ within a message', [{ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'b' }], [{ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'a' }], 'block_id `a` already exists [json-pointer:/blocks/1/block_id]'],
  ['5 options in an overflow menu', [beside({ type: 'overflow', options: times(5, option) })], [beside({ type: 'overflow', options: times(6, option) })], 'no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]'],
  ['100 options in a select', [actions({ type: 'static_select', options: times(100, option) })], [actions({ type: 'static_select', options: times(101, option) })], 'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]'],
  ['some option in a select', [actions({ type: 'static_select', options: [option(1)] })], [actions({ type: 'static_select', options: [] })], 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]'],
  ['75 characters in an option', [actions({ type: 'static_select', options: [option(1, { text: plain(x(75)) })] })], [actions({ type: 'static_select', options: [option(1, { text: plain(x(76)) })] })], 'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]'],
  ['150 characters in an option’s value', [actions({ type: 'static_select', options: [option(x(60), { value: x(150) })] })], [actions({ type: 'static_select', options: [option(x(60), { value: x(151) })] })], 'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]'],
  ['option values differ', [actions({ type: 'static_select', options: [option(1), option(2)] })], [actions({ type: 'static_select', options: [option(1), option(1)] })], 'option values must be unique [json-pointer:/blocks/0/elements/0]'],
  ['the initial option is offered', [actions({ type: 'static_select', options: [option(1)], initial_option: option(1) })], [actions({ type: 'static_select', options: [option(1)], initial_option: option(2) })], 'initial options must be among the options [json-pointer:/blocks/0/elements/0]'],
  ['only radio buttons and checkboxes use mrkdwn', [actions({ type: 'checkboxes', options: [option(1, { text: mrkdwn('*1*') })] })], [actions({ type: 'static_select', options: [option(1, { text: mrkdwn('*1*') })] })], 'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/options/0/text/type]'],
  ['10 checkboxes', [actions({ type: 'checkboxes', options: times(10, option) })], [actions({ type: 'checkboxes', options: times(11, option) })], 'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]'],
  ['only overflow options have links', [beside({ type: 'overflow', options: [option(1, { url: 'https://a.example' })] })], [beside({ type: 'static_select', options: [option(1, { url: 'https://a.example' })] })], 'invalid additional property: url [json-pointer:/blocks/0/accessory/options/0]'],
  ['300 characters in a confirmation', [actions(button({ confirm: { title: plain('t'), text: plain(x(300)), confirm: plain('y'), deny: plain('n') } }))], [actions(button({ confirm: { title: plain('t'), text: plain(x(301)), confirm: plain('y'), deny: plain('n') } }))], 'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]'],
  ['alt text on an image', [{ type: 'image', image_url: 'https://a.example/a.png', alt_text: 'A chart' }], [{ type: 'image', image_url: 'https://a.example/a.png' }], 'missing required field: alt_text [json-pointer:/blocks/0]'],
  ['dates are dates', [actions({ type: 'datepicker', initial_date: '2026-12-01' })], [actions({ type: 'datepicker', initial_date: '01.12.2026' })], 'must be a date in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]'],
  ['100 rows in a table', [{ type: 'table', rows: times(100, () => [{ type: 'raw_text', text: 'x' }]) }], [{ type: 'table', rows: times(101, () => [{ type: 'raw_text', text: 'x' }]) }], 'no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
  ['one table in a message', [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }], times(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] })), 'only_one_table_allowed [json-pointer:/blocks]'],
  ['10000 characters in a table', [{ type: 'table', rows: [[{ type: 'raw_text', text: x(5000) }], [{ type: 'raw_text', text: x(5000) }]] }], [{ type: 'table', rows: [[{ type: 'raw_text', text: x(5000) }], [{ type: 'raw_text', text: x(5001) }]] }], 'table cells must hold no more than 10000 characters together [json-pointer:/blocks/0]'],
  ['known blocks only', [{ type: 'divider' }], [{ type: 'carrot' }], 'unsupported type: carrot [json-pointer:/blocks/0/type]'],
  ['known fields only', [{ type: 'divider' }], [{ type: 'divider', colour: 'red' }], 'invalid additional property: colour [json-pointer:/blocks/0]'],
  ['text input stands in input blocks only', [input({ type: 'plain_text_input' })], [actions({ type: 'plain_text_input' })], 'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]'],
  ['file input stands in modals only', [input({ type: 'plain_text_input' })], [input({ type: 'file_input' })], 'file_input is only available in modals [json-pointer:/blocks/0/element]'],
];

const VIEWS: [rule: string, kept: Dict, broken: Dict, sentence: string][] = [
  ['24 characters in a title', modal({ title: plain(x(24)) }), modal({ title: plain(x(25)) }), 'must be less than 25 characters [json-pointer:/view/title/text]'],
  ['24 characters on Submit', modal({ submit: plain(x(24)) }), modal({ submit: plain(x(25)) }), 'must be less than 25 characters [json-pointer:/view/submit/text]'],
  ['100 blocks', modal({ blocks: times(100, () => ({ type: 'divider' })) }), modal({ blocks: times(101, () => ({ type: 'divider' })) }), 'no more than 100 items allowed [json-pointer:/view/blocks]'],
  ['3000 characters of private_metadata', modal({ private_metadata: x(3000) }), modal({ private_metadata: x(3001) }), 'must be less than 3001 characters [json-pointer:/view/private_metadata]'],
  ['255 characters of callback_id', modal({ callback_id: x(255) }), modal({ callback_id: x(256) }), 'must be less than 256 characters [json-pointer:/view/callback_id]'],
  ['Submit beside an input', modal({ blocks: [input({ type: 'plain_text_input' })] }), modal({ submit: undefined, blocks: [input({ type: 'plain_text_input' })] }), 'missing required field: submit (there is an input block) [json-pointer:/view]'],
  ['a label on an input', modal({ blocks: [input({ type: 'plain_text_input' })] }), modal({ blocks: [input({ type: 'plain_text_input' }, { label: undefined })] }), 'missing required field: label [json-pointer:/view/blocks/0]'],
  ['is_decimal_allowed on a number', modal({ blocks: [input({ type: 'number_input', is_decimal_allowed: true })] }), modal({ blocks: [input({ type: 'number_input' })] }), 'missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]'],
  ['150 characters in a placeholder', modal({ blocks: [input({ type: 'plain_text_input', placeholder: plain(x(150)) })] }), modal({ blocks: [input({ type: 'plain_text_input', placeholder: plain(x(151)) })] }), 'must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]'],
  ['3000 as the longest max_length', modal({ blocks: [input({ type: 'plain_text_input', max_length: 3000 })] }), modal({ blocks: [input({ type: 'plain_text_input', max_length: 3001 })] }), 'must be an integer from 1 to 3000 [json-pointer:/view/blocks/0/element/max_length]'],
  ['10 files at once', modal({ blocks: [input({ type: 'file_input', max_files: 10 })] }), modal({ blocks: [input({ type: 'file_input', max_files: 11 })] }), 'must be an integer from 1 to 10 [json-pointer:/view/blocks/0/element/max_files]'],
  ['one element with the focus', modal({ blocks: [input({ type: 'plain_text_input', focus_on_load: true })] }), modal({ blocks: times(2, () => input({ type: 'plain_text_input', focus_on_load: true })) }), 'only one element can have focus_on_load set to true [json-pointer:/view/blocks/1/element]'],
  ['no table in a view', modal({ blocks: [{ type: 'divider' }] }), modal({ blocks: [{ type: 'table', rows: [] }] }), 'unsupported type: table [json-pointer:/view/blocks/0/type]'],
];

describe('messages', () => {
  it.each(MESSAGES)('hold to: %s', (_, kept, broken, sentence) => {
    expect(lintMessage(kept)).toEqual([]);
    expect(lintMessage(broken).map(sentenceOf)).toContain(sentence);
  });

  it('as the counterpart sends them are sound', () => {
    expect(lintMessage(card('x'))).toEqual([]);
  });
});

describe('views', () => {
  it.each(VIEWS)('hold to: %s', (_, kept, broken, sentence) => {
    expect(lintView(JSON.parse(JSON.stringify(kept)), 'modal')).toEqual([]);
    expect(lintView(JSON.parse(JSON.stringify(broken)), 'modal').map(sentenceOf)).toContain(sentence);
  });

  it('take a line form of 24 rows, and a Home without a title', () => {
    expect(lintView(form(24), 'modal')).toEqual([]);
    expect(lintView({ type: 'home', blocks: [] }, 'home')).toEqual([]);
    expect(lintView({ type: 'home', title: plain('x'), blocks: [] }, 'home').map(sentenceOf)).toEqual(['invalid additional property: title [json-pointer:/view]']);
  });

  it('say every fault at once', () => {
    expect(lintView(modal({ title: plain(x(25)), blocks: [{ type: 'carrot' }, section({})] }), 'modal')).toHaveLength(3);
  });
});

describe('answers', () => {
  it('name input blocks in their errors', () => {
    const blocks = [input({ type: 'plain_text_input' }, { block_id: 'due' }), { type: 'divider', block_id: 'line' }];
    expect(lintErrors({ due: 'Too early.' }, blocks)).toEqual([]);
    expect(lintErrors({ line: 'No.' }, blocks).map(sentenceOf)).toEqual(['is no input block of this view [json-pointer:/errors/line]']);
    expect(lintErrors({ due: '' }, blocks)).toHaveLength(1);
    expect(lintErrors({}, blocks)).toHaveLength(1);
  });

  it('offer at most a hundred options', () => {
    expect(lintOptions({ options: times(100, option) })).toEqual([]);
    expect(lintOptions({ options: [] })).toEqual([]);
    expect(lintOptions({ options: times(101, option) })).toHaveLength(1);
  });
});

describe('through the Web API', () => {
  const folder = temporaryFolder('slack-lint-');
  let slack: Awaited<ReturnType<typeof startTestSlack>>;
  let client: WebClient;
  beforeAll(async () => {
    slack = await startTestSlack(folder.path);
    client = new WebClient(BOT_TOKEN, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: SILENT });
  });
  afterAll(async () => {
    await slack.close();
    folder.remove();
  });
  const refused = (call: Promise<unknown>) => call.then(() => null, (error: WebAPIPlatformError) => error.data);

  it('a breach is refused in Slack’s words and kept for the tests to find', async () => {
    const desk = openDesk(slack.origin);
    await desk.clearLint();
    const data = await refused(client.chat.postMessage({ channel: '#invoices', text: 'x', blocks: [section({ text: mrkdwn(x(3001)) })] as never }));
    expect(data).toMatchObject({ error: 'invalid_blocks', response_metadata: { messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'] } });
    const trigger_id = slack.slack.triggers.issue({ user: slack.slack.workspace.personByEmail('carla@northlight.example')?.id as string });
    expect(await refused(client.views.open({ trigger_id, view: modal({ title: plain(x(25)) }) as never }))).toMatchObject({ error: 'invalid_arguments' });
    expect(await refused(client.views.open({ trigger_id, view: modal({ private_metadata: x(250_001) }) as never }))).toMatchObject({ error: 'view_too_large' });
    expect((await desk.lint()).map((entry) => entry.call)).toEqual(['chat.postMessage', 'views.open', 'views.open']);
    await client.views.open({ trigger_id, view: modal() as never });
  });

  it('blocks without a sentence beside them are shown, but found', async () => {
    const desk = openDesk(slack.origin);
    await desk.clearLint();
    const reply = await client.apiCall('chat.postMessage', { channel: '#invoices', blocks: [section({ text: mrkdwn('x') })] });
    expect(reply).toMatchObject({ ok: true, response_metadata: { warnings: ['missing_text_in_message'] } });
    expect((await desk.lint()).flatMap((entry) => entry.violations.map((each) => each.pointer))).toEqual(['/text']);
  });
});
