/** A refusal on its way out of a workflow: the failure that a caller can read, whatever it was wrapped in. */
import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

/** The non-retryable failure inside an activity's failure. Anything else is thrown on: it is a bug or a cancellation. */
export function refusalOf(error: unknown): ApplicationFailure {
  if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.nonRetryable) return error.cause;
  throw error;
}
