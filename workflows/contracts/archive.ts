/** The archive as outsiders order it. */
import type { Period } from '../../domain/period';
import type { Acting } from './invoice';

/** Makes the archive of a period and brings it to one person (`userId` is Slack's), in private; `documents` is how many it will hold, `key` the command. Nobody waits for it. */
export const SHARE_ARCHIVE = 'shareArchive';
export type ShareArchive = Acting & { period: Period; documents: number; userId: string };
export const shareArchiveWorkflowId = (key: string): string => `archive/${key}`;

/** Where the message stands that tells how far it is; `gone` when Slack took none. */
export type AnnouncedArchive = { channel: string; ts: string } | 'gone';
