/**
 * Seals of forms: each page view gets a random number, bound to what it is for (a link, mostly) by a keyed hash. Posting it back proves that the form was
 * ours (CSRF), and the number makes two presses of one button one act.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { codeMac } from '../domain/code';
import { DomainError } from '../domain/refusals';
import type { PortalRequest } from './request';

export type Seals = {
  mint(subject: string): string; open(subject: string, seal: string | undefined): string; within(subject: string, seal: string | undefined): string | undefined;
  code(linkHash: string, typed: string): string;
};

const NONCE_BYTES = 16;

/** `secret` has 32 characters or more (PORTAL_SECRET). */
export function openSeals(secret: string): Seals {
  const macOf = (subject: string, nonce: string): Buffer => createHmac('sha256', secret).update(`form\0${subject}\0${nonce}`).digest();
  const within: Seals['within'] = (subject, seal = '') => {
    const [nonce = '', mac = ''] = seal.split('.');
    const expected = macOf(subject, nonce);
    const given = Buffer.from(mac, 'base64url');
    return given.length === expected.length && timingSafeEqual(given, expected) ? nonce : undefined;
  };
  return {
    mint(subject) {
      const nonce = randomBytes(NONCE_BYTES).toString('base64url');
      return `${nonce}.${macOf(subject, nonce).toString('base64url')}`;
    },
    /** The number inside; undefined for a seal that is missing, of another subject, or not ours. */
    within,
    /** As within. Refuses FormStale where that finds none. */
    open(subject, seal) {
      const nonce = within(subject, seal);
      if (nonce === undefined) throw new DomainError('FormStale');
      return nonce;
    },
    /** The keyed hash of what somebody typed for a code of an approval link. */
    code: (linkHash, typed) => codeMac(secret, linkHash, typed),
  };
}

/**
 * Refuses FormStale for a form posted from another site. Our pages send no referrer, and with it browsers hide the origin of a
 * form as `null` (https://fetch.spec.whatwg.org/#append-a-request-origin-header): then Sec-Fetch-Site tells, and in a browser
 * without it, the seal.
 */
export function checkOrigin({ header }: PortalRequest, publicUrl: string): void {
  const origin = header('origin');
  const site = header('sec-fetch-site');
  const foreign = origin !== '' && origin !== 'null' && origin !== new URL(publicUrl).origin;
  if (foreign || (site !== '' && site !== 'same-origin' && site !== 'none')) throw new DomainError('FormStale');
}
