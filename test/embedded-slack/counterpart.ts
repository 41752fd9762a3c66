/** A small real Bolt app that stands opposite the local Slack in its own tests: one form, one list of lines, one card. */
import { App, type BlockAction, HTTPReceiver, LogLevel, type ViewSubmitAction } from '@slack/bolt';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { BOT_TOKEN, SIGNING_SECRET } from '../support/embedded-servers';

/** `told` lists what reached the app, oldest first; `url` is its POST /slack/events. */
export type Counterpart = { app: App; url: string; told: { kind: string; body: Record<string, unknown> }[]; stop(): Promise<unknown> };

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const dispatching = { type: 'plain_text_input' as const, action_id: 'price', dispatch_action_config: { trigger_actions_on: ['on_enter_pressed' as const] } };

/** A form whose lines grow: the rows keep their block ids over an update. */
export const form = (rows: number) => ({
  type: 'modal' as const,
  callback_id: 'test.form',
  notify_on_close: true,
  title: plain('New invoice'),
  submit: plain('Draft'),
  close: plain('Cancel'),
  blocks: [
    { type: 'input' as const, block_id: 'client', label: plain('Client'), element: { type: 'static_select' as const, action_id: 'pick', options: [{ text: plain('Acme GmbH'), value: 'acme' }, { text: plain('Globex Inc.'), value: 'globex' }] } },
    { type: 'input' as const, block_id: 'due', label: plain('Due'), hint: plain('A day in the future.'), element: { type: 'datepicker' as const, action_id: 'date', initial_date: '2026-12-01' } },
    { type: 'input' as const, block_id: 'note', optional: true, label: plain('Note'), element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true, max_length: 40 } },
    ...Array.from({ length: rows }, (_, at) => ({ type: 'input' as const, block_id: `row_${at}`, label: plain(`Line ${at + 1}`), dispatch_action: at === 0, element: dispatching })),
    { type: 'actions' as const, block_id: 'rows', elements: [{ type: 'button' as const, action_id: 'test.add', text: plain('+ Add line'), value: String(rows) }] },
  ],
});

const choices = ['One', 'Two', 'Three'].map((word) => ({ text: plain(word), value: word.toLowerCase(), description: plain(`The ${word.toLowerCase()} of them`) }));
const asked = (label: string, element: object) => ({ type: 'input', block_id: label.toLowerCase(), optional: true, label: plain(label), element: { action_id: 'in', ...element } });

/** A form with every element that can ask. */
export const everything = () => ({
  type: 'modal',
  callback_id: 'test.everything',
  title: plain('Everything'),
  submit: plain('Send'),
  blocks: [
    { type: 'header', text: plain('Every element :receipt:') },
    { type: 'section', block_id: 'beside', text: { type: 'mrkdwn', text: 'A *date* beside the text' }, accessory: { type: 'datepicker', action_id: 'when', placeholder: plain('Pick a day') } },
    asked('Mail', { type: 'email_text_input', placeholder: plain('name@company.example') }), asked('Number', { type: 'number_input', is_decimal_allowed: true, min_value: '1' }), asked('Url', { type: 'url_text_input' }),
    asked('Group', { type: 'static_select', option_groups: [{ label: plain('First'), options: choices.slice(0, 1) }, { label: plain('Rest'), options: choices.slice(1) }] }),
    asked('Several', { type: 'multi_static_select', options: choices, max_selected_items: 2 }), asked('Client', { type: 'external_select', min_query_length: 2, placeholder: plain('Find a client…') }),
    asked('Person', { type: 'users_select' }), asked('People', { type: 'multi_users_select' }), asked('Room', { type: 'conversations_select' }),
    asked('Day', { type: 'datepicker' }), asked('Time', { type: 'timepicker', initial_time: '09:30' }), asked('Moment', { type: 'datetimepicker' }),
    asked('Radio', { type: 'radio_buttons', options: choices, initial_option: choices[1] }), asked('Boxes', { type: 'checkboxes', options: choices }), asked('File', { type: 'file_input', filetypes: ['pdf'], max_files: 2 }),
  ],
});

