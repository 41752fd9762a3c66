/** Rounds: every time the approvers of an invoice were asked, read back from its history. */
import type { Approval } from './approval';
import type { Entry } from './history';
import type { Invoice } from './invoice';

/** One question to the approvers: from its submission to its end. `seq` is the submission's place in the history; `ending` what ended it early. */
export type Round = { seq: number; approval: Approval; ending?: Entry };

/** Every time the approvers were asked, with the approval as it last stood. */
export function roundsOf({ history }: Pick<Invoice, 'history'>): Round[] {
  const rounds: Round[] = [];
  for (const entry of history) {
    const approval = entry.changes['approval'] as Approval | undefined;
    if (!approval) continue;
    const last = rounds.at(-1);
    if (entry.kind === 'submitted' || !last) rounds.push({ seq: entry.seq, approval });
    else rounds[rounds.length - 1] = { ...last, approval, ...(approval.verdict === 'withdrawn' || approval.verdict === 'voided' ? { ending: entry } : {}) };
  }
  return rounds;
}

/** A name for what the approvers are asked now, "3.0": which round, and which of its steps. */
export function questionOf(invoice: Pick<Invoice, 'history'>): string {
  const last = roundsOf(invoice).at(-1);
  return last ? `${last.seq}.${last.approval.current}` : '';
}
