/**
 * How soon does an approver see what their click did? Approvals pressed on the cards themselves, one a second, which is twice as many as
 * the documents that begin need, from the click until the card is redrawn, beside 500 open lifecycles and one that starts every two
 * seconds. All parts in processes of their own.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from './bench';
import { keepLiving, OPEN, openLifecycles } from './beside';
import { percentile, shown, table, verdict } from './figures';
import { ACME_MAIL } from './life';
import { openOffice, type Office } from './office';
import { ACTION } from '../templates/slack/token';
import { invoiceWorkflowId } from '../workflows/contracts/invoice';

const A_SECOND = 1;
const CLICKS = 180;
/** A card that is not there, or not redrawn, after so long ends the bench. */
const PATIENCE_MS = 60_000;
const POLL_MS = 100;
const MOST_MS = 1_000;

/** In turn: the policy asks both, and either's yes is enough. */
const PRESSING = ['milo@northlight.example', 'ana@northlight.example'] as const;

/** Whose card it is, by mail; `ts` names the message in its conversation. */
type Card = { person: string; channel: string; ts: string };
type Element = { action_id?: string };
type Block = { block_id: string; elements?: Element[] };
/** From the click, in ms: until Slack had the acknowledgement, and until the card was redrawn; `at` is when it was due (epoch ms). */
type Clicked = { at: number; acked: number; redrawn: number };

async function asked<T>(url: string, body?: object): Promise<T> {
  const reply = await fetch(url, body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  if (!reply.ok) throw new Error(`${url}: HTTP ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** When each message changed first from now on, by its `ts`, as the desk of the person is told. Answers how to leave. */
async function watch({ slack }: Office, person: string, changed: Map<string, number>): Promise<() => void> {
  const leaving = new AbortController();
  const { body } = await fetch(`${slack.origin}/desk/api/stream/${person}`, { signal: leaving.signal });
  void (async () => {
    let rest = '';
    for await (const bytes of body ?? []) {
      const at = performance.now();
      const lines = (rest + Buffer.from(bytes).toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter((each) => each.startsWith('data: '))) {
        const { ts } = JSON.parse(line.slice('data: '.length)) as { ts?: string };
        if (ts !== undefined && !changed.has(ts)) changed.set(ts, at);
      }
    }
  })().catch(() => undefined); // Ends by being left.
  return () => leaving.abort();
}

async function patiently<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await delay(POLL_MS);
  }
}

/** The person's card of that invoice, once it is posted. */
const cardOf = ({ store }: Office, id: string, person: string): Promise<Card> =>
  patiently(async () => {
    const rows = await store.messages.ofDocument(id);
    const { channel, ts } = rows.find(({ kind, target }) => kind === 'card' && target === person) ?? {};
    return channel && ts ? { person, channel, ts } : undefined;
  }, `a card of ${id}`);

/** The block in which the card has its Approve button, as Slack shows it; undefined when it has none. */
async function buttonOn({ slack }: Office, { person, channel, ts }: Card): Promise<string | undefined> {
  const { messages: [message] } = await asked<{ messages: { blocks?: Block[] }[] }>(`${slack.origin}/desk/api/as/${person}/messages/${channel}?thread=${ts}`);
  return message?.blocks?.find(({ elements = [] }) => elements.some(({ action_id }) => action_id === ACTION.approve))?.block_id;
}

/** One click at its time; our own lateness counts as the office's. */
async function clicked({ slack }: Office, changed: ReadonlyMap<string, number>, { person, channel, ts }: Card, blockId: string, dueAt: number): Promise<Clicked> {
  await delay(Math.max(0, dueAt - performance.now()));
  const { ok, error } = await asked<{ ok: boolean; error?: string }>(`${slack.origin}/desk/api/as/${person}/press`, { channel, ts, blockId, actionId: ACTION.approve });
  const acked = performance.now() - dueAt;
  if (!ok) throw new Error(`A click was not taken: ${error}`);
  const redrawnAt = await patiently(() => changed.get(ts), 'a card to be redrawn');
  return { at: performance.timeOrigin + dueAt, acked, redrawn: redrawnAt - dueAt };
}

/** From the click, in ms: until its workflow had judged it and ordered the drawing, and until a worker began to draw; by the workflow's history. */
async function drawingOf({ temporal }: Office, id: string, { at }: Clicked): Promise<{ ordered: number; begun: number }> {
  const events = (await temporal.workflow.getHandle(invoiceWorkflowId(id)).fetchHistory()).events ?? [];
  const momentOf = (event: (typeof events)[number] | undefined): number => Number(event?.eventTime?.seconds ?? Number.NaN) * 1_000 + (event?.eventTime?.nanos ?? 0) / 1e6 - at;
  const order = events.find((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'projectDocument' && momentOf(event) > 0);
  const begin = events.find(({ activityTaskStartedEventAttributes: begun }) => begun && String(begun.scheduledEventId) === String(order?.eventId));
  return { ordered: momentOf(order), begun: momentOf(begin) };
}

export const click: Bench = async (servers, { say, profile }) => {
  const office = await openOffice(servers, { apps: ['slack-app'], profile });
  try {
    const clientId = ((await office.store.clients.model.findOne({ email: ACME_MAIL }).lean()) as { id: string } | null)?.id ?? '';
    const { submitted } = await openLifecycles(office, clientId, say);
    await asked(`${office.slack.origin}/control/app`, { requestUrl: office.slackApp?.url });
    const cards = await Promise.all(submitted.slice(0, CLICKS).map((id, index) => cardOf(office, id, PRESSING[index % PRESSING.length] ?? '')));
    const blocks = await Promise.all(cards.map((card) => buttonOn(office, card)));
    const changed = new Map<string, number>();
    const leave = await Promise.all(PRESSING.map((person) => watch(office, person, changed)));
    const living = keepLiving(office, clientId);
    const began = performance.now() + 1_000;
    const clicks = await Promise.all(cards.map(async (card, index) => {
      const one = await clicked(office, changed, card, blocks[index] ?? '', began + (index * 1_000) / A_SECOND);
      if (index % (10 * A_SECOND) === 0) say(`${index} of ${CLICKS} clicks`);
      return one;
    }));
    const { begun, ended } = await living.stop();
    for (const end of leave) end();
    const drawings = await Promise.all(clicks.map((one, index) => drawingOf(office, submitted[index] ?? '', one)));
    const left = (await Promise.all(cards.map((card) => buttonOn(office, card)))).filter(Boolean).length;
    const redrawn = clicks.map((one) => one.redrawn);
    const row = (name: string, values: readonly number[]): string[] => [name, String(values.length), ...[50, 95, 99].map((p) => shown(percentile(values, p))), shown(Math.max(...values))];
    return [
      `${OPEN} lifecycles open; ${begun} more began meanwhile, ${ended} ended. ${left} cards still have their buttons.`, '',
      table(['', 'N', 'p50 ms', 'p95 ms', 'p99 ms', 'most ms'], [
        row('acknowledged', clicks.map(({ acked }) => acked)), row('judged, drawing ordered', drawings.map(({ ordered }) => ordered)),
        row('drawing begun', drawings.map((drawing) => drawing.begun)), row('card redrawn', redrawn),
      ]), '',
      verdict('Redrawn, p95', percentile(redrawn, 95), 'under', MOST_MS, ' ms'),
    ].join('\n');
  } finally {
    await office.close();
  }
};
