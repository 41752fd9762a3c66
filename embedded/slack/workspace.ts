/** The workspace at rest and in memory: people, channels and messages. All of it outlives the process. */
import { EventEmitter } from 'node:events';
import type { Directory } from './directory';
import { stableId } from './ids';
import type { Collection, Journal } from './journal';
import type { Change, Channel, Message, Person, Usergroup } from './records';

/** A message before it has its place in the channel. */
export type Draft = Omit<Message, 'ts' | 'revision'>;

const messageKey = (channel: string, ts: string): string => `${channel}/${ts}`;
const mayRead = (userId: string, { ephemeralTo }: Message): boolean => !ephemeralTo || ephemeralTo === userId;

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** People, channels, messages and what each person has read. Views and files have files of their own. */
export class Workspace {
  readonly teamId: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly changes = new EventEmitter<{ change: [Change] }>();
  readonly people: Collection<Person>;
  readonly channels: Collection<Channel>;
  readonly usergroups: Collection<Usergroup>;
  private readonly messages: Collection<Message>;
  private readonly reads: Collection<string>;
  private readonly order = new Map<string, string[]>();
  private readonly threads = new Map<string, string[]>();
  private readonly ephemerals = new Map<string, { channel: string; ts: string }[]>();
  private lastMicros = 0;

  constructor(journal: Journal, readonly directory: Directory, readonly appName: string) {
    this.changes.setMaxListeners(0); // One listener for each open page.
    this.people = journal.collection('people');
    this.channels = journal.collection('channels');
    this.usergroups = journal.collection('usergroups');
    this.messages = journal.collection('messages');
    this.reads = journal.collection('reads');
    this.teamId = stableId('T', directory.office);
    this.appId = stableId('A', appName);
    this.botId = stableId('B', appName);
    this.botUserId = stableId('U', `bot:${appName}`);
    for (const message of this.messages.values()) this.index(message);
    this.seed();
  }

  /** Announces a change to the open pages. */
  announce(change: Change): void {
    this.changes.emit('change', change);
  }

  personByEmail(email: string): Person | undefined {
    return this.people.get(stableId('U', email.toLowerCase()));
  }

  /** Adds a member, or changes the one with that mail address, and opens their conversation with the app. */
  enrol(fields: Partial<Person> & { email: string }): Person {
    const email = fields.email.toLowerCase();
    const id = stableId('U', email);
    const blank: Person = { id, email, name: email, title: '', timezone: 'Europe/Berlin', bot: false, guest: false, deleted: false };
    const person = this.people.put(id, { ...blank, ...this.people.get(id), ...fields, id, email });
    this.openIm(id);
    this.announce({ kind: 'people' });
    return person;
  }

  /** Makes a group, or changes the one with that handle. */
  group(handle: string, emails: readonly string[]): Usergroup {
    const id = stableId('S', handle);
    return this.usergroups.put(id, { id, handle, name: handle, users: emails.map((email) => stableId('U', email.toLowerCase())) });
  }

  /** The conversation of a person with the app; the same one every time. */
  openIm(userId: string): Channel {
    const id = stableId('D', userId);
    const known = this.channels.get(id);
    if (known) return known;
    return this.channels.put(id, { id, name: userId, kind: 'im', members: [userId, this.botUserId], created: this.seconds() });
  }

