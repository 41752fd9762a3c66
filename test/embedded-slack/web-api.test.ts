/** The local Slack's Web API, seen through the real @slack/web-api client. */
import { ErrorCode, LogLevel, WebClient, type WebAPIPlatformError } from '@slack/web-api';
import { BOT_TOKEN, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { openDesk } from '../support/person';
import { textOf } from '../support/desk-door';
import type { LocalSlack } from '../../embedded/slack/server';

const folder = temporaryFolder('slack-api-');
let slack: LocalSlack;
let client: WebClient;
beforeAll(async () => {
  slack = await startTestSlack(folder.path);
  client = new WebClient(BOT_TOKEN, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });
});
afterAll(async () => {
  await slack.close();
  folder.remove();
});

const refusal = (call: Promise<unknown>): Promise<string> => call.then(() => 'no refusal', (error: WebAPIPlatformError) => (error.code === ErrorCode.PlatformError ? error.data.error : String(error)));
const idOf = async (email: string): Promise<string> => (await client.users.lookupByEmail({ email })).user?.id as string;
const channelId = async (name: string): Promise<string> => (await client.conversations.list()).channels?.find((each) => each.name === name)?.id as string;

describe('who calls', () => {
  it('knows its own token and refuses every other', async () => {
    expect(await client.auth.test()).toMatchObject({ ok: true, team: 'Northlight Studio' });
    expect(await refusal(new WebClient('xoxb-wrong', { slackApiUrl: slack.apiUrl }).auth.test())).toBe('invalid_auth');
    expect(await refusal(new WebClient(undefined, { slackApiUrl: slack.apiUrl }).auth.test())).toBe('not_authed');
  });

  it('answers a method it does not have with Slack’s error, not with a 404 that the client would retry', async () => {
    expect(await refusal(client.apiCall('chat.nonsense'))).toBe('unknown_method');
  });

  it('refuses a request that names another host', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => request(`${slack.origin}/desk/api/office`, { headers: { host: 'evil.example' } }, (reply) => resolve(reply.resume().statusCode)).end());
    expect(status).toBe(403);
  });

  it('refuses a command that a foreign page could send without asking', async () => {
    const reply = await fetch(`${slack.origin}/desk/api/as/carla@northlight.example/type`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"channel":"#invoices","text":"hi"}' });
    expect(reply.status).toBe(415);
  });
});

describe('people and channels', () => {
  it('finds the office’s people by mail, with their time zone', async () => {
    const { user } = await client.users.lookupByEmail({ email: 'Carla@Northlight.example' });
    expect(user).toMatchObject({ real_name: 'Carla', tz: 'Europe/Berlin', deleted: false, is_bot: false, is_restricted: false, profile: { email: 'carla@northlight.example' } });
    expect((await client.users.info({ user: user?.id as string })).user?.name).toBe('carla');
    expect(await refusal(client.users.lookupByEmail({ email: 'nobody@northlight.example' }))).toBe('users_not_found');
    expect(await refusal(client.users.info({ user: 'U000' }))).toBe('user_not_found');
  });

  it('does not find a deactivated member by mail, yet still describes them', async () => {
    const desk = openDesk(slack.origin);
    const left = await desk.enrol({ email: 'gone@northlight.example', name: 'Gone', deleted: true });
    expect(await refusal(client.users.lookupByEmail({ email: 'gone@northlight.example' }))).toBe('users_not_found');
    expect((await client.users.info({ user: left.id as string })).user?.deleted).toBe(true);
  });

  it('has the app in its channels, page by page', async () => {
    const first = await client.conversations.list({ limit: 2 });
    const second = await client.conversations.list({ limit: 2, cursor: first.response_metadata?.next_cursor });
    expect([...(first.channels ?? []), ...(second.channels ?? [])].map(({ name, is_member }) => [name, is_member])).toEqual([['invoices', true], ['finance', true], ['legal', true]]);
    expect((await client.conversations.members({ channel: await channelId('finance') })).members).toContain(await idOf('fatima@northlight.example'));
    expect(await refusal(client.conversations.info({ channel: 'C000' }))).toBe('channel_not_found');
  });

  it('opens one conversation with a person, the same every time', async () => {
    const users = await idOf('milo@northlight.example');
    const [one, two] = [await client.conversations.open({ users }), await client.conversations.open({ users })];
    expect(one.channel?.id).toMatch(/^D/);
    expect(two.channel?.id).toBe(one.channel?.id);
  });
});

