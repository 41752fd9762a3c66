/** Sharing: a document's PDF for one person, in private. An issued one is the stored file; a draft is printed for this look alone. */
import type { Book } from '../config/book';
import { estimateName, type Estimate } from '../domain/estimate';
import { invoiceName, type Invoice } from '../domain/invoice';
import { DomainError } from '../domain/refusals';
import type { EstimateStore } from '../store/estimate';
import type { FileStore } from '../store/file';
import type { InvoiceStore } from '../store/invoice';
import { estimateModel, invoiceModel } from '../templates/model';
import { renderDocument } from '../templates/render';
import { typed } from '../templates/slack/text';
import type { SharePdf } from '../workflows/contracts/office';
import type { Printer } from './gateways/chromium';
import type { Slack } from './gateways/slack';

type Deps = { invoices: InvoiceStore; estimates: EstimateStore; files: FileStore; printer: Printer; slack: Pick<Slack, 'share'>; book: Book };

export const createSharingActivities = ({ invoices, estimates, files, printer, slack, book }: Deps) => {
  async function bytesOf(document: Invoice | Estimate, kind: SharePdf['kind']): Promise<Buffer> {
    const stored = document.pdf ? await files.byHash(document.pdf.hash) : null;
    if (stored) return stored.bytes;
    const { seller } = book.current().office;
    return printer.print(renderDocument(kind === 'invoice' ? invoiceModel(document as Invoice, { seller }) : estimateModel(document as Estimate, { seller })));
  }

  return {
    /** Uploads the PDF to the person's conversation with the app. Refuses NotFound. */
    async sharePdf({ kind, documentId, userId }: SharePdf): Promise<void> {
      const document = kind === 'invoice' ? await invoices.find(documentId) : await estimates.find(documentId);
      if (!document) throw new DomainError('NotFound', { what: kind });
      const name = kind === 'invoice' ? invoiceName(document as Invoice) : estimateName(document as Estimate);
      const fileName = document.pdf?.name ?? `${name.replace(/[^\w-]+/g, '-')}.pdf`;
      await slack.share(userId, { name: fileName, bytes: await bytesOf(document, kind), comment: `${typed(name)} for ${typed(document.client.name)} as a PDF.` });
    },
  };
};
