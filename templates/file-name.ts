/** What files are called when they leave: "Invoice INV-2026-0007 Northlight Studio.pdf", in the client's language. */
import { firstAlone } from './bilingual';
import { unisolated } from './direction';
import { oneLine } from './formats';

/** Of characters: with an ending well below the 255 bytes that file systems take, in any script. */
const LONGEST = 80;
/** Not allowed in names on Windows, or read as something else in a path. */
const UNSAFE = /[\\/:*?"<>|\u200e\u200f]+/g;

/** A document by its heading and its seller; without an ending, without anything that a file system or a mail program takes amiss. */
export function fileName(heading: string, seller: string): string {
  const safe = oneLine(unisolated(firstAlone(`${heading} ${seller}`))).replace(UNSAFE, ' ').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  return [...safe].slice(0, LONGEST).join('').replace(/[. ]+$/, '') || 'document';
}

/** A stored file as a mail brings it: by the heading of its document, an e-invoice beside the page under the same name. */
export const carried = ({ hash, name }: { hash: string; name: string }, { heading, seller }: { heading: string; seller: { name: string } }): { hash: string; as: string } =>
  ({ hash, as: `${fileName(heading, seller.name)}${/\.[a-z0-9]+$/i.exec(name)?.[0] ?? ''}` });
