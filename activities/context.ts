/** What the activities share: the office's rules on a day, and the short view of an invoice that the workflow steers by. */
import type { Book } from '../config/book';
import { askedOf, rungsOf } from '../domain/chasing';
import { dateOfInstant } from '../domain/dates';
import { mayDun } from '../domain/collecting';
import { nextAt, planDunning, dueNow, type PlannedStep } from '../domain/dunning';
import { nextMoment } from '../domain/approval-time';
import type { Rules } from '../domain/drafting';
import { invoiceName, type Delivery, type Invoice, type Owed } from '../domain/invoice';

/** People, policy, rates and the seller's date at an instant of the workflow's clock. */
export function rulesAt(book: Book, at: string): Rules {
  const { office, approvals } = book.current();
  return { people: office.people, policy: approvals, rates: office.rates, taxation: office, eInvoices: { book: book.eInvoiceRules.book, seller: office.seller }, today: dateOfInstant(at, office.zone), hoursOf: book.hoursOf };
}

/**
 * What the workflow knows of its invoice: enough to choose the next step, nothing that could identify a person.
 * `wakeAt` (ISO instant) is when time does something to it next: the moment of an approval's time limit, or of the ladder; `searchable` whether the server knows the office's search attributes.
 */
export type InvoiceView = {
  invoiceId: string; revision: number; version: number; state: Invoice['state']; name: string; number?: string;
  clientId: string; dueDate?: string; dueMinor: number; delivery?: Delivery['status']; printed: boolean; owed: Owed[]; wakeAt?: string; searchable: boolean;
};

/** The later of the mailing and the last time the ladder was set going: steps before it are history, not debts. */
const ladderSince = (invoice: Invoice): string => [invoice.sentAt ?? '', invoice.dunning.at ?? ''].sort().at(-1) ?? '';

/** The invoice's ladder as it stands; empty while nothing may be chased. */
export function ladderOf(book: Book, invoice: Invoice, at: string): PlannedStep[] {
  const { dueDate } = askedOf(invoice, dateOfInstant(at, invoice.client.zone));
  if (!mayDun(invoice) || !dueDate) return [];
  const { ladder } = book.current();
  return planDunning({ ...ladder, steps: rungsOf(ladder.steps, dueDate, invoice) }, {
    dueDate, zone: invoice.client.zone, sentAt: ladderSince(invoice), done: invoice.dunning.done,
    isHoliday: (date) => book.isHoliday(date), now: at,
  });
}

function wakeAt(book: Book, invoice: Invoice, at: string): string | undefined {
  if (invoice.state === 'submitted') return invoice.approval && nextMoment(invoice.approval);
  const plan = ladderOf(book, invoice, at);
  const { take, pass } = dueNow(plan, at);
  return take.length + pass.length > 0 ? at : nextAt(plan, at);
}

export const viewOf = (book: Book, invoice: Invoice, at: string, searchable: boolean): InvoiceView => ({
  invoiceId: invoice.id, revision: invoice.revision, version: invoice.version, state: invoice.state, name: invoiceName(invoice),
  number: invoice.number, clientId: invoice.client.id, dueDate: invoice.dueDate, dueMinor: invoice.balance.minor,
  delivery: invoice.delivery?.status, printed: invoice.pdf !== undefined, owed: invoice.owed, wakeAt: wakeAt(book, invoice, at), searchable,
});
