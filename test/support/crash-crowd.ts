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
import type { Door } from '../../workflows/contracts/door';
import { invoiceIdOfEstimate } from '../../workflows/contracts/estimate';
import type { CrashOffice } from './crash-office';
import { CARLA, content, FATIMA, line, MILO } from './samples';

const CLIENT: Actor = { email: 'ap@acme.example', name: 'Anja Meier', via: 'portal' };
const POLL_MS = 150;
/** How long a person waits before pressing again. */
const PAUSE_MS = 200;

/** One document's life. It begins as an estimate or at once as an invoice; `asks` adds a reminder by hand. */
type Life = { name: string; estimateId?: string; invoiceId: string; convertedBy: 'client' | 'office'; busy: boolean; done: boolean };
type Act = { documentId: string; key: string; call(key: string): Promise<unknown> };

/** What a paid life leaves: 1.00 too much. */
const SURPLUS = money(100, 'EUR');

export class Crowd {
  /** Answers that nobody should have had: each act was allowed when it was chosen. */
  readonly refusals: string[] = [];
  readonly lives: Life[] = [];
  private stopped = false;
  private running: Promise<void>;
  private readonly door: Door;

  /** `logFile` takes what people were told, for the audit. */
  constructor(private readonly office: CrashOffice, private readonly clientId: string, private readonly logFile: string) {
    this.door = office.door;
    this.running = this.run();
  }

  /** More lives; every third begins as an estimate when `estimates` is `some`. */
  join(count: number, estimates: 'none' | 'some' | 'all' = 'some'): void {
    for (let each = 0; each < count; each += 1) {
      const name = `life-${this.lives.length + 1}`;
      const offered = estimates === 'all' || (estimates === 'some' && this.lives.length % 3 === 0);
      const estimateId = offered ? idOf('est', name) : undefined;
      this.lives.push({ name, estimateId, invoiceId: estimateId ? invoiceIdOfEstimate(estimateId) : idOf('inv', name), convertedBy: each % 2 === 0 ? 'client' : 'office', busy: false, done: false });
    }
  }

  /** What is not done yet, in a few words each. */
  async unfinished(): Promise<string[]> {
    const documents = await this.documents();
    return this.lives.filter(({ done }) => !done).map(({ name, estimateId, invoiceId }) => {
      const invoice = documents.get(invoiceId) as Invoice | undefined;
      const estimate = documents.get(estimateId ?? '') as Estimate | undefined;
      const shown = invoice ? `${invoice.state} owed=${invoice.owed.map(({ kind }) => kind).join()} held=${invoice.held.map(({ mailKey }) => mailKey).join()} delivery=${invoice.delivery?.status ?? 'none'}` : 'no invoice';
      return `${name} ${invoiceId}: ${estimate ? `estimate ${estimate.state}, ` : ''}${shown}, last ${invoice?.history.at(-1)?.kind ?? estimate?.history.at(-1)?.kind ?? 'nothing'}`;
    });
  }

  allDone(): boolean {
    return this.lives.every(({ done }) => done);
  }

  async leave(): Promise<void> {
    this.stopped = true;
    await this.running;
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
    const estimate = life.estimateId ? (documents.get(life.estimateId) as Estimate | undefined) : undefined;
    life.done = invoice !== undefined && isOver(invoice);
    if (life.done) return;
    life.busy = true;
    try {
      const act = invoice ? await this.nextOfInvoice(life, invoice) : life.estimateId ? await this.nextOfEstimate(life, life.estimateId, estimate) : this.creation(life);
      if (act) life.done = (await this.insist(act)) === 'refused';
    } finally {
      life.busy = false;
    }
  }

  /** Presses until there is an answer, yes or no, and writes down what was told each time. */
  private async insist({ documentId, key, call }: Act): Promise<'done' | 'refused' | 'left'> {
    while (!this.stopped) {
      const outcome = await call(key).then(() => 'done' as const, (error: unknown) => this.refused(key, error));
      appendFileSync(this.logFile, `${JSON.stringify({ documentId, key, outcome })}\n`);
      if (outcome !== 'unknown') return outcome;
      await delay(PAUSE_MS);
    }
    return 'left';
  }

