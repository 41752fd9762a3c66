/** Feedback while the office works: "Recording…" after two seconds, and one answer for a deed that Slack tells twice. */
import { t } from '../templates/slack/words';
import { respond, tell, type Answer } from './answer';
import { keyOf, addressOf, type Payload } from './deed';
import type { Parts } from './parts';

/** Longer than this without an answer and the person is told that it is being recorded. */
const RECORDING_AFTER_MS = 2_000;
/** Slack repeats within five minutes at most; keys are remembered twice as long. */
const REMEMBERED_MS = 10 * 60_000;

export type Feedback = {
  /** Does the work once a key, tells its answer, and tells a repetition that it is recorded already. */
  carry(payload: Payload, work: () => Promise<Answer | void>): Promise<void>;
  /** Resolves when nothing is being done any more. */
  settled(): Promise<void>;
};

/** Slack waits three seconds for an acknowledgement; the look before it may take two. */
const LOOK_MS = 2_000;

/** What is found in time; undefined when the look takes too long or fails, for then the deed itself will say what is wrong. */
export async function inTime<T>(look: Promise<T> | undefined, log: Parts['log']): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => void (timer = setTimeout(() => resolve(undefined), LOOK_MS)));
  try {
    return await Promise.race([look, late]);
  } catch (error) {
    log.warn({ err: error, event: 'check.failed' }, 'A submission could not be looked at beforehand.');
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

export function openFeedback(parts: Parts): Feedback {
  const known = new Map<string, { done: Promise<unknown>; since: number }>();

  function forgetOld(): void {
    for (const [key, { since }] of known) {
      if (Date.now() - since < REMEMBERED_MS) return; // Kept in the order of their coming.
      known.delete(key);
    }
  }

  /** The answer of the work, with a word to the person when it takes long. */
  async function patiently(payload: Payload, work: () => Promise<Answer | void>): Promise<void> {
    const { responseUrl } = addressOf(payload);
    const soon = setTimeout(() => {
      if (responseUrl) respond(responseUrl, { text: `:hourglass_flowing_sand: ${t`Recording…`}` }).catch((error: unknown) => parts.log.info({ err: error }, 'The person was not told to wait.'));
    }, RECORDING_AFTER_MS);
    try {
      const answer = await work();
      if (answer) await tell(parts, addressOf(payload), answer);
    } finally {
      clearTimeout(soon);
    }
  }

  return {
    async carry(payload, work) {
      const key = keyOf(payload);
      forgetOld();
      const before = known.get(key);
      const succeeded = before && (await before.done.then(() => true, () => false));
      if (succeeded) {
        const { responseUrl } = addressOf(payload);
        if (responseUrl) await respond(responseUrl, { text: t`Already recorded.` });
        return;
      }
      const done = patiently(payload, work);
      known.set(key, { done, since: Date.now() });
      await done;
    },
    settled: async () => void (await Promise.allSettled([...known.values()].map(({ done }) => done))),
  };
}
