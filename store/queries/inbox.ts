/** Reading inboxes: what the open steps ask of a person, the most urgent first, and which of it they have opened. */
import { waitingFor } from '../../domain/approval';
import type { PlainDate } from '../../domain/dates';
import { byUrgency, isAmong } from '../../domain/inbox';
import type { RateTable } from '../../domain/rates';
import type { InvoiceStore } from '../invoice';
import type { OpeningStore } from '../opening';
import { invoiceQueries, PAGE, type InvoiceRow } from './invoice';

/** `isOpened` when the person has seen all lines of this version. */
export type InboxRow = InvoiceRow & { isOpened: boolean };
/** Amounts are compared by the rates of a day (the office's date). */
export type InboxOrder = { rates: RateTable; today: PlainDate };

/** The order hangs on every row, so all are read, but no more than these, the longest waiting: an inbox of more needs another approver. */
const MOST = 1_000;

export type InboxQueries = ReturnType<typeof inboxQueries>;

export function inboxQueries(invoices: InvoiceStore, openings: Pick<OpeningStore, 'ofPerson'>) {
  const { rows } = invoiceQueries(invoices);

  /** Who is asked at a later step, or has said yes already, has the document not in the inbox. */
  async function of(email: string, { rates, today }: InboxOrder): Promise<InboxRow[]> {
    const asked = await rows({ list: 'inbox', email }, 0, MOST);
    const waiting = asked.filter(({ approval }) => approval && waitingFor(approval).includes(email));
    const opened = waiting.length === 0 ? [] : await openings.ofPerson(email, waiting.map(({ id }) => id));
    return byUrgency(waiting, rates, today).map((row) => ({ ...row, isOpened: isAmong(opened, row.id, row.version) }));
  }

  return {
    of,

    /** A page of ten (pages count from 0) and whether another follows. */
    async page(email: string, order: InboxOrder, page: number): Promise<{ rows: InboxRow[]; more: boolean }> {
      const all = await of(email, order);
      return { rows: all.slice(page * PAGE, (page + 1) * PAGE), more: all.length > (page + 1) * PAGE };
    },

    /** What the person has opened of these documents, in any version. */
    opened: openings.ofPerson,
  };
}
