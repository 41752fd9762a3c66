/**
 * Orders the week's digest when its time has come, also late in the week when nobody was here before. Every worker looks; the workflow's
 * id makes of a week one digest.
 */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import { digestOf, isDue } from '../domain/digest';
import type { Door } from '../workflows/contracts/door';
import { lookEvery } from './repeated';

/** Soon enough for a message of the morning, rare enough to cost nothing. */
const EVERY_MS = 30_000;

/** `now` is the clock: the machine's, unless another one is given. */
type Deps = { book: Book; door: Pick<Door, 'sendDigest'>; log: Log; now?: () => Date };

/** Looks at once and from then on; answers how to stop. */
export function keepDigest({ book, door, log, now = () => new Date() }: Deps): () => void {
  let ordered = '';

  async function look(): Promise<void> {
    const { digest: time, zone } = book.current().office;
    const at = now().toISOString();
    const digest = time === 'off' ? undefined : digestOf(at, zone, time, book.isHoliday);
    if (!digest || digest.week === ordered || !isDue(digest, at)) return;
    await door.sendDigest({ week: digest.week, until: digest.until });
    ordered = digest.week;
  }

  return lookEvery(EVERY_MS, look, ({ message }) => log.warn({ reason: message }, 'The digest was not ordered; it is tried again.'));
}
