/**
 * What a document's template sees: typed, already text. Here numbers of estimates, invoices and receipts become words;
 * every amount comes from the stored totals, none is computed again.
 */
import type { ClientSnapshot, Seller } from '../domain/client';
import { fixedDue, type Content } from '../domain/content';
import { formatDate, type PlainDate } from '../domain/dates';
import { designOf } from '../domain/design';
import type { Estimate } from '../domain/estimate';
import type { Invoice } from '../domain/invoice';
import { languageOf } from '../domain/language';
import type { Look } from '../domain/look';
import { isZero, subtract } from '../domain/money';
import type { Tone } from '../domain/dunning';
import type { Payment, Receipt } from '../domain/payment';
import { paymentReference, referenceText } from '../domain/payment-reference';
import type { Totals } from '../domain/totals';
import { inLanguages } from './bilingual';
import type { CreditNoteModel } from './credit-note';
import type { ReminderModel } from './reminder';
import type { StatementModel } from './statement';
import { designed, type Designed } from './design';
import { amountText, block, ibanText, oneLine } from './formats';
import { approvalMail, codeMail, estimateMail, invoiceMail, linkMail, receiptMail, reminderMail, type MailModel } from './mail-model';
import { facts, lineModels, nameText, partyModel, sellerModel, sumRows, taxNotes, termText, vatInFacts, type Fact, type PartyModel, type SellerModel } from './parts';
import { paymentSlip, type PaymentSlip } from './payment-slip';
import { fill, type Speech, type Words } from './words';

/** `second` is the language of the words between signs (bilingual.ts), empty on a document in one language. `status` is "Draft" or "Void" in big letters, `statusNote` says what that means; both empty on a document that counts. */
export type Common = {
  language: string; second: string; title: string; heading: string; status: string; statusNote: string;
  /** The key of the design, empty for the standard one. */
  design: string;
  labels: Words['document']; seller: SellerModel; client: PartyModel; facts: Fact[];
};
export type Lined = Designed & {
  amountHead: string; sums: Fact[]; inclusive: string; taxNotes: { text: string }[];
  panel: { heading: string; sentence: string; facts: Fact[]; code: string }; note: string;
};
export type Texts<Name extends string> = Record<Name, string>;
type Reference = 'number' | 'issueDate' | 'purchaseOrder' | 'project' | 'currency' | 'net' | 'vat' | 'total';

export type InvoiceModel = Common & Lined & {
  kind: 'invoice';
  invoice: Texts<Reference | 'dueDate' | 'terms' | 'due'>;
  highlight: Fact & { by: string };
  /** Not for templates: what sheet() adds to the page. */
  paying: PaymentSlip;
};
export type EstimateModel = Common & Lined & {
  kind: 'estimate';
  estimate: Texts<Reference | 'validUntil'>;
  highlight: Fact & { by: string };
};
export type ReceiptModel = Common & {
  kind: 'receipt';
  receipt: Texts<
    'number' | 'issueDate' | 'amount' | 'paymentDate' | 'reference' | 'invoiceNumber' | 'invoiceDate' | 'invoiceTotal' | 'applied' | 'credit' | 'remaining'
  >;
  highlight: Fact & { by: string };
  sentence: string; outcome: string; settlement: Fact[];
};
export type DocumentModel = InvoiceModel | EstimateModel | ReceiptModel | CreditNoteModel | ReminderModel | StatementModel;

/** `look` holds the designs of which the content names one. `seller` is the office's own: a draft needs it, an issued document prints the one frozen into it. */
export type Making = { seller?: Seller; today?: PlainDate; look?: Look };
/** With the link to the portal a model also holds its mail. `today` is the client's calendar day. */
export type Mailing = Making & { url: string };
/** What renderMail takes. */
export type Mailed = { mail: MailModel };

