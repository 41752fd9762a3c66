/**
 * A crowd of people who lead documents through their whole life while parts are killed around them. They look at what is stored, do
 * what comes next under a key that names it, and do it again until they are answered: whoever gets no answer presses once more.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Estimate } from '../../domain/estimate';
import { idOf } from '../../domain/id';
import type { HeldMail, Invoice } from '../../domain/invoice';
import { add, money, type Money } from '../../domain/money';
import type { Actor } from '../../domain/people';
import { DomainError } from '../../domain/refusals';
import { invoiceIdOfEstimate } from '../../workflows/contracts/estimate';
import { invoiceWorkflowId } from '../../workflows/contracts/invoice';
import type { CrashOffice } from './crash-office';
import type { Program } from './crash-program';
import { until } from './desk-door';
import { CARLA, content, FATIMA, line, MILO } from './samples';

/** What people do, in the order of a life; settling a mail of unknown outcome is done at once, whenever there is one. */
const ACTS = ['create', 'send', 'convert', 'approve', 'remind', 'pay', 'payAgain'] as const;
export type Goal = (typeof ACTS)[number];
type Verb = Goal | 'settle';

export const isBefore = (one: Goal, other: Goal): boolean => ACTS.indexOf(one) < ACTS.indexOf(other);

/** One document's life, as an estimate first or at once as an invoice. `goal` is the last act that is done for now. */
type Life = { name: string; estimateId?: string; invoiceId: string; goal: Goal; busy: boolean; done: boolean };
type Act = { verb: Verb; documentId: string; key: string; call(key: string): Promise<unknown> };
type Documents = Map<string, Invoice | Estimate>;

const CLIENT: Actor = { email: 'ap@acme.example', name: 'Anja Meier', via: 'portal' };
const POLL_MS = 150;
/** How long a person waits before pressing again. */
const PAUSE_MS = 200;
/** What a life pays too much in the end. */
const SURPLUS = money(100, 'EUR');
/** The provider's word, or somebody else, was faster: no lie, and nothing to press again. */
const OVERTAKEN: readonly string[] = ['MailNotHeld'];

export class Crowd {
  /** Answers that nobody should have had: each act was allowed when it was chosen. */
  readonly refusals: string[] = [];
  readonly lives: Life[] = [];
  private stopped = false;
  private readonly running: Promise<void>;

  /** `clientId` is billed; `logFile` takes what people were told, for the audit; each crowd of an office has a name of its own. */
  constructor(private readonly office: CrashOffice, private readonly clientId: string, private readonly logFile: string, private readonly crowdName = 'life') {
    this.running = this.run();
  }

  /** Begins lives, to be led as far as `goal`. */
  begin(count: number, kind: 'estimate' | 'invoice', goal: Goal = 'payAgain'): Life[] {
    const begun = Array.from({ length: count }, (_, each): Life => {
      const name = `${this.crowdName}-${this.lives.length + each + 1}`;
      const estimateId = kind === 'estimate' ? idOf('est', name) : undefined;
      return { name, estimateId, invoiceId: estimateId ? invoiceIdOfEstimate(estimateId) : idOf('inv', name), goal, busy: false, done: false };
    });
    this.lives.push(...begun);
    return begun;
  }

  /** Waits until every life is done; throws after `ms` with `about`, what is not done, and the worker's words. */
  async untilDone(worker: Program, ms: number, about = ''): Promise<void> {
    await until(async () => this.lives.every(({ done }) => done), 'all to be done', ms).catch(async (error: Error) => {
      throw new Error(`${error.message}${about}:\n${await this.unfinished()}\n${worker.words()}`);
    });
  }

