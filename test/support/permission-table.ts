/** Tables of permissions for tests, and a second, tiny reading of them: what must come out is never asked of the office's own rules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedConfig } from '../../config/env';
import { ROLES, type Role } from '../../domain/people';
import { ACTIONS, type Action } from '../../domain/permission';

export const SHIPPED = readFileSync(join(shippedConfig(), 'permissions.yaml'), 'utf8');
const OFFICE_WIDE = /^(see_policy|confirm_policy|move_policy|archive|be_away)$/;
const lineOf = (action: Action, words: readonly string[]): string => `${action}: [${words.join(', ')}]\n`;

/** The shipped lines, each role limited to own clients wherever it can be. */
export const LIMITED = SHIPPED.replace(/^(\w+): \[(.*)\]$/gm, (line, action: string, words: string) =>
  (OFFICE_WIDE.test(action) ? line : `${action}: [${words.split(', ').map((word) => `${word} (own clients only)`).join(', ')}]`));

/** A table that no office would write: every choice of roles and reaches comes up somewhere, so that nothing can be right by the names of roles. */
export const SCRAMBLED = ACTIONS.map((action, index) => {
  if (action === 'see') return lineOf(action, ROLES);
  const chosen = ROLES.filter((_, bit) => (((index * 7) % 15) + 1) & (1 << bit));
  return lineOf(action, chosen.map((role, place) => ((index + place) % 2 === 0 && !OFFICE_WIDE.test(action) ? `${role} (own clients only)` : role)));
}).join('');

/** What a table says, read line by line. */
export function expectedOf(text: string): (action: Action, role: Role | 'stranger', whose: 'own' | 'foreign') => boolean {
  const lines = new Map([...text.matchAll(/^(\w+): \[(.*)\]$/gm)].map(([, action = '', words = '']) => [action, words.split(', ')]));
  return (action, role, whose) => {
    const words = lines.get(action) ?? [];
    return words.includes(role) || (whose === 'own' && words.includes(`${role} (own clients only)`));
  };
}
