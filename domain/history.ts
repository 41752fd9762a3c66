/**
 * History: every change of a document is one appended entry that carries what it changed and the hash of the entry before.
 * Folding the entries' `changes` in order gives the document, so an auditor can check one against the other.
 */
import { createHash } from 'node:crypto';
import type { Actor } from './people';

/**
 * `key` names the act once and for all: the same key again is the same act. `changes` are the top-level fields set by it
 * (null clears one). `hash` is SHA-256 over the canonical JSON of the entry without `hash`, `previous` included.
 */
export type Entry = {
  seq: number;
  key: string;
  at: string;
  by: Actor;
  kind: string;
  detail: Record<string, unknown>;
  changes: Record<string, unknown>;
  previous: string;
  hash: string;
};

/** What a domain rule answers: the act's name, what to tell about it, and the fields it sets. */
export type Change<T> = { kind: string; detail?: Record<string, unknown>; changes: Partial<{ [K in keyof T]: T[K] | null }> };

/** Who acts, when (ISO instant of the workflow's clock) and under which key. */
export type Act = { key: string; at: string; by: Actor };

/** JSON with sorted keys and without undefined: the same value gives the same text everywhere. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/** SHA-256 in hex over the canonical JSON of a value. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/** The next entry of a chain; the first one's `previous` is empty. */
export function nextEntry(last: Entry | undefined, act: Act, change: Change<never> | Change<Record<string, unknown>>): Entry {
  const entry = {
    seq: (last?.seq ?? 0) + 1, key: act.key, at: act.at, by: act.by,
    kind: change.kind, detail: change.detail ?? {}, changes: change.changes as Record<string, unknown>, previous: last?.hash ?? '',
  };
  const kept = JSON.parse(canonical(entry)) as Omit<Entry, 'hash'>; // What is hashed is what is stored.
  return { ...kept, hash: hashOf(kept) };
}

/** Keys of the mails that began to leave, by the entries, and of which no entry tells how that ended. */
export const begunMails = (history: readonly Entry[]): string[] => {
  const ended = new Set(history.filter(({ detail }) => typeof detail['status'] === 'string').map(({ detail }) => detail['mailKey']));
  return history.filter(({ kind, detail }) => kind === 'mail.sending' && !ended.has(detail['mailKey'])).map(({ detail }) => String(detail['mailKey']));
};
