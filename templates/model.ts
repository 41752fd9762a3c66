/**
 * What a document's template sees: typed, already text. Here numbers of estimates, invoices and receipts become words;
 * every amount comes from the stored totals, none is computed again.
 */
import type { ClientSnapshot, Seller } from '../domain/client';
import type { Content } from '../domain/content';
import { estimateName, type Estimate } from '../domain/estimate';
import { formatDate, type PlainDate } from '../domain/dates';
import { invoiceName, type Invoice } from '../domain/invoice';
import { isZero, subtract } from '../domain/money';
import type { Tone } from '../domain/dunning';
import type { Payment, Receipt } from '../domain/payment';
import type { Totals } from '../domain/totals';
import { amountText, block, ibanText, oneLine } from './formats';
import { approvalMail, codeMail, estimateMail, invoiceMail, linkMail, receiptMail, reminderMail, type MailModel } from './mail-model';
import { facts, lineModels, partyModel, sellerModel, sumRows, taxNotes, termText, type Fact, type LineModel, type PartyModel, type SellerModel } from './parts';
import { fill, speechFor, type Speech, type Words } from './words';

/** `status` is "Draft" or "Void" in big letters, `statusNote` says what that means; both empty on a document that counts. */
type Common = {
  language: string; title: string; heading: string; status: string; statusNote: string;
  labels: Words['document']; seller: SellerModel; client: PartyModel; facts: Fact[];
};
type Lined = {
  lines: LineModel[]; amountHead: string; sums: Fact[]; inclusive: string; taxNotes: { text: string }[];
  panel: { heading: string; sentence: string; facts: Fact[] }; note: string;
};
type Texts<Name extends string> = Record<Name, string>;
type Reference = 'number' | 'issueDate' | 'purchaseOrder' | 'project' | 'currency' | 'net' | 'vat' | 'total';

