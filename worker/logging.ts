/** Temporal's own log lines in the office's logger. */
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import type { Log } from '../config/logger';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** What an SDK log line may carry: ids and attempts, never payloads or whole errors. */
const TOLD = ['workflowId', 'runId', 'workflowType', 'activityType', 'activityId', 'attempt', 'taskQueue'] as const;

export const temporalLogger = (log: Log): DefaultLogger =>
  new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
    const about: Record<string, unknown> = Object.fromEntries(TOLD.flatMap((name) => (meta?.[name] === undefined ? [] : [[name, meta[name]]])));
    const error = meta?.['error'] as Error | undefined;
    log[LEVELS[level]]({ ...about, ...(error && { error: `${error.name}: ${error.message}` }) }, message);
  });
