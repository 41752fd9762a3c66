/** Printing: a document's PDF is made once under its key, and those bytes are it for good. */
import type { FileRef } from '../domain/invoice';
import type { FileStore } from '../store/file';
import type { Printer } from './gateways/chromium';

/** `key` names what is printed, `name` the file without its ending; `page` is asked for the HTML only when nothing is kept under the key yet. */
type Print = { key: string; name: string; page(): string; at: string };

/** The kept PDF of a key, printed now unless it was before. */
export async function printOnce({ files, printer }: { files: FileStore; printer: Printer }, { key, name, page, at }: Print): Promise<FileRef> {
  const kept = (await files.byKey(key)) ?? (await files.keep({ key, name: `${name}.pdf`, contentType: 'application/pdf', bytes: await printer.print(page()), at }));
  return { hash: kept.hash, name: kept.name, bytes: kept.bytes.length };
}
