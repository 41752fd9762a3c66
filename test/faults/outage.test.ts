/** Servers that go away and come back: MongoDB, Temporal, Slack. What was under way goes on; who acts meanwhile is told the truth. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Acts } from '../support/crash-acts';
import { auditedAtRest } from '../support/crash-audit';
import { Crowd } from '../support/crash-crowd';
import { openChatCrashOffice, type CrashOffice } from '../support/crash-office';
import type { Program } from '../support/crash-program';
import { textOf, until } from '../support/desk-door';
import { temporaryFolder } from '../support/embedded-servers';
import { type Part, startPart } from '../support/parts';
import { databaseUri } from '../support/store';

/** Longer than a store's patience with a server, which is 10 s. */
const OUTAGE_MS = 20_000;
/** Far more than it takes. */
const PATIENCE_MS = 120_000;

describe('servers that go away', () => {
  const folder = temporaryFolder('office-outage-test-');
  const logFile = join(folder.path, 'told.jsonl');
  const closing: (() => unknown)[] = [];
  let office: CrashOffice;
  let acts: Acts;
  let mongo: Part;
  let temporal: Part;

  beforeAll(async () => {
    [mongo, temporal] = await Promise.all([startPart('mongo'), startPart('temporal')]);
    closing.push(mongo.stop, temporal.stop, folder.remove);
    office = await openChatCrashOffice(folder.path, { mongoUri: databaseUri(mongo.address, 'office'), temporalAddress: temporal.address });
    closing.unshift(office.close);
    acts = new Acts(office);
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const crowds: Crowd[] = [];
  const crowdOf = async (lives: number): Promise<Crowd> => {
    const crowd = new Crowd(office, await acts.acme(), logFile, `crowd-${crowds.length + 1}`);
    crowds.push(crowd);
    closing.unshift(() => crowd.leave());
    crowd.begin(lives, 'invoice');
    return crowd;
  };
  const ends = async (crowd: Crowd, worker: Program): Promise<void> => {
    await crowd.untilDone(worker, PATIENCE_MS);
    expect(crowd.refusals).toEqual([]);
    await crowd.leave();
    await worker.stop();
  };

  it('Temporal and the worker, between an act and its answer: the act goes on, although nobody asks again', async () => {
    const first = await office.startWorker();
    const id = await acts.create('1000');
    await first.stop();
    const dying = await office.startWorker({ CRASH_AT: 'actOnInvoice:after' });
    const asked = acts.approve(id).then(() => 'answered', () => 'no answer');
    await dying.died;
    await temporal.kill();
    expect(await asked).toBe('no answer');
    expect((await acts.stored(id)).state).toBe('approved');
    await temporal.restart();
    const worker = await office.startWorker();
    await acts.sent(id);
    await worker.stop();
  });

  it('MongoDB, for 20 seconds while invoices are under way: all of them reach their end, none of them twice', async () => {
    const crowd = await crowdOf(6);
    const worker = await office.startWorker();
    await until(async () => (await office.outbox.mails()).length > 1, 'the first mails', PATIENCE_MS);
    await mongo.kill();
    await delay(OUTAGE_MS);
    await mongo.restart();
    await ends(crowd, worker);
  }, 600_000);

  it('Temporal, killed and started again: what was answered stands, and the rest goes on', async () => {
    const crowd = await crowdOf(6);
    const worker = await office.startWorker();
    for (let kills = 0; kills < 3; kills += 1) {
      await delay(1_000);
      await temporal.kill();
      await temporal.restart();
    }
    await ends(crowd, worker);
  }, 600_000);

  it('Slack, down and then asking for patience: mails go out all the same, and the cards follow', async () => {
    await office.desk.fault({ call: 'chat.postMessage', kind: 'cut-before', times: 4 });
    await office.desk.fault({ call: 'chat.postMessage', kind: 'status', status: 429, retryAfter: 2, times: 4 });
    const worker = await office.startWorker();
    const id = await acts.create('100');
    const { number } = await acts.sent(id);
    const milo = await office.desk.as('milo@northlight.example');
    await until(async () => (await office.desk.pendingFaults()).length === 0, 'Slack to be well again', PATIENCE_MS);
    await until(async () => (await milo.messages('#invoices')).some((message) => textOf(message).includes(number ?? 'none')), 'the card', PATIENCE_MS);
    expect((await office.outbox.mails()).filter(({ subject }) => subject.includes(number ?? 'none'))).toHaveLength(1);
    await worker.stop();
  });

  it('and comes out sound of it all', async () => {
    const worker = await office.startWorker();
    expect(await auditedAtRest(office, logFile)).toEqual([]);
    await worker.stop();
  }, PATIENCE_MS + 120_000);
});
