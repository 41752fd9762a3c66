/** A refusal on its way out of a workflow: the failure that a caller can read, whatever it was wrapped in. */
import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

/**
 * The non-retryable failure of an activity; a local one arrives bare, another one inside an ActivityFailure.
 * Anything else is thrown on: it is a bug or a cancellation.
 */
export function refusalOf(error: unknown): ApplicationFailure {
  const failure = error instanceof ActivityFailure ? error.cause : error;
  if (failure instanceof ApplicationFailure && failure.nonRetryable) return failure;
  throw error;
}
