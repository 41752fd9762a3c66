/** SendGrid: the only holder of its SDK. One mail in, one of four outcomes out; what went wrong is told in few words, because the SDK's errors carry the API key. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import sendgridMail from '@sendgrid/mail';
import { isMailAddress } from '../../domain/client';

/** `contentType` is a MIME type; `bytes` go out in base64. One with a `cid` is shown where the HTML says so (RFC 2392) and not listed. */
export type Attachment = { name: string; contentType: string; bytes: Buffer; cid?: string };

/** One mail to one address. `outboxId` travels in custom_args and comes back in every event about the mail. */
export type OutgoingMail = { outboxId: string; to: string; subject: string; text: string; html: string; attachments: readonly Attachment[] };

/**
 * accepted: SendGrid has it. refused: it never will, as it stands. later: it was not taken, try again (`retryAfterMs` when told).
 * unknown: the request had left and no answer came, so it may or may not arrive.
 */
export type SendOutcome =
  | { outcome: 'accepted'; messageId: string }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'later'; reason: string; retryAfterMs?: number }
  | { outcome: 'unknown'; reason: string };

export type Sendgrid = { send(mail: OutgoingMail): Promise<SendOutcome> };
/** `baseUrl` without a path; `timeoutMs` bounds one request. */
export type SendgridSettings = { apiKey: string; baseUrl: string; from: { name: string; email: string }; replyTo?: string; timeoutMs?: number };

/** Long enough for SendGrid, which answers within a second, and short enough for an activity of a minute. */
const TIMEOUT_MS = 10_000;
/** A provider that asks for more than an hour is asked again after an hour. */
const LONGEST_WAIT_MS = 3_600_000;
/** The text of a 4xx may be long; the person needs its beginning. */
const LONGEST_REASON = 200;

const CONTROL = /[\u0000-\u001f\u007f]/;
/** Connections that were never made, so that nothing can have left: sockets, names, and certificates that Node declines. */
const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|CERT_\w+|UNABLE_TO_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO)$/;

/** The parts of the SDK that its types leave out: its class, and the HTTP client inside. */
type HttpClient = { setDefaultHeader(name: string, value: string): void; setDefaultRequest(settings: object): void };
type MailService = typeof sendgridMail & { client: HttpClient };
const { MailService } = sendgridMail as unknown as { MailService: new () => MailService };

/** A kept connection may be closed by the other end just as the next mail is written to it, and that mail's outcome would be unknown for nothing. */
const NEW_CONNECTIONS = { httpAgent: new HttpAgent({ keepAlive: false }), httpsAgent: new HttpsAgent({ keepAlive: false }) };

/** What is read of an SDK error, and nothing else. */
type SdkError = { code?: unknown; syscall?: unknown; cause?: { syscall?: unknown }; response?: { status?: unknown; headers?: Record<string, unknown>; body?: unknown } };

/** Opens the gateway. Mails keep their links: click and open tracking would send a portal link through the provider's redirects. */
export function createSendgrid({ apiKey, baseUrl, from, replyTo, timeoutMs = TIMEOUT_MS }: SendgridSettings): Sendgrid {
  const service = new MailService(); // With a client of its own: the package's shared one may be anybody's.
  const { client } = service;
  client.setDefaultHeader('Authorization', `Bearer ${apiKey}`); // setApiKey would write to the console about keys of another shape.
  client.setDefaultRequest({ baseUrl, timeout: timeoutMs, maxRedirects: 0, ...NEW_CONNECTIONS });

  async function send(mail: OutgoingMail): Promise<SendOutcome> {
    const fault = faultOf(mail);
    if (fault) return { outcome: 'refused', reason: fault };
    try {
      const [{ headers }] = await service.send({
        to: { email: mail.to }, from: { name: from.name, email: from.email }, ...(replyTo && { replyTo: { email: replyTo } }),
        subject: mail.subject, text: mail.text, html: mail.html, customArgs: { outbox_id: mail.outboxId },
        // As SendGrid's API names it: the SDK passes an attachment's `contentId` on as it is.
        attachments: mail.attachments.map(({ name, contentType, bytes, cid }) =>
          ({ filename: name, type: contentType, content: bytes.toString('base64'), ...(cid ? { disposition: 'inline', content_id: cid } : { disposition: 'attachment' }) })),
        trackingSettings: { clickTracking: { enable: false, enableText: false }, openTracking: { enable: false } },
      });
      return { outcome: 'accepted', messageId: String((headers as Record<string, unknown>)['x-message-id'] ?? '') };
    } catch (error) {
      return outcomeOf(error as SdkError); // The error object ends here: it holds the request with its key.
    }
  }
  return { send };
}

/** What makes a mail unfit for sending, as a sentence. */
function faultOf({ to, subject, attachments }: OutgoingMail): string | undefined {
  if (CONTROL.test(to) || CONTROL.test(subject)) return 'The address or the subject holds a control character.';
  if (!isMailAddress(to)) return 'The address is not exactly one mail address.';
  if (attachments.some(({ name }) => CONTROL.test(name))) return 'The name of an attachment holds a control character.';
  return undefined;
}

function outcomeOf(error: SdkError): SendOutcome {
  const status = [error.response?.status, error.code].find((value) => typeof value === 'number');
  if (status !== undefined) return outcomeOfStatus(status as number, error.response);
  const code = typeof error.code === 'string' ? error.code : 'no code';
  const syscall = error.syscall ?? error.cause?.syscall;
  if (syscall === 'connect' || syscall === 'getaddrinfo' || NEVER_LEFT.test(code)) return { outcome: 'later', reason: `SendGrid cannot be reached (${code}).` };
  return { outcome: 'unknown', reason: `The connection to SendGrid broke before its answer (${code}).` };
}

/** A wrong key or an unverified sender is mended in the settings, and then every mail that waited goes out; 408 and 429 pass by themselves. */
const NOT_THE_MAILS_FAULT: readonly number[] = [401, 403, 408, 429];

function outcomeOfStatus(status: number, response: SdkError['response']): SendOutcome {
  const final = status >= 400 && status < 500 && !NOT_THE_MAILS_FAULT.includes(status);
  if (final) return { outcome: 'refused', reason: `SendGrid answered ${status}${wordsOf(response?.body)}` };
  return { outcome: 'later', reason: `SendGrid answered ${status}.`, retryAfterMs: retryAfterMs(response?.headers ?? {}) };
}

/** SendGrid's own words: `{ errors: [{ message }] }`. */
function wordsOf(body: unknown): string {
  const [first] = (body as { errors?: { message?: unknown }[] } | null)?.errors ?? [];
  if (typeof first?.message !== 'string') return '.';
  return `: ${first.message.replace(new RegExp(CONTROL, 'g'), ' ').slice(0, LONGEST_REASON)}`;
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3); a date counts from the answer's own Date, so that our clock does not matter. */
function retryAfterMs(headers: Record<string, unknown>): number | undefined {
  const told = String(headers['retry-after'] ?? '');
  const ms = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.parse(String(headers.date ?? ''));
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : undefined;
}
