/** Response URLs: five answers within half an hour to the place where a person acted. */
import { freshId } from './ids';
import type { Collection, Journal } from './journal';

/** Where the answers go. `source` is the message that was pressed; `channel` its conversation. */
export type ReplyPlace = { user: string; channel: string; source?: string; threadTs?: string; issued: number; uses: number };

/** docs.slack.dev/interactivity/handling-user-interaction#message_responses: "up to 5 times within 30 minutes". */
const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

export class ResponseUrls {
  private readonly places: Collection<ReplyPlace>;

  /** `origin` is this server's own; the URLs live below its `/response/`. */
  constructor(journal: Journal, private readonly origin: () => string) {
    this.places = journal.collection('responseUrls');
    for (const [id, place] of [...this.places.entries()]) if (Date.now() - place.issued > LIFETIME_MS) this.places.delete(id);
  }

  issue(place: Omit<ReplyPlace, 'issued' | 'uses'>): string {
    const id = freshId('R') + freshId('');
    this.places.put(id, { ...place, issued: Date.now(), uses: 0 });
    return `${this.origin()}/response/${id}`;
  }

  /** The place, one use fewer; or why not, in Slack's words. */
  use(id: string): ReplyPlace | 'expired_url' | 'used_url' {
    const place = this.places.get(id);
    if (!place || Date.now() - place.issued > LIFETIME_MS) return 'expired_url';
    if (place.uses >= MAX_USES) return 'used_url';
    return this.places.put(id, { ...place, uses: place.uses + 1 });
  }
}
