/** How people, channels and messages look in answers and payloads. */
import type { Dict } from './json';
import type { Channel, Message, Person } from './records';
import type { Slack } from './slack';

/** A short handle: what stands before the @ of the mail address. */
const handleOf = (person: Person): string => (person.email.split('@')[0] || person.name).toLowerCase().replace(/[^a-z0-9._-]/g, '');

/** A user, as users.info and users.list have it. */
export function shownPerson({ workspace }: Slack, person: Person): Dict {
  const [first, ...rest] = person.name.split(' ');
  const offset = offsetSeconds(person.timezone);
  return {
    id: person.id, team_id: workspace.teamId, name: handleOf(person), real_name: person.name, deleted: person.deleted,
    is_bot: person.bot, is_app_user: false, is_admin: false, is_owner: false, is_primary_owner: false, is_restricted: person.guest, is_ultra_restricted: false,
    tz: person.timezone, tz_label: person.timezone, tz_offset: offset, locale: 'en-GB', updated: 0,
    profile: { email: person.email || undefined, real_name: person.name, display_name: handleOf(person), first_name: first, last_name: rest.join(' '), title: person.title, team: workspace.teamId },
  };
}

/** The zone's offset from UTC now, in seconds. */
function offsetSeconds(timezone: string): number {
  const now = new Date();
  const local = new Date(now.toLocaleString('en-US', { timeZone: timezone }));
  const utc = new Date(now.toLocaleString('en-US', { timeZone: 'UTC' }));
  return Math.round((local.getTime() - utc.getTime()) / 1000);
}

/** The short user object of interaction payloads. */
export const briefPerson = ({ workspace }: Slack, person: Person): Dict => ({ id: person.id, username: handleOf(person), name: handleOf(person), team_id: workspace.teamId });

/** A conversation, as conversations.info and conversations.list have it. */
export function shownChannel({ workspace }: Slack, channel: Channel): Dict {
  const im = channel.kind === 'im';
  const shared = { id: channel.id, created: channel.created, is_archived: false, is_im: im, is_mpim: false, is_group: false, is_channel: !im, is_private: im, context_team_id: workspace.teamId };
  if (im) return { ...shared, user: channel.members.find((id) => id !== workspace.botUserId), is_user_deleted: false };
  const member = channel.members.includes(workspace.botUserId);
  return { ...shared, name: channel.name, name_normalized: channel.name, is_member: member, is_general: false, num_members: channel.members.length };
}

/** The name payloads give a channel: Slack calls every conversation of two `directmessage`. */
export const channelName = (channel: Channel): string => (channel.kind === 'im' ? 'directmessage' : channel.name);

/** A message, as the API and payloads have it. */
export function shownMessage({ workspace, files }: Slack, message: Message): Dict {
  const attached = (message.files ?? []).map((id) => files.find(id)).filter((file) => file !== undefined);
  return {
    type: 'message', user: message.user, ts: message.ts, text: message.text, team: workspace.teamId,
    ...(message.fromApp ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.attachments ? { attachments: message.attachments } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...(attached.length > 0 ? { files: attached.map((file) => files.shown(file)) } : {}),
  };
}
