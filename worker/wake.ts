/**
 * Wakes workflows that may not know what their document asks of them. An act is stored before Temporal has its answer: when both the
 * server and the answer are lost in between, the document says "approved" and its workflow sleeps, and nobody need ask again.
 */
import type { Log } from '../config/logger';
import { OFFICE } from '../domain/people';
import type { Undone } from '../store/queries/undone';
import type { Door } from '../workflows/contracts/door';
import { lookEvery } from './repeated';

/** Soon enough for a person to wait for it, rare enough to cost nothing. */
const EVERY_MS = 15_000;

type Deps = { door: Door; undone(): Promise<Undone[]>; log: Log };

/** So many are shown at once: one whose workflow does not answer keeps few others waiting. */
const AT_ONCE = 10;
/** One that could not be shown is left out for as many looks as it failed before, up to so many. */
const MOST_LOOKS_OUT = 40;

/**
 * Looks at boot and from then on; answers how to stop. A document is shown to its workflow once it has
 * asked for the same at two looks, and only once a revision: one that is being worked on moves on by itself, one that waits for the mail
 * provider is left to it.
 */
export function keepAwake({ door, undone, log }: Deps): () => void {
  let before = new Map<string, number>();
  const shown = new Map<string, number>();
  const failures = new Map<string, { count: number; looksOut: number }>();

  async function wake({ kind, id, revision }: Undone, signal: AbortSignal): Promise<void> {
    const act = { by: OFFICE, key: `wake/${id}/${revision}` };
    try {
      await (kind === 'invoice' ? door.actOnInvoice('open', id, act) : kind === 'estimate' ? door.actOnEstimate('open', id, act) : door.actOnCreditNote('open', id, act));
      shown.set(id, revision);
      failures.delete(id);
    } catch (error) {
      if (signal.aborted) return; // Its connection was closed.
      const count = (failures.get(id)?.count ?? 0) + 1;
      failures.set(id, { count, looksOut: Math.min(count, MOST_LOOKS_OUT) });
      log.warn({ [kind]: id, reason: (error as Error).message }, 'A document was not woken; it is tried again.');
    }
  }

  /** True when it is left out this time. */
  function isOut(id: string): boolean {
    const failure = failures.get(id);
    if (!failure || failure.looksOut === 0) return false;
    failure.looksOut -= 1;
    return true;
  }

  async function look(signal: AbortSignal): Promise<void> {
    const found = await undone();
    const ids = new Set(found.map(({ id }) => id));
    for (const known of [shown, failures]) for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    const asleep = found.filter(({ id, revision }) => before.get(id) === revision && shown.get(id) !== revision && !isOut(id));
    for (let from = 0; from < asleep.length && !signal.aborted; from += AT_ONCE) await Promise.all(asleep.slice(from, from + AT_ONCE).map((one) => wake(one, signal)));
    before = new Map(found.map(({ id, revision }) => [id, revision]));
  }

  return lookEvery(EVERY_MS, look, ({ message }) => log.warn({ reason: message }, 'What is undone could not be asked; it is tried again.'));
}