  channelByName(name: string): Channel | undefined {
    return [...this.channels.values()].find((channel) => channel.kind === 'channel' && channel.name === name.replace(/^#/, ''));
  }

  /** The channels and the app's conversation that a person sees. */
  channelsOf(userId: string): Channel[] {
    return [...this.channels.values()].filter((channel) => channel.members.includes(userId));
  }

  message(channel: string, ts: string): Message | undefined {
    return this.messages.get(messageKey(channel, ts));
  }

  /** The channel's last `limit` messages that the person may see, oldest first: ephemerals only their own, replies only when sent to the channel too. */
  latest(userId: string, channel: string, limit: number): Message[] {
    const stamps = this.order.get(channel) ?? [];
    const found: Message[] = [];
    for (let at = stamps.length - 1; at >= 0 && found.length < limit; at -= 1) {
      const message = this.message(channel, stamps[at] as string);
      if (message && mayRead(userId, message) && (!message.threadTs || message.broadcast)) found.push(message);
    }
    return found.reverse();
  }

  /** The replies in a thread that the person may see, oldest first. */
  replies(userId: string, channel: string, threadTs: string): Message[] {
    const stamps = this.threads.get(messageKey(channel, threadTs)) ?? [];
    return stamps.map((ts) => this.message(channel, ts)).filter((each): each is Message => each !== undefined && mayRead(userId, each));
  }

  /** The last `limit` messages that only this person sees, of all their conversations, oldest first. */
  privateTo(userId: string, limit: number): Message[] {
    const mine = this.ephemerals.get(userId) ?? [];
    return mine.slice(-limit).map(({ channel, ts }) => this.message(channel, ts)).filter((each) => each !== undefined);
  }

  post(draft: Draft): Message {
    const message: Message = { ...draft, ts: this.nextTs(), revision: 0 };
    this.messages.put(messageKey(message.channel, message.ts), message);
    this.index(message);
    this.announceMessage(message);
    return message;
  }

  edit(message: Message, change: Partial<Draft>): Message {
    const next: Message = { ...message, ...change, editedTs: this.nextTs(), revision: message.revision + 1 };
    this.messages.put(messageKey(next.channel, next.ts), next);
    this.announceMessage(next);
    return next;
  }

  remove(message: Message): void {
    this.messages.delete(messageKey(message.channel, message.ts));
    this.order.set(message.channel, (this.order.get(message.channel) ?? []).filter((ts) => ts !== message.ts));
    this.announceMessage(message); // The other indices hold only stamps, and a stamp without a message is nothing.
  }

  markRead(userId: string, channel: string): void {
    const latest = this.order.get(channel)?.at(-1);
    if (latest && this.reads.get(`${userId}/${channel}`) !== latest) this.reads.put(`${userId}/${channel}`, latest);
  }

  /** Messages by others since the person last looked, counted up to 99. */
  unread(userId: string, channel: string): number {
    const since = this.reads.get(`${userId}/${channel}`) ?? '';
    const stamps = this.order.get(channel) ?? [];
    let count = 0;
    for (let at = stamps.length - 1; at >= 0 && count < 99; at -= 1) {
      const ts = stamps[at] as string;
      if (ts <= since) break;
      const message = this.message(channel, ts);
      if (message && message.user !== userId && mayRead(userId, message)) count += 1;
    }
    return count;
  }

  /** A time stamp in Slack's form, later than every one before it, across restarts too. */
  nextTs(): string {
    this.lastMicros = Math.max(Date.now() * 1000, this.lastMicros + 1);
    return `${Math.floor(this.lastMicros / 1e6)}.${String(this.lastMicros % 1e6).padStart(6, '0')}`;
  }

  seconds(): number {
    return Math.floor(Date.now() / 1000);
  }

  private announceMessage({ channel, ts, threadTs, ephemeralTo }: Message): void {
    this.announce({ kind: 'message', channel, ts, threadTs, to: ephemeralTo });
  }

  private index(message: Message): void {
    const { channel, ts, threadTs, ephemeralTo } = message;
    append(this.order, channel, ts);
    if (threadTs) append(this.threads, messageKey(channel, threadTs), ts);
    if (ephemeralTo) append(this.ephemerals, ephemeralTo, { channel, ts });
    for (const stamp of [ts, message.editedTs]) if (stamp) this.lastMicros = Math.max(this.lastMicros, Number(stamp.replace('.', '')));
  }

  /** The configuration names who belongs; members added by hand stay, and everyone keeps their id. */
  private seed(): void {
    const bot: Person = { id: this.botUserId, name: this.appName, email: '', title: 'App', timezone: 'Etc/UTC', bot: true, guest: false, deleted: false };
    this.people.put(bot.id, bot);
    for (const { name, email, roles, timezone } of this.directory.colleagues) this.enrol({ name, email, title: roles.join(', '), timezone });
    const everyone = [bot.id, ...this.directory.colleagues.map(({ email }) => stableId('U', email))];
    for (const name of this.directory.channels) {
      const id = stableId('C', name);
      const members = [...new Set([...(this.channels.get(id)?.members ?? []), ...everyone])];
      this.channels.put(id, { id, name, kind: 'channel', members, created: this.channels.get(id)?.created ?? this.seconds() });
    }
  }
}
