/** Rounds: every time the approvers of an invoice were asked, read back from its history. */
import type { Approval } from './approval';
import type { Entry } from './history';
import type { Invoice } from './invoice';

/**
 * One question to the approvers: from its submission to its end. `seq` is the submission's place in the history; `ending` what ended it
 * early; `asked` everybody who was asked at a step while it was open, also who is asked no longer.
 */
export type Round = { seq: number; approval: Approval; asked: readonly { at: number; email: string }[]; ending?: Entry };

/** Kinds of entries that begin a round. */
const BEGINNINGS: readonly string[] = ['submitted', 'policy.moved'];
/** Verdicts that nobody of those asked gave. */
const ENDINGS: readonly Approval['verdict'][] = ['withdrawn', 'voided', 'lapsed'];

/** Every time the approvers were asked, with the approval as it last stood. */
export function roundsOf({ history }: Pick<Invoice, 'history'>): Round[] {
  const rounds: Round[] = [];
  for (const entry of history) {
    const approval = entry.changes['approval'] as Approval | undefined;
    if (!approval) continue;
    const last = rounds.at(-1);
    const now = (approval.steps[approval.current]?.asked ?? []).map((email) => ({ at: approval.current, email }));
    if (last && entry.kind === 'policy.moved') rounds[rounds.length - 1] = { ...last, ending: entry };
    if (!last || BEGINNINGS.includes(entry.kind)) rounds.push({ seq: entry.seq, approval, asked: now });
    else rounds[rounds.length - 1] = { ...last, approval, asked: joined(last.asked, now), ...(ENDINGS.includes(approval.verdict) && { ending: entry }) };
  }
  return rounds;
}

const joined = (known: Round['asked'], more: Round['asked']): Round['asked'] =>
  [...known, ...more.filter((one) => !known.some(({ at, email }) => at === one.at && email === one.email))];

/** A name for what the approvers are asked now, "3.0": which round, and which of its steps. */
export function questionOf(invoice: Pick<Invoice, 'history'>): string {
  const last = roundsOf(invoice).at(-1);
  return last ? `${last.seq}.${last.approval.current}` : '';
}
