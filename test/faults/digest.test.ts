/** The weekly digest of a worker that is killed between any two of its lines: everybody is told, and nobody twice. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, instantOf, weekOf } from '../../domain/dates';
import { sendDigestWorkflowId } from '../../workflows/contracts/office';
import { Acts } from '../support/crash-acts';
import { openChatCrashOffice, type CrashOffice } from '../support/crash-office';
import { textOf } from '../support/desk-door';
import { temporaryFolder } from '../support/embedded-servers';

/** Between any two lines: rows of two people and of the week are claimed, then each person is told and their row says so. */
const POINTS = [
  'sendDigest:before', ...['before', 'after', 'after:2', 'before:3', 'after:3'].map((point) => `sendDigest/messages.claim:${point}`),
  ...['before', 'after', 'before:2', 'after:2'].map((point) => `sendDigest/messages.placed:${point}`), 'sendDigest:after',
];
/** What is left when all rows are claimed. */
const LATE = POINTS.filter((point) => !point.includes('claim'));
/** A worker stands still with one week's digest at each point until it stands at all of them, and dies. */
const WEEKS = POINTS.length;
/** Far more than it takes: a death is noticed after ten seconds. */
const PATIENCE_MS = 120_000;

describe('a worker that dies while it sends the digest', () => {
  const folder = temporaryFolder('office-digest-test-');
  let office: CrashOffice;
  beforeAll(async () => {
    office = await openChatCrashOffice(folder.path);
    appendFileSync(join(office.configFolder, 'office.yaml'), 'digest: off\n'); // Only those that are ordered here.
  });
  afterAll(async () => {
    await office.close();
    folder.remove();
  });

  const digestsOf = async (name: string): Promise<number> =>
    (await (await office.desk.as(`${name}@northlight.example`)).messages('dm')).filter((message) => textOf(message).includes('for your decision')).length;

  it('leaves it to the next one, which loses nobody and tells nobody twice', async () => {
    const first = await office.startWorker();
    const acts = new Acts(office);
    for (const price of ['1000', '2000']) await acts.create(price);
    await first.stop();
    const weeks = Array.from({ length: WEEKS }, (_, index) => addDays(weekOf(new Date().toISOString().slice(0, 10)).monday, 7 * (index + 1)))
      .map((monday) => ({ ...weekOf(monday), until: instantOf(addDays(monday, 5), '00:00', 'Europe/Berlin') }));
    for (const { week, until } of weeks) await office.door.sendDigest({ week, until });
    for (const points of [POINTS, LATE]) await (await office.startWorker({ CRASH_AT: points.join() })).diesWithin(PATIENCE_MS);
    const last = await office.startWorker();
    await Promise.all(weeks.map(({ week }) => office.temporal.workflow.getHandle(sendDigestWorkflowId(week)).result()));
    expect([await digestsOf('milo'), await digestsOf('ana')]).toEqual([WEEKS, WEEKS]);
    for (const { week } of weeks) {
      const rows = await office.store.messages.ofDocument(`digest/${week}`);
      expect(rows.map(({ target, ts }) => [target, ts !== undefined]).sort()).toEqual([['ana@northlight.example', true], ['milo@northlight.example', true], ['office', false]]);
    }
    await last.stop();
  }, 4 * PATIENCE_MS);
});
