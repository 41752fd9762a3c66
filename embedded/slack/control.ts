/**
 * Controls for tests, on the local Slack's own port and never behind the gateway:
 * GET  /control/lint               → { entries: LintEntry[] }     DELETE clears them
 * GET  /control/faults             → { pending }                  POST adds a ScriptedFault, DELETE clears them
 * GET  /control/deliveries         → { deliveries: Delivery[] }   what was sent to the app, with its replies
 * POST /control/deliveries/:id/repeat → Reply                     the same bytes again
 * POST /control/app {requestUrl}   → where the app is from now on
 * GET  /control/sockets            → { open }                     how many sockets of the app are open; DELETE cuts them
 * POST /control/people {email, name?, title?, timezone?, guest?, deleted?, channels?} → { person }; `channels` are names to join
 * POST /control/usergroups {handle, emails} → { usergroup }
 */
import type { ScriptedFault } from './faults';
import { HttpRefusal, type Route, answer, jsonOf } from './http';
import type { Person } from './records';
import type { Slack } from './slack';

type Enrolment = Partial<Person> & { email: string; channels?: string[] };

function enrol({ workspace }: Slack, { channels = [], ...fields }: Enrolment): Person {
  if (!fields.email) throw new HttpRefusal(400, { error: 'email_missing' });
  const person = workspace.enrol(fields);
  for (const name of channels) {
    const channel = workspace.channelByName(name);
    if (!channel) throw new HttpRefusal(404, { error: 'channel_unknown' });
    workspace.channels.put(channel.id, { ...channel, members: [...new Set([...channel.members, person.id])] });
  }
  return person;
}

/** The control routes; see the head of this file. */
export const controlRoutes = (slack: Slack): Route[] => [
  { method: 'GET', path: '/control/lint', handle: ({ response }) => answer(response, { entries: slack.lint.entries() }) },
  { method: 'DELETE', path: '/control/lint', handle: ({ response }) => answer(response, { entries: slack.lint.clear() }) },
  { method: 'GET', path: '/control/faults', handle: ({ response }) => answer(response, { pending: slack.faults.list() }) },
  { method: 'DELETE', path: '/control/faults', handle: ({ response }) => answer(response, { pending: slack.faults.clear() }) },
  {
    method: 'POST', path: '/control/faults', handle: async ({ request, response }) => {
      slack.faults.add(await jsonOf<ScriptedFault>(request));
      answer(response, { pending: slack.faults.list() });
    },
  },
  { method: 'GET', path: '/control/deliveries', handle: ({ response }) => answer(response, { deliveries: slack.dispatcher.deliveries() }) },
  {
    method: 'POST', path: '/control/deliveries/:id/repeat', handle: async ({ params, response }) => {
      const reply = await slack.dispatcher.repeat(Number(params.id));
      if (!reply) throw new HttpRefusal(404, { error: 'delivery_unknown' });
      answer(response, reply);
    },
  },
  {
    method: 'POST', path: '/control/app', handle: async ({ request, response }) => {
      const { requestUrl } = await jsonOf<{ requestUrl: string }>(request);
      if (!URL.canParse(requestUrl)) throw new HttpRefusal(400, { error: 'invalid_url' });
      slack.dispatcher.settings.requestUrl = requestUrl;
      answer(response, { requestUrl });
    },
  },
  { method: 'GET', path: '/control/sockets', handle: ({ response }) => answer(response, { open: slack.sockets.count() }) },
  {
    method: 'DELETE', path: '/control/sockets', handle: ({ response }) => {
      slack.sockets.cut();
      answer(response, { open: slack.sockets.count() });
    },
  },
  { method: 'POST', path: '/control/people', handle: async ({ request, response }) => answer(response, { person: enrol(slack, await jsonOf<Enrolment>(request)) }) },
  {
    method: 'POST', path: '/control/usergroups', handle: async ({ request, response }) => {
      const { handle, emails } = await jsonOf<{ handle: string; emails: string[] }>(request);
      answer(response, { usergroup: slack.workspace.group(handle, emails) });
    },
  },
];
