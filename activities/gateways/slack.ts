/**
 * Slack as the worker sees it: messages, files and Homes under stable names. The only holder of a WebClient on the worker's side.
 * It never retries: Temporal does, and Slack's own delay goes with the failure.
 */
import { stat } from 'node:fs/promises';
import type { HomeView, KnownBlock } from '@slack/types';
import { ApplicationFailure } from '@temporalio/common';
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient, type Logger } from '@slack/web-api';
import type { Log } from '../../config/logger';
import { upload } from './upload';

/** `libraryLog` is what Slack's own library writes into. */
export type SlackSettings = { botToken: string; apiUrl: string; log: Log; libraryLog: Logger; timeoutMs?: number };
/** Where a message lies; `ts` is its id in the channel. */
export type Place = { channel: string; ts: string };
/** `mark` goes unseen with a message, as its metadata: by it `find` knows it again. */
export type Content = { text: string; blocks?: KnownBlock[]; mark?: string };

/** Slack answers within a second or two; what takes longer is tried again. */
const TIMEOUT_MS = 10_000;
/** A person who joins the workspace is found after this long. */
const UNKNOWN_FOR_MS = 60_000;
/** Answers of Slack that mean: this message or this conversation is no more. */
const GONE: readonly string[] = ['message_not_found', 'channel_not_found', 'thread_not_found', 'cant_update_message', 'is_archived'];
/** Where Slack keeps files (https://docs.slack.dev/reference/objects/file-object). */
const FILES_ORIGIN = 'https://files.slack.com';
const DOWNLOAD_MS = 60_000;
/** The kind of a marked message's metadata. */
const MARKED = 'invoice_office_mark';
/** Slack's clock may be behind the machine's by as much. */
const SKEW_S = 3600;
const NOBODY: readonly string[] = ['users_not_found', 'user_not_found', 'user_disabled', 'account_inactive'];

/** Slack's error word, when Slack answered with one. */
export const slackError = (error: unknown): string | undefined =>
  (error instanceof WebAPIPlatformError ? String((error as { data?: { error?: unknown } }).data?.error ?? '') : undefined);

export type Slack = ReturnType<typeof openSlack>;

