/** Deciding: approvers' yes, no and questions on a submitted invoice. */
import { decideApproval, namesOf, waitingFor, type Approval } from './approval';
import { reseated, type Presence } from './approval-seats';
import { passed, timed } from './approval-time';
import type { Rules, ToldInvoice } from './drafting';
import type { Act, Change, Entry } from './history';
import { invoiceName, type Invoice, type Returned } from './invoice';
import { nameOf, OFFICE } from './people';
import { oneOf, phrase, type Phrase, type PhraseValue } from './phrase';
import { DomainError } from './refusals';

export type Saying = { step: number; version: number; says: 'approve' | 'reject'; category?: string; reason?: string; note?: string };

/** Whoever rejects, or wants an exception, says why, in 5 to 500 characters. */
const REASON = { least: 5, most: 500 } as const;
/** A note fits into a card. */
const LONGEST_NOTE = 200;

/** What a rejection is about; people read the words of the surface. */
export const REJECTION_CATEGORIES = ['price', 'client', 'terms', 'missing', 'other'] as const;

/**
 * One decision. Refuses NotWaiting, StaleButton, SelfApproval, NotApprover, AlreadyDecided, StepMoved and, for a no,
 * ReasonMissing or ReasonTooLong; NoteTooLong for a note of more than 200 characters.
 */
export function decided(invoice: Invoice, saying: Saying, act: Act, { people, hoursOf }: Pick<Rules, 'people' | 'hoursOf'>): ToldInvoice {
  const name = invoiceName(invoice);
  if (!invoice.approval) throw new DomainError('NotWaiting', { name, state: invoice.state });
  if (saying.says === 'reject') checkReason(saying.reason ?? '');
  const { createdBy, lastEditedBy, version } = invoice;
  const approval = timed(decideApproval(invoice.approval, { ...saying, by: act.by, at: act.at }, { people, createdBy, lastEditedBy, name, version }), act.at, hoursOf);
  if ((saying.note ?? '').length > LONGEST_NOTE) throw new DomainError('NoteTooLong', { most: LONGEST_NOTE });
  const forWhom = approval.steps[saying.step]?.decisions.find(({ by }) => by.email === act.by.email)?.for;
  const absent = forWhom === undefined ? undefined : nameOf(forWhom, people);
  const detail = { says: saying.says, step: saying.step, version: saying.version, ...(saying.note && { note: saying.note }), ...(absent && { for: absent }) };
  if (saying.says === 'reject') {
    const returned = { by: act.by, at: act.at, category: saying.category ?? 'other', reason: (saying.reason ?? '').trim() };
    return {
      kind: 'rejected', detail: { ...detail, category: returned.category, reason: returned.reason },
      changes: { approval, state: 'draft', returned }, ...(absent ? phrase`You rejected ${name} for ${absent}; it goes back to ${invoice.createdBy.name}.` : phrase`You rejected ${name}; it goes back to ${invoice.createdBy.name}.`),
    };
  }
  const granted = approval.verdict === 'granted';
  const next = approval.steps[approval.current];
  const waits = approval.current === saying.step ? oneOf(namesOf(waitingFor(approval), people)) : next?.asks ?? next?.rule ?? phrase`the next step`;
  return {
    kind: 'approved', detail, changes: { approval, ...(granted && { state: 'approved' as const }) },
    ...approvedPhrase(name, absent, granted ? undefined : waits),
  };
}

function approvedPhrase(name: string, absent: string | undefined, waits: PhraseValue | undefined): Phrase {
  if (waits === undefined) return absent ? phrase`You approved ${name} for ${absent}; it goes out now.` : phrase`You approved ${name}; it goes out now.`;
  return absent ? phrase`You approved ${name} for ${absent}; it now waits for ${waits}.` : phrase`You approved ${name}; it now waits for ${waits}.`;
}