/** A card with a button, a confirmed button and an overflow menu. */
export const card = (text: string) => [
  { type: 'section' as const, block_id: 'card', text: { type: 'mrkdwn' as const, text }, accessory: { type: 'overflow' as const, action_id: 'test.more', options: [{ text: plain('Ask'), value: 'ask' }, { text: plain('Explain'), value: 'explain' }] } },
  {
    type: 'actions' as const, block_id: 'decide', elements: [
      { type: 'button' as const, action_id: 'test.approve', style: 'primary' as const, text: plain('Approve'), value: 'yes' },
      { type: 'button' as const, action_id: 'test.reject', style: 'danger' as const, text: plain('Reject…'), value: 'no', confirm: { title: plain('Reject it?'), text: plain('The creator is told.'), confirm: plain('Reject'), deny: plain('Keep') } },
    ],
  },
];

/** Starts the app against a Web API at `apiUrl`. */
export async function startCounterpart(apiUrl: string): Promise<Counterpart> {
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, unhandledRequestHandler: () => undefined }); // Some answers are left out on purpose.
  const app = new App({ token: BOT_TOKEN, receiver, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } } });
  const told: Counterpart['told'] = [];
  app.use(async ({ body, next }) => {
    const { type, event, command } = body as { type?: string; event?: { type: string }; command?: string };
    told.push({ kind: command ?? event?.type ?? type ?? '', body: body as unknown as Record<string, unknown> });
    await next();
  });
  teach(app);
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
  return { app, told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, stop: () => app.stop() };
}

function teach(app: App): void {
  app.command('/invoice', async ({ ack, body, client, command, respond }) => {
    if (command.text === 'sleep') return;
    if (command.text === 'inline') return void (await ack({ text: 'Answered in the acknowledgement.' }));
    await ack();
    if (command.text === 'form') await client.views.open({ trigger_id: body.trigger_id, view: form(1) });
    if (command.text === 'everything') await client.views.open({ trigger_id: body.trigger_id, view: everything() as never });
    if (command.text === 'card') await client.chat.postMessage({ channel: '#invoices', text: 'INV-1 waits for your decision.', blocks: card(`*INV-1* waits for <@${body.user_id}>`) });
    if (command.text === 'private') await respond({ text: 'Only you see this.', blocks: card('Only *you* see this.') });
    if (command.text === 'public') await respond({ text: 'All of you see this.', response_type: 'in_channel' });
    if (command.text.startsWith('echo ')) await respond({ text: command.text.slice(5) });
  });
  app.action('test.add', async ({ ack, body, client, action }) => {
    await ack();
    const { view } = body as BlockAction;
    await client.views.update({ view_id: view?.id as string, hash: view?.hash, view: form(Number((action as { value: string }).value) + 1) });
  });
  app.action('test.approve', async ({ ack, body, respond, client }) => {
    await ack();
    const { channel, message } = body as BlockAction;
    if (!message) return void (await respond({ replace_original: true, text: 'Approved.', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Approved.' } }] }));
    await client.chat.update({ channel: channel?.id as string, ts: message.ts, text: 'INV-1 is approved.', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*INV-1* is approved.' } }] });
  });
  app.options('in', ({ ack, payload }) => ack({ options: ['Acme GmbH', 'Globex Inc.', 'Sakura KK'].filter((name) => name.toLowerCase().includes(payload.value.toLowerCase())).map((name) => ({ text: plain(name), value: name })) }));
  app.view('test.everything', ({ ack }) => ack());
  app.action(/^(when|test\.(reject|more)|price)$/, ({ ack }) => ack());
  app.view('test.form', async ({ ack, view, body }) => {
    const note = view.state.values.note?.text?.value ?? '';
    if (note === 'wrong') return ack({ response_action: 'errors', errors: { note: 'Say something else.' } });
    if (note === 'more') return ack({ response_action: 'push', view: { ...form(1), title: plain('One more') } });
    if (note === 'result') return ack({ response_action: 'update', view: { type: 'modal', title: plain('Too late'), blocks: [{ type: 'section', text: plain('Someone was faster.') }] } });
    if (note === 'clear') return ack({ response_action: 'clear' });
    if (note === 'sleep') return;
    await ack();
    await app.client.chat.postMessage({ channel: (body as ViewSubmitAction).user.id, text: `Draft kept for ${view.state.values.client?.pick?.selected_option?.value ?? 'nobody'}.` });
  });
  app.view({ callback_id: 'test.form', type: 'view_closed' }, ({ ack }) => ack());
  app.shortcut('inv.new', async ({ ack, client, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form(1) });
  });
  app.shortcut('inv.from-message', ({ ack }) => ack());
  app.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'header' as const, text: plain('Your desk') }, { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Nothing waits. Try `/invoice form`.' } }, ...card('*INV-1* waits')];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
}
