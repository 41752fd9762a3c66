/** The one place where a refusal or a fault becomes an answer to a visitor. */
import type { IncomingMessage } from 'node:http';
import { DomainError, type RefusalCode } from '../domain/refusals';
import { messagePage } from '../templates/pages/message';
import { refusalText } from '../templates/pages/refusal';
import { pageSpeech } from '../templates/pages/words';
import { renderPage } from '../templates/render';
import { brandOf, rootOf, type Deps } from './deps';
import { json, page, type Reply } from './reply';

/** HTTP's word for a refusal; those of the rules that are not here are a conflict with how things stand (409). */
const STATUS: Readonly<Partial<Record<RefusalCode, number>>> = {
  PageUnknown: 404, NotFound: 404, LinkExpired: 410, ApprovalLinkExpired: 410, AskedNoMore: 410, CodeNeeded: 401, CodeWrong: 403, LinkRevoked: 410, PathTooLong: 414, BodyTooLarge: 413, FormUnreadable: 415, FieldNotText: 400,
  MethodNotAllowed: 405, OpenAndPress: 405, FormStale: 403, TooManyAttempts: 429, SignerMissing: 422, ReasonMissing: 422, ReasonTooLong: 422, QuestionMissing: 422, NoteTooLong: 422,
  WebhookUnsigned: 403, WebhookForged: 403, WebhookOutOfTime: 403, WebhookShut: 403, WebhookUnreadable: 400,
};

/** What is told to the visitor, and how HTTP says it. */
type Told = { code: string; sentence: string; status: number; headers: Record<string, string> };

/** A refusal is told in the reader's language; of a fault, which goes to the log, only that there was one. */
export function toldOf(error: unknown, deps: Deps, locale: string): Told {
  const headers = headersOf(error);
  const speech = pageSpeech(locale);
  if (error instanceof DomainError) return { code: error.code, sentence: refusalText(error, speech), status: STATUS[error.code] ?? 409, headers };
  deps.log.error({ event: 'portal.fault', err: error }, 'A request failed.');
  return { code: 'Fault', sentence: speech.page.message.fault, status: 503, headers };
}

/** `locale` is the reader's. */
export function refused(error: unknown, deps: Deps, { method, url = '/', headers: { accept = '' } }: IncomingMessage, locale: string): Reply {
  const { office } = deps.book.current();
  const { code, sentence, status, headers } = toldOf(error, deps, locale);
  if (/\bjson\b/.test(accept) && !/\bhtml\b/.test(accept)) return { ...json({ code, message: sentence }, status), headers };
  const back = method === 'POST' && status !== 404 && status !== 410 ? pageOfForm(url, deps) : '';
  return { ...page(renderPage('message', messagePage(office.seller, locale, `${rootOf(deps)}/p`, { code, sentence, back }), brandOf(deps)), status), headers };
}

/** The document's page on which a form of that address stands; '' for others. */
function pageOfForm(url: string, deps: Deps): string {
  const [, path] = /^(\/p\/[\w-]+\/\w+\/[\w-]+|\/approvals\/[\w-]+)\/\w+$/.exec(url) ?? [];
  return path ? `${rootOf(deps)}${path}` : '';
}

function headersOf(error: unknown): Record<string, string> {
  if (!(error instanceof DomainError)) return { 'Retry-After': '5' };
  if (error.code === 'TooManyAttempts') return { 'Retry-After': String(error.details.seconds) };
  if (error.code === 'MethodNotAllowed' || error.code === 'OpenAndPress') return { Allow: String(error.details.methods) };
  return error.code === 'BodyTooLarge' ? { Connection: 'close' } : {};
}
