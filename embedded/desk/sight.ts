/** What a person sees at the desk: their conversations, messages, modal and Home, as JSON. */
import type { Dict } from '../slack/json';
import type { Channel, Message, Person } from '../slack/records';
import { shownMessage, shownPerson } from '../slack/shown';
import type { Slack } from '../slack/slack';

/** A conversation shows its last messages; older ones stay in the journal. */
const LATEST = 200;

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The office itself: who may be picked, which commands there are, where else to look. */
export function officeOf(slack: Slack): Dict {
  const { workspace, settings } = slack;
  const people = [...workspace.people.values()].map((person) => ({ ...shownPerson(slack, person), title: capitalised(person.title) }));
  return {
    office: workspace.directory.office,
    app: { name: workspace.appName, userId: workspace.botUserId, readOnly: settings.manifest.readOnly },
    people,
    channels: [...workspace.channels.values()].filter((channel) => channel.kind === 'channel').map(({ id, name }) => ({ id, name })),
    commands: settings.manifest.commands,
    shortcuts: settings.manifest.shortcuts,
    links: { temporal: settings.temporalUrl || null, mails: settings.outboxUrl !== '' },
  };
}

/** The person's channels and, last, their conversation with the app, with what is unread, and how often the lint was broken. */
export function overviewOf(slack: Slack, person: Person): Dict {
  const { workspace, lint } = slack;
  const ordered = workspace.channelsOf(person.id).sort((one, other) => Number(one.kind === 'im') - Number(other.kind === 'im'));
  const channels = ordered.map(({ id, name, kind }) => ({ id, name: kind === 'im' ? workspace.appName : name, kind, unread: workspace.unread(person.id, id) }));
  return { me: shownPerson(slack, person), channels, lint: lint.entries().length };
}

function deskMessage(slack: Slack, message: Message, replies: readonly Message[]): Dict {
  const authors = [...new Set(replies.map((reply) => reply.user))];
  const thread = replies.length > 0 ? { reply_count: replies.length, reply_users: authors, latest_reply: replies.at(-1)?.ts } : {};
  return { ...shownMessage(slack, message), channel: message.channel, ephemeral: message.ephemeralTo !== undefined, revision: message.revision, ...thread };
}

/** A conversation's latest messages, oldest first; with `thread` its parent and replies instead. */
export function messagesOf(slack: Slack, person: Person, channel: Channel, thread?: string): Dict {
  const { workspace } = slack;
  if (!thread) return { messages: workspace.latest(person.id, channel.id, LATEST).map((each) => deskMessage(slack, each, workspace.replies(person.id, channel.id, each.ts))) };
  const parent = workspace.message(channel.id, thread);
  const shown = [...(parent ? [parent] : []), ...workspace.replies(person.id, channel.id, thread)];
  return { messages: shown.map((each) => deskMessage(slack, each, [])) };
}

/** The last messages that only this person sees, of all conversations, oldest first. */
export const privateMessagesOf = (slack: Slack, person: Person): Dict => ({ messages: slack.workspace.privateTo(person.id, LATEST).map((each) => deskMessage(slack, each, [])) });

/** The modal on top and how many lie below it; `view` is null with none open. */
export function modalOf({ views }: Slack, person: Person): Dict {
  const stack = views.stack(person.id);
  const top = stack.at(-1);
  return { view: top ? views.shown(top) : null, depth: stack.length };
}

/** The person's App Home; `view` is null until the app has published one. */
export function homeOf({ views }: Slack, person: Person): Dict {
  const home = views.home(person.id);
  return { view: home ? views.shown(home) : null };
}
