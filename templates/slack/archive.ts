/** What the office says while it makes an archive, and when it is done. */
import { typed } from './text';
import { t, tn } from './words';

/** Problems that a message names; the index in the archive has all. */
const SHOWN = 10;

type Said = { text: string };

export const archiveProgress = (period: string, done: number, of: number): Said => ({
  text: `:hourglass_flowing_sand: ${done === 0 ? tn(of, 'The archive of {0} is being made: {count} document.', 'The archive of {0} is being made: {count} documents.', period)
    : tn(of, 'The archive of {0} is being made: {1} of {count} document.', 'The archive of {0} is being made: {1} of {count} documents.', period, done)}`,
});

export function archiveDone(period: string, { documents, files, problems }: { documents: number; files: number; problems: readonly string[] }): Said {
  const made = t`The archive of ${period}: ${tn(documents, '{count} document', '{count} documents')} in ${tn(files, '{count} file', '{count} files')}.`;
  if (problems.length === 0) return { text: `:white_check_mark: ${made} ${t`Every file is as it was when it was kept.`}` };
  const more = problems.length > SHOWN ? [tn(problems.length - SHOWN, '… and {count} more, in index.csv.', '… and {count} more, in index.csv.')] : [];
  return { text: [`:rotating_light: ${made} *${tn(problems.length, '{count} problem:', '{count} problems:')}*`, ...problems.slice(0, SHOWN).map((each) => `• ${typed(each)}`), ...more].join('\n') };
}
