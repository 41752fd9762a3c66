/** What a command, button or form needs of the table of permissions. Judged here to answer kindly and at once; the activities decide. */
import { holds } from '../domain/people';
import { checkPermission, may, reachOf, whoMay, type About, type Access, type Action } from '../domain/permission';
import { valueText } from '../templates/slack/spoken';
import { t } from '../templates/slack/words';

/** `decide`: the policy says who may. `nothing`: help, and one's own unfinished forms. */
export type Need = Action | 'decide' | 'nothing';
/** Of several any one: then what is done with them needs its own. */
export type Needs = Need | readonly Action[];

/** Handlers have words of their own for strangers who look: what they look for does not exist, or is not theirs to use. */
const LOOKING: readonly Need[] = ['see', 'list'];

const actionsOf = (needs: Needs): readonly Action[] => (typeof needs !== 'string' ? needs : needs === 'decide' || needs === 'nothing' ? [] : [needs]);

/** Refuses NotAllowed; with a document, for what is done with this one. */
export function admit(access: Access, needs: Needs, about?: About): void {
  const actions = actionsOf(needs);
  const [first] = actions;
  if (!first || actions.some((action) => may(access, action, about))) return;
  if (access.person || !LOOKING.includes(first)) checkPermission(access, first, about);
}

/** Whether help shows it: decisions to those whom policies name by role. */
export function isOffered(access: Access, needs: Needs): boolean {
  if (needs === 'decide') return holds(access.person, 'manager', 'finance');
  return needs === 'nothing' || actionsOf(needs).some((action) => reachOf(access, action) !== undefined);
}

/** For whom it is, in words. */
export function forWhom({ permissions }: Access, needs: Needs): string {
  if (needs === 'decide') return t`for whom the policy asks`;
  const [first] = actionsOf(needs);
  return first ? t`for ${valueText(whoMay(permissions, first))}` : t`for everybody`;
}
