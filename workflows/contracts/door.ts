/**
 * The door to the workflows for slack-app and portal: one call per act, which creates, reaches or reopens the document's
 * workflow and answers what the person should be told. A refusal comes back as DomainError, everything else is a fault.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ApplicationFailure, isGrpcServiceError, WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { Answered } from '../../domain/phrase';
import { DomainError, type RefusalCode, type RefusalDetails, REFUSALS } from '../../domain/refusals';
import { SAVE_ABSENCE, saveAbsenceWorkflowId, type SaveAbsence } from './absence';
import { SHARE_ARCHIVE, shareArchiveWorkflowId, type ShareArchive } from './archive';
import { creditNoteUpdates, creditNoteWorkflowId, ISSUE_CREDIT_NOTE, type CreditNoteActs, type CreditNoteAnswer, type CreditNoteVerb } from './credit-note';
import { estimateUpdates, estimateWorkflowId, OFFER_ESTIMATE, type CreateEstimate, type EstimateActs, type EstimateAnswer, type EstimateVerb } from './estimate';
import { IMPORT_E_INVOICE, importWorkflowId, SHARE_RECEIVED, shareReceivedWorkflowId, type ImportedEInvoice, type ImportEInvoice, type ShareReceived } from './import';
import { invoiceUpdates, invoiceWorkflowId, mailEventSignal, SETTLE_INVOICE, type CreateInvoice, type InvoiceActs, type InvoiceAnswer, type InvoiceVerb, type MailEvent } from './invoice';
import {
  KEEP_FORM, keepFormWorkflowId, NOTE_LINK_MAIL, NOTE_OPENING, noteLinkMailWorkflowId, noteOpeningWorkflowId, OFFICE_QUEUE, PUBLISH_HOME, publishHomeWorkflowId, SAVE_CLIENT,
  saveClientWorkflowId, SEND_APPROVAL_LINKS, SEND_CODE, SEND_DIGEST, SEND_LINK, sendApprovalLinksWorkflowId, sendCodeWorkflowId, sendDigestWorkflowId, sendLinkWorkflowId,
  SHARE_PDF, SHARE_POLICY, sharePdfWorkflowId, TRY_CODE, tryCodeWorkflowId, type KeepForm, type NoteOpening, type PublishHome, type SaveClient, type SavedClient,
  type SendApprovalLinks, type SendCode, type SendDigest, type SendLink, type SharePdf, type SharePolicy, type TryCode,
} from './office';
import { PLAN_POST, planPostWorkflowId, SHARE_POST, sharePostWorkflowId, type PlannedPost, type PlanPost, type SharePost } from './post';
import { PRINT_STATEMENT, printStatementWorkflowId, SEND_STATEMENT, sendStatementWorkflowId, SHARE_STATEMENT, shareStatementWorkflowId, type PrintedStatement, type PrintStatement, type SendStatement, type ShareStatement } from './statement';
import { DECIDE_POLICY, PROPOSE_POLICY, policyWorkflowId, TELL_FILE_FAULTS, TELL_POLICY_FAULTS, type DecidePolicy, type ProposePolicy, type TellFileFaults, type TellPolicyFaults } from './policy';

/**
 * A caller's patience in milliseconds before it is told "not recorded": Temporal may be down. Longer than the ten seconds after which
 * Temporal gives a turn that was lost to another worker (its default workflow task timeout), so that one lost turn is not an outage.
 */
const PATIENCE_MS = 20_000;

export type Door = ReturnType<typeof openDoor>;

/** The refusal inside a failed call, however deep it lies; undefined when it is no refusal. */
export function refusalIn(error: unknown): DomainError | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof DomainError) return at;
    if (at instanceof ApplicationFailure && at.type && at.type in REFUSALS) {
      return new DomainError(at.type as RefusalCode, (at.details?.[0] ?? {}) as RefusalDetails);
    }
  }
  return undefined;
}

/**
 * The server's names for an Update that its worker passed over, or whose workflow ended before the answer (Temporal server,
 * service/history/workflow/update/errors_failures.go). Neither is an answer; the same Update, under its key, may be asked again.
 */
const UNANSWERED: readonly string[] = ['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow'];

