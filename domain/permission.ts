/** Who may do what, and with whose clients: permissions.yaml, judged here and nowhere else. Approving is not in it: the policy asks people by name. */
import type { Entry } from './history';
import { OFFICE, ROLES, type Person, type Role } from './people';
import { oneOf, phrase, type Phrase, type Spoken } from './phrase';
import { DomainError } from './refusals';

/** What people do in the office, one line each in permissions.yaml. */
export const ACTIONS = [
  'see', 'list', 'share', 'create', 'edit', 'submit', 'withdraw', 'discard', 'send', 'convert', 'ask', 'remind', 'pause', 'resume', 'acknowledge', 'dispute', 'resolve_dispute',
  'record_payment', 'reverse_payment', 'propose_credit', 'confirm_credit', 'refund', 'void', 'settle_mail', 'edit_clients', 'assign_clients', 'see_policy', 'confirm_policy', 'move_policy', 'archive',
  'be_away',
] as const;
export type Action = (typeof ACTIONS)[number];
/** These are about the office's rules and people, not about anybody's client. */
export const OFFICE_WIDE: readonly Action[] = ['see_policy', 'confirm_policy', 'move_policy', 'archive', 'be_away'];

/** How far a role may go: with every client, or with a person's own. */
export type Reach = 'all' | 'own';
export type Permissions = Readonly<Record<Action, Readonly<Partial<Record<Role, Reach>>>>>;

/** Clients (by id) as one person sees them: whose account manager they are, and whose somebody else is. */
export type Portfolio = { managed: readonly string[]; others: readonly string[] };

/** What a person goes by at this moment. `person` is undefined for strangers, who may nothing. `portfolio` is empty for whom nothing is limited. */
export type Access = { person: Person | undefined; permissions: Permissions; portfolio: Portfolio };

/** A document, or a client with the person who made it. */
export type About = { client: { id: string }; createdBy: { email: string }; approval?: { steps: readonly { asked: readonly string[] }[]; exception?: { asked: readonly string[] } } };

/** Besides deciding, whoever is asked to approve a document, or to confirm an exception for it, may look at it and ask back. */
const OF_APPROVERS: readonly Action[] = ['see', 'ask'];

/** Acts whose names are not those of finance's file. */
const NAMED = {
  post: 'send', pay: 'record_payment', reversePayment: 'reverse_payment', resolveDispute: 'resolve_dispute', settleMail: 'settle_mail', movePolicy: 'move_policy', credit: 'propose_credit', decideCredit: 'confirm_credit',
} as const satisfies Record<string, Action>;

/** The line that an act on a document needs. */
export const actionOf = (act: Action | keyof typeof NAMED): Action => (act in NAMED ? NAMED[act as keyof typeof NAMED] : act as Action);

/** The widest reach of the person's roles. */
export function reachOf({ person, permissions }: Pick<Access, 'person' | 'permissions'>, action: Action): Reach | undefined {
  const reaches = (person?.roles ?? []).map((role) => permissions[action][role]);
  return reaches.includes('all') ? 'all' : reaches.find((reach) => reach !== undefined);
}

/** True when the person may do it: with this document, or, as long as none is named, with any. */
export function may(access: Access, action: Action, about?: About): boolean {
  const { person } = access;
  if (!person) return false;
  const isAsked = OF_APPROVERS.includes(action) && (!about || [...about.approval?.steps ?? [], about.approval?.exception].some((one) => one?.asked.includes(person.email)));
  const reach = reachOf(access, action);
  return reach === 'all' || isAsked || (reach === 'own' && (!about || isOwn(person, access.portfolio, about)));
}

/** Own are documents of clients whose account manager one is; without an account manager, those that one made. */
const isOwn = ({ email }: Person, { managed, others }: Portfolio, { client, createdBy }: About): boolean =>
  managed.includes(client.id) || (createdBy.email === email && !others.includes(client.id));

/** Refuses NotAllowed, with who may. */
export function checkPermission(access: Access, action: Action, about?: About): void {
  if (!may(access, action, about)) throw new DomainError('NotAllowed', { who: whoMay(access.permissions, action) });
}

/** A client belongs to its account manager, or to who made it. */
export const aboutClient = ({ id, history: [made] }: { id: string; history: readonly Pick<Entry, 'by'>[] }): About => ({ client: { id }, createdBy: made?.by ?? OFFICE });

/** The roles in the words of the file: "coordinator (own clients only) or finance". */
export function whoMay(permissions: Permissions, action: Action): Spoken {
  const grant = permissions[action];
  if (ROLES.every((role) => grant[role] === 'all')) return phrase`people of the office`;
  return oneOf(Object.entries(grant).map(([role, reach]) => rolePhrase(role as Role, reach)));
}

const ROLE_PHRASES: Readonly<Record<Role, Phrase>> = { coordinator: phrase`coordinator`, manager: phrase`manager`, finance: phrase`finance`, viewer: phrase`viewer` };

/** A role of a line as it is written. */
export const roleWords = (role: Role, reach: Reach): string => rolePhrase(role, reach).text;
const rolePhrase = (role: Role, reach: Reach): Phrase => (reach === 'own' ? phrase`${ROLE_PHRASES[role]} (own clients only)` : ROLE_PHRASES[role]);

/** What a person's lists are limited to. */
export type ListLimit = { email: string; portfolio: Portfolio };

/** Undefined for whom lists are not limited. */
export const listLimit = (access: Access): ListLimit | undefined =>
  (reachOf(access, 'list') === 'all' ? undefined : { email: access.person?.email ?? '', portfolio: access.portfolio });

/** Clients that do not exist for this person: those of other account managers, for whom only own ones are to be seen. */
export const hiddenClients = (access: Access): readonly string[] => (reachOf(access, 'see') === 'all' ? [] : access.portfolio.others);
