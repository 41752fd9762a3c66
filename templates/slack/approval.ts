/** Approvers' cards: a full sentence, the facts, the lines, policy and progress, and buttons while the step is theirs. */
import type { KnownBlock } from '@slack/types';
import { namesOf, waitingFor, type Approval, type ApprovalStep } from '../../domain/approval';
import { ranOutOf } from '../../domain/deciding';
import type { Entry } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import { nameOf } from '../../domain/people';
import { BY_SILENCE, GIVE_BACK } from '../../domain/policy/policy';
import { peopleOf } from '../../domain/policy/seating';
import { roundsOf, type Round } from '../../domain/rounds';
import { versionAt } from '../../domain/versions';
import { actions, button, context, overflow, section, sections } from './blocks';
import { changesBetween } from './changes';
import { dueWords, factBlocks, lineBlocks, noteBlocks, totalsText } from './facts';
import { invoiceName } from './name';
import { spoken } from './spoken';
import { amount, clipped, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';
import { listed, t } from './words';

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
  const [client, due] = [clipped(seen.client.name), amount(seen.totals.due)];
  const question = t`${clipped(approval.requestedBy.name)} asks you to approve ${name} for ${client}: ${due}, due ${dueWords(facts)}.`;
  const isOpen = approval.verdict === 'open' && !round.ending && at === approval.current && waitingFor(approval).includes(email);
  const outcome = isOpen ? undefined : outcomeOf(round, at, email, slack);
  const absent = isOpen ? approval.steps[at]?.deputies?.find(({ to }) => to === email)?.from : undefined;
  return {
    key: `${invoice.id}/card/${round.seq}/${at}/${email}`, kind: 'card', target: { person: email },
    text: outcome ? t`${name} for ${client}, ${due}: ${outcome.spoken}` : question,
    blocks: [
      section(outcome ? t`*${name}* for ${client}: ${due}` : `*${question}*`),
      ...(changes.length > 0 ? sections([`*${t`Changed since it was asked about last:`}*`, ...changes.map((change) => `• ${change}`)]) : []),
      factBlocks(facts), ...lineBlocks(facts, 'card'), section(totalsText(facts)), ...noteBlocks(seen.content),
      context(`${progress(approval, at)} · ${clipped(whyWords(approval), 300)} · ${t`policy ${approval.policy.version}`}`),
      ...(absent ? [context(t`You decide for ${clipped(nameOf(absent, slack.people))}, who is away.`)] : []),
      ...(isOpen ? deadline(invoice, email, slack) : []),
      outcome ? section(outcome.shown) : buttons(invoice.id, approval, at),
    ],
  };
}

/** "Please decide by …", and what happens otherwise; nothing without a time limit. */
function deadline({ approval, createdBy }: Invoice, email: string, { zone, people }: SlackContext): KnownBlock[] {
  const step = approval?.steps[approval.current];
  const dueAt = step?.clocks?.find((clock) => clock.email === email)?.dueAt;
  return dueAt && step?.limit ? [context(`:hourglass_flowing_sand: ${pleaseDecide(moment(dueAt, zone), step.limit, createdBy.name, people)}`)] : [];
}

/** By when, and what comes of it when everybody's time is over. */
function pleaseDecide(by: string, { then }: NonNullable<ApprovalStep['limit']>, creator: string, people: SlackContext['people']): string {
  if (then === GIVE_BACK) return t`Please decide by ${by}; else it goes back to ${clipped(creator)}.`;
  if (then === BY_SILENCE) return t`Please decide by ${by}; *else it counts as approved by silence*.`;
  const others = namesOf(peopleOf(then.approvers, people), people);
  return others.length > 0 ? t`Please decide by ${by}; else ${clipped(listed(others, 'disjunction'))} will be asked.` : t`Please decide by ${by}; else somebody else will be asked.`;
}

/** One message for each reminder of each approver whom the open step waits for; older ones are only kept right. */
export function approvalReminders(invoice: Invoice, slack: SlackContext): Wanted[] {
  const { approval, history, id, version } = invoice;
  return history.filter(({ kind }) => kind === 'approval.reminded').flatMap((entry) => (entry.detail['who'] as string[]).map((email): Wanted => {
    const then = entry.changes['approval'] as Approval;
    const waits = approval?.verdict === 'open' && approval.requestedAt === then.requestedAt && approval.current === then.current && waitingFor(approval).includes(email);
    const about = t`${invoiceName(invoice)} for ${clipped(invoice.client.name)}, ${amount(invoice.totals.due)}`;
    const text = waits ? `:alarm_clock: ${t`${about}, still waits for your decision.`}` : `:white_check_mark: ${t`${about}, no longer waits for you.`}`;
    return {
      key: `${id}/approval-reminder/${entry.seq}/${email}`, kind: 'reminder', target: { person: email }, text, ...(!waits && { ifPosted: true }),
      blocks: [section(text), ...(waits ? [...deadline(invoice, email, slack), actions(`reminder_${id}_${entry.seq}`, [button(t`Review`, ACTION.review, tokenOf({ document: id, revision: version, step: approval.current }), 'primary')])] : [])],
    };
  }));
}

/** Why the policy asks as it does, and whom a step asks, as plain text. */
export const whyWords = ({ why, because }: Approval): string => spoken(because, why);
export const ruleWords = (step: ApprovalStep | undefined): string => spoken(step?.asks, step?.rule ?? '');

const progress = ({ steps }: Approval, at: number): string => t`Step ${at + 1} of ${steps.length}: ${clipped(ruleWords(steps[at]))}`;

