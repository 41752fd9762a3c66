/** The yardstick: a bare workflow of 12 empty activities, 5 timers and 4 Updates, which does nothing else. Fixed: figures of old runs compare to it. */
import { condition, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { BareActivities } from './worker';

export const BARE_QUEUE = 'bare';
export const BARE_LIFECYCLE = 'bareLifecycle';
/** Answers how many came so far. */
export const stepUpdate = defineUpdate<number, []>('step');
export const UPDATES = 4;
const ACTIVITIES_AN_UPDATE = 3;
/** A timer this short fires after about a second: timers are the server's, and it looks in turns. */
const TIMER_MS = 1;

const { nothing } = proxyActivities<BareActivities>({ startToCloseTimeout: '1 minute' });

export async function bareLifecycle(): Promise<void> {
  let came = 0;
  setHandler(stepUpdate, () => (came += 1));
  for (let step = 1; step <= UPDATES; step += 1) {
    await condition(() => came >= step);
    for (let count = 0; count < ACTIVITIES_AN_UPDATE; count += 1) await nothing();
    await sleep(TIMER_MS);
  }
  await sleep(TIMER_MS);
}
