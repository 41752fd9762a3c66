/** The one place where a refusal or a fault becomes an answer to a visitor. */
import type { IncomingMessage } from 'node:http';
import { DomainError, type RefusalCode } from '../domain/refusals';
import { messagePage } from '../templates/pages/message';
import { pageSpeech } from '../templates/pages/words';
import { renderPage } from '../templates/render';
import { rootOf, type Deps } from './deps';
import { json, page, type Reply } from './reply';

/** HTTP's word for a refusal; those of the rules that are not here are a conflict with how things stand (409). */
const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  PageUnknown: 404, NotFound: 404, LinkExpired: 410, LinkRevoked: 410, PathTooLong: 414, BodyTooLarge: 413, FormUnreadable: 415, FieldNotText: 400,
  MethodNotAllowed: 405, OpenAndPress: 405, FormStale: 403, TooManyAttempts: 429, SignerMissing: 422, ReasonMissing: 422, ReasonTooLong: 422,
  WebhookUnsigned: 403, WebhookForged: 403, WebhookOutOfTime: 403, WebhookShut: 403, WebhookUnreadable: 400,
};

/** A refusal is told as it stands; of a fault only that there was one. */
export function refused(error: unknown, deps: Deps, { method, url = '/', headers: { accept = '' } }: IncomingMessage): Reply {
  const { office } = deps.book.current();
  const { page: { message: words } } = pageSpeech(office.locale);
  if (!(error instanceof DomainError)) deps.log.error({ event: 'portal.fault', err: error }, 'A request failed.');
  const told = error instanceof DomainError ? { code: error.code, sentence: error.message } : { code: 'Fault', sentence: words.fault };
  const status = error instanceof DomainError ? STATUS[error.code] ?? 409 : 503;
  const headers = headersOf(error);
  if (/\bjson\b/.test(accept) && !/\bhtml\b/.test(accept)) return { ...json({ code: told.code, message: told.sentence }, status), headers };
  const shown = messagePage(office.seller, office.locale, `${rootOf(deps)}/p`, { ...told, back: method === 'POST' && status !== 404 && status !== 410 ? pageOfForm(url, deps) : '' });
  return { ...page(renderPage('message', shown), status), headers };
}

/** The document's page on which a form of that address stands; '' for others. */
function pageOfForm(url: string, deps: Deps): string {
  const [, path] = /^(\/p\/[\w-]+\/\w+\/[\w-]+)\/\w+$/.exec(url) ?? [];
  return path ? `${rootOf(deps)}${path}` : '';
}

function headersOf(error: unknown): Record<string, string> {
  if (!(error instanceof DomainError)) return { 'Retry-After': '5' };
  if (error.code === 'TooManyAttempts') return { 'Retry-After': String(error.details.seconds) };
  if (error.code === 'MethodNotAllowed' || error.code === 'OpenAndPress') return { Allow: String(error.details.methods) };
  return error.code === 'BodyTooLarge' ? { Connection: 'close' } : {};
}
