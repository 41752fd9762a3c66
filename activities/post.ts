/** Letters: the stored pages of many documents as one PDF for a printer that prints both sides. */
import { PDFDocument } from '@cantoo/pdf-lib';
import type { Book } from '../config/book';
import type { Estimate } from '../domain/estimate';
import type { Invoice } from '../domain/invoice';
import { checkPermission, may } from '../domain/permission';
import { POST_LIMITS, sheetsOf } from '../domain/posting';
import { DomainError } from '../domain/refusals';
import type { EstimateStore } from '../store/estimate';
import type { FileStore } from '../store/file';
import type { InvoiceStore } from '../store/invoice';
import type { AccessQueries } from '../store/queries/access';
import { speaking, t, tn } from '../templates/slack/words';
import type { PlannedPost, PlanPost, SharePost } from '../workflows/contracts/post';
import type { Slack } from './gateways/slack';

type Deps = { invoices: InvoiceStore; estimates: EstimateStore; files: Pick<FileStore, 'byHash'>; access: AccessQueries; slack: Pick<Slack, 'share'>; book: Book };

export const createPostingActivities = ({ invoices, estimates, files, access, slack, book }: Deps) => {
  /** The stored page of each, one at a time. Refuses NotFound, NotAllowed and NotPrintable. */
  async function* pagesOf({ documents, by }: PlanPost): AsyncGenerator<PDFDocument> {
    const rights = await access.of(by.email, book.current());
    for (const id of documents) {
      const what = id.startsWith('est_') ? 'estimate' : 'invoice';
      const document: Invoice | Estimate | null = what === 'estimate' ? await estimates.find(id) : await invoices.find(id);
      if (!document || !may(rights, 'see', document)) throw new DomainError('NotFound', { what });
      checkPermission(rights, 'send', document);
      const stored = document.pdf && (await files.byHash(document.pdf.hash));
      if (!stored) throw new DomainError('NotPrintable', { name: document.number ?? id });
      yield await PDFDocument.load(stored.bytes, { updateMetadata: false });
    }
  }

  return {
    /** How many pages each has. */
    async planPost(asked: PlanPost): Promise<PlannedPost> {
      const pages: number[] = [];
      for await (const page of pagesOf(asked)) pages.push(page.getPageCount());
      return { pages };
    },

    /** Brings all of them as one PDF; each begins on the front of a sheet. Refuses PostTooLong. */
    async sharePost({ userId, date, ...asked }: SharePost): Promise<void> {
      const merged = await PDFDocument.create();
      let [sheets, pages] = [0, 0];
      for await (const document of pagesOf(asked)) {
        if (merged.getPageCount() % 2 === 1) merged.addPage(sizeOf(merged)); // The back of the last sheet stays white.
        for (const page of await merged.copyPages(document, document.getPageIndices())) merged.addPage(page);
        sheets += sheetsOf(document.getPageCount());
        pages += document.getPageCount();
        if (pages > POST_LIMITS.pages) throw new DomainError('PostTooLong', { pages, most: POST_LIMITS.pages });
      }
      merged.setTitle(`Letters of ${date}`);
      const bytes = Buffer.from(await merged.save());
      await slack.share(userId, { name: `letters-${date}.pdf`, bytes, comment: speaking(book.current().office.locale, () => lettersText(asked.documents.length, sheets)) });
    },
  };
};

const lettersText = (letters: number, sheets: number): string =>
  t`${tn(letters, '{count} letter', '{count} letters')} on ${tn(sheets, '{count} sheet', '{count} sheets')}, in post order. Print on both sides.`;

const sizeOf = (document: PDFDocument): [number, number] => {
  const { width, height } = document.getPage(document.getPageCount() - 1).getSize();
  return [width, height];
};
