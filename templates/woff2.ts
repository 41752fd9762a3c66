/** Which characters a WOFF2 font has glyphs for, read from its own character map: what a package says of a file is only nearly true. */
import { brotliDecompressSync } from 'node:zlib';

/** Places of bytes: WOFF2 2.0 (W3C), sections 4.1 and 4.2; OpenType 1.9, "cmap", formats 4 and 12. */
const HEADER_BYTES = 48;
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
/** The tag is no known one and follows in four bytes. */
const TAG_FOLLOWS = 63;

/** Code points with a glyph of their own. */
export function charactersOf(woff2: Buffer): ReadonlySet<number> {
  const { start, tables } = directoryOf(woff2);
  const data = brotliDecompressSync(woff2.subarray(start, start + woff2.readUInt32BE(20)));
  const cmap = tables.find(({ tag }) => tag === CMAP);
  if (!cmap) throw new TypeError('A font without a character map.');
  return mapped(data.subarray(cmap.from, cmap.from + cmap.size));
}

/** Where each table lies in the unpacked data, and where that begins in the file. */
function directoryOf(woff2: Buffer): { start: number; tables: { tag: number; from: number; size: number }[] } {
  const tables: { tag: number; from: number; size: number }[] = [];
  let at = HEADER_BYTES;
  let from = 0;
  const base128 = (): number => {
    let value = 0;
    for (;;) {
      const byte = woff2.readUInt8(at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  for (let left = woff2.readUInt16BE(12); left > 0; left -= 1) {
    const flags = woff2.readUInt8(at++);
    const [tag, version] = [flags & 63, flags >> 6];
    if (tag === TAG_FOLLOWS) at += 4;
    const original = base128();
    const isTransformed = tag === GLYF || tag === LOCA ? version !== 3 : version !== 0;
    const size = isTransformed ? base128() : original;
    tables.push({ tag, from, size });
    from += size;
  }
  return { start: at, tables };
}

function mapped(cmap: Buffer): ReadonlySet<number> {
  const found = new Set<number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(8 + index * 8));
    const format = table.readUInt16BE(0);
    if (format === 4) readSegments(table, found);
    if (format === 12) readGroups(table, found);
  }
  return found;
}

function readSegments(table: Buffer, found: Set<number>): void {
  const double = table.readUInt16BE(6);
  for (let at = 14; at < 14 + double; at += 2) {
    const [last, first] = [table.readUInt16BE(at), table.readUInt16BE(at + 2 + double)];
    const [delta, offsetAt] = [table.readUInt16BE(at + 2 + 2 * double), at + 2 + 3 * double];
    const offset = table.readUInt16BE(offsetAt);
    for (let code = first; code <= last && code < 0xffff; code += 1) {
      const listed = offset === 0 ? code : table.readUInt16BE(offsetAt + offset + (code - first) * 2);
      if (listed !== 0 && ((listed + delta) & 0xffff) !== 0) found.add(code);
    }
  }
}

function readGroups(table: Buffer, found: Set<number>): void {
  for (let at = 16; at < 16 + 12 * table.readUInt32BE(12); at += 12) {
    for (let code = table.readUInt32BE(at); code <= table.readUInt32BE(at + 4); code += 1) found.add(code);
  }
}
