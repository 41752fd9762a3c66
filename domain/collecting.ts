/** Collecting: what happens to an invoice between its issue and its last payment, money aside. */
import { isMailAddress } from './client';
import { askedOf } from './chasing';
import { dateOfInstant, type PlainDate } from './dates';
import type { DunningStep } from './dunning';
import type { ToldInvoice } from './drafting';
import type { Act, Change, Entry } from './history';
import { invoiceName, type Delivery, type HeldMail, type Invoice, type Owed } from './invoice';
import { isZero } from './money';
import { phrase, type Phrase } from './phrase';
import { DomainError } from './refusals';
import { stateByBalance } from './payment';

/** A reminder by hand waits this long after the last one. */
const REMINDER_PAUSE_MS = 72 * 3600 * 1000;

function refuseUnlessMailed(invoice: Invoice): void {
  const name = invoiceName(invoice);
  if (invoice.state === 'void' || invoice.state === 'discarded') throw new DomainError('Closed', { name, state: invoice.state });
  if (invoice.state !== 'sent' && invoice.state !== 'paid') throw new DomainError('NotSent', { name });
}

function refuseUnlessOwing(invoice: Invoice): void {
  refuseUnlessMailed(invoice);
  if (invoice.state === 'paid') throw new DomainError('AlreadyPaid', { name: invoiceName(invoice) });
}

/** Mails the issued invoice again. Refuses Closed, NotApproved and MailHeld; `to` defaults to the client's address. */
export function resent(invoice: Invoice, to: string | undefined, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  if (invoice.state === 'void' || invoice.state === 'discarded') throw new DomainError('Closed', { name, state: invoice.state });
  if (!invoice.number || !invoice.pdf) throw new DomainError('NotApproved', { name, waiting: waitingPhrase(invoice) });
  if (invoice.delivery?.status === 'sending') throw new DomainError('MailLeaving', { name });
  if (invoice.held.some(({ kind }) => kind === 'invoice')) throw new DomainError('MailHeld', { name });
  const address = to?.trim() || invoice.client.email;
  if (!isMailAddress(address)) throw new DomainError('AddressUnusable', { address });
  return {
    kind: 'send.asked', detail: { to: address },
    changes: { owed: [...invoice.owed, { kind: 'mail', key: `invoice/${invoice.id}/send/${act.key}`, to: address }] },
    ...phrase`${name} goes to ${address} now.`,
  };
}

/** "waits for 1 of 2 approvals (ana@…)" or what else is missing before it can be mailed. */
function waitingPhrase(invoice: Invoice): Phrase {
  const approval = invoice.approval;
  if (invoice.state === 'draft') return phrase`is a draft; submit it first`;
  const step = approval?.steps[approval.current];
  if (!approval || !step) return phrase`is being issued; try again in a moment`;
  const given = approval.steps.reduce((sum, { decisions }) => sum + decisions.filter(({ says }) => says === 'approve').length, 0);
  const needed = approval.steps.reduce((sum, { quorum }) => sum + quorum, 0);
  return phrase`waits for ${needed - given} of ${needed} approvals (${step.asked.join(', ')})`;
}

/** A reminder by hand. Refuses NotSent, AlreadyPaid, Disputed, RemindersStopped and RemindedRecently. */
export function remindAsked(invoice: Invoice, act: Act, today: PlainDate): ToldInvoice {
  refuseUnlessOwing(invoice);
  const name = invoiceName(invoice);
  if (invoice.dunning.status === 'disputed') throw new DomainError('Disputed', { name });
  if (invoice.dunning.status !== 'running') throw new DomainError('RemindersStopped', { name, status: invoice.dunning.status, who: invoice.dunning.by?.name ?? phrase`the office` });
  const last = invoice.history.findLast(({ kind }) => kind === 'reminded');
  if (last && Date.parse(act.at) - Date.parse(last.at) < REMINDER_PAUSE_MS) {
    throw new DomainError('RemindedRecently', { name, when: last.at.slice(0, 16).replace('T', ' ') });
  }
  const tone = (askedOf(invoice, today).dueDate ?? today) >= today ? 'friendly' : 'plain';
  return {
    kind: 'reminder.asked', detail: { tone }, changes: { owed: [...invoice.owed, { kind: 'reminder', key: `reminder/${act.key}`, tone }] },
    ...(tone === 'friendly' ? phrase`A friendly reminder of ${name} goes to ${invoice.client.email} now.` : phrase`A plain reminder of ${name} goes to ${invoice.client.email} now.`),
  };
}

