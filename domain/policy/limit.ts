/** Time limits of steps, with their people as a document pins them and in words. */
import { businessTimePhrase } from '../business-time';
import { allOf, phrase, type Phrase, type PhraseValue } from '../phrase';
import { BY_SILENCE, GIVE_BACK, type Escalation, type TimeLimit } from './policy';

/** The limit with other words for its people. */
export function withApprovers(limit: TimeLimit, change: (approvers: readonly string[]) => string[]): TimeLimit {
  if (typeof limit.then !== 'object') return limit;
  const { approvers, quorum, limit: next } = limit.then;
  return { ...limit, then: { approvers: change(approvers), quorum, ...(next && { limit: withApprovers(next, change) }) } };
}

/** "within 8 business hours (reminded after 4 business hours), then approved by silence"; `who` says whom an escalation asks. */
export function limitPhrase({ within, remindAfter, then }: TimeLimit, who: (escalation: Escalation) => PhraseValue): Phrase {
  const next = then === GIVE_BACK ? phrase`given back` : then === BY_SILENCE ? phrase`approved by silence` : who(then);
  const time = businessTimePhrase(within);
  return remindAfter.length > 0 ? phrase`within ${time} (reminded after ${allOf(remindAfter.map(businessTimePhrase))}), then ${next}` : phrase`within ${time}, then ${next}`;
}
