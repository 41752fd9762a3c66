/** Canaries: texts that were planted as secrets and must lie nowhere. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Database } from './database';
import type { Finding } from './finding';
import type { Message } from './outbox';

/** A finding never repeats the secret: its beginning names it. */
export const leakOf = (document: string, canary: string): Finding =>
  ({ check: 'canary', document, sentence: `it holds the secret that begins with ${canary.slice(0, 4)}….` });

/** Rows of every collection, also of those that the office does not know. */
export async function inDatabase(database: Database, canaries: readonly string[]): Promise<Finding[]> {
  const found: Finding[] = [];
  if (canaries.length === 0) return found;
  for await (const { collection, id, bytes } of database.everything()) {
    for (const canary of canaries) if (bytes.includes(canary)) found.push(leakOf(`${collection}/${id}`, canary));
  }
  return found;
}

export const inOutbox = (messages: Iterable<Message[]>): Finding[] =>
  [...messages].flat().flatMap(({ id, secrets }) => secrets.map((secret) => leakOf(`outbox/${id}`, secret)));

/** Every file below the folders: logs, and data that a part keeps by itself. */
export async function inFolders(folders: readonly string[], canaries: readonly string[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const folder of canaries.length === 0 ? [] : folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = join(folder, name);
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
      for (const canary of await heldBy(file, canaries)) found.push(leakOf(relative(process.cwd(), file), canary));
    }
  }
  return found;
}

/** Reads in pieces, each with the end of the one before, so that a secret across a border is seen. */
async function heldBy(file: string, canaries: readonly string[]): Promise<Set<string>> {
  const held = new Set<string>();
  const overlap = Math.max(...canaries.map((canary) => Buffer.byteLength(canary)));
  let end: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(file)) {
    const bytes = Buffer.concat([end, piece as Buffer]);
    for (const canary of canaries) if (bytes.includes(canary)) held.add(canary);
    end = bytes.subarray(-overlap);
  }
  return held;
}
