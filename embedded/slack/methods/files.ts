/** files.*: the upload in two steps that replaced files.upload, and what is known of a file. */
import { type Method, messageFrom, writableChannel } from './method';
import { contentFrom } from './chat';
import { commaList } from './arguments';
import { type Dict, dicts, str } from '../json';
import type { StoredFile } from '../records';
import type { Slack } from '../slack';
import { SlackError } from '../slack-error';

const fileFrom = ({ files }: Slack, id: unknown): StoredFile => {
  const file = files.find(str(id));
  if (!file) throw new SlackError('file_not_found');
  return file;
};

const getUploadUrl: Method = ({ files, place, workspace }, args) => {
  const name = str(args.filename);
  if (!name) throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing required field: filename'] } });
  if (!(Number(args.length) > 0)) throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing required field: length'] } });
  const file = files.announce(name, workspace.botUserId);
  return { upload_url: `${place.origin}/upload/${file.id}`, file_id: file.id };
};

/** Makes uploaded files visible and, given channels, posts them there as one message by the app. */
const completeUpload: Method = (slack, args) => {
  const { files, workspace } = slack;
  const named = dicts(args.files);
  if (named.length === 0) throw new SlackError('invalid_arguments');
  const ready = named.map(({ id, title }) => ({ file: fileFrom(slack, id), title: str(title) }));
  if (!ready.every(({ file }) => files.hasBytes(file))) throw new SlackError('file_not_found');
  const channels = [...commaList(args.channel_id), ...commaList(args.channels)].map((id) => writableChannel(slack, id));
  const threadTs = str(args.thread_ts);
  if (threadTs && channels[0]) messageFrom(slack, channels[0], threadTs);
  const content = args.blocks || args.initial_comment ? contentFrom(slack, 'files.completeUploadExternal', { blocks: args.blocks, text: args.initial_comment }) : { text: '', blocks: undefined };
  const done = ready.map(({ file, title }) => channels.reduce((each, channel) => files.complete(each, title, channel.id), files.complete(file, title)));
  for (const channel of channels) {
    workspace.post({
      channel: channel.id, user: workspace.botUserId, fromApp: true, text: content.text, blocks: content.blocks, files: done.map(({ id }) => id),
      ...(threadTs ? { threadTs } : {}),
    });
  }
  return { files: done.map((file) => files.shown(file)) };
};

const info: Method = (slack, args) => {
  const file = fileFrom(slack, args.file);
  return { file: slack.files.shown(file), comments: [] as Dict[] };
};

/** Methods by their names in the Web API. */
export const FILE_METHODS = { 'files.getUploadURLExternal': getUploadUrl, 'files.completeUploadExternal': completeUpload, 'files.info': info } as const satisfies Record<string, Method>;