const ASK_AGAIN_MS = 150;

/**
 * gRPC's FAILED_PRECONDITION (grpc.github.io, status codes): the server takes no Updates while the workflow's task fails or times out
 * again and again, as it does where workers die or the machine stands still (Temporal server, service/history/api/updateworkflow).
 * It is over when one task succeeds.
 */
const NOT_READY = 9;

const isUnanswered = (error: unknown): boolean =>
  (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && UNANSWERED.includes(error.cause.type ?? ''))
  || (isGrpcServiceError(error) && error.code === NOT_READY);

/** The workflow of each kind of document. */
const WORKFLOWS = {
  invoice: (invoiceId: string) => ({ type: SETTLE_INVOICE, workflowId: invoiceWorkflowId(invoiceId), input: { invoiceId } }),
  estimate: (estimateId: string) => ({ type: OFFER_ESTIMATE, workflowId: estimateWorkflowId(estimateId), input: { estimateId } }),
  'credit-note': (creditNoteId: string) => ({ type: ISSUE_CREDIT_NOTE, workflowId: creditNoteWorkflowId(creditNoteId), input: { creditNoteId } }),
} as const;

/** Asks until there is an answer; the connection's deadline ends it. */
async function answered<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isUnanswered(error)) throw refusalIn(error) ?? error;
      await delay(ASK_AGAIN_MS);
    }
  }
}

