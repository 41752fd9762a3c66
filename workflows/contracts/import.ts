/** E-invoices that come in, as outsiders hand them over. */
import type { Relation } from '../../domain/einvoice/taking-over';
import type { Acting } from './invoice';

/** A file that somebody put into Slack: `url` is where Slack gives it to the app. `key` is the submission and the file's id. */
export const IMPORT_E_INVOICE = 'importEInvoice';
export type ImportEInvoice = Acting & { url: string; name: string };
/** `repeated` is true for one that was here already, whoever brought it. */
export type ImportedEInvoice = { id: string; number: string; relation: Relation; repeated: boolean };
export const importWorkflowId = (key: string): string => `import/${key}`;

/** Brings what is kept of one (by its id) to one person (`userId` is Slack's), in private; `key` is the click. */
export const SHARE_RECEIVED = 'shareReceived';
export type ShareReceived = Acting & { receivedId: string; file: 'pdf' | 'ubl' | 'original'; userId: string };
export const shareReceivedWorkflowId = (key: string): string => `import-file/${key}`;
