/** Posting: documents that go out as letters, in which order, and what is noted of each. */
import type { Party } from './client';
import { estimateName, type Estimate } from './estimate';
import type { Act } from './history';
import { invoiceName, type Delivery, type Invoice } from './invoice';
import type { ToldInvoice } from './drafting';
import type { ToldEstimate } from './offering';
import { stateByBalance } from './payment';
import { phrase } from './phrase';
import { DomainError } from './refusals';

/** Our own limits of one print: what a person can put into envelopes in a morning, and what Slack shows in one modal. */
export const POST_LIMITS = { documents: 100, pages: 500 } as const;

/** Printed on both sides; each document begins on a sheet of its own. */
export const sheetsOf = (pages: number): number => Math.ceil(pages / 2);

/** As the post sorts: the own country first, then by country, postcode, name and number. */
export function postOrder<T extends { client: Pick<Party, 'name' | 'address'>; number?: string }>(letters: readonly T[], ownCountry: string): T[] {
  const key = ({ client: { address, name }, number = '' }: T): string[] => [address.country === ownCountry ? '' : address.country, address.postcode ?? '', name, number];
  return [...letters].sort((a, b) => key(a).reduce((order, part, at) => order || part.localeCompare(key(b)[at] ?? '', 'en', { numeric: true }), 0));
}

type Letter = { number?: string; pdf?: unknown; delivery?: Delivery };

/** Refuses NotPrintable, and MailLeaving while nobody can say whether its mail goes out. */
function refuseUnlessPrintable({ number, pdf, delivery }: Letter, name: string): void {
  if (!number || !pdf) throw new DomainError('NotPrintable', { name });
  if (delivery?.status === 'sending') throw new DomainError('MailLeaving', { name });
}

/** A letter stands for a mail that did not arrive; beside one that did it is only a copy. */
function deliveryBy({ delivery }: Letter, { key, at }: Act): Delivery | undefined {
  const arrived = delivery?.status === 'accepted' || delivery?.status === 'delivered';
  return arrived ? undefined : { status: 'posted', to: 'by post', mailKey: `post/${key}`, at };
}

export type PostedInvoice = Pick<Invoice, 'id' | 'number' | 'state' | 'pdf' | 'delivery' | 'balance'>;

/**
 * The printed invoice goes out as a letter. One that no mail has reached the client with counts as sent from now on, so that
 * reminders run. Refuses Closed, NotPrintable, MailLeaving.
 */
export function posted(invoice: PostedInvoice, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state === 'void' || invoice.state === 'discarded') throw new DomainError('Closed', { name, state: invoice.state });
  refuseUnlessPrintable(invoice, name);
  const delivery = deliveryBy(invoice, act);
  const moves = invoice.state === 'issued';
  return {
    kind: 'posted', ...(moves && { detail: { counts: 'sent' } }),
    changes: { ...(delivery && { delivery }), ...(moves && { state: stateByBalance({ state: 'sent' }, invoice.balance), sentAt: act.at }) },
    ...(moves ? phrase`${name} is noted as posted and counts as sent.` : phrase`${name} is noted as posted.`),
  };
}

/** The printed estimate goes out as a letter. Refuses EstimateClosed, NotPrintable, MailLeaving. */
export function estimatePosted(estimate: Pick<Estimate, 'id' | 'number' | 'state' | 'pdf' | 'delivery'>, act: Act): ToldEstimate {
  const name = estimateName(estimate);
  if (estimate.state === 'discarded') throw new DomainError('EstimateClosed', { name, state: 'withdrawn' });
  refuseUnlessPrintable(estimate, name);
  const delivery = deliveryBy(estimate, act);
  const moves = estimate.state === 'issued';
  return {
    kind: 'posted', ...(moves && { detail: { counts: 'sent' } }), changes: { ...(delivery && { delivery }), ...(moves && { state: 'sent' as const }) },
    ...phrase`${name} is noted as posted.`,
  };
}
