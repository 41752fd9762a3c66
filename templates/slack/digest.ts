/** The weekly digest: one direct message to each person for whom something waits. */
import type { KnownBlock } from '@slack/types';
import { context, section } from './blocks';
import { agoWords, inboxLine, oldestOf, totalWords, type InboxClock, type InboxInRow } from './inbox';
import { counted } from './text';

/** Far below Slack's 50 blocks a message; who has more waiting sees them on Home. */
const MOST_ROWS = 20;

/** `rows` in the order of the inbox; of at least one. */
export function digestMessage(rows: readonly InboxInRow[], seen: InboxClock): { text: string; blocks: KnownBlock[] } {
  const oldest = oldestOf(rows);
  const waits = `${counted(rows.length, 'invoice')} ${rows.length === 1 ? 'waits' : 'wait'} for your decision`;
  const head = `${waits}: ${totalWords(rows)}.${oldest ? ` The oldest was asked ${agoWords(oldest, seen)}.` : ''}`;
  const left = rows.length - MOST_ROWS;
  return {
    text: head,
    blocks: [
      section(`:hourglass_flowing_sand: *${head}*`), ...rows.slice(0, MOST_ROWS).map((row) => inboxLine(row, { ...seen, place: 'digest' })),
      ...(left > 0 ? [context(`and ${counted(left, 'more invoice')} in your App Home.`)] : []),
      context('The most urgent first. Your App Home always has them as they stand now.'),
    ],
  };
}
