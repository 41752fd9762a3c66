/**
 * A worker that stands still for longer than Temporal waits for a workflow's turn, as a paused or starved machine does: the turns are
 * given out again, what they had begun comes in late, and still every document reaches its end and every history replays.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { Acts } from '../support/crash-acts';
import { auditedAtRest } from '../support/crash-audit';
import { Crowd } from '../support/crash-crowd';
import { openChatCrashOffice, type CrashOffice } from '../support/crash-office';
import { temporaryFolder } from '../support/embedded-servers';
import { workflowCode } from '../support/office';

const LIVES = 20;
const STALLS = 4;
/** Longer than the ten seconds of a turn. */
const STALL_MS = 11_000;
/** So long it runs between two stalls. */
const RUN_MS = 3_000;
/** From the last stall to the end of all; far more than it takes. */
const PATIENCE_MS = 300_000;

describe('a worker that stands still', () => {
  const folder = temporaryFolder('office-stalls-test-');
  const logFile = join(folder.path, 'told.jsonl');
  const closing: (() => unknown)[] = [folder.remove];
  let office: CrashOffice;

  beforeAll(async () => {
    office = await openChatCrashOffice(folder.path);
    closing.unshift(office.close);
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it('does late what it had begun, and nothing twice', async () => {
    const worker = await office.startWorker();
    const crowd = new Crowd(office, await new Acts(office).acme(), logFile);
    closing.unshift(() => crowd.leave());
    crowd.begin(LIVES / 2, 'invoice');
    crowd.begin(LIVES / 2, 'estimate');
    for (let count = 0; count < STALLS; count += 1) {
      await delay(RUN_MS);
      process.kill(worker.pid, 'SIGSTOP');
      await delay(STALL_MS);
      process.kill(worker.pid, 'SIGCONT');
    }
    await crowd.untilDone(worker, PATIENCE_MS);
    expect(crowd.refusals).toEqual([]);
    expect(await auditedAtRest(office, logFile)).toEqual([]);
    await worker.stop();
  }, STALLS * (RUN_MS + STALL_MS) + PATIENCE_MS + 180_000);

  it('leaves histories that replay', async () => {
    const histories = office.temporal.workflow.list().intoHistories();
    const failed: string[] = [];
    let count = 0;
    for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: await workflowCode() }, histories)) {
      count += 1;
      if (error) failed.push(`${workflowId}: ${error.message}`);
    }
    expect(count).toBeGreaterThanOrEqual(LIVES);
    expect(failed).toEqual([]);
  });
});