/** `patienceMs` is how long a caller waits for an answer. */
export function openDoor(client: Client, patienceMs = PATIENCE_MS) {
  const patiently = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + patienceMs, () => answered(call));
  const start = (workflowType: string, workflowId: string, input: object) =>
    new WithStartWorkflowOperation(workflowType, {
      workflowId, taskQueue: OFFICE_QUEUE, args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });

  /** One act on an invoice; the key is the Update's id, so the same click twice is one act. */
  const actOnInvoice = <V extends InvoiceVerb>(verb: V, invoiceId: string, act: InvoiceActs[V], create?: CreateInvoice): Promise<InvoiceAnswer> =>
    patiently(() => client.workflow.executeUpdateWithStart(invoiceUpdates[verb] as never, {
      startWorkflowOperation: start(SETTLE_INVOICE, invoiceWorkflowId(invoiceId), { invoiceId, create }),
      args: [act] as never, updateId: act.key,
    }) as Promise<InvoiceAnswer>);

  const actOnEstimate = <V extends EstimateVerb>(verb: V, estimateId: string, act: EstimateActs[V], create?: CreateEstimate): Promise<EstimateAnswer> =>
    patiently(() => client.workflow.executeUpdateWithStart(estimateUpdates[verb] as never, {
      startWorkflowOperation: start(OFFER_ESTIMATE, estimateWorkflowId(estimateId), { estimateId, create }),
      args: [act] as never, updateId: act.key,
    }) as Promise<EstimateAnswer>);

  const actOnCreditNote = <V extends CreditNoteVerb>(verb: V, creditNoteId: string, act: CreditNoteActs[V]): Promise<CreditNoteAnswer> =>
    patiently(() => client.workflow.executeUpdateWithStart(creditNoteUpdates[verb] as never, {
      startWorkflowOperation: start(ISSUE_CREDIT_NOTE, creditNoteWorkflowId(creditNoteId), { creditNoteId }),
      args: [act] as never, updateId: act.key,
    }) as Promise<CreditNoteAnswer>);

  const run = <T>(workflowType: string, workflowId: string, input: object): Promise<T> =>
    patiently(() => client.workflow.execute(workflowType, {
      workflowId, taskQueue: OFFICE_QUEUE, args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    }) as Promise<T>);

  /** Starts a short workflow for which nobody waits; the same id is the same order, also after it is done. */
  const order = async (workflowType: string, workflowId: string, input: object): Promise<void> => {
    const options = { workflowId, taskQueue: OFFICE_QUEUE, args: [input], workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE' } as const;
    await patiently(() => client.workflow.start(workflowType, options)).catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
  };

  return {
    actOnInvoice,
    actOnEstimate,
    actOnCreditNote,
    createInvoice: (invoiceId: string, create: CreateInvoice) => actOnInvoice('open', invoiceId, { by: create.by, key: create.key }, create),
    createEstimate: (estimateId: string, create: CreateEstimate) => actOnEstimate('open', estimateId, { by: create.by, key: create.key }, create),
    saveClient: (input: SaveClient) => run<SavedClient>(SAVE_CLIENT, saveClientWorkflowId(input.key), input),
    saveAbsence: (input: SaveAbsence) => run<Answered>(SAVE_ABSENCE, saveAbsenceWorkflowId(input.key), input),
    keepForm: (input: KeepForm) => run<void>(KEEP_FORM, keepFormWorkflowId(input.key), input),
    publishHome: (input: PublishHome) => run<void>(PUBLISH_HOME, publishHomeWorkflowId(input.key), input),
    proposePolicy: (input: ProposePolicy) => run<void>(PROPOSE_POLICY, policyWorkflowId(`propose/${input.hash}`), input),
    tellPolicyFaults: (input: TellPolicyFaults) => run<void>(TELL_POLICY_FAULTS, policyWorkflowId(`faulty/${input.hash}`), input),
    tellFileFaults: (input: TellFileFaults) => run<void>(TELL_FILE_FAULTS, policyWorkflowId(`files/${input.hash}`), input),
    decidePolicy: (input: DecidePolicy) => run<Answered>(DECIDE_POLICY, policyWorkflowId(input.key), input),
    sharePolicy: (input: SharePolicy) => run<void>(SHARE_POLICY, policyWorkflowId(input.key), input),
    planPost: (input: PlanPost) => run<PlannedPost>(PLAN_POST, planPostWorkflowId(input.key), input),
    sharePost: (input: SharePost) => run<void>(SHARE_POST, sharePostWorkflowId(input.key), input),
    printStatement: (input: PrintStatement) => run<PrintedStatement>(PRINT_STATEMENT, printStatementWorkflowId(input), input),
    shareStatement: (input: ShareStatement) => run<void>(SHARE_STATEMENT, shareStatementWorkflowId(input.key), input),
    sendStatement: (input: SendStatement) => order(SEND_STATEMENT, sendStatementWorkflowId(input.key), input),
    sharePdf: (input: SharePdf) => run<void>(SHARE_PDF, sharePdfWorkflowId(input.key), input),
    importEInvoice: (input: ImportEInvoice) => run<ImportedEInvoice>(IMPORT_E_INVOICE, importWorkflowId(input.key), input),
    shareReceived: (input: ShareReceived) => run<void>(SHARE_RECEIVED, shareReceivedWorkflowId(input.key), input),
    shareArchive: (input: ShareArchive) => order(SHARE_ARCHIVE, shareArchiveWorkflowId(input.key), input),
    sendLink: (input: SendLink) => order(SEND_LINK, sendLinkWorkflowId(input.clientId, input.hour), input),
    sendApprovalLinks: (input: SendApprovalLinks) => order(SEND_APPROVAL_LINKS, sendApprovalLinksWorkflowId(input.email, input.hour), input),
    sendCode: (input: SendCode) => order(SEND_CODE, sendCodeWorkflowId(input.key), input),
    tryCode: (input: TryCode) => run<{ opens: boolean }>(TRY_CODE, tryCodeWorkflowId(input), input),
    noteOpening: (input: NoteOpening) => order(NOTE_OPENING, noteOpeningWorkflowId(input), input),
    sendDigest: (input: SendDigest) => order(SEND_DIGEST, sendDigestWorkflowId(input.week), input),
    noteLinkMail: (event: MailEvent) => order(NOTE_LINK_MAIL, noteLinkMailWorkflowId(event.eventId), event),
    /** Tells a document's workflow what became of a mail; reopens it when it has ended. */
    tellMail: (kind: keyof typeof WORKFLOWS, documentId: string, event: MailEvent) => {
      const { type, workflowId, input } = WORKFLOWS[kind](documentId);
      return patiently(() => client.workflow.signalWithStart(type, {
        workflowId, taskQueue: OFFICE_QUEUE, args: [input], workflowIdReusePolicy: 'ALLOW_DUPLICATE', signal: mailEventSignal, signalArgs: [event],
      }));
    },
  };
}