export function openSlack({ botToken, apiUrl, log, libraryLog, timeoutMs = TIMEOUT_MS }: SlackSettings) {
  const client = new WebClient(botToken, {
    slackApiUrl: apiUrl, timeout: timeoutMs, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logger: libraryLog,
  });
  const people = new Map<string, { id?: string; until: number }>();
  const channels = new Map<string, string>();

  /** Slack's own delay becomes the retry's. */
  async function calling<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError)) throw error;
      throw ApplicationFailure.create({ type: 'SlackRateLimited', message: 'Slack asks for patience.', nextRetryDelay: `${Math.max(1, error.retryAfter)} s` });
    }
  }

  /** The member with that mail address (or Slack id); undefined when the workspace knows none. */
  async function userOf(email: string): Promise<string | undefined> {
    if (!email.includes('@')) return email;
    const known = people.get(email);
    if (known && (known.id !== undefined || known.until > Date.now())) return known.id;
    const id = await calling(async () => (await client.users.lookupByEmail({ email })).user?.id).catch((error: unknown) => {
      if (NOBODY.includes(slackError(error) ?? '')) return undefined;
      throw error;
    });
    if (id === undefined) log.warn({ event: 'slack.person-unknown' }, 'Somebody of the office is not in the workspace and gets no messages.');
    people.set(email, { id, until: Date.now() + UNKNOWN_FOR_MS });
    return id;
  }

  /** The channel of that name; undefined when the workspace has none that the app sees. */
  async function channelOf(name: string): Promise<string | undefined> {
    for (let cursor: string | undefined = ''; !channels.has(name) && cursor !== undefined;) {
      const page = await calling(() => client.conversations.list({ limit: 1000, exclude_archived: true, types: 'public_channel,private_channel', cursor }));
      for (const channel of page.channels ?? []) if (channel.name && channel.id) channels.set(channel.name, channel.id);
      cursor = page.response_metadata?.next_cursor || undefined;
    }
    if (!channels.has(name)) log.warn({ event: 'slack.channel-unknown', channel: name }, 'A channel of the office is not in the workspace.');
    return channels.get(name);
  }

  /**
   * Which of these people are in each Slack group, by its handle ("@leads"): their mail addresses. A group that the workspace does not
   * have has nobody in it.
   */
  async function groupMembers(handles: readonly string[], emails: readonly string[]): Promise<Record<string, string[]>> {
    if (handles.length === 0) return {};
    const ids = new Map<string, string>();
    for (const email of emails) ids.set((await userOf(email)) ?? '', email);
    const { usergroups = [] } = await calling(() => client.usergroups.list({}));
    const members = await Promise.all(handles.map(async (handle) => {
      const group = usergroups.find((one) => `@${one.handle}` === handle)?.id;
      const { users = [] } = group ? await calling(() => client.usergroups.users.list({ usergroup: group })) : {};
      return [handle, users.flatMap((id) => ids.get(id) ?? [])] as const;
    }));
    return Object.fromEntries(members);
  }

  /** Mail addresses (and ids, for who has none) of members that can decide nothing: deactivated, guests, bots. */
  async function inactive(): Promise<string[]> {
    const found: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page = await calling(() => client.users.list({ limit: 500, cursor }));
      for (const { id, deleted, is_bot: bot, is_restricted: guest, is_ultra_restricted: single, profile } of page.members ?? []) {
        if (deleted || bot || guest || single) found.push(profile?.email?.toLowerCase() ?? id ?? '');
      }
      cursor = page.response_metadata?.next_cursor || undefined;
    }
    return found;
  }

  /** Forgets what was known of a person or channel that Slack no longer finds. */
  function forget(id: string): void {
    for (const [email, known] of people) if (known.id === id) people.delete(email);
    for (const [name, known] of channels) if (known === id) channels.delete(name);
  }

  const shaped = ({ text, blocks, mark }: Content) =>
    ({ text, ...(blocks && { blocks }), ...(mark && { metadata: { event_type: MARKED, event_payload: { mark } } }), parse: 'none' as const });

  return {
    userOf, channelOf, groupMembers, inactive,

    /** Posts to a channel or, given a user's id, to their conversation with the app; `gone` when neither is there. */
    async post(channel: string, content: Content, threadTs?: string): Promise<Place | 'gone'> {
      try {
        const posted = await calling(() => client.chat.postMessage({
          channel, ...shaped(content), unfurl_links: false, unfurl_media: false, ...(threadTs && { thread_ts: threadTs }),
        }));
        return { channel: posted.channel ?? channel, ts: posted.ts ?? '' };
      } catch (error) {
        const word = slackError(error) ?? '';
        if (word === 'not_in_channel') return joined(channel, error);
        if (![...GONE, ...NOBODY].includes(word)) throw error;
        forget(channel);
        return 'gone';
      }
    },

    /**
     * The app's message to a user under a mark, posted at or after an instant; undefined when there is none. A workspace that does not let
     * the app read its own conversations (the scope im:history) is told so in the log, and nothing is found.
     */
    async find(user: string, mark: string, since: string): Promise<Place | undefined> {
      try {
        const channel = (await calling(() => client.conversations.open({ users: user }))).channel?.id ?? '';
        const oldest = String(Date.parse(since) / 1000 - SKEW_S);
        for (let cursor: string | undefined = ''; cursor !== undefined;) {
          const page = await calling(() => client.conversations.history({ channel, oldest, cursor, limit: 200, include_all_metadata: true }));
          const found = page.messages?.find(({ metadata }) => (metadata?.event_payload as { mark?: unknown } | undefined)?.mark === mark);
          if (found?.ts) return { channel, ts: found.ts };
          cursor = page.response_metadata?.next_cursor || undefined;
        }
      } catch (error) {
        const word = slackError(error) ?? '';
        if (word === 'missing_scope') log.warn({ event: 'slack.scope-missing', scope: 'im:history' }, 'The app may not look for its own messages: install it again from its manifest.');
        else if (!NOBODY.includes(word)) throw error;
      }
      return undefined;
    },

    /** Rewrites a message; `gone` when it is no more. */
    async update({ channel, ts }: Place, content: Content): Promise<'updated' | 'gone'> {
      try {
        await calling(() => client.chat.update({ channel, ts, ...shaped(content), blocks: content.blocks ?? [] }));
        return 'updated';
      } catch (error) {
        if (GONE.includes(slackError(error) ?? '')) return 'gone';
        throw error;
      }
    },

    /** A file for one person alone, in their conversation with the app. */
    async share(user: string, file: { name: string; bytes: Buffer; comment: string }): Promise<void> {
      const opened = await calling(() => client.conversations.open({ users: user }));
      await calling(() => client.filesUploadV2({ channel_id: opened.channel?.id ?? '', file: file.bytes, filename: file.name, title: file.name, initial_comment: file.comment }));
    },

    /** The same with a file on disk, which memory never holds whole. */
    async shareLarge(user: string, file: { name: string; path: string; comment: string }): Promise<void> {
      const { size } = await stat(file.path);
      const opened = await calling(() => client.conversations.open({ users: user }));
      const { upload_url: url = '', file_id: id = '' } = await calling(() => client.files.getUploadURLExternal({ filename: file.name, length: size }));
      await upload(url, file.path, size);
      await calling(() => client.files.completeUploadExternal({ files: [{ id, title: file.name }], channel_id: opened.channel?.id ?? '', initial_comment: file.comment }));
    },

    /**
     * The bytes of a file that somebody put into Slack; undefined when it is larger than `most` bytes. The token goes to Slack alone:
     * another host is refused.
     */
    async download(url: string, most: number): Promise<Buffer | undefined> {
      const from = new URL(url);
      if (from.origin !== FILES_ORIGIN && from.origin !== new URL(apiUrl).origin) throw ApplicationFailure.nonRetryable('That file is not with Slack.', 'SlackFileElsewhere');
      const reply = await fetch(from, { headers: { authorization: `Bearer ${botToken}` }, redirect: 'error', signal: AbortSignal.timeout(DOWNLOAD_MS) });
      if (!reply.ok || !reply.body) throw new Error(`Slack did not hand over the file: HTTP ${reply.status}.`);
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of reply.body) {
        parts.push(part);
        size += part.length;
        if (size > most) return undefined;
      }
      return Buffer.concat(parts);
    },

    publishHome: (user: string, view: HomeView): Promise<unknown> => calling(() => client.views.publish({ user_id: user, view })),

    /** True when Slack answers and takes the token. */
    answers: async (): Promise<boolean> => (await client.auth.test()).ok,
  };

  /** A public channel the app was never invited to: it goes in and the post is tried again. */
  async function joined(channel: string, refusal: unknown): Promise<never> {
    await calling(() => client.conversations.join({ channel }));
    throw refusal;
  }
}
