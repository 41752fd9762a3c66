/** What a mail's template sees: every sentence ready, the same for the HTML and the text twin. */
import type { ClientSnapshot, Seller } from '../domain/client';
import { CODE } from '../domain/code';
import { daysBetween, formatDate, type PlainDate } from '../domain/dates';
import type { Tone } from '../domain/dunning';
import type { Estimate } from '../domain/estimate';
import { wordingFor, type WordedMail, type Wording } from '../domain/mail-wording';
import type { Invoice } from '../domain/invoice';
import { isPositive, isZero, subtract } from '../domain/money';
import type { Payment, Receipt } from '../domain/payment';
import { amountText, block, ibanText, oneLine } from './formats';
import { dueText, facts, nameText, sellerModel, type Fact, type SellerModel } from './parts';
import { counted, fill, speechFor, type Speech, type Words } from './words';
import { whyWords } from './slack/approval';
import { speaking } from './slack/words';

/** A fact's `text` is label and value in one line. */
type MailFact = Fact & { text: string };

/**
 * `highlight` is empty where a mail is about no amount. `link` is the portal's, `button` the words on it; both are empty in a mail that
 * leads nowhere. `linkLead` are the words before a link that is written out.
 */
export type MailModel = {
  language: string; subject: string; preheader: string; heading: string; greeting: string;
  paragraphs: { text: string }[]; highlight: Fact; facts: MailFact[]; button: string; link: string; linkLead: string; closing: { text: string }[];
  labels: Pick<Words['mail'], 'regards' | 'reply'>; client: { name: string }; seller: SellerModel;
};

/** Of a line's description, for a sentence. */
const LONGEST_WHAT = 120;

/** What is asked for the office's own words: `values` are what their places hold. */
export type Own = { mail: WordedMail; tone?: Tone; values: Readonly<Record<string, string>>; all: readonly Wording[] };
/** Where a mail leads, and the office's own words. */
export type Sending = { url: string; mails?: readonly Wording[] };

type Said = Pick<MailModel, 'subject' | 'preheader' | 'heading' | 'button'> & Partial<{ highlight: Fact; facts: Fact[] }> & {
  opening: string; after?: (string | undefined)[]; closing?: (string | undefined)[]; own?: Own;
};

/** The mail that brings an invoice. After part payments the balance is what counts. */
export function invoiceMail(invoice: Invoice, seller: Seller, { url, mails: all = [] }: Sending): MailModel {
  const speech = speechFor(invoice.client.locale);
  const { words: { mail: words }, locale } = speech;
  const values = {
    ...named(seller, nameText(invoice, speech)), amount: amountText(invoice.totals.due, locale), date: dateText(invoice.dueDate, speech),
    project: oneLine(invoice.content.project ?? ''),
  };
  return mail(invoice.client, seller, url, speech, {
    own: { mail: 'invoice', values, all }, ...filled(words.invoice, values), opening: fill(values.project ? words.invoice.openingProject : words.invoice.opening, values),
    after: [partly(invoice, speech), seller.bank && fill(words.invoice.ask, values)],
    highlight: { label: words.facts.total, value: values.amount },
    facts: facts(
      [words.facts.number, values.number], [words.facts.dueDate, values.date], [words.facts.purchaseOrder, invoice.content.purchaseOrder],
      [words.facts.balance, isPositive(invoice.paid) ? amountText(invoice.balance, locale) : undefined], ...bankFacts(seller, speech),
    ),
    closing: [words.privateLink],
  });
}

export function estimateMail(estimate: Estimate, seller: Seller, { url, mails: all = [] }: Sending): MailModel {
  const speech = speechFor(estimate.client.locale);
  const { words: { mail: words }, locale } = speech;
  const values = {
    ...named(seller, nameText(estimate, speech)), amount: amountText(estimate.totals.due, locale), date: dateText(estimate.validUntil, speech),
    project: oneLine(estimate.content.project ?? ''),
  };
  const preheader = values.date ? words.estimate.preheaderUntil : words.estimate.preheader;
  return mail(estimate.client, seller, url, speech, {
    own: { mail: 'estimate', values, all }, ...filled({ ...words.estimate, preheader }, values), opening: fill(values.project ? words.estimate.openingProject : words.estimate.opening, values),
    after: [words.estimate.ask],
    highlight: { label: words.facts.total, value: values.amount },
    facts: facts([words.facts.estimate, values.number], [words.facts.validUntil, values.date], [words.facts.purchaseOrder, estimate.content.purchaseOrder]),
    closing: [words.privateLink],
  });
}

