/** The activities as workflows call them, by how long they may take and how they are retried: the office waits for its parts, it does not give up. */
import { proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { PRINTING_QUEUE } from './contracts/office';

/** Faults are retried for good, at most a minute apart; refusals are marked final by the worker's interceptor. */
const RETRY = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;

/** Effects outside (mail, print, Slack). A worker that dies in one is noticed by its missing heartbeat. */
export const EFFECT: ActivityOptions = { startToCloseTimeout: '2 minutes', heartbeatTimeout: '10 seconds', retry: RETRY };

/** Short reads and writes of the store. One whose worker died is begun again when its time is up. */
const QUICK: ActivityOptions = { startToCloseTimeout: '10 seconds', retry: { ...RETRY, maximumInterval: '10 seconds' } };

export const quick = proxyActivities<Activities>(QUICK);
export const office = proxyActivities<Activities>(EFFECT);
/** On the queue with few places, for what waits for a page of Chromium. */
export const printing = proxyActivities<Activities>({ ...EFFECT, taskQueue: PRINTING_QUEUE });
