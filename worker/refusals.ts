/** Tells Temporal that a domain refusal is final: the code becomes the failure type, and nothing is retried. */
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { DomainError } from '../domain/refusals';

export const refusalsAreFinal: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw ApplicationFailure.create({ type: error.code, message: error.message, nonRetryable: true, details: [error.details], cause: error });
    }
  },
};
