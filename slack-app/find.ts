/** Finding the document a person means. Who may not see it gets the very words of who mistyped its number. */
import { readReference, type Reference } from '../domain/command';
import type { CreditNote } from '../domain/credit-note';
import type { Estimate } from '../domain/estimate';
import type { Invoice } from '../domain/invoice';
import type { Client } from '../domain/client';
import { hiddenClients, may } from '../domain/permission';
import { DomainError } from '../domain/refusals';
import { withoutDraftWord } from '../templates/slack/name';
import type { Deed } from './deed';
import { admit } from './needs';

export type Kind = 'invoice' | 'estimate' | 'credit-note';
export const kindOf = (documentId: string): Kind => (documentId.startsWith('est_') ? 'estimate' : documentId.startsWith('crn_') ? 'credit-note' : 'invoice');

const notFound = (what: Kind): DomainError => new DomainError('NotFound', { what: what.replace('-', ' ') });

/** The document, if the person may see it and do with it what the deed needs. Refuses what is `missing`, or NotAllowed. */
function permitted<T extends Invoice | Estimate | CreditNote>({ access, needs }: Deed, document: T | null, missing: DomainError): T {
  if (!document || !may(access, 'see', document)) throw missing;
  admit(access, needs, document);
  return document;
}

const gone = ({ access }: Deed, what: Kind): DomainError => (may(access, 'see') ? new DomainError('CardOutOfDate') : notFound(what));

/** The invoice of a button's token. Refuses CardOutOfDate when it is none of ours any more, and NotAllowed. */
export async function invoiceById(deed: Deed, id: string | undefined): Promise<Invoice> {
  const found = id && kindOf(id) === 'invoice' ? await deed.parts.reading.invoices.find(id) : null;
  return permitted(deed, found, gone(deed, 'invoice'));
}

/** The invoice of an approver's card. Whoever clicks need not be of the office for the workflow to judge and to note it. Refuses CardOutOfDate. */
export async function invoiceOfCard({ parts }: Deed, id: string): Promise<Invoice> {
  const invoice = id.startsWith('inv_') ? await parts.reading.invoices.find(id) : null;
  if (!invoice) throw new DomainError('CardOutOfDate');
  return invoice;
}

export async function estimateById(deed: Deed, id: string | undefined): Promise<Estimate> {
  const found = id && kindOf(id) === 'estimate' ? await deed.parts.reading.estimates.find(id) : null;
  return permitted(deed, found, gone(deed, 'estimate'));
}

export async function creditNoteById(deed: Deed, id: string | undefined): Promise<CreditNote> {
  const found = id && kindOf(id) === 'credit-note' ? await deed.parts.reading.creditNotes.find(id) : null;
  return permitted(deed, found, gone(deed, 'credit-note'));
}

/** Null for a client that does not exist for this person. */
export const clientById = async ({ parts, access }: Pick<Deed, 'parts' | 'access'>, id: string): Promise<Client | null> =>
  (hiddenClients(access).includes(id) || !may(access, 'see') ? null : parts.reading.clients.find(id));

/** What stands before the rest of a command's text: the document by its reference. */
export type Meant<T> = { document: T; rest: string };

/** Refuses NotFound, Usage for no reference at all, NothingLast, and NotAllowed. */
export async function invoiceMeant(deed: Deed, text: string, usage: string): Promise<Meant<Invoice>> {
  const { reference, rest } = readReference(withoutDraftWord(text));
  if (!may(deed.access, 'see')) throw notFound('invoice');
  if (text.trim() === '') throw new DomainError('Usage', { usage });
  if (!reference || isEstimate(deed, reference)) throw notFound('invoice');
  const found = await deed.parts.reading.invoices.byReference(reference, deed.actor.email, seriesOf(deed, 'invoice'));
  return { document: permitted(deed, found, reference.by === 'last' ? new DomainError('NothingLast') : notFound('invoice')), rest };
}

export async function estimateMeant(deed: Deed, text: string, usage: string): Promise<Meant<Estimate>> {
  const { reference, rest } = readReference(withoutDraftWord(text));
  if (!may(deed.access, 'see')) throw notFound('estimate');
  if (text.trim() === '') throw new DomainError('Usage', { usage });
  const found = reference ? await deed.parts.reading.estimates.byReference(reference, deed.actor.email, seriesOf(deed, 'estimate')) : null;
  return { document: permitted(deed, found, reference?.by === 'last' ? new DomainError('NothingLast') : notFound('estimate')), rest };
}

/** The credit note whose number stands at the beginning; undefined when none of that series does. Refuses NotFound. */
export async function creditNoteMeant(deed: Deed, text: string): Promise<CreditNote | undefined> {
  const { reference } = readReference(withoutDraftWord(text));
  const series = seriesOf(deed, 'creditNote');
  if (reference?.by !== 'number' || !reference.number.startsWith(`${series.prefix}-`)) return undefined;
  if (!may(deed.access, 'see')) throw notFound('credit-note');
  return permitted(deed, await deed.parts.reading.creditNotes.byNumber(reference.number, series), notFound('credit-note'));
}

/** Each document of a list, once, in its order. Refuses DocumentUnknown with the word that is none, and NotAllowed. */
export async function documentsMeant(deed: Deed, words: readonly string[]): Promise<(Invoice | Estimate)[]> {
  const { reading } = deed.parts;
  const found = await Promise.all(words.map(async (word) => {
    const { reference } = readReference(word);
    const kind = reference && isEstimate(deed, reference) ? 'estimate' : 'invoice';
    const document = reference ? await (kind === 'estimate' ? reading.estimates : reading.invoices).byReference(reference, deed.actor.email, seriesOf(deed, kind)) : null;
    return permitted<Invoice | Estimate>(deed, document, new DomainError('DocumentUnknown', { name: word.slice(0, 40) }));
  }));
  return [...new Map(found.map((document) => [document.id, document])).values()];
}

/** True when the text begins with an estimate's number or a draft that is an estimate. */
export async function meansEstimate(deed: Deed, text: string): Promise<boolean> {
  const { reference } = readReference(withoutDraftWord(text));
  if (!reference || reference.by === 'last') return false;
  if (reference.by === 'number') return isEstimate(deed, reference);
  const { invoices, estimates } = deed.parts.reading;
  const invoice = await invoices.byReference(reference, deed.actor.email, seriesOf(deed, 'invoice'));
  return !invoice && (await estimates.byReference(reference, deed.actor.email, seriesOf(deed, 'estimate'))) !== null;
}

function isEstimate({ parts }: Deed, reference: Reference): boolean {
  return reference.by === 'number' && reference.number.startsWith(`${parts.book.current().office.series.estimate}-`);
}

/** What completes a short number such as INV-7: the office's series and this year. */
function seriesOf({ parts, today }: Deed, kind: 'invoice' | 'estimate' | 'creditNote'): { prefix: string; year: string } {
  return { prefix: parts.book.current().office.series[kind], year: today.slice(0, 4) };
}
