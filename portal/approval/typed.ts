/** What an approver had typed when they were turned back: it comes with them, and nothing of it is lost. */
import type { Fields } from '../request';

/** The forms' own fields, and the form (`verb`) they were typed into. */
const NAMES = ['verb', 'note', 'category', 'reason', 'question'] as const;
export type Typed = Partial<Record<(typeof NAMES)[number], string>>;

/** Where the forms are posted to. */
const VERBS: readonly string[] = ['approve', 'reject', 'ask'];

/** `posted` is the form that was posted just now. */
export function typedIn(fields: Fields, posted = ''): Typed {
  const kept = NAMES.flatMap((name) => { const value = fields.get(name); return value ? [[name, value] as const] : []; });
  return { ...Object.fromEntries(kept), ...(VERBS.includes(posted) && { verb: posted }) };
}

/** True when nothing but the choice of a form is left. */
export const isEmpty = ({ note, reason, question }: Typed): boolean => !note && !reason && !question;
