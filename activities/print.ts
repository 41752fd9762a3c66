/** Printing: a document's PDF is made once under its key, and those bytes are it for good. */
import type { FileRef } from '../domain/invoice';
import type { Look } from '../domain/look';
import type { FileStore } from '../store/file';
import type { DocumentModel } from '../templates/model';
import { renderDocument } from '../templates/render';
import type { Printer } from './gateways/chromium';
import { asPdfA, type HybridInvoice } from './pdf-a';

/** `key` names what is printed, `name` the file without its ending; the XML of a hybrid invoice goes inside. */
type Print = { key: string; name: string; model: DocumentModel; look: Look; at: string; hybrid?: HybridInvoice };
type Deps = { files: FileStore; printer: Printer };

/** The PDF/A kept under a key: this print, unless one was kept before, by a step that was cut off after it. */
export async function printOnce({ files, printer }: Deps, { key, name, model, look, at, hybrid }: Print): Promise<FileRef> {
  const kept = await files.byKey(key);
  if (kept) return refOf(kept);
  const { title, language, seller } = model;
  const bytes = await asPdfA(await printer.print(renderDocument(model, look)), { title, author: seller.name, language, at, ...(hybrid && { hybrid }) });
  return keptFile(files, { key, name: `${name}.pdf`, contentType: 'application/pdf', bytes, at });
}

/** Keeps a file under its key and answers how it is found again: the first one of a key, for good. */
export async function keptFile(files: FileStore, file: Parameters<FileStore['keep']>[0]): Promise<FileRef> {
  return refOf(await files.keep(file));
}

const refOf = ({ hash, name, bytes }: Awaited<ReturnType<FileStore['keep']>>): FileRef => ({ hash, name, bytes: bytes.length });
