/** Kill -9 of everything at random, and of the worker while 200 invoices are numbered: nothing lost, nothing twice, no gap. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Acts } from '../support/crash-acts';
import { auditedAtRest } from '../support/crash-audit';
import { Crowd, creditOf } from '../support/crash-crowd';
import { seeded } from '../../bench/random';
import { torment, type Victim } from '../support/crash-nemesis';
import { openCrashOffice, type CrashOffice } from '../support/crash-office';
import { ensureBuilt, type Program } from '../support/crash-program';
import { until } from '../support/desk-door';
import { BOT_TOKEN, SENDGRID_KEY, SIGNING_SECRET, temporaryFolder } from '../support/embedded-servers';
import { type Part, startPart } from '../support/parts';
import { run } from '../support/server-process';
import { ROOT } from '../support/sources';
import { databaseUri } from '../support/store';

const SEED = Number(process.env.OFFICE_TEST_SEED ?? 20261122);
const LIVES = 20;
const TORMENT_MS = 40_000;
/** From the last kill to the end of all; far more than it takes. */
const PATIENCE_MS = 360_000;
const NUMBERS = 200;

/** A server that keeps its address over restarts. */
async function server(name: string, entry: string, env: Record<string, string>): Promise<Victim & { origin: string }> {
  let running = await run(entry, env);
  const { port } = new URL(running.origin);
  return {
    name, origin: running.origin, kill: () => running.kill(),
    restart: async () => { running = await run(entry, { ...env, PORT: port }); },
  };
}

describe(`kill -9 (seed ${SEED})`, () => {
  const folder = temporaryFolder('office-kills-test-');
  const logFile = join(folder.path, 'told.jsonl');
  const closing: (() => unknown)[] = [];
  let mongo: Part;
  let temporal: Part;
  let slack: Victim & { origin: string };
  let outbox: Victim & { origin: string };
  beforeAll(async () => {
    await ensureBuilt();
    [mongo, temporal] = await Promise.all([startPart('mongo'), startPart('temporal')]);
    const data = join(folder.path, 'data');
    mkdirSync(data);
    const common = { OFFICE_DATA: data, OFFICE_CONFIG: join(ROOT, 'config'), SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SIGNING_SECRET, SENDGRID_API_KEY: SENDGRID_KEY };
    slack = await server('slack', 'embedded/slack/main.ts', common);
    outbox = await server('outbox', 'embedded/outbox/main.ts', common);
    closing.push(() => slack.kill(), () => outbox.kill(), mongo.stop, temporal.stop, folder.remove);
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const opened = async (database: string): Promise<{ office: CrashOffice; acts: Acts }> => {
    const office = await openCrashOffice({ mongoUri: databaseUri(mongo.address, database), temporalAddress: temporal.address, slack: slack.origin, outbox: outbox.origin });
    closing.unshift(office.close);
    return { office, acts: new Acts(office) };
  };

  it(`of worker, MongoDB, Temporal, Slack and outbox under ${LIVES} lives: all of them reach their end`, async () => {
    const { office, acts } = await opened('torment');
    let worker: Program = await office.startWorker();
    const crowd = new Crowd(office, await acts.acme(), logFile);
    closing.unshift(() => crowd.leave());
    crowd.begin(LIVES / 2, 'invoice');
    crowd.begin(LIVES / 2, 'estimate');
    const part = (name: string, { kill, restart }: Part): Victim => ({ name, kill, restart });
    const killed = await torment([
      { name: 'worker', kill: () => worker.kill(), restart: async () => { worker = await office.startWorker(); } },
      part('mongo', mongo), part('temporal', temporal), slack, outbox,
    ], seeded(SEED), TORMENT_MS);
    await crowd.untilDone(worker, PATIENCE_MS, `; killed: ${killed.join()}`);
    expect(crowd.refusals).toEqual([]);
    expect((await office.store.clients.find(await acts.acme()))?.credit).toEqual([creditOf(LIVES)]);
    expect(await auditedAtRest(office, logFile)).toEqual([]);
    await worker.stop();
  }, TORMENT_MS + PATIENCE_MS + 240_000);

  it(`of the worker while ${NUMBERS} invoices are issued: their numbers are 1 to ${NUMBERS}`, async () => {
    const { office, acts } = await opened('numbers');
    const nobody = { SLACK_API_URL: 'http://127.0.0.1:1/api/', SENDGRID_BASE_URL: 'http://127.0.0.1:1' }; // Numbers alone are of interest.
    let worker = await office.startWorker(nobody);
    const acme = await acts.acme();
    const numbered = (): Promise<number> => office.store.invoices.model.countDocuments({ 'client.id': acme, number: /./ } as never);
    const crowd = new Crowd(office, acme, logFile, 'number');
    closing.unshift(() => crowd.leave());
    crowd.begin(NUMBERS, 'invoice', 'approve');
    for (const kills of [1, 2, 3]) {
      await until(async () => (await numbered()) >= kills * 30, `${kills * 30} numbers`, PATIENCE_MS);
      await worker.kill();
      worker = await office.startWorker(nobody);
    }
    await until(async () => (await numbered()) === NUMBERS, 'all to be numbered', PATIENCE_MS);
    const rows = await office.store.connection.collection('numbers').find().sort({ n: 1 }).toArray();
    expect(rows.map((row) => row['n'] as number)).toEqual(Array.from({ length: NUMBERS }, (_, index) => index + 1));
    expect(new Set((await office.store.invoices.model.find({}, { number: 1 }).lean()).map(({ number }) => number)).size).toBe(NUMBERS);
    await crowd.leave();
  }, 4 * PATIENCE_MS);
});