  private refused(key: string, error: unknown): 'refused' | 'unknown' {
    if (!(error instanceof DomainError)) return 'unknown';
    this.refusals.push(`${key}: ${error.code} ${error.message}`);
    return 'refused';
  }

  private creation({ name, invoiceId }: Life): Act {
    const made = { by: CARLA, content: content({ clientId: this.clientId, lines: [line({ description: name })] }), submit: 'now' as const };
    return { documentId: invoiceId, key: `${name}/create`, call: (key) => this.door.createInvoice(invoiceId, { ...made, key }) };
  }

  private async nextOfEstimate(life: Life, estimateId: string, estimate?: Estimate): Promise<Act | undefined> {
    const act = (verb: string, call: Act['call']): Act => ({ documentId: estimateId, key: `${life.name}/estimate/${verb}`, call });
    if (!estimate) {
      const made = { by: CARLA, content: content({ clientId: this.clientId, lines: [line({ description: life.name })] }) };
      return act('create', (key) => this.door.createEstimate(estimateId, { ...made, key }));
    }
    const { version, contentHash } = estimate;
    const [held] = estimate.held;
    if (held) return act(`settle/${held.mailKey}`, async (key) => this.door.actOnEstimate('settleMail', estimateId, { by: FATIMA, key, ...(await this.looksUp(held)) }));
    if (estimate.state === 'draft') return act('send', (key) => this.door.actOnEstimate('send', estimateId, { by: CARLA, key, version }));
    if (estimate.state !== 'sent') return undefined;
    if (life.convertedBy === 'office') return act('convert', (key) => this.door.actOnEstimate('convert', estimateId, { by: CARLA, key }));
    const answer = { says: 'accept' as const, name: CLIENT.name, ip: '192.0.2.1', version, contentHash };
    return act('answer', (key) => this.door.actOnEstimate('answer', estimateId, { by: CLIENT, key, ...answer }));
  }

  private async nextOfInvoice({ name, invoiceId }: Life, invoice: Invoice): Promise<Act | undefined> {
    const { state, version, balance, payments, history, held: [held] } = invoice;
    const act = (verb: string, call: Act['call']): Act => ({ documentId: invoiceId, key: `${name}/${verb}`, call });
    if (held) return act(`settle/${held.mailKey}`, async (key) => this.door.actOnInvoice('settleMail', invoiceId, { by: FATIMA, key, ...(await this.looksUp(held)) }));
    if (state === 'submitted') return act('decide', (key) => this.door.actOnInvoice('decide', invoiceId, { by: MILO, key, step: 0, version, says: 'approve' }));
    if (state !== 'sent' || invoice.owed.length > 0) return undefined;
    if (!history.some(({ key }) => key === `${name}/remind`)) return act('remind', (key) => this.door.actOnInvoice('remind', invoiceId, { by: CARLA, key }));
    const amount = payments.length === 0 ? money(50_000, 'EUR') : add(balance, SURPLUS);
    return act(`pay/${payments.length + 1}`, (key) => this.door.actOnInvoice('pay', invoiceId, { by: FATIMA, key, amount, date: today(), reference: key }));
  }

  /** What finance does about a mail of unknown outcome: looks into the provider's log. */
  private async looksUp({ mailKey }: HeldMail): Promise<{ mailKey: string; says: 'arrived' | 'again' }> {
    const row = await this.office.store.mails.find(mailKey);
    const mails = await this.office.outbox.mails();
    return { mailKey, says: mails.some(({ customArgs }) => customArgs['outbox_id'] === row?.outboxId) ? 'arrived' : 'again' };
  }
}
type Documents = Map<string, Invoice | Estimate>;

const today = (): string => new Date().toISOString().slice(0, 10);

/** Paid, receipted, and nothing left to do or to ask. */
const isOver = ({ state, owed, held, payments }: Invoice): boolean =>
  state === 'paid' && owed.length === 0 && held.length === 0 && payments.every(({ receipt }) => receipt?.mailKey !== undefined);

/** The client's credit after so many lives. */
export const creditOf = (lives: number): Money => money(SURPLUS.minor * lives, 'EUR');
