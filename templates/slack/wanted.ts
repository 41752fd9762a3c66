/** What the office wants to stand in Slack: every copy of every card, computed from a document alone. */
import type { KnownBlock } from '@slack/types';
import type { Person } from '../../domain/people';

/** A person by mail (or Slack id), or one of the office's channels. */
export type Target = { person: string } | { channel: 'invoices' | 'finance' | 'legal' };

/**
 * One message. `key` names the copy for ever: document, kind, whom or where. `threadOf` is the key of the message it answers: a line
 * of its thread, written once, in one message with the others that are new then. `ifPosted`: kept up to date where it stands, never posted anew.
 */
export type Wanted = { key: string; kind: string; target: Target; text: string; blocks?: KnownBlock[]; threadOf?: string; ifPosted?: true };

/** `mention` gives `<@U…>` for who is in the workspace, else the escaped name. `zone` is the office's. */
export type SlackContext = { zone: string; people: readonly Person[]; mention(email: string): string };
