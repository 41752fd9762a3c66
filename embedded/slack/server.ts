/** The local Slack's door: the Web API, sockets, uploads and response URLs for the app, the desk for people, controls for tests. */
import { controlRoutes } from './control';
import { playBefore } from './faults';
import { type Exchange, HttpRefusal, type Listening, type Route, answer, bodyOf, serve } from './http';
import type { Method } from './methods/method';
import { APP_METHODS } from './methods/apps';
import { CHAT_METHODS } from './methods/chat';
import { FILE_METHODS } from './methods/files';
import { PEOPLE_METHODS } from './methods/people';
import { USERGROUP_METHODS } from './methods/usergroups';
import { VIEW_METHODS } from './methods/views';
import { type CallArguments, readArguments } from './methods/arguments';
import { respond } from './responses';
import { type Slack, type SlackSettings, openSlack } from './slack';
import { SlackError } from './slack-error';
import { deskRoutes } from '../desk/routes';

const METHODS: Readonly<Record<string, Method>> = { ...APP_METHODS, ...PEOPLE_METHODS, ...USERGROUP_METHODS, ...CHAT_METHODS, ...VIEW_METHODS, ...FILE_METHODS };
/** docs.slack.dev/messaging/working-with-files: "all file types up to 1 GB"; a local office needs less. */
const UPLOAD_LIMIT = 64 * 1024 * 1024;

/** A running local Slack. `apiUrl` is what SLACK_API_URL wants. */
export type LocalSlack = Listening & { slack: Slack; apiUrl: string };

/** Method names are unique enough to be looked up by the last path segment, as Slack does. */
async function call(slack: Slack, name: string, { request, response, url }: Exchange): Promise<void> {
  try {
    const sent = await readArguments(request, url.searchParams);
    const fault = slack.faults.take(name, () => JSON.stringify(sent.args));
    if (await playBefore(fault, response)) return;
    if (fault?.kind === 'status') {
      response.setHeader('retry-after', String(fault.retryAfter ?? 1));
      return answer(response, { ok: false, error: fault.status === 429 ? 'ratelimited' : 'internal_error' }, fault.status);
    }
    if (fault?.kind === 'refuse') throw new SlackError(fault.error);
    const result = await run(slack, name, sent);
    if (fault?.kind === 'cut-after') return void response.destroy();
    answer(response, { ok: true, ...result });
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    answer(response, { ok: false, error: error.code, ...error.extra });
  }
}

async function run(slack: Slack, name: string, { token, args }: CallArguments): Promise<object> {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method) throw new SlackError('unknown_method', { req_method: name });
  if (!token) throw new SlackError('not_authed');
  const isAppLevel = token.startsWith('xapp-');
  if (!isAppLevel && token !== slack.settings.token) throw new SlackError('invalid_auth');
  if (isAppLevel !== Object.hasOwn(APP_METHODS, name)) throw new SlackError('not_allowed_token_type');
  return method(slack, args);
}

/** Takes a file's bytes, bare or as the one part of a form, as the SDK sends them. */
async function upload({ files }: Slack, { request, response, params }: Exchange): Promise<void> {
  const file = files.find(params.id ?? '');
  if (!file || file.complete) throw new HttpRefusal(404, { error: 'upload_unknown' });
  const body = await bodyOf(request, UPLOAD_LIMIT);
  const type = request.headers['content-type'] ?? '';
  files.fill(file, type.startsWith('multipart/form-data') ? await onlyPart(body, type) : body);
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${body.length}`);
}

async function onlyPart(body: Buffer, contentType: string): Promise<Buffer> {
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  for (const [, part] of form) if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  throw new HttpRefusal(400, { error: 'no_file_part' });
}

function download({ files, settings }: Slack, { request, response, params }: Exchange): void {
  if (request.headers.authorization !== `Bearer ${settings.token}`) throw new HttpRefusal(403, { error: 'not_authed' });
  const file = files.find(params.id ?? '');
  if (!file?.complete) throw new HttpRefusal(404, { error: 'file_not_found' });
  response.writeHead(200, files.headers(file));
  files.read(file).pipe(response);
}

const appRoutes = (slack: Slack): Route[] => [
  { method: 'POST', path: '/api/:name', handle: (exchange) => call(slack, exchange.params.name ?? '', exchange) },
  { method: 'GET', path: '/api/:name', handle: (exchange) => call(slack, exchange.params.name ?? '', exchange) },
  { method: 'POST', path: '/upload/:id', handle: (exchange) => upload(slack, exchange) },
  { method: 'GET', path: '/files-pri/:id/:name', handle: (exchange) => download(slack, exchange) },
  { method: 'POST', path: '/response/:id', handle: ({ params, request, response }) => respond(slack, params.id ?? '', request, response) },
  { method: 'GET', path: '/healthz', handle: ({ response }) => answer(response, { ok: true, parts: { slack: 'up' } }) },
];

/** Starts the local Slack on 127.0.0.1. `fault` hears of errors that are nobody's answer. */
export async function startLocalSlack(settings: SlackSettings, fault: (error: unknown) => void): Promise<LocalSlack> {
  const slack = openSlack(settings);
  const listening = await serve(settings.port, [...appRoutes(slack), ...controlRoutes(slack), ...deskRoutes(slack)], fault, slack.sockets.upgrade);
  slack.place.origin = listening.origin;
  const close = async (): Promise<void> => {
    slack.sockets.close(); // The server waits for them.
    await listening.close();
    slack.close();
  };
  return { ...listening, slack, apiUrl: `${listening.origin}/api/`, close };
}
