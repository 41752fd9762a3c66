/** A document as its history tells it: what it was before and after each entry. */
import type { Entry, Recorded } from './stored';

/** `before` is empty at the first entry. */
export type Turn<T> = { entry: Entry; before: Partial<T>; after: Partial<T> };

export function replayed<T extends Recorded>(history: readonly Entry[]): Turn<T>[] {
  let state: Record<string, unknown> = {};
  return history.map((entry) => {
    const before = state;
    const after: Record<string, unknown> = { ...before };
    for (const [field, value] of Object.entries(entry.changes ?? {})) {
      if (value === null) delete after[field];
      else after[field] = value;
    }
    state = after;
    return { entry, before: before as Partial<T>, after: after as Partial<T> };
  });
}

/** What an entry says about itself under a name, when it is a text. */
export const told = (entry: Entry, name: string): string | undefined => {
  const value = entry.detail?.[name];
  return typeof value === 'string' ? value : undefined;
};
