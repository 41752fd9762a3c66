/** A worker that dies at every step of the road, before and after each effect: nothing is lost, nothing happens twice. */
import { join } from 'node:path';
import { auditedAtRest } from '../support/crash-audit';
import { Crowd, creditOf, isBefore, type Goal } from '../support/crash-crowd';
import { openChatCrashOffice, type CrashOffice } from '../support/crash-office';
import { temporaryFolder } from '../support/embedded-servers';

const around = (...activities: string[]): string[] => activities.flatMap((activity) => [`${activity}:before`, `${activity}:after`]);
/** The mail protocol, and between its steps: row claimed; it says `sending`; the mail is out; the row says so and the document does not. */
const CLAIMED = ['mails.claim:after', 'mails.move:after'];
const GONE = ['mails.move:before:2', 'mails.move:after:2'];
const within = (activity: string, points: readonly string[]): string[] => points.map((point) => `${activity}/${point}`);
const mailing = (activity: string): string[] => [...around(activity), ...within(activity, [...CLAIMED, ...GONE])];

/**
 * One death each, of a worker that stands still with one document at each step until it stands at all. A step further on can be among
 * them only if those before let others pass: a number that is claimed and not used holds up its series, and there are four places for
 * printing. Estimates and invoices take turns, so that what a death has held up is taken up again while the others die; only as many
 * are led on as there are steps, so that the next deaths find some that have not passed theirs.
 */
const DEATHS: readonly { who: 'estimates' | 'invoices'; goal: Goal; steps: string[] }[] = [
  { who: 'estimates', goal: 'send', steps: [...around('openEstimate'), 'actOnEstimate:before', 'actOnEstimate/numbers.claim:after'] },
  { who: 'invoices', goal: 'create', steps: [...around('openInvoice', 'projectDocument'), 'openInvoice/invoices.create:after', 'projectDocument/messages.claim:after', 'projectDocument/messages.placed:before'] },
  { who: 'estimates', goal: 'send', steps: ['actOnEstimate:after', ...around('printEstimate')] },
  { who: 'invoices', goal: 'approve', steps: [...around('actOnInvoice'), 'issueInvoice:before', 'issueInvoice/numbers.claim:after'] },
  { who: 'estimates', goal: 'send', steps: ['printEstimate/files.keep:after', ...mailing('mailEstimate')] },
  { who: 'invoices', goal: 'approve', steps: ['issueInvoice/invoices.commit:after', 'issueInvoice:after'] },
  { who: 'estimates', goal: 'convert', steps: around('prepareInvoice', 'noteConversion') },
  { who: 'invoices', goal: 'approve', steps: within('issueInvoice', ['files.keep:after', ...CLAIMED]) },
  { who: 'invoices', goal: 'approve', steps: within('issueInvoice', GONE) },
  { who: 'estimates', goal: 'remind', steps: [...around('remindByHand'), 'remindByHand/files.keep:after'] },
  { who: 'estimates', goal: 'remind', steps: within('remindByHand', CLAIMED) },
  { who: 'estimates', goal: 'remind', steps: within('remindByHand', GONE) },
  { who: 'invoices', goal: 'pay', steps: ['issueReceipt:before', 'issueReceipt/numbers.claim:after'] },
  { who: 'estimates', goal: 'pay', steps: ['issueReceipt/invoices.commit:after', 'issueReceipt:after'] },
  { who: 'invoices', goal: 'payAgain', steps: within('issueReceipt', ['files.keep:after', ...CLAIMED]) },
  { who: 'invoices', goal: 'payAgain', steps: within('issueReceipt', GONE) },
  { who: 'estimates', goal: 'payAgain', steps: [...around('creditClient'), 'creditClient/clients.commit:after'] },
];
/** Of each kind: as many as stand still on the way to the goal that most of their deaths share (`send` of estimates, `approve` of invoices), and some more. */
const LIVES = 16;
/** From the first step to the death; far more than it takes. */
const PATIENCE_MS = 240_000;
/** From the last death to the end of all: an effect that died often is tried again a minute later, and there are several in a row. */
const END_MS = 600_000;

describe('a worker that dies', () => {
  const folder = temporaryFolder('office-crash-test-');
  const logFile = join(folder.path, 'told.jsonl');
  const closing: (() => unknown)[] = [];
  let office: CrashOffice;
  let crowd: Crowd;
  let acme = '';
  let lives: Record<'estimates' | 'invoices', Crowd['lives']>;

  beforeAll(async () => {
    office = await openChatCrashOffice(folder.path);
    closing.push(office.close, folder.remove);
    await (await office.startWorker()).stop(); // It makes the clients.
    acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
    crowd = new Crowd(office, acme, logFile);
    closing.unshift(() => crowd.leave());
    lives = { estimates: crowd.begin(LIVES, 'estimate', 'create'), invoices: [] };
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it.each(DEATHS)('of $who, with steps as far as $goal: $steps', async ({ who, goal, steps }) => {
    const worker = await office.startWorker({ CRASH_AT: steps.join(',') });
    if (who === 'invoices' && goal === 'create') lives.invoices = crowd.begin(LIVES, 'invoice', goal);
    const behind = lives[who].filter((life) => isBefore(life.goal, goal));
    for (const life of behind.slice(0, steps.length)) life.goal = goal;
    await worker.diesWithin(PATIENCE_MS);
  }, PATIENCE_MS + 60_000);

  it('leaves every document to reach its end, as if nothing had happened', async () => {
    for (const life of crowd.lives) life.goal = 'payAgain';
    const worker = await office.startWorker();
    await crowd.untilDone(worker, END_MS);
    expect(crowd.refusals).toEqual([]);
    expect((await office.store.clients.find(acme))?.credit).toEqual([creditOf(crowd.lives.length)]);
    expect(await auditedAtRest(office, logFile)).toEqual([]);
    expect(await office.desk.lint()).toEqual([]);
  }, END_MS + 180_000);
});
