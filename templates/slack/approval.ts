/** Approvers' cards: a full sentence, the facts, the lines, policy and progress, and buttons while the step is theirs. */
import type { KnownBlock } from '@slack/types';
import { waitingFor, type Approval, type ApprovalStep } from '../../domain/approval';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { roundsOf, type Round } from '../../domain/rounds';
import { versionAt } from '../../domain/versions';
import { actions, button, context, overflow, section, sections } from './blocks';
import { changesBetween } from './changes';
import { dueWords, factBlocks, lineBlocks, noteBlocks, totalsText } from './facts';
import { amount, clipped, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';

/** A card for everybody who is or was asked: the open question's are posted, older ones only kept right. */
export function approvalCards(invoice: Invoice, slack: SlackContext): Wanted[] {
  const rounds = roundsOf(invoice);
  return rounds.flatMap((round, index) => round.approval.steps.flatMap((step, at) => {
    if (at > round.approval.current) return [];
    const asksNow = index === rounds.length - 1 && round.approval.verdict === 'open' && at === round.approval.current;
    const changes = changesSince(invoice, rounds[index - 1], round);
    return step.asked.map((email): Wanted => (asksNow ? card(invoice, round, at, email, slack, changes) : { ...card(invoice, round, at, email, slack, changes), ifPosted: true }));
  }));
}

/** What is different from what the approvers were asked about the last time, for the question that stands. */
export function changesSinceAsked(invoice: Invoice): string[] {
  const [earlier, last] = [roundsOf(invoice).at(-2), roundsOf(invoice).at(-1)];
  return last ? changesSince(invoice, earlier, last) : [];
}

/** What is different from what the approvers were asked before. */
function changesSince({ history }: Invoice, earlier: Round | undefined, { approval }: Round): string[] {
  const [before, after] = [earlier && versionAt(history, earlier.approval.version), versionAt(history, approval.version)];
  return before && after ? changesBetween(before, after) : [];
}

function card(invoice: Invoice, round: Round, at: number, email: string, slack: SlackContext, changes: readonly string[]): Wanted {
  const { approval } = round;
  const seen = versionAt(invoice.history, approval.version) ?? invoice;
  const name = invoiceName(invoice);
  const facts = { ...seen, dueDate: undefined };
  const sentence = `${clipped(approval.requestedBy.name)} asks you to approve ${name} for ${clipped(seen.client.name)}: ${amount(seen.totals.due)}, due ${dueWords(facts)}.`;
  const isOpen = approval.verdict === 'open' && at === approval.current && waitingFor(approval).includes(email);
  const outcome = isOpen ? undefined : outcomeOf(round, at, slack);
  return {
    key: `${invoice.id}/card/${round.seq}/${at}/${email}`, kind: 'card', target: { person: email },
    text: outcome ? `${name} for ${clipped(seen.client.name)}, ${amount(seen.totals.due)}: ${outcome.spoken}` : sentence,
    blocks: [
      section(outcome ? `*${name}* for ${clipped(seen.client.name)}: ${amount(seen.totals.due)}` : `*${sentence}*`),
      ...(changes.length > 0 ? sections(['*Changed since it was asked about last:*', ...changes.map((change) => `• ${change}`)]) : []),
      factBlocks(facts), ...lineBlocks(facts, 'card'), section(totalsText(facts)), ...noteBlocks(seen.content),
      context(`${progress(approval, at)} · ${clipped(approval.why, 300)} · policy ${approval.policy.version}`),
      outcome ? section(outcome.shown) : buttons(invoice.id, approval, at),
    ],
  };
}

const progress = ({ steps }: Approval, at: number): string => `Step ${at + 1} of ${steps.length}: ${clipped(steps[at]?.rule ?? '')}`;

/** [Approve] [Reject…] and the overflow: Ask, Review, PDF, Explain. */
export function buttons(document: string, { version }: Pick<Approval, 'version'>, step: number): KnownBlock {
  const value = tokenOf({ document, revision: version, step });
  const more = (extra: string): string => tokenOf({ document, revision: version, step, extra });
  return actions(`approval_${document}_${version}.${step}`, [
    button('Approve', ACTION.approve, value, 'primary'), button('Reject…', ACTION.reject, value, 'danger'),
    overflow(ACTION.more, [
      { label: 'Ask…', value: more('ask') }, { label: 'Review all lines', value: more('review') }, { label: 'PDF', value: more('pdf') }, { label: 'Explain', value: more('explain') },
    ]),
  ]);
}

type Outcome = { spoken: string; shown: string };

/** "Approved by @Milo · 14:02 · rev 3", in place of the buttons. */
function outcomeOf({ approval, ending }: Round, at: number, { zone }: SlackContext): Outcome {
  const step = approval.steps[at];
  const rejection = step?.decisions.find(({ says }) => says === 'reject');
  const rev = `rev ${approval.version}`;
  if (rejection) return stamped(':x:', 'Rejected', [rejection], `${rev} · ${clipped(rejection.reason ?? '', 300)}`, zone);
  if (ending) {
    const what = approval.verdict === 'withdrawn' ? 'Withdrawn' : ending.kind === 'voided' ? 'Voided' : 'Changed';
    const next = ending.kind === 'edited' ? '; a new message follows when it is submitted again' : '';
    const words = `${what} by @${clipped(ending.by.name)}`;
    return { spoken: `${words}${next}.`, shown: `:no_entry_sign: ${words} · ${moment(ending.at, zone, 'time')} · ${rev}${next}` };
  }
  if (step && step.decisions.length > 0) return stamped(':white_check_mark:', 'Approved', step.decisions, progressOf(step, rev), zone);
  return { spoken: 'Nothing is asked of you any more.', shown: `:white_check_mark: Decided by others · ${rev}` };
}

const progressOf = ({ decisions, quorum }: ApprovalStep, rev: string): string => (decisions.length < quorum ? `${rev} · ${decisions.length} of ${quorum}` : rev);

function stamped(emoji: string, verb: string, decisions: ApprovalStep['decisions'], rest: string, zone: string): Outcome {
  const names = decisions.map(({ by }) => `@${clipped(by.name)}`).join(', ');
  const notes = decisions.filter(({ note }) => note).map(({ note }) => ` · “${clipped(note ?? '', 200)}”`).join('');
  const at = decisions.at(-1)?.at ?? '';
  return { spoken: `${verb} by ${names}, ${rest}.`, shown: `${emoji} ${verb} by ${names} · ${moment(at, zone, 'time')} · ${rest}${notes}` };
}
