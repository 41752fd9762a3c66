/** Nothing that was answered for is lost: the local Slack and the outbox are killed with kill -9 and started again. */
import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, WebClient } from '@slack/web-api';
import { startCounterpart } from './counterpart';
import { type Running, run } from '../support/server-process';
import { BOT_TOKEN, OFFICE_YAML, SENDGRID_KEY, SIGNING_SECRET, temporaryFolder } from '../support/embedded-servers';
import { textOf, until } from '../support/desk-door';
import { openOutbox } from '../support/outbox-reader';
import { openDesk } from '../support/person';
import { Journal } from '../../embedded/slack/journal';

const folder = temporaryFolder('slack-kill-');
const env = { OFFICE_DATA: folder.path, OFFICE_CONFIG: folder.path, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET, SENDGRID_API_KEY: SENDGRID_KEY };
beforeAll(() => writeFileSync(join(folder.path, 'office.yaml'), OFFICE_YAML));
afterAll(() => folder.remove());

const clientOf = ({ origin }: Running): WebClient => new WebClient(BOT_TOKEN, { slackApiUrl: `${origin}/api/`, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });

describe('the local Slack', () => {
  it('has the same people, channels, messages, files, modals and Homes after kill -9', async () => {
    const first = await run('embedded/slack/main.ts', env);
    const counterpart = await startCounterpart(`${first.origin}/api/`);
    const [desk, client] = [openDesk(first.origin), clientOf(first)];
    await desk.aimAt(counterpart.url);
    const carla = await desk.as('carla@northlight.example');
    await desk.enrol({ email: 'guest@acme.example', name: 'A guest', guest: true });
    const posted = await client.chat.postMessage({ channel: '#invoices', text: 'Yesterday’s news.' });
    await client.chat.update({ channel: posted.channel as string, ts: posted.ts as string, text: 'Yesterday’s news, amended.' });
    await client.files.uploadV2({ channel_id: posted.channel as string, thread_ts: posted.ts, filename: 'a.pdf', file: Buffer.from('%PDF bytes'), title: 'a.pdf' } as never);
    await carla.command('/invoice form');
    await carla.opens('New invoice');
    await carla.fill({ Client: 'acme', Note: 'half typed' });
    await carla.home('Your desk');
    await carla.command('/invoice private');
    await carla.sees('Only *you*', { in: 'private' });
    await first.kill();

    const second = await run('embedded/slack/main.ts', env);
    const again = await openDesk(second.origin).as('carla@northlight.example');
    expect(again.id).toBe(carla.id);
    const news = await again.sees('amended', { in: '#invoices' });
    expect(news).toMatchObject({ ts: posted.ts, channel: posted.channel, revision: 1 });
    const [, reply] = await again.thread(news);
    const { permalink: link } = (reply?.files ?? [])[0] as { permalink: string };
    expect(await (await fetch(link)).text()).toBe('%PDF bytes');
    expect((await again.modal())?.state.values).toMatchObject({ client: { pick: { selected_option: { value: 'acme' } } }, note: { text: { value: 'half typed' } } });
    expect(textOf(await again.sees('Only *you*', { in: 'private' }))).toContain('Only *you* see this.');
    expect((await clientOf(second).users.lookupByEmail({ email: 'guest@acme.example' })).user?.is_restricted).toBe(true);
    const later = await clientOf(second).chat.postMessage({ channel: '#invoices', text: 'Today’s news.' });
    expect(Number(later.ts)).toBeGreaterThan(Number(posted.ts));
    await counterpart.stop();
    await second.kill();
  });

  it('loses no acknowledged message when it is killed in the middle of many', async () => {
    const first = await run('embedded/slack/main.ts', env);
    const acknowledged: string[] = [];
    const writing = Array.from({ length: 8 }, async (_, lane) => {
      const client = clientOf(first);
      for (let at = 0; at < 10_000; at += 1) acknowledged.push((await client.chat.postMessage({ channel: '#finance', text: `${lane}/${at}` })).ts as string);
    });
    const stopped = Promise.allSettled(writing);
    await until(async () => acknowledged.length > 100, 'a hundred messages');
    await first.kill();
    expect((await stopped).every(({ status }) => status === 'rejected')).toBe(true);
    const journal = new Journal(join(folder.path, 'slack'));
    const kept = new Set([...journal.collection<{ ts: string }>('messages').values()].map(({ ts }) => ts));
    journal.close();
    expect(acknowledged.filter((ts) => !kept.has(ts))).toEqual([]);
  });
});

describe('the journal', () => {
  it('cuts off a torn last line and keeps what stands before it', () => {
    const place = join(folder.path, 'torn');
    const journal = new Journal(place);
    journal.collection('things').put('a', 1);
    journal.collection('things').put('b', 2);
    journal.collection('things').delete('b');
    journal.close();
    const [file] = readdirSync(place) as [string];
    appendFileSync(join(place, file), '["things","c",{"half');
    const again = new Journal(place);
    expect([...again.collection('things').entries()]).toEqual([['a', 1]]);
    again.collection('things').put('d', 4);
    again.close();
    expect([...new Journal(place).collection('things').entries()]).toEqual([['a', 1], ['d', 4]]);
  });

  it('stays small however often one thing is written, and loses nothing by it', () => {
    const place = join(folder.path, 'compact');
    const journal = new Journal(place);
    const things = journal.collection<string>('things');
    const large = 'x'.repeat(1024 * 1024);
    things.put('kept', 'from the beginning');
    for (let at = 0; at < 40; at += 1) things.put('often', `${at}${large}`);
    journal.close();
    const files = readdirSync(place);
    expect(files).toEqual(['journal-000001.jsonl']);
    expect(existsSync(join(place, 'journal-000001.jsonl.new'))).toBe(false);
    expect([...new Journal(place).collection<string>('things').entries()].map(([key, value]) => [key, value.slice(0, 20)])).toEqual([['kept', 'from the beginning'.slice(0, 20)], ['often', `39${'x'.repeat(18)}`]]);
  });
});

describe('the outbox', () => {
  it('has every mail it answered for after kill -9, and still tells what became of them', async () => {
    const first = await run('embedded/outbox/main.ts', env);
    const mail = { personalizations: [{ to: [{ email: 'ap@acme.example' }] }], from: { email: 'office@northlight.example' }, subject: 'INV-1', content: [{ type: 'text/plain', value: 'Hello' }] };
    const reply = await fetch(`${first.origin}/v3/mail/send`, { method: 'POST', headers: { authorization: `Bearer ${SENDGRID_KEY}`, 'content-type': 'application/json' }, body: JSON.stringify(mail) });
    expect(reply.status).toBe(202);
    await first.kill();
    const told: unknown[] = [];
    const { createServer } = await import('node:http');
    const webhook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        told.push(...(JSON.parse(Buffer.concat(chunks).toString()) as unknown[]));
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await until(async () => webhook.listening, 'the webhook');
    const second = await run('embedded/outbox/main.ts', { ...env, WEBHOOK_URL: `http://127.0.0.1:${(webhook.address() as { port: number }).port}/` });
    const outbox = openOutbox(second.origin);
    expect(await outbox.mails()).toMatchObject([{ id: reply.headers.get('x-message-id'), sequence: 1, subject: 'INV-1', events: ['processed', 'delivered'] }]);
    await until(async () => told.length === 2 && (await outbox.webhook()).waiting.length === 0, 'both events');
    await second.kill();
    webhook.close();
  });
});
