/** What the local Slack keeps: people, channels, messages, views and files, in the shapes its journal holds. */
import type { Dict } from './json';

/** A member. `guest` is Slack's restricted user; `deleted` a deactivated one. */
export type Person = { id: string; name: string; email: string; title: string; timezone: string; bot: boolean; guest: boolean; deleted: boolean };

/** A group of members under a handle such as "leads". `users` are user ids. */
export type Usergroup = { id: string; handle: string; name: string; users: string[] };

/** A channel, or the conversation of one person with the app (`im`). `members` are user ids. */
export type Channel = { id: string; name: string; kind: 'channel' | 'im'; members: string[]; created: number };

/**
 * A message. `ts` is its id within the channel and orders it; `ephemeralTo` hides it from all but one person.
 * `revision` grows with every edit, so that a page knows what to draw again. `files` are file ids.
 */
export type Message = {
  ts: string;
  channel: string;
  user: string;
  fromApp: boolean;
  text: string;
  blocks?: Dict[];
  attachments?: Dict[];
  files?: string[];
  metadata?: Dict;
  threadTs?: string;
  broadcast?: boolean;
  editedTs?: string;
  ephemeralTo?: string;
  revision: number;
};

/** What a person has put into an element, in the shape of Slack's `state.values`. */
export type InputValue = Dict & { type: string };
/** Keyed by `inputKey(block_id, action_id)`. */
export type Inputs = Record<string, InputValue>;
export const inputKey = (blockId: string, actionId: string): string => `${blockId}\n${actionId}`;

/** A modal on a person's stack, or their App Home. `content` is the view as the app sent it, block and action ids filled in. */
export type View = {
  id: string;
  user: string;
  kind: 'modal' | 'home';
  content: Dict;
  hash: string;
  rootId: string;
  previousId: string | null;
  inputs: Inputs;
};

/** A file; its bytes lie beside the journal under its id. `by` is a user id. `complete` once it may be seen. */
export type StoredFile = { id: string; name: string; title: string; mimetype: string; size: number; by: string; created: number; complete: boolean; channels: string[] };

/** What happened, for whoever draws the desk. `to` restricts it to one person. */
export type Change =
  | { kind: 'message'; channel: string; ts: string; threadTs?: string; to?: string }
  | { kind: 'modal' | 'home'; to: string }
  | { kind: 'people' | 'mail' | 'lint' };