describe('messages', () => {
  it('posts, replies, updates and deletes', async () => {
    const channel = await channelId('invoices');
    const parent = await client.chat.postMessage({ channel: '#invoices', text: 'INV-1 was issued.' });
    const reply = await client.chat.postMessage({ channel, thread_ts: parent.ts, text: 'It was mailed.' });
    await client.chat.update({ channel, ts: parent.ts as string, text: 'INV-1 was paid.' });
    const carla = await openDesk(slack.origin).as('carla@northlight.example');
    const seen = await carla.sees('INV-1 was paid.', { in: '#invoices' });
    expect(seen).toMatchObject({ ts: parent.ts, reply_count: 1, revision: 1 });
    expect((await carla.thread(seen)).map(textOf)).toEqual(['INV-1 was paid.', 'It was mailed.']);
    await client.chat.delete({ channel, ts: reply.ts as string });
    expect(await carla.thread(seen)).toHaveLength(1);
  });

  it('keeps blocks over an update without any, and drops them for an empty list', async () => {
    const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'In blocks' } }];
    const { channel, ts } = await client.chat.postMessage({ channel: '#finance', text: 'One', blocks });
    const kept = await client.chat.update({ channel: channel as string, ts: ts as string, text: 'Two' });
    expect((kept.message as { blocks?: unknown[] }).blocks).toHaveLength(1);
    const dropped = await client.chat.update({ channel: channel as string, ts: ts as string, text: 'Three', blocks: [] });
    expect((dropped.message as { blocks?: unknown[] }).blocks).toEqual([]);
  });

  it('shows an ephemeral to one person and lets nobody update it', async () => {
    const user = await idOf('ana@northlight.example');
    const channel = await channelId('invoices');
    const { message_ts } = await client.chat.postEphemeral({ channel, user, text: 'Between us.' });
    const [ana, milo] = [await openDesk(slack.origin).as('ana@northlight.example'), await openDesk(slack.origin).as('milo@northlight.example')];
    expect((await ana.ephemerals()).map(textOf)).toContain('Between us.');
    expect((await milo.messages('#invoices')).map(textOf)).not.toContain('Between us.');
    expect(await refusal(client.chat.update({ channel, ts: message_ts as string, text: 'No.' }))).toBe('message_not_found');
  });

  it('reads the app’s own conversations, the newest first, page by page; metadata only when it is asked for', async () => {
    const user = await idOf('carla@northlight.example');
    const metadata = { event_type: 'test', event_payload: { mark: 'one' } };
    const { channel = '', ts: first = '' } = await client.chat.postMessage({ channel: user, text: 'One.', metadata });
    for (const text of ['Two.', 'Three.']) await client.chat.postMessage({ channel: user, text });
    const newest = await client.conversations.history({ channel, limit: 2 });
    expect([newest.messages?.map(({ text }) => text), newest.has_more]).toEqual([['Three.', 'Two.'], true]);
    const rest = await client.conversations.history({ channel, limit: 2, cursor: newest.response_metadata?.next_cursor, include_all_metadata: true });
    expect([rest.messages?.[0], rest.has_more]).toMatchObject([{ text: 'One.', metadata }, false]);
    expect((await client.conversations.history({ channel })).messages?.at(-1)).not.toHaveProperty('metadata');
    expect((await client.conversations.history({ channel, oldest: first })).messages?.map(({ text }) => text)).toEqual(['Three.', 'Two.']);
    expect(await refusal(client.conversations.history({ channel: 'C000' }))).toBe('channel_not_found');
  });

  it('posts to a person by their id', async () => {
    await client.chat.postMessage({ channel: await idOf('ana@northlight.example'), text: 'Your decision, please.' });
    const ana = await openDesk(slack.origin).as('ana@northlight.example');
    expect(textOf(await ana.sees('Your decision, please.'))).toBe('Your decision, please.');
  });

  it('says no by Slack’s names', async () => {
    const channel = await channelId('legal');
    const carla = await openDesk(slack.origin).as('carla@northlight.example');
    await carla.say('Mine.', { channel: '#legal' });
    const mine = await carla.sees('Mine.', { in: '#legal' });
    expect(await refusal(client.chat.postMessage({ channel: 'C000', text: 'x' }))).toBe('channel_not_found');
    expect(await refusal(client.apiCall('chat.postMessage', { channel, text: '' }))).toBe('no_text');
    expect(await refusal(client.chat.update({ channel, ts: '1.000001', text: 'x' }))).toBe('message_not_found');
    expect(await refusal(client.chat.update({ channel, ts: mine.ts, text: 'x' }))).toBe('cant_update_message');
    expect(await refusal(client.chat.delete({ channel, ts: mine.ts }))).toBe('cant_delete_message');
    expect(await refusal(client.chat.postMessage({ channel, thread_ts: '1.000001', text: 'x' }))).toBe('thread_not_found');
    expect(await refusal(client.chat.update({ channel, ts: mine.ts, text: 'x'.repeat(5_000) }))).toBe('cant_update_message');
    expect(await refusal(client.chat.postMessage({ channel, text: 'x'.repeat(40_001) }))).toBe('msg_too_long');
    expect(await refusal(client.chat.postEphemeral({ channel, user: 'U000', text: 'x' }))).toBe('user_not_in_channel');
  });

  it('gives permalinks into the desk', async () => {
    const { channel, ts } = await client.chat.postMessage({ channel: '#legal', text: 'Find me.' });
    const { permalink } = await client.chat.getPermalink({ channel: channel as string, message_ts: ts as string });
    expect(permalink).toBe(`${slack.origin}/desk/archives/${channel}/p${ts?.replace('.', '')}`);
    expect((await fetch(permalink as string)).headers.get('content-type')).toContain('text/html');
  });
});

