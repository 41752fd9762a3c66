/** What #finance is told of the approval rules: a change to confirm, a file that is faulty. */
import type { Entry } from '../../domain/history';
import type { Effect, PolicyBook } from '../../domain/policy/adopting';
import { actions, button, context, section, sections } from './blocks';
import { messagesOfFiles } from './files';
import { clipped, counted, moment, typed } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';

/** Changes and documents a card lists; `npm run policy simulate` tells all. */
const MOST_LINES = 12;

type Told = PolicyBook & { history: readonly Entry[] };

/** One message for each change that was proposed, open until it is decided, and one for each faulty file. */
export const messagesOfPolicy = (book: Told, slack: SlackContext): Wanted[] => [...book.history.flatMap((entry) => {
  if (entry.kind === 'proposed') return [proposal(book, entry, slack)];
  return entry.kind === 'faulty' ? [faults(book, entry)] : [];
}), ...messagesOfFiles(book.id, book.history)];

function proposal(book: Told, entry: Entry, { zone }: SlackContext): Wanted {
  const { hash, version, effect } = entry.detail as { hash: string; version: number; effect: Effect };
  const sentence = `approvals.yaml was changed: policy ${version} would take the place of policy ${versionBefore(book, entry)}.`;
  const end = endOf(book, entry, zone);
  const behind = book.proposal?.hash === hash ? book.proposal.confirmations : [];
  const value = tokenOf({ document: book.id, extra: hash });
  return {
    key: `${book.id}/proposal/${entry.seq}`, kind: 'policy', target: { channel: 'finance' }, text: end ? `${sentence} ${end}` : sentence,
    blocks: [
      section(`*${sentence}*`), ...sections(shortened(effect.difference, 'change').map((line) => `• ${typed(line)}`)),
      section(effect.of === 0 ? 'No invoice was handed in yet on which it could be tried.' : effect.changed.length === 0 ? `Of the last ${effect.of} invoices none would have been asked about differently.` : `*Of the last ${effect.of} invoices ${effect.changed.length} would have been asked about differently:*`),
      ...sections(shortened(effect.changed, 'invoice').map((line) => `• ${typed(line)}`)),
      ...(end ? [section(end)] : [
        context(behind.length > 0 ? `${behind.map(({ name }) => clipped(name)).join(' and ')} stands behind it; a second person has to.` : 'Two people have to stand behind it: the first of finance, the second of finance too, or a manager where finance is one person. Until then the old policy counts.'),
        actions(`policy_${entry.seq}_${behind.length}`, [button('Confirm', ACTION.confirmPolicy, value, 'primary'), button('Turn down', ACTION.turnDownPolicy, value, 'danger')]),
      ]),
    ],
  };
}

/** The first lines, and how many there are besides. */
const shortened = (lines: readonly string[], noun: string): string[] =>
  (lines.length <= MOST_LINES ? [...lines] : [...lines.slice(0, MOST_LINES), `and ${counted(lines.length - MOST_LINES, `more ${noun}`)}`]);

const versionBefore = ({ history }: Told, { seq }: Entry): number =>
  (history.findLast((entry) => entry.seq < seq && 'active' in entry.changes)?.changes['active'] as PolicyBook['active'] | undefined)?.version ?? 0;

/** What became of a proposal; undefined while it is open. */
function endOf({ history, proposal: open }: Told, { seq, detail }: Entry, zone: string): string | undefined {
  const later = history.find((entry) => entry.seq > seq && ['adopted', 'turned down', 'taken back', 'proposed'].includes(entry.kind));
  if (!later) return open?.hash === detail['hash'] ? undefined : ':no_entry_sign: It is over.';
  const by = `${clipped(later.by.name)} ${moment(later.at, zone)}`;
  if (later.kind === 'adopted') return `:white_check_mark: In force: ${(later.changes['active'] as PolicyBook['active']).by.map(({ name }) => clipped(name)).join(' and ')} confirmed it, ${moment(later.at, zone)}.`;
  if (later.kind === 'turned down') return `:x: Turned down by ${by}.`;
  return later.kind === 'proposed' ? ':no_entry_sign: The file was changed again; see below.' : ':no_entry_sign: The file was changed back.';
}

function faults({ id }: Told, { seq, detail }: Entry): Wanted {
  const lines = detail['lines'] as string[];
  const sentence = `approvals.yaml was changed and has ${lines.length === 1 ? 'a fault' : `${lines.length} faults`}; the policy in force stays.`;
  return { key: `${id}/faulty/${seq}`, kind: 'policy', target: { channel: 'finance' }, text: sentence, blocks: [section(`:warning: *${sentence}*`), ...sections(shortened(lines, 'fault').map((line) => `\`${typed(line)}\``))] };
}
