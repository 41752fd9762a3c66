/** One-time codes: six digits in a mail prove that somebody reads a mailbox. Of a code only a keyed hash is kept. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from './dates';

/**
 * A mail arrives within ten minutes or not soon; five tries at five codes an hour find one of a million in 1 of 40,000 hours, and
 * nobody needs more than five codes an hour.
 */
export const CODE = { digits: 6, minutes: 10, tries: 5, anHour: 5 } as const;

/**
 * A code as it is kept: the `n`th of a person, for a link by its hash. `tries` are the keyed hashes of what was typed, each once;
 * `usedBy` is the key of the form that it opened.
 */
export type Code = { key: string; n: number; email: string; link: string; mac: string; at: Instant; expiresAt: Instant; tries: string[]; usedBy?: string };

/** The keyed hash of a code, or of what somebody typed for one. `secret` is PORTAL_SECRET. */
export const codeMac = (secret: string, link: string, code: string): string => createHmac('sha256', secret).update(`code\0${link}\0${code}`).digest('base64url');

/** When a code sent at that instant ends. */
export const codeExpiry = (at: Instant): Instant => new Date(Date.parse(at) + CODE.minutes * 60_000).toISOString();

/** Whether a person who was sent these codes, the newest first, may be sent one more. */
export function mayHaveCode(sent: readonly Pick<Code, 'at'>[], at: Instant): boolean {
  const oldest = sent[CODE.anHour - 1];
  return oldest === undefined || Date.parse(at) - Date.parse(oldest.at) >= 3_600_000;
}

/** True when a try was counted, in time, and right. */
export function opensCode({ mac, tries, expiresAt }: Code, tried: string, at: Instant): boolean {
  const [right, given] = [Buffer.from(mac), Buffer.from(tried)];
  return right.length === given.length && timingSafeEqual(right, given) && tries.includes(tried) && at < expiresAt;
}
