/** The log: JSON lines from which secrets and what clients wrote or own are taken out before they reach the stream. */
import pino from 'pino';
import { isIban } from '../domain/iban';
import type { LogLevel } from './env';

export type Log = pino.Logger;

/** Fields never printed, at any depth: secrets by their names, and the texts of mails. */
const SECRET_FIELD = /token|secret|password|authorization|cookie|signature|api[-_]?key|private[-_]?key|iban/i;
const MAIL_FIELDS: ReadonlySet<string> = new Set(['html', 'text', 'body', 'content', 'attachments', 'personalizations']);
const HIDDEN = '[hidden]';
/** Deeper than any record the office logs; what lies below is cut, so that a circle ends. */
const DEEPEST = 6;

/** Secrets inside texts: Slack's and SendGrid's keys, bearer headers, passwords in addresses, portal links (256 bits in base64url or hex). */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, HIDDEN],
  [/\bSG\.[\w-]+(?:\.[\w-]+)?/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [/(\w:\/\/[^\s:/@"]+):[^\s@"]+@/g, `$1:${HIDDEN}@`],
  [/(\/(?:p|approvals)\/)[\w-]{40,}/g, `$1${HIDDEN}`],
];
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g;

/** Opens the log of a part at a level. `stream` is where the lines go, standard output unless told. */
export function createLogger(part: string, level: LogLevel = 'info', stream: pino.DestinationStream = pino.destination({ dest: 1, sync: true })): Log {
  return pino({
    level,
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: (fields) => withoutSecrets(fields, 0) as Record<string, unknown> },
    serializers: { err: (error: unknown) => withoutSecrets(error, 1) },
    hooks: { streamWrite: withoutSecretTexts },
  }, stream);
}

/** A copy fit for the log. Errors keep name, code and status; our own keep message and stack too, a library's answer is never told whole. */
function withoutSecrets(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if (depth > DEEPEST) return '[deep]';
  if (value instanceof Error) return errorFields(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value) || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, hides(name, field) ? HIDDEN : withoutSecrets(field, depth + 1)]));
}

const hides = (name: string, field: unknown): boolean => field !== undefined && (SECRET_FIELD.test(name) || MAIL_FIELDS.has(name));

/** What an HTTP client's error carries beside an Error's own fields: @sendgrid/mail 8.1.6 prints the API key with them. */
type HttpFields = { code?: unknown; status?: unknown; statusCode?: unknown; response?: unknown; config?: unknown; request?: unknown };

function errorFields(error: Error & HttpFields, depth: number): Record<string, unknown> {
  const { name, code, cause } = error;
  const fields = { name, code, status: error.status ?? error.statusCode };
  const fromHttpClient = name === 'ResponseError' || error.response !== undefined || error.config !== undefined || error.request !== undefined;
  if (fromHttpClient) return fields;
  return { ...fields, message: error.message, stack: error.stack, ...(cause === undefined ? {} : { cause: withoutSecrets(cause, depth + 1) }) };
}

/** The last sieve, on the finished line: secrets that a message or a stack carries in its text. */
function withoutSecretTexts(line: string): string {
  const sieved = SECRET_TEXTS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), line);
  return sieved.replace(IBAN, (found) => withoutIban(found));
}

/** The match may run on into the words behind the number, so the longest beginning that adds up (ISO 7064, mod 97-10) is hidden. */
function withoutIban(found: string): string {
  for (let end = found.length; end >= 15; end -= 1) {
    if (isIban(found.slice(0, end))) return HIDDEN + found.slice(end);
  }
  return found;
}
