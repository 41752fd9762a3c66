/**
 * Wakes workflows that may not know what their document asks of them. An act is stored before Temporal has its answer: when both the
 * server and the answer are lost in between, the document says "approved" and its workflow sleeps, and nobody need ask again.
 */
import type { Log } from '../config/logger';
import { OFFICE } from '../domain/people';
import type { Undone } from '../store/queries/undone';
import type { Door } from '../workflows/contracts/door';

/** Soon enough for a person to wait for it, rare enough to cost nothing. */
const EVERY_MS = 15_000;

type Deps = { door: Door; undone(): Promise<Undone[]>; log: Log };

/**
 * Looks at boot and from then on; answers how to stop. A document is shown to its workflow once it has asked for the same at two
 * looks, and only once a revision: one that is being worked on moves on by itself, one that waits for the mail provider is left to it.
 */
export function keepAwake({ door, undone, log }: Deps): () => void {
  let before = new Map<string, number>();
  const shown = new Map<string, number>();

  async function wake({ kind, id, revision }: Undone): Promise<void> {
    const act = { by: OFFICE, key: `wake/${id}/${revision}` };
    try {
      await (kind === 'invoice' ? door.actOnInvoice('open', id, act) : door.actOnEstimate('open', id, act));
      shown.set(id, revision);
    } catch (error) {
      log.warn({ [kind]: id, reason: (error as Error).message }, 'A document was not woken; it is tried again.'); // The others are not kept waiting for it.
    }
  }

  async function look(): Promise<void> {
    const found = await undone();
    for (const id of shown.keys()) if (!found.some((one) => one.id === id)) shown.delete(id);
    for (const one of found) if (before.get(one.id) === one.revision && shown.get(one.id) !== one.revision) await wake(one);
    before = new Map(found.map(({ id, revision }) => [id, revision]));
  }

  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    if (!stopped) timer = setTimeout(() => void look().catch((error: Error) => log.warn({ reason: error.message }, 'What is undone could not be asked; it is tried again.')).then(next), EVERY_MS);
    timer?.unref();
  };
  void look().catch(() => undefined).then(next); // The servers may not be there yet.
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
