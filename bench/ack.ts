/**
 * How soon is a person's command acknowledged? Signed slash commands at a steady 20 a second, whether or not earlier ones were
 * answered, beside 500 open lifecycles and one that starts every two seconds. Everything on loopback, all parts in processes of their own.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import type { Bench } from './bench';
import { keepLiving, OPEN, openLifecycles } from './beside';
import { percentile, shown, table, verdict } from './figures';
import { ACME_MAIL } from './life';
import { openOffice, type Office } from './office';

const A_SECOND = 20;
const SECONDS = 60;
/** Answers that come after the last command are waited for so long. */
const LATE_MS = 20_000;
const MOST_MS = 300;

/** What twenty people type in one second, in turn; `{number}` is one of the invoices sent before. */
const COMMANDS = [
  'list', 'search acme', 'status {number}', 'list overdue', 'help', 'list mine', 'status {number}', 'search PO-7001', 'list waiting', 'status {number}',
  'list client Acme', 'search nothing-like-it', 'list', 'status {number}', 'list failed', 'help create', 'status {number}', 'list mine', 'search 3837', 'create Acme 100 EUR words',
];
const TYPING = ['carla@northlight.example', 'fatima@northlight.example'] as const;

type Sent = { command: string; ackMs: number; status: number };
type Answers = { url: string; at: Map<string, number>; close(): void };

/** Where answers come back: Slack's response URLs, of which each command has its own. */
async function openAnswers(): Promise<Answers> {
  const at = new Map<string, number>();
  const server = createServer((asked, response) => {
    const id = (asked.url ?? '').slice(1);
    if (!at.has(id)) at.set(id, performance.now());
    asked.resume().on('end', () => response.end('ok'));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, at, close: () => void server.close() };
}

/** Posts one signed command; `dueAt` is when it had to leave, so that our own lateness counts as theirs. */
function post({ slackApp }: Office, fields: Record<string, string>, dueAt: number): Promise<Omit<Sent, 'command'>> {
  if (!slackApp) throw new Error('This office has no Slack app.');
  const body = new URLSearchParams(fields).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', slackApp.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)), 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
  return new Promise((resolve, reject) => {
    const asking = request(slackApp.url, { method: 'POST', agent: false, headers }, (response) => {
      response.resume().on('end', () => resolve({ ackMs: performance.now() - dueAt, status: response.statusCode ?? 0 })).on('error', reject);
    });
    asking.on('error', reject).end(body);
  });
}

export const ack: Bench = async (servers, { say, profile }) => {
  const office = await openOffice(servers, { apps: ['slack-app'], profile });
  const answers = await openAnswers();
  try {
    const clientId = ((await office.store.clients.model.findOne({ email: ACME_MAIL }).lean()) as { id: string } | null)?.id ?? '';
    const { numbers } = await openLifecycles(office, clientId, say);
    const slack = new WebClient(office.slack.token, { slackApiUrl: `${office.slack.origin}/api/` });
    const users = await Promise.all(TYPING.map(async (email) => (await slack.users.lookupByEmail({ email })).user?.id ?? ''));
    const { team_id: team = '' } = await slack.auth.test();
    const living = keepLiving(office, clientId);
    const sent: Promise<Sent>[] = [];
    const dues = new Map<string, number>();
    const began = performance.now();
    for (let count = 0; count < A_SECOND * SECONDS; count += 1) {
      const dueAt = began + (count * 1000) / A_SECOND;
      await delay(Math.max(0, dueAt - performance.now()));
      const text = (COMMANDS[count % COMMANDS.length] ?? '').replace('{number}', numbers[count % numbers.length] ?? '');
      const id = randomUUID();
      dues.set(id, dueAt);
      const fields = { command: '/invoice', text, user_id: users[count % users.length] ?? '', team_id: team, channel_id: 'C0', trigger_id: id, response_url: `${answers.url}${id}` };
      sent.push(post(office, fields, dueAt).then((answer) => ({ ...answer, command: text.split(' ')[0] ?? '' })));
      if (count % (10 * A_SECOND) === 0) say(`${count / A_SECOND} of ${SECONDS} s`);
    }
    const acked = await Promise.all(sent);
    const { begun, ended } = await living.stop();
    const lateUntil = performance.now() + LATE_MS;
    while (answers.at.size < sent.length && performance.now() < lateUntil) await delay(100);
    const ms = acked.map(({ ackMs }) => ackMs);
    const answered = [...answers.at].map(([id, at]) => at - (dues.get(id) ?? at));
    const row = (name: string, values: readonly number[]): string[] => [name, String(values.length), ...[50, 95, 99].map((p) => shown(percentile(values, p))), shown(Math.max(...values))];
    const verbs = [...new Set(acked.map(({ command }) => command))];
    const refused = acked.filter(({ status }) => status !== 200).length;
    return [
      `${OPEN} lifecycles open; ${begun} more began meanwhile, ${ended} ended. ${refused} commands were not answered with 200.`, '',
      table(['', 'N', 'p50 ms', 'p95 ms', 'p99 ms', 'most ms'], [
        row('acknowledged', ms), ...verbs.map((verb) => row(`  ${verb}`, acked.filter(({ command }) => command === verb).map(({ ackMs }) => ackMs))), row('answered', answered),
      ]), '',
      verdict('Acknowledged, p99', percentile(ms, 99), 'under', MOST_MS, ' ms'),
    ].join('\n');
  } finally {
    answers.close();
    await office.close();
  }
};
