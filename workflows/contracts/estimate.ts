/** The estimate workflow as outsiders see it. */
import { defineUpdate } from '@temporalio/workflow';
import type { Content } from '../../domain/content';
import type { PlainDate } from '../../domain/dates';
import type { Estimate } from '../../domain/estimate';
import type { Acting } from './invoice';
import type { Answered } from '../../domain/phrase';

export const OFFER_ESTIMATE = 'offerEstimate';
export const estimateWorkflowId = (estimateId: string): string => `estimate/${estimateId}`;
/** The invoice that an estimate becomes has a fixed id: two conversions at once make one. */
export const invoiceIdOfEstimate = (estimateId: string): string => estimateId.replace(/^est_/, 'inv_');

export type OfferEstimate = { estimateId: string; create?: CreateEstimate };
export type CreateEstimate = Acting & { content: Content; validUntil?: PlainDate; send?: 'now' };

export type EstimateAnswer = {
  estimateId: string; name: string; state: Estimate['state']; revision: number; version: number; invoiceId?: string; text: string; phrase?: Answered['phrase']; repeated: boolean;
};

export type EstimateActs = {
  open: Acting;
  edit: Acting & { content: Content; validUntil?: PlainDate; version: number };
  /** Numbers, prints and mails it; a changed one that was sent before supersedes the older version. */
  send: Acting & { version: number; to?: string };
  /** Notes that its printed page went out as a letter. */
  post: Acting;
  /** The client's answer; `version` and `contentHash` are what the page showed. */
  answer: Acting & { says: 'accept' | 'decline'; name: string; reason?: string; ip: string; version: number; contentHash: string };
  /** The office converts it without the client's click. */
  convert: Acting;
  discard: Acting;
  settleMail: Acting & { mailKey: string; says: 'arrived' | 'again' };
};
export type EstimateVerb = keyof EstimateActs;

const update = <V extends EstimateVerb>(verb: V) => defineUpdate<EstimateAnswer, [EstimateActs[V]]>(verb);
export const estimateUpdates = {
  open: update('open'), edit: update('edit'), send: update('send'), post: update('post'), answer: update('answer'), convert: update('convert'),
  discard: update('discard'), settleMail: update('settleMail'),
} as const;