export type InvoiceModel = Common & Lined & {
  kind: 'invoice';
  invoice: Texts<Reference | 'dueDate' | 'terms' | 'due'>;
  highlight: Fact & { by: string };
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
export type DocumentModel = InvoiceModel | EstimateModel | ReceiptModel;

/** `seller` is the office's own: a draft needs it, an issued document prints the one frozen into it. */
export type Making = { seller?: Seller; today?: PlainDate };
/** With the link to the portal a model also holds its mail. `today` is the client's calendar day. */
export type Mailing = Making & { url: string };
/** What renderMail takes. */
export type Mailed = { mail: MailModel };

export function invoiceModel(invoice: Invoice, mailing: Mailing): InvoiceModel & Mailed;
export function invoiceModel(invoice: Invoice, making?: Making): InvoiceModel;
export function invoiceModel(invoice: Invoice, { seller, url }: Partial<Mailing> = {}): InvoiceModel & Partial<Mailed> {
  const by = sellerOf(invoice.seller ?? seller);
  return { ...invoicePage(invoice, by), ...(url !== undefined && { mail: invoiceMail(invoice, by, url) }) };
}

export function estimateModel(estimate: Estimate, mailing: Mailing): EstimateModel & Mailed;
export function estimateModel(estimate: Estimate, making?: Making): EstimateModel;
export function estimateModel(estimate: Estimate, { seller, url }: Partial<Mailing> = {}): EstimateModel & Partial<Mailed> {
  const by = sellerOf(estimate.seller ?? seller);
  return { ...estimatePage(estimate, by), ...(url !== undefined && { mail: estimateMail(estimate, by, url) }) };
}

/** The payment must have its receipt's number. */
export function receiptModel(invoice: Invoice, payment: Payment, mailing: Mailing): ReceiptModel & Mailed;
export function receiptModel(invoice: Invoice, payment: Payment, making?: Making): ReceiptModel;
export function receiptModel(invoice: Invoice, payment: Payment, { url }: Partial<Mailing> = {}): ReceiptModel & Partial<Mailed> {
  const { receipt } = payment;
  if (!receipt) throw new TypeError('A payment without a receipt number has no receipt to print.');
  const numbered = { ...payment, receipt };
  const by = sellerOf(invoice.seller);
  return { ...receiptPage(invoice, numbered, by), ...(url !== undefined && { mail: receiptMail(invoice, numbered, by, url) }) };
}

/** `today` is the client's calendar day, by which the mail counts the days late. */
export const reminderModel = (invoice: Invoice, reminding: { url: string; tone: Tone; today: PlainDate }): Mailed =>
  ({ mail: reminderMail(invoice, sellerOf(invoice.seller), reminding) });

/** `until` is the link's last day. */
export const linkModel = (client: Pick<ClientSnapshot, 'name' | 'locale'>, { seller, url, until }: { seller: Seller; url: string; until?: PlainDate }): Mailed =>
  ({ mail: linkMail(client, seller, { url, until }) });

/** `to` is the approver's name, `locale` the office's; `until` is the link's last day. */
export const approvalMailModel = (invoice: Invoice, to: string, { seller, ...about }: { seller: Seller; locale: string; url: string; until: PlainDate }): Mailed =>
  ({ mail: approvalMail(invoice, to, seller, about) });

export const codeMailModel = (to: string, code: string, { seller, locale }: { seller: Seller; locale: string }): Mailed =>
  ({ mail: codeMail(to, code, seller, { locale }) });

function invoicePage(invoice: Invoice, seller: Seller): InvoiceModel {
  const { content, totals, client } = invoice;
  const speech = speechFor(client.locale);
  const { words: { document: words } } = speech;
  const name = invoiceName(invoice);
  const dueOn = invoice.dueDate ?? content.due;
  const dueDate = dueOn ? formatDate(dueOn, speech.locale) : '';
  const status = invoice.state === 'void' ? words.void : invoice.number ? '' : words.draft;
  const fields = {
    ...reference(content), number: name, issueDate: dateText(invoice.issueDate, speech), dueDate,
    terms: content.due ? '' : termText(content.terms, speech), vat: amountText(totals.vatTotal, speech.locale),
    total: amountText(totals.gross, speech.locale), due: amountText(totals.due, speech.locale), net: amountText(totals.net, speech.locale),
  };
  return {
    kind: 'invoice', ...common(words.invoice, name, seller, client, speech), ...lined(content, totals, seller, speech),
    status, statusNote: status === '' ? '' : status === words.draft ? words.draftNote : words.voidNote,
    invoice: fields,
    facts: facts(
      [words.number, name], [words.issueDate, fields.issueDate], [words.dueDate, dueDate], [words.terms, fields.terms],
      [words.purchaseOrder, content.purchaseOrder], [words.project, content.project], [words.yourVatId, client.vatId],
    ),
    highlight: { label: words.amountDue, value: fields.due, by: dueDate && fill(words.by, { date: dueDate }) },
    panel: payment(seller, fields, status === '' ? 'asked' : 'previewed', speech),
  };
}

function estimatePage(estimate: Estimate, seller: Seller): EstimateModel {
  const { content, totals, client } = estimate;
  const speech = speechFor(client.locale);
  const { words: { document: words } } = speech;
  const name = estimateName(estimate);
  const validUntil = dateText(estimate.validUntil, speech);
  const fields = {
    ...reference(content), number: name, issueDate: dateText(estimate.issueDate, speech), validUntil, vat: amountText(totals.vatTotal, speech.locale),
    total: amountText(totals.due, speech.locale), net: amountText(totals.net, speech.locale),
  };
  return {
    kind: 'estimate', ...common(words.estimate, name, seller, client, speech), ...lined(content, totals, seller, speech),
    status: estimate.number ? '' : words.draft, statusNote: estimate.number ? '' : words.draftEstimateNote,
    estimate: fields,
    facts: facts(
      [words.number, name], [words.issueDate, fields.issueDate], [words.validUntil, validUntil],
      [words.purchaseOrder, content.purchaseOrder], [words.project, content.project], [words.yourVatId, client.vatId],
    ),
    highlight: { label: words.estimateTotal, value: fields.total, by: validUntil && `${words.validUntil.toLowerCase()} ${validUntil}` },
    panel: { heading: words.acceptance, sentence: fill(validUntil ? words.acceptBy : words.accept, { date: validUntil, email: oneLine(seller.email) }), facts: [] },
  };
}

function receiptPage(invoice: Invoice, paid: Payment & { receipt: Receipt }, seller: Seller): ReceiptModel {
  const { receipt } = paid;
  const speech = speechFor(invoice.client.locale);
  const { words: { document: words }, locale } = speech;
  const credit = subtract(paid.amount, paid.applied);
  const kept = isZero(credit) ? '' : amountText(credit, locale);
  const before = subtract(subtract(invoice.totals.due, paid.applied), receipt.remaining);
  const fields = {
    number: receipt.number, issueDate: dateText(receipt.issueDate, speech), amount: amountText(paid.amount, locale), paymentDate: dateText(paid.date, speech),
    reference: oneLine(paid.reference), invoiceNumber: invoiceName(invoice), invoiceDate: dateText(invoice.issueDate, speech),
    invoiceTotal: amountText(invoice.totals.due, locale), applied: amountText(paid.applied, locale), credit: kept, remaining: amountText(receipt.remaining, locale),
  };
  return {
    kind: 'receipt', ...common(words.receipt, receipt.number, seller, invoice.client, speech), status: '', statusNote: '',
    receipt: fields,
    facts: facts(
      [words.number, receipt.number], [words.issueDate, fields.issueDate], [words.forInvoice, fields.invoiceNumber],
      [words.yourVatId, invoice.client.vatId],
    ),
    highlight: { label: words.received, value: fields.amount, by: fields.paymentDate },
    sentence: fill(words.receivedFrom, { amount: fields.amount, client: oneLine(invoice.client.name) }),
    outcome: isZero(receipt.remaining) ? words.paidInFull : fill(words.stillOpen, { amount: fields.remaining }),
    settlement: facts(
      [words.paymentDate, fields.paymentDate], [words.reference, fields.reference],
      [words.forInvoice, fields.invoiceNumber], [words.invoiceDate, fields.invoiceDate],
      [words.invoiceTotal, fields.invoiceTotal], [words.paidBefore, isZero(before) ? '' : amountText(before, locale)],
      [words.received, fields.amount], [words.applied, kept && fields.applied], [words.credit, kept], [words.remaining, fields.remaining],
    ),
  };
}

function common(kind: string, name: string, seller: Seller, client: Invoice['client'], speech: Speech) {
  const heading = `${kind} ${name}`;
  return {
    language: speech.language, heading, title: `${heading} \u00b7 ${oneLine(seller.name)}`, labels: speech.words.document,
    seller: sellerModel(seller, speech), client: partyModel(client, speech, seller.address.country),
  };
}

function lined(content: Content, totals: Totals, seller: Seller, speech: Speech): Omit<Lined, 'panel'> {
  const { words: { document: words } } = speech;
  return {
    lines: lineModels(content, totals, speech), amountHead: fill(words.amountIn, { currency: content.currency }), sums: sumRows(content, totals, speech),
    inclusive: content.prices === 'inclusive' ? words.inclusive : '', taxNotes: taxNotes(totals, seller.address.country, speech),
    note: block(content.note ?? '').trim(),
  };
}

const reference = ({ currency, purchaseOrder = '', project = '' }: Content) =>
  ({ currency, purchaseOrder: oneLine(purchaseOrder), project: oneLine(project) });

function payment(seller: Seller, { due, dueDate, number }: InvoiceModel['invoice'], asks: 'asked' | 'previewed', { words: { document: words } }: Speech) {
  const { name, bank } = seller;
  return {
    heading: words.payment,
    sentence: asks === 'asked' ? fill(words.pay, { amount: due, date: dueDate, number }) : words.payWhenIssued,
    facts: bank
      ? facts([words.accountHolder, name], [words.bank, bank.name], [words.iban, ibanText(bank.iban)], [words.bic, bank.bic], [words.reference, number])
      : [],
  };
}

const dateText = (date: PlainDate | undefined, { locale }: Speech): string => (date ? formatDate(date, locale) : '');

/** Without a seller there is nobody to be paid: the caller forgot the office's own. */
function sellerOf(seller: Seller | undefined): Seller {
  if (!seller) throw new TypeError('A document that is not issued yet needs the office as its seller.');
  return seller;
}
