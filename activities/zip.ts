/** A ZIP written into a file, entry after entry, so that memory holds one entry at a time. The same entries give the same bytes. */
import { open } from 'node:fs/promises';
import { Zip, ZipDeflate } from 'fflate';
import type { PlainDate } from '../domain/dates';

/** The format's own limits, without ZIP64 (APPNOTE.TXT 6.3.10, 4.4.1.4): entries, and bytes before the directory at the end. */
const MOST_ENTRIES = 65_535;
const MOST_BYTES = 2 ** 32 - 1;
/** Of an entry's two headers, besides its name and its bytes (APPNOTE.TXT, 4.3.7 and 4.3.12, with the descriptor of 4.3.9). */
const HEADERS = 30 + 46 + 16;

/** Thrown when the next entry would go beyond the limit; the file is then of no use. */
export class ZipFull extends Error {}

export type ZipFile = {
  /** `date` is the day that the entry shows. Throws ZipFull. */
  add(name: string, bytes: Uint8Array, date: PlainDate): Promise<void>;
  /** Writes the directory and answers how many bytes the file has. */
  finish(): Promise<number>;
  close(): Promise<void>;
};

/** Makes a new file, which must not be there yet. `most` is the largest size wanted. */
export async function openZip(path: string, most: number = MOST_BYTES): Promise<ZipFile> {
  const file = await open(path, 'wx', 0o600);
  const limit = Math.min(most, MOST_BYTES);
  let waiting: Uint8Array[] = [];
  let [written, directory, entries] = [0, 0, 0];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    waiting.push(chunk);
  });
  const write = async (): Promise<void> => {
    const chunks = waiting;
    waiting = [];
    for (const chunk of chunks) await file.write(chunk);
    written += chunks.reduce((sum, { length }) => sum + length, 0);
  };
  return {
    async add(name, bytes, date) {
      entries += 1;
      directory += name.length + HEADERS;
      const entry = new ZipDeflate(name, { level: 6 });
      const [year, month, day] = date.split('-').map(Number) as [number, number, number];
      entry.mtime = new Date(year, month - 1, day, 12); // The format has no zones: the local noon is written as noon everywhere.
      zip.add(entry);
      entry.push(bytes, true);
      await write();
      if (entries > MOST_ENTRIES || written + directory > limit) throw new ZipFull(`The archive is larger than ${limit} bytes or ${MOST_ENTRIES} files.`);
    },
    async finish() {
      zip.end();
      await write();
      await file.sync();
      return written;
    },
    close: () => file.close(),
  };
}
