/** Deciding: approvers' yes, no and questions on a submitted invoice. */
import { decideApproval, namesOf, waitingFor } from './approval';
import type { ToldInvoice } from './drafting';
import type { Act } from './history';
import { invoiceName, type Invoice } from './invoice';
import type { Person } from './people';
import { DomainError } from './refusals';

export type Saying = { step: number; version: number; says: 'approve' | 'reject'; category?: string; reason?: string; note?: string };

/** A rejection says why, in 5 to 500 characters. */
const REASON = { least: 5, most: 500 } as const;
/** A note fits into a card. */
const LONGEST_NOTE = 200;

/** What a rejection is about; people read the words of the surface. */
export const REJECTION_CATEGORIES = ['price', 'client', 'terms', 'missing', 'other'] as const;

/**
 * One decision. Refuses NotWaiting, StaleButton, SelfApproval, NotApprover, AlreadyDecided, StepMoved and, for a no,
 * ReasonMissing or ReasonTooLong; NoteTooLong for a note of more than 200 characters.
 */
export function decided(invoice: Invoice, saying: Saying, act: Act, people: readonly Person[]): ToldInvoice {
  const name = invoiceName(invoice);
  if (!invoice.approval) throw new DomainError('NotWaiting', { name, state: invoice.state });
  if (saying.says === 'reject') {
    const length = (saying.reason ?? '').trim().length;
    if (length < REASON.least) throw new DomainError('ReasonMissing');
    if (length > REASON.most) throw new DomainError('ReasonTooLong', { most: REASON.most });
  }
  const { createdBy, lastEditedBy, version } = invoice;
  const approval = decideApproval(invoice.approval, { ...saying, by: act.by, at: act.at }, { people, createdBy, lastEditedBy, name, version });
  if ((saying.note ?? '').length > LONGEST_NOTE) throw new DomainError('NoteTooLong', { most: LONGEST_NOTE });
  const detail = { says: saying.says, step: saying.step, version: saying.version, ...(saying.note && { note: saying.note }) };
  if (saying.says === 'reject') {
    const returned = { by: act.by, at: act.at, category: saying.category ?? 'other', reason: (saying.reason ?? '').trim() };
    return {
      kind: 'rejected', detail: { ...detail, category: returned.category, reason: returned.reason },
      changes: { approval, state: 'draft', returned }, text: `You rejected ${name}; it goes back to ${invoice.createdBy.name}.`,
    };
  }
  const granted = approval.verdict === 'granted';
  const next = approval.steps[approval.current];
  const waits = approval.current === saying.step ? namesOf(waitingFor(approval), people).join(' or ') : next?.rule;
  return {
    kind: 'approved', detail, changes: { approval, ...(granted && { state: 'approved' as const }) },
    text: granted ? `You approved ${name}; it goes out now.` : `You approved ${name}; it now waits for ${waits ?? 'the next step'}.`,
  };
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
    text: `Your question about ${name} went to ${invoice.createdBy.name}.`,
  };
}
