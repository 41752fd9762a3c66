/** A worker that dies at every step of the road, before and after each effect: nothing is lost, nothing happens twice. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { audited } from '../support/crash-audit';
import { Crowd, creditOf } from '../support/crash-crowd';
import { openCrashOffice, type CrashOffice } from '../support/crash-office';
import { ensureBuilt } from '../support/crash-worker';
import { startTestOutbox, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { eventually } from '../support/parts';
import { databaseUri } from '../support/store';

/** The mail protocol: row claimed; `sending` and nothing sent; sent and not noted; noted, and the document does not know. */
const mailing = (activity: string): string[] =>
  ['mails.claim:after', 'mails.move:after', 'mails.move:before:2', 'mails.move:after:2'].map((point) => `${activity}/${point}`);
const around = (...activities: string[]): string[] => activities.flatMap((activity) => [`${activity}:before`, `${activity}:after`]);

/**
 * One death each, which meets as many documents as it has steps. Of the two places for printing one stays free, and a number that is
 * claimed and not used holds up its series: such steps come late (`:3`) or alone, so that the others are reached.
 */
const DEATHS: readonly { steps: string[]; invoices: number; estimates: number }[] = [
  { steps: [...around('openEstimate', 'actOnEstimate', 'mailEstimate'), 'mailEstimate/mails.claim:after', 'printEstimate:before'], invoices: 0, estimates: 9 },
  { steps: [...around('openInvoice', 'actOnInvoice', 'issueInvoice'), 'openInvoice/invoices.create:after', 'actOnEstimate/numbers.claim:after'], invoices: 9, estimates: 2 },
  { steps: [...around('prepareInvoice', 'noteConversion'), 'printEstimate:after', ...mailing('mailEstimate').slice(1)], invoices: 0, estimates: 9 },
  { steps: [...around('projectDocument'), 'projectDocument/messages.claim:after', 'projectDocument/messages.placed:before', 'printEstimate/files.keep:after'], invoices: 4, estimates: 2 },
  { steps: [...around('mailInvoice', 'remindByHand'), ...mailing('mailInvoice'), 'printInvoice:before'], invoices: 10, estimates: 0 },
  { steps: [...around('creditClient', 'numberReceipt'), 'creditClient/clients.commit:after', ...mailing('remindByHand'), 'printInvoice:after'], invoices: 11, estimates: 0 },
  { steps: [...around('mailReceipt'), ...mailing('mailReceipt'), 'printReceipt:before'], invoices: 8, estimates: 0 },
  { steps: ['printReceipt:after', 'numberReceipt/numbers.claim:after:3'], invoices: 4, estimates: 0 },
  { steps: ['printReceipt/files.keep:after', 'issueInvoice/numbers.claim:after:3'], invoices: 4, estimates: 0 },
  { steps: ['printInvoice/files.keep:after'], invoices: 2, estimates: 0 },
];
/** From the first step to the death. */
const DEATH_MS = 60_000;

describe('a worker that dies', () => {
  const folder = temporaryFolder('office-crash-test-');
  const logFile = join(folder.path, 'told.jsonl');
  const closing: (() => Promise<unknown>)[] = [];
  let office: CrashOffice;
  let crowd: Crowd;
  let acme = '';

  beforeAll(async () => {
    await ensureBuilt();
    const [slack, outbox] = [await startTestSlack(folder.path), await startTestOutbox(folder.path)];
    const mongoUri = databaseUri(process.env.MONGODB_URI ?? '', `test-${randomUUID().slice(0, 13)}`);
    office = await openCrashOffice({ mongoUri, temporalAddress: process.env.TEMPORAL_ADDRESS ?? '', slack: slack.origin, outbox: outbox.origin });
    closing.push(() => crowd.leave(), () => office.close(), () => slack.close(), () => outbox.close());
    await (await office.startWorker()).stop(); // Seeds the clients.
    acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
    crowd = new Crowd(office, acme, logFile);
  }, 180_000);
  afterAll(async () => {
    for (const close of closing) await close();
    folder.remove();
  });

  it.each(DEATHS)('at $steps', async ({ steps, invoices, estimates }) => {
    const worker = await office.startWorker({ CRASH_AT: steps.join(',') });
    crowd.join(invoices, 'none');
    crowd.join(estimates, 'all');
    const late = delay(DEATH_MS, 'late', { ref: false });
    if ((await Promise.race([worker.died, late])) !== 'late') return;
    await worker.kill();
    throw new Error(`It did not die by itself:\n${worker.words()}\n${(await crowd.unfinished()).join('\n')}`);
  }, DEATH_MS + 30_000);

  it('leaves every document to reach its end, as if nothing had happened', async () => {
    const worker = await office.startWorker();
    const late = delay(120_000, 'late', { ref: false });
    if ((await Promise.race([eventually(() => crowd.allDone()), late])) === 'late') throw new Error(`${(await crowd.unfinished()).join('\n')}\n${worker.words()}`);
    expect(crowd.refusals).toEqual([]);
    expect((await office.store.clients.find(acme))?.credit).toEqual([creditOf(crowd.lives.length)]);
    expect(await audited(office, logFile)).toEqual([]);
    expect(await office.desk.lint()).toEqual([]);
  }, 180_000);
});
