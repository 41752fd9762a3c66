/** Drafting: an invoice from its first line to the question for approval, and the ways it ends before it is issued. */
import type { Approval, ApprovalRequest } from './approval';
import { openSeated } from './approval-seats';
import { timed } from './approval-time';
import type { BusinessHours } from './business-time';
import type { Client, ClientSnapshot } from './client';
import { checkContent, type Content } from './content';
import { creditsOf } from './credit';
import type { PlainDate } from './dates';
import { exchangeOn } from './exchange';
import { checkEInvoice, type EInvoiceRules } from './einvoice/readiness';
import { canonical, hashOf, type Act, type Change } from './history';
import { invoiceName, isNamed, type Invoice } from './invoice';
import { relativesOf, subjectOfInvoice, type ClientStanding } from './invoice-subject';
import { zero } from './money';
import type { Person } from './people';
import { inputsOf, type PolicyInputs } from './policy/inputs';
import { differsOnlyIn } from './policy/keeping';
import type { ApprovalPolicy } from './policy/policy';
import type { RateTable } from './rates';
import { checkTaxes, type Taxation } from './taxation';
import { phrase, type Phrase } from './phrase';
import { DomainError } from './refusals';
import { searchText } from './search';

/** A rule's answer: what changes and the full sentence for the person who acted. */
export type Told<T> = Change<T> & Phrase;
export type ToldInvoice = Told<Invoice>;

/**
 * The office as the rules need it: today's people with their business hours, policy, taxes and rates, and the seller's local date; and where a
 * policy is asked, who is away and who decides for them, how the client stands, and who is in the Slack groups that the policy names.
 */
export type Rules = {
  people: readonly Person[]; policy: ApprovalPolicy; rates: RateTable; today: PlainDate;
  /** Absent where nothing is submitted. */
  eInvoices?: EInvoiceRules;
  taxation: Taxation; hoursOf(email: string): BusinessHours; away?: ReadonlyMap<string, string | undefined>; standing?: ClientStanding; groups?: Readonly<Record<string, readonly string[]>>;
};

/** What a document keeps of its client. */
export const snapshotOf = ({ id, name, email, address, vatId, locale, zone, secondLanguage, eInvoicing }: Client): ClientSnapshot =>
  ({ id, name, email, address, locale, zone, ...(vatId && { vatId }), ...(secondLanguage && { secondLanguage }), ...(eInvoicing && { eInvoicing }) });

/** What approvals and acceptances are bound to: the content, its totals and who it is for. */
export const contentHashOf = (content: Content, client: ClientSnapshot): string => hashOf({ content, client: client.id });

export type InvoiceFields = Omit<Invoice, 'revision' | 'history'>;

/** A new draft. Refuses what checkContent refuses. */
export function draftInvoice(id: string, content: Content, client: Client, act: Act, today: PlainDate, source?: Invoice['source']): InvoiceFields {
  const totals = checkContent(content, today);
  const snapshot = snapshotOf(client);
  const fields = {
    id, version: 1, state: 'draft' as const, content, contentHash: contentHashOf(content, snapshot), totals, client: snapshot,
    createdBy: act.by, createdAt: act.at, lastEditedBy: act.by, ...(source && { source }),
    questions: [], payments: [], paid: zero(content.currency), balance: totals.due,
    dunning: { status: 'running' as const, done: [] }, owed: [], held: [],
  };
  return { ...fields, searchText: searchText(fields) };
}

function refuseUnlessOpen(invoice: Invoice): void {
  if (invoice.state === 'draft' || invoice.state === 'submitted') return;
  if (invoice.state === 'void' || invoice.state === 'discarded') throw new DomainError('Closed', { name: invoiceName(invoice), state: invoice.state });
  throw new DomainError('AlreadyIssued', { name: invoiceName(invoice) });
}

/** Refuses StaleVersion when the person looked at another version than the one that stands. */
function refuseUnlessSeen(invoice: Invoice, version: number): void {
  if (invoice.version !== version) throw new DomainError('StaleVersion', { name: invoiceName(invoice), version: invoice.version });
}

/**
 * New content, a new version. After submission the approvals given are void and the invoice is a draft again, unless nothing changed but
 * what its policy lets change, by somebody who approves nothing of it.
 */
