/** E-invoices that come in: fetched from Slack, judged, printed, kept once, and brought again to whom they are shown. */
import { createHash } from 'node:crypto';
import type { Book } from '../config/book';
import { toCii } from '../domain/einvoice/cii';
import { EN_16931, inFacturX } from '../domain/einvoice/conform';
import { receivedInvoice } from '../domain/einvoice/received';
import type { EInvoice } from '../domain/einvoice/semantic';
import { relationOf, type ReceivedInvoice } from '../domain/einvoice/taking-over';
import { toUbl } from '../domain/einvoice/ubl';
import { xmlText } from '../domain/einvoice/xml';
import { safeName } from '../domain/archive';
import { idOf } from '../domain/id';
import type { Invoice } from '../domain/invoice';
import { PLAIN_LOOK, type Look } from '../domain/look';
import { checkPermission } from '../domain/permission';
import { DomainError } from '../domain/refusals';
import type { FileStore } from '../store/file';
import type { AccessQueries } from '../store/queries/access';
import type { ReceivedStore } from '../store/received';
import { receivedModel } from '../templates/received';
import { renderDocument } from '../templates/render';
import { typed } from '../templates/slack/text';
import { speaking, t } from '../templates/slack/words';
import type { ImportedEInvoice, ImportEInvoice, ShareReceived } from '../workflows/contracts/import';
import type { Printer } from './gateways/chromium';
import type { Slack } from './gateways/slack';
import { asPdfA } from './pdf-a';
import { keptFile } from './print';
import { judgedFile } from './received-file';

/** An e-invoice in MB: one with all its attachments stays below it, and a worker holds two at a time. */
const MOST_MB = 20;
/** As many broken rules as a person reads. */
const FAULTS_TOLD = 5;

type Received = { document: Invoice; pdf: Buffer; ubl: string };
type Making = { printer: Printer; at: string; language: string; look?: Look };

/**
 * A received e-invoice going out again: as a document of the office's own shape, as CII inside a page, and as UBL. Each syntax goes under
 * its own specification: what only Peppol or XRechnung asks is not claimed of a page for people. `language` is that of the page.
 */
export async function receivedFiles(said: EInvoice, { printer, at, language, look = PLAIN_LOOK }: Making): Promise<Received> {
  const document = receivedInvoice(said, { at, locale: language });
  const model = receivedModel(said, document, look);
  const { process: _, ...plain } = said;
  const hybrid = { xml: xmlText(toCii(inFacturX(said))), conformance: 'EN 16931' as const };
  const pdf = await asPdfA(await printer.print(renderDocument(model, look)), { title: model.title, author: said.seller.name, language: model.language, at, hybrid });
  return { document, pdf, ubl: xmlText(toUbl({ ...plain, specification: EN_16931 })) };
}

type Deps = { received: ReceivedStore; files: FileStore; printer: Printer; slack: Pick<Slack, 'download' | 'share'>; access: AccessQueries; book: Book };

type Arrived = Pick<ReceivedInvoice, 'said' | 'remarks' | 'hash' | 'by' | 'at'> & { name: string; bytes: Buffer };

export const createImportActivities = ({ received, files, printer, slack, access, book }: Deps) => {
  /** Each file under a key of the hash: brought in twice, or after a crash, it is kept once. */
  async function keep({ said, remarks, hash, by, at, name, bytes }: Arrived): Promise<ReceivedInvoice> {
    const { office } = book.current();
    const made = await receivedFiles(said, { printer, at, language: office.locale });
    const own = safeName(said.number);
    const file = (key: string, called: string, contentType: string, content: Buffer) => keptFile(files, { key: `received/${hash}/${key}`, name: called, contentType, bytes: content, at });
    return received.keep({
      id: idOf('rcv', hash), hash, relation: relationOf(said, office.seller), said, remarks: [...remarks], by, at,
      original: await file('original', safeName(name), 'application/octet-stream', bytes), pdf: await file('pdf', `${own}.pdf`, 'application/pdf', made.pdf), ubl: await file('ubl', `${own}.xml`, 'application/xml', Buffer.from(made.ubl)),
    });
  }

  return {
    /** Refuses NotAllowed, FileTooLarge, and ImportRefused with the rules that are broken. */
    async importEInvoice({ url, name, by, at }: ImportEInvoice & { at: string }): Promise<ImportedEInvoice> {
      checkPermission(await access.of(by.email, book.current()), 'create');
      const bytes = await slack.download(url, MOST_MB * 1_000_000);
      if (!bytes) throw new DomainError('FileTooLarge', { name, most: MOST_MB });
      const { invoice: said, faults = [], remarks = [], xml } = await judgedFile(bytes, book.eInvoiceRules.book);
      if (!said || !xml) throw new DomainError('ImportRefused', { name, faults: faults.slice(0, FAULTS_TOLD).map(({ rule, text }) => `${rule}: ${text}`).join(' ') });
      const hash = createHash('sha256').update(xml).digest('hex');
      const known = await received.byHash(hash);
      const row = known ?? await keep({ said, remarks, hash, by, at, name, bytes });
      return { id: row.id, number: row.said.number, relation: row.relation, repeated: known !== null };
    },

    /** Uploads a file of one to the person's conversation with the app. Refuses NotAllowed and ImportUnknown. */
    async shareReceived({ receivedId, file, userId, by }: ShareReceived): Promise<void> {
      checkPermission(await access.of(by.email, book.current()), 'create');
      const row = await received.find(receivedId);
      const stored = row && (await files.byHash(row[file].hash));
      if (!row || !stored) throw new DomainError('ImportUnknown', { number: receivedId });
      const comment = speaking(book.current().office.locale, () => t`${typed(row.said.number)} of ${typed(row.said.seller.name)}.`);
      await slack.share(userId, { name: row[file].name, bytes: stored.bytes, comment });
    },
  };
};
