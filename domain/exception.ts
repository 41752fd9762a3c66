/**
 * Exceptions: a submitted document is approved without the people it still waits for, because somebody whom the policy names for that asks
 * for it with a reason, and a second person stands behind it. Both are in the record, and in the report of exceptions.
 */
import { alreadyDecided, barredFrom, decidersOf, namesOf, type Approval } from './approval';
import { checkReason } from './deciding';
import type { ToldInvoice } from './drafting';
import type { Act } from './history';
import { invoiceName, type Invoice } from './invoice';
import type { Person } from './people';
import { peopleOf } from './policy/seating';
import { oneOf, phrase } from './phrase';
import { DomainError } from './refusals';

export type AskingException = { reason: string; version: number };
export type SayingOnException = { says: 'confirm' | 'turn down'; version: number };

/** The people behind these words who had no hand in the document and have not decided on it. */
const impartial = (words: readonly string[], invoice: Invoice, approval: Approval, people: readonly Person[]): string[] =>
  peopleOf(words, people).filter((email) => !barredFrom(approval, invoice).includes(email));

/** The approval that waits in this version. Refuses NotWaiting, AlreadyDecided and StaleButton. */
function waiting(invoice: Invoice, version: number): Approval {
  const { approval, state } = invoice;
  if (approval?.exception?.confirmedBy && approval.version === version) throw alreadyDecided(approval);
  if (state !== 'submitted' || approval?.verdict !== 'open') throw new DomainError('NotWaiting', { name: invoiceName(invoice), state });
  if (version !== approval.version) throw new DomainError('StaleButton');
  return approval;
}

/** A person may not speak for their own document, nor twice for one. Refuses SelfApproval, AlreadyCounted and NotAllowed. */
function admit(by: Act['by'], may: readonly string[], invoice: Invoice, approval: Approval, people: readonly Person[]): void {
  const name = invoiceName(invoice);
  const { createdBy, lastEditedBy } = invoice;
  if (by.email === createdBy.email || by.email === lastEditedBy.email) throw new DomainError('SelfApproval', { did: by.email === createdBy.email ? 'created' : 'last edited', name });
  if (decidersOf(approval).includes(by.email)) throw new DomainError('AlreadyCounted', { done: 'approved', name });
  if (!may.includes(by.email)) throw new DomainError('NotAllowed', { who: may.length > 0 ? oneOf(namesOf(may, people)) : phrase`nobody who is here` });
}

/**
 * Asks for an exception of what is submitted. Refuses NotWaiting, AlreadyDecided, StaleButton, ExceptionNone, ExceptionAsked, SelfApproval,
 * AlreadyCounted, NotAllowed, ReasonMissing, ReasonTooLong, and ExceptionAlone where nobody is left to confirm it.
 */
export function exceptionAsked(invoice: Invoice, { reason, version }: AskingException, { by, at }: Act, people: readonly Person[]): ToldInvoice {
  const approval = waiting(invoice, version);
  const name = invoiceName(invoice);
  const rule = approval.mayExcept;
  if (!rule) throw new DomainError('ExceptionNone', { name });
  if (approval.exception) throw new DomainError('ExceptionAsked', { name, by: approval.exception.by.name });
  admit(by, impartial(rule.by, invoice, approval, people), invoice, approval, people);
  checkReason(reason);
  const asked = impartial(rule.confirmedBy, invoice, approval, people).filter((email) => email !== by.email);
  if (asked.length === 0) throw new DomainError('ExceptionAlone', { name });
  const words = reason.trim();
  return {
    kind: 'exception.asked', detail: { reason: words }, changes: { approval: { ...approval, exception: { by, at, reason: words, asked } } },
    ...phrase`${oneOf(namesOf(asked, people))} has to confirm the exception for ${name}.`,
  };
}

/**
 * The second person's word: a yes approves the document, a no lets it wait as before. Refuses NotWaiting, AlreadyDecided, StaleButton,
 * ExceptionOver, SelfApproval, AlreadyCounted and NotAllowed.
 */
export function exceptionDecided(invoice: Invoice, { says, version }: SayingOnException, { by, at }: Act, people: readonly Person[]): ToldInvoice {
  const approval = waiting(invoice, version);
  const name = invoiceName(invoice);
  const { exception, ...rest } = approval;
  if (!exception) throw new DomainError('ExceptionOver', { name });
  if (by.email === exception.by.email) throw new DomainError('SelfApproval', { did: 'asked for the exception of', name });
  const may = impartial(approval.mayExcept?.confirmedBy ?? [], invoice, approval, people).filter((email) => exception.asked.includes(email)); // Who lost the role confirms nothing.
  admit(by, may, invoice, approval, people);
  if (says === 'turn down') {
    return { kind: 'exception.turned-down', detail: { by: exception.by.name }, changes: { approval: rest }, ...phrase`You turned the exception for ${name} down; it waits as before.` };
  }
  return {
    kind: 'exception.confirmed', detail: { reason: exception.reason, by: exception.by.name },
    changes: { approval: { ...approval, verdict: 'granted', exception: { ...exception, confirmedBy: by, confirmedAt: at } }, state: 'approved' },
    ...phrase`${name} is approved as an exception; it goes out now.`,
  };
}
