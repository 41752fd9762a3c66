/** The weekly digest on real parts: each person with something waiting once a week, in time or late, whatever Slack and the office do meanwhile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBook } from '../../config/book';
import { shippedConfig } from '../../config/env';
import { createLogger } from '../../config/logger';
import { addDays, weekOf } from '../../domain/dates';
import { digestOf, MONDAY_MORNING, type Digest } from '../../domain/digest';
import { idOf } from '../../domain/id';
import { keepDigest } from '../../worker/digest';
import { sendDigestWorkflowId } from '../../workflows/contracts/office';
import { textOf, until, type DeskMessage } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { CARLA, content, line, MILO } from '../support/samples';

const log = createLogger('test', 'silent');
const book = openBook(shippedConfig(), log);
const office = {} as TestOffice;
const waiting: string[] = [];
let week = 0;

/** Weeks to come: one that is over is no use to anybody. */
function nextDigest(): Digest {
  const monday = addDays(weekOf(new Date().toISOString().slice(0, 10)).monday, 7 * (week += 1));
  const digest = digestOf(`${monday}T12:00:00Z`, 'Europe/Berlin', MONDAY_MORNING, book.isHoliday);
  return digest ?? nextDigest();
}
const digests = async (name: string): Promise<DeskMessage[]> =>
  (await (await office.desk.as(`${name}@northlight.example`)).messages('dm').catch(() => [])).filter((message) => textOf(message).includes('for your decision'));
const counts = async (): Promise<number[]> => Promise.all(['milo', 'ana', 'carla', 'fatima'].map(async (name) => (await digests(name)).length));
const done = (digest: Digest): Promise<unknown> => office.temporal.workflow.getHandle(sendDigestWorkflowId(digest.week)).result();
/** The office's look at the clock, at a moment. */
const looking = (at: string): (() => void) => keepDigest({ book, door: office.door, log, now: () => new Date(at) });
const just = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

async function submitted(net: string): Promise<string> {
  const create = { by: CARLA, key: `digest-${net}`, content: content({ lines: [line({ unitPrice: net })] }), submit: 'now' as const };
  const id = idOf('inv', create.key);
  await office.door.createInvoice(id, create);
  return id;
}

beforeAll(async () => {
  const shipped = readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8');
  Object.assign(office, await openOffice({ files: { 'office.yaml': `${shipped}digest: off\n` } })); // Only when a test says so.
  waiting.push(await submitted('1000'), await submitted('3000'));
});
afterAll(async () => {
  const breaches = await office.desk.lint();
  await office.close();
  expect(breaches).toEqual([]);
});

it('goes out when its time has come and not before, once for all that look, to whom something waits for and to nobody else', async () => {
  const digest = nextDigest();
  const stops = [looking(just(digest.from, -1))];
  const early = () => office.temporal.workflow.getHandle(sendDigestWorkflowId(digest.week)).describe().then(() => 'ordered', () => 'not ordered');
  stops.push(looking(digest.from), looking(digest.from), looking(just(digest.until, -1)));
  await until(async () => (await early()) === 'ordered', 'the digest to be ordered');
  await done(digest);
  stops.push(looking(just(digest.until, -1)));
  for (const stop of stops) stop();
  expect(await counts()).toEqual([1, 1, 0, 0]);
  const [message] = await digests('milo');
  expect(textOf(message ?? {}).replaceAll('\u00a0', ' ')).toMatch(/2 invoices wait for your decision: 4,760\.00 EUR\. The oldest was asked today[\s\S]*3,570\.00 EUR[\s\S]*1,190\.00 EUR/);
});

it('is not ordered before its time, after its week, or by an office that wants none', async () => {
  const digest = nextDigest();
  const orders: string[] = [];
  const door = { sendDigest: async ({ week: name }: { week: string }) => void orders.push(name) };
  const off = openBook(office.configFolder, log);
  const moments = [just(digest.from, -1), digest.until, digest.from];
  const stops = [...moments.map((at) => keepDigest({ book, door, log, now: () => new Date(at) })), keepDigest({ book: off, door, log, now: () => new Date(digest.from) })];
  await until(async () => orders.length > 0, 'the one in time');
  for (const stop of stops) stop();
  expect(orders).toEqual([digest.week]);
});

it('comes late when the office was away, and only once when it is away again', async () => {
  const digest = nextDigest();
  const before = await counts();
  office.worker.stop();
  await office.worker.stopped;
  const stop = looking(just(digest.until, -3600_000));
  await until(() => office.temporal.workflow.getHandle(sendDigestWorkflowId(digest.week)).describe().then(() => true, () => false), 'the order');
  stop();
  office.worker = await office.startWorker();
  await done(digest);
  await office.door.sendDigest(digest);
  expect((await counts()).map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 0, 0]);
});

it('an answer of Slack that is lost costs nobody a second message, and a refusal for one keeps no other waiting', async () => {
  const digest = nextDigest();
  const before = await counts();
  const ana = await office.desk.as('ana@northlight.example');
  await office.desk.fault({ call: 'chat.postMessage', kind: 'cut-after', match: 'for your decision', times: 2 });
  await office.desk.fault({ call: 'conversations.open', kind: 'refuse', error: 'internal_error', match: ana.id, times: 2 });
  await office.door.sendDigest(digest);
  await done(digest);
  expect(await office.desk.pendingFaults()).toEqual([]);
  expect((await counts()).map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 0, 0]);
});

it('a store that remembers the week sends it no second time, even where Temporal has forgotten it', async () => {
  const digest = nextDigest();
  await office.door.sendDigest(digest);
  await done(digest);
  const before = await counts();
  await office.temporal.workflow.execute('sendDigest', { workflowId: `${sendDigestWorkflowId(digest.week)}/again`, taskQueue: 'office', args: [digest] });
  expect(await counts()).toEqual(before);
});

it('leaves out whoever decided meanwhile, and nobody hears of an empty inbox', async () => {
  const digest = nextDigest();
  const before = await counts();
  for (const id of waiting) await office.door.actOnInvoice('decide', id, { by: MILO, key: `decide-${id}`, step: 0, version: 1, says: 'approve' });
  await office.door.sendDigest(digest);
  await done(digest);
  expect(await counts()).toEqual(before);
  expect(await office.store.messages.ofDocument(`digest/${digest.week}`)).toMatchObject([{ key: `digest/${digest.week}`, target: 'office' }]);
});
