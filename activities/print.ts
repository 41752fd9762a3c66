/** Printing: a document's PDF is made once under its key, and those bytes are it for good. */
import type { FileRef } from '../domain/invoice';
import type { FileStore } from '../store/file';
import type { Printer } from './gateways/chromium';

/** `key` names what is printed, `name` the file without its ending, `html` its page. */
type Print = { key: string; name: string; html: string; at: string };

/** The PDF kept under a key: this print, unless one was kept before, by a step that was cut off after it. */
export async function printOnce({ files, printer }: { files: FileStore; printer: Printer }, { key, name, html, at }: Print): Promise<FileRef> {
  const kept = await files.keep({ key, name: `${name}.pdf`, contentType: 'application/pdf', bytes: await printer.print(html), at });
  return { hash: kept.hash, name: kept.name, bytes: kept.bytes.length };
}