export function invoiceModel(invoice: Invoice, mailing: Mailing): InvoiceModel & Mailed;
export function invoiceModel(invoice: Invoice, making?: Making): InvoiceModel;
export function invoiceModel(invoice: Invoice, { seller, url, look }: Partial<Mailing> = {}): InvoiceModel & Partial<Mailed> {
  const by = sellerOf(invoice.seller ?? seller);
  const paying = payingOf(invoice, by);
  return { ...inLanguages(invoice.client, (speech) => invoicePage(invoice, by, speech, paying, look)), paying, ...(url !== undefined && { mail: invoiceMail(invoice, by, { url, ...wordsIn(look) }) }) };
}

export function estimateModel(estimate: Estimate, mailing: Mailing): EstimateModel & Mailed;
export function estimateModel(estimate: Estimate, making?: Making): EstimateModel;
export function estimateModel(estimate: Estimate, { seller, url, look }: Partial<Mailing> = {}): EstimateModel & Partial<Mailed> {
  const by = sellerOf(estimate.seller ?? seller);
  return { ...inLanguages(estimate.client, (speech) => estimatePage(estimate, by, speech, look)), ...(url !== undefined && { mail: estimateMail(estimate, by, { url, ...wordsIn(look) }) }) };
}

/** The payment must have its receipt's number. */
export function receiptModel(invoice: Invoice, payment: Payment, mailing: Mailing): ReceiptModel & Mailed;
export function receiptModel(invoice: Invoice, payment: Payment, making?: Making): ReceiptModel;
export function receiptModel(invoice: Invoice, payment: Payment, { url, look }: Partial<Mailing> = {}): ReceiptModel & Partial<Mailed> {
  const { receipt } = payment;
  if (!receipt) throw new TypeError('A payment without a receipt number has no receipt to print.');
  const numbered = { ...payment, receipt };
  const by = sellerOf(invoice.seller);
  return { ...inLanguages(invoice.client, (speech) => receiptPage(invoice, numbered, by, speech)), ...(url !== undefined && { mail: receiptMail(invoice, numbered, by, { url, ...wordsIn(look) }) }) };
}

/** `today` is the client's calendar day, by which the mail counts the days late. */
export const reminderModel = (invoice: Invoice, { look, ...reminding }: { url: string; tone: Tone; today: PlainDate; look?: Look }): Mailed =>
  ({ mail: reminderMail(invoice, sellerOf(invoice.seller), { ...reminding, ...wordsIn(look) }) });

/** The office's own words for mails. */
export const wordsIn = (look: Look | undefined): { mails?: Look['mails'] } => (look ? { mails: look.mails } : {});

/** `until` is the link's last day. */
export const linkModel = (client: Pick<ClientSnapshot, 'name' | 'locale'>, { seller, url, until }: { seller: Seller; url: string; until?: PlainDate }): Mailed =>
  ({ mail: linkMail(client, seller, { url, until }) });

/** `to` is the approver's name, `locale` the office's; `until` is the link's last day. */
export const approvalMailModel = (invoice: Invoice, to: string, { seller, ...about }: { seller: Seller; locale: string; url: string; until: PlainDate }): Mailed =>
  ({ mail: approvalMail(invoice, to, seller, about) });

export const codeMailModel = (to: string, code: string, { seller, locale }: { seller: Seller; locale: string }): Mailed =>
  ({ mail: codeMail(to, code, seller, { locale }) });

/** How an issued invoice that asks for money is paid by its page. */
export function payingOf({ state, number, balance, client }: Invoice, seller: Seller): PaymentSlip {
  return number && state !== 'void' ? paymentSlip({ seller, client, due: balance, number, language: languageOf(client.locale) ?? 'en' }) : {};
}

