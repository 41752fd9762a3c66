/** The client's own overview: what is open, what waits for an answer, and everything else. */
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import type { Money } from '../../domain/money';
import { formatDate, type PlainDate } from '../../domain/dates';
import { amountText, oneLine } from '../formats';
import { fill } from '../words';
import { estimateBadge } from './estimate';
import { spokenTo, type Badge, type Frame, type Spoken, type Visit } from './frame';
import { invoiceBadge, type NoteEntry } from './invoice';

export type InvoiceEntry = Pick<Invoice, 'id' | 'number' | 'state' | 'issueDate' | 'dueDate' | 'balance' | 'totals' | 'dispute' | 'payments' | 'paid' | 'credited'> & { content: Pick<Invoice['content'], 'project'> };
export type EstimateEntry = Pick<Estimate, 'id' | 'number' | 'state' | 'issueDate' | 'validUntil' | 'totals'> & { content: Pick<Estimate['content'], 'project'> };

/** `open` holds one balance a currency. `page` counts from 1. `first` is the day of the first invoice. */
export type Overview = { open: readonly Money[]; invoices: readonly InvoiceEntry[]; estimates: readonly EstimateEntry[]; notes?: readonly NoteEntry[]; page: number; more: boolean; first?: PlainDate };
/** Years whose statements the overview offers, the latest ones. */
const YEARS = 3;

/** `amount` is what counts today, `whole` the total beside a balance that differs from it. */
type Entry = { href: string; name: string; about: string; date: string; amount: string; whole: string; badge: Badge };
type ReceiptEntry = { href: string; name: string; about: string; amount: string };
export type OverviewModel = Frame & {
  greeting: string; lead: string; open: { amount: string }[]; answers: Entry[];
  invoices: Entry[]; estimates: Entry[]; receipts: ReceiptEntry[]; notes: ReceiptEntry[]; statements: { href: string; name: string }[]; older: string; newer: string;
};

export function overviewModel(visit: Visit, { open, invoices, estimates, notes = [], page, more, first }: Overview): OverviewModel {
  const spoken = spokenTo(visit, ({ home }) => home.title);
  const { frame, speech: { page: { home: words }, locale } } = spoken;
  const offers = estimates.map((estimate) => estimateEntry(estimate, visit, spoken));
  const waits = ({ badge }: Entry): boolean => badge.tone === 'open';
  return {
    ...frame, home: '', // The visitor is there already.
    greeting: fill(words.greeting, { client: oneLine(visit.client.name) }), lead: fill(words.lead, { seller: frame.brand }),
    open: open.map((amount) => ({ amount: amountText(amount, locale) })),
    answers: offers.filter(waits).map((offer) => ({ ...offer, badge: { ...offer.badge, text: '' } })), estimates: offers.filter((offer) => !waits(offer)),
    invoices: invoices.map((invoice) => invoiceEntry(invoice, visit, spoken)),
    receipts: invoices.flatMap((invoice) => receiptEntries(invoice, visit, spoken)),
    notes: notes.map(({ number, issueDate, totals, pdf, invoice }) => ({ href: pdf ? `${visit.base}/files/${pdf.hash}` : '', name: number, about: `${invoice.number} · ${formatDate(issueDate, locale)}`, amount: amountText(totals.due, locale) })),
    statements: first ? yearsFrom(first, spoken.today).map((name) => ({ href: `${visit.base}/statement/${name}`, name })) : [],
    older: more ? `${visit.base}?page=${page + 1}#invoices` : '', newer: page > 1 ? `${visit.base}?page=${page - 1}#invoices` : '',
  };
}

/** From this year back to that of the first invoice. */
function yearsFrom(first: PlainDate, today: PlainDate): string[] {
  const [from, to] = [first, today].map((date) => Number(date.slice(0, 4))) as [number, number];
  return Array.from({ length: Math.min(YEARS, Math.max(1, to - from + 1)) }, (_, back) => String(to - back));
}

function invoiceEntry(invoice: InvoiceEntry, { base }: Visit, { speech, today }: Spoken): Entry {
  const { balance, totals, issueDate, state } = invoice;
  const open = state === 'issued' || state === 'sent';
  const amount = amountText(open ? balance : totals.due, speech.locale);
  const whole = open && balance.minor !== totals.due.minor ? fill(speech.page.home.of, { total: amountText(totals.due, speech.locale) }) : '';
  return {
    href: `${base}/invoices/${invoice.id}`, name: invoice.number ?? '', about: oneLine(invoice.content.project ?? ''),
    date: issueDate ? formatDate(issueDate, speech.locale) : '', amount, whole, badge: invoiceBadge(invoice, today, speech),
  };
}

function estimateEntry(estimate: EstimateEntry, { base }: Visit, { speech, today }: Spoken): Entry {
  const { issueDate, validUntil, totals } = estimate;
  const badge = estimateBadge(estimate, today, speech);
  const dated = issueDate ? formatDate(issueDate, speech.locale) : '';
  return {
    href: `${base}/estimates/${estimate.id}`, name: estimate.number ?? '', about: oneLine(estimate.content.project ?? ''),
    date: badge.tone === 'open' && validUntil ? fill(speech.page.estimate.validUntil, { date: formatDate(validUntil, speech.locale) }) : dated,
    amount: amountText(totals.due, speech.locale), whole: '', badge,
  };
}

/** Only receipts that are printed; the one of a payment taken back stays, for it was given. */
function receiptEntries({ payments, number = '' }: InvoiceEntry, { base }: Visit, { speech: { locale } }: Spoken): ReceiptEntry[] {
  return payments.flatMap(({ receipt, amount, date }) => (receipt?.pdf
    ? [{ href: `${base}/files/${receipt.pdf.hash}`, name: receipt.number, about: `${number} · ${formatDate(date, locale)}`, amount: amountText(amount, locale) }]
    : []));
}
