/**
 * Keeps the seats of open approvals with people who are there: when somebody goes away or comes back, leaves the office or Slack, or is made
 * a guest, the questions that wait for them move. Every worker looks; the act's key makes one move of it.
 */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import { awayOn, type AbsenceBook } from '../domain/absence';
import { reseated } from '../domain/approval-seats';
import { dateOfInstant } from '../domain/dates';
import type { Invoice } from '../domain/invoice';
import { OFFICE } from '../domain/people';
import type { Door } from '../workflows/contracts/door';
import { lookEvery } from './repeated';

/** Soon enough for who has just said that they are away. */
const EVERY_MS = 10_000;
/** Slack is asked for all its members at most so often. */
const MEMBERS_EVERY_MS = 20_000;

type Submitted = Pick<Invoice, 'id' | 'revision' | 'approval' | 'createdBy' | 'lastEditedBy'>;
type Deps = { book: Book; door: Pick<Door, 'actOnInvoice'>; absences: { book(): Promise<AbsenceBook> }; submitted(): Promise<Submitted[]>; inactive(): Promise<string[]>; log: Log };

/** Looks at once and from then on; answers how to stop. What Slack cannot say now counts as it said last. */
export function keepSeated({ book, door, absences, submitted, inactive, log }: Deps): () => void {
  let gone: readonly string[] = [];
  let askedAt = 0;

  async function look(signal: AbortSignal): Promise<void> {
    const open = await submitted();
    if (open.length === 0) return;
    if (Date.now() - askedAt >= MEMBERS_EVERY_MS) {
      askedAt = Date.now();
      gone = await inactive().catch(({ message }: Error) => {
        log.warn({ reason: message }, 'Slack did not say who left; it is asked again.');
        return gone;
      });
    }
    const { people, zone } = book.current().office;
    const away = awayOn(await absences.book(), dateOfInstant(new Date().toISOString(), zone));
    for (const { id, revision, approval, createdBy, lastEditedBy } of open) {
      if (signal.aborted) return;
      if (!approval || !reseated(approval, { people, createdBy, lastEditedBy, away, gone: new Set(gone) })) continue;
      await door.actOnInvoice('reseat', id, { by: OFFICE, key: `reseat/${id}/${revision}`, gone: [...gone] });
    }
  }

  return lookEvery(EVERY_MS, look, ({ message }) => log.warn({ reason: message }, 'A question did not move to who decides it now; it is tried again.'));
}
