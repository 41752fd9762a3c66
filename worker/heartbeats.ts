/** Heartbeats of every running effect, so that a worker killed inside one is noticed in seconds, not when its time is up. */
import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

/** A third of the heartbeat timeout in workflows/patience.ts. */
const BEAT_MS = 3_000;

export const beating: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    const context = Context.current();
    if (!context.info.heartbeatTimeoutMs) return next(input); // Nobody listens for it.
    const beat = setInterval(() => context.heartbeat(), BEAT_MS);
    try {
      return await next(input);
    } finally {
      clearInterval(beat);
    }
  },
};
