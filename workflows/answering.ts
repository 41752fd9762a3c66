/** Answering Updates: what is judged before an act is accepted. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { Acting } from './contracts/invoice';

/** The only thing judged up front: that somebody acts, under a key. All else is judged on the stored document. */
export function refuseNameless(args: Acting | undefined): void {
  if (typeof args?.by?.email === 'string' && typeof args.key === 'string' && args.key !== '') return;
  throw ApplicationFailure.create({ type: 'ActNameless', message: 'An act needs its actor and its key.', nonRetryable: true });
}
