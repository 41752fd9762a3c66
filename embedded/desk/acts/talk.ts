/** Typing: slash commands, shortcuts, plain messages, and opening the App Home. */
import { type Outcome, VERIFICATION_TOKEN, ackFault, common, notice, placeOf, teamDomain } from './occasion';
import { freshId } from '../../slack/ids';
import { HttpRefusal } from '../../slack/http';
import { type Dict, isDict, str } from '../../slack/json';
import type { Channel, Person } from '../../slack/records';
import { applyResponse } from '../../slack/responses';
import { channelName, briefPerson, shownMessage } from '../../slack/shown';
import type { Slack } from '../../slack/slack';
import { SlackError } from '../../slack/slack-error';

/** What a person types, and where. */
export type Typed = { channel: string; text: string; threadTs?: string };

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** `@carla` and `#finance` become mentions, as the client's completion makes them; the rest stays text. */
function withMentions({ workspace }: Slack, text: string): string {
  const people = [...workspace.people.values()].filter((person) => person.email);
  return text
    .replace(/(^|\s)@([a-z0-9._-]+)/gi, (all, lead: string, name: string) => {
      const person = people.find((each) => each.email.split('@')[0]?.toLowerCase() === name.toLowerCase());
      return person ? `${lead}<@${person.id}>` : all;
    })
    .replace(/(^|\s)#([a-z0-9_-]+)/gi, (all, lead: string, name: string) => {
      const channel = workspace.channelByName(name.toLowerCase());
      return channel ? `${lead}<#${channel.id}|${channel.name}>` : all;
    });
}

/** Whatever stands in the composer: a command when it begins with a slash, else a message. */
export async function type(slack: Slack, person: Person, typed: Typed): Promise<Outcome> {
  if (/^\/\S/.test(typed.text)) return command(slack, person, typed);
  return say(slack, person, typed);
}

function say(slack: Slack, person: Person, { channel, text, threadTs }: Typed): Outcome {
  const place = placeOf(slack, person, channel);
  if (!text.trim()) throw new HttpRefusal(400, { error: 'no_text' });
  slack.workspace.post({ channel: place.id, user: person.id, fromApp: false, text: withMentions(slack, escaped(text)), ...(threadTs ? { threadTs } : {}) });
  return { ok: true };
}

async function command(slack: Slack, person: Person, { channel, text, threadTs }: Typed): Promise<Outcome> {
  const place = placeOf(slack, person, channel);
  const [, name = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const known = slack.settings.manifest.commands.find((each) => each.command === name);
  const refused = !known ? `${name} is not a valid command. Type /invoice help to see what there is.` : threadTs ? `${name} is not supported in threads. Sorry!` : '';
  if (refused || !known) {
    notice(slack, person, place, escaped(refused), threadTs);
    return { ok: false, error: known ? 'not_in_threads' : 'unknown_command' };
  }
  const reply = await slack.dispatcher.command(commandFields(slack, person, place, name, known.escape ? withMentions(slack, rest) : rest));
  const problem = reply.outcome === 'ok' ? afterCommand(slack, person, place, reply.body) : ackFault(reply.outcome);
  if (!problem) return { ok: true };
  notice(slack, person, place, `${name} failed with the error "${problem}"`);
  return { ok: false, error: problem };
}

function commandFields(slack: Slack, person: Person, place: Channel, name: string, text: string): Record<string, string> {
  const { workspace } = slack;
  return {
    token: VERIFICATION_TOKEN, team_id: workspace.teamId, team_domain: teamDomain(slack), channel_id: place.id, channel_name: channelName(place),
    user_id: person.id, user_name: str(briefPerson(slack, person).name), command: name, text, api_app_id: workspace.appId, is_enterprise_install: 'false',
    response_url: slack.responseUrls.issue({ user: person.id, channel: place.id }),
    trigger_id: slack.triggers.issue({ user: person.id }),
  };
}

/** An acknowledgement may carry the answer: plain text or a message. Returns Slack's error name when it cannot be shown. */
function afterCommand(slack: Slack, person: Person, place: Channel, body: string): string | undefined {
  if (!body.trim()) return undefined;
  const message = asJson(body) ?? { text: body };
  try {
    applyResponse(slack, { user: person.id, channel: place.id }, message, 'slash command acknowledgement');
    return undefined;
  } catch (error) {
    if (error instanceof SlackError) return error.code;
    throw error;
  }
}

function asJson(body: string): Dict | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isDict(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Runs a shortcut of the manifest: a global one anywhere, a message's on that message. */
export async function shortcut(slack: Slack, person: Person, callbackId: string, on?: { channel: string; ts: string }): Promise<Outcome> {
  const known = slack.settings.manifest.shortcuts.find((each) => each.callbackId === callbackId);
  if (!known) throw new HttpRefusal(404, { error: 'shortcut_unknown' });
  const shared = { ...common(slack, person), callback_id: callbackId, trigger_id: slack.triggers.issue({ user: person.id }), action_ts: slack.workspace.nextTs() };
  const payload = known.type === 'global' ? { ...shared, type: 'shortcut' } : { ...shared, type: 'message_action', ...messagePart(slack, person, on) };
  const reply = await slack.dispatcher.interaction(payload);
  return reply.outcome === 'ok' ? { ok: true } : { ok: false, error: ackFault(reply.outcome) };
}

function messagePart(slack: Slack, person: Person, on?: { channel: string; ts: string }): Dict {
  const place = placeOf(slack, person, on?.channel ?? '');
  const message = slack.workspace.message(place.id, on?.ts ?? '');
  if (!message) throw new HttpRefusal(404, { error: 'message_unknown' });
  const response_url = slack.responseUrls.issue({ user: person.id, channel: place.id, threadTs: message.threadTs });
  return { message_ts: message.ts, channel: { id: place.id, name: channelName(place) }, message: shownMessage(slack, message), response_url };
}

/** Tells the app that the person looks at its Home. */
export async function openHome(slack: Slack, person: Person): Promise<Outcome> {
  const { workspace } = slack;
  const view = slack.views.home(person.id);
  const event = {
    type: 'app_home_opened', user: person.id, channel: workspace.openIm(person.id).id, tab: 'home', event_ts: workspace.nextTs(),
    ...(view ? { view: slack.views.shown(view) } : {}),
  };
  const reply = await slack.dispatcher.event(event.type, {
    token: VERIFICATION_TOKEN, team_id: workspace.teamId, api_app_id: workspace.appId, event, type: 'event_callback',
    event_id: freshId('Ev'), event_time: workspace.seconds(), is_ext_shared_channel: false,
    authorizations: [{ enterprise_id: null, team_id: workspace.teamId, user_id: workspace.botUserId, is_bot: true, is_enterprise_install: false }],
  });
  return reply.outcome === 'ok' ? { ok: true } : { ok: false, error: ackFault(reply.outcome) };
}
