/** The invoice workflow as outsiders see it: its id, its start, its Updates and signals. */
import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Content } from '../../domain/content';
import type { Crediting, Deciding, Refunding } from '../../domain/crediting';
import type { PlainDate } from '../../domain/dates';
import type { Money } from '../../domain/money';
import type { Actor } from '../../domain/people';
import type { Answered } from '../../domain/phrase';
import type { Invoice } from '../../domain/invoice';

/** The workflow's registered type and its task queue's name. */
export const SETTLE_INVOICE = 'settleInvoice';
export const invoiceWorkflowId = (invoiceId: string): string => `invoice/${invoiceId}`;

/** Every act carries who does it (from the verified request) and its idempotency key. */
export type Acting = { by: Actor; key: string };

/**
 * Start input. With `create` a draft is made first (and submitted when `submit`); without it the workflow goes on from the
 * stored invoice, which is how a closed one is reopened.
 */
export type SettleInvoice = { invoiceId: string; create?: CreateInvoice };
export type CreateInvoice = Acting & { content: Content; source?: Invoice['source']; submit?: 'now' };

/** Every Update answers with what the person should be told: the invoice as it stands after the act. */
export type InvoiceAnswer = {
  invoiceId: string; name: string; state: Invoice['state']; revision: number; version: number;
  /** A full sentence about what happened, in English and as a phrase; true also for a repeated click. */
  text: string; phrase?: Answered['phrase'];
  /** True when this very act had been recorded before: nothing changed. */
  repeated: boolean;
};

export type InvoiceActs = {
  /** The first view; with update-with-start it creates or reopens. */
  open: Acting;
  /** Replaces the content. After submission it voids the approvals given and returns the invoice to draft. `version` is the one seen. */
  edit: Acting & { content: Content; version: number };
  submit: Acting & { version: number };
  withdraw: Acting;
  /** Asks the policy in force again about an invoice that waits under another; `hash` is the policy that was shown. */
  movePolicy: Acting & { hash: string };
  /** `step` and `version` are what the button showed. */
  decide: Acting & { step: number; version: number; says: 'approve' | 'reject'; category?: string; reason?: string; note?: string };
  /** Asks for an exception of the policy; `version` is the one seen. */
  except: Acting & { reason: string; version: number };
  /** The second person's word on an exception. */
  decideException: Acting & { says: 'confirm' | 'turn down'; version: number };
  ask: Acting & { text: string };
  discard: Acting;
  /** `typed` must be the invoice's name. */
  void: Acting & { reason: string; typed: string };
  /** Mails an issued invoice again, to `to` or to the client's address. */
  send: Acting & { to?: string };
  /** Notes that its printed page went out as a letter. */
  post: Acting;
  remind: Acting;
  /** `evenIfRecorded` records a payment although one of the same reference, amount and date stands already. */
  pay: Acting & { amount: Money; date: PlainDate; reference: string; evenIfRecorded?: 'yes' };
  reversePayment: Acting & { paymentId: string; reason: string };
  /** Credits it: at once by whom the permissions let, else as a proposal. */
  credit: Acting & Crediting;
  /** Somebody's word on a proposed credit. */
  decideCredit: Acting & Deciding;
  /** Notes that a credit was paid back. */
  refund: Acting & Refunding;
  dispute: Acting & { reason: string };
  resolveDispute: Acting & { outcome: string };
  pause: Acting & { reason: string };
  resume: Acting;
  acknowledge: Acting;
  /** The office moves the seats of people who came or went; `gone` are mail addresses that Slack shut out. Nobody else may ask it. */
  reseat: Acting & { gone: string[] };
  /** Settles a mail of unknown outcome. */
  settleMail: Acting & { mailKey: string; says: 'arrived' | 'again' };
};
export type InvoiceVerb = keyof InvoiceActs;

const update = <V extends InvoiceVerb>(verb: V) => defineUpdate<InvoiceAnswer, [InvoiceActs[V]]>(verb);
export const invoiceUpdates = {
  open: update('open'), edit: update('edit'), submit: update('submit'), withdraw: update('withdraw'), movePolicy: update('movePolicy'), decide: update('decide'),
  except: update('except'), decideException: update('decideException'), ask: update('ask'), discard: update('discard'), void: update('void'), send: update('send'), post: update('post'), remind: update('remind'),
  pay: update('pay'), reversePayment: update('reversePayment'), credit: update('credit'), decideCredit: update('decideCredit'), refund: update('refund'), dispute: update('dispute'), resolveDispute: update('resolveDispute'),
  pause: update('pause'), resume: update('resume'), acknowledge: update('acknowledge'), reseat: update('reseat'), settleMail: update('settleMail'),
} as const;

/** A mail provider's word about a mail of this document; nobody waits for it. */
export type MailEvent = { mailKey: string; event: 'delivered' | 'bounced'; reason?: string; at: string; eventId: string };
export const mailEventSignal = defineSignal<[MailEvent]>('mailEvent');
