/**
 * Seals of forms: each page view gets a random number, bound to the link by a keyed hash. Posting it back proves that the form was
 * ours (CSRF), and the number makes two presses of one button one act.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain/refusals';
import type { PortalRequest } from './request';

export type Seals = { mint(linkHash: string): string; open(linkHash: string, seal: string | undefined): string };

const NONCE_BYTES = 16;

/** `secret` has 32 characters or more (PORTAL_SECRET). */
export function openSeals(secret: string): Seals {
  const macOf = (linkHash: string, nonce: string): Buffer => createHmac('sha256', secret).update(`form\0${linkHash}\0${nonce}`).digest();
  return {
    mint(linkHash) {
      const nonce = randomBytes(NONCE_BYTES).toString('base64url');
      return `${nonce}.${macOf(linkHash, nonce).toString('base64url')}`;
    },
    /** The number inside. Refuses FormStale for a seal that is missing, of another link, or not ours. */
    open(linkHash, seal = '') {
      const [nonce = '', mac = ''] = seal.split('.');
      const expected = macOf(linkHash, nonce);
      const given = Buffer.from(mac, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new DomainError('FormStale');
      return nonce;
    },
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
