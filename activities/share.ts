/** Sharing: a document's PDF, or the approval rules as a picture, for one person, in private. An issued one is the stored file; a draft is printed for this look alone. */
import type { Book } from '../config/book';
import type { Policies } from '../config/policy/active';
import type { CreditNote } from '../domain/credit-note';
import { estimateName, type Estimate } from '../domain/estimate';
import { invoiceName, type Invoice } from '../domain/invoice';
import { checkPermission, may } from '../domain/permission';
import { DomainError } from '../domain/refusals';
import type { CreditNoteStore } from '../store/credit-note';
import type { EstimateStore } from '../store/estimate';
import type { FileStore } from '../store/file';
import type { InvoiceStore } from '../store/invoice';
import type { AccessQueries } from '../store/queries/access';
import { creditNoteModel } from '../templates/credit-note';
import { estimateModel, invoiceModel } from '../templates/model';
import { flowLines, flowOf, flowPage } from '../templates/policy/flow';
import { renderDocument } from '../templates/render';
import { documentName } from '../templates/slack/name';
import { typed } from '../templates/slack/text';
import { speaking, t } from '../templates/slack/words';
import type { SharePdf, SharePolicy } from '../workflows/contracts/office';
import type { Printer } from './gateways/chromium';
import type { Slack } from './gateways/slack';

type Deps = { policies: Pick<Policies, 'active'>; access: AccessQueries; invoices: InvoiceStore; estimates: EstimateStore; creditNotes: CreditNoteStore; files: FileStore; printer: Printer; slack: Pick<Slack, 'share'>; book: Book };

/** In px, at twice the density: Chromium's pictures end at 16,384 pixels (Skia's largest surface). */
const TALLEST_PICTURE = 8_000;
/** Slack's limit of a message's text, with room (https://docs.slack.dev/reference/methods/chat.postMessage, 40,000 characters). */
const LONGEST_COMMENT = 10_000;

export const createSharingActivities = ({ policies, access, invoices, estimates, creditNotes, files, printer, slack, book }: Deps) => {
  const find = (kind: SharePdf['kind'], id: string): Promise<Invoice | Estimate | CreditNote | null> =>
    (kind === 'invoice' ? invoices.find(id) : kind === 'estimate' ? estimates.find(id) : creditNotes.find(id));

  async function bytesOf(document: Invoice | Estimate | CreditNote, kind: SharePdf['kind']): Promise<Buffer> {
    const stored = document.pdf ? await files.byHash(document.pdf.hash) : null;
    if (stored) return stored.bytes;
    const { office: { seller }, look } = book.current();
    if (kind === 'credit-note') return printer.print(renderDocument(creditNoteModel(document as CreditNote, { look }), look));
    const model = kind === 'invoice' ? invoiceModel(document as Invoice, { seller, look }) : estimateModel(document as Estimate, { seller, look });
    return printer.print(renderDocument(model, look));
  }

  return {
    /** Uploads the approval rules in force as a picture to the person's conversation with the app; its words are those of the text. Refuses NotAllowed. */
    async sharePolicy({ userId, by }: SharePolicy): Promise<void> {
      checkPermission(await access.of(by.email, book.current()), 'see_policy');
      const policy = await policies.active();
      const { people, locale } = book.current().office;
      const say = <T>(words: () => T): T => speaking(locale, words);
      const flow = say(() => flowOf(policy, people));
      const { html, ...size } = say(() => flowPage(flow));
      const isPicture = size.height <= TALLEST_PICTURE; // A file of hundreds of policies comes as a PDF.
      const file = { name: `approval-policy-${policy.version}.${isPicture ? 'png' : 'pdf'}`, bytes: isPicture ? await printer.picture(html, size) : await printer.print(html) };
      await slack.share(userId, { ...file, comment: say(() => flowLines(flow)).map(typed).join('\n').slice(0, LONGEST_COMMENT) });
    },

    /** Uploads the PDF to the person's conversation with the app. Refuses NotFound, also for what the person may not see. */
    async sharePdf({ kind, documentId, userId, by }: SharePdf): Promise<void> {
      const document = await find(kind, documentId);
      const rights = await access.of(by.email, book.current());
      if (!document || !may(rights, 'see', document)) throw new DomainError('NotFound', { what: kind.replace('-', ' ') });
      const name = kind === 'invoice' ? invoiceName(document as Invoice) : kind === 'estimate' ? estimateName(document as Estimate) : (document as CreditNote).number;
      const fileName = document.pdf?.name ?? `${name.replace(/[^\w-]+/g, '-')}.pdf`;
      await slack.share(userId, { name: fileName, bytes: await bytesOf(document, kind), comment: speaking(book.current().office.locale, () => t`${typed(documentName(name))} for ${typed(document.client.name)} as a PDF.`) });
    },
  };
};
