/**
 * The mail outbox: SendGrid's POST /v3/mail/send for the office, reading for the desk, controls for tests.
 * Reading (all JSON but the last two):
 * GET /outbox/mails?to=&since=&limit=       → { mails: MailSummary[] }, newest first
 * GET /outbox/mails/:id                     → { mail: MailSummary, text, html, payload }
 * GET /outbox/mails/:id/html                → the mail's HTML in a sandbox
 * GET /outbox/mails/:id/attachments/:at     → the attachment's bytes
 * Controls:
 * GET/POST/DELETE /control/faults           faults of `mail.send`, see ScriptedFault
 * POST /control/events {id, event, …}       makes that event happen to a mail
 * GET  /control/webhook                     → { waiting: Batch[], sent: Post[] }
 * POST /control/webhook {url}               where events go from now on
 * POST /control/webhook/:batch/repeat       → { status }
 */
import { join } from 'node:path';
import { Mailbox, type MailSummary, type StoredMail } from './mailbox';
import { errorsBody, general, payloadFaults, type PayloadFault } from './payload';
import { Webhook } from './webhook';
import { FaultScript, type ScriptedFault, playBefore } from '../slack/faults';
import { type Exchange, HttpRefusal, type Listening, type Route, answer, bodyOf, jsonOf, serve } from '../slack/http';
import { Journal } from '../slack/journal';
import { type Dict, isDict } from '../slack/json';

/**
 * - `port`: 0 takes a free one
 * - `dataFolder`: OFFICE_DATA; everything is kept below its `outbox/`
 * - `apiKey`: the only key that may send
 * - `webhookUrl`: where events are posted, '' for nowhere; `webhookKey`: private key, base64 DER (PKCS #8, P-256), '' to post unsigned
 */
export type OutboxSettings = { port: number; dataFolder: string; apiKey: string; webhookUrl: string; webhookKey: string };
export type Outbox = Listening & { mailbox: Mailbox; webhook: Webhook };
type Parts = { settings: OutboxSettings; mailbox: Mailbox; webhook: Webhook; faults: FaultScript };

/** "The total size of your email, including attachments, must be less than 30MB": mail-send/limitations. */
const MAIL_LIMIT = 30 * 1024 * 1024;
/** Fields a mail may not bring to the browser: it is someone else's page. */
const MAIL_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
const SHOWN_IN_PLACE = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif']);

const refuse = (status: number, ...faults: PayloadFault[]): HttpRefusal => new HttpRefusal(status, errorsBody(faults));

async function bodyWithin(exchange: Exchange): Promise<string> {
  try {
    return (await bodyOf(exchange.request, MAIL_LIMIT)).toString('utf8');
  } catch (error) {
    if (error instanceof HttpRefusal && error.status === 413) throw refuse(413, general('Payload Too Large'));
    throw error;
  }
}

function parsed(text: string): Dict {
  try {
    const value: unknown = JSON.parse(text);
    if (isDict(value)) return value;
  } catch {
    // The refusal below is the same for both.
  }
  throw refuse(400, general('Bad Request'));
}

/** Accepts a mail: kept on disk first, answered second, told to the webhook third. */
async function send({ settings, mailbox, webhook, faults }: Parts, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const text = await bodyWithin(exchange);
  const fault = faults.take('mail.send', () => text);
  if (await playBefore(fault, response)) return;
  if (request.headers.authorization !== `Bearer ${settings.apiKey}`) throw refuse(401, general('The provided authorization grant is invalid, expired, or revoked'));
  if (fault?.kind === 'status') {
    if (fault.status === 429) response.setHeader('retry-after', String(fault.retryAfter ?? 1)).setHeader('x-ratelimit-reset', String(Math.floor(Date.now() / 1000) + (fault.retryAfter ?? 1)));
    throw refuse(fault.status, general(fault.status === 429 ? 'too many requests' : 'Internal server error'));
  }
  if (fault?.kind === 'refuse') throw refuse(400, general(fault.error));
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) throw refuse(415, general('Unsupported Media Type'));
  const payload = parsed(text);
  const wrong = payloadFaults(payload);
  if (wrong.length > 0) throw refuse(400, ...wrong);
  const mail = mailbox.keep(payload);
  webhook.tell(mail);
  if (fault?.kind === 'cut-after') return void response.destroy();
  response.writeHead(202, { 'x-message-id': mail.id, 'content-length': '0' }).end();
}

function mailAt({ mailbox }: Parts, { params }: Exchange): { summary: MailSummary; mail: StoredMail } {
  const summary = mailbox.find(params.id ?? '');
  if (!summary) throw new HttpRefusal(404, { error: 'mail_unknown' });
  return { summary, mail: mailbox.open(summary) };
}