function invoicePage(invoice: Invoice, seller: Seller, speech: Speech, paying: PaymentSlip, look?: Look): Omit<InvoiceModel, 'paying'> {
  const { content, totals, client } = invoice;
  const { words: { document: words } } = speech;
  const name = nameText(invoice, speech);
  const dueOn = invoice.dueDate ?? fixedDue(content);
  const dueDate = dueOn ? formatDate(dueOn, speech.locale) : '';
  const status = invoice.state === 'void' ? words.void : invoice.number ? '' : words.draft;
  const fields = {
    ...reference(content), number: name, issueDate: dateText(invoice.issueDate, speech), dueDate,
    terms: fixedDue(content) ? '' : termText(content.terms, speech), vat: amountText(totals.vatTotal, speech.locale),
    total: amountText(totals.gross, speech.locale), due: amountText(totals.due, speech.locale), net: amountText(totals.net, speech.locale),
  };
  return {
    kind: 'invoice', ...common(words.invoice, name, seller, client, speech), design: content.design ?? '', ...lined(content, totals, seller, speech, look),
    status, statusNote: status === '' ? '' : status === words.draft ? words.draftNote : words.voidNote,
    invoice: fields,
    facts: [
      ...facts(
        [words.number, name], [words.issueDate, fields.issueDate], [words.dueDate, dueDate], [words.terms, fields.terms],
        [words.purchaseOrder, content.purchaseOrder], [words.project, content.project], [words.yourVatId, client.vatId],
        [speech.words.taxes.supplied, dateText(content.supplied, speech)],
      ), ...vatInFacts(invoice, speech),
    ],
    highlight: { label: words.amountDue, value: fields.due, by: dueOn ? fill(words.by, { date: formatDate(dueOn, speech.wordsLocale) }) : '' },
    panel: payment(seller, fields, status === '' ? dueOn : undefined, speech, paying),
  };
}

function estimatePage(estimate: Estimate, seller: Seller, speech: Speech, look?: Look): EstimateModel {
  const { content, totals, client } = estimate;
  const { words: { document: words } } = speech;
  const name = nameText(estimate, speech);
  const validUntil = dateText(estimate.validUntil, speech);
  const until = estimate.validUntil ? formatDate(estimate.validUntil, speech.wordsLocale) : '';
  const fields = {
    ...reference(content), number: name, issueDate: dateText(estimate.issueDate, speech), validUntil, vat: amountText(totals.vatTotal, speech.locale),
    total: amountText(totals.due, speech.locale), net: amountText(totals.net, speech.locale),
  };
  return {
    kind: 'estimate', ...common(words.estimate, name, seller, client, speech), design: content.design ?? '', ...lined(content, totals, seller, speech, look),
    status: estimate.number ? '' : words.draft, statusNote: estimate.number ? '' : words.draftEstimateNote,
    estimate: fields,
    facts: facts(
      [words.number, name], [words.issueDate, fields.issueDate], [words.validUntil, validUntil],
      [words.purchaseOrder, content.purchaseOrder], [words.project, content.project], [words.yourVatId, client.vatId],
    ),
    highlight: { label: words.estimateTotal, value: fields.total, by: until && fill(words.validBy, { date: until }) },
    panel: { heading: words.acceptance, code: '', sentence: fill(until ? words.acceptBy : words.accept, { date: until, email: oneLine(seller.email) }), facts: [] },
  };
}

