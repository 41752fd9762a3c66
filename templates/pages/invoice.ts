/** An invoice as the client sees it: what is open, how to pay, what came in, and how to object. */
import { formatDate, type PlainDate } from '../../domain/dates';
import type { Invoice } from '../../domain/invoice';
import { isPositive, isZero, subtract } from '../../domain/money';
import type { Payment } from '../../domain/payment';
import { amountText, block, ibanText, oneLine } from '../formats';
import { invoiceModel, type InvoiceModel } from '../model';
import { facts, type Fact } from '../parts';
import { fill } from '../words';
import { dayText, spokenTo, type Badge, type Frame, type Visit } from './frame';
import { pageSpeech, type PageSpeech, type PageWords } from './words';

type PaymentModel = { when: string; amount: string; note: string; receipt: string; href: string };
/** `form` is where an objection is posted, empty when none can be made; `standing` tells of the one that stands. */
type DisputeModel = { form: string; heading: string; standing: { text: string }[] };
export type InvoicePage = Frame & {
  number: string; badge: Badge; amount: string; amountLabel: string; when: string; payLabel: string; payHref: string; pdfHref: string;
  about: Fact[]; document: InvoiceModel; payments: PaymentModel[]; dispute: DisputeModel; csrf: string;
};
export type PayPage = Frame & { heading: string; status: string; lead: string; when: string; facts: Fact[]; invoiceHref: string };

type Dated = Pick<Invoice, 'state' | 'dueDate' | 'dispute'>;

export function invoiceBadge({ state, dueDate, dispute }: Dated, today: PlainDate, { page: { invoice: words } }: PageSpeech): Badge {
  if (state === 'void') return { tone: 'off', text: words.void };
  if (state === 'paid') return { tone: 'good', text: words.paid };
  if (dispute) return { tone: 'open', text: words.disputed };
  if (dueDate && dueDate < today) return { tone: 'late', text: words.overdue };
  return { tone: 'open', text: dueDate === today ? words.dueToday : words.open };
}

/** `csrf` seals the form of the objection. */
export function invoicePage(visit: Visit, invoice: Invoice, csrf: string): InvoicePage {
  const number = invoice.number ?? '';
  const { frame, speech, today } = spokenTo(visit, () => number);
  const { page: { invoice: words }, locale } = speech;
  const path = `${visit.base}/invoices/${invoice.id}`;
  const owing = owes(invoice);
  const document = invoiceModel(invoice, { seller: visit.seller });
  const balance = amountText(invoice.balance, locale);
  return {
    ...frame, number, badge: invoiceBadge(invoice, today, speech), csrf,
    amount: owing ? balance : amountText(invoice.totals.due, locale), amountLabel: owing ? words.balanceToday : speech.words.document.total,
    when: whenText(invoice, today, speech),
    payLabel: owing ? fill(words.pay, { amount: balance }) : '', payHref: owing ? `${path}/pay` : '', pdfHref: invoice.pdf ? `${path}/pdf` : '',
    document, about: document.facts.filter(({ value }) => value !== number),
    payments: invoice.payments.map((payment) => paymentModel(payment, visit, speech)),
    dispute: disputeModel(invoice, visit, speech),
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
    heading: title(speech.page), status: owing ? checkoutText(invoice, visit) : fill(words.nothing, { number }),
    lead: !owing ? '' : seller.bank ? words.lead : fill(words.noBank, { email: oneLine(seller.email) }),
    when: owing && date ? fill(due, { date }) : '',
    facts: owing && seller.bank ? facts(
      [words.amount, amountText(invoice.balance, locale)], [labels.accountHolder, seller.name], [labels.iban, ibanText(seller.bank.iban)],
      [labels.bic, seller.bank.bic], [labels.bank, seller.bank.name], [labels.reference, number],
    ) : [],
  };
}

/** "Checkout opened for 100.00 EUR."; with plain spaces, because it also stands alone as text. */
export function checkoutText(invoice: Invoice, { client }: Visit): string {
  const { page, locale } = pageSpeech(client.locale);
  return fill(page.pay.opened, { amount: amountText(invoice.balance, locale).replaceAll('\u00a0', ' ') });
}

/** True while a transfer would be welcome. */
export const owes = ({ state, balance }: Pick<Invoice, 'state' | 'balance'>): boolean => (state === 'issued' || state === 'sent') && isPositive(balance);

function whenText(invoice: Invoice, today: PlainDate, speech: PageSpeech): string {
  const { page: { invoice: words } } = speech;
  if (invoice.state === 'void') return words.voidNote;
  if (invoice.state === 'paid') return words.paidInFull;
  if (!invoice.dueDate) return '';
  return fill(invoice.dueDate < today ? words.wasDueOn : words.dueOn, { date: formatDate(invoice.dueDate, speech.locale) });
}

function paymentModel({ amount, applied, date, receipt, reversed }: Payment, visit: Visit, speech: PageSpeech): PaymentModel {
  const { page: { invoice: words }, locale } = speech;
  const credit = subtract(amount, applied);
  const kept = isZero(credit) ? '' : `${words.credit}: ${amountText(credit, locale)}`;
  return {
    when: fill(words.received, { date: formatDate(date, locale) }), amount: amountText(amount, locale),
    note: reversed ? fill(words.reversed, { date: dayText(reversed.at, visit, speech) }) : kept,
    receipt: receipt?.pdf ? fill(words.receipt, { number: receipt.number }) : '', href: receipt?.pdf ? `${visit.base}/files/${receipt.pdf.hash}` : '',
  };
}

function disputeModel({ id, state, dispute }: Invoice, visit: Visit, speech: PageSpeech): DisputeModel {
  const { page: { invoice: words } } = speech;
  if (!dispute) return { form: state === 'sent' || state === 'paid' ? `${visit.base}/invoices/${id}/dispute` : '', heading: words.disputeHeading, standing: [] };
  const own = dispute.by.via === 'portal';
  const told = own ? [{ text: fill(words.disputedOn, { date: dayText(dispute.at, visit, speech), reason: block(dispute.reason) }) }] : [];
  return { form: '', heading: own ? words.disputedHeading : words.disputedByOffice, standing: [...told, { text: words.disputedLead }] };
}
