/** What #finance is told of the office's own files besides the approval rules: that one is faulty, and that all are sound again. */
import type { Entry } from '../../domain/history';
import { section, sections } from './blocks';
import { typed } from './text';
import type { Wanted } from './wanted';
import { t, tn } from './words';

/** Faults that a message lists; `npm run check` tells all. */
const MOST_LINES = 12;

/** One message for each state of the files. What the office went by before stays in force, so nobody waits for the mending. */
export function messagesOfFiles(id: string, history: readonly Entry[]): Wanted[] {
  return history.flatMap(({ kind, seq, detail }) => {
    const message = { key: `${id}/files/${seq}`, kind: 'policy', target: { channel: 'finance' } } as const;
    if (kind === 'files mended') {
      const text = t`The office’s files are sound again; what they say now is in force.`;
      return [{ ...message, text, blocks: [section(`:white_check_mark: *${text}*`)] }];
    }
    if (kind !== 'files faulty') return [];
    const lines = detail['lines'] as string[];
    const text = tn(lines.length, 'A file of the office was changed and has a fault; what was in force before stays in force.', 'Files of the office were changed and have {count} faults; what was in force before stays in force.');
    const more = lines.length - MOST_LINES;
    const shown = [...lines.slice(0, MOST_LINES).map((line) => `\`${typed(line)}\``), ...(more > 0 ? [tn(more, 'and one more fault', 'and {count} more faults')] : [])];
    return [{ ...message, text, blocks: [section(`:warning: *${text}*`), ...sections(shown)] }];
  });
}
