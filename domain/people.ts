/** People of the office: who they are and which roles they hold. A person is known by their mail address everywhere. */

export const ROLES = ['coordinator', 'manager', 'finance', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/**
 * `email` is lower case and is the person's identity in documents, policies and histories. `slackId` only where a policy names them by it.
 * `manager` is the mail address of whom they report to, `entity` the legal entity they work for, `heads` the department they are the head of.
 */
export type Person = { name: string; email: string; roles: readonly Role[]; slackId?: string; department?: string; entity?: string; manager?: string; heads?: string };

/** Who did something: a person of the office, a client through the portal, or the office itself. Never taken from a request's body. */
export type Actor = { email: string; name: string; via: 'slack' | 'portal' | 'office' };

/** The office acting by itself: timers, reminders, catch-ups. */
export const OFFICE: Actor = { email: 'office', name: 'Invoice Office', via: 'office' };

/** The person's name as the office has it; of a stranger the mail address. */
export const nameOf = (email: string, people: readonly Person[]): string => people.find((person) => person.email === email)?.name ?? email;

/** True when the person holds at least one of the roles. */
export const holds = (person: Person | undefined, ...roles: Role[]): boolean =>
  person !== undefined && roles.some((role) => person.roles.includes(role));
