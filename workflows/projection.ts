/**
 * Keeps every Slack copy of a document up to date beside its workflow: Slack's outages delay cards, never the client's mails. Whom the
 * question does not reach there is asked by mail, in a workflow of its own, which outlives this one.
 */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { condition, ParentClosePolicy, startChild } from '@temporalio/workflow';
import { ASK_BY_MAIL, askByMailWorkflowId, OFFICE_QUEUE } from './contracts/office';
import { office } from './patience';

/** A step that takes longer than this, because a server is away, is shown as it stands. */
const SETTLING_MS = 2_000;

/**
 * Redraws after each change; changes that come while it draws are drawn together. `soon` draws at once, `afterwards` when `isBusy`
 * is over, so that a step which the next one overtakes within a second costs no drawing of its own.
 */
export function keepProjected(document: { kind: 'invoice' | 'estimate' | 'credit-note'; id: string }, isBusy: () => boolean): { soon(): void; afterwards(): void; isIdle(): boolean } {
  let wanted = 0;
  let urgent = 0;
  let drawn = 0;
  let mailed = '';
  const canWait = (): boolean => urgent <= drawn && isBusy();
  void (async () => {
    for (;;) {
      await condition(() => wanted !== drawn);
      if (canWait()) await condition(() => !canWait(), SETTLING_MS);
      const drawing = wanted;
      const shown = await office.projectDocument(document) as { byMail?: string } | null | undefined; // In older histories it answered nothing.
      if (shown?.byMail !== undefined && shown.byMail !== mailed) await askByMail(document.id, mailed = shown.byMail);
      drawn = drawing;
    }
  })();
  return { soon: () => { urgent = wanted += 1; }, afterwards: () => { wanted += 1; }, isIdle: () => wanted === drawn };
}

/** Orders the mails of a question once; the mails' own keys make that sure for good. */
async function askByMail(invoiceId: string, question: string): Promise<void> {
  try {
    await startChild(ASK_BY_MAIL, {
      workflowId: askByMailWorkflowId(invoiceId, question), taskQueue: OFFICE_QUEUE, args: [{ invoiceId }],
      parentClosePolicy: ParentClosePolicy.ABANDON, workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
