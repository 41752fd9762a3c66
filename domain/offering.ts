/** Offering: an estimate from its draft to the client's answer and the invoice it becomes. */
import { isMailAddress, type Client, type Seller } from './client';
import { checkContent, type Content } from './content';
import { addDays, type PlainDate } from './dates';
import { contentHashOf, snapshotOf, type Told } from './drafting';
import { estimateName, type Answer, type Estimate } from './estimate';
import type { Act, Change } from './history';
import { isOvertaken, type MailOutcome } from './collecting';
import { phrase } from './phrase';
import { DomainError } from './refusals';
import { searchText } from './search';

export type ToldEstimate = Told<Estimate>;
export type EstimateFields = Omit<Estimate, 'revision' | 'history'>;
export type OfferDates = { today: PlainDate; validDays: number };

/** Refuses DateInPast for a validity that is over before it begins. */
function validity(validUntil: PlainDate | undefined, { today, validDays }: OfferDates): PlainDate {
  if (validUntil !== undefined && validUntil < today) throw new DomainError('DateInPast', { date: validUntil });
  return validUntil ?? addDays(today, validDays);
}

export function draftEstimate(id: string, content: Content, validUntil: PlainDate | undefined, client: Client, act: Act, dates: OfferDates): EstimateFields {
  const totals = checkContent(content, dates.today);
  const snapshot = snapshotOf(client);
  const fields = {
    id, version: 1, state: 'draft' as const, content, contentHash: contentHashOf(content, snapshot), totals, client: snapshot,
    createdBy: act.by, createdAt: act.at, lastEditedBy: act.by, validUntil: validity(validUntil, dates), held: [],
  };
  return { ...fields, searchText: searchText(fields) };
}

/** Refuses what can no longer be offered: answered with yes, converted, discarded. */
function refuseUnlessOffering(estimate: Estimate): void {
  const name = estimateName(estimate);
  if (estimate.state === 'converted') throw new DomainError('EstimateConverted', { name });
  if (estimate.state === 'accepted') throw new DomainError('EstimateAnswered', { name, answer: 'accepted' });
  if (estimate.state === 'discarded') throw new DomainError('EstimateClosed', { name, state: 'discarded' });
}

/** A changed estimate is a new version and a draft again; links to the older one say so. */
export function estimateEdited(
  estimate: Estimate, content: Content, validUntil: PlainDate | undefined, version: number, client: Client, act: Act, dates: OfferDates,
): ToldEstimate {
  refuseUnlessOffering(estimate);
  const name = estimateName(estimate);
  if (estimate.version !== version) throw new DomainError('StaleVersion', { name, version: estimate.version });
  const totals = checkContent(content, dates.today);
  const snapshot = snapshotOf(client);
  const fields = { ...estimate, content, client: snapshot, totals };
  return {
    kind: 'edited', detail: { version: version + 1, from: estimate.contentHash },
    changes: {
      content, totals, client: snapshot, contentHash: contentHashOf(content, snapshot), version: version + 1, state: 'draft', lastEditedBy: act.by,
      validUntil: validity(validUntil, dates), searchText: searchText(fields), answer: null, pdf: null, delivery: null, seller: null,
      outgoing: null, // What has not left yet stays here: it was another version.
    },
    ...(estimate.number ? phrase`Saved version ${version + 1} of ${name}; send it to replace the one the client has.` : phrase`Saved version ${version + 1} of ${name}.`),
  };
}

/** Where it goes: the address given, or the client's. */
const addressOf = (estimate: Estimate, to: string | undefined): string => to?.trim() || estimate.client.email;

/** What the office fills in when an estimate is sent. */
export type Issue = { number: string; issueDate: PlainDate; seller: Seller; mailKey: string };

/** Numbers and freezes it on its first sending, and has it mailed. A sent one is mailed again as it is. */
export function sendAsked(estimate: Estimate, to: string | undefined, { number, issueDate, seller, mailKey }: Issue): ToldEstimate {
  const address = addressOf(estimate, to);
  const first = estimate.state === 'draft' || estimate.state === 'expired';
  const fields = { ...estimate, number };
  return {
    kind: 'send.asked', detail: { to: address, version: estimate.version, number },
    changes: {
      outgoing: { key: mailKey, to: address }, delivery: null,
      ...(first && { state: 'issued' as const, number, issueDate, seller, searchText: searchText(fields) }),
    },
    ...phrase`${number} goes to ${address} now.`,
  };
}

/** What `send` must find. A sent one is mailed again as it is. Refuses StaleVersion, EstimateAnswered, EstimateExpired… */
export function checkSendable(estimate: Estimate, version: number, to: string | undefined, today: PlainDate): void {
  refuseUnlessOffering(estimate);
  const name = estimateName(estimate);
  if (estimate.version !== version) throw new DomainError('StaleVersion', { name, version: estimate.version });
  if (estimate.state === 'declined') throw new DomainError('EstimateAnswered', { name, answer: 'declined' });
  if ((estimate.validUntil ?? today) < today) throw new DomainError('EstimateExpired', { name, date: estimate.validUntil });
  if (estimate.delivery?.status === 'sending') throw new DomainError('MailLeaving', { name });
  if (estimate.held.length > 0) throw new DomainError('MailHeld', { name });
  if (!isMailAddress(addressOf(estimate, to))) throw new DomainError('AddressUnusable', { address: addressOf(estimate, to) });
  checkContent(estimate.content, today);
}

