/** What a Web API method is, and the look-ups that most of them begin with. */
import type { Dict } from '../json';
import { str } from '../json';
import type { Channel, Message, Person } from '../records';
import type { Slack } from '../slack';
import { SlackError } from '../slack-error';

/** Answers the fields beside `ok: true`, or throws a SlackError. */
export type Method = (slack: Slack, args: Dict) => Dict | Promise<Dict>;

/** The conversation an argument names: by id, by `#name`, or by a person's id, which means their conversation with the app. */
export function channelFrom({ workspace }: Slack, value: unknown): Channel {
  const name = str(value);
  const person = workspace.people.get(name);
  if (person && !person.bot) return workspace.openIm(person.id);
  const channel = workspace.channels.get(name) ?? (name ? workspace.channelByName(name) : undefined);
  if (!channel) throw new SlackError('channel_not_found');
  return channel;
}

/** A conversation the app may write in. */
export function writableChannel(slack: Slack, value: unknown): Channel {
  const channel = channelFrom(slack, value);
  if (!channel.members.includes(slack.workspace.botUserId)) throw new SlackError('not_in_channel');
  return channel;
}

/** A living person's id, or `user_not_found` (the name most methods use; lookups say `users_not_found`). */
export function personFrom({ workspace }: Slack, value: unknown, code = 'user_not_found'): Person {
  const person = workspace.people.get(str(value));
  if (!person) throw new SlackError(code);
  return person;
}

/** A message everyone may see; ephemerals cannot be spoken of by their ts. */
export function messageFrom({ workspace }: Slack, channel: Channel, ts: unknown): Message {
  const message = workspace.message(channel.id, str(ts));
  if (!message || message.ephemeralTo) throw new SlackError('message_not_found');
  return message;
}