  /** What is not done yet, a line each, with what its workflow waits for. */
  private async unfinished(): Promise<string> {
    const documents = await this.documents();
    const waits = async (id: string): Promise<string> => {
      const handle = this.office.temporal.workflow.getHandle(invoiceWorkflowId(id));
      const { raw } = await handle.describe();
      const activities = (raw.pendingActivities ?? []).map(({ activityType, attempt, state, scheduledTime, lastFailure }) => ({ name: activityType?.name, attempt, state, next: Number(scheduledTime?.seconds ?? 0), failed: lastFailure?.message }));
      const { events } = await handle.fetchHistory();
      const ended = (events ?? []).flatMap(({ eventId, workflowTaskFailedEventAttributes: failed, workflowTaskTimedOutEventAttributes: timedOut }) =>
        failed ? `${eventId} failed: ${failed.cause} ${failed.failure?.message}` : timedOut ? `${eventId} timed out` : []);
      return JSON.stringify({ task: raw.pendingWorkflowTask?.attempt, events: events?.length, ended: ended.slice(-3), activities });
    };
    return (await Promise.all(this.lives.filter(({ done }) => !done).map(async ({ name, estimateId, invoiceId }) => {
      const invoice = documents.get(invoiceId) as Invoice | undefined;
      const estimate = documents.get(estimateId ?? '') as Estimate | undefined;
      const shown = invoice && `${invoice.state} owed=${invoice.owed.map(({ kind }) => kind).join()} held=${invoice.held.length} delivery=${invoice.delivery?.status ?? 'none'}`;
      return `${name} ${invoiceId}: ${estimate ? `estimate ${estimate.state}` : ''} ${shown ?? 'no invoice'}, last ${(invoice ?? estimate)?.history.at(-1)?.kind ?? 'nothing'}; ${await waits(invoiceId).catch(String)}`;
    }))).join('\n');
  }