/** Refuses ReasonMissing and ReasonTooLong. */
export function checkReason(reason: string): void {
  const { length } = reason.trim();
  if (length < REASON.least) throw new DomainError('ReasonMissing');
  if (length > REASON.most) throw new DomainError('ReasonTooLong', { most: REASON.most });
}

/** An approver's question to the requester; nothing is decided by it. */
export function asked(invoice: Invoice, text: string, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state !== 'submitted') throw new DomainError('NotWaiting', { name, state: invoice.state });
  const question = text.trim();
  if (question.length < 3) throw new DomainError('QuestionMissing');
  if (question.length > REASON.most) throw new DomainError('ReasonTooLong', { most: REASON.most });
  return {
    kind: 'asked', detail: { text: question }, changes: { questions: [...invoice.questions, { by: act.by, at: act.at, text: question }] },
    ...phrase`Your question about ${name} went to ${invoice.createdBy.name}.`,
  };
}

/**
 * What time has done to a submitted invoice by `at`, one thing at a time: people reminded, the question passed on, approved by silence,
 * or given back to who asked. Undefined when nothing.
 */
export function timePassed(invoice: Invoice, { at }: Pick<Act, 'at'>, { people, hoursOf }: Pick<Rules, 'people' | 'hoursOf'>): Change<Invoice> | undefined {
  const { approval: asked, state, createdBy, lastEditedBy } = invoice;
  const passing = state === 'submitted' && asked ? passed(asked, at, { people, createdBy, lastEditedBy }) : undefined;
  if (!asked || !passing) return undefined;
  const approval = timed(passing.approval, at, hoursOf);
  const detail = { step: asked.current, dueAt: asked.steps[asked.current]?.dueAt, who: passing.who };
  if (passing.kind === 'lapsed') return givenBack(approval, detail, { at, category: 'time' }, nobodyInTime(asked));
  return { kind: `approval.${passing.kind}`, detail, changes: { approval, ...(approval.verdict === 'granted' && { state: 'approved' as const }) } };
}

/** The question is over undecided; the invoice is its author's again, who reads why. */
const givenBack = (approval: Approval, detail: Change<Invoice>['detail'], why: { at: string; category: string }, reason: Phrase): Change<Invoice> =>
  ({ kind: 'approval.lapsed', detail, changes: { approval: { ...approval, verdict: 'lapsed' }, state: 'draft', returned: { by: OFFICE, ...why, reason: reason.text, phrase: reason } } });

const nobodyInTime = ({ steps, current }: Approval): Phrase => {
  const step = steps[current];
  return step ? phrase`nobody decided in time: ${step.asks ?? step.rule} was asked` : phrase`nobody decided in time: it was asked`;
};

/** What a question that was given back undecided ran out of: time, or people who could approve. */
export const ranOutOf = ({ changes }: Entry): 'time' | 'approvers' => ((changes['returned'] as Returned | undefined)?.category === 'approvers' ? 'approvers' : 'time');

/** Who is away, and who has left Slack or is a guest there; the rest of a Presence is the document's. */
export type Absentees = Pick<Presence, 'away' | 'gone'>;

/** What people who came and went do to a submitted invoice: seats move, or it is given back where nobody is left to decide. Undefined when nothing. */
export function seatsMoved(invoice: Invoice, { at }: Pick<Act, 'at'>, { people, hoursOf }: Pick<Rules, 'people' | 'hoursOf'>, absentees: Absentees): Change<Invoice> | undefined {
  const { approval: asked, state, createdBy, lastEditedBy } = invoice;
  const seating = state === 'submitted' && asked ? reseated(asked, { people, createdBy, lastEditedBy, ...absentees }) : undefined;
  if (!seating) return undefined;
  if (!seating.left) return givenBack(seating.approval, { who: [] }, { at, category: 'approvers' }, phrase`nobody is left who could approve it; finance adds an approver`);
  return { kind: 'approval.moved', detail: { moves: seating.moves }, changes: { approval: timed(seating.approval, at, hoursOf) } };
}
