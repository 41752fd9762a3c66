/** Statements of account as outsiders order them. `period` is as domain/period.ts reads it. */
import type { FileRef } from '../../domain/invoice';
import type { Acting } from './invoice';

/** Prints a client's statement for the client itself, once as long as nothing changes; `day` is the office's date. */
export const PRINT_STATEMENT = 'printStatement';
export type PrintStatement = { clientId: string; period: string; day: string };
export const printStatementWorkflowId = ({ clientId, period, day }: PrintStatement): string => `statement/${clientId}/${period}/${day}`;
export type PrintedStatement = Pick<FileRef, 'hash'>;

/** Brings it to one person (`userId` is Slack's), in private; `key` is the click. */
export const SHARE_STATEMENT = 'shareStatement';
export type ShareStatement = Acting & { clientId: string; period: string; userId: string };
export const shareStatementWorkflowId = (key: string): string => `statement/${key}`;

/** Mails it to the client, once; how that went is told to the person who asked. Nobody waits for it. */
export const SEND_STATEMENT = 'sendStatement';
export type SendStatement = ShareStatement & { to: string };
export const sendStatementWorkflowId = (key: string): string => `statement/${key}/mail`;
