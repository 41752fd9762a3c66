/** The files of an issued invoice or credit note: its page, and its e-invoice in the form that its client takes. */
import type { CreditNote } from '../domain/credit-note';
import { toCii } from '../domain/einvoice/cii';
import { formOf, USUAL_FORMAT, type Form } from '../domain/einvoice/format';
import { creditNoteEInvoice, eInvoiceOf, fitsEInvoice } from '../domain/einvoice/issued';
import type { EInvoice } from '../domain/einvoice/semantic';
import { toUbl } from '../domain/einvoice/ubl';
import { xmlText } from '../domain/einvoice/xml';
import { invoiceName, type FileRef, type Invoice } from '../domain/invoice';
import type { Look } from '../domain/look';
import type { FileStore } from '../store/file';
import { creditNoteModel } from '../templates/credit-note';
import { invoiceModel, type DocumentModel } from '../templates/model';
import type { Printer } from './gateways/chromium';
import { keptFile, printOnce } from './print';

type Deps = { files: FileStore; printer: Printer; look: Look };
type Files = { pdf: FileRef; xml?: FileRef };
/** `said` is nothing for a client that takes no e-invoices, and for amounts that they have no room for. */
type Issued = { key: string; name: string; model: DocumentModel; said: { form: Form; invoice: EInvoice } | undefined; at: string };

const formFor = ({ client, totals }: Pick<Invoice, 'client' | 'totals'>): Form | undefined =>
  (fitsEInvoice({ totals }) ? formOf(client.eInvoicing?.format ?? USUAL_FORMAT) : undefined);

/** Prints an issued invoice and writes its e-invoice, each once: inside the page, or as a file beside it. */
export function invoiceFiles(deps: Deps, invoice: Invoice, at: string): Promise<Files> {
  const { number, issueDate, dueDate, seller } = invoice;
  const form = formFor(invoice);
  const said = form && number && issueDate && dueDate && seller ? { form, invoice: eInvoiceOf(invoice, form, { number, issueDate, dueDate, seller }) } : undefined;
  return filesOf(deps, { key: `invoice/${invoice.id}`, name: invoiceName(invoice), model: invoiceModel(invoice, { look: deps.look }), said, at });
}

/** The same of a credit note. */
export function creditNoteFiles(deps: Deps, note: CreditNote, at: string): Promise<Files> {
  const form = formFor(note);
  const said = form && { form, invoice: creditNoteEInvoice(note, form) };
  return filesOf(deps, { key: `credit-note/${note.id}`, name: note.number, model: creditNoteModel(note, { look: deps.look }), said, at });
}

async function filesOf({ files, printer, look }: Deps, { key, name, model, said, at }: Issued): Promise<Files> {
  const xml = said && xmlText(said.form.syntax === 'cii' ? toCii(said.invoice) : toUbl(said.invoice));
  const inside = xml && said.form.carried === 'inside' ? { hybrid: { xml, conformance: 'EN 16931' as const } } : {};
  const pdf = await printOnce({ files, printer }, { key, name, model, look, at, ...inside });
  if (!xml || said.form.carried === 'inside') return { pdf };
  return { pdf, xml: await keptFile(files, { key: `${key}/xml`, name: `${name}.xml`, contentType: 'application/xml', bytes: Buffer.from(xml), at }) };
}
