/**
 * Approvals with a time limit, told a second time for tests: policies of which each ends its first step in its own way, and how an invoice
 * stands by the order of its history's entries alone. Throws for an order that must not be.
 */
import type { Entry } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import { FATIMA } from './samples';

/** The policies, by what becomes of the first step: who says yes long before, how many it wants, and what stands when it has them or its time is over. */
export const KINDS = [
  { name: 'Given back', early: [], quorum: 1, inTime: 'granted', over: 'back', rule: 'approvers: managers, within: 1 day, then: give back' },
  { name: 'By silence', early: [], quorum: 1, inTime: 'granted', over: 'granted', rule: 'approvers: managers, within: 1 day, then: approve by silence' },
  { name: 'Passed on', early: [], quorum: 2, inTime: 'granted', over: 'next', rule: 'approvers: managers, quorum: 2, within: 1 day, then: {escalate_to: finance}' },
  { name: 'Two of three', early: [FATIMA], quorum: 2, inTime: 'granted', over: 'back', rule: 'approvers: [managers, finance], quorum: 2, within: 1 day, then: give back' },
  { name: 'Two steps', early: [], quorum: 1, inTime: 'next', over: 'next', rule: 'steps: [{approvers: managers, within: 1 day, then: approve by silence}, {approvers: finance}]' },
] as const;
export type Kind = (typeof KINDS)[number];
/** The net price, without tax, that leads to that policy. */
export const price = (kind: Kind): number => 100 * (KINDS.indexOf(kind) + 1);
/** approvals.yaml. */
export const POLICY = `version: 3
currency: EUR
policies:
${KINDS.map((kind) => `  - {name: ${kind.name}, for: invoice, when: total <= ${price(kind)}, ${kind.rule}}`).join('\n')}
  - {name: Others, for: all, approvers: managers}
fallback: finance
`;

/** How an invoice stands by its history alone: `asked` the first step, `next` the one after it, `back` with its author. `ended` is what ended the first step. */
export type Stand = { now: 'asked' | 'next' | 'granted' | 'back'; yes: number; ended: Entry[]; version: number; verdict: string };

/** One entry further. Throws for what may not follow on what stands. */
function after(stand: Stand, entry: Entry, { quorum, inTime, over }: Kind): Stand {
  const ends = (now: Stand['now'], verdict: string): Stand => ({ ...stand, now, verdict, ended: [...stand.ended, entry] });
  const isAsked = stand.now === 'asked';
  if (entry.kind === 'approved' && isAsked) return stand.yes + 1 < quorum ? { ...stand, yes: stand.yes + 1 } : ends(inTime, inTime === 'granted' ? 'granted' : 'open');
  if (entry.kind === 'rejected' && isAsked) return ends('back', 'rejected');
  if (entry.kind === 'approval.lapsed' && isAsked && over === 'back') return ends('back', 'lapsed');
  if (entry.kind === 'approval.silent' && isAsked && over === 'granted') return ends('granted', 'granted');
  if (/^approval\.(silent|escalated)$/.test(entry.kind) && isAsked && over === 'next') return ends('next', 'open');
  if (entry.kind === 'edited' && isAsked) return { ...ends('back', 'voided'), version: 2 };
  if (entry.kind === 'edited' && stand.now !== 'granted') return { ...stand, now: 'back', verdict: stand.now === 'next' ? 'voided' : stand.verdict, version: 2 };
  if (!/^(approv|rejected|edited)/.test(entry.kind)) return stand;
  throw new Error(`${entry.kind} came when the invoice was ${stand.now}`);
}

/** How the invoice stands after its last entry. */
export const standOf = ({ history }: Invoice, kind: Kind): Stand =>
  history.slice(history.findIndex((entry) => entry.kind === 'submitted') + 1)
    .reduce<Stand>((stand, entry) => after(stand, entry, kind), { now: 'asked', yes: 0, ended: [], version: 1, verdict: 'open' });

/** A name stands as it is; words that Slack says in another language bring their English text with them. */
const inWords = (text: string): object => ({ asymmetricMatch: (value: string | { text: string }) => (typeof value === 'string' ? value : value.text) === text });

/** What whoever decides too late may be told, by what ended the step; after an edit it may also be that. */
export function tooLate({ ended: [ended], version }: Stand): object[] {
  const stale = { code: 'StaleButton', details: {} };
  const decided = (done: string, by: string) => ({ code: 'AlreadyDecided', details: expect.objectContaining({ done, by: inWords(by), at: ended?.at }) });
  const told = (): object => {
    if (ended?.kind === 'rejected') return decided('rejected', ended.by.name);
    if (ended?.kind === 'approval.lapsed' || ended?.kind === 'edited') return stale;
    const { verdict } = (ended?.changes['approval'] ?? {}) as { verdict?: string };
    if (verdict === 'granted') return decided('approved', ended?.kind === 'approval.silent' ? 'silence' : (ended?.by.name ?? ''));
    return { code: 'StepMoved', details: expect.objectContaining({ who: inWords(FATIMA.name) }) };
  };
  return version === 2 ? [told(), stale] : [told()];
}
