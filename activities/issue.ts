/** Issuing: number, print, mail. Each step is claimed before it is done and found again after a crash. */
import type { Book } from '../config/book';
import { mailed, struckOut, type MailOutcome } from '../domain/collecting';
import { fixedDue } from '../domain/content';
import { dueDate } from '../domain/dates';
import { exchangeAtIssue } from '../domain/exchange';
import type { Act } from '../domain/history';
import { isUnmailed, type HeldMail, type Invoice } from '../domain/invoice';
import { OFFICE } from '../domain/people';
import { searchText } from '../domain/search';
import type { FileStore } from '../store/file';
import type { InvoiceStore } from '../store/invoice';
import type { Mail } from '../store/mail';
import type { NumberStore } from '../store/number';
import { carried } from '../templates/file-name';
import { invoiceModel } from '../templates/model';
import { renderDocument, renderMail } from '../templates/render';
import { changeDocument } from './change';
import { invoiceFiles } from './e-invoice';
import { viewOf, type InvoiceView } from './context';
import type { Printer } from './gateways/chromium';
import type { Links } from './link';
import { isLater, type Mailer } from './mail';
import { claimNumber } from './number';

type Ref = { invoiceId: string; at: string };
type MailingDeps = { invoices: InvoiceStore; mailer: Mailer; links: Links; book: Book; searchable: boolean };
type IssuingDeps = MailingDeps & { numbers: NumberStore; files: FileStore; printer: Printer };

export const actOfOffice = (key: string, at: string): Act => ({ key, at, by: OFFICE });

/** The office's holidays of the year and the next, for terms that move to a business day. */
const holidaysFrom = (book: Book, date: string): string[] => [0, 1].flatMap((years) => book.holidaysOf(Number(date.slice(0, 4)) + years));

/** A mail row's state in the document's words. */
export const outcomeOf = (mail: Mail, kind: HeldMail['kind'], at: string): MailOutcome => {
  const status = mail.state === 'accepted' || mail.state === 'delivered' || mail.state === 'bounced' || mail.state === 'unknown' ? mail.state : 'failed';
  return { mailKey: mail.key, kind, to: mail.to, status, reason: mail.reason, at };
};

/** Mails an issued invoice with its PDF, the document or its id given. The document says `sending` before the mail leaves. */
const invoiceMailing = ({ invoices, mailer, links, book }: Pick<MailingDeps, 'invoices' | 'mailer' | 'links' | 'book'>) =>
  async (from: string | Invoice, { at, key, to }: { at: string; key?: string; to?: string }): Promise<Invoice> => {
    const invoiceId = typeof from === 'string' ? from : from.id;
    const mailKey = key ?? `invoice/${invoiceId}/send`;
    const { document: invoice } = await changeDocument<Invoice>(invoices, from, actOfOffice(`${mailKey}/begin`, at), (seen) => {
      if (!seen.pdf || seen.state === 'void') return undefined;
      const address = to ?? seen.client.email;
      return { kind: 'mail.sending', detail: { mailKey, to: address }, changes: { delivery: { status: 'sending', to: address, mailKey, at } } };
    });
    if (!invoice.pdf || invoice.state === 'void') return invoice;
    const url = await links.mintLink({ clientId: invoice.client.id, documentId: invoiceId, at });
    const { look } = book.current();
    const model = invoiceModel(invoice, { url, look });
    const message = renderMail('invoice', model, look);
    const mail = await mailer.deliver({
      key: mailKey, kind: 'invoice', documentId: invoiceId, documentKind: 'invoice', to: to ?? invoice.client.email, ...message,
      attachments: [invoice.pdf, ...(invoice.xml ? [invoice.xml] : [])].map((file) => carried(file, model)), at,
    });
    const { document } = await changeDocument<Invoice>(invoices, invoice, actOfOffice(`${mailKey}/end`, at), (sent) => {
      const change = mailed(sent, outcomeOf(mail, 'invoice', at));
      return { ...change, changes: { ...change.changes, owed: struckOut(sent, mailKey) } };
    });
    return document;
  };