export function edited(invoice: Invoice, content: Content, version: number, client: Client, act: Act, today: PlainDate): ToldInvoice {
  refuseUnlessOpen(invoice);
  refuseUnlessSeen(invoice, version);
  const totals = checkContent(content, today);
  const snapshot = snapshotOf(client);
  const contentHash = contentHashOf(content, snapshot);
  const name = invoiceName(invoice);
  const wasSubmitted = invoice.state === 'submitted';
  if (invoice.approval && wasSubmitted && isKept(invoice, invoice.approval, content, snapshot, act)) return keptEdit(invoice, invoice.approval, content, act, contentHash);
  const fields = { ...invoice, content, client: snapshot, totals };
  const voided = invoice.approval && wasSubmitted ? { approval: { ...invoice.approval, verdict: 'voided' as const } } : {};
  return {
    kind: 'edited',
    detail: { version: invoice.version + 1, from: invoice.contentHash, to: contentHash, ...(wasSubmitted && { voidedApprovals: true }) },
    changes: {
      content, totals, client: snapshot, contentHash, version: invoice.version + 1, state: 'draft', lastEditedBy: act.by,
      balance: totals.due, paid: zero(content.currency), searchText: searchText(fields), returned: null, ...voided,
    },
    ...(wasSubmitted
      ? phrase`Saved version ${invoice.version + 1} of ${name}. The approvals given are void; submit it again when it is ready.`
      : phrase`Saved version ${invoice.version + 1} of ${name}.`),
  };
}

/** The editor must not be one of those who approve, or of those an exception needs: nobody approves what they changed last. */
const isKept = (invoice: Invoice, { keeps = [], steps, exception }: Approval, content: Content, client: ClientSnapshot, { by }: Act): boolean =>
  keeps.length > 0 && client.id === invoice.client.id && differsOnlyIn(keeps, invoice.content, content)
  && ![...steps.flatMap(({ asked }) => asked), ...(exception ? [exception.by.email, ...exception.asked] : [])].includes(by.email);

/** The same question about a new version: what was decided stands. */
function keptEdit(invoice: Invoice, approval: Approval, content: Content, act: Act, contentHash: string): ToldInvoice {
  const version = invoice.version + 1;
  return {
    kind: 'edited', detail: { version, from: invoice.contentHash, to: contentHash, keptApprovals: true },
    changes: { content, contentHash, version, lastEditedBy: act.by, approval: { ...approval, version, contentHash }, searchText: searchText({ ...invoice, content }) },
    ...phrase`Saved version ${version} of ${invoiceName(invoice)}. It stays submitted: the policy lets that change without asking again.`,
  };
}

/**
 * Asks the policy. With nobody to ask the invoice is approved at once. `stored` is the client as it is now, whose VAT id may have been
 * added since. Refuses RateMissing for a currency that the office has no rate of, and what checkTaxes and checkEInvoice refuse.
 */
export function submitted(invoice: Invoice, version: number, act: Act, rules: Rules, stored?: Client): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state === 'submitted') throw new DomainError('AlreadySubmitted', { name, who: waiting(invoice).join(', ') });
  refuseUnlessOpen(invoice);
  refuseUnlessSeen(invoice, version);
  checkContent(invoice.content, rules.today);
  const client = stored ? snapshotOf(stored) : invoice.client;
  checkTaxes({ content: invoice.content, client }, rules.taxation, rules.today);
  const { exchange = null, taxExchange = null } = exchangeOn(invoice.totals, rules.rates, rules.today);
  if (rules.eInvoices) checkEInvoice({ ...invoice, client, ...(taxExchange && { taxExchange }) }, name, rules.eInvoices, rules.today);
  const { approval, inputs, text } = askedNow(invoice, act, rules);
  return {
    kind: 'submitted', detail: { version, policy: approval.policy, why: approval.why, because: approval.because, inputs },
    changes: {
      state: approval.verdict === 'granted' ? 'approved' : 'submitted', approval, returned: null, ...(canonical(client) !== canonical(invoice.client) && { client }),
      ...(exchange || invoice.exchange ? { exchange } : {}), ...(taxExchange || invoice.taxExchange ? { taxExchange } : {}),
    },
    ...text,
  };
}

/**
 * Asks the policy in force about an invoice that waits under another one; what was approved so far is asked again. `hash` is the policy
 * that the person was shown. Refuses NotWaiting, PolicyChangeOver, PolicySame, NoApprover.
 */
