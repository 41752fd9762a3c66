/** One text for one value, and its hash: the auditor's own reading of how the office hashes its records. */
import { createHash } from 'node:crypto';

/** JSON with the keys of every object in the order of their UTF-16 code units; fields without a value are left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each)).join()}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const record = value as Record<string, unknown>;
  const names = Object.keys(record).filter((name) => record[name] !== undefined).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(record[name])}`).join()}}`;
}

export const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** SHA-256 in hex, of a text as UTF-8 or of bytes. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
