/** An invoice as the client sees it: what is open, how to pay, what came in, and how to object. */
import { creditsOf } from '../../domain/credit';
import type { CreditNote } from '../../domain/credit-note';
import { formatDate, type PlainDate } from '../../domain/dates';
import type { Invoice } from '../../domain/invoice';
import { isPositive, isZero, subtract } from '../../domain/money';
import type { Payment } from '../../domain/payment';
import { amountText, block, ibanText, oneLine } from '../formats';
import { invoiceModel, type InvoiceModel } from '../model';
import { facts, type Fact } from '../parts';
import { fill } from '../words';
import { dayText, inOneLanguage, spokenTo, type Badge, type Frame, type Visit } from './frame';
import { pageSpeech, type PageSpeech, type PageWords } from './words';

type PaymentModel = { when: string; amount: string; note: string; receipt: string; href: string };
/** What a page tells of a credit note. */
export type NoteEntry = Pick<CreditNote, 'id' | 'number' | 'issueDate' | 'totals' | 'pdf' | 'settlement' | 'surplus'> & { invoice: Pick<CreditNote['invoice'], 'number'> };
type NoteModel = { when: string; amount: string; note: string; href: string };
/** `form` is where an objection is posted, empty when none can be made; `standing` tells of the one that stands. */
type DisputeModel = { form: string; heading: string; standing: { text: string }[] };
export type InvoicePage = Frame & {
  number: string; badge: Badge; amount: string; amountLabel: string; when: string; payLabel: string; payHref: string; pdfHref: string; xmlHref: string;
  about: Fact[]; document: InvoiceModel; payments: PaymentModel[]; notes: NoteModel[]; dispute: DisputeModel; csrf: string;
};
export type PayPage = Frame & { heading: string; status: string; lead: string; when: string; facts: Fact[]; invoiceHref: string };

type Dated = Pick<Invoice, 'state' | 'dueDate' | 'dispute' | 'paid' | 'credited'>;

/** Nothing is open, and not because it was paid. */
const isCredited = ({ paid, credited }: Pick<Invoice, 'paid' | 'credited'>): boolean => credited !== undefined && isPositive(credited) && isZero(paid);

export function invoiceBadge(invoice: Dated, today: PlainDate, { page: { invoice: words, creditNote } }: PageSpeech): Badge {
  const { state, dueDate, dispute } = invoice;
  if (state === 'void') return { tone: 'off', text: words.void };
  if (state === 'paid') return isCredited(invoice) ? { tone: 'off', text: creditNote.badge } : { tone: 'good', text: words.paid };
  if (dispute) return { tone: 'open', text: words.disputed };
  if (dueDate && dueDate < today) return { tone: 'late', text: words.overdue };
  return { tone: 'open', text: dueDate === today ? words.dueToday : words.open };
}

/** `csrf` seals the form of the objection; `notes` are the invoice's credit notes. */
export function invoicePage(visit: Visit, invoice: Invoice, csrf: string, notes: readonly NoteEntry[] = []): InvoicePage {
  const number = invoice.number ?? '';
  const { frame, speech, today } = spokenTo(visit, () => number);
  const { page: { invoice: words }, locale } = speech;
  const path = `${visit.base}/invoices/${invoice.id}`;
  const owing = owes(invoice);
  const document = invoiceModel(inOneLanguage(invoice), { seller: visit.seller });
  const balance = amountText(invoice.balance, locale);
  return {
    ...frame, number, badge: invoiceBadge(invoice, today, speech), csrf,
    amount: owing ? balance : amountText(invoice.totals.due, locale), amountLabel: owing ? words.balanceToday : speech.words.document.total,
    when: whenText(invoice, today, speech),
    payLabel: owing ? fill(words.pay, { amount: balance }) : '', payHref: owing ? `${path}/pay` : '', pdfHref: invoice.pdf ? `${path}/pdf` : '', xmlHref: invoice.xml ? `${path}/xml` : '',
    document, about: document.facts.filter(({ value }) => value !== number),
    payments: invoice.payments.map((payment) => paymentModel(payment, visit, speech)),
    notes: notes.map((note) => noteModel(note, invoice, visit, speech)), dispute: disputeModel(invoice, visit, speech),
  };
}

