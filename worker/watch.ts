/**
 * Watches the office's files: a sound change of approvals.yaml is put before finance, faults of any file are told to it. Every worker
 * watches; what the office remembers makes of what they see one proposal and one message.
 */
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import { hashOf } from '../domain/history';
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

type FileDeps = { book: Book; door: Pick<Door, 'tellFileFaults'>; hasFaultyFiles(): Promise<boolean>; log: Log };

/** As watchPolicy, for designs, templates, logo, font and every other file: what was faulty when the office stopped is mended when it starts. */
export function watchFiles({ book, door, hasFaultyFiles, log }: FileDeps): () => void {
  let told: string | undefined;

  async function look(): Promise<void> {
    const lines = [...book.otherFaults()];
    const seen = hashOf(lines);
    if (seen === told) return;
    const isNews = lines.length > 0 || told !== undefined || (await hasFaultyFiles());
    if (isNews) await door.tellFileFaults({ hash: seen, lines });
    told = seen;
  }

  return lookEvery(EVERY_MS, look, ({ message }) => log.warn({ reason: message }, 'Faults of the office’s files were not handed on; it is tried again.'));
}