/**
 * The client's answer, bound to the version seen. Refuses EstimateSuperseded, EstimateAnswered, EstimateExpired,
 * EstimateClosed, SignerMissing and, for a no, ReasonMissing.
 */
export function answered(estimate: Estimate, answer: Omit<Answer, 'at'>, act: Act, today: PlainDate): ToldEstimate {
  const name = estimateName(estimate);
  if (estimate.state === 'accepted' || estimate.state === 'converted') throw new DomainError('EstimateAnswered', { name, answer: 'accepted' });
  if (estimate.state === 'discarded') throw new DomainError('EstimateClosed', { name, state: 'withdrawn' });
  if (estimate.version !== answer.version || estimate.contentHash !== answer.contentHash) throw new DomainError('EstimateSuperseded', { name });
  if (estimate.state === 'declined') throw new DomainError('EstimateAnswered', { name, answer: 'declined' });
  if (estimate.state === 'expired' || (estimate.validUntil ?? today) < today) throw new DomainError('EstimateExpired', { name, date: estimate.validUntil });
  if (estimate.state !== 'sent' && estimate.state !== 'issued') throw new DomainError('EstimateNotSent', { name });
  const signer = answer.name.trim();
  if (signer.length < 2 || signer.length > 200) throw new DomainError('SignerMissing');
  const reason = answer.reason?.trim();
  if (answer.says === 'decline' && (reason ?? '').length < 5) throw new DomainError('ReasonMissing');
  if ((reason ?? '').length > 2000) throw new DomainError('ReasonTooLong', { most: 2000 });
  const accepted = answer.says === 'accept';
  return {
    kind: accepted ? 'accepted' : 'declined', detail: { name: signer, ip: answer.ip, version: answer.version, contentHash: answer.contentHash, ...(reason && { reason }) },
    changes: { state: accepted ? 'accepted' : 'declined', answer: { ...answer, name: signer, at: act.at, ...(reason && { reason }) } },
    ...(accepted ? phrase`Thank you, ${signer}: ${name} is accepted.` : phrase`${name} is declined. Thank you for telling us why.`),
  };
}

/** The office converts without the client's click. */
export function convertAsked(estimate: Estimate): ToldEstimate {
  const name = estimateName(estimate);
  refuseUnlessOffering(estimate);
  return { kind: 'convert.asked', changes: { state: 'accepted' }, ...phrase`${name} becomes an invoice now.` };
}

export const converted = (invoiceId: string): Change<Estimate> => ({ kind: 'converted', detail: { invoiceId }, changes: { state: 'converted', invoiceId } });

/** The validity is over and nobody answered. */
export const expired = (estimate: Estimate): Change<Estimate> => ({ kind: 'expired', detail: { validUntil: estimate.validUntil }, changes: { state: 'expired' } });

export function estimateDiscarded(estimate: Estimate): ToldEstimate {
  const name = estimateName(estimate);
  refuseUnlessOffering(estimate);
  return { kind: 'discarded', changes: { state: 'discarded', outgoing: null }, ...(estimate.number ? phrase`${name} is withdrawn; its link says so.` : phrase`${name} is discarded.`) };
}

/** What became of the estimate's mail. */
export function estimateMailed(estimate: Estimate, { mailKey, to, status, reason, at }: Omit<MailOutcome, 'kind'>): Change<Estimate> {
  const others = estimate.held.filter((held) => held.mailKey !== mailKey);
  const outgoing = estimate.outgoing?.key === mailKey ? { outgoing: null } : {};
  if (isOvertaken(estimate, mailKey, status)) return { kind: 'mail.accepted', detail: { mailKey, to, status: 'accepted' }, changes: { held: others, ...outgoing } };
  const held = status === 'unknown' ? [...others, { mailKey, kind: 'estimate' as const, to, number: estimate.number ?? '', at }] : others;
  const arrived = status === 'accepted' || status === 'delivered';
  return {
    kind: `mail.${status}`, detail: { mailKey, to, status, ...(reason && { reason }) },
    changes: { held, delivery: { status, to, mailKey, at, ...(reason && { reason }) }, state: arrived && estimate.state === 'issued' ? 'sent' : estimate.state, ...outgoing },
  };
}

/** A person settles a mail of unknown outcome; `again` is the key under which it leaves once more. */
export function estimateMailSettled(estimate: Estimate, mailKey: string, again: string | undefined, act: Act): ToldEstimate {
  const mail = estimate.held.find((held) => held.mailKey === mailKey);
  if (!mail) throw new DomainError('MailNotHeld', { name: estimateName(estimate) });
  if (again === undefined) {
    const change = estimateMailed(estimate, { ...mail, status: 'accepted', at: act.at });
    return { ...change, kind: 'mail.settled', detail: { mailKey, says: 'arrived' }, ...phrase`Noted: the mail to ${mail.to} arrived.` };
  }
  return {
    kind: 'mail.settled', detail: { mailKey, says: 'again', again },
    changes: { held: [], delivery: null, outgoing: { key: again, to: mail.to } }, ...phrase`The mail goes to ${mail.to} again.`,
  };
}
