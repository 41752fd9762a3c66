/** Receipts: one numbered receipt per payment, printed, mailed with the balance that remains, never twice. */
import type { Book } from '../config/book';
import { mailed, struckOut } from '../domain/collecting';
import type { Change } from '../domain/history';
import type { Invoice } from '../domain/invoice';
import type { Payment, Receipt } from '../domain/payment';
import { DomainError } from '../domain/refusals';
import type { FileStore } from '../store/file';
import type { InvoiceStore } from '../store/invoice';
import type { NumberStore } from '../store/number';
import { receiptModel } from '../templates/model';
import { renderDocument, renderMail } from '../templates/render';
import { changeDocument } from './change';
import { viewOf, type InvoiceView } from './context';
import type { Printer } from './gateways/chromium';
import { actOfOffice, outcomeOf } from './issue';
import type { Links } from './link';
import type { Mailer } from './mail';
import { claimNumber } from './number';
import { printOnce } from './print';

type Ref = { invoiceId: string; paymentId: string; at: string };
type MailingDeps = { invoices: InvoiceStore; mailer: Mailer; links: Links; book: Book; searchable: boolean };
type IssuingDeps = { invoices: InvoiceStore; numbers: NumberStore; files: FileStore; printer: Printer; book: Book };

function paymentOf(invoice: Invoice, paymentId: string): Payment {
  const payment = invoice.payments.find(({ id }) => id === paymentId);
  if (!payment) throw new DomainError('PaymentUnknown', { name: invoice.number });
  return payment;
}

const withReceipt = (invoice: Invoice, paymentId: string, receipt: Receipt): Change<Invoice>['changes'] =>
  ({ payments: invoice.payments.map((payment) => (payment.id === paymentId ? { ...payment, receipt } : payment)) });

export const createReceiptMailing = ({ invoices, mailer, links, book, searchable }: MailingDeps) => ({
  /** Mails the receipt and strikes it out of what is owed. */
  async mailReceipt({ invoiceId, paymentId, at, key }: Ref & { key: string }): Promise<InvoiceView> {
    const invoice = await invoices.find(invoiceId);
    if (!invoice) throw new DomainError('NotFound', { what: 'invoice' });
    const payment = paymentOf(invoice, paymentId);
    if (!payment.receipt) throw new Error(`The payment ${paymentId} has no receipt to mail.`);
    const mailKey = key.startsWith('invoice/') ? key : `invoice/${invoiceId}/${key}`;
    const url = await links.mintLink({ clientId: invoice.client.id, documentId: invoiceId, at });
    const message = renderMail('receipt', receiptModel(invoice, payment, { url }));
    const mail = await mailer.deliver({
      key: mailKey, kind: 'receipt', documentId: invoiceId, documentKind: 'invoice', to: invoice.client.email, ...message,
      attachments: payment.receipt.pdf ? [{ hash: payment.receipt.pdf.hash }] : [], at,
    });
    const { document } = await changeDocument<Invoice>(invoices, invoice, actOfOffice(`${mailKey}/end`, at), (seen) => {
      const { receipt } = paymentOf(seen, paymentId);
      const change = mailed(seen, outcomeOf(mail, 'receipt', at));
      return {
        ...change, kind: `receipt.${change.kind}`,
        changes: { ...change.changes, owed: struckOut(seen, key), ...(receipt && withReceipt(seen, paymentId, { ...receipt, mailKey })) },
      };
    });
    return viewOf(book, document, at, searchable);
  },
});

export const createReceiptIssuing = ({ invoices, numbers, files, printer, book }: IssuingDeps) => {
  /** Numbers the receipt of a payment in its own gapless series. */
  async function numbered({ invoiceId, paymentId, at }: Ref): Promise<Invoice> {
    const { number, issueDate } = await claimNumber(numbers, book.current().office, 'receipt', paymentId, at);
    const { document } = await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`receipt/${paymentId}/number`, at), (invoice) => {
      const { receipt, remaining } = paymentOf(invoice, paymentId);
      if (receipt) return undefined;
      return { kind: 'receipt.issued', detail: { paymentId, number, remaining }, changes: withReceipt(invoice, paymentId, { number, remaining, issueDate }) };
    });
    return document;
  }

  return {
    /** Numbers the receipt and prints it, each once. */
    async issueReceipt({ invoiceId, paymentId, at }: Ref): Promise<void> {
      const invoice = await numbered({ invoiceId, paymentId, at });
      const payment = paymentOf(invoice, paymentId);
      if (payment.receipt?.pdf) return;
      const name = payment.receipt?.number ?? 'receipt';
      const pdf = await printOnce({ files, printer }, { key: `receipt/${paymentId}`, name, page: () => renderDocument(receiptModel(invoice, payment)), at });
      await changeDocument<Invoice>(invoices, invoice, actOfOffice(`receipt/${paymentId}/print`, at), (seen) => {
        const { receipt } = paymentOf(seen, paymentId);
        if (!receipt) return undefined;
        return { kind: 'receipt.printed', detail: { paymentId, hash: pdf.hash }, changes: withReceipt(seen, paymentId, { ...receipt, pdf }) };
      });
    },
  };
};