export const createInvoiceMailing = (deps: MailingDeps) => {
  const mailing = invoiceMailing(deps);
  return {
    /** Mails the issued invoice with its PDF: the first time (no `key`), or again as an owed mail. */
    async mailInvoice({ invoiceId, at, key, to }: Ref & { key?: string; to?: string }): Promise<InvoiceView> {
      return viewOf(deps.book, await mailing(invoiceId, { at, key, to }), at, deps.searchable);
    },
  };
};

export const createInvoiceIssuing = ({ invoices, numbers, files, printer, mailer, links, book, searchable }: IssuingDeps) => {
  const mailing = invoiceMailing({ invoices, mailer, links, book });

  /** Gives the next number of the year, and freezes dates, rates, seller and client. A number once claimed stays with its invoice. */
  async function numbered({ invoiceId, at }: Ref): Promise<Invoice> {
    const { office } = book.current();
    const { number, issueDate } = await claimNumber(numbers, office, 'invoice', invoiceId, at);
    const act = actOfOffice(`issue/${invoiceId}`, at);
    const { document } = await changeDocument<Invoice>(invoices, invoiceId, act, (invoice) => {
      if (invoice.state === 'void' && !invoice.number) return { kind: 'numbered', detail: { number }, changes: { number, issueDate } }; // Voided while it was numbered: the number stays with it.
      if (invoice.state !== 'approved') return undefined;
      const due = fixedDue(invoice.content) ?? dueDate(issueDate, invoice.content.terms, holidaysFrom(book, issueDate));
      return {
        kind: 'issued', detail: { number, issueDate, dueDate: due },
        changes: { state: 'issued', number, issueDate, dueDate: due, seller: office.seller, ...exchangeAtIssue(invoice, office.rates, issueDate), searchText: searchText({ ...invoice, number }) },
      };
    });
    return document;
  }

  /** Prints an issued invoice: the first print's bytes are the invoice for good. */
  async function printed(invoice: Invoice, at: string): Promise<Invoice> {
    if (invoice.state !== 'issued' || invoice.pdf) return invoice;
    const { id } = invoice;
    const made = await invoiceFiles({ files, printer, look: book.current().look }, invoice, at);
    const { document } = await changeDocument<Invoice>(invoices, invoice, actOfOffice(`print/${id}`, at), () => ({
      kind: 'printed', detail: { hash: made.pdf.hash, ...(made.xml && { xml: made.xml.hash }) }, changes: made,
    }));
    return document;
  }

  return {
    /** Numbers an approved invoice, prints it and mails it, each once. While the provider takes no mails, mailing it is left to its own step. */
    async issueInvoice({ invoiceId, at }: Ref): Promise<InvoiceView> {
      const invoice = await printed(await numbered({ invoiceId, at }), at);
      const view = viewOf(book, invoice, at, searchable);
      return isUnmailed(view) ? viewOf(book, await unlessLater(invoices, invoice, mailing(invoice, { at })), at, searchable) : view;
    },
  };
};

/** The document as mailed; as it stands when the provider takes no mails just now. */
export async function unlessLater(invoices: InvoiceStore, invoice: Invoice, mailing: Promise<Invoice>): Promise<Invoice> {
  try {
    return await mailing;
  } catch (error) {
    if (!isLater(error)) throw error;
    return (await invoices.find(invoice.id)) ?? invoice;
  }
}

/** A draft's page, printed for its author alone: nothing is kept. */
export const draftPrinter = ({ printer, book }: Pick<IssuingDeps, 'printer' | 'book'>) =>
  (invoice: Invoice): Promise<Buffer> => {
    const { office: { seller }, look } = book.current();
    return printer.print(renderDocument(invoiceModel(invoice, { seller, look }), look));
  };
