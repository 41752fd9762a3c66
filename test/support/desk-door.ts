/** The desk's JSON door, seen from a test: requests, waiting for conditions, and reading what is shown. */
import type { Dict } from '../../embedded/slack/json';

/** A message as the desk shows it. */
export type DeskMessage = Dict & { channel: string; ts: string; user: string; text: string; ephemeral: boolean; revision: number; thread_ts?: string; reply_count?: number; blocks?: Dict[]; files?: Dict[] };
/** A modal or Home as the desk shows it. */
export type DeskView = Dict & { id: string; hash: string; callback_id: string; private_metadata: string; blocks: Dict[]; state: { values: Record<string, Record<string, Dict>> } };
export type Outcome = { ok: boolean; error?: string; errors?: Record<string, string> };
/** How long a condition may take to come true before the test fails, in ms. */
export const PATIENCE_MS = 120_000;
const POLL_MS = 25;

/** An answer other than 2xx. */
export class DeskError extends Error {
  constructor(readonly status: number, readonly answer: Dict, what: string) {
    super(`${what}: HTTP ${status} ${JSON.stringify(answer)}`);
    this.name = 'DeskError';
  }
}

/** Polls until `look` answers something, and answers it; fails with what it waited for and what it saw last. */
export async function until<T>(look: () => Promise<T | undefined | null | false>, what: string, patienceMs = PATIENCE_MS): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** One request to a server of ours; bytes travel as they are, everything else as JSON. */
export async function call<T>(origin: string, method: string, path: string, body?: unknown): Promise<T> {
  const init = body instanceof Uint8Array
    ? { method, body: new Uint8Array(body), headers: { 'content-type': 'application/octet-stream' } }
    : { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) };
  const reply = await fetch(`${origin}${path}`, init);
  const answer = (await reply.json()) as Dict;
  if (!reply.ok) throw new DeskError(reply.status, answer, `${method} ${path}`);
  return answer as T;
}

const words = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(words);
  return Object.entries(value).flatMap(([name, each]) => ((name === 'text' || name === 'alt_text') && typeof each === 'string' ? [each] : words(each)));
};

/** All words of a message or view, one line for each text: what a reader of the whole of it would see. */
export const textOf = (surface: DeskMessage | DeskView | Dict): string => words({ title: surface.title, text: surface.text, blocks: surface.blocks, attachments: surface.attachments }).join('\n');

/** Whether the words are there: a string is contained, a pattern fits. */
export const matches = (text: string, wanted: string | RegExp): boolean => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));
