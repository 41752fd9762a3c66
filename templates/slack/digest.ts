/** The weekly digest: one direct message to each person for whom something waits. */
import type { KnownBlock } from '@slack/types';
import { context, section } from './blocks';
import { agoWords, inboxLine, oldestOf, totalWords, type InboxClock, type InboxInRow } from './inbox';
import { t, tn } from './words';

/** Far below Slack's 50 blocks a message; who has more waiting sees them on Home. */
const MOST_ROWS = 20;

/** `rows` in the order of the inbox; of at least one. */
export function digestMessage(rows: readonly InboxInRow[], seen: InboxClock): { text: string; blocks: KnownBlock[] } {
  const oldest = oldestOf(rows);
  const waits = tn(rows.length, '{count} invoice waits for your decision: {0}.', '{count} invoices wait for your decision: {0}.', totalWords(rows));
  const head = oldest ? `${waits} ${t`The oldest was asked ${agoWords(oldest, seen)}.`}` : waits;
  const left = rows.length - MOST_ROWS;
  return {
    text: head,
    blocks: [
      section(`:hourglass_flowing_sand: *${head}*`), ...rows.slice(0, MOST_ROWS).map((row) => inboxLine(row, { ...seen, place: 'digest' })),
      ...(left > 0 ? [context(tn(left, 'and {count} more invoice in your App Home.', 'and {count} more invoices in your App Home.'))] : []),
      context(t`The most urgent first. Your App Home always has them as they stand now.`),
    ],
  };
}