function receiptPage(invoice: Invoice, paid: Payment & { receipt: Receipt }, seller: Seller, speech: Speech): ReceiptModel {
  const { receipt } = paid;
  const { words: { document: words }, locale } = speech;
  const credit = subtract(paid.amount, paid.applied);
  const kept = isZero(credit) ? '' : amountText(credit, locale);
  const before = subtract(subtract(invoice.totals.due, paid.applied), receipt.remaining);
  const fields = {
    number: receipt.number, issueDate: dateText(receipt.issueDate, speech), amount: amountText(paid.amount, locale), paymentDate: dateText(paid.date, speech),
    reference: oneLine(paid.reference), invoiceNumber: nameText(invoice, speech), invoiceDate: dateText(invoice.issueDate, speech),
    invoiceTotal: amountText(invoice.totals.due, locale), applied: amountText(paid.applied, locale), credit: kept, remaining: amountText(receipt.remaining, locale),
  };
  return {
    kind: 'receipt', ...common(words.receipt, receipt.number, seller, invoice.client, speech), design: invoice.content.design ?? '', status: '', statusNote: '',
    receipt: fields,
    facts: facts(
      [words.number, receipt.number], [words.issueDate, fields.issueDate], [words.forInvoice, fields.invoiceNumber],
      [words.yourVatId, invoice.client.vatId],
    ),
    highlight: { label: words.received, value: fields.amount, by: fields.paymentDate },
    sentence: fill(words.receivedFrom, { amount: fields.amount, client: oneLine(invoice.client.name) }),
    outcome: isZero(receipt.remaining) ? words.paidInFull : fill(words.stillOpen, { amount: fields.remaining }),
    settlement: facts(
      [words.paymentDate, fields.paymentDate], [words.paymentReference, fields.reference],
      [words.forInvoice, fields.invoiceNumber], [words.invoiceDate, fields.invoiceDate],
      [words.invoiceTotal, fields.invoiceTotal], [words.paidBefore, isZero(before) ? '' : amountText(before, locale)],
      [words.received, fields.amount], [words.applied, kept && fields.applied], [words.credit, kept], [words.remaining, fields.remaining],
    ),
  };
}

/** What every document has. */
export function common(kind: string, name: string, seller: Seller, client: Invoice['client'], speech: Speech) {
  const heading = `${kind} ${name}`;
  return {
    language: speech.language, second: '', heading, title: `${heading} \u00b7 ${oneLine(seller.name)}`, labels: speech.words.document,
    seller: sellerModel(seller, speech), client: partyModel(client, speech, seller.address.country),
  };
}

/** What documents with lines have. */
export function lined(content: Content, totals: Totals, seller: Seller, speech: Speech, look?: Look): Omit<Lined, 'panel'> {
  const { words: { document: words } } = speech;
  const amountHead = fill(words.amountIn, { currency: content.currency });
  return {
    ...designed(designOf(look?.designs ?? [], content.design), { content, totals, lines: lineModels(content, totals, speech), amountHead }, speech), amountHead, sums: sumRows(content, totals, speech),
    inclusive: content.prices === 'inclusive' ? words.inclusive : '', taxNotes: taxNotes(content, totals, seller.address.country, speech),
    note: block(content.note ?? '').trim(),
  };
}

const reference = ({ currency, purchaseOrder = '', project = '' }: Content) =>
  ({ currency, purchaseOrder: oneLine(purchaseOrder), project: oneLine(project) });

/** Without `dueOn` nothing is asked for yet. */
function payment(seller: Seller, { due, number: name }: InvoiceModel['invoice'], dueOn: PlainDate | undefined, speech: Speech, paying: PaymentSlip) {
  const { words: { document: words }, wordsLocale } = speech;
  return paymentPanel(seller, name, (number) => (dueOn ? fill(words.pay, { amount: due, date: formatDate(dueOn, wordsLocale), number }) : words.payWhenIssued), speech, paying);
}

/** How an amount is paid: the sentence that asks for it, told the reference as it is written, and the account. Without a document's name there is no reference. */
export function paymentPanel(seller: Seller, name: string | undefined, sentence: (reference: string) => string, { words: { document: words } }: Speech, { code }: PaymentSlip): Lined['panel'] {
  const { name: holder, bank } = seller;
  const number = bank && name ? referenceText(paymentReference(name, bank)) : name ?? '';
  return {
    heading: words.payment, sentence: sentence(number), code: code ? words.scan : '',
    facts: bank
      ? facts([words.accountHolder, holder], [words.bank, bank.name], [words.iban, ibanText(bank.iban)], [words.bic, bank.bic], [words.reference, number])
      : [],
  };
}

const dateText = (date: PlainDate | undefined, { locale }: Speech): string => (date ? formatDate(date, locale) : '');

/** Without a seller there is nobody to be paid: the caller forgot the office's own. */
export function sellerOf(seller: Seller | undefined): Seller {
  if (!seller) throw new TypeError('A document that is not issued yet needs the office as its seller.');
  return seller;
}
