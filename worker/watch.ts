/**
 * Watches approvals.yaml: a sound change is put before finance, a faulty one is told to it. Every worker watches; the workflow's id makes
 * of the same text one proposal.
 */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import type { Door } from '../workflows/contracts/door';
import { lookEvery } from './repeated';

/** Soon enough for whoever has just saved the file, rare enough to cost nothing. */
const EVERY_MS = 2_000;

type Deps = { book: Book; door: Pick<Door, 'proposePolicy' | 'tellPolicyFaults'>; activeHash(): Promise<string | undefined>; log: Log };

/** Looks at once and from then on; answers how to stop. A text that could not be handed over is tried again. */
export function watchPolicy({ book, door, activeHash, log }: Deps): () => void {
  let told = '';

  async function look(): Promise<void> {
    const { text, faulty } = book.approvalsFile();
    const { hash } = book.current().approvals;
    const seen = faulty?.hash ?? hash;
    if (seen === told) return;
    const isNews = told !== '' || faulty !== undefined || hash !== (await activeHash());
    if (faulty) await door.tellPolicyFaults(faulty);
    else if (isNews) await door.proposePolicy({ hash, text });
    told = seen;
  }

  return lookEvery(EVERY_MS, look, ({ message }) => log.warn({ reason: message }, 'A change of approvals.yaml was not handed on; it is tried again.'));
}
