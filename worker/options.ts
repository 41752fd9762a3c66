/** How a worker of the office serves its queues. Apart from the office itself, so that a yardstick can be served in the same way. */
import type { ActivityInboundCallsInterceptor, WorkerOptions } from '@temporalio/worker';
import { beating } from './heartbeats';
import { refusalsAreFinal } from './refusals';

/** Running work gets this long to finish before a stop; docker-compose waits longer. */
const GRACE = '30 seconds' as const;
/** About 0.3 MiB each (measured); beyond it the coldest are dropped and read again when they wake. */
const CACHED_WORKFLOWS = 1_000;

/**
 * A workflow's turn has to end within the ten seconds that Temporal gives it. When a worker comes back after a death all its workflows
 * ask at once: with the library's forty at a time their replays outlast the limit on two busy cores, are given out again, and get in
 * each other's way; with twelve the others wait where waiting costs nothing, in the queue.
 */
const TURNS_AT_ONCE = 12;

/**
 * A workflow's code is cut off after this long by the wall clock, which the library does to find endless loops. With its own five seconds
 * a paused machine looked like one, and the cut could take the process with it ("async hook stack has become corrupted", Node 20).
 */
const ENDLESS = '1 minute' as const;

/** Quick steps wait for the database, effects for a provider: those that hang in one outage must not take the places of all others. */
const ACTIVITIES_AT_ONCE = 200;

/** What every worker of one process shares. `watching` come inside the office's own interceptors. */
export const sharedOptions = (
  { connection, namespace }: Required<Pick<WorkerOptions, 'connection' | 'namespace'>>, watching: readonly ActivityInboundCallsInterceptor[] = [],
) => ({
  connection, namespace, shutdownGraceTime: GRACE,
  interceptors: { activity: [refusalsAreFinal, beating, ...watching].map((inbound) => () => ({ inbound })) },
});

/** The queue of the workflows and of all activities that need no printer. */
export const officeOptions = {
  maxCachedWorkflows: CACHED_WORKFLOWS, maxConcurrentWorkflowTaskExecutions: TURNS_AT_ONCE, isolateExecutionTimeout: ENDLESS,
  maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE, workflowTaskPollerBehavior: { type: 'autoscaling' }, activityTaskPollerBehavior: { type: 'autoscaling' },
} as const;
