/**
 * Settle an invoice: draft, approve, number, print, mail, remind, be paid or credited, receipt. The stored document is the truth; the workflow
 * decides what happens next and when. A closed one starts again from the store when something happens to its invoice.
 */
import {
  allHandlersFinished, condition, continueAsNew, ParentClosePolicy, startChild, workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { InvoiceView } from '../activities/context';
import { isUnmailed, type Owed } from '../domain/invoice';
import { creditNoteWorkflowId, ISSUE_CREDIT_NOTE } from './contracts/credit-note';
import { invoiceUpdates, type InvoiceAnswer, type InvoiceVerb, type SettleInvoice } from './contracts/invoice';
import { OFFICE_QUEUE } from './contracts/office';
import { answerActs } from './answering';
import { office, printing, quick } from './patience';
import { keepProjected } from './projection';
import { indexInvoice } from './search';

const now = (): string => new Date().toISOString();
const CLOSED = ['paid', 'void', 'discarded'];

export async function settleInvoice(input: SettleInvoice): Promise<{ invoiceId: string; state: string }> {
  const { invoiceId } = input;
  let invoice: InvoiceView | undefined;
  let turns = 0;
  const projection = keepProjected({ kind: 'invoice', id: invoiceId }, () => invoice !== undefined && isToBeDone(invoice));
  /** The newest view counts, in whatever order they come. Each revision is drawn: an act at once, unless its answer says it all until its debt is paid. */
  const stands = (view: InvoiceView, whose: 'act' | 'step' = 'step'): void => {
    if (invoice && view.revision < invoice.revision) return;
    const isNews = !invoice || view.revision > invoice.revision;
    indexInvoice(view, invoice);
    invoice = view;
    if (!isNews) return;
    turns += 1;
    if (whose === 'act' && view.owed.length === 0) projection.soon();
    else projection.afterwards();
  };

  const refused = await answerActs<InvoiceVerb, InvoiceView, InvoiceAnswer>({
    updates: invoiceUpdates,
    open: () => quick.openInvoice({ ...input, at: now() }),
    show: () => quick.showInvoice({ invoiceId, at: now() }),
    act: (verb, args) => quick.actOnInvoice({ invoiceId, verb, args: args as never, at: now() }),
    noteMail: (event) => office.noteMail({ invoiceId, event, at: now() }),
    stands,
  });
  if (refused) return { invoiceId, state: 'refused' };

  for (;;) {
    const seen = turns;
    const view = invoice as unknown as InvoiceView;
    const [debt] = view.owed;
    if (isUnissued(view)) stands(await printing.issueInvoice({ invoiceId, at: now() }));
    else if (isUnmailed(view)) stands(await office.mailInvoice({ invoiceId, at: now() }));
    else if (debt) stands(await settled(view, debt));
    else if (view.wakeAt !== undefined && view.wakeAt <= now()) stands(await timeTakes(view));
    else if (isOver(view)) return { invoiceId, state: view.state };
    else if (workflowInfo().continueAsNewSuggested && allHandlersFinished() && projection.isIdle()) await continueAsNew<typeof settleInvoice>({ invoiceId });
    else {
      const over = () => turns !== seen || isOver(view);
      const patience = view.wakeAt === undefined ? undefined : Math.max(1, Date.parse(view.wakeAt) - Date.now());
      await (patience === undefined ? condition(over) : condition(over, patience));
      if (turns === seen && patience !== undefined) stands(await timeTakes(view));
    }
  }

  function isOver({ state }: InvoiceView): boolean {
    return CLOSED.includes(state) && allHandlersFinished() && projection.isIdle();
  }

  /** What time does: to approvers who are waited for, or to a client who owes. */
  function timeTakes({ state }: InvoiceView): Promise<InvoiceView> {
    return state === 'submitted' ? quick.passTime({ invoiceId, at: now() }) : printing.takeSteps({ invoiceId, at: now() });
  }

  /** Pays one debt: the effect first, and with its outcome it is struck out. */
  async function settled(view: InvoiceView, debt: Owed): Promise<InvoiceView> {
    const { key } = debt;
    switch (debt.kind) {
      case 'mail': return office.mailInvoice({ invoiceId, key, to: debt.to, at: now() });
      case 'reminder': return printing.remindByHand({ invoiceId, key, tone: debt.tone, at: now() });
      case 'credit': return quick.creditClient({ invoiceId, clientId: view.clientId, key, amount: debt.amount, at: now() });
      case 'creditNote': return noted(debt.creditNoteId, key);
      case 'receipt': {
        const { paymentId } = debt;
        const issued = await printing.issueReceipt({ invoiceId, paymentId, key, at: now() }) as InvoiceView | null | undefined; // In older histories it answered nothing.
        const isMailed = issued && !issued.owed.some((owed) => owed.key === key);
        return isMailed ? issued : office.mailReceipt({ invoiceId, paymentId, key, at: now() });
      }
    }
  }

  /** The credit counts already: its note is made under its number and goes its own way. */
  async function noted(creditNoteId: string, key: string): Promise<InvoiceView> {
    await quick.makeCreditNote({ invoiceId, creditNoteId, at: now() });
    try {
      await startChild(ISSUE_CREDIT_NOTE, {
        workflowId: creditNoteWorkflowId(creditNoteId), taskQueue: OFFICE_QUEUE, args: [{ creditNoteId }], parentClosePolicy: ParentClosePolicy.ABANDON,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    return quick.noteCreditNote({ invoiceId, creditNoteId, key, at: now() });
  }
}

/** The office itself has the next step to do, and does it now. */
const isToBeDone = (view: InvoiceView): boolean =>
  isUnissued(view) || isUnmailed(view) || view.owed.length > 0;

/** Not numbered yet, or numbered and not printed. */
const isUnissued = ({ state, printed }: InvoiceView): boolean => state === 'approved' || (state === 'issued' && !printed);
