/** What a noun's folder registers: commands, clicks, forms. app.ts lists them all and joins them to Bolt. */
import type { ModalView } from '@slack/types';
import type { Token } from '../templates/slack/token';
import type { Answer } from './answer';
import type { Deed, Payload } from './deed';
import type { Freshness } from './identity';
import type { Needs } from './needs';
import type { Parts } from './parts';

export type Told = Promise<Answer | void>;

/** `/invoice <verb> …`. Help shows it to whom `needs` lets do it; `usage` is what stands behind /invoice, in one language for all; `about` is a key. */
export type Command = {
  verb: string; aliases?: readonly string[]; needs: Needs; usage: string; about: string; examples: readonly string[];
  run(deed: Deed, rest: string): Told;
};

/** A button, a select or an overflow option; its token when it carries one. Decisions ask Slack afresh who clicks. */
export type Click = { id: string; needs: Needs; freshness?: Freshness; run(deed: Deed, token: Token | undefined): Told };

/** Why a submission is not taken: faults by input block, or another view in its place. Reads only: Slack waits for it. */
export type Objection = { errors: Record<string, string> } | { view: ModalView };
export type Form = {
  flow: string; needs: Needs; freshness?: Freshness;
  check?(payload: Payload, parts: Parts): Promise<Objection | undefined>;
  run(deed: Deed): Told;
  /** Told when its frame asked to be. */
  closed?(deed: Deed): Told;
};

/** Global and message shortcuts. */
export type Shortcut = { callbackId: string; needs: Needs; run(deed: Deed): Told };

/** One noun's share of the app. */
export type Registrations = { commands?: readonly Command[]; clicks?: readonly Click[]; forms?: readonly Form[]; shortcuts?: readonly Shortcut[] };
