/** Offer an estimate: draft, number, print, mail, wait for the client's answer until it expires, and start the invoice it becomes. */
import {
  allHandlersFinished, condition, continueAsNew, ParentClosePolicy, startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { EstimateView } from '../activities/estimate';
import { estimateUpdates, invoiceIdOfEstimate, type EstimateAnswer, type EstimateVerb, type OfferEstimate } from './contracts/estimate';
import { invoiceWorkflowId, SETTLE_INVOICE } from './contracts/invoice';
import { OFFICE_QUEUE } from './contracts/office';
import { answerActs } from './answering';
import { office, printing, quick } from './patience';
import { keepProjected } from './projection';

const now = (): string => new Date().toISOString();
const CLOSED = ['declined', 'expired', 'converted', 'discarded'];

export async function offerEstimate(input: OfferEstimate): Promise<{ estimateId: string; state: string }> {
  const { estimateId } = input;
  let estimate: EstimateView | undefined;
  let turns = 0;
  const projection = keepProjected({ kind: 'estimate', id: estimateId }, () => estimate !== undefined && isToBeDone(estimate));
  /** An act is shown at once, unless its answer says it all until the mail is out. */
  const stands = (view: EstimateView, whose: 'act' | 'step' = 'step'): void => {
    if (estimate && view.revision <= estimate.revision) return;
    estimate = view;
    turns += 1;
    if (whose === 'act' && !isToBeDone(view)) projection.soon();
    else projection.afterwards();
  };

  const refused = await answerActs<EstimateVerb, EstimateView, EstimateAnswer>({
    updates: estimateUpdates,
    open: () => quick.openEstimate({ ...input, at: now() }),
    show: () => quick.showEstimate({ estimateId, at: now() }),
    act: (verb, args) => quick.actOnEstimate({ estimateId, verb, args: args as never, at: now() }),
    noteMail: (event) => office.noteEstimateMail({ estimateId, event, at: now() }),
    stands,
  });
  if (refused) return { estimateId, state: 'refused' };

  for (;;) {
    const seen = turns;
    const view = estimate as unknown as EstimateView;
    const isOver = (): boolean => CLOSED.includes(view.state) && allHandlersFinished() && projection.isIdle();
    if (view.state === 'accepted') stands(await becomeInvoice());
    else if (view.outgoing && !view.printed) stands(await printing.printEstimate({ estimateId, at: now() }));
    else if (view.outgoing) stands(await office.mailEstimate({ estimateId, at: now() }));
    else if (isOver()) return { estimateId, state: view.state };
    else if (workflowInfo().continueAsNewSuggested && allHandlersFinished() && projection.isIdle()) await continueAsNew<typeof offerEstimate>({ estimateId });
    else {
      const open = view.state === 'sent' || view.state === 'issued';
      const patience = open && view.expiresAt ? Math.max(1, Date.parse(view.expiresAt) - Date.now()) : undefined;
      const over = (): boolean => turns !== seen || isOver();
      await (patience === undefined ? condition(over) : condition(over, patience));
      if (turns === seen && patience !== undefined) stands(await quick.expireEstimate({ estimateId, at: now() }));
    }
  }

  /** Starts the invoice's own life under a fixed id: two acceptances at once make one invoice. */
  async function becomeInvoice(): Promise<EstimateView> {
    const invoiceId = invoiceIdOfEstimate(estimateId);
    const create = await quick.prepareInvoice({ estimateId, at: now() });
    try {
      await startChild(SETTLE_INVOICE, {
        workflowId: invoiceWorkflowId(invoiceId), taskQueue: OFFICE_QUEUE, args: [{ invoiceId, create }], parentClosePolicy: ParentClosePolicy.ABANDON,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    return quick.noteConversion({ estimateId, invoiceId, at: now() });
  }
}

/** The office itself has the next step to do, and does it now. */
const isToBeDone = ({ state, outgoing }: EstimateView): boolean => state === 'accepted' || Boolean(outgoing);
