/** What the office says while it makes an archive, and when it is done. */
import { counted, typed } from './text';

/** Problems that a message names; the index in the archive has all. */
const SHOWN = 10;

type Said = { text: string };

export const archiveProgress = (period: string, done: number, of: number): Said =>
  ({ text: `:hourglass_flowing_sand: The archive of ${period} is being made: ${done === 0 ? counted(of, 'document') : `${done} of ${counted(of, 'document')}`}.` });

export function archiveDone(period: string, { documents, files, problems }: { documents: number; files: number; problems: readonly string[] }): Said {
  const made = `The archive of ${period}: ${counted(documents, 'document')} in ${counted(files, 'file')}.`;
  if (problems.length === 0) return { text: `:white_check_mark: ${made} Every file is as it was when it was kept.` };
  const more = problems.length > SHOWN ? [`… and ${problems.length - SHOWN} more, in index.csv.`] : [];
  return { text: [`:rotating_light: ${made} *${counted(problems.length, 'problem')}:*`, ...problems.slice(0, SHOWN).map((each) => `• ${typed(each)}`), ...more].join('\n') };
}
