/** Approvers' cards: a full sentence, the facts, the lines, policy and progress, and buttons while the step is theirs. */
import type { KnownBlock } from '@slack/types';
import { namesOf, waitingFor, type Approval, type ApprovalStep } from '../../domain/approval';
import { ranOutOf } from '../../domain/deciding';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { nameOf } from '../../domain/people';
import { BY_SILENCE, GIVE_BACK } from '../../domain/policy/policy';
import { peopleOf } from '../../domain/policy/seating';
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
  return rounds.flatMap((round, index) => {
    const changes = changesSince(invoice, rounds[index - 1], round);
    return round.asked.map(({ at, email }): Wanted => {
      const { approval } = round;
      const asksNow = index === rounds.length - 1 && approval.verdict === 'open' && at === approval.current && approval.steps[at]?.asked.includes(email);
      return { ...card(invoice, round, at, email, slack, changes), ...(!asksNow && { ifPosted: true as const }) };
    });
  });
}

/** What is different from what the approvers were asked about the last time, for the question that stands. */
export function changesSinceAsked(invoice: Invoice): string[] {
  const [last, earlier] = roundsOf(invoice).reverse();
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
  const isOpen = approval.verdict === 'open' && !round.ending && at === approval.current && waitingFor(approval).includes(email);
  const outcome = isOpen ? undefined : outcomeOf(round, at, email, slack);
  const absent = isOpen ? approval.steps[at]?.deputies?.find(({ to }) => to === email)?.from : undefined;
  return {
    key: `${invoice.id}/card/${round.seq}/${at}/${email}`, kind: 'card', target: { person: email },
    text: outcome ? `${name} for ${clipped(seen.client.name)}, ${amount(seen.totals.due)}: ${outcome.spoken}` : sentence,
    blocks: [
      section(outcome ? `*${name}* for ${clipped(seen.client.name)}: ${amount(seen.totals.due)}` : `*${sentence}*`),
      ...(changes.length > 0 ? sections(['*Changed since it was asked about last:*', ...changes.map((change) => `• ${change}`)]) : []),
      factBlocks(facts), ...lineBlocks(facts, 'card'), section(totalsText(facts)), ...noteBlocks(seen.content),
      context(`${progress(approval, at)} · ${clipped(approval.why, 300)} · policy ${approval.policy.version}`),
      ...(absent ? [context(`You decide for ${clipped(nameOf(absent, slack.people))}, who is away.`)] : []),
      ...(isOpen ? deadline(invoice, email, slack) : []),
      outcome ? section(outcome.shown) : buttons(invoice.id, approval, at),
    ],
  };
}

/** "Please decide by …", and what happens otherwise; nothing without a time limit. */
function deadline({ approval, createdBy }: Invoice, email: string, { zone, people }: SlackContext): KnownBlock[] {
  const step = approval?.steps[approval.current];
  const dueAt = step?.clocks?.find((clock) => clock.email === email)?.dueAt;
  return dueAt && step?.limit ? [context(`:hourglass_flowing_sand: Please decide by ${moment(dueAt, zone)}; ${otherwise(step.limit, createdBy.name, people)}.`)] : [];
}

/** What comes of it when everybody's time is over. */
function otherwise({ then }: NonNullable<ApprovalStep['limit']>, creator: string, people: SlackContext['people']): string {
  if (then === GIVE_BACK) return `else it goes back to ${clipped(creator)}`;
  if (then === BY_SILENCE) return '*else it counts as approved by silence*';
  return `else ${clipped(namesOf(peopleOf(then.approvers, people), people).join(' or ') || 'somebody else')} will be asked`;
}