/** [Approve] [Reject…] and the overflow: Ask, Review, PDF, Explain. */
export function buttons(document: string, { version }: Pick<Approval, 'version'>, step: number): KnownBlock {
  const value = tokenOf({ document, revision: version, step });
  const more = (extra: string): string => tokenOf({ document, revision: version, step, extra });
  return actions(`approval_${document}_${version}.${step}`, [
    button(t`Approve`, ACTION.approve, value, 'primary'), button(t`Reject…`, ACTION.reject, value, 'danger'),
    overflow(ACTION.more, [
      { label: t`Ask…`, value: more('ask') }, { label: t`Review all lines`, value: more('review') }, { label: t`PDF`, value: more('pdf') }, { label: t`Explain`, value: more('explain') },
    ]),
  ]);
}

type Outcome = { spoken: string; shown: string };
/** A clause, said as a sentence and shown with its time and version. */
const outcome = (emoji: string, clause: string, ...stamps: string[]): Outcome => ({ spoken: t`${clause}.`, shown: [`${emoji} ${clause}`, ...stamps].join(' · ') });
const revision = (version: number): string => t`rev ${version}`;

/** "Approved by @Milo · 14:02 · rev 3", in place of the buttons. */
function outcomeOf({ approval, ending }: Round, at: number, email: string, slack: SlackContext): Outcome {
  const { zone, people } = slack;
  const step = approval.steps[at];
  const rev = revision(approval.version);
  if (step && !ending && approval.verdict === 'open' && at === approval.current && !step.asked.includes(email)) {
    return outcome(':arrow_right:', t`Passed on to ${clipped(listed(namesOf(step.asked, people), 'disjunction'))}`, rev);
  }
  const rejection = step?.decisions.find(({ says }) => says === 'reject');
  if (rejection) return stamped(':x:', t`Rejected by ${deciders([rejection], people)}`, [rejection], `${rev} · ${clipped(rejection.reason ?? '', 300)}`, zone);
  const { exception } = approval;
  if (exception?.confirmedBy && at === approval.current) {
    const clause = t`Approved as an exception: @${clipped(exception.by.name)} asked, @${clipped(exception.confirmedBy.name)} confirmed`;
    return outcome(':rotating_light:', clause, moment(exception.confirmedAt ?? '', zone, 'time'), rev, clipped(exception.reason, 200));
  }
  if (step?.ended) return outcome(':hourglass:', timeOver(step.ended.how, approval.steps[at + 1]), moment(step.ended.at, zone, 'time'), rev);
  if (ending) return endingOutcome(ending, approval, rev, zone);
  if (step && step.decisions.length > 0) return stamped(':white_check_mark:', t`Approved by ${deciders(step.decisions, people)}`, step.decisions, progressOf(step, rev), zone);
  return { spoken: t`Nothing is asked of you any more.`, shown: `:white_check_mark: ${t`Decided by others`} · ${rev}` };
}

function timeOver(how: NonNullable<ApprovalStep['ended']>['how'], next: ApprovalStep | undefined): string {
  if (how === 'silence') return t`Approved by silence: nobody decided in time`;
  return next ? t`Not decided in time; ${clipped(ruleWords(next))} was asked instead` : t`Not decided in time; somebody else was asked instead`;
}

/** What ended the question before it was decided. */
function endingOutcome(ending: Entry, approval: Approval, rev: string, zone: string): Outcome {
  const time = moment(ending.at, zone, 'time');
  const by = clipped(ending.by.name);
  if (approval.verdict === 'lapsed') {
    const creator = clipped(approval.requestedBy.name);
    return outcome(':hourglass:', ranOutOf(ending) === 'time' ? t`Not decided in time; given back to ${creator}` : t`Nobody is left who could approve it; given back to ${creator}`, time, rev);
  }
  if (ending.kind === 'policy.moved') {
    const { version } = ending.detail['policy'] as Approval['policy'];
    return { spoken: t`${by} asks again under a newer policy.`, shown: `:arrows_counterclockwise: ${t`Asked again under policy ${version} by @${by}`} · ${time} · ${rev}` };
  }
  if (approval.verdict === 'withdrawn') return outcome(':no_entry_sign:', t`Withdrawn by @${by}`, time, rev);
  if (ending.kind === 'voided') return outcome(':no_entry_sign:', t`Voided by @${by}`, time, rev);
  const clause = t`Changed by @${by}`;
  if (ending.kind !== 'edited') return outcome(':no_entry_sign:', clause, time, rev);
  return { spoken: t`${clause}; a new message follows when it is submitted again.`, shown: `:no_entry_sign: ${clause} · ${time} · ${rev}; ${t`a new message follows when it is submitted again`}` };
}

const progressOf = ({ decisions, quorum }: ApprovalStep, rev: string): string => (decisions.length < quorum ? `${rev} · ${t`${decisions.length} of ${quorum}`}` : rev);

/** "@Milo, @Ana for Fatima" */
const deciders = (decisions: ApprovalStep['decisions'], people: SlackContext['people']): string =>
  decisions.map(({ by, for: from }) => (from === undefined ? `@${clipped(by.name)}` : t`@${clipped(by.name)} for ${clipped(nameOf(from, people))}`)).join(', ');

function stamped(emoji: string, clause: string, decisions: ApprovalStep['decisions'], rest: string, zone: string): Outcome {
  const notes = decisions.filter(({ note }) => note).map(({ note }) => ` · “${clipped(note ?? '', 200)}”`).join('');
  return { spoken: t`${clause}, ${rest}.`, shown: `${emoji} ${clause} · ${moment(decisions.at(-1)?.at ?? '', zone, 'time')} · ${rest}${notes}` };
}
