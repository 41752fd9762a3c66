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
import { carried } from '../templates/file-name';
import { receiptModel } from '../templates/model';
import { renderMail } from '../templates/render';
import { changeDocument } from './change';
import { viewOf, type InvoiceView } from './context';
import type { Printer } from './gateways/chromium';
import { actOfOffice, outcomeOf, unlessLater } from './issue';
import type { Links } from './link';
import type { Mailer } from './mail';
import { claimNumber } from './number';
import { printOnce } from './print';

type Ref = { invoiceId: string; paymentId: string; at: string };
type MailingDeps = { invoices: InvoiceStore; mailer: Mailer; links: Links; book: Book; searchable: boolean };
type IssuingDeps = MailingDeps & { numbers: NumberStore; files: FileStore; printer: Printer };

function paymentOf(invoice: Invoice, paymentId: string): Payment {
  const payment = invoice.payments.find(({ id }) => id === paymentId);
  if (!payment) throw new DomainError('PaymentUnknown', { name: invoice.number });
  return payment;
}

const withReceipt = (invoice: Invoice, paymentId: string, receipt: Receipt): Change<Invoice>['changes'] =>
  ({ payments: invoice.payments.map((payment) => (payment.id === paymentId ? { ...payment, receipt } : payment)) });

/** Mails the receipt of a payment and strikes it out of what is owed. */
const receiptMailing = ({ invoices, mailer, links, book }: Pick<MailingDeps, 'invoices' | 'mailer' | 'links' | 'book'>) =>
  async (invoice: Invoice, { paymentId, at, key }: { paymentId: string; at: string; key: string }): Promise<Invoice> => {
    const payment = paymentOf(invoice, paymentId);
    if (!payment.receipt) throw new Error(`The payment ${paymentId} has no receipt to mail.`);
    const mailKey = key.startsWith('invoice/') ? key : `invoice/${invoice.id}/${key}`;
    const url = await links.mintLink({ clientId: invoice.client.id, documentId: invoice.id, at });
    const { look } = book.current();
    const model = receiptModel(invoice, payment, { url, look });
    const message = renderMail('receipt', model, look);
    const mail = await mailer.deliver({
      key: mailKey, kind: 'receipt', documentId: invoice.id, documentKind: 'invoice', to: invoice.client.email, ...message,
      attachments: payment.receipt.pdf ? [carried(payment.receipt.pdf, model)] : [], at,
    });
    const { document } = await changeDocument<Invoice>(invoices, invoice, actOfOffice(`${mailKey}/end`, at), (seen) => {
      const { receipt } = paymentOf(seen, paymentId);
      const change = mailed(seen, outcomeOf(mail, 'receipt', at));
      return {
        ...change, kind: `receipt.${change.kind}`,
        changes: { ...change.changes, owed: struckOut(seen, key), ...(receipt && withReceipt(seen, paymentId, { ...receipt, mailKey })) },
      };
    });
    return document;
  };

export const createReceiptMailing = (deps: MailingDeps) => {
  const mailing = receiptMailing(deps);
  return {
    /** Mails the receipt and strikes it out of what is owed. Refuses NotFound. */
    async mailReceipt({ invoiceId, at, ...which }: Ref & { key: string }): Promise<InvoiceView> {
      const invoice = await deps.invoices.find(invoiceId);
      if (!invoice) throw new DomainError('NotFound', { what: 'invoice' });
      return viewOf(deps.book, await mailing(invoice, { ...which, at }), at, deps.searchable);
    },
  };
};

export const createReceiptIssuing = ({ invoices, numbers, files, printer, mailer, links, book, searchable }: IssuingDeps) => {
  const mailing = receiptMailing({ invoices, mailer, links, book });

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

  async function printed(invoice: Invoice, { paymentId, at }: Ref): Promise<Invoice> {
    const payment = paymentOf(invoice, paymentId);
    if (payment.receipt?.pdf) return invoice;
    const name = payment.receipt?.number ?? 'receipt';
    const pdf = await printOnce({ files, printer }, { key: `receipt/${paymentId}`, name, model: receiptModel(invoice, payment), look: book.current().look, at });
    const { document } = await changeDocument<Invoice>(invoices, invoice, actOfOffice(`receipt/${paymentId}/print`, at), (seen) => {
      const { receipt } = paymentOf(seen, paymentId);
      if (!receipt) return undefined;
      return { kind: 'receipt.printed', detail: { paymentId, hash: pdf.hash }, changes: withReceipt(seen, paymentId, { ...receipt, pdf }) };
    });
    return document;
  }

  return {
    /** Numbers the receipt, prints it and mails it, each once; it is owed no more then. While the provider takes no mails, mailing it is left to its own step. */
    async issueReceipt({ key, ...ref }: Ref & { key: string }): Promise<InvoiceView> {
      const invoice = await printed(await numbered(ref), ref);
      const isOwed = invoice.owed.some((debt) => debt.key === key);
      const stands = isOwed ? await unlessLater(invoices, invoice, mailing(invoice, { ...ref, key })) : invoice;
      return viewOf(book, stands, ref.at, searchable);
    },
  };
};
