/** A dossier: one document with everything that other stores hold about it. Checks judge dossiers and fetch nothing. */
import type { Acknowledgement } from './acknowledgements';
import type { Message } from './outbox';
import type { Sight } from './histories';
import type { Claim, Client, CreditNote, Entry, Estimate, File, Invoice, Link, Mail, Subject } from './stored';

/**
 * What is undefined could not be looked at, so nothing is expected of it. `messages` are the accepted mails of each of the
 * document's rows by outbox id; `pages` the text of printed files by their hash; `workflow` null when Temporal knows none.
 * `counterparts` are the invoices an estimate became, the estimate an invoice came from, or the invoice that is credited; `creditNotes` those of
 * an invoice.
 */
export type Dossier = Subject & {
  claims: Claim[]; mails: Mail[]; files: File[]; links: Link[]; client?: Client; counterparts: (Invoice | Estimate)[]; creditNotes: CreditNote[];
  acknowledgements: readonly Acknowledgement[];
  messages?: ReadonlyMap<string, Message[]>;
  pages?: ReadonlyMap<string, string>;
  workflow?: Sight | null;
  policy?: Policy;
};
export type InvoiceDossier = Extract<Dossier, { kind: 'invoice' }>;
export type CreditNoteDossier = Extract<Dossier, { kind: 'credit-note' }>;
export type EstimateDossier = Extract<Dossier, { kind: 'estimate' }>;

/** The approval steps that a policy file with this hash asks for; undefined when that file is not at hand. */
export type Policy = (asked: { policyHash: string; minor: bigint; currency: string; date: string }) => { steps: PolicyStep[]; fallback: PolicyStep[] } | undefined;
export type PolicyStep = { approvers: string[]; quorum: number };

/** States in which a document's workflow may end, once nothing is left to be done. */
export const CLOSED: Readonly<Record<Dossier['kind'], readonly string[]>> = {
  invoice: ['paid', 'void', 'discarded'],
  estimate: ['declined', 'expired', 'converted', 'discarded'],
  'credit-note': ['issued', 'sent'],
};

/** True when the workflow has something under way, so that its writes may not all be there yet. */
export const isBusy = ({ workflow }: Pick<Dossier, 'workflow'>): boolean => Boolean(workflow?.open && workflow.pending > 0);

/** The entries that tell what became of a mail. */
export const outcomesOf = (history: readonly Entry[], mailKey: string): Entry[] =>
  history.filter(({ detail }) => detail?.mailKey === mailKey && typeof detail.status === 'string');
