/** A worker that dies at every step of a credit, before and after each effect: each invoice is credited once, by one note with one mail. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { creditsOf } from '../../domain/credit';
import type { CreditNote } from '../../domain/credit-note';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { auditedAtRest } from '../support/crash-audit';
import { openChatCrashOffice, type CrashOffice } from '../support/crash-office';
import { until } from '../support/desk-door';
import { temporaryFolder } from '../support/embedded-servers';
import { CARLA, content, FATIMA, line } from '../support/samples';

const around = (...activities: string[]): string[] => activities.flatMap((activity) => [`${activity}:before`, `${activity}:after`]);
/** One death each, of a worker that stands still with one credit at each step until it stands at all; so many more are asked for with it. */
const DEATHS: readonly { steps: string[]; more: number }[] = [
  { steps: ['actOnInvoice:before', 'actOnInvoice/invoices.commit:after', 'makeCreditNote:before', 'makeCreditNote/numbers.claim:after', 'makeCreditNote/creditNotes.create:after'], more: 6 },
  { steps: ['makeCreditNote:after', ...around('noteCreditNote'), 'noteCreditNote/invoices.commit:after'], more: 2 },
  { steps: [...around('printCreditNote'), 'printCreditNote/files.keep:after'], more: 2 },
  { steps: ['mailCreditNote:before', 'mailCreditNote/mails.claim:after', 'mailCreditNote/mails.move:after', 'mailCreditNote/mails.move:before:2', 'mailCreditNote/mails.move:after:2', 'mailCreditNote:after'], more: 6 },
];
const INVOICES = DEATHS.reduce((sum, { more }) => sum + more, 0);
const PATIENCE_MS = 240_000;
const END_MS = 400_000;

describe('a worker that dies while it credits', () => {
  const folder = temporaryFolder('office-credit-test-');
  const closing: (() => unknown)[] = [folder.remove];
  let office: CrashOffice;
  const waiting: string[] = [];
  const asked: Promise<unknown>[] = [];
  const refusals: string[] = [];
  const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;

  beforeAll(async () => {
    office = await openChatCrashOffice(folder.path);
    closing.unshift(office.close);
    const worker = await office.startWorker();
    const acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
    for (let each = 0; each < INVOICES; each += 1) {
      const made = { by: CARLA, key: `made-${each}`, content: content({ clientId: acme, lines: [line({ unitPrice: '100' })] }), submit: 'now' as const };
      waiting.push(idOf('inv', made.key));
      await office.door.createInvoice(waiting.at(-1) ?? '', made);
    }
    for (const id of waiting) await until(async () => (await stored(id)).state === 'sent', `${id} to be sent`, PATIENCE_MS);
    await worker.stop();
  }, PATIENCE_MS + 60_000);
  afterAll(async () => {
    for (const close of closing) await close();
  });

  /** Whoever gets no answer presses once more. */
  async function credit(id: string): Promise<void> {
    for (;;) {
      try {
        return void (await office.door.actOnInvoice('credit', id, { by: FATIMA, key: `credit-${id}`, lines: 'all', reason: 'It was not delivered.', settlement: 'offset', seen: { minor: 11_900, currency: 'EUR' } }));
      } catch (error) {
        if (error instanceof DomainError) return void refusals.push(error.message);
        await delay(200);
      }
    }
  }

  it.each(DEATHS)('at $steps', async ({ steps, more }) => {
    const worker = await office.startWorker({ CRASH_AT: steps.join(',') });
    for (const id of waiting.splice(0, more)) asked.push(credit(id));
    await worker.diesWithin(PATIENCE_MS);
  }, PATIENCE_MS + 60_000);

  it('leaves every invoice credited, as if nothing had happened', async () => {
    await office.startWorker();
    await Promise.all(asked);
    const notes = () => office.store.creditNotes.model.find({}, { _id: 0 }).lean().exec() as unknown as Promise<CreditNote[]>;
    await until(async () => {
      const all = await notes();
      for (const { id, held: [mail] } of all) {
        if (!mail) continue;
        const row = await office.store.mails.find(mail.mailKey);
        const arrived = (await office.outbox.mails()).some(({ customArgs }) => customArgs['outbox_id'] === row?.outboxId);
        await office.door.actOnCreditNote('settleMail', id, { by: FATIMA, key: `settle-${id}`, mailKey: mail.mailKey, says: arrived ? 'arrived' : 'again' });
      }
      return all.length === INVOICES && all.every(({ state, outgoing, held }) => state === 'sent' && !outgoing && held.length === 0);
    }, 'all notes to be sent', END_MS);
    const invoices = (await office.store.invoices.model.find({}, { _id: 0 }).lean().exec()) as unknown as Invoice[];
    await until(async () => (await Promise.all(invoices.map(({ id }) => stored(id)))).every(({ state, owed, ...invoice }) => state === 'paid' && owed.length === 0 && creditsOf(invoice).length === 1), 'all invoices to be settled', END_MS);
    expect(refusals).toEqual([]);
    const logFile = join(folder.path, 'told.jsonl');
    writeFileSync(logFile, '');
    expect(await auditedAtRest(office, logFile)).toEqual([]);
    expect(await office.desk.lint()).toEqual([]);
  }, END_MS + 180_000);
});
