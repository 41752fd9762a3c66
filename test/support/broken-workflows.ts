/** Deliberately broken workflows under the released names: they ask for other things in another order, which replay must notice. */
import { proxyActivities, sleep } from '@temporalio/workflow';

const other = proxyActivities<{ neverAskedBefore(): Promise<void> }>({ startToCloseTimeout: '1 minute' });

export async function settleInvoice(): Promise<void> {
  await sleep('1 minute');
  await other.neverAskedBefore();
}

export async function issueCreditNote(): Promise<void> {
  await other.neverAskedBefore();
}

export async function offerEstimate(): Promise<void> {
  await other.neverAskedBefore();
}
