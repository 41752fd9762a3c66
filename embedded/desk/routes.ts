/** The desk's door: the page, and everything a person can see or do, as JSON below /desk/api. */
import { type Outcome, actor, placeOf } from './acts/occasion';
import { type Pressed, enter, press, suggest } from './acts/press';
import { closeModal, submit } from './acts/submit';
import { type Typed, openHome, shortcut, type } from './acts/talk';
import { mailRoutes } from './mails';
import { pageRoutes } from './page';
import { homeOf, messagesOf, modalOf, officeOf, overviewOf, privateMessagesOf } from './sight';
import { stream } from './stream';
import { type Exchange, HttpRefusal, type Route, answer, bodyOf, jsonOf } from '../slack/http';
import type { Person } from '../slack/records';
import type { Slack } from '../slack/slack';

/** Files people attach; the office itself takes no more than 10 MB. */
const FILE_LIMIT = 32 * 1024 * 1024;

/** A route below a person: reads answer what they see, acts answer their Outcome. */
const seen = (slack: Slack, path: string, look: (person: Person, exchange: Exchange) => unknown): Route => ({
  method: 'GET',
  path: `/desk/api/as/:user/${path}`,
  handle: (exchange) => answer(exchange.response, look(actor(slack, exchange.params.user ?? ''), exchange)),
});
const done = <T extends object>(slack: Slack, path: string, act: (person: Person, sent: T) => Promise<Outcome> | Outcome): Route => ({
  method: 'POST',
  path: `/desk/api/as/:user/${path}`,
  handle: async ({ request, response, params }) => {
    const person = actor(slack, params.user ?? '');
    answer(response, await act(person, await jsonOf<T>(request)));
  },
});

/** Takes a file's bytes as application/octet-stream with its name in the query; answers `{ file }`. */
async function attach(slack: Slack, { request, response, params, url }: Exchange): Promise<void> {
  const person = actor(slack, params.user ?? '');
  if (request.headers['content-type'] !== 'application/octet-stream') throw new HttpRefusal(415, { error: 'bytes_only' });
  const bytes = await bodyOf(request, FILE_LIMIT);
  const announced = slack.files.announce(url.searchParams.get('name') || 'file', person.id);
  const file = slack.files.complete(slack.files.fill(announced, bytes), announced.name);
  answer(response, { file: slack.files.shown(file) });
}

function openFile({ files }: Slack, { response, params }: Exchange): void {
  const file = files.find(params.id ?? '');
  if (!file?.complete) throw new HttpRefusal(404, { error: 'file_not_found' });
  response.writeHead(200, files.headers(file));
  files.read(file).pipe(response);
}

/** Every route of the desk. */
export const deskRoutes = (slack: Slack): Route[] => [
  { method: 'GET', path: '/desk/api/office', handle: ({ response }) => answer(response, officeOf(slack)) },
  { method: 'GET', path: '/desk/api/stream/:user', handle: ({ response, params }) => stream(slack, actor(slack, params.user ?? ''), response) },
  { method: 'GET', path: '/desk/api/lint', handle: ({ response }) => answer(response, { entries: slack.lint.entries() }) },
  seen(slack, 'overview', (person) => overviewOf(slack, person)),
  seen(slack, 'messages/:channel', (person, { params, url }) => messagesOf(slack, person, placeOf(slack, person, params.channel ?? ''), url.searchParams.get('thread') ?? undefined)),
  seen(slack, 'private', (person) => privateMessagesOf(slack, person)),
  seen(slack, 'modal', (person) => modalOf(slack, person)),
  seen(slack, 'home', (person) => homeOf(slack, person)),
  done<Typed>(slack, 'type', (person, typed) => type(slack, person, typed)),
  done<Pressed>(slack, 'press', (person, pressed) => press(slack, person, pressed)),
  done<Pressed>(slack, 'suggest', (person, pressed) => suggest(slack, person, pressed)),
  done<Pressed>(slack, 'enter', (person, pressed) => ({ ok: true, value: enter(slack, person, pressed) }) as Outcome),
  done<{ viewId: string }>(slack, 'submit', (person, { viewId }) => submit(slack, person, viewId)),
  done<{ viewId: string; extent?: 'one' | 'all' }>(slack, 'close', (person, { viewId, extent = 'one' }) => closeModal(slack, person, viewId, extent)),
  done<{ callbackId: string; channel?: string; ts?: string }>(slack, 'shortcut', (person, { callbackId, channel, ts }) => shortcut(slack, person, callbackId, channel && ts ? { channel, ts } : undefined)),
  done(slack, 'home', (person) => openHome(slack, person)),
  done<{ channel: string }>(slack, 'read', (person, { channel }) => {
    slack.workspace.markRead(person.id, placeOf(slack, person, channel).id);
    return { ok: true };
  }),
  { method: 'POST', path: '/desk/api/as/:user/files', handle: (exchange) => attach(slack, exchange) },
  { method: 'GET', path: '/desk/files/:id/:name', handle: (exchange) => openFile(slack, exchange) },
  ...mailRoutes(slack),
  ...pageRoutes(),
];
