/** The session of an approver who proved their mailbox: a sealed cookie for one person, half an hour, and approvals alone. */
import { rootOf, type Deps } from '../deps';
import type { PortalRequest } from '../request';

const NAME = 'approvals';
/** Long enough to read a long invoice twice and ask somebody, short enough for a computer that is left open. */
const MINUTES = 30;

/** `session` is the session's number, to which its forms are sealed. */
export type Opened = { cookie: string; session: string };

/** No link's hash begins like it, so that no seal of a form is a session. */
const subjectOf = (email: string, until: string): string => `approver\0${email}\0${until}`;

/** Opens a session; the browser sends it to approvals only, and never from another site. */
export function openSession(deps: Deps, email: string): Opened {
  const until = String(deps.now().getTime() + MINUTES * 60_000);
  const seal = deps.seals.mint(subjectOf(email, until));
  const secure = deps.publicUrl.startsWith('https:') ? '; Secure' : '';
  return { cookie: `${NAME}=${until}.${seal}; Path=${rootOf(deps)}/approvals; Max-Age=${MINUTES * 60}; HttpOnly; SameSite=Strict${secure}`, session: seal.split('.')[0] ?? '' };
}

/** The number of the session that a request brings; undefined without one, after its end, and for another person's. */
export function sessionOf({ header }: PortalRequest, { seals, now }: Deps, email: string): string | undefined {
  const [, until = '', seal] = new RegExp(`(?:^|; ?)${NAME}=(\\d{13})\\.([\\w.-]+)`).exec(header('cookie')) ?? [];
  return Number(until) > now().getTime() ? seals.within(subjectOf(email, until), seal) : undefined;
}