/** A dispute pauses reminders and escalation; the creator owns it. Refuses NotSent, AlreadyPaid, DisputeOpen, ReasonMissing. */
export function disputed(invoice: Invoice, reason: string, act: Act): ToldInvoice {
  refuseUnlessMailed(invoice);
  const name = invoiceName(invoice);
  if (invoice.dispute) throw new DomainError('DisputeOpen', { name, who: invoice.dispute.by.name, reason: invoice.dispute.reason });
  if (reason.trim().length < 5) throw new DomainError('ReasonMissing');
  if (reason.trim().length > 2000) throw new DomainError('ReasonTooLong', { most: 2000 });
  const dispute = { by: act.by, at: act.at, reason: reason.trim(), owner: invoice.createdBy.email };
  return {
    kind: 'disputed', detail: { reason: dispute.reason, owner: dispute.owner },
    changes: { dispute, dunning: { ...invoice.dunning, status: 'disputed', by: act.by, at: act.at, reason: dispute.reason } },
    ...phrase`${name} is disputed; reminders stop until ${invoice.createdBy.name} has resolved it.`,
  };
}

/** The ladder set going again. */
export const running = (invoice: Invoice, act: Act): Invoice['dunning'] =>
  ({ status: 'running', done: invoice.dunning.done, by: act.by, at: act.at });

export function disputeResolved(invoice: Invoice, outcome: string, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  if (!invoice.dispute) throw new DomainError('NoDispute', { name });
  if (outcome.trim().length < 5) throw new DomainError('ReasonMissing');
  return {
    kind: 'dispute.resolved', detail: { outcome: outcome.trim(), reason: invoice.dispute.reason },
    changes: { dispute: null, dunning: running(invoice, act) }, ...phrase`The dispute of ${name} is resolved; reminders go on.`,
  };
}

/** Stops the ladder until it is resumed: `paused` by a person's reason, `acknowledged` because somebody takes care of it. */
export function ladderStopped(invoice: Invoice, status: 'paused' | 'acknowledged', reason: string, act: Act): ToldInvoice {
  refuseUnlessOwing(invoice);
  const name = invoiceName(invoice);
  if (invoice.dunning.status !== 'running') throw new DomainError('LadderStands', { name, status: invoice.dunning.status, who: invoice.dunning.by?.name ?? phrase`the office` });
  return {
    kind: status === 'paused' ? 'reminders.paused' : 'acknowledged', detail: { reason },
    changes: { dunning: { ...invoice.dunning, status, by: act.by, at: act.at, reason } },
    ...(status === 'paused' ? phrase`Reminders of ${name} are paused.` : phrase`You take care of ${name}; reminders and escalation stop.`),
  };
}

export function ladderResumed(invoice: Invoice, act: Act): ToldInvoice {
  refuseUnlessOwing(invoice);
  const name = invoiceName(invoice);
  if (invoice.dunning.status === 'disputed') throw new DomainError('Disputed', { name });
  if (invoice.dunning.status === 'running') throw new DomainError('LadderRuns', { name });
  return { kind: 'reminders.resumed', changes: { dunning: running(invoice, act) }, ...phrase`Reminders of ${name} go on.` };
}

/** What became of a mail, for the document. */
export type MailOutcome = { mailKey: string; kind: HeldMail['kind']; to: string; status: Exclude<Delivery['status'], 'sending' | 'posted'>; reason?: string; at: string };

/** True when the provider's word on where the mail ended came before our own on how it left, which then tells nothing new. */
export const isOvertaken = ({ history }: { history: readonly Entry[] }, mailKey: string, status: MailOutcome['status']): boolean =>
  (status === 'accepted' || status === 'unknown') &&
  history.some(({ detail }) => detail['mailKey'] === mailKey && (detail['status'] === 'delivered' || detail['status'] === 'bounced'));