/** A reminder says how things stand today: `today` is the client's calendar day, the balance is the one just read. */
export function reminderMail(invoice: Invoice, seller: Seller, { url, mails: all = [], tone, today }: Sending & { tone: Tone; today: PlainDate }): MailModel {
  const speech = speechFor(invoice.client.locale);
  const { words: { mail: words }, locale } = speech;
  const daysLate = invoice.dueDate ? daysBetween(invoice.dueDate, today) : 0;
  const when = daysLate < 0 ? words.reminder.ahead : daysLate === 0 ? words.reminder.today : words.reminder.late;
  const last = tone === 'final' && daysLate > 0 ? { ...when, subject: words.reminder.finalSubject, heading: words.reminder.finalHeading } : when;
  const values = {
    ...named(seller, nameText(invoice, speech)), amount: amountText(invoice.balance, locale), date: dateText(invoice.dueDate, speech),
    days: counted(words.days, Math.abs(daysLate), speech), total: amountText(invoice.totals.due, locale),
  };
  return mail(invoice.client, seller, url, speech, {
    own: { mail: 'reminder', tone, values, all }, ...filled({ ...last, button: words.reminder.button }, values), opening: fill(when.opening, values),
    after: [partly(invoice, speech), words.reminder[tone], words.reminder.attached],
    highlight: { label: words.facts.balance, value: values.amount },
    facts: facts(
      [words.facts.number, values.number], [words.facts.dueDate, values.date], [words.facts.daysLate, daysLate > 0 ? String(daysLate) : undefined],
      [words.facts.total, isPositive(invoice.paid) ? amountText(invoice.totals.due, locale) : undefined], ...bankFacts(seller, speech),
    ),
    closing: [words.privateLink],
  });
}

export function receiptMail(invoice: Invoice, payment: Payment & { receipt: Receipt }, seller: Seller, { url, mails: all = [] }: Sending): MailModel {
  const speech = speechFor(invoice.client.locale);
  const { words: { mail: words, document }, locale } = speech;
  const { receipt } = payment;
  const values = { ...named(seller, receipt.number), amount: amountText(payment.amount, locale), invoice: nameText(invoice, speech) };
  const remaining = amountText(receipt.remaining, locale);
  const credit = subtract(payment.amount, payment.applied);
  return mail(invoice.client, seller, url, speech, {
    own: { mail: 'receipt', values: { ...values, remaining }, all }, ...filled(words.receipt, values), opening: fill(words.receipt.opening, values),
    after: [isZero(receipt.remaining) ? document.paidInFull : fill(document.stillOpen, { amount: remaining })],
    highlight: { label: words.facts.received, value: values.amount },
    facts: facts(
      [words.facts.receipt, receipt.number], [words.facts.number, values.invoice], [words.facts.paymentDate, dateText(payment.date, speech)],
      [words.facts.reference, payment.reference], [words.facts.credit, isPositive(credit) ? amountText(credit, locale) : undefined],
      [words.facts.remaining, remaining],
    ),
    closing: [words.privateLink],
  });
}

/** The link a client asked for; `until` is its last day. */
export function linkMail(client: Pick<ClientSnapshot, 'name' | 'locale'>, seller: Seller, { url, until }: { url: string; until?: PlainDate }): MailModel {
  const speech = speechFor(client.locale);
  const { words: { mail: words } } = speech;
  return mail(client, seller, url, speech, {
    ...filled(words.link, named(seller, '')), opening: words.link.opening,
    closing: [until && fill(words.linkUntil, { date: dateText(until, speech) }), words.privateLink, words.link.ignore],
  });
}

/** The question to an approver without Slack; `until` is the link's last day. */
export function approvalMail(invoice: Invoice, to: string, seller: Seller, { locale, url, until }: { locale: string; url: string; until: PlainDate }): MailModel {
  const speech = speechFor(locale);
  const { words: { mail: { approval: words } } } = speech;
  const { content, totals, client, approval } = invoice;
  const values = {
    ...named(seller, ''), name: nameText(invoice, speech), client: oneLine(client.name), amount: amountText(totals.due, speech.locale), due: dueText(content, speech),
    requester: oneLine(approval?.requestedBy.name ?? ''), what: whatFor(invoice, speech), why: approval ? oneLine(speaking(locale, () => whyWords(approval))) : '',
  };
  return mail({ name: to }, seller, url, speech, {
    ...filled(words, values), opening: fill(words.opening, values), after: [fill(words.about, values), values.why && fill(words.why, values)],
    highlight: { label: speech.words.mail.facts.total, value: values.amount },
    facts: facts(
      [words.facts.client, values.client], [words.facts.due, values.due], [words.facts.project, content.project],
      [words.facts.purchaseOrder, content.purchaseOrder], [words.facts.requester, values.requester],
    ),
    closing: [fill(words.code, { date: dateText(until, speech) })],
  });
}

