/** Arguments of a Web API call: forms and JSON bodies read alike. */
import type { IncomingMessage } from 'node:http';
import { bodyOf } from '../http';
import { type Dict, dict, dicts, str } from '../json';
import { SlackError } from '../slack-error';

/** Arguments that are JSON inside a form. */
const STRUCTURED = new Set(['blocks', 'attachments', 'view', 'metadata', 'files']);
/** Bodies above this many bytes are refused; Slack's own bound is lower, but depends on the method. */
const LIMIT = 2 * 1024 * 1024;

/** A call's arguments and the token it came with. */
export type CallArguments = { token: string; args: Dict };

function structured(name: string, value: string): unknown {
  if (!STRUCTURED.has(name)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new SlackError(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments', { response_metadata: { messages: [`[ERROR] ${name} is no valid JSON`] } });
  }
}

/** Reads a call. The token comes by header or as an argument. Refused: `invalid_json`, `invalid_blocks_format`. */
export async function readArguments(request: IncomingMessage, query: URLSearchParams): Promise<CallArguments> {
  const text = (await bodyOf(request, LIMIT)).toString('utf8');
  const form = Object.fromEntries(query) as Dict;
  if ((request.headers['content-type'] ?? '').startsWith('application/json')) {
    try {
      Object.assign(form, dict(JSON.parse(text || '{}')));
    } catch {
      throw new SlackError('invalid_json');
    }
  } else {
    for (const [name, value] of new URLSearchParams(text)) form[name] = value;
  }
  const args: Dict = {};
  for (const [name, value] of Object.entries(form)) args[name] = typeof value === 'string' ? structured(name, value) : value;
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  return { token: bearer ?? str(args.token), args };
}

/** A flag that forms write as a word. */
export const flag = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1;

/** A list that forms write with commas. */
export const commaList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : str(value).split(',')).map((each) => each.trim()).filter(Boolean);

/** The objects of an optional list: undefined when it was not sent. */
export const optionalDicts = (value: unknown): Dict[] | undefined => (value === undefined || value === null ? undefined : dicts(value));

/** One page of a list, with Slack's cursor to the next. */
export function page<T>(all: readonly T[], args: Dict): { items: T[]; response_metadata: Dict } {
  const start = Number(Buffer.from(str(args.cursor), 'base64').toString('utf8') || 0);
  if (!Number.isInteger(start) || start < 0) throw new SlackError('invalid_cursor');
  const limit = Math.min(Math.max(Number(args.limit ?? 0) || 100, 1), 1000);
  const next = start + limit < all.length ? Buffer.from(String(start + limit)).toString('base64') : '';
  return { items: all.slice(start, start + limit), response_metadata: { next_cursor: next } };
}