/** The invoice's own mail moves it on; any mail of unknown outcome is held for a person. */
export function mailed(invoice: Invoice, outcome: MailOutcome): Change<Invoice> {
  const { mailKey, kind, to, status, reason, at } = outcome;
  const others = invoice.held.filter((held) => held.mailKey !== mailKey);
  if (isOvertaken(invoice, mailKey, status)) return { kind: 'mail.accepted', detail: { mailKey, kind, to, status: 'accepted', at }, changes: { held: others } };
  const held = status === 'unknown' ? [...others, { mailKey, kind, to, number: invoice.number ?? '', at }] : others;
  const own = kind === 'invoice' ? { delivery: { status, to, mailKey, at, ...(reason && { reason }) } } : {};
  const arrived = status === 'accepted' || status === 'delivered';
  const moves = kind === 'invoice' && arrived && invoice.state === 'issued';
  const state = moves ? stateByBalance({ ...invoice, state: 'sent' }, invoice.balance) : invoice.state;
  return { kind: `mail.${status}`, detail: { ...outcome }, changes: { held, state, ...own, ...(moves && { sentAt: at }) } };
}

/** A person settles a mail of unknown outcome: it arrived, or it is sent again under the key `again`. Refuses MailNotHeld. */
export function mailSettled(invoice: Invoice, mailKey: string, again: string | undefined, act: Act): ToldInvoice {
  const name = invoiceName(invoice);
  const mail = invoice.held.find((held) => held.mailKey === mailKey);
  if (!mail) throw new DomainError('MailNotHeld', { name });
  if (again === undefined) {
    const change = mailed(invoice, { ...mail, status: 'accepted', at: act.at });
    return { ...change, kind: 'mail.settled', detail: { mailKey, says: 'arrived' }, ...phrase`Noted: the mail to ${mail.to} arrived.` };
  }
  return {
    kind: 'mail.settled', detail: { mailKey, says: 'again', again },
    changes: { held: invoice.held.filter((held) => held !== mail), owed: [...invoice.owed, againOf(mail, again, invoice)], ...(mail.kind === 'invoice' && { delivery: null }) },
    ...phrase`The mail goes to ${mail.to} again.`,
  };
}

/** The effect that repeats a held mail, under a key of its own. */
function againOf(mail: HeldMail, key: string, invoice: Invoice): Owed {
  if (mail.kind === 'reminder') return { kind: 'reminder', key, tone: 'plain' };
  const payment = invoice.payments.find(({ receipt }) => receipt?.mailKey === mail.mailKey);
  if (payment) return { kind: 'receipt', key, paymentId: payment.id };
  return { kind: 'mail', key, to: mail.to };
}

/** Strikes out an effect that is done. */
export const struckOut = (invoice: Invoice, key: string): Owed[] => invoice.owed.filter((owed) => owed.key !== key);

/** A rung taken or passed over; of an invoice in instalments with the day and the amount that it is about. */
export function stepDone(invoice: Invoice, step: DunningStep, outcome: 'sent' | 'told' | 'passed', at: string): Change<Invoice> {
  const done = [...invoice.dunning.done, { id: step.id, at, outcome }];
  const kind = { sent: 'reminded', told: 'escalated', passed: 'step.passed' }[outcome];
  const about = invoice.content.instalments?.length ? askedOf(invoice, dateOfInstant(at, invoice.client.zone)) : {};
  const detail = step.act === 'escalate' ? { ...about, stepId: step.id, days: step.days, to: step.to } : { ...about, stepId: step.id, days: step.days, tone: step.tone };
  return { kind, detail, changes: { dunning: { ...invoice.dunning, done } } };
}

/** True while the ladder may take a step: mailed, money open, nobody stopped it. */
export const mayDun = (invoice: Invoice): boolean =>
  invoice.state === 'sent' && invoice.dunning.status === 'running' && !isZero(invoice.balance);
