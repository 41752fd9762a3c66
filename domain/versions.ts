/** Versions: what a document held when somebody looked at it, read back from its history. */
import type { ClientSnapshot } from './client';
import type { Content } from './content';
import type { Entry } from './history';
import type { Totals } from './totals';

/** What approvals are bound to. */
export type Version = { version: number; content: Content; totals: Totals; client: ClientSnapshot };

/** The content of a version, from the entries' own changes; undefined for a version that never was. */
export function versionAt(history: readonly Entry[], version: number): Version | undefined {
  let at: Partial<Version> = {};
  for (const { changes } of history) {
    const { version: next, content, totals, client } = changes as Partial<Version>;
    if (next !== undefined && at.version === version) break;
    at = { ...at, ...(next !== undefined && { version: next }), ...(content && { content }), ...(totals && { totals }), ...(client && { client }) };
  }
  const { content, totals, client } = at;
  return at.version === version && content && totals && client ? { version, content, totals, client } : undefined;
}
