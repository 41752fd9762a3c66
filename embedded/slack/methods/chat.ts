/** chat.*: messages by the app. */
import { flag, optionalDicts } from './arguments';
import { type Method, channelFrom, messageFrom, personFrom, writableChannel } from './method';
import { freshId } from '../ids';
import { withIds } from '../inputs';
import { type Dict, dicts, isDict, str } from '../json';
import { TEXT_MAX, UPDATE_TEXT_MAX, lintFallback, lintMessage } from '../lint';
import { lengthOf } from '../lint-shapes';
import { shownMessage } from '../shown';
import type { Slack } from '../slack';
import { SlackError, blocksRefused } from '../slack-error';

/** A message's content once it has passed the lint; `warnings` are Slack's. */
export type Content = { text: string; blocks?: Dict[]; attachments?: Dict[]; warnings: string[] };

/**
 * Judges text, blocks and attachments as Slack does and records every breach under `call`.
 * Refused: `no_text`, `msg_too_long`, `invalid_blocks_format`, `invalid_blocks`.
 */
export function contentFrom(slack: Slack, call: string, args: Dict, maxText = TEXT_MAX): Content {
  const text = str(args.text);
  if (args.blocks !== undefined && !Array.isArray(args.blocks)) throw new SlackError('invalid_blocks_format');
  const blocks = optionalDicts(args.blocks);
  const attachments = optionalDicts(args.attachments);
  if (!text && !blocks?.length && !attachments?.length) throw new SlackError('no_text');
  if (lengthOf(text) > maxText) {
    slack.lint.note(call, [{ pointer: '/text', message: `must be less than ${maxText + 1} characters` }], args);
    throw new SlackError('msg_too_long');
  }
  const faults = [args.blocks ?? [], ...dicts(attachments).map((each) => each.blocks ?? [])].flatMap(lintMessage);
  const unspoken = lintFallback(text, args.blocks);
  slack.lint.note(call, [...faults, ...unspoken], args);
  if (faults.length > 0) throw blocksRefused('invalid_blocks', faults);
  return {
    text,
    ...(blocks ? { blocks: withIds(blocks, () => freshId('').slice(0, 5)) } : {}),
    ...(attachments ? { attachments } : {}),
    warnings: unspoken.length > 0 ? ['missing_text_in_message'] : [],
  };
}

const warned = ({ warnings }: Content): Dict => (warnings.length > 0 ? { warning: warnings.join(','), response_metadata: { warnings } } : {});

const postMessage: Method = (slack, args) => {
  const channel = writableChannel(slack, args.channel);
  const content = contentFrom(slack, 'chat.postMessage', args);
  const threadTs = str(args.thread_ts);
  if (threadTs && !slack.workspace.message(channel.id, threadTs)) throw new SlackError('thread_not_found');
  const { text, blocks, attachments } = content;
  const message = slack.workspace.post({
    channel: channel.id, user: slack.workspace.botUserId, fromApp: true, text, blocks, attachments,
    ...(threadTs ? { threadTs, broadcast: flag(args.reply_broadcast) } : {}),
    ...(isDict(args.metadata) ? { metadata: args.metadata } : {}),
  });
  return { channel: channel.id, ts: message.ts, message: shownMessage(slack, message), ...warned(content) };
};

/** Blocks left out are kept and an empty list removes them: docs.slack.dev/reference/methods/chat.update, `blocks`. */
const update: Method = (slack, args) => {
  const channel = channelFrom(slack, args.channel);
  const message = messageFrom(slack, channel, args.ts);
  if (message.user !== slack.workspace.botUserId) throw new SlackError('cant_update_message');
  const content = contentFrom(slack, 'chat.update', args, UPDATE_TEXT_MAX);
  const { text, blocks = message.blocks, attachments } = content;
  const metadata = isDict(args.metadata) ? args.metadata : message.metadata;
  const next = slack.workspace.edit(message, { text, blocks, attachments: attachments ?? message.attachments, metadata });
  return { channel: channel.id, ts: next.ts, text: next.text, message: shownMessage(slack, next), ...warned(content) };
};

const remove: Method = (slack, args) => {
  const channel = channelFrom(slack, args.channel);
  const message = messageFrom(slack, channel, args.ts);
  if (message.user !== slack.workspace.botUserId) throw new SlackError('cant_delete_message');
  slack.workspace.remove(message);
  return { channel: channel.id, ts: message.ts };
};

const postEphemeral: Method = (slack, args) => {
  const channel = writableChannel(slack, args.channel);
  const person = personFrom(slack, args.user, 'user_not_in_channel');
  if (!channel.members.includes(person.id)) throw new SlackError('user_not_in_channel');
  const { text, blocks, attachments } = contentFrom(slack, 'chat.postEphemeral', args);
  const threadTs = str(args.thread_ts);
  const message = slack.workspace.post({
    channel: channel.id, user: slack.workspace.botUserId, fromApp: true, text, blocks, attachments, ephemeralTo: person.id,
    ...(threadTs ? { threadTs } : {}),
  });
  return { message_ts: message.ts };
};

const getPermalink: Method = (slack, args) => {
  const channel = channelFrom(slack, args.channel);
  const message = messageFrom(slack, channel, args.message_ts);
  const { publicUrl } = slack.settings;
  return { channel: channel.id, permalink: `${publicUrl || slack.place.origin}/desk/archives/${channel.id}/p${message.ts.replace('.', '')}` };
};

/** Methods by their names in the Web API. */
export const CHAT_METHODS = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
} as const satisfies Record<string, Method>;