function list({ mailbox }: Parts, { response, url }: Exchange): void {
  const number = (name: string): number | undefined => (url.searchParams.has(name) ? Number(url.searchParams.get(name)) || 0 : undefined);
  answer(response, { mails: mailbox.list({ to: url.searchParams.get('to') ?? '', since: number('since'), limit: number('limit') }) });
}

function read(parts: Parts, exchange: Exchange): void {
  const { summary, mail } = mailAt(parts, exchange);
  const { mailbox } = parts;
  answer(exchange.response, { mail: summary, text: mailbox.content(mail, 'text/plain'), html: mailbox.content(mail, 'text/html'), payload: mail.payload });
}

/** The HTML as the client sees it: inline images by their content id, links in a window of their own. */
function readHtml(parts: Parts, exchange: Exchange): void {
  const { summary, mail } = mailAt(parts, exchange);
  const html = parts.mailbox.content(mail, 'text/html');
  const withImages = summary.attachments.reduce((text, { contentId, at }) => (contentId ? text.replaceAll(`cid:${contentId}`, `attachments/${at}`) : text), html);
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': MAIL_POLICY, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  exchange.response.writeHead(200, headers).end(`<base target="_blank">${withImages}`);
}

function readAttachment(parts: Parts, exchange: Exchange): void {
  const { summary, mail } = mailAt(parts, exchange);
  const info = summary.attachments[Number(exchange.params.at)];
  const bytes = info && parts.mailbox.attachment(mail, info.at);
  if (!info || !bytes) throw new HttpRefusal(404, { error: 'attachment_unknown' });
  const shown = SHOWN_IN_PLACE.has(info.type);
  exchange.response.writeHead(200, {
    'content-type': shown ? info.type : 'application/octet-stream', 'content-length': String(bytes.length), 'x-content-type-options': 'nosniff',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(info.filename)}`, 'content-security-policy': "frame-ancestors 'self'",
  }).end(bytes);
}

const controls = ({ mailbox, webhook, faults }: Parts): Route[] => [
  { method: 'GET', path: '/control/faults', handle: ({ response }) => answer(response, { pending: faults.list() }) },
  { method: 'DELETE', path: '/control/faults', handle: ({ response }) => answer(response, { pending: faults.clear() }) },
  {
    method: 'POST', path: '/control/faults', handle: async ({ request, response }) => {
      faults.add(await jsonOf<ScriptedFault>(request));
      answer(response, { pending: faults.list() });
    },
  },
  {
    method: 'POST', path: '/control/events', handle: async ({ request, response }) => {
      const { id, event, ...fields } = await jsonOf<Dict & { id: string; event: string }>(request);
      const mail = mailbox.find(id);
      if (!mail || !event) throw new HttpRefusal(404, { error: 'mail_unknown' });
      webhook.happen(mail, event, fields);
      answer(response, { ok: true });
    },
  },
  { method: 'GET', path: '/control/webhook', handle: ({ response }) => answer(response, { waiting: webhook.waiting(), sent: webhook.sent() }) },
  {
    method: 'POST', path: '/control/webhook', handle: async ({ request, response }) => {
      webhook.aim((await jsonOf<{ url: string }>(request)).url);
      answer(response, { ok: true });
    },
  },
  {
    method: 'POST', path: '/control/webhook/:batch/repeat', handle: async ({ params, response }) => {
      const status = await webhook.repeat(params.batch ?? '');
      if (status === undefined) throw new HttpRefusal(404, { error: 'batch_unknown' });
      answer(response, { status });
    },
  },
];

/** Starts the outbox on 127.0.0.1. `fault` hears of errors that are nobody's answer. */
export async function startOutbox(settings: OutboxSettings, fault: (error: unknown) => void): Promise<Outbox> {
  const folder = join(settings.dataFolder, 'outbox');
  const journal = new Journal(folder);
  const mailbox = new Mailbox(journal, folder);
  const webhook = new Webhook(journal, mailbox, settings.webhookUrl, settings.webhookKey);
  const parts: Parts = { settings, mailbox, webhook, faults: new FaultScript() };
  const listening = await serve(settings.port, [
    { method: 'POST', path: '/v3/mail/send', handle: (exchange) => send(parts, exchange) },
    { method: 'GET', path: '/outbox/mails', handle: (exchange) => list(parts, exchange) },
    { method: 'GET', path: '/outbox/mails/:id', handle: (exchange) => read(parts, exchange) },
    { method: 'GET', path: '/outbox/mails/:id/html', handle: (exchange) => readHtml(parts, exchange) },
    { method: 'GET', path: '/outbox/mails/:id/attachments/:at', handle: (exchange) => readAttachment(parts, exchange) },
    { method: 'GET', path: '/healthz', handle: ({ response }) => answer(response, { ok: true, parts: { outbox: 'up' } }) },
    ...controls(parts),
  ], fault);
  const close = async (): Promise<void> => {
    webhook.close();
    await listening.close();
    journal.close();
  };
  return { ...listening, mailbox, webhook, close };
}
