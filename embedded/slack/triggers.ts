/** Trigger ids: the short-lived right to open a modal that each act of a person gives to the app. */
import { randomBytes } from 'node:crypto';
import { SlackError } from './slack-error';

/** Whose act it was; `rootViewId` when it happened inside a modal, which alone allows views.push. */
export type Occasion = { user: string; rootViewId?: string };
type Issued = Occasion & { at: number; used: boolean };

/** Ids are remembered this many lifetimes, so that a late caller hears "expired" and not "unknown". */
const REMEMBERED_LIFETIMES = 100;

export class Triggers {
  private readonly issued = new Map<string, Issued>();

  /** `lifetimeMs`: Slack's is 3000 (docs.slack.dev/interactivity/handling-user-interaction, "trigger_id … expires in 3 seconds"). */
  constructor(private readonly lifetimeMs: number) {}

  issue(occasion: Occasion): string {
    const now = Date.now();
    for (const [id, { at }] of this.issued) if (now - at > this.lifetimeMs * REMEMBERED_LIFETIMES) this.issued.delete(id);
    const id = `${now}.${Math.floor(Math.random() * 1e10)}.${randomBytes(16).toString('hex')}`;
    this.issued.set(id, { ...occasion, at: now, used: false });
    return id;
  }

  /** Uses the id up. Refused: `invalid_trigger_id`, `expired_trigger_id`, `exchanged_trigger_id`. */
  exchange(id: string): Occasion {
    const issued = this.issued.get(id);
    if (!issued) throw new SlackError('invalid_trigger_id');
    if (Date.now() - issued.at > this.lifetimeMs) throw new SlackError('expired_trigger_id');
    if (issued.used) throw new SlackError('exchanged_trigger_id');
    issued.used = true;
    return issued;
  }
}