/** What an invoice is for, in a few words: its first line, and how many there are besides. */
function whatFor({ content: { lines } }: Invoice, speech: Speech): string {
  const [first = '', more] = [oneLine(lines[0]?.description ?? ''), lines.length - 1];
  const clipped = [...first].length > LONGEST_WHAT ? `${[...first].slice(0, LONGEST_WHAT - 1).join('')}…` : first;
  return more > 0 ? counted(speech.words.mail.approval.more, more, speech, { what: clipped }) : clipped;
}

/** A code that proves who reads the mailbox. It stands in the body alone: subjects are kept. */
export function codeMail(to: string, code: string, seller: Seller, { locale }: { locale: string }): MailModel {
  const speech = speechFor(locale);
  const { words: { mail: { code: words } } } = speech;
  const values = { ...named(seller, ''), minutes: String(CODE.minutes), code };
  return mail({ name: to }, seller, '', speech, {
    ...filled({ ...words, button: '' }, values), opening: fill(words.opening, values), after: [words.care, words.ignore], highlight: { label: words.label, value: code },
  });
}

/** The words all mails share around what one has to say. */
export function mail(client: Pick<ClientSnapshot, 'name'> & Partial<Pick<ClientSnapshot, 'email'>>, seller: Seller, url: string, speech: Speech, said: Said): MailModel {
  const { words: { mail: words, joins } } = speech;
  const texts = (all: (string | undefined)[] = []) => all.flatMap((text) => (text ? [{ text }] : []));
  const name = oneLine(client.name);
  const own = said.own && ownWords(said.own, { name, seller: oneLine(seller.name), email: client.email ?? '' }, speech);
  return {
    language: speech.language, subject: oneLine(own?.subject ?? said.subject), preheader: said.preheader, heading: said.heading,
    greeting: fill(words.greeting, { client: name }), paragraphs: texts(own?.paragraphs ?? [said.opening, ...(said.after ?? [])]),
    highlight: said.highlight ?? { label: '', value: '' }, facts: (said.facts ?? []).map((fact) => ({ ...fact, text: fill(joins.labelled, fact) })),
    button: said.button, link: url, linkLead: fill(joins.lead, { label: said.button }), closing: texts(said.closing),
    labels: { regards: words.regards, reply: words.reply }, client: { name }, seller: sellerModel(seller, speech),
  };
}

/** Subject and paragraphs of mails.yaml, filled; a text of ours is not mixed with one of the office's. */
function ownWords({ mail: kind, tone, values, all }: Own, { name, seller, email }: { name: string; seller: string; email: string }, { language }: Speech): { subject?: string; paragraphs?: string[] } {
  const { subject, text } = wordingFor(all, { mail: kind, ...(tone && { tone }), language, client: email });
  const filling = { ...values, client: name, seller };
  return {
    ...(subject && { subject: fill(oneLine(subject), filling) }),
    ...(text && { paragraphs: block(text).split(/\n\s*\n/).map((paragraph) => fill(oneLine(paragraph), filling)).filter(Boolean) }),
  };
}

/** Who writes, about which number. */
export const named = (seller: Seller, number: string) => ({ seller: oneLine(seller.name), number });

/** Subject, preheader, heading and button with their places filled. */
function filled(words: { subject: string; preheader: string; heading: string; button: string }, values: Record<string, string>) {
  return { subject: fill(words.subject, values), preheader: fill(words.preheader, values), heading: words.heading, button: words.button };
}

/** Tells of earlier part payments, where there were any. */
export function partly({ paid, totals }: Invoice, { words, locale }: Speech): string | undefined {
  if (!isPositive(paid)) return undefined;
  return fill(words.mail.reminder.partly, { total: amountText(totals.due, locale), paid: amountText(paid, locale) });
}

const bankFacts = ({ name, bank }: Seller, { words: { mail: { facts: labels } } }: Speech) => (bank
  ? [[labels.accountHolder, name], [labels.iban, ibanText(bank.iban)], [labels.bic, bank.bic]] as const
  : []);

const dateText = (date: PlainDate | undefined, { locale }: Speech): string => (date ? formatDate(date, locale) : '');
