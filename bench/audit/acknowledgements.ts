/** What a driver was told: a log of JSON lines `{ key, documentId, outcome }`, one for each act it tried. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** done: it was answered with yes; refused: with no; unknown: no answer came, so either may be. */
export type Outcome = 'done' | 'refused' | 'unknown';
export type Acknowledgement = { key: string; documentId: string; outcome: Outcome };

const OUTCOMES: readonly string[] = ['done', 'refused', 'unknown'];

/** Reads logs; answers what is in them by document. Throws with file and line for what is no such log. */
export async function readAcknowledgements(files: readonly string[]): Promise<Map<string, Acknowledgement[]>> {
  const byDocument = new Map<string, Acknowledgement[]>();
  for (const file of files) {
    let at = 0;
    for await (const text of createInterface(createReadStream(file))) {
      at += 1;
      if (text.trim() === '') continue;
      const one = parsed(text);
      if (!one) throw new Error(`${file}:${at} is no { key, documentId, outcome } with outcome ${OUTCOMES.join(', ')}.`);
      byDocument.set(one.documentId, [...(byDocument.get(one.documentId) ?? []), one]);
    }
  }
  return byDocument;
}

function parsed(text: string): Acknowledgement | undefined {
  try {
    const { key, documentId, outcome } = JSON.parse(text) as Acknowledgement;
    return typeof key === 'string' && typeof documentId === 'string' && OUTCOMES.includes(outcome) ? { key, documentId, outcome } : undefined;
  } catch {
    return undefined;
  }
}
