/** Who may do what. Approving is not here: the policy asks people by name. */
import type { Actor, Person, Role } from './people';
import { DomainError } from './refusals';

const WRITERS: readonly Role[] = ['coordinator', 'finance'];
const FINANCE: readonly Role[] = ['finance'];
const OFFICE_WIDE: readonly Role[] = ['coordinator', 'manager', 'finance'];

/** The roles that may do an act; the asked approvers decide and ask besides. */
export const PERMISSIONS = {
  create: WRITERS, edit: WRITERS, submit: WRITERS, withdraw: WRITERS, discard: WRITERS, send: WRITERS, remind: WRITERS, convert: WRITERS,
  dispute: WRITERS, resolveDispute: WRITERS, pause: WRITERS, resume: WRITERS, acknowledge: OFFICE_WIDE,
  ask: OFFICE_WIDE, void: FINANCE, pay: FINANCE, reversePayment: FINANCE, settleMail: FINANCE, saveClient: WRITERS,
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof PERMISSIONS;

/** Every person with a role in the office sees every document; strangers see none. */
export const maySee = (person: Person | undefined): boolean => person !== undefined && person.roles.length > 0;

/** Refuses NotAllowed unless the actor holds, today, one of the act's roles. */
export function checkPermission(act: Permission, actor: Actor, people: readonly Person[]): void {
  const person = people.find(({ email }) => email === actor.email);
  const roles: readonly Role[] = PERMISSIONS[act];
  if (person?.roles.some((role) => roles.includes(role))) return;
  throw new DomainError('NotAllowed', { who: roles.join(' or ') });
}
