/** What every act of a person shares: who acts, where, and the payload fields Slack always sends. */
import { HttpRefusal } from '../../slack/http';
import type { Dict } from '../../slack/json';
import type { Channel, Person } from '../../slack/records';
import { briefPerson } from '../../slack/shown';
import type { Slack } from '../../slack/slack';

/** The verification token of old; apps must not trust it, and Bolt does not. */
export const VERIFICATION_TOKEN = 'local';

/** What an act leads to. `errors` are sentences by block id; `error` is Slack's name for an app that did not answer well. */
export type Outcome = { ok: boolean; error?: string; errors?: Record<string, string> };

/** The acting person by id or mail address; deactivated people cannot act. */
export function actor({ workspace }: Slack, idOrEmail: string): Person {
  const person = workspace.people.get(idOrEmail) ?? workspace.personByEmail(idOrEmail);
  if (!person || person.bot) throw new HttpRefusal(404, { error: 'person_unknown' });
  if (person.deleted) throw new HttpRefusal(403, { error: 'person_deactivated' });
  return person;
}

/** A conversation the person is in, by id or `#name`. */
export function placeOf({ workspace }: Slack, person: Person, idOrName: string): Channel {
  const channel = workspace.channels.get(idOrName) ?? workspace.channelByName(idOrName);
  if (!channel?.members.includes(person.id)) throw new HttpRefusal(404, { error: 'channel_unknown' });
  return channel;
}

export const teamDomain = ({ workspace }: Slack): string => workspace.directory.office.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** The fields every interaction payload has. */
export const common = (slack: Slack, person: Person): Dict => ({
  token: VERIFICATION_TOKEN,
  team: { id: slack.workspace.teamId, domain: teamDomain(slack) },
  enterprise: null,
  is_enterprise_install: false,
  api_app_id: slack.workspace.appId,
  user: briefPerson(slack, person),
});

/** A private word by Slack itself, such as that a command failed. */
export function notice({ workspace }: Slack, person: Person, channel: Channel, text: string, threadTs?: string): void {
  workspace.post({ channel: channel.id, user: 'USLACKBOT', fromApp: false, text, ephemeralTo: person.id, ...(threadTs ? { threadTs } : {}) });
}

/** Slack's names for an acknowledgement that did not come, or came wrong. */
export const ackFault = (outcome: 'timeout' | 'failed'): string => (outcome === 'timeout' ? 'operation_timeout' : 'dispatch_failed');
