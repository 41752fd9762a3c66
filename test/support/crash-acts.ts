/** What the office's people do to invoices, by the office's own door, and waiting for what comes of it. */
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { money } from '../../domain/money';
import type { Actor } from '../../domain/people';
import type { Store } from '../../store/store';
import type { Door } from '../../workflows/contracts/door';
import type { InvoiceAnswer } from '../../workflows/contracts/invoice';
import { until } from './desk-door';
import { CARLA, content, FATIMA, line, MILO } from './samples';

/** Longer than any wait here should take: a worker's death is noticed after 10 s, a failed effect tried again after up to a minute. */
const PATIENCE_MS = 90_000;

export class Acts {
  private count = 0;
  private client = '';
  constructor(private readonly office: { store: Store; door: Door }) {}

  key = (): string => `act-${++this.count}`;
  by = (actor: Actor): { by: Actor; key: string } => ({ by: actor, key: this.key() });
  stored = async (id: string): Promise<Invoice> => (await this.office.store.invoices.find(id)) as Invoice;

  /** Acme's id. */
  async acme(): Promise<string> {
    this.client ||= (await this.office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
    return this.client;
  }

  /** A submitted invoice; up to 420.00 net nobody has to approve it. */
  async create(price = '100'): Promise<string> {
    const made = { ...this.by(CARLA), content: content({ clientId: await this.acme(), lines: [line({ unitPrice: price })] }), submit: 'now' as const };
    const id = idOf('inv', `${made.key}-${Date.now()}`);
    await this.office.door.createInvoice(id, made);
    return id;
  }

  approve = (id: string): Promise<InvoiceAnswer> => this.office.door.actOnInvoice('decide', id, { ...this.by(MILO), step: 0, version: 1, says: 'approve' });

  async pay(id: string, minor: number): Promise<InvoiceAnswer> {
    const { by, key } = this.by(FATIMA);
    return this.office.door.actOnInvoice('pay', id, { by, key, amount: money(minor, 'EUR'), date: new Date().toISOString().slice(0, 10), reference: key });
  }

  /** Waits until the stored invoice is as wanted, and answers it. */
  until = (id: string, is: (invoice: Invoice) => boolean, what = 'the invoice to be as wanted'): Promise<Invoice> =>
    until(async () => { const invoice = await this.stored(id); return invoice && is(invoice) && invoice; }, what, PATIENCE_MS);

  /** Waits until it is sent and owes nothing. */
  sent = (id: string): Promise<Invoice> => this.until(id, ({ state, owed }) => state === 'sent' && owed.length === 0, `${id} to be sent`);
}
