/** How a worker of the office serves its queues. Apart from the office itself, so that a yardstick can be served in the same way. */
import type { ActivityInboundCallsInterceptor, WorkerOptions } from '@temporalio/worker';
import { beating } from './heartbeats';
import { refusalsAreFinal } from './refusals';

/** Running work gets this long to finish before a stop; docker-compose waits longer. */
const GRACE = '30 seconds' as const;
/** About 0.3 MiB each (measured); beyond it the coldest are dropped and read again when they wake. */
const CACHED_WORKFLOWS = 1_000;

/**
 * A workflow's turn has to end within the ten seconds that Temporal gives it, quick activities included. When a worker comes back after a
 * death all its workflows ask at once: with the library's forty at a time their turns outlast the limit on two busy cores, are given out
 * again, and get in each other's way; with twelve the others wait where waiting costs nothing, in the queue.
 */
const TURNS_AT_ONCE = 12;

/** What every worker of one process shares. `watching` come inside the office's own interceptors. */
export const sharedOptions = (
  { connection, namespace }: Required<Pick<WorkerOptions, 'connection' | 'namespace'>>, watching: readonly ActivityInboundCallsInterceptor[] = [],
) => ({
  connection, namespace, shutdownGraceTime: GRACE,
  interceptors: { activity: [refusalsAreFinal, beating, ...watching].map((inbound) => () => ({ inbound })) },
});

/** The queue of the workflows and their quick activities. */
export const officeOptions = {
  maxCachedWorkflows: CACHED_WORKFLOWS, maxConcurrentWorkflowTaskExecutions: TURNS_AT_ONCE, workflowTaskPollerBehavior: { type: 'autoscaling' }, activityTaskPollerBehavior: { type: 'autoscaling' },
} as const;
