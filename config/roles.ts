/** Roles as finance people write them in the rule files, and as the program calls them. */
import type { Role } from '../domain/people';

const WORDS: Readonly<Record<string, Role>> = {
  managers: 'manager', manager: 'manager', finance: 'finance', coordinators: 'coordinator', coordinator: 'coordinator',
};

/** The words to suggest: one per role. */
export const ROLE_WORDS: readonly string[] = ['managers', 'finance', 'coordinators'];

/** The role behind a word; viewers only look, so no rule names them. */
export const roleOf = (word: string): Role | undefined => (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined);