describe('files', () => {
  it('takes an upload in the SDK’s two steps, shares it, and hands the bytes to its owner alone', async () => {
    const bytes = Buffer.from('%PDF-1.7 the bytes');
    const uploaded = await client.files.uploadV2({ channel_id: await channelId('invoices'), filename: 'INV-1.pdf', title: 'The invoice', file: bytes, initial_comment: 'Here it is.' });
    const file = (uploaded as unknown as { files: { files: { id: string; permalink: string; url_private: string; size: number }[] }[] }).files[0]?.files[0];
    expect((await client.files.info({ file: file?.id as string })).file).toMatchObject({ title: 'The invoice', mimetype: 'application/pdf', size: bytes.length });
    const carla = await openDesk(slack.origin).as('carla@northlight.example');
    expect(await carla.sees('Here it is.', { in: '#invoices' })).toMatchObject({ files: [{ name: 'INV-1.pdf' }] });
    expect((await fetch(file?.url_private as string)).status).toBe(403);
    const reply = await fetch(file?.url_private as string, { headers: { authorization: `Bearer ${BOT_TOKEN}` } });
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(bytes);
    expect((await fetch(file?.permalink as string)).headers.get('content-disposition')).toMatch(/^inline/);
  });

  it('refuses a file nobody uploaded', async () => {
    expect(await refusal(client.files.info({ file: 'F000' }))).toBe('file_not_found');
  });
});

describe('scripted faults', () => {
  it('cuts the line after the work is done: the message is there and the caller does not know', async () => {
    const desk = openDesk(slack.origin);
    await desk.fault({ call: 'chat.postMessage', kind: 'cut-after', match: 'cut me' });
    await expect(client.chat.postMessage({ channel: '#finance', text: 'cut me' })).rejects.toMatchObject({ code: ErrorCode.RequestError });
    expect((await (await desk.as('carla@northlight.example')).messages('#finance')).filter((each) => textOf(each) === 'cut me')).toHaveLength(1);
    expect(await desk.pendingFaults()).toEqual([]);
  });

  it('cuts the line before the work: nothing is there', async () => {
    const desk = openDesk(slack.origin);
    await desk.fault({ call: 'chat.postMessage', kind: 'cut-before' });
    await expect(client.chat.postMessage({ channel: '#finance', text: 'never' })).rejects.toMatchObject({ code: ErrorCode.RequestError });
    expect((await (await desk.as('carla@northlight.example')).messages('#finance')).map(textOf)).not.toContain('never');
  });

  it('limits the rate and breaks as often as told', async () => {
    const desk = openDesk(slack.origin);
    const strict = new WebClient(BOT_TOKEN, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR, rejectRateLimitedCalls: true });
    await desk.fault({ call: 'chat.postMessage', kind: 'status', status: 429, retryAfter: 7 });
    await desk.fault({ call: 'chat.postMessage', kind: 'status', status: 500, times: 2 });
    await expect(strict.chat.postMessage({ channel: '#finance', text: 'a' })).rejects.toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 7 });
    for (const text of ['b', 'c']) await expect(strict.chat.postMessage({ channel: '#finance', text })).rejects.toMatchObject({ code: ErrorCode.HTTPError, statusCode: 500 });
    expect((await strict.chat.postMessage({ channel: '#finance', text: 'd' })).ok).toBe(true);
  });
});
