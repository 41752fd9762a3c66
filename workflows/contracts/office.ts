/** Short workflows and names that every outsider shares: task queues, client edits, unfinished forms, links and codes, Homes, digests, pictures. */
import type { ClientDetails } from '../../domain/client';
import type { Actor } from '../../domain/people';
import type { Acting } from './invoice';

/** The office's own work, and printing, which has few slots because each holds a Chromium page. */
export const OFFICE_QUEUE = 'office';
export const PRINTING_QUEUE = 'printing';

/** Creates or edits a client; `revision` is the one seen (0 for a new one). Answers with the client's id and new revision. */
export const SAVE_CLIENT = 'saveClient';
export type SaveClient = Acting & { clientId: string; revision: number; details: ClientDetails };
export type SavedClient = { clientId: string; revision: number; name: string };
export const saveClientWorkflowId = (key: string): string => `client/${key}`;

/** Keeps an unfinished form so that closing it loses nothing; `values` null forgets it. `typedAt` (ISO instant) orders two that overtake each other. */
export const KEEP_FORM = 'keepForm';
export type KeepForm = Acting & { formId: string; typedAt: string; flow: string; values: Record<string, unknown> | null };
export const keepFormWorkflowId = (key: string): string => `form/${key}`;

/** Mails a fresh portal link to the address the office holds; at most one an hour and client, by the workflow's id. */
export const SEND_LINK = 'sendLink';
export type SendLink = { clientId: string; hour: string };
export const sendLinkWorkflowId = (clientId: string, hour: string): string => `link/${clientId}/${hour}`;

/** Mails an open question to the approvers whom Slack does not know; `question` names it and them, and is asked once. */
export const ASK_BY_MAIL = 'askByMail';
export type AskByMail = { invoiceId: string };
export const askByMailWorkflowId = (invoiceId: string, question: string): string => `approval-mail/${invoiceId}/${question}`;

/** Mails an approver without Slack fresh links to what waits for them; at most once an hour, by the workflow's id. */
export const SEND_APPROVAL_LINKS = 'sendApprovalLinks';
export type SendApprovalLinks = { email: string; hour: string };
export const sendApprovalLinksWorkflowId = (email: string, hour: string): string => `approval-links/${email}/${hour}`;

/** Mails a code to whom an approval link (by its hash) was made for; `key` is the press. */
export const SEND_CODE = 'sendCode';
export type SendCode = { link: string; key: string };
export const sendCodeWorkflowId = (key: string): string => `code/${key}`;

/** Tries what somebody typed, by its keyed hash, against the last code of an approval link; `form` is where it was typed. */
export const TRY_CODE = 'tryCode';
export type TryCode = { link: string; mac: string; form: string };
export const tryCodeWorkflowId = ({ mac, form }: TryCode): string => `code-try/${form}/${mac}`;

/** Notes what became of a link's mail: it belongs to no document whose workflow could. */
export const NOTE_LINK_MAIL = 'noteLinkMail';
export const noteLinkMailWorkflowId = (eventId: string): string => `link-mail/${eventId}`;

/** Redraws a person's App Home from the store; `userId` is Slack's, `key` the opening or the click. */
export const PUBLISH_HOME = 'publishHome';
export type PublishHome = { userId: string; email: string; key: string };
export const publishHomeWorkflowId = (key: string): string => `home/${key}`;

/** Notes that somebody has all lines of a version of a document before them; `userId` is Slack's. Nobody waits for it. */
export const NOTE_OPENING = 'noteOpening';
export type NoteOpening = { by: Actor; documentId: string; version: number; userId: string };
export const noteOpeningWorkflowId = ({ documentId, version, userId }: NoteOpening): string => `opening/${documentId}/${version}/${userId}`;

/** Tells each person what waits for them, once in a week ("2026-W48"); `until` (ISO instant) is when it is no use any more. */
export const SEND_DIGEST = 'sendDigest';
export type SendDigest = { week: string; until: string };
export const sendDigestWorkflowId = (week: string): string => `digest/${week}`;

/** Brings a document's PDF to one person (`userId` is Slack's), in private; `by` may see it, `key` is the click. */
export const SHARE_PDF = 'sharePdf';
export type SharePdf = Acting & { kind: 'invoice' | 'estimate' | 'credit-note'; documentId: string; userId: string };
export const sharePdfWorkflowId = (key: string): string => `pdf/${key}`;

/** Brings the approval rules in force as a picture to one person (`userId` is Slack's), in private; `key` is the click. */
export const SHARE_POLICY = 'sharePolicy';
export type SharePolicy = Acting & { userId: string };