/** How to pay by bank transfer. The amount is the balance as it stands, never what a form said. */
export function payPage(visit: Visit, invoice: Invoice): PayPage {
  const number = invoice.number ?? '';
  const title = (words: PageWords): string => fill(words.pay.title, { number });
  const { frame, speech, today } = spokenTo(visit, title);
  const { page: { pay: words }, words: { document: labels }, locale } = speech;
  const seller = invoice.seller ?? visit.seller;
  const owing = owes(invoice);
  const date = invoice.dueDate ? formatDate(invoice.dueDate, locale) : '';
  const due = invoice.dueDate && invoice.dueDate < today ? words.overdue : words.by;
  return {
    ...frame, invoiceHref: `${visit.base}/invoices/${invoice.id}`,
    heading: title(speech.page), status: payStatus(invoice, visit),
    lead: !owing ? '' : seller.bank ? words.lead : fill(words.noBank, { email: oneLine(seller.email) }),
    when: owing && date ? fill(due, { date }) : '',
    facts: owing && seller.bank ? facts(
      [words.amount, amountText(invoice.balance, locale)], [labels.accountHolder, seller.name], [labels.iban, ibanText(seller.bank.iban)],
      [labels.bic, seller.bank.bic], [labels.bank, seller.bank.name], [labels.reference, number],
    ) : [],
  };
}

/** "Checkout opened for 100.00 EUR.", or that there is nothing to pay; with plain spaces, because it also stands alone as text. */
export function payStatus(invoice: Invoice, { client }: Visit): string {
  const { page: { pay: words }, locale } = pageSpeech(client.locale);
  if (!owes(invoice)) return fill(words.nothing, { number: invoice.number ?? '' });
  return fill(words.opened, { amount: amountText(invoice.balance, locale).replaceAll('\u00a0', ' ') });
}

/** True while a transfer would be welcome. */
const owes = ({ state, balance }: Pick<Invoice, 'state' | 'balance'>): boolean => (state === 'issued' || state === 'sent') && isPositive(balance);

function whenText(invoice: Invoice, today: PlainDate, speech: PageSpeech): string {
  const { page: { invoice: words, creditNote } } = speech;
  if (invoice.state === 'void') return words.voidNote;
  if (invoice.state === 'paid' && isCredited(invoice)) return creditNote.settled;
  if (invoice.state === 'paid') return invoice.credited && isPositive(invoice.credited) ? creditNote.all : words.paidInFull;
  if (!invoice.dueDate) return '';
  return fill(invoice.dueDate < today ? words.wasDueOn : words.dueOn, { date: formatDate(invoice.dueDate, speech.locale) });
}

function paymentModel({ amount, applied, date, receipt, reversed }: Payment, visit: Visit, speech: PageSpeech): PaymentModel {
  const { page: { invoice: words }, locale } = speech;
  const credit = subtract(amount, applied);
  const kept = isZero(credit) ? '' : fill(speech.words.joins.labelled, { label: words.credit, value: amountText(credit, locale) });
  return {
    when: fill(words.received, { date: formatDate(date, locale) }), amount: amountText(amount, locale),
    note: reversed ? fill(words.reversed, { date: dayText(reversed.at, visit, speech) }) : kept,
    receipt: receipt?.pdf ? fill(words.receipt, { number: receipt.number }) : '', href: receipt?.pdf ? `${visit.base}/files/${receipt.pdf.hash}` : '',
  };
}

/** What is to be paid back may be set off since, or paid: that stands in the invoice. */
function noteModel({ id, number, issueDate, totals, pdf, settlement, surplus }: NoteEntry, invoice: Invoice, visit: Visit, speech: PageSpeech): NoteModel {
  const { page: { creditNote: words, invoice: others }, locale } = speech;
  const refund = creditsOf(invoice).find(({ creditNoteId }) => creditNoteId === id)?.refund;
  const back = refund?.paid ? fill(words.paidBack, { amount: amountText(refund.paid.amount, locale), date: formatDate(refund.paid.date, locale) })
    : refund && isPositive(refund.due) ? fill(words.back, { amount: amountText(refund.due, locale) }) : '';
  const kept = settlement !== 'refund' && isPositive(surplus) ? `${others.credit}: ${amountText(surplus, locale)}` : '';
  return {
    when: fill(words.of, { number, date: formatDate(issueDate, locale) }), amount: amountText(totals.due, locale), note: back || kept, href: pdf ? `${visit.base}/files/${pdf.hash}` : '',
  };
}

function disputeModel({ id, state, dispute }: Invoice, visit: Visit, speech: PageSpeech): DisputeModel {
  const { page: { invoice: words } } = speech;
  if (!dispute) return { form: state === 'sent' || state === 'paid' ? `${visit.base}/invoices/${id}/dispute` : '', heading: words.disputeHeading, standing: [] };
  const own = dispute.by.via === 'portal';
  const told = own ? [{ text: fill(words.disputedOn, { date: dayText(dispute.at, visit, speech), reason: block(dispute.reason) }) }] : [];
  return { form: '', heading: own ? words.disputedHeading : words.disputedByOffice, standing: [...told, { text: words.disputedLead }] };
}
