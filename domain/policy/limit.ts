/** Time limits of steps, with their people as a document pins them and in words. */
import { businessTimeText } from '../business-time';
import { BY_SILENCE, GIVE_BACK, type Escalation, type TimeLimit } from './policy';

/** The limit with other words for its people. */
export function withApprovers(limit: TimeLimit, change: (approvers: readonly string[]) => string[]): TimeLimit {
  if (typeof limit.then !== 'object') return limit;
  const { approvers, quorum, limit: next } = limit.then;
  return { ...limit, then: { approvers: change(approvers), quorum, ...(next && { limit: withApprovers(next, change) }) } };
}

/** "within 8 business hours (reminded after 4 business hours), then approved by silence"; `who` says whom an escalation asks. */
export function limitText({ within, remindAfter, then }: TimeLimit, who: (escalation: Escalation) => string): string {
  const reminded = remindAfter.length > 0 ? ` (reminded after ${remindAfter.map(businessTimeText).join(' and ')})` : '';
  const next = then === GIVE_BACK ? 'given back' : then === BY_SILENCE ? 'approved by silence' : who(then);
  return `within ${businessTimeText(within)}${reminded}, then ${next}`;
}
