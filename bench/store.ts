/** How fast does the store answer people? `list`, `search` and App Home over 10,000 invoices, through the office's own queries. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { dateOfInstant } from '../domain/dates';
import { OFFICE } from '../domain/people';
import { openReading, type Reading } from '../store/queries/reading';
import type { Store } from '../store/store';
import { makeArchive, type Archive } from './archive';
import type { Bench } from './bench';
import { percentile, shown, table, verdict } from './figures';
import { openOwnStore } from './servers';

const INVOICES = 10_000;
const CLIENTS = 300;
/** Each question is asked so often, after a few times that warm up, one question after another in turns. */
const ROUNDS = 300;
const WARMING = 20;
const CHUNK = 500;
/** Journals and caches come to rest before anything is measured. */
const REST_MS = 3_000;
const MOST_MS = 50;

type Question = { name: string; ask(): Promise<unknown> };

async function fill(store: Store, { invoices, clients }: Archive, at: string): Promise<void> {
  for (let from = 0; from < invoices.length; from += CHUNK) await store.invoices.model.collection.insertMany(invoices.slice(from, from + CHUNK) as never[]);
  for (const { revision: _, ...client } of clients) await store.clients.create(client, { key: `archive/${client.id}`, at, by: OFFICE }, 'created');
}

/** What people ask most: every list with its pages, searches that find much, little and nothing, and each role's Home. */
function questionsOf(reading: Reading, { invoices, clients }: Archive, now: string): Question[] {
  const today = dateOfInstant(now, 'Europe/Berlin');
  const [carla, milo] = ['carla@northlight.example', 'milo@northlight.example'];
  const old = invoices[Math.floor(INVOICES / 5)];
  const busy = clients[0]?.id ?? '';
  const list = (name: string, filter: Parameters<Reading['invoices']['page']>[0], page = 0): Question => ({ name: `list ${name}`, ask: () => reading.invoices.page(filter, page) });
  const search = (name: string, words: string): Question => ({ name: `search ${name}`, ask: () => reading.search.find(words) });
  return [
    list('all', { list: 'all' }), list('all, page 20', { list: 'all' }, 19), list('mine', { list: 'mine', email: carla }), list('drafts', { list: 'drafts', email: carla }),
    list('returned', { list: 'returned', email: carla }), list('waiting', { list: 'waiting' }), list('inbox', { list: 'inbox', email: milo }), list('ready', { list: 'ready' }),
    list('overdue', { list: 'overdue', today }), list('disputed', { list: 'disputed' }), list('failed', { list: 'failed' }), list('client', { list: 'client', clientIds: [busy] }),
    search('a common word', 'gmbh'), search('a client', 'lindenhof verlag'), search('a number', old?.number ?? ''), search('an order', old?.content.purchaseOrder ?? ''), search('nothing', 'no such thing anywhere'),
    { name: 'home, coordinator', ask: () => reading.home.coordinator(carla, today) },
    { name: 'home, approver', ask: () => Promise.all([reading.inbox.of(milo, { rates: { currency: 'EUR', days: [] }, today }), reading.home.decided(milo)]) },
    { name: 'home, finance', ask: () => reading.home.finance(today, now) },
  ];
}

export const storeAnswers: Bench = async (servers, { say }) => {
  const { store, close } = await openOwnStore(servers);
  try {
    const now = new Date().toISOString();
    say('making the archive');
    const archive = makeArchive(INVOICES, CLIENTS, now);
    say('storing it');
    await fill(store, archive, now);
    await delay(REST_MS);
    const questions = questionsOf(openReading(store), archive, now);
    const took = new Map(questions.map(({ name }) => [name, [] as number[]]));
    for (let round = -WARMING; round < ROUNDS; round += 1) {
      for (const { name, ask } of questions) {
        const began = performance.now();
        await ask();
        if (round >= 0) took.get(name)?.push(performance.now() - began);
      }
      if (round % 100 === 0) say(`round ${round} of ${ROUNDS}`);
    }
    const rows = [...took].map(([name, ms]) => [name, ...[50, 95, 99].map((p) => shown(percentile(ms, p))), shown(Math.max(...ms))]);
    const slowest = [...took].map(([name, ms]) => ({ name, p99: percentile(ms, 99) })).sort((one, other) => other.p99 - one.p99)[0];
    const states = new Map<string, number>();
    for (const { state } of archive.invoices) states.set(state, (states.get(state) ?? 0) + 1);
    return [
      `${archive.invoices.length.toLocaleString('en')} invoices of ${CLIENTS} clients: ${[...states].map(([state, count]) => `${count} ${state}`).join(', ')}.`, '',
      table(['', 'p50 ms', 'p95 ms', 'p99 ms', 'most ms'], rows), '',
      verdict(`Slowest p99 (${slowest?.name})`, slowest?.p99 ?? Number.NaN, 'at most', MOST_MS, ' ms'),
    ].join('\n');
  } finally {
    await close();
  }
};
