/** An invoice's pages: itself, its PDF, its e-invoice, and how to pay it. */
import { DomainError } from '../../domain/refusals';
import type { Invoice } from '../../domain/invoice';
import { invoicePage, payPage, payStatus } from '../../templates/pages/invoice';
import { renderPage } from '../../templates/render';
import { addressOf, brandOf, type Caller } from '../deps';
import { download, file, onward, page, type Reply } from '../reply';
import { need, type Fields } from '../request';
import { checkOrigin } from '../seal';

/** The caller's own invoice by id or number. Refuses PageUnknown for everything else alike. */
export async function invoiceOf({ deps: { reading }, client }: Caller, name: string): Promise<Invoice> {
  const invoice = await reading.invoice(client.id, name);
  if (!invoice) throw new DomainError('PageUnknown');
  return invoice;
}

export async function showInvoice(caller: Caller): Promise<Reply> {
  const { deps, link, visit, names: [name = ''] } = caller;
  const invoice = await invoiceOf(caller, name);
  const notes = await deps.reading.creditNotes(invoice.client.id, [invoice.id]);
  return page(renderPage('invoice', invoicePage(visit, invoice, deps.seals.mint(link.hash), notes), brandOf(deps)));
}

export async function showInvoicePdf(caller: Caller): Promise<Reply> {
  const { deps: { reading }, client, names: [name = ''] } = caller;
  const { pdf } = await invoiceOf(caller, name);
  const stored = pdf && (await reading.file(client.id, pdf.hash));
  if (!stored) throw new DomainError('PageUnknown');
  return file(stored);
}

/** The e-invoice, where it is a file beside the page. */
export async function showInvoiceXml(caller: Caller): Promise<Reply> {
  const { deps: { reading }, client, names: [name = ''] } = caller;
  const { xml } = await invoiceOf(caller, name);
  const stored = xml && (await reading.file(client.id, xml.hash));
  if (!stored) throw new DomainError('PageUnknown');
  return download(stored);
}

export async function showPayment(caller: Caller): Promise<Reply> {
  const { deps, visit, names: [name = ''] } = caller;
  return page(renderPage('pay', payPage(visit, await invoiceOf(caller, name)), brandOf(deps)));
}

/**
 * Opens the payment page of an invoice. It changes nothing, so it needs no seal. The amount is the balance in the store:
 * one that a form brings is written to the log and otherwise ignored.
 */
export async function openPayment(caller: Caller): Promise<Reply> {
  const { request, deps, client, visit, names: [name] } = caller;
  checkOrigin(request, deps.publicUrl);
  const fields: Fields = await request.fields();
  const invoice = await invoiceOf(caller, name ?? need(fields, 'invoice'));
  const amount = fields.get('amount');
  if (amount !== undefined) {
    deps.log.warn({ event: 'portal.amount.ignored', clientId: client.id, invoiceId: invoice.id, given: amount.slice(0, 40), ip: request.ip }, 'A form brought an amount; the balance in the store counts.');
  }
  return onward(addressOf(deps, `${visit.base}/invoices/${invoice.id}/pay`), payStatus(invoice, visit));
}

/** Where `return_to` may lead: a key of this table, never an address. */
const RETURNS: ReadonlyMap<string, string> = new Map([['overview', ''], ['invoices', '#invoices'], ['estimates', '#estimates'], ['receipts', '#receipts']]);

/** Leaves the payment page, to one of our own pages. */
export async function leavePayment({ request, deps, visit }: Caller): Promise<Reply> {
  return onward(addressOf(deps, `${visit.base}${RETURNS.get(request.query.get('return_to') ?? '') ?? ''}`), 'Redirect to own portal.');
}
