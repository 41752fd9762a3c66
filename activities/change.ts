/** The one way an activity writes: load, ask the rule, write once under the act's key; asked again when somebody wrote meanwhile. */
import type { Act, Change, Entry } from '../domain/history';
import { phrase, type Answered, type Phrase } from '../domain/phrase';
import { DomainError, type RefusalCode, type RefusalDetails } from '../domain/refusals';
import type { Aggregate, AggregateStore } from '../store/aggregate';

/** Turns of the loop before the contention is a fault for Temporal to retry. */
const ATTEMPTS = 8;
/** A refused attempt worth keeping in the audit trail. */
const DENIED = 'approval.denied';
const DENIALS: readonly string[] = ['SelfApproval', 'NotApprover'];

/** `repeated` when this very act had been written before. */
export type Changed<T> = { document: T; entry?: Entry; repeated: boolean };

/** The sentence a written act told its person, also for a repeated one. */
export function toldBy(entry: Entry | undefined): Answered {
  const { told, phrase: said } = (entry?.detail ?? {}) as { told?: string; phrase?: Answered['phrase'] };
  const { text, ...done } = phrase`Done.`;
  return told === undefined ? { text, phrase: done } : { text: told, ...(said && { phrase: said }) };
}

/**
 * Writes what the rule answers; a rule that answers undefined writes nothing. A rule's refusal passes through; a refused
 * approval is written down as such first. `from` is the document's id, or the document as just read, which saves reading it again.
 * Refuses NotFound when there is no such document.
 */
export async function changeDocument<T extends Aggregate>(
  store: AggregateStore<T>, from: string | T, act: Act, rule: (document: T) => (Change<T> & Partial<Phrase>) | undefined,
): Promise<Changed<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const document = typeof from !== 'string' && attempt === 1 ? from : await store.find(typeof from === 'string' ? from : from.id);
    if (!document) throw new DomainError('NotFound', { what: 'document' });
    const past = document.history.find(({ key }) => key === act.key);
    if (past?.kind === DENIED) throw new DomainError(past.detail['code'] as RefusalCode, past.detail['details'] as RefusalDetails);
    if (past) return { document, entry: past, repeated: true };
    try {
      const change = ruled(document, rule);
      if (!change) return { document, repeated: false };
      const written = await store.commit(document, act, withTold(change));
      if (change.kind === DENIED) throw new DomainError(change.detail?.['code'] as RefusalCode, change.detail?.['details'] as RefusalDetails);
      return { document: written, entry: written.history.find(({ key }) => key === act.key), repeated: false };
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'Moved') || attempt === ATTEMPTS) throw error;
    }
  }
}

const withTold = <T>({ text, pattern, values, ...change }: Change<T> & Partial<Phrase>): Change<T> =>
  (text === undefined ? change : { ...change, detail: { ...change.detail, told: text, phrase: { pattern, values } } });

function ruled<T>(document: T, rule: (document: T) => (Change<T> & Partial<Phrase>) | undefined): (Change<T> & Partial<Phrase>) | undefined {
  try {
    return rule(document);
  } catch (error) {
    if (!(error instanceof DomainError) || !DENIALS.includes(error.code)) throw error;
    return { kind: DENIED, detail: { code: error.code, details: error.details }, changes: {} };
  }
}
