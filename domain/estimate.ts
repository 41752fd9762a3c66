/** Estimates: offers a client accepts or declines. */
import type { ClientSnapshot, Seller } from './client';
import type { Content } from './content';
import type { PlainDate } from './dates';
import type { Entry } from './history';
import type { Delivery, FileRef, HeldMail } from './invoice';
import type { Actor } from './people';
import type { Totals } from './totals';

/** draft → issued (numbered, printed) → sent → accepted | declined | expired; converted and discarded by the office. */
export const ESTIMATE_STATES = ['draft', 'issued', 'sent', 'accepted', 'declined', 'expired', 'converted', 'discarded'] as const;
export type EstimateState = (typeof ESTIMATE_STATES)[number];

/** The client's answer, bound to the version seen. `ip` as the portal saw it. */
export type Answer = { says: 'accept' | 'decline'; name: string; reason?: string; at: string; ip: string; version: number; contentHash: string };

/** An estimate at rest. A changed one gets a new `version`, is sent again under the same number, and older links say so. */
export type Estimate = {
  id: string;
  revision: number;
  version: number;
  state: EstimateState;
  content: Content;
  contentHash: string;
  totals: Totals;
  client: ClientSnapshot;
  createdBy: Actor;
  createdAt: string;
  lastEditedBy: Actor;
  validUntil?: PlainDate;
  number?: string;
  issueDate?: PlainDate;
  seller?: Seller;
  pdf?: FileRef;
  delivery?: Delivery;
  answer?: Answer;
  invoiceId?: string;
  /** The mail that is to leave next; struck out when its outcome is known. */
  outgoing?: { key: string; to: string };
  held: HeldMail[];
  searchText: string;
  history: Entry[];
};

export const estimateName = (estimate: Pick<Estimate, 'id' | 'number'>): string => estimate.number ?? `draft ${estimate.id.slice(-6)}`;
