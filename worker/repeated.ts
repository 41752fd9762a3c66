/** Looking again and again beside the work, until told to stop. */
import { setTimeout as delay } from 'node:timers/promises';

/** Looks at once and then so many ms after each look; `complain` hears what a look failed of, but not of the stopping itself. Answers how to stop. */
export function lookEvery(ms: number, look: (signal: AbortSignal) => Promise<void>, complain: (error: Error) => void): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  void (async () => {
    while (!signal.aborted) {
      await look(signal).catch((error: Error) => void (signal.aborted || complain(error)));
      await delay(ms, undefined, { signal, ref: false }).catch(() => undefined); // Told to stop.
    }
  })();
  return () => stopping.abort();
}
