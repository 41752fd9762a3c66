/** One invoice's whole life as people lead it, at the office's own door: created, submitted, approved, mailed, paid, receipted. */
import { performance } from 'node:perf_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import type { Content } from '../domain/content';
import { idOf } from '../domain/id';
import { invoiceWorkflowId } from '../workflows/contracts/invoice';
import type { Invoice, InvoiceState } from '../domain/invoice';
import type { Actor } from '../domain/people';
import type { Office } from './office';

/** People of the shipped office (config/office.yaml). */
const person = (name: string): Actor => ({ name, email: `${name.toLowerCase()}@northlight.example`, via: 'slack' });
export const [CARLA, MILO, FATIMA] = [person('Carla'), person('Milo'), person('Fatima')] as const;
/** A client of the shipped office. */
export const ACME_MAIL = 'ap@acme.example';

const STANDARD = { category: 'S', rate: '19' } as const;
/** Three lines, 3,837.75 EUR with tax: one manager has to approve. */
export const contentFor = (clientId: string): Content => ({
  clientId, currency: 'EUR', prices: 'exclusive', terms: { days: 30 }, purchaseOrder: 'PO-7001', project: 'Autumn catalogue',
  lines: [
    { id: 'l1', description: 'Concept and layout, two rounds of corrections', quantity: '3', unit: 'day', unitPrice: '880.00', vat: STANDARD },
    { id: 'l2', description: 'Retouching of product photographs', quantity: '24', unitPrice: '18.50', vat: STANDARD },
    { id: 'l3', description: 'Print supervision', quantity: '1.5', unit: 'hour', unitPrice: '94.00', vat: STANDARD },
  ],
});

const POLL_MS = 25;
/** A lifecycle in trouble ends the bench, not the patience of whoever runs it. */
const PATIENCE_MS = 180_000;

/** Milliseconds from its beginning to its end, and people's waits within it. */
export type Lived = { workflowId: string; whole: number; created: number; approved: number; mailed: number; paid: number; closed: number };

/** Waits until the stored invoice is in the state and owes nothing. */
async function reaches({ store }: Office, id: string, state: InvoiceState): Promise<Invoice> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = (await store.invoices.model.findOne({ id, state }, { _id: 0, owed: 1, balance: 1 }).lean().exec()) as Invoice | null;
    if (found && found.owed.length === 0) return found;
    if (Date.now() > deadline) throw new Error(`${id} did not become ${state}.`);
    await delay(POLL_MS);
  }
}

/**
 * An act, repeated under its key when the door's patience ends before the answer, as a person would on a machine under load:
 * what was done already is only answered again.
 */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) || Date.now() > deadline) throw error;
    }
  }
}

/** A draft, submitted: it waits for an approver. Answers its id. */
export async function submitOne({ door }: Office, clientId: string): Promise<string> {
  const key = randomUUID();
  const id = idOf('inv', key);
  const submit = { by: CARLA, key: randomUUID(), version: 1 };
  await insist(() => door.createInvoice(id, { by: CARLA, key, content: contentFor(clientId) }));
  await insist(() => door.actOnInvoice('submit', id, submit));
  return id;
}

async function approve({ door }: Office, id: string): Promise<void> {
  const yes = { by: MILO, key: randomUUID(), step: 0, version: 1, says: 'approve' as const };
  await insist(() => door.actOnInvoice('decide', id, yes));
}

/** Approves and waits until the client has it; it stays open then, until somebody pays. */
export async function sendOne(office: Office, clientId: string): Promise<Invoice> {
  const id = await submitOne(office, clientId);
  await approve(office, id);
  return { ...(await reaches(office, id, 'sent')), id };
}

/** Leads one invoice from its first line to the receipt. */
export async function liveOnce(office: Office, clientId: string): Promise<Lived> {
  const { door, temporal } = office;
  const began = performance.now();
  let last = began;
  const lap = (): number => {
    const since = last;
    last = performance.now();
    return last - since;
  };
  const id = await submitOne(office, clientId);
  const created = lap();
  await approve(office, id);
  const approved = lap();
  const { balance } = await reaches(office, id, 'sent');
  const mailed = lap();
  const payment = { by: FATIMA, key: randomUUID(), amount: balance, date: new Date().toISOString().slice(0, 10), reference: `Transfer ${id.slice(-6)}` };
  await insist(() => door.actOnInvoice('pay', id, payment));
  const paid = lap();
  const workflowId = invoiceWorkflowId(id);
  await temporal.workflow.getHandle(workflowId).result(); // Not over before receipt and cards are out.
  return { workflowId, whole: performance.now() - began, created, approved, mailed, paid, closed: lap() };
}
