/** A request as handlers see it: within limits, every field text, and whom it comes from. */
import type { IncomingMessage } from 'node:http';
import { isIP, type BlockList } from 'node:net';
import { DomainError } from '../domain/refusals';

/** A link of ours has under 150 characters; 2 KB leave room for what mail programs append. */
const LONGEST_URL = 2_048;
/** The longest honest form is a reason of 2,000 characters, 12 KB when each of them is escaped. */
export const FORM_BYTES = 64 * 1_024;

export type Fields = ReadonlyMap<string, string>;

/** `segments` are the parts of the path, still escaped. `ip` is the visitor's, as the gateway saw it. */
export type PortalRequest = {
  method: string;
  segments: readonly string[];
  query: Fields;
  ip: string;
  header(name: string): string;
  /** The body as fields, from a form or from JSON, however often it is asked. Refuses FieldNotText, FormUnreadable, BodyTooLarge. */
  fields(): Promise<Fields>;
  /** The body as it came. Refuses BodyTooLarge. */
  bytes(most: number): Promise<Buffer>;
};

/** Reads a request's head. Refuses PathTooLong, and FieldNotText for `token[$ne]=x`, lists and repetitions. */
export function readRequest(incoming: IncomingMessage, gateways: BlockList): PortalRequest {
  const url = incoming.url ?? '/';
  if (url.length > LONGEST_URL) throw new DomainError('PathTooLong');
  const [path = '', ...rest] = url.split('?');
  const header = (name: string): string => String(incoming.headers[name] ?? '');
  const bytes = (most: number): Promise<Buffer> => bodyOf(incoming, most);
  let fields: Promise<Fields> | undefined;
  return {
    method: incoming.method ?? 'GET', segments: path.split('/').slice(1).filter((part, at, all) => part !== '' || at < all.length - 1),
    query: formFields(rest.join('?')), ip: visitorOf(incoming, gateways), header, bytes,
    fields: () => (fields ??= bytes(FORM_BYTES).then((body) => bodyFields(header('content-type'), body.toString()))),
  };
}

/**
 * Whose request it is. X-Forwarded-For counts only from our own gateway, and of it only the last entry, which that gateway wrote.
 * An IPv4 address in IPv6 clothes is itself again, so that every such visitor has a bucket of their own.
 */
function visitorOf({ socket, headers }: IncomingMessage, gateways: BlockList): string {
  const peer = plain(socket.remoteAddress ?? '');
  const forwarded = plain(String(headers['x-forwarded-for'] ?? '').split(',').at(-1)!.trim());
  const fromGateway = isIP(peer) !== 0 && gateways.check(peer, isIP(peer) === 6 ? 'ipv6' : 'ipv4');
  return fromGateway && isIP(forwarded) !== 0 ? forwarded : peer;
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

async function bodyOf(incoming: IncomingMessage, most: number): Promise<Buffer> {
  const tooLarge = () => new DomainError('BodyTooLarge', { most: most / 1_024 });
  if (Number(incoming.headers['content-length'] ?? 0) > most) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function bodyFields(contentType: string, text: string): Fields {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'application/json') return jsonFields(text);
  if (type === 'application/x-www-form-urlencoded' || text === '') return formFields(text);
  throw new DomainError('FormUnreadable');
}

function formFields(text: string): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    const [field = ''] = name.split('[', 1);
    if (field !== name || fields.has(name)) throw new DomainError('FieldNotText', { field: shown(field) });
    fields.set(name, value);
  }
  return fields;
}

function jsonFields(text: string): Fields {
  const body = parsed(text);
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new DomainError('FormUnreadable');
  const fields = Object.entries(body).map(([name, value]) => {
    if (typeof value !== 'string') throw new DomainError('FieldNotText', { field: shown(name) });
    return [name, Buffer.from(value).toString()] as const; // A half of a surrogate pair is no text for those behind us.
  });
  return new Map(fields);
}

/** JSON as data; undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // JSON can only be asked by trying.
  }
}

/** A field's name in a sentence. */
const shown = (name: string): string => (/^[\w-]{1,40}$/.test(name) ? name : 'A field');

/** A field that must be there. Refuses FieldNotText. */
export function need(fields: Fields, field: string): string {
  const value = fields.get(field);
  if (value === undefined) throw new DomainError('FieldNotText', { field });
  return value;
}
