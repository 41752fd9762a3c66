/** Who did it: from the verified request's user id to a person of the office, never from anything a form or a button says. */
import type { WebClient } from '@slack/web-api';
import type { Book } from '../config/book';
import type { Policies } from '../config/policy/active';
import type { Actor, Person } from '../domain/people';
import { wordsIn, type ApprovalPolicy } from '../domain/policy/policy';
import { DomainError } from '../domain/refusals';

/** `person` is undefined for members of the workspace who are not of the office. */
export type Identity = { userId: string; actor: Actor; person: Person | undefined };
/** Decisions look at Slack's answer of this moment; everything else is content with that of the last minute. */
export type Freshness = 'fresh' | 'recent';

export type Directory = {
  /** Refuses ForbiddenTeam for members of another workspace, and NotActive for the deactivated, guests and bots. */
  identify(userId: string, teamId: string | undefined, freshness: Freshness): Promise<Identity>;
  /** The workspace the app is installed in. */
  team(): Promise<string>;
  /** Which people of the office are in each Slack group, by its handle ("@leads"): their mail addresses. */
  groupMembers(handles: readonly string[]): Promise<Record<string, string[]>>;
};

const RECENT_MS = 60_000;
/** A workspace of more members than this is not read into memory. */
const MOST_KEPT = 5_000;

type Member = { email: string; name: string; active: boolean; team: string };

export function openDirectory(slack: WebClient, book: Book, policies: Pick<Policies, 'active'>): Directory {
  const members = new Map<string, { member: Member; until: number }>();
  let ownTeam: Promise<string> | undefined;

  function team(): Promise<string> {
    ownTeam ??= slack.auth.test().then(({ team_id: id }) => id ?? '');
    ownTeam.catch(() => (ownTeam = undefined)); // The next request asks again; this one's caller is told.
    return ownTeam;
  }

  async function memberOf(userId: string, freshness: Freshness): Promise<Member> {
    const known = members.get(userId);
    if (known && freshness === 'recent' && known.until > Date.now()) return known.member;
    const { user } = await slack.users.info({ user: userId });
    const member: Member = {
      email: user?.profile?.email?.toLowerCase() ?? '', name: user?.profile?.real_name || user?.real_name || user?.name || userId, team: user?.team_id ?? '',
      active: user !== undefined && !user.deleted && !user.is_bot && !user.is_restricted && !user.is_ultra_restricted && !user.is_stranger,
    };
    if (members.size >= MOST_KEPT) members.clear();
    members.set(userId, { member, until: Date.now() + RECENT_MS });
    return member;
  }

  async function groupMembers(handles: readonly string[]): Promise<Record<string, string[]>> {
    if (handles.length === 0) return {};
    const { usergroups = [] } = await slack.usergroups.list({});
    const emailOf = async (id: string): Promise<string[]> => {
      const person = book.personByEmail((await memberOf(id, 'recent')).email);
      return person ? [person.email] : [];
    };
    const members = await Promise.all(handles.map(async (handle) => {
      const group = usergroups.find((one) => `@${one.handle}` === handle)?.id;
      const { users = [] } = group ? await slack.usergroups.users.list({ usergroup: group }) : {};
      return [handle, (await Promise.all(users.map(emailOf))).flat()] as const;
    }));
    return Object.fromEntries(members);
  }

  return {
    team, groupMembers,
    async identify(userId, teamId, freshness) {
      const own = await team();
      if (teamId !== undefined && teamId !== own) throw new DomainError('ForbiddenTeam');
      const { email, name, active, team: home } = await memberOf(userId, freshness);
      if (home !== '' && home !== own) throw new DomainError('ForbiddenTeam');
      if (!active) throw new DomainError(freshness === 'fresh' ? 'NotApprover' : 'NotActive');
      const person = book.current().office.people.find((one) => one.slackId === userId) ?? (email ? book.personByEmail(email) : undefined);
      return { userId, person, actor: { email: person?.email ?? identityOf(userId, email, await policies.active()), name: person?.name ?? name, via: 'slack' } };
    },
  };
}

/** A policy may name somebody outside the office by Slack id: then that is who they are. */
const identityOf = (userId: string, email: string, policy: ApprovalPolicy): string => (wordsIn(policy).includes(userId) || email === '' ? userId : email);
