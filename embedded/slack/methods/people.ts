/** auth.*, users.* and conversations.*: who is here and where they talk. */
import { commaList, flag, page } from './arguments';
import { type Method, channelFrom, personFrom } from './method';
import { str } from '../json';
import { shownChannel, shownMessage, shownPerson } from '../shown';
import { SlackError } from '../slack-error';

const authTest: Method = ({ workspace, place }) => ({
  url: `${place.origin}/`, team: workspace.directory.office, user: workspace.appName.toLowerCase().replace(/\s+/g, '_'),
  team_id: workspace.teamId, user_id: workspace.botUserId, bot_id: workspace.botId, is_enterprise_install: false,
});

/** Deactivated members are not found by their address. */
const lookupByEmail: Method = (slack, args) => {
  const person = slack.workspace.personByEmail(str(args.email));
  if (!person || person.deleted) throw new SlackError('users_not_found');
  return { user: shownPerson(slack, person) };
};

const usersInfo: Method = (slack, args) => ({ user: shownPerson(slack, personFrom(slack, args.user)) });

const usersList: Method = (slack, args) => {
  const { items, response_metadata } = page([...slack.workspace.people.values()], args);
  return { members: items.map((person) => shownPerson(slack, person)), cache_ts: slack.workspace.seconds(), response_metadata };
};

const conversationsList: Method = (slack, args) => {
  const types = commaList(args.types ?? 'public_channel');
  const wanted = [...slack.workspace.channels.values()].filter((channel) => types.includes(channel.kind === 'im' ? 'im' : 'public_channel'));
  const { items, response_metadata } = page(wanted, args);
  return { channels: items.map((channel) => shownChannel(slack, channel)), response_metadata };
};

const conversationsInfo: Method = (slack, args) => {
  const channel = slack.workspace.channels.get(str(args.channel));
  if (!channel) throw new SlackError('channel_not_found');
  return { channel: shownChannel(slack, channel) };
};

/** Opens the app's conversation with one person. Conversations of several are not part of this workspace. */
const conversationsOpen: Method = (slack, args) => {
  const users = commaList(args.users);
  if (args.channel) {
    const channel = channelFrom(slack, args.channel);
    return { already_open: true, no_op: true, channel: shownChannel(slack, channel) };
  }
  if (users.length === 0) throw new SlackError('users_list_not_supplied');
  if (users.length > 1) throw new SlackError('too_many_users');
  const person = personFrom(slack, users[0]);
  if (person.deleted) throw new SlackError('user_disabled');
  if (person.bot) throw new SlackError('cannot_dm_bot');
  const channel = slack.workspace.openIm(person.id);
  return { channel: flag(args.return_im) ? shownChannel(slack, channel) : { id: channel.id } };
};

const conversationsMembers: Method = (slack, args) => {
  const channel = slack.workspace.channels.get(str(args.channel));
  if (!channel) throw new SlackError('channel_not_found');
  const { items, response_metadata } = page(channel.members, args);
  return { members: items, response_metadata };
};

const conversationsJoin: Method = (slack, args) => {
  const { workspace } = slack;
  const channel = workspace.channels.get(str(args.channel));
  if (!channel) throw new SlackError('channel_not_found');
  if (channel.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
  const already = channel.members.includes(workspace.botUserId);
  const joined = already ? channel : workspace.channels.put(channel.id, { ...channel, members: [...channel.members, workspace.botUserId] });
  return { channel: shownChannel(slack, joined), ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}) };
};

/** What the app sees of a conversation it is in, the newest first; metadata only when it is asked for. */
const conversationsHistory: Method = (slack, args) => {
  const { workspace } = slack;
  const channel = workspace.channels.get(str(args.channel));
  if (!channel) throw new SlackError('channel_not_found');
  if (!channel.members.includes(workspace.botUserId)) throw new SlackError('not_in_channel');
  const oldest = Number(args.oldest ?? 0);
  const found = workspace.latest(workspace.botUserId, channel.id, Infinity).reverse().filter(({ ts }) => Number(ts) > oldest);
  const { items, response_metadata } = page(found, args);
  const shown = items.map((message) => shownMessage(slack, flag(args.include_all_metadata) ? message : { ...message, metadata: undefined }));
  return { messages: shown, has_more: response_metadata.next_cursor !== '', response_metadata };
};

/** Methods by their names in the Web API. */
export const PEOPLE_METHODS = {
  'auth.test': authTest,
  'users.lookupByEmail': lookupByEmail,
  'users.info': usersInfo,
  'users.list': usersList,
  'conversations.list': conversationsList,
  'conversations.info': conversationsInfo,
  'conversations.open': conversationsOpen,
  'conversations.members': conversationsMembers,
  'conversations.join': conversationsJoin,
  'conversations.history': conversationsHistory,
} as const satisfies Record<string, Method>;
