/** What every handler of the portal is given. */
import type { BlockList } from 'node:net';
import type { Book } from '../config/book';
import type { Log } from '../config/logger';
import type { Brand } from '../domain/brand';
import type { Client } from '../domain/client';
import type { Person } from '../domain/people';
import type { ApprovalLink, Link, PortalReading } from '../store/queries/portal';
import type { Visit } from '../templates/pages/frame';
import type { Door } from '../workflows/contracts/door';
import type { Guard } from './guard';
import type { Reply } from './reply';
import type { PortalRequest } from './request';
import type { Seals } from './seal';

/**
 * `publicUrl` is where clients reach the portal, without a slash at its end; `webhookKey` (base64 DER, ECDSA P-256) verifies the mail
 * provider's events, without it their door is shut. `now` is the portal's clock: links and due days are judged by it.
 */
export type Deps = {
  reading: PortalReading; door: Door; book: Book; guard: Guard; seals: Seals; gateways: BlockList; publicUrl: string; webhookKey?: string;
  now(): Date; temporalAnswers(): Promise<boolean>; log: Log;
};

/** A request by anybody. `names` are the places of the route's path. */
export type Guest = { request: PortalRequest; deps: Deps; names: readonly string[] };
/** A request by somebody who came by a link that works. */
export type Caller = Guest & { link: Link; client: Client; visit: Visit };

/** An approver who has proved their mailbox in this session. */
export type Proved = { person: Person; session: string };
/** A request by somebody who came by an approval link; only `proved` says that it is the one it was made for. `path` is the link's own. */
export type Approver = Guest & { link: ApprovalLink; path: string; proved?: Proved };

export type GuestHandler = (guest: Guest) => Promise<Reply>;
export type CallerHandler = (caller: Caller) => Promise<Reply>;
export type ApproverHandler = (approver: Approver) => Promise<Reply>;

/** The office's look at this moment. */
export const brandOf = ({ book }: Pick<Deps, 'book'>): Brand => book.current().look.brand;

/** The path under which the portal lies on its public address, '' when it is the root. */
export const rootOf = ({ publicUrl }: Deps): string => new URL(publicUrl).pathname.replace(/\/$/, '');

/** The whole address of a path of ours. */
export const addressOf = (deps: Deps, path: string): string => new URL(path, deps.publicUrl).href;