  /** Nobody presses any more. */
  async leave(): Promise<void> {
    this.stopped = true;
    await this.running;
    while (this.lives.some(({ busy }) => busy)) await delay(POLL_MS);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const documents = await this.documents().catch(() => undefined); // The database may be away: look again.
      for (const life of documents ? this.lives.filter(({ busy, done }) => !busy && !done) : []) void this.lead(life, documents as Documents);
      await delay(POLL_MS);
    }
  }

  private async documents(): Promise<Documents> {
    const open = this.lives.filter(({ done }) => !done);
    const { invoices, estimates } = this.office.store;
    const found = await Promise.all([
      invoices.model.collection.find({ id: { $in: open.map(({ invoiceId }) => invoiceId) } }).toArray(),
      estimates.model.collection.find({ id: { $in: open.flatMap(({ estimateId }) => estimateId ?? []) } }).toArray(),
    ]);
    return new Map(found.flat().map((document) => [String(document['id']), document as unknown as Invoice | Estimate]));
  }

  private async lead(life: Life, documents: Documents): Promise<void> {
    const invoice = documents.get(life.invoiceId) as Invoice | undefined;
    life.done = invoice !== undefined && isOver(invoice);
    const act = life.done ? undefined : this.next(life, invoice, documents.get(life.estimateId ?? '') as Estimate | undefined);
    if (!act || (act.verb !== 'settle' && isBefore(life.goal, act.verb))) return;
    life.busy = true;
    life.done = (await this.insist(act)) === 'refused';
    life.busy = false;
  }

  /** Presses until there is an answer, yes or no, and writes down what was told each time. */
  private async insist({ documentId, key, call }: Act): Promise<'done' | 'refused' | 'left'> {
    while (!this.stopped) {
      const outcome = await call(key).then(() => 'done' as const, (error: unknown) => (error instanceof DomainError ? error : ('unknown' as const)));
      const refusal = outcome instanceof DomainError ? outcome : undefined;
      appendFileSync(this.logFile, `${JSON.stringify({ documentId, key, outcome: refusal ? 'refused' : outcome })}\n`);
      if (outcome === 'done' || (refusal && OVERTAKEN.includes(refusal.code))) return 'done';
      if (refusal) {
        this.refusals.push(`${key}: ${refusal.code} ${refusal.message}`);
        return 'refused';
      }
      await delay(PAUSE_MS);
    }
    return 'left';
  }

  private next(life: Life, invoice: Invoice | undefined, estimate: Estimate | undefined): Act | undefined {
    const { name, estimateId, invoiceId } = life;
    if (invoice) return this.nextOfInvoice(name, invoice);
    if (estimate) return this.nextOfEstimate(name, estimate);
    const made = { by: CARLA, content: content({ clientId: this.clientId, lines: [line({ description: name })] }) };
    const { door } = this.office;
    if (estimateId) return { verb: 'create', documentId: estimateId, key: `${name}/offer`, call: (key) => door.createEstimate(estimateId, { ...made, key }) };
    return { verb: 'create', documentId: invoiceId, key: `${name}/create`, call: (key) => door.createInvoice(invoiceId, { ...made, key, submit: 'now' }) };
  }

  private nextOfEstimate(name: string, { id, state, version, contentHash, held: [held] }: Estimate): Act | undefined {
    const { door } = this.office;
    const act = (verb: Verb, call: Act['call'], about = ''): Act => ({ verb, documentId: id, key: `${name}/offer/${verb}${about}`, call });
    if (held) return act('settle', async (key) => door.actOnEstimate('settleMail', id, { by: FATIMA, key, ...(await this.lookedUp(held)) }), held.mailKey);
    if (state === 'draft') return act('send', (key) => door.actOnEstimate('send', id, { by: CARLA, key, version }));
    if (state !== 'sent') return undefined;
    if (Number(name.split('-').at(-1)) % 2 === 0) return act('convert', (key) => door.actOnEstimate('convert', id, { by: CARLA, key }));
    const answer = { says: 'accept' as const, name: CLIENT.name, ip: '192.0.2.1', version, contentHash };
    return act('convert', (key) => door.actOnEstimate('answer', id, { by: CLIENT, key, ...answer }), '/accept');
  }

  private nextOfInvoice(name: string, { id, state, version, balance, owed, payments, history, held: [held] }: Invoice): Act | undefined {
    const { door } = this.office;
    const act = (verb: Verb, call: Act['call'], about = ''): Act => ({ verb, documentId: id, key: `${name}/${verb}${about}`, call });
    if (held) return act('settle', async (key) => door.actOnInvoice('settleMail', id, { by: FATIMA, key, ...(await this.lookedUp(held)) }), held.mailKey);
    if (state === 'submitted') return act('approve', (key) => door.actOnInvoice('decide', id, { by: MILO, key, step: 0, version, says: 'approve' }));
    if (state !== 'sent' || owed.length > 0) return undefined;
    if (!history.some(({ kind }) => kind === 'reminder.asked')) return act('remind', (key) => door.actOnInvoice('remind', id, { by: CARLA, key }));
    const amount = payments.length === 0 ? money(50_000, 'EUR') : add(balance, SURPLUS);
    const verb = payments.length === 0 ? 'pay' : 'payAgain';
    return act(verb, (key) => door.actOnInvoice('pay', id, { by: FATIMA, key, amount, date: today(), reference: key }));
  }

  /** What finance does about a mail of unknown outcome: looks into the provider's log. */
  private async lookedUp({ mailKey }: HeldMail): Promise<{ mailKey: string; says: 'arrived' | 'again' }> {
    const row = await this.office.store.mails.find(mailKey);
    const mails = await this.office.outbox.mails();
    return { mailKey, says: mails.some(({ customArgs }) => customArgs['outbox_id'] === row?.outboxId) ? 'arrived' : 'again' };
  }
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** Paid, receipted, and nothing left to do or to ask. */
const isOver = ({ state, owed, held, payments }: Invoice): boolean =>
  state === 'paid' && owed.length === 0 && held.length === 0 && payments.every(({ receipt }) => receipt?.mailKey !== undefined);

/** The client's credit after so many lives. */
export const creditOf = (lives: number): Money => money(SURPLUS.minor * lives, 'EUR');
