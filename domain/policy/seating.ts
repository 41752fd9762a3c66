/** Seating: the people behind the words of a policy's step, as they are when a document asks. */
import { holds, ROLES, type Person, type Role } from '../people';

/** Words that stand for one person beside the document: who looks after its client, and who its creator reports to. */
export const RELATIVES = ['account manager', "creator's manager", 'department head'] as const;
export type Relative = (typeof RELATIVES)[number];

/** Who the words mean for one document. `groups` are the members' mail addresses by the handle of the Slack group, "@leads". */
export type Seating = { people: readonly Person[]; relatives?: Partial<Record<Relative, string>>; groups?: Readonly<Record<string, readonly string[]>> };

const isRole = (approver: string): approver is Role => (ROLES as readonly string[]).includes(approver);
export const isRelative = (approver: string): approver is Relative => (RELATIVES as readonly string[]).includes(approver);
/** A user's id in Slack (U…, or W… in an enterprise grid); a mail address has an @. */
export const isSlackId = (approver: string): boolean => /^[UW][A-Z0-9]+$/.test(approver);
/** The handle of a Slack group; a mail address has its @ elsewhere. */
export const isGroup = (approver: string): boolean => approver.startsWith('@');

/** Whether a word that holds beyond one document (a role, an address, a Slack id) means the person. */
export const means = (approver: string, person: Person): boolean =>
  isRole(approver) ? holds(person, approver) : approver === person.email || approver === person.slackId;

/**
 * The words as they are pinned to a document: relatives and groups become the people they mean today, so that a later decision is
 * judged by who was meant; roles stay, so that who loses one decides nothing.
 */
export function pinned(approvers: readonly string[], { relatives = {}, groups = {} }: Seating): string[] {
  return [...new Set(approvers.flatMap((approver) => {
    if (isRelative(approver)) return [relatives[approver] ?? []].flat();
    return isGroup(approver) ? groups[approver] ?? [] : [approver];
  }))];
}

/** The people behind pinned words, each once, in the office's order. A Slack id of nobody in the office stands for itself. */
export function peopleOf(approvers: readonly string[], people: readonly Person[]): string[] {
  const known = people.filter((person) => approvers.some((approver) => means(approver, person))).map(({ email }) => email);
  const strangers = approvers.filter((approver) => isSlackId(approver) && !people.some(({ slackId }) => slackId === approver));
  return [...new Set([...known, ...strangers])];
}