export function movedToPolicy(invoice: Invoice, hash: string, act: Act, rules: Rules): ToldInvoice {
  const name = invoiceName(invoice);
  const { approval: before } = invoice;
  if (invoice.state !== 'submitted' || !before) throw new DomainError('NotWaiting', { name, state: invoice.state });
  if (rules.policy.hash !== hash) throw new DomainError('PolicyChangeOver', { version: rules.policy.version });
  if (before.policy.hash === hash) throw new DomainError('PolicySame', { name, version: rules.policy.version });
  const { approval, inputs, text } = askedNow(invoice, { ...act, by: before.requestedBy }, rules);
  return {
    kind: 'policy.moved', detail: { version: invoice.version, from: before.policy, policy: approval.policy, why: approval.why, because: approval.because, inputs },
    changes: { approval, ...(approval.verdict === 'granted' && { state: 'approved' as const }) }, ...text,
  };
}

/** The policy's answer as people are there today, what it was told, and the sentence about it. */
function askedNow(invoice: Invoice, act: Act, rules: Rules): { approval: Approval; inputs: PolicyInputs; text: Phrase } {
  const request = approvalRequest(invoice, act, rules);
  const approval = timed(openSeated(request, rules.away), act.at, rules.hoursOf);
  const name = invoiceName(invoice);
  const step = approval.steps[approval.current];
  const text = approval.verdict === 'granted' ? phrase`${name} needs no approval (${approval.because ?? approval.why}); it goes out now.`
    : step ? phrase`${name} waits for ${step.asks ?? step.rule}.` : phrase`${name} waits for approval.`;
  return { approval, inputs: inputsOf(request), text };
}

/** What the policy is asked about an invoice as it is now. */
export function approvalRequest(invoice: Invoice, { by, at }: Act, { policy, rates, people, today, standing, groups }: Rules): ApprovalRequest {
  const { createdBy, lastEditedBy, version, contentHash, totals } = invoice;
  return {
    subject: subjectOfInvoice(invoice, standing, rates, today), total: totals.due, on: today, policy, rates,
    seating: { people, relatives: relativesOf(createdBy.email, standing, people), groups }, requestedBy: by, createdBy, lastEditedBy, version, contentHash, at,
  };
}

/** Who is asked at the open step. */
export const waiting = (invoice: Pick<Invoice, 'approval'>): string[] => {
  const step = invoice.approval?.steps[invoice.approval.current];
  return step ? step.asked.filter((email) => !step.decisions.some(({ by }) => by.email === email)) : [];
};

/** The requester takes it back; the approvals given are void. */
export function withdrawn(invoice: Invoice): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state !== 'submitted' || !invoice.approval) throw new DomainError('NotWaiting', { name, state: invoice.state });
  return {
    kind: 'withdrawn', changes: { state: 'draft', approval: { ...invoice.approval, verdict: 'withdrawn' } },
    ...phrase`${name} is withdrawn and a draft again.`,
  };
}

/** Ends a draft that was never numbered. */
export function discarded(invoice: Invoice, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state === 'discarded') throw new DomainError('Closed', { name, state: 'discarded' });
  if (invoice.state !== 'draft') throw new DomainError('NotDraft', { name, state: invoice.state });
  return { kind: 'discarded', changes: { state: 'discarded', closed: { by: act.by, at: act.at, reason: 'discarded' } }, ...phrase`${name} is discarded.` };
}

/** Voids what was never sent. A number once given stays with it. `typed` must repeat the name: it can't be undone. */
export function voided(invoice: Invoice, reason: string, typed: string, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state === 'void') throw new DomainError('AlreadyVoid', { name });
  if (invoice.state === 'discarded') throw new DomainError('Closed', { name, state: 'discarded' });
  const leaving = ['sending', 'accepted', 'delivered', 'unknown'].includes(invoice.delivery?.status ?? '');
  if (invoice.state === 'sent' || invoice.state === 'paid' || leaving || invoice.payments.some((payment) => !payment.reversed)) {
    throw new DomainError('SentAlready', { name });
  }
  if (creditsOf(invoice).some(({ state }) => state !== 'discarded')) throw new DomainError('CreditedAlready', { name });
  if (!isNamed(invoice, typed)) throw new DomainError('NameMistyped', { name });
  if (reason.trim().length < 5) throw new DomainError('ReasonMissing');
  const approval = invoice.approval && invoice.state === 'submitted' ? { approval: { ...invoice.approval, verdict: 'voided' as const } } : {};
  return {
    kind: 'voided', detail: { reason }, changes: { state: 'void', closed: { by: act.by, at: act.at, reason }, owed: invoice.owed.filter(({ kind }) => kind === 'credit' || kind === 'receipt'), ...approval },
    ...(invoice.number ? phrase`${name} is void; its number stays taken.` : phrase`${name} is void.`),
  };
}