/** One message for each reminder of each approver whom the open step waits for; older ones are only kept right. */
export function approvalReminders(invoice: Invoice, slack: SlackContext): Wanted[] {
  const { approval, history, id, version } = invoice;
  return history.filter(({ kind }) => kind === 'approval.reminded').flatMap((entry) => (entry.detail['who'] as string[]).map((email): Wanted => {
    const then = entry.changes['approval'] as Approval;
    const waits = approval?.verdict === 'open' && approval.requestedAt === then.requestedAt && approval.current === then.current && waitingFor(approval).includes(email);
    const about = `${invoiceName(invoice)} for ${clipped(invoice.client.name)}, ${amount(invoice.totals.due)}`;
    const text = waits ? `:alarm_clock: ${about}, still waits for your decision.` : `:white_check_mark: ${about}, no longer waits for you.`;
    return {
      key: `${id}/approval-reminder/${entry.seq}/${email}`, kind: 'reminder', target: { person: email }, text, ...(!waits && { ifPosted: true }),
      blocks: [section(text), ...(waits ? [...deadline(invoice, email, slack), actions(`reminder_${id}_${entry.seq}`, [button('Review', ACTION.review, tokenOf({ document: id, revision: version, step: approval.current }), 'primary')])] : [])],
    };
  }));
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
function outcomeOf({ approval, ending }: Round, at: number, email: string, slack: SlackContext): Outcome {
  const { zone, people } = slack;
  const step = approval.steps[at];
  if (step && !ending && approval.verdict === 'open' && at === approval.current && !step.asked.includes(email)) {
    const words = `Passed on to ${clipped(namesOf(step.asked, people).join(' or '))}`;
    return { spoken: `${words}.`, shown: `:arrow_right: ${words} · rev ${approval.version}` };
  }
  const rejection = step?.decisions.find(({ says }) => says === 'reject');
  const rev = `rev ${approval.version}`;
  if (rejection) return stamped(':x:', 'Rejected', [rejection], `${rev} · ${clipped(rejection.reason ?? '', 300)}`, slack);
  if (approval.exception?.confirmedBy && at === approval.current) {
    const words = `Approved as an exception: @${clipped(approval.exception.by.name)} asked, @${clipped(approval.exception.confirmedBy.name)} confirmed`;
    return { spoken: `${words}.`, shown: `:rotating_light: ${words} · ${moment(approval.exception.confirmedAt ?? '', zone, 'time')} · ${rev} · ${clipped(approval.exception.reason, 200)}` };
  }
  if (step?.ended) {
    const words = step.ended.how === 'silence' ? 'Approved by silence: nobody decided in time' : `Not decided in time; ${clipped(approval.steps[at + 1]?.rule ?? 'somebody else')} was asked instead`;
    return { spoken: `${words}.`, shown: `:hourglass: ${words} · ${moment(step.ended.at, zone, 'time')} · ${rev}` };
  }
  if (ending && approval.verdict === 'lapsed') {
    const words = `${ranOutOf(ending) === 'time' ? 'Not decided in time' : 'Nobody is left who could approve it'}; given back to ${clipped(approval.requestedBy.name)}`;
    return { spoken: `${words}.`, shown: `:hourglass: ${words} · ${moment(ending.at, zone, 'time')} · ${rev}` };
  }
  if (ending?.kind === 'policy.moved') return { spoken: `${clipped(ending.by.name)} asks again under a newer policy.`, shown: `:arrows_counterclockwise: Asked again under policy ${String((ending.detail['policy'] as Approval['policy']).version)} by @${clipped(ending.by.name)} · ${moment(ending.at, zone, 'time')} · ${rev}` };
  if (ending) {
    const what = approval.verdict === 'withdrawn' ? 'Withdrawn' : ending.kind === 'voided' ? 'Voided' : 'Changed';
    const next = ending.kind === 'edited' ? '; a new message follows when it is submitted again' : '';
    const words = `${what} by @${clipped(ending.by.name)}`;
    return { spoken: `${words}${next}.`, shown: `:no_entry_sign: ${words} · ${moment(ending.at, zone, 'time')} · ${rev}${next}` };
  }
  if (step && step.decisions.length > 0) return stamped(':white_check_mark:', 'Approved', step.decisions, progressOf(step, rev), slack);
  return { spoken: 'Nothing is asked of you any more.', shown: `:white_check_mark: Decided by others · ${rev}` };
}

const progressOf = ({ decisions, quorum }: ApprovalStep, rev: string): string => (decisions.length < quorum ? `${rev} · ${decisions.length} of ${quorum}` : rev);

function stamped(emoji: string, verb: string, decisions: ApprovalStep['decisions'], rest: string, { zone, people }: SlackContext): Outcome {
  const names = decisions.map(({ by, for: from }) => `@${clipped(by.name)}${from === undefined ? '' : ` for ${clipped(nameOf(from, people))}`}`).join(', ');
  const notes = decisions.filter(({ note }) => note).map(({ note }) => ` · “${clipped(note ?? '', 200)}”`).join('');
  const at = decisions.at(-1)?.at ?? '';
  return { spoken: `${verb} by ${names}, ${rest}.`, shown: `${emoji} ${verb} by ${names} · ${moment(at, zone, 'time')} · ${rest}${notes}` };
}
