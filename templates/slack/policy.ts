/** What #finance is told of the approval rules: a change to confirm, a file that is faulty. */
import type { Entry } from '../../domain/history';
import type { Effect, PolicyBook } from '../../domain/policy/adopting';
import { actions, button, context, section, sections } from './blocks';
import { messagesOfFiles } from './files';
import { clipped, moment, typed } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';
import { listed, t, tn } from './words';

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
  const sentence = t`approvals.yaml was changed: policy ${version} would take the place of policy ${versionBefore(book, entry)}.`;
  const end = endOf(book, entry, zone);
  const behind = book.proposal?.hash === hash ? book.proposal.confirmations : [];
  const value = tokenOf({ document: book.id, extra: hash });
  return {
    key: `${book.id}/proposal/${entry.seq}`, kind: 'policy', target: { channel: 'finance' }, text: end ? `${sentence} ${end}` : sentence,
    blocks: [
      section(`*${sentence}*`), ...sections(shortened(effect.difference.map((line) => `• ${typed(line)}`), (more) => tn(more, 'and {count} more change', 'and {count} more changes'))),
      section(trial(effect)),
      ...sections(shortened(effect.changed.map((line) => `• ${typed(line)}`), (more) => tn(more, 'and {count} more invoice', 'and {count} more invoices'))),
      ...(end ? [section(end)] : [
        context(behind.length > 0 ? t`${listed(behind.map(({ name }) => clipped(name)))} stands behind it; a second person has to.`
          : t`Two people have to stand behind it: the first of finance, the second of finance too, or a manager where finance is one person. Until then the old policy counts.`),
        actions(`policy_${entry.seq}_${behind.length}`, [button(t`Confirm`, ACTION.confirmPolicy, value, 'primary'), button(t`Turn down`, ACTION.turnDownPolicy, value, 'danger')]),
      ]),
    ],
  };
}

/** What it would have changed for the last invoices. */
function trial({ of, changed }: Effect): string {
  if (of === 0) return t`No invoice was handed in yet on which it could be tried.`;
  if (changed.length === 0) return tn(of, 'Of the last {count} invoices none would have been asked about differently.', 'Of the last {count} invoices none would have been asked about differently.');
  return `*${tn(of, 'Of the last {count} invoices {0} would have been asked about differently:', 'Of the last {count} invoices {0} would have been asked about differently:', changed.length)}*`;
}

/** The first lines, and how many there are besides. */
const shortened = (lines: readonly string[], rest: (more: number) => string): string[] =>
  (lines.length <= MOST_LINES ? [...lines] : [...lines.slice(0, MOST_LINES), rest(lines.length - MOST_LINES)]);

const versionBefore = ({ history }: Told, { seq }: Entry): number =>
  (history.findLast((entry) => entry.seq < seq && 'active' in entry.changes)?.changes['active'] as PolicyBook['active'] | undefined)?.version ?? 0;

/** What became of a proposal; undefined while it is open. */
function endOf({ history, proposal: open }: Told, { seq, detail }: Entry, zone: string): string | undefined {
  const later = history.find((entry) => entry.seq > seq && ['adopted', 'turned down', 'taken back', 'proposed'].includes(entry.kind));
  if (!later) return open?.hash === detail['hash'] ? undefined : `:no_entry_sign: ${t`It is over.`}`;
  const at = moment(later.at, zone);
  if (later.kind === 'adopted') return `:white_check_mark: ${t`In force: ${listed((later.changes['active'] as PolicyBook['active']).by.map(({ name }) => clipped(name)))} confirmed it, ${at}.`}`;
  if (later.kind === 'turned down') return `:x: ${t`Turned down by ${clipped(later.by.name)} ${at}.`}`;
  return `:no_entry_sign: ${later.kind === 'proposed' ? t`The file was changed again; see below.` : t`The file was changed back.`}`;
}

function faults({ id }: Told, { seq, detail }: Entry): Wanted {
  const lines = detail['lines'] as string[];
  const sentence = tn(lines.length, 'approvals.yaml was changed and has a fault; the policy in force stays.', 'approvals.yaml was changed and has {count} faults; the policy in force stays.');
  return { key: `${id}/faulty/${seq}`, kind: 'policy', target: { channel: 'finance' }, text: sentence, blocks: [section(`:warning: *${sentence}*`), ...sections(shortened(lines, (more) => tn(more, 'and {count} more fault', 'and {count} more faults')).map((line) => `\`${typed(line)}\``))] };
}
