/** The credit note's workflow as outsiders see it: its id, its start, its Updates. It is started by the invoice's, once a credit counts. */
import { defineUpdate } from '@temporalio/workflow';
import type { CreditNote } from '../../domain/credit-note';
import type { Acting } from './invoice';
import type { Answered } from '../../domain/phrase';

/** The workflow's registered type. */
export const ISSUE_CREDIT_NOTE = 'issueCreditNote';
export const creditNoteWorkflowId = (creditNoteId: string): string => `credit-note/${creditNoteId}`;

export type IssueCreditNote = { creditNoteId: string };

/** What the person should be told: the note as it stands after the act. */
export type CreditNoteAnswer = { creditNoteId: string; name: string; state: CreditNote['state']; revision: number; text: string; phrase?: Answered['phrase']; repeated: boolean };

export type CreditNoteActs = {
  open: Acting;
  /** Mails it again; `to` defaults to the client's address. */
  send: Acting & { to?: string };
  /** Settles a mail of unknown outcome. */
  settleMail: Acting & { mailKey: string; says: 'arrived' | 'again' };
};
export type CreditNoteVerb = keyof CreditNoteActs;

const update = <V extends CreditNoteVerb>(verb: V) => defineUpdate<CreditNoteAnswer, [CreditNoteActs[V]]>(verb);
export const creditNoteUpdates = { open: update('open'), send: update('send'), settleMail: update('settleMail') } as const;
